"""How a message that was sent to us is brought about and judged: against its version, and by its transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.hl7 import clauses, sent
from conformance.hl7.receiving import someone

if TYPE_CHECKING:
    from conformance.hl7.arrival import Arrival
    from conformance.hl7.receiving import Inbox
    from conformance.hl7.samples import Person
    from conformance.judging import Judge
    from conformance.model import Clause
    from conformance.story import Story

WHOLE = [clauses.SENT_EVENT, clauses.SENT_STRUCTURE, clauses.SENT_VALUES]


def asking(*deeds: str) -> list[str]:
    """Return what a profile must have for these deeds."""
    return ["hl7v2.out", *(f"asked.hl7.send.{one}" for one in deeds)]


def taken(inbox: Inbox, deed: str, says: str, who: Person, **values: str) -> Arrival:
    """Have something sent, acknowledge it with all that comes with it, and return it."""
    inbox.ask(deed, says, who, **values)
    arrival = inbox.first()
    inbox.settle(arrival)
    return arrival


def examined(inbox: Inbox, story: Story, *deeds: tuple[str, str]) -> list[Arrival]:
    """Have deeds done about one examination of one patient, in their order; return what came of each."""
    hers, accession = someone(story, "hers"), f"ZZ{story.token('accession', 10)}"
    return [taken(inbox, deed, says, hers, accession=accession) for deed, says in deeds]


def whole(check: Judge, arrival: Arrival, events: frozenset[str]) -> None:
    """Judge a message against its version: event, structure, values."""
    with check(clauses.SENT_EVENT, evidence=arrival.evidence, expected=" or ".join(sorted(events))):
        assert arrival.trigger in events, arrival.trigger
    with check(clauses.SENT_STRUCTURE, evidence=arrival.evidence):
        assert not sent.faults(arrival, sent.STRUCTURE), sent.faults(arrival, sent.STRUCTURE)
    with check(clauses.SENT_VALUES, evidence=arrival.evidence):
        assert not sent.faults(arrival, sent.VALUES), sent.faults(arrival, sent.VALUES)


def as_profiled(check: Judge, clause: Clause, arrival: Arrival, of: str, where: str | None = None) -> None:
    """Judge a message by its transaction; one the transaction does not have in that version can't be judged by it."""
    if why := sent.unprofiled(arrival, of):
        check.sets_aside(clause, why, evidence=arrival.evidence)
        return
    with check(clause, where=where, evidence=arrival.evidence):
        assert not sent.faults(arrival, sent.PROFILE, of), sent.faults(arrival, sent.PROFILE, of)


def held(check: Judge, arrival: Arrival, events: frozenset[str], clause: Clause, of: str) -> None:
    """Judge a message against its version and by its transaction."""
    whole(check, arrival, events)
    as_profiled(check, clause, arrival, of)


def followed(check: Judge, before: Arrival, after: Arrival, clause: Clause, controls: set[str]) -> None:
    """Judge what follows an order: it says what became of it by one of these control codes, and names it as before."""
    with check(clauses.SENT_STRUCTURE, evidence=after.evidence):
        assert not sent.faults(after, sent.STRUCTURE), sent.faults(after, sent.STRUCTURE)
    with check(clause, evidence=after.evidence, expected=" or ".join(sorted(controls))):
        assert after.field("ORC-1") in controls, f"ORC-1 is {after.field('ORC-1')!r}"
    of_the_same_order(check, before, after)


def of_the_same_order(check: Judge, before: Arrival, after: Arrival, where: str | None = None) -> None:
    """Judge whether a message names an order as the one before did; what was not named can't be named again."""
    evidence = (*before.evidence, *after.evidence)
    if not sent.order_named(before):
        check.sets_aside(clauses.SENT_SAME_ORDER, "the message before names no order", evidence=evidence)
        return
    with check(clauses.SENT_SAME_ORDER, where=where, evidence=evidence):
        assert not sent.same_order(before, after), sent.same_order(before, after)


def of_their_own_ids(check: Judge, arrivals: list[Arrival]) -> None:
    """Judge whether no two messages have one control id; a message alone says nothing of that."""
    evidence = [one.evidence[0] for one in arrivals]
    if len(arrivals) == 1:
        check.sets_aside(clauses.SENT_OWN_ID, "one message came, and no other to tell it from", evidence=evidence)
        return
    with check(clauses.SENT_OWN_ID, evidence=evidence, expected="a control id for each message"):
        assert not sent.repeated_ids(arrivals), sent.repeated_ids(arrivals)
