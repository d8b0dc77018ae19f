"""Sequence numbers and batches, where the candidate claims them: what is out of step or wrong is told, nothing lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conformance.authoring import scenario
from conformance.hl7 import checks, clauses, samples
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


@scenario(
    "hl7.batch.accepted",
    actor="mllp-receiver",
    transaction="ACK",
    clauses=[clauses.BATCH_ANSWERED, clauses.BATCH_TAKEN],
    requires=["hl7v2.in"],
)
def test_each_message_of_a_batch_is_acknowledged(story, mllp_receiver, check):
    """A batch of three valid messages in one block is taken: each is acknowledged, or the batch as a whole."""
    mllp_receiver.claiming("batches").arrange(samples.plain(story, "alone"), "have a message accepted alone")
    batch = samples.batch(story, "good", *(samples.plain(story, f"good{number}") for number in range(3)))

    answer = mllp_receiver.tell(batch.octets(), "a batch of three messages")
    told = checks.BatchTold.of([answer, *mllp_receiver.extra()])

    with check(clauses.BATCH_ANSWERED, expected="an acknowledgement of each message, or of the batch"):
        assert not told.unanswered(batch), told.unanswered(batch)
    if not told.codes and batch.control_id not in told.batches:
        check.sets_aside(clauses.BATCH_TAKEN, "nothing was answered")
        return
    with check(clauses.BATCH_TAKEN):
        assert sorted(set(told.codes.values()) - TAKEN) == [], told.says


@scenario(
    "hl7.batch.error-told",
    actor="mllp-receiver",
    transaction="ACK",
    clauses=[clauses.BATCH_ERROR_TOLD],
    requires=["hl7v2.in"],
)
def test_a_wrong_message_in_a_batch_is_told(story, mllp_receiver, check):
    """A message of an unknown type between two valid ones is refused by name, or the whole batch is."""
    mllp_receiver.claiming("batches").arrange(samples.plain(story, "before"), "have a message accepted before")
    wrong = samples.unknown_type(story)
    batch = samples.batch(story, "mixed", samples.plain(story, "good0"), wrong, samples.plain(story, "good1"))

    answer = mllp_receiver.tell(batch.octets(), "a batch with one message of an unknown type")
    told = checks.BatchTold.of([answer, *mllp_receiver.extra()])
    mllp_receiver.arrange(samples.plain(story, "after"), "have a message accepted after")

    with check(clauses.BATCH_ERROR_TOLD, expected="AE or AR for the message of an unknown type, or for the batch"):
        assert {told.codes.get(wrong.control_id), told.codes.get(batch.control_id)} & REFUSED, told.says
