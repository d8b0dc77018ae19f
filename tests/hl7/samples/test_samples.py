"""The samples are synthetic, the same for the same seed, and well formed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.hl7 import samples
from conformance.hl7.simulator import Receiver
from conformance.hl7.simulator.acceptance import content_fault, control_fault
from conformance.hl7.wire.message import parse


def every(story):
    hers, his = samples.person(story, "hers"), samples.person(story, "his")
    return [
        *(samples.admission(story, hers, event) for event in ("A01", "A04", "A08")),
        samples.merge(story, hers, his),
        samples.order(story, hers),
        samples.order_2_5_1(story, hers),
        *(samples.result(story, hers, status) for status in "PFC"),
    ]


@pytest.fixture
def story(told):
    with Receiver() as receiver:
        return told(receiver)


def test_every_sample_holds_what_its_trigger_needs(story):
    for draft in every(story):
        message = parse(draft.octets())
        assert message.encode() == draft.octets()
        assert content_fault(message) is None
        assert control_fault(message) is None
        assert len(message["MSH-10"]) <= 20


def test_the_same_story_says_the_same_and_another_something_else(told):
    with Receiver() as receiver:
        one, same, other = (told(receiver, seed=seed) for seed in ("ab", "ab", "cd"))
    texts = [[draft.octets() for draft in every(story)] for story in (one, same, other)]
    assert texts[0] == texts[1]
    assert not set(texts[0]) & set(texts[2])


def test_no_two_messages_share_a_control_id(story):
    drafts = [*every(story), samples.unknown_type(story)]
    assert len({draft.control_id for draft in drafts}) == len(drafts)


@given(name=st.text(max_size=5))
def test_nhs_numbers_are_of_the_range_never_issued_and_check(name):
    class Seeded:
        def token(self, name: str, length: int) -> str:
            return f"{abs(hash(name)):016x}"[:length]

    digits = samples.nhs_number(Seeded(), name)
    assert len(digits) == 10
    assert digits[0] == "9"
    assert sum(int(digit) * (10 - place) for place, digit in enumerate(digits)) % 11 == 0


def test_a_document_is_as_large_as_asked(story):
    observation = samples.pdf(story, 65536)
    assert len(observation[5][4]) > 65536
