"""The candidate at its ordinary work: whatever it sends of a patient's day is judged by the transaction it is of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.authoring import scenario
from conformance.hl7 import clauses, sent
from conformance.hl7.receiving import someone
from conformance.hl7.sent_judging import as_profiled, asking, of_their_own_ids
from conformance.hl7.sorting import transaction_of

if TYPE_CHECKING:
    from conformance.hl7.arrival import Arrival
    from conformance.hl7.receiving import Inbox

AS_PROFILED = {
    "RAD-1": clauses.SENT_ADMISSION,
    "RAD-2": clauses.SENT_PLACED,
    "RAD-3": clauses.SENT_FILLED,
    "RAD-4": clauses.SENT_ORDER,
    "RAD-12": clauses.SENT_UPDATE,
    "RAD-13": clauses.SENT_UPDATED_ORDER,
    "RAD-28": clauses.SENT_RESULT,
    "RAD-35": clauses.SENT_CHARGE,
    "RAD-48": clauses.SENT_BOOKING,
}
"""The clause that judges a message of each transaction by its profile."""

MOST = 50
SAYS = (
    "Take this patient through an ordinary day: register, correct a detail, order a CT, schedule it, move it, book it,"
    " tell the ward it was done, report it, charge it; as far as the system does so"
)


def came(inbox: Inbox) -> list[Arrival]:
    """Take and acknowledge all that comes until the sender is quiet."""
    arrivals = [inbox.first()]
    inbox.answer(arrivals[0])
    while len(arrivals) < MOST and (more := inbox.quiet()) is not None:
        inbox.answer(more)
        arrivals.append(more)
    return arrivals


@scenario(
    "hl7.sender.ordinary-day",
    actor="mllp-sender",
    transaction="RAD-4",
    clauses=[clauses.SENT_STRUCTURE, clauses.SENT_VALUES, clauses.SENT_OWN_ID, *AS_PROFILED.values()],
    requires=asking("day"),
)
def test_whatever_is_sent_of_an_ordinary_day_is_of_its_transaction(story, inbox, check):
    """A patient goes through a day: every message that comes is judged by its version and by its transaction."""
    accession = f"ZZ{story.token('accession', 10)}"
    inbox.ask("day", SAYS, someone(story, "hers"), accession=accession, status="F")
    arrivals = came(inbox)

    of_their_own_ids(check, arrivals)
    seen = set()
    for number, one in enumerate(arrivals, 1):
        where = f"message {number}, {one.trigger if one.message else one.trouble}"
        with check(clauses.SENT_STRUCTURE, where=where, evidence=one.evidence):
            assert not sent.faults(one, sent.STRUCTURE), sent.faults(one, sent.STRUCTURE)
        with check(clauses.SENT_VALUES, where=where, evidence=one.evidence):
            assert not sent.faults(one, sent.VALUES), sent.faults(one, sent.VALUES)
        of = transaction_of(one.message) if one.message else ""
        if of in AS_PROFILED:
            seen.add(of)
            as_profiled(check, AS_PROFILED[of], one, of, where)
    for of in AS_PROFILED.keys() - seen:
        check.sets_aside(AS_PROFILED[of], f"no message of {of} came")
