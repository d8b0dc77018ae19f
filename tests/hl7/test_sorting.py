"""Messages that come by themselves, and what they are of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.hl7 import samples
from conformance.hl7.simulator import Receiver
from conformance.hl7.sorting import transaction_of
from conformance.hl7.wire.message import Unreadable, parse


@pytest.mark.parametrize(
    ("make", "of"),
    [
        (lambda story, who: samples.admission(story, who, "A04"), "RAD-1"),
        (lambda story, who: samples.admission(story, who, "A08"), "RAD-12"),
        (lambda story, who: samples.identity(story, who, "A28"), "ITI-30"),
        (lambda story, who: samples.identity(story, who, "A31"), "ITI-30"),
        (lambda story, who: samples.notified(story, who, *who.identifiers), "ITI-10"),
        (samples.order, "RAD-4"),
        (samples.order_2_5_1, "RAD-4"),
        (lambda story, who: samples.order(story, who, control="CA"), "RAD-13"),
        (lambda story, who: samples.order_2_5_1(story, who, control="XO"), "RAD-13"),
        (samples.placed, "RAD-2"),
        (samples.placed_2_5_1, "RAD-2"),
        (lambda story, who: samples.filled(story, who, "SC", "CM"), "RAD-3"),
        (lambda story, who: samples.order(story, who).without("ZDS"), ""),
        (samples.result, "RAD-28"),
        (samples.charge, "RAD-35"),
        (lambda story, who: samples.appointment(story, who, "S13"), "RAD-48"),
        (lambda story, who: samples.moved(story, who, who, "A44"), ""),
    ],
)
def test_a_message_is_of_its_transaction(told, make, of):
    with Receiver() as receiver:
        story = told(receiver)
        draft = make(story, samples.person(story, "hers"))

    assert transaction_of(parse(draft.octets())) == of


@given(st.binary(max_size=60))
def test_whatever_comes_can_be_sorted(octets):
    try:
        message = parse(b"MSH|^~\\&|" + octets)
    except Unreadable:
        return

    assert isinstance(transaction_of(message), str)
