"""The reference receiver in enhanced mode answers what MSH-15 and MSH-16 ask for, and nothing else."""

from __future__ import annotations

import pytest

from conformance.hl7 import samples
from conformance.hl7.simulator import Receiver
from conformance.hl7.wire.message import parse
from conformance.hl7.wire.mllp import Frame, Scanner


def codes(receiver, draft):
    scanner = Scanner(1 << 20)
    scanner.feed(receiver.answer(Frame(b"", draft.octets())) or b"")
    found = []
    while (frame := scanner.next()) is not None:
        found.append(parse(frame.content)["MSA-1"])
    return found


@pytest.mark.parametrize(
    ("asked", "good", "bad", "rejected"),
    [
        ((None, None), ["AA"], ["AE"], ["AR"]),
        (("NE", "NE"), [], [], []),
        (("AL", "NE"), ["CA"], ["CA"], ["CR"]),
        (("NE", "AL"), ["AA"], ["AE"], []),
        (("AL", "AL"), ["CA", "AA"], ["CA", "AE"], ["CR"]),
        (("ER", "ER"), [], ["AE"], ["CR"]),
        (("SU", "SU"), ["CA", "AA"], ["CA"], []),
    ],
)
def test_what_is_answered_is_what_was_asked_for(told, asked, good, bad, rejected):
    with Receiver() as receiver:
        story = told(receiver)

        def answered(draft):
            return codes(receiver, draft.putting("MSH-15", asked[0]).putting("MSH-16", asked[1]))

        assert answered(samples.plain(story, "good")) == good
        assert answered(samples.plain(story, "bad").without("PID")) == bad
        assert answered(samples.unknown_type(story)) == rejected
