"""Queries about patients: PIX (ITI-9), demographics (ITI-21), demographics and visit (ITI-22)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.hl7.samples.messages import admission
from conformance.hl7.samples.people import AUTHORITY, Person
from conformance.hl7.wire.draft import Draft, Fields, Value
from conformance.model import Blocked

if TYPE_CHECKING:
    from conformance.story import Story
    from conformance.systems import Hl7Queries

OTHER_AUTHORITY = ("HARNESSB", "2.25.178032692466928039321704704240483858286", "ISO")
"""Who assigns the second identifier of a patient; to be entered at the candidate, like the first."""

UNKNOWN_AUTHORITY = ("HARNESSX", "2.25.178032692466928039321704704240483858299", "ISO")
"""A domain nobody is to know."""

STRUCTURES = {"QBP^Q23": "QBP_Q21", "QBP^Q22": "QBP_Q21", "QBP^ZV1": "QBP_Q21"}
NAMES = {"QBP^Q23": "IHE PIX Query", "QBP^Q22": "IHE PDQ Query", "QBP^ZV1": "IHE PDVQ Query"}


def identifier(value: str, authority: tuple[str, str, str] = AUTHORITY) -> Value:
    """Return a patient identifier with its authority (CX)."""
    return (value, None, None, authority)


def other_id(story: Story, who: Person) -> str:
    """Return a patient's identifier in the second domain."""
    return story.patient_id(f"other/{who.id}")


def fed(story: Story, who: Person, *identifiers: Value, event: str = "A04", label: str = "") -> Draft:
    """Return the registration of a patient under these identifiers, as an identity source sends it (ITI-8)."""
    draft = admission(story, who, event, label=label or f"fed/{who.id}/{who.family}")
    return draft.putting("PID-3", list(identifiers))


def query(  # noqa: PLR0913 - the ways one query can differ, each named
    story: Story,
    port: Hl7Queries | None,
    trigger: str,
    label: str,
    parameters: Fields,
    *,
    most: int = 0,
    pointer: str = "",
) -> Draft:
    """Return a query by parameter: ``parameters`` are QPD-3 and on, ``most`` is RCP-2, ``pointer`` DSC-1."""
    if port is None:
        raise Blocked("the profile names no port for queries")
    ours, theirs = ([*name.split("^", 1), ""][:2] for name in (port.sending, port.receiving))
    kind, event = trigger.split("^")
    header: dict[int, Value] = dict(zip((3, 4, 5, 6), [*ours, *theirs], strict=True))
    header |= {7: f"{story.now:%Y%m%d%H%M%S}", 9: (kind, event, STRUCTURES[trigger]), 11: "P", 12: port.version}
    header[10] = f"ZZ{story.token(f'control/query/{label}/{pointer}', 14)}"
    asked: Fields = {1: NAMES[trigger], 2: f"ZZ{story.token(f'tag/{label}', 10)}", **parameters}
    receipt: Fields = {1: "I", 2: (str(most), "RD")} if most else {1: "I"}
    draft = Draft((("MSH", header), ("QPD", asked), ("RCP", receipt)))
    return draft.adding("DSC", {1: pointer, 2: "I"}) if pointer else draft


def criteria(**wanted: str) -> list[Value]:
    """Return QPD-3 of a demographics query: ``criteria(PID_5_1_1="ZZTANNER")`` asks for a family name."""
    return [(f"@{name.replace('_', '.')}", value) for name, value in wanted.items()]


def domains(*authorities: tuple[str, str, str]) -> list[Value]:
    """Return QPD-4 of a PIX query or QPD-8 of a demographics query."""
    return [(None, None, None, one) for one in authorities]
