"""Feed and query in one story: patients are made known at the receiving port, and asked for until they are found."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from conformance.hl7 import querying
from conformance.hl7.samples import queries
from conformance.hl7.samples.queries import OTHER_AUTHORITY
from conformance.model import Blocked

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformance.hl7.answers import Answer
    from conformance.hl7.client import Sender
    from conformance.hl7.samples import Person
    from conformance.hl7.wire.draft import Draft, Value
    from conformance.story import Story

Known = tuple[str, str]
"""An identifier as a response is read: value, domain."""


def corresponding(story: Story, label: str, identifier: Value) -> Draft:
    """Return a PIX query for all that corresponds to an identifier."""
    port = story.system.hl7v2.pix if story.system.hl7v2 else None
    return queries.query(story, port, "QBP^Q23", label, {3: identifier})


def by_number(story: Story, label: str, value: str) -> Draft:
    """Return a demographics query for an identifier, of whichever domain."""
    port = story.system.hl7v2.pdq if story.system.hl7v2 else None
    return queries.query(story, port, "QBP^Q22", label, {3: queries.criteria(PID_3_1=value)})


def answered(story: Story, peer: Sender, label: str, ask: Callable[[str], Draft], wanted: set[Known]) -> Answer:
    """Ask until the wanted identifiers are among those returned, or the time an effect may take is over."""
    numbers = count(1)
    seen: list[Answer] = []

    def is_there() -> bool:
        seen[:] = [peer.tell(ask(f"{label}/{next(numbers)}"))]
        return wanted <= querying.identifiers(seen[0])

    story.doors.wait(is_there, story.limits.settle_s, "the identifiers are known")
    return seen[0]


def registered(source: Sender, supplier: Sender, story: Story, who: Person) -> None:
    """Have a patient registered under two identifiers; raise Blocked unless the first one finds her."""
    second = queries.identifier(queries.other_id(story, who), OTHER_AUTHORITY)
    fed = queries.fed(story, who, queries.identifier(who.id), second)
    source.offering("ADT^A04").arrange(fed, "register a patient")
    wanted = {(who.id, querying.OURS)}
    answer = answered(story, supplier, f"known/{who.id}", lambda label: by_number(story, label, who.id), wanted)
    if not wanted <= querying.identifiers(answer):
        raise Blocked(f"a patient registered at hl7v2.in is not found by identifier {who.id}: {querying.says(answer)}")
