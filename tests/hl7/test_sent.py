"""What is wrong with a message that was sent to us: whether it is about the order the one before was about."""

from __future__ import annotations

import pytest

from conformance.hl7 import sent
from conformance.hl7.arrival import Arrival
from conformance.hl7.wire.message import parse
from conformance.hl7.wire.mllp import Frame

ORDER = b"ORC|NW|P1|F1\rOBR|1|P1|F1|CT|||||||||||||||A1\r"


def arrived(segments: bytes) -> Arrival:
    content = b"MSH|^~\\&|A|B|C|D|20260101||ORM^O01|1|P|2.3.1\r" + segments
    return Arrival(Frame(content, content), parse(content), "", (), 0)


@pytest.mark.parametrize(
    ("segments", "says"),
    [
        (ORDER, ""),
        (b"ORC|CA|P1\r", ""),
        (b"OBR|1||F1\r", ""),
        (b"ORC|CA|P2|F1\r", "the placer order number was P1 and is P2"),
        (b"ORC|CA\r", "nothing names the order, which was placer order number P1 and"),
    ],
)
def test_a_later_message_names_the_order_by_what_it_keeps(segments, says):
    told = sent.same_order(arrived(ORDER), arrived(segments))

    assert told.startswith(says)
    assert bool(told) == bool(says)


def test_what_is_no_message_names_no_order():
    nothing = Arrival(Frame(b"", b""), None, "no message", (), 0)

    assert sent.same_order(arrived(ORDER), nothing) == "no message"
    assert sent.order_named(nothing) == {}
