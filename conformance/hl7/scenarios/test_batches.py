"""Batches of messages and files of batches, where the candidate claims them: nothing in them goes unanswered."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.hl7 import checks, clauses, samples
from conformance.hl7.wire.mllp import framed

REFUSED = {"AE", "AR", "CE", "CR"}


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
    refused = told.refused(batch.messages, batch.control_id)
    if refused is None:
        check.sets_aside(clauses.BATCH_TAKEN, f"nothing was said of them: {told.says}")
        return
    with check(clauses.BATCH_TAKEN):
        assert refused == [], told.says


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


@scenario(
    "hl7.batch.empty",
    actor="mllp-receiver",
    transaction="ACK",
    clauses=[clauses.EMPTY_BATCH_TAKEN],
    requires=["hl7v2.in"],
)
def test_a_batch_of_no_messages_harms_nobody(story, mllp_receiver, check):
    """A batch without messages is not refused, and the message on the next connection is answered as ever."""
    mllp_receiver.claiming("batches").arrange(samples.plain(story, "before"), "have a message accepted before")
    message = samples.plain(story, "after")
    empty = samples.batch(story, "empty", of=message)

    mllp_receiver.send(framed(empty.octets()), "a batch of no messages")
    told = checks.BatchTold.of(mllp_receiver.extra())
    mllp_receiver.close()
    answer = mllp_receiver.tell(message)

    with check(clauses.EMPTY_BATCH_TAKEN, where="the empty batch", expected="no refusal"):
        assert sorted(set(told.codes.values()) & REFUSED) == [], told.says
    with check(clauses.EMPTY_BATCH_TAKEN, where="the message after it", evidence=answer.evidence):
        assert (answer.code, answer.control_id) == ("AA", message.control_id), answer.says


@scenario(
    "hl7.batch.file",
    actor="mllp-receiver",
    transaction="ACK",
    clauses=[clauses.FILE_ANSWERED, clauses.FILE_TAKEN, clauses.FILE_ERROR_TOLD],
    requires=["hl7v2.in"],
)
def test_each_message_of_each_batch_of_a_file_is_acknowledged(story, mllp_receiver, check):
    """A file of two batches is taken: each message is acknowledged, and the wrong one in the second batch refused."""
    mllp_receiver.claiming("batch_files").arrange(samples.plain(story, "alone"), "have a message accepted alone")
    wrong = samples.unknown_type(story)
    good = [samples.plain(story, f"good{number}") for number in range(3)]
    batches = samples.batch(story, "first", *good[:2]), samples.batch(story, "second", wrong, good[2])
    file = samples.file(story, "both", *batches)

    answer = mllp_receiver.tell(file.octets(), "a file of two batches")
    told = checks.BatchTold.of([answer, *mllp_receiver.extra()])

    errors = {told.codes.get(one) for one in (wrong.control_id, batches[1].control_id, file.control_id)} & REFUSED
    refused = told.refused(good, file.control_id, *(one.control_id for one in batches))
    with check(clauses.FILE_ANSWERED, expected="an acknowledgement of each message, or of what holds it"):
        assert not told.unanswered_in(file), told.unanswered_in(file)
    if refused is None:
        check.sets_aside(clauses.FILE_TAKEN, f"nothing was said of them: {told.says}")
    else:
        with check(clauses.FILE_TAKEN):
            assert refused == [], told.says
    with check(clauses.FILE_ERROR_TOLD, expected="AE or AR for the message of an unknown type, its batch or the file"):
        assert errors, told.says
