"""The candidate as sender is refused: it does not insist without end, and it goes on with what comes after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.authoring import scenario
from conformance.hl7 import clauses
from conformance.hl7.receiving import someone

if TYPE_CHECKING:
    from conformance.hl7.arrival import Arrival
    from conformance.hl7.receiving import Inbox

SENDS = ["hl7v2.out", "asked.hl7.send.message"]
SENDS_SEVERAL = ["hl7v2.out", "asked.hl7.send.messages"]
MOST_REFUSED = 5
"""How often one message may come that is refused each time, before it is a flood."""


@scenario(
    "hl7.sender.refused",
    actor="mllp-sender",
    transaction="ACK",
    clauses=[clauses.SENT_REFUSED_RARELY],
    requires=SENDS,
)
def test_a_refused_message_is_not_sent_without_end(story, inbox, check):
    """A message answered with AE each time it comes is not sent again and again without a pause."""
    inbox.ask("message", "Send one message of any kind about this patient", someone(story, "hers"))
    first = inbox.message()

    count = refused(inbox, first, "AE")

    with check(clauses.SENT_REFUSED_RARELY, evidence=first.evidence):
        assert count <= MOST_REFUSED, f"sent {count} times in a row, each time refused"


@scenario(
    "hl7.sender.rejected",
    actor="mllp-sender",
    transaction="ACK",
    clauses=[clauses.SENT_REFUSED_RARELY, clauses.SENT_GOES_ON],
    requires=SENDS_SEVERAL,
)
def test_after_a_rejection_the_interface_goes_on(story, inbox, check):
    """After a message was rejected (AR) and, if it comes again, acknowledged, the next one is sent."""
    inbox.ask("messages", "Send 2 messages about this patient", someone(story, "hers"), count="2")
    first = inbox.message()

    inbox.answer(first, "AR")
    seen = [first]
    while len(seen) <= MOST_REFUSED and (more := inbox.later()) is not None:
        seen.append(more)
        inbox.answer(more)
        if more.control_id != first.control_id:
            break
    inbox.settle()

    same = [one for one in seen if one.control_id == first.control_id]
    with check(clauses.SENT_REFUSED_RARELY, evidence=first.evidence):
        assert len(same) <= MOST_REFUSED, f"sent {len(same)} times in a row"
    with check(clauses.SENT_GOES_ON, evidence=first.evidence):
        assert len(seen) > len(same), "the message after it did not come"


def refused(inbox: Inbox, first: Arrival, code: str) -> int:
    """Refuse a message each time it comes without a pause; return how often it came."""
    count, arrival = 1, first
    while count <= MOST_REFUSED and inbox.patient:
        inbox.answer(arrival, code)
        again = inbox.quiet()
        if again is None:
            return count
        count, arrival = count + again.repeats(first), again
    inbox.settle(arrival)
    return count
