"""Sequence numbers, where the candidate claims them: what is out of step is told, and nothing lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conformance.authoring import scenario
from conformance.hl7 import clauses, samples
from conformance.model import Blocked

if TYPE_CHECKING:
    from conformance.hl7.client import Sender
    from conformance.hl7.wire.draft import Draft
    from conformance.story import Story

TAKEN = {"AA", "CA"}
REFUSED = {"AE", "AR", "CE", "CR"}
_EXPECTED = re.compile(r"-1|\d{1,15}")


def numbered(story: Story, label: str, number: int) -> Draft:
    """Return a valid message with a sequence number (MSH-13)."""
    return samples.plain(story, label).putting("MSH-13", str(number))


def begun(receiver: Sender, story: Story) -> int:
    """Start the link; return a number the receiver takes next. Raise Blocked when it does not say which."""
    said = receiver.arrange(numbered(story, "start", 0), "start the link with sequence number 0").field("MSA-4")
    if not _EXPECTED.fullmatch(said):
        raise Blocked(f"the receiver does not say which sequence number it expects: MSA-4 is {said or 'empty'}")
    return max(int(said), 1)


@scenario(
    "hl7.sequence.link-started",
    actor="mllp-receiver",
    transaction="ACK",
    clauses=[clauses.LINK_STARTED],
    requires=["hl7v2.in"],
)
def test_starting_the_link_tells_which_number_is_expected(story, mllp_receiver, check):
    """A sender that starts the link (sequence number 0) learns which number the receiver expects next."""
    mllp_receiver.claiming("sequence_numbers")

    answer = mllp_receiver.tell(numbered(story, "start", 0))

    with check(clauses.LINK_STARTED, expected="MSA-4 with the number expected next, or -1"):
        assert _EXPECTED.fullmatch(answer.field("MSA-4")), (
            f"MSA-4 is {answer.field('MSA-4') or 'empty'}" if answer.came else answer.trouble
        )


@scenario(
    "hl7.sequence.gap",
    actor="mllp-receiver",
    transaction="ACK",
    clauses=[clauses.IN_STEP, clauses.GAP_REFUSED, clauses.GAP_TOLD],
    requires=["hl7v2.in"],
)
def test_a_gap_in_the_sequence_is_refused_and_what_was_left_out_taken(story, mllp_receiver, check):
    """Messages in step are taken; one that leaves out others is refused, until what was left out has come."""
    number = begun(mllp_receiver.claiming("sequence_numbers"), story)
    first = mllp_receiver.tell(numbered(story, "first", number))
    second = mllp_receiver.tell(numbered(story, "second", number + 1))

    early = mllp_receiver.tell(numbered(story, "early", number + 5))
    third = mllp_receiver.tell(numbered(story, "third", number + 2))

    for where, answer in (("first", first), ("second", second), ("after the gap", third)):
        with check(clauses.IN_STEP, where=where, evidence=answer.evidence):
            assert answer.code in TAKEN, answer.says
    refused = early.came and early.code not in TAKEN
    if not early.came or {first.code, second.code, third.code if refused else "AA"} - TAKEN:
        check.sets_aside(clauses.GAP_REFUSED, "not every message in step was taken, so a refusal says nothing")
        check.sets_aside(clauses.GAP_TOLD, "not every message in step was taken, so a refusal says nothing")
        return
    with check(clauses.GAP_REFUSED, evidence=early.evidence):
        assert early.code not in TAKEN, early.says
    if not refused:
        check.sets_aside(clauses.GAP_TOLD, "the message was not refused")
        return
    with check(clauses.GAP_TOLD, evidence=early.evidence):
        assert early.field("MSA-4") == str(number + 2)


@scenario(
    "hl7.sequence.resynchronised",
    actor="mllp-receiver",
    transaction="ACK",
    clauses=[clauses.RESYNCHRONISED],
    requires=["hl7v2.in"],
)
def test_a_sender_can_begin_the_sequence_anew(story, mllp_receiver, check):
    """After sequence number -1 the next message begins a new sequence, and the one after it continues that."""
    number = begun(mllp_receiver.claiming("sequence_numbers"), story)
    mllp_receiver.arrange(numbered(story, "before", number), "have a message in step accepted")
    mllp_receiver.arrange(numbered(story, "anew", -1), "have the sequence begun anew with -1")

    answers = [mllp_receiver.tell(numbered(story, f"from{at}", number + 70 + at)) for at in range(2)]

    for where, answer in zip(("the first of the new sequence", "the second"), answers, strict=True):
        with check(clauses.RESYNCHRONISED, where=where, evidence=answer.evidence):
            assert answer.code in TAKEN, answer.says
