"""MLLP over several connections: each has its own answers, and one that breaks off leaves nothing behind."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.hl7 import clauses, samples
from conformance.hl7.client import Sender
from conformance.hl7.wire.mllp import framed
from conformance.model import Blocked


@scenario(
    "hl7.framing.two-connections",
    actor="mllp-receiver",
    transaction="MLLP",
    clauses=[clauses.ANSWERED],
    requires=["hl7v2.in"],
)
def test_each_message_is_answered_on_its_own_connection(story, mllp_receiver, check):
    """While two connections are open, each message is acknowledged on the one it came by, whoever spoke last."""
    mllp_receiver.arrange(samples.plain(story, "first"), "have a message accepted on the first connection")
    told = []
    with Sender.to(story) as other:
        for number in range(2):
            for name, sender, elsewhere in (("second", other, mllp_receiver), ("first", mllp_receiver, other)):
                message = samples.plain(story, f"{name}{number}")
                answer = sender.tell(message)
                lost = () if answer.came else elsewhere.extra()
                told.append((f"the {name} connection, message {number + 1}", message, answer, lost))

    if not any(answer.came or lost for where, _, answer, lost in told if "second" in where):
        raise Blocked(f"a second connection is not served while the first is open: {told[0][2].trouble}")
    for where, message, answer, lost in told:
        with check(clauses.ANSWERED, where=where, evidence=answer.evidence):
            assert answer.control_id == message.control_id, (
                f"answered on the other connection: {lost[0].says}" if lost else answer.trouble or answer.says
            )


@scenario(
    "hl7.framing.broken-off",
    actor="mllp-receiver",
    transaction="MLLP",
    clauses=[clauses.UNFINISHED_DROPPED],
    requires=["hl7v2.in"],
)
def test_a_block_broken_off_leaves_nothing_behind(story, mllp_receiver, check):
    """When connections break off or end inside a message, the next connection's message is answered as ever."""
    mllp_receiver.arrange(samples.plain(story, "before"), "have a first message accepted")
    mllp_receiver.close()
    unfinished = framed(samples.plain(story, "unfinished").octets())[:-40]
    message = samples.plain(story, "after")

    mllp_receiver.send(unfinished, "an unfinished message, then a reset")
    mllp_receiver.reset()
    mllp_receiver.send(unfinished, "an unfinished message, then the end of the connection")
    mllp_receiver.half_close()
    taken = mllp_receiver.extra()
    mllp_receiver.close()
    answer = mllp_receiver.tell(message)

    with check(clauses.UNFINISHED_DROPPED, where="the unfinished message"):
        assert [one.code for one in taken if one.code == "AA"] == [], "the unfinished message was answered with AA"
    with check(clauses.UNFINISHED_DROPPED, where="the next message"):
        assert (answer.control_id, answer.code) == (message.control_id, "AA"), answer.says


@scenario(
    "hl7.framing.sender-gone",
    actor="mllp-receiver",
    transaction="MLLP",
    clauses=[clauses.ANSWERED],
    requires=["hl7v2.in"],
)
def test_a_sender_that_does_not_wait_for_its_answer_harms_nobody(story, mllp_receiver, check):
    """When a sender is gone before its acknowledgement, the receiver goes on answering others."""
    mllp_receiver.arrange(samples.plain(story, "before"), "have a first message accepted")
    mllp_receiver.close()
    leaving = {"closes": mllp_receiver.close, "resets": mllp_receiver.reset, "resets again": mllp_receiver.reset}
    for name, leave in leaving.items():
        mllp_receiver.send(framed(samples.plain(story, name).octets()), f"a message whose sender {name} at once")
        leave()

    message = samples.plain(story, "after")
    answer = mllp_receiver.tell(message)

    with check(clauses.ANSWERED):
        assert answer.control_id == message.control_id, answer.trouble or f"MSA-2 is {answer.control_id!r}"


@scenario(
    "hl7.framing.unfinished-elsewhere",
    actor="mllp-receiver",
    transaction="MLLP",
    clauses=[clauses.ANSWERED],
    requires=["hl7v2.in"],
)
def test_a_message_left_unfinished_holds_up_nobody_else(story, mllp_receiver, check):
    """While a message comes no further on one connection, the message of another connection is answered."""
    mllp_receiver.arrange(samples.plain(story, "first"), "have a message accepted on the first connection")
    message = samples.plain(story, "meanwhile")
    with Sender.to(story) as other:
        beside = other.tell(samples.plain(story, "second"))
        if not beside.came:
            raise Blocked(f"a second connection is not served while the first is open: {beside.trouble}")
        mllp_receiver.send(framed(samples.plain(story, "unfinished").octets())[:-40], "a message that comes no further")
        mllp_receiver.extra()
        answer = other.tell(message)

    with check(clauses.ANSWERED, evidence=answer.evidence):
        assert answer.control_id == message.control_id, answer.trouble or f"MSA-2 is {answer.control_id!r}"


@scenario(
    "hl7.framing.between-blocks",
    actor="mllp-receiver",
    transaction="MLLP",
    clauses=[clauses.OUTSIDE_BLOCKS],
    requires=["hl7v2.in"],
)
def test_what_stands_between_blocks_is_no_message(story, mllp_receiver, check):
    """After blank lines or an empty block the next message is answered, here or over a new connection."""
    before = samples.plain(story, "before")
    mllp_receiver.arrange(before, "have a message accepted before")
    told, known = [], {before.control_id}

    for name, octets in {"blank lines": b"\r\n\r\n", "an empty block": framed(b"")}.items():
        message = samples.plain(story, name)
        mllp_receiver.send(octets, name)
        meanwhile = [one.says for one in mllp_receiver.extra() if one.code == "AA" and one.control_id not in known]
        answer = mllp_receiver.tell(message)
        told.append((name, message, meanwhile, [answer, *mllp_receiver.extra()]))
        known.add(message.control_id)

    for name, message, meanwhile, answers in told:
        evidence = [one for answer in answers for one in answer.evidence]
        with check(clauses.OUTSIDE_BLOCKS, where=name, evidence=evidence):
            assert not meanwhile, f"it was answered itself: {meanwhile[0]}"
            assert message.control_id in {one.control_id for one in answers}, (
                f"answered: {', '.join(one.says for one in answers)}"
            )
