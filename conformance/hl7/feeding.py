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
    from conformance.hl7.wire.draft import Draft, Fields, Value
    from conformance.story import Story

Known = tuple[str, str]
"""An identifier as a response is read: value, domain."""


def corresponding(story: Story, label: str, identifier: Value, *wanted: tuple[str, str, str]) -> Draft:
    """Return a PIX query for all that corresponds to an identifier, or for that in the domains wanted."""
    parameters: Fields = {3: identifier, 4: queries.domains(*wanted)} if wanted else {3: identifier}
    port = story.system.hl7v2.pix if story.system.hl7v2 else None
    return queries.query(story, port, "QBP^Q23", label, parameters)


def asked(  # noqa: PLR0913 - the ways one query can differ, each named
    story: Story, label: str, parameters: Fields, *, trigger: str = "QBP^Q22", most: int = 0, pointer: str = ""
) -> Draft:
    """Return a demographics query."""
    port = story.system.hl7v2.pdq if story.system.hl7v2 else None
    return queries.query(story, port, trigger, label, parameters, most=most, pointer=pointer)


def by_number(story: Story, label: str, value: str) -> Draft:
    """Return a demographics query for an identifier, of whichever domain."""
    return asked(story, label, {3: queries.criteria(PID_3_1=value)})


def by_name(story: Story, label: str, family: str) -> Draft:
    """Return a demographics query for a family name."""
    return asked(story, label, {3: queries.criteria(PID_5_1_1=family)})


def answered(story: Story, peer: Sender, label: str, ask: Callable[[str], Draft], wanted: set[Known]) -> Answer:
    """Ask until the wanted identifiers are among those returned, or the time an effect may take is over."""
    numbers = count(1)
    seen: list[Answer] = []

    def is_there() -> bool:
        seen[:] = [peer.tell(ask(f"{label}/{next(numbers)}"))]
        return wanted <= querying.identifiers(seen[0])

    story.doors.wait(is_there, story.limits.settle_s, "the identifiers are known")
    return seen[0]


def registered(source: Sender, supplier: Sender, story: Story, *people: Person) -> None:
    """Have patients registered under two identifiers each; raise Blocked unless the last is found by her first."""
    source.offering("ADT^A04")
    for who in people:
        second = queries.identifier(queries.other_id(story, who), OTHER_AUTHORITY)
        source.arrange(queries.fed(story, who, queries.identifier(who.id), second), "register a patient")
    last = people[-1].id
    wanted = {(last, querying.OURS)}
    answer = answered(story, supplier, f"control/{last}", lambda label: by_number(story, label, last), wanted)
    if not wanted <= querying.identifiers(answer):
        raise Blocked(f"a patient registered at hl7v2.in is not found by identifier {last}: {querying.says(answer)}")
