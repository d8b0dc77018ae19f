"""The candidate as sender meets receivers as they are: slow, silent, gone, mistaken, unreadable, or refusing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.authoring import scenario
from conformance.hl7 import clauses
from conformance.hl7.receiving import someone
from conformance.hl7.wire.mllp import framed

if TYPE_CHECKING:
    from conformance.hl7.arrival import Arrival
    from conformance.hl7.receiving import Inbox

SENDS = ["hl7v2.out", "asked.hl7.send.message"]
SENDS_SEVERAL = ["hl7v2.out", "asked.hl7.send.messages"]
RESENDS = [*SENDS, "hl7v2.out.resends_within_s"]
TWO = "2"


def asked_for_one(story, inbox: Inbox) -> Arrival:
    """Have one message sent and return it, not yet answered."""
    inbox.ask("message", "Send one message of any kind about this patient", someone(story, "hers"))
    return inbox.message()


def asked_for_two(story, inbox: Inbox) -> Arrival:
    """Have two messages sent and return the first, not yet answered."""
    inbox.ask("messages", f"Send {TWO} messages about this patient", someone(story, "hers"), count=TWO)
    return inbox.message()


def sent_again(story, inbox: Inbox, check, first: Arrival) -> None:
    """Judge that a message that was not acknowledged comes again as it was, and settle it."""
    again = inbox.again(first, story.system.hl7v2.out.resends_within_s)
    inbox.settle(again)
    with check(clauses.SENT_AGAIN, evidence=first.evidence):
        assert again is not None, "it did not come again in the time claimed"
    as_it_was(check, first, again)


def as_it_was(check, first: Arrival, again: Arrival | None) -> None:
    """Judge that a message that came again has the control id it had."""
    if again is None:
        check.sets_aside(clauses.SENT_AGAIN_AS_IT_WAS, "it did not come again", evidence=first.evidence)
        return
    with check(clauses.SENT_AGAIN_AS_IT_WAS, evidence=(*first.evidence, *again.evidence)):
        assert again.control_id == first.control_id, f"{first.says} came again as {again.says}"


def not_sent_again(story, inbox: Inbox, check, first: Arrival) -> None:
    """Judge that a message that was acknowledged does not come again in the time an unacknowledged one would."""
    again = inbox.quiet(story.system.hl7v2.out.resends_within_s)
    inbox.settle(again)
    with check(clauses.SENT_ONCE, evidence=first.evidence):
        assert again is None or again.control_id != first.control_id, "sent again though acknowledged"


@scenario(
    "hl7.sender.no-answer",
    actor="mllp-sender",
    transaction="MLLP",
    clauses=[clauses.SENT_AGAIN, clauses.SENT_AGAIN_AS_IT_WAS],
    requires=RESENDS,
)
def test_a_message_that_is_not_answered_is_sent_again(story, inbox, check):
    """When the receiver says nothing, the message comes again within the time claimed, with the same control id."""
    first = asked_for_one(story, inbox)

    sent_again(story, inbox, check, first)


@scenario(
    "hl7.sender.closed-before-answer",
    actor="mllp-sender",
    transaction="MLLP",
    clauses=[clauses.SENT_AGAIN, clauses.SENT_AGAIN_AS_IT_WAS],
    requires=RESENDS,
)
def test_a_message_whose_receiver_hung_up_is_sent_again(story, inbox, check):
    """When the receiver closes the connection instead of answering, the message comes again over another one."""
    first = asked_for_one(story, inbox)

    inbox.hang_up(first)

    sent_again(story, inbox, check, first)


@scenario(
    "hl7.sender.broken-off",
    actor="mllp-sender",
    transaction="MLLP",
    clauses=[clauses.SENT_AGAIN, clauses.SENT_IN_A_BLOCK],
    requires=RESENDS,
)
def test_a_message_that_was_broken_off_is_sent_again_whole(story, inbox, check):
    """When the connection breaks while a message is on its way, the message comes again from its beginning."""
    inbox.ask("message", "Send one message of any kind about this patient", someone(story, "hers"))
    if not inbox.torn():
        inbox.first()

    again = inbox.next(story.system.hl7v2.out.resends_within_s)
    inbox.settle(again)

    with check(clauses.SENT_AGAIN):
        assert again is not None, "it did not come again in the time claimed"
    if again is None:
        check.sets_aside(clauses.SENT_IN_A_BLOCK, "no whole message came")
        return
    with check(clauses.SENT_IN_A_BLOCK, evidence=again.evidence):
        assert not again.frame.problems, again.frame.trouble


@scenario(
    "hl7.sender.other-message-acknowledged",
    actor="mllp-sender",
    transaction="ACK",
    clauses=[clauses.SENT_PAIRED, clauses.SENT_AGAIN_AS_IT_WAS],
    requires=RESENDS,
)
def test_an_acknowledgement_of_another_message_is_none(story, inbox, check):
    """When MSA-2 names another message, the sender does not take its own for acknowledged: it sends it again."""
    first = asked_for_one(story, inbox)

    inbox.answer(first, names=b"ZZ0000")
    again = inbox.again(first, story.system.hl7v2.out.resends_within_s)
    inbox.settle(again)

    with check(clauses.SENT_PAIRED, evidence=first.evidence):
        assert again is not None, "an acknowledgement of another message was taken for its own"
    as_it_was(check, first, again)


@scenario(
    "hl7.sender.unreadable-answer",
    actor="mllp-sender",
    transaction="ACK",
    clauses=[clauses.SENT_AGAIN, clauses.SENT_AGAIN_AS_IT_WAS],
    requires=RESENDS,
)
def test_an_answer_that_is_no_message_is_no_acknowledgement(story, inbox, check):
    """When a block comes back that holds no message, the sender does not take its own for acknowledged."""
    first = asked_for_one(story, inbox)

    inbox.say(first, framed(b"OK\r"), "a block that holds no message")

    sent_again(story, inbox, check, first)


@scenario(
    "hl7.sender.negative-commit",
    actor="mllp-sender",
    transaction="MLLP",
    clauses=[clauses.SENT_AGAIN, clauses.SENT_AGAIN_AS_IT_WAS],
    requires=RESENDS,
)
def test_a_transport_that_could_not_keep_a_message_is_no_acknowledgement(story, inbox, check):
    """When the block of MLLP Release 2 comes back that says no (NAK), the sender sends its message again."""
    first = asked_for_one(story, inbox)

    inbox.say(first, framed(b"\x15"), "NAK in a block")

    sent_again(story, inbox, check, first)


@scenario(
    "hl7.sender.slow-answer",
    actor="mllp-sender",
    transaction="ACK",
    clauses=[clauses.SENT_ONCE],
    requires=SENDS,
)
def test_an_answer_that_takes_a_moment_is_taken(story, inbox, check):
    """When the acknowledgement comes a moment late, it is still taken: the message is not sent again after it."""
    first = asked_for_one(story, inbox)

    early = inbox.quiet()
    inbox.answer(first)
    if early is not None:
        inbox.answer(early)

    not_sent_again(story, inbox, check, first)


@scenario(
    "hl7.sender.answer-octet-by-octet",
    actor="mllp-sender",
    transaction="MLLP",
    clauses=[clauses.SENT_ONCE, clauses.SENT_GOES_ON],
    requires=SENDS_SEVERAL,
)
def test_an_answer_in_pieces_is_one_answer(story, inbox, check):
    """When the acknowledgement comes octet by octet, it is taken whole, and the next message follows."""
    first = asked_for_two(story, inbox)

    inbox.say(first, framed(inbox.acknowledgement(first)), f"AA for {first.says}", piecewise=True)
    second = inbox.later()
    inbox.settle(second)

    with check(clauses.SENT_GOES_ON, evidence=first.evidence):
        assert second is not None, "no second message came"
    if second is not None:
        with check(clauses.SENT_ONCE, evidence=second.evidence):
            assert second.control_id != first.control_id, "sent again though acknowledged"


@scenario(
    "hl7.sender.answered-twice",
    actor="mllp-sender",
    transaction="ACK",
    clauses=[clauses.SENT_GOES_ON, clauses.SENT_PAIRED],
    requires=[*SENDS_SEVERAL, "hl7v2.out.resends_within_s"],
)
def test_an_answer_that_comes_twice_answers_one_message(story, inbox, check):
    """When one acknowledgement comes twice in one piece, the second is not taken for that of the next message."""
    first = asked_for_two(story, inbox)
    answer = framed(inbox.acknowledgement(first))

    inbox.say(first, answer + answer, f"AA for {first.says}, twice in one piece")

    the_second_is_minded(story, inbox, check, first)


@scenario(
    "hl7.sender.answer-nobody-asked-for",
    actor="mllp-sender",
    transaction="ACK",
    clauses=[clauses.SENT_GOES_ON, clauses.SENT_PAIRED],
    requires=[*SENDS_SEVERAL, "hl7v2.out.resends_within_s"],
)
def test_an_answer_to_nothing_that_was_sent_harms_nobody(story, inbox, check):
    """When an acknowledgement of an unknown message comes besides, the next message is sent and minded as ever."""
    first = asked_for_two(story, inbox)
    stray = framed(inbox.acknowledgement(first, names=b"ZZ0000"))

    inbox.say(first, framed(inbox.acknowledgement(first)) + stray, f"AA for {first.says}, and one for nothing sent")

    the_second_is_minded(story, inbox, check, first)


def the_second_is_minded(story, inbox: Inbox, check, first: Arrival) -> None:
    """Judge that the second message comes, and comes again as long as nobody acknowledged it."""
    second = inbox.later()
    while second is not None and second.control_id == first.control_id and inbox.patient:
        inbox.answer(second)
        second = inbox.later()
    again = inbox.again(second, story.system.hl7v2.out.resends_within_s) if second else None
    inbox.settle(again or second)
    with check(clauses.SENT_GOES_ON, evidence=first.evidence):
        assert second is not None, "no second message came"
    if second is not None:
        with check(clauses.SENT_PAIRED, evidence=second.evidence):
            assert again is not None, "an answer to another message was taken for that of the second"
