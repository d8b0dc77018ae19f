"""MLLP: a message is what stands between its start and end block, however TCP cut the stream."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.hl7 import checks, clauses, samples
from conformance.hl7.prepared import describe, prepared
from conformance.hl7.wire.mllp import boundaries, framed

MANY = 30
PIPELINED = 20
RUSH = 100


@scenario(
    "hl7.framing.one-block-one-answer",
    actor="mllp-receiver",
    transaction="MLLP",
    clauses=[clauses.ANSWERED, clauses.BLOCK_AROUND_ACK, clauses.NAMES_THE_MESSAGE, clauses.ANSWERED_ONCE],
    requires=["hl7v2.in"],
)
def test_one_message_in_one_block_has_one_answer_that_names_it(story, mllp_receiver, check):
    """Sent one message, the receiver sends back one acknowledgement, in one block, that repeats its control id."""
    message = samples.plain(story, "one")

    answer = mllp_receiver.tell(message)
    extra = mllp_receiver.extra()

    with check(clauses.ANSWERED):
        assert answer.came, answer.trouble
    if answer.frame.octets:
        with check(clauses.BLOCK_AROUND_ACK):
            assert not answer.frame.problems, checks.outside_the_block(answer)
    if answer.came:
        with check(clauses.NAMES_THE_MESSAGE):
            assert answer.control_id == message.control_id
        with check(clauses.ANSWERED_ONCE):
            assert len(extra) == 0, f"{len(extra)} more answers, the first with {extra[0].says}"


@scenario(
    "hl7.framing.cut-anywhere",
    actor="mllp-receiver",
    transaction="MLLP",
    clauses=[clauses.ENDS_AT_END_BLOCK, clauses.NAMES_THE_MESSAGE],
    requires=["hl7v2.in"],
)
def test_a_block_cut_in_two_anywhere_is_one_message(story, mllp_receiver, check):
    """Sent in two pieces, cut wherever it matters (end block and characters too), a message stays one message."""
    cuts = boundaries(framed(samples.plain(story, "cut", charset="UNICODE UTF-8", family="ZZRÉAÜX").octets()))
    told = []

    for cut in cuts:
        message = samples.plain(story, f"cut{cut:04d}", charset="UNICODE UTF-8", family="ZZRÉAÜX")
        early = mllp_receiver.pieces(framed(message.octets()), [cut], describe(message))
        answer = early[0] if early else mllp_receiver.hear()
        told.append((cut, message, early, answer))
        if early or answer.control_id != message.control_id:
            break
        mllp_receiver.close()

    for cut, message, early, answer in told:
        where = f"cut after octet {cut} of {len(framed(message.octets()))}"
        with check(clauses.ENDS_AT_END_BLOCK, where=where, evidence=answer.evidence):
            assert not early, f"answered before the rest came: {early[0].says}"
            assert answer.came, answer.trouble
        if answer.came:
            with check(clauses.NAMES_THE_MESSAGE, where=where, evidence=answer.evidence):
                assert answer.control_id == message.control_id


@scenario(
    "hl7.framing.octet-by-octet",
    actor="mllp-receiver",
    transaction="MLLP",
    clauses=[clauses.ENDS_AT_END_BLOCK, clauses.ANSWERED_ONCE],
    requires=["hl7v2.in"],
)
def test_a_block_sent_octet_by_octet_is_one_message(story, mllp_receiver, check):
    """Sent one octet at a time, a message is answered once, after its end."""
    message = samples.plain(story, "slow")
    octets = framed(message.octets())

    mllp_receiver.pieces(octets, range(1, len(octets)), describe(message), pause=False)
    answer = mllp_receiver.hear()
    extra = mllp_receiver.extra()

    with check(clauses.ENDS_AT_END_BLOCK):
        assert answer.control_id == message.control_id, answer.trouble or f"MSA-2 is {answer.control_id!r}"
    if not answer.frame.octets:
        check.sets_aside(clauses.ANSWERED_ONCE, answer.trouble)
        return
    with check(clauses.ANSWERED_ONCE):
        assert len(extra) == 0, f"{len(extra)} more answers, the first with {extra[0].says}"


@scenario(
    "hl7.framing.two-in-one-write",
    actor="mllp-receiver",
    transaction="MLLP",
    clauses=[clauses.EVERY_BLOCK_ANSWERED],
    requires=["hl7v2.in"],
)
def test_two_blocks_in_one_write_are_two_messages(story, mllp_receiver, check):
    """Two messages that arrive in one piece are both answered, in order."""
    messages = [samples.plain(story, name) for name in ("first", "second")]

    mllp_receiver.send(b"".join(framed(one.octets()) for one in messages), "two messages in one write")
    answers = mllp_receiver.hear_row(len(messages))

    with check(clauses.EVERY_BLOCK_ANSWERED, expected="two answers, in order"):
        assert len(answers) == len(messages), checks.not_in_order(answers, messages)
        assert not checks.not_in_order(answers, messages), checks.not_in_order(answers, messages)


@scenario(
    "hl7.framing.one-and-a-half",
    actor="mllp-receiver",
    transaction="MLLP",
    clauses=[clauses.EVERY_BLOCK_ANSWERED, clauses.ENDS_AT_END_BLOCK],
    requires=["hl7v2.in"],
)
def test_one_and_a_half_blocks_are_one_message_until_the_rest_comes(story, mllp_receiver, check):
    """One and a half messages in one piece give one answer, and the other when the rest has come."""
    first, second = samples.plain(story, "first"), samples.plain(story, "second")
    octets = framed(first.octets()) + framed(second.octets())
    half = len(octets) - len(second.octets()) // 2

    mllp_receiver.send(octets[:half], "one and a half messages")
    answers = [mllp_receiver.hear()]
    early = mllp_receiver.extra()
    mllp_receiver.send(octets[half:], "the other half")
    answers += early or [mllp_receiver.hear()]

    with check(clauses.EVERY_BLOCK_ANSWERED, expected="two answers, in order"):
        assert not checks.not_in_order(answers, [first, second]), checks.not_in_order(answers, [first, second])
    if not answers[0].frame.octets:
        check.sets_aside(clauses.ENDS_AT_END_BLOCK, answers[0].trouble)
        return
    with check(clauses.ENDS_AT_END_BLOCK):
        assert len(early) == 0, f"answered before the rest came: {early[0].says}"


@scenario(
    "hl7.framing.pipelined",
    actor="mllp-receiver",
    transaction="MLLP",
    clauses=[clauses.PIPELINE_ANSWERED],
    requires=["hl7v2.in"],
)
def test_twenty_messages_sent_without_waiting_are_all_answered(story, mllp_receiver, check):
    """Twenty messages sent without waiting for answers get twenty answers, in order, none twice."""
    messages = [samples.plain(story, f"row{number:02d}") for number in range(PIPELINED)]

    for message in messages:
        mllp_receiver.send(framed(message.octets()), describe(message))
    answers = [*mllp_receiver.hear_row(len(messages)), *mllp_receiver.extra()]

    with check(clauses.PIPELINE_ANSWERED, expected=f"{PIPELINED} answers, in order"):
        assert not checks.not_in_order(answers, messages), checks.not_in_order(answers, messages)


@scenario(
    "hl7.framing.many-messages",
    actor="mllp-receiver",
    transaction="MLLP",
    clauses=[clauses.ANSWERED, clauses.NAMES_THE_MESSAGE],
    requires=["hl7v2.in"],
)
def test_many_messages_one_after_another_are_all_answered(story, mllp_receiver, check):
    """Thirty messages one after another, on one connection as long as it is kept, are each answered."""
    told = []

    for number in range(MANY):
        message = samples.plain(story, f"many{number:02d}")
        told.append((message, mllp_receiver.tell(message)))
        if not told[-1][1].frame.whole:
            break

    for number, (message, answer) in enumerate(told, 1):
        where = f"message {number} of {MANY}"
        with check(clauses.ANSWERED, where=where, evidence=answer.evidence):
            assert answer.came, answer.trouble
        if answer.came:
            with check(clauses.NAMES_THE_MESSAGE, where=where, evidence=answer.evidence):
                assert answer.control_id == message.control_id


@scenario(
    "hl7.framing.sustained",
    actor="mllp-receiver",
    transaction="MLLP",
    clauses=[clauses.EVERY_BLOCK_ANSWERED],
    requires=["hl7v2.in"],
)
def test_a_hundred_messages_at_full_speed_are_all_answered(story, mllp_receiver, check):
    """A hundred messages, each sent the moment the one before is acknowledged, get a hundred answers, in order."""
    messages = [samples.plain(story, f"rush{number:03d}") for number in range(RUSH)]

    answers = [*mllp_receiver.in_turn([prepared(one) for one in messages]), *mllp_receiver.extra()]

    with check(clauses.EVERY_BLOCK_ANSWERED, expected=f"{RUSH} answers, in order"):
        assert not checks.not_in_order(answers, messages), checks.not_in_order(answers, messages)


@scenario(
    "hl7.framing.start-block-inside",
    actor="mllp-receiver",
    transaction="MLLP",
    clauses=[clauses.RESYNCHRONISES],
    requires=["hl7v2.in"],
)
def test_a_start_block_inside_an_unfinished_message_begins_anew(story, mllp_receiver, check):
    """When a message is begun anew on the same connection, the receiver takes the whole one, not the torn one."""
    torn, whole = samples.plain(story, "torn"), samples.plain(story, "whole")

    mllp_receiver.send(framed(torn.octets())[:-40], "a torn message")
    mllp_receiver.send(framed(whole.octets()), describe(whole))
    answers = [mllp_receiver.hear(), *mllp_receiver.extra()]

    with check(clauses.RESYNCHRONISES):
        assert whole.control_id in {answer.control_id for answer in answers}, (
            f"answered: {', '.join(f'MSA-2 {answer.control_id!r} {answer.says}' for answer in answers)}"
        )
