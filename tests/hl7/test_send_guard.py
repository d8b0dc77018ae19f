"""No message about anybody but a synthetic patient leaves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.hl7 import samples, send_guard
from conformance.hl7.client import Sender
from conformance.hl7.send_guard import NotOurs, only_synthetic
from conformance.hl7.simulator import Receiver
from conformance.hl7.wire.mllp import framed


@pytest.fixture
def story(told):
    with Receiver() as receiver:
        yield told(receiver)


def test_synthetic_patients_pass_whole_torn_and_spoilt(story):
    hers, his = samples.person(story, "hers"), samples.person(story, "his")
    octets = framed(samples.merge(story, hers, his).octets())
    for message in (octets, octets * 2, octets[:-40], b"hello", b"", framed(b"MSH|^~\\&|\rPID|||\r")):
        only_synthetic(message)


@pytest.mark.parametrize("path", ["PID-3", "MRG-1"])
def test_any_other_patient_is_not_sent(story, path):
    hers, his = samples.person(story, "hers"), samples.person(story, "his")
    message = samples.merge(story, hers, his).putting(path, ("4711", None, None, "HOSP"))
    with Sender.to(story) as sender:
        with pytest.raises(NotOurs, match="4711"):
            sender.tell(message)
        with pytest.raises(NotOurs):
            sender.pieces(framed(message.octets()), [5])
        assert sender.connections == 0


@given(
    st.lists(
        st.sampled_from(
            [
                b"PID|||ZZ0123456789^^^A",
                b"PID|1||9999999999~X",
                b"MRG|ZZ00000000AA",
                b"MRG|A&B",
                b"PID|||",
                b"ZPD|||9",
                b"PID|1",
                b"MRG",
                b'MRG|""',
                b"PIDX||Y|Z",
                b"PV1||I",
            ]
        ),
        max_size=5,
    )
)
def test_a_glance_at_a_plain_block_sees_what_reading_it_sees(segments):
    block = framed(b"MSH|^~\\&|A|B\r" + b"".join(one + b"\r" for one in segments))

    assert send_guard._is_plain(block)
    assert sorted(send_guard._glanced(block)) == sorted(send_guard._named(block))
