"""A batch is taken apart into its messages and answered by a batch that names it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.hl7 import checks, samples
from conformance.hl7.answers import Answer
from conformance.hl7.client import Sender
from conformance.hl7.simulator import Receiver
from conformance.hl7.simulator.batches import opened
from conformance.hl7.wire.mllp import Frame, framed

MESSAGE = b"MSH|^~\\&|A|H|R|H|2026||ADT^A04|%d|P|2.5.1\rPID|||ZZ1\r"
FILE = b"FHS|^~\\&|A|H|R|H|2026||||F1\r"
HEADER = b"BHS|^~\\&|A|H|R|H|2026||||B7\r"


@given(st.binary(max_size=60), st.integers(0, 4), st.integers(1, 3))
def test_whatever_stands_in_a_batch_each_message_is_found(rest, many, batches):
    messages = tuple(MESSAGE % number for number in range(many))
    batch = HEADER + b"".join(messages) + b"BTS|%d\r" % many
    opened(b"BHS" + rest)

    assert [one.messages for one in opened(batch).batches] == [messages]
    assert [one.messages for one in opened(FILE + batch * batches + b"FTS|1\r").batches] == [messages] * batches
    assert opened(messages[0] if messages else rest.replace(b"BHS", b"").replace(b"FHS", b"")) is None


def test_messages_of_a_file_need_no_header_of_a_batch():
    (batch,) = opened(FILE + MESSAGE % 1 + b"FTS|1\r").batches

    assert (batch.header, batch.messages) == ((), (MESSAGE % 1,))
    assert batch.answered([b"MSH|...\r"], "R1") == b"MSH|...\r"


def test_a_file_of_batches_is_answered_in_kind():
    file = opened(FILE + (HEADER + MESSAGE % 1 + b"BTS|1\r") * 2 + b"FTS|2\r")
    answered = [one.answered([b"MSH|...\r"], "R1") for one in file.batches]

    assert file.answered(answered, "R2").split(b"\r") == [
        b"FHS|^~\\&|R|H|A|H|2026||||R2|F1",
        *[b"BHS|^~\\&|R|H|A|H|2026||||R1|B7", b"MSH|...", b"BTS|1"] * 2,
        b"FTS|2",
        b"",
    ]


def test_the_receiver_answers_each_message_of_a_batch(told):
    with Receiver() as receiver:
        story = told(receiver)
        wrong = samples.unknown_type(story)
        batch = samples.batch(story, "b", samples.plain(story, "one"), wrong)
        with Sender.to(story) as sender:
            sender.send(framed(batch.octets()))
            heard = checks.BatchTold.of([sender.hear()])

    assert heard.batches == {batch.control_id}
    assert heard.codes == {batch.messages[0].control_id: "AA", wrong.control_id: "AR"}
    assert heard.unanswered(batch) == ""


@pytest.mark.parametrize(
    ("content", "answered"),
    [
        (b"BHS|^~\\&|||||||||R1|%b\rBTS|0\r", True),
        (b"BHS|^~\\&|||||||||R1|other\rBTS|0\r", False),
        (b"MSH|^~\\&|\rMSA|AA|%b\r", False),
    ],
)
def test_an_empty_batch_that_names_ours_implies_that_all_was_taken(told, content, answered):
    with Receiver() as receiver:
        story = told(receiver)
    batch = samples.batch(story, "b", samples.plain(story, "one"))
    octets = content.replace(b"%b", batch.control_id)

    found = checks.BatchTold.of([Answer.of(Frame(framed(octets), octets))])

    assert (found.unanswered(batch) == "") is answered


def test_what_names_another_says_nothing_of_ours(told):
    with Receiver() as receiver:
        story = told(receiver)
    batch = samples.batch(story, "b", samples.plain(story, "one"), samples.plain(story, "two"))
    octets = b"BHS|^~\\&|||||||||R1|other\rMSH|^~\\&|\rMSA|AA|other\rBTS|1\r"
    named = octets.replace(b"AA|other", b"AE|" + batch.messages[1].control_id)

    other, ours = (checks.BatchTold.of([Answer.of(Frame(framed(one), one))]) for one in (octets, named))

    assert other.refused(batch.messages, batch.control_id) is None
    assert ours.refused(batch.messages, batch.control_id) == ["AE"]
    assert checks.BatchTold({}, frozenset({batch.control_id}), "").refused(batch.messages, batch.control_id) == []
