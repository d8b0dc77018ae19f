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
