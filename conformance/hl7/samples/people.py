"""Patients nobody has: a reserved identifier first, an NHS number of the range that is never issued second."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conformance.hl7.wire.draft import Value
    from conformance.story import Story

AUTHORITY = ("HARNESS", "2.25.178032692466928039321704704240483858285", "ISO")
"""Who assigns our identifiers: namespace, OID (under 2.25, from a UUID of ours), kind of OID."""

_FAMILIES = ("ZZTANNER", "ZZMILLER", "ZZWRIGHT", "ZZFISHER", "ZZBAKER", "ZZTURNER", "ZZCOOPER", "ZZSAWYER")
_GIVEN = (("ADA", "F"), ("BEN", "M"), ("CORA", "F"), ("DAN", "M"), ("EVE", "F"), ("FINN", "M"))


@dataclass(frozen=True, slots=True)
class Person:
    """One synthetic patient; ``birth_date`` as ``YYYYMMDD``."""

    id: str
    nhs_number: str
    family: str
    given: str
    birth_date: str
    sex: str

    @property
    def identifiers(self) -> list[Value]:
        """Return PID-3: the primary identifier with its authority, and the NHS number."""
        return [(self.id, None, None, AUTHORITY, "PI"), (self.nhs_number, None, None, "NHS", "NH")]


def nhs_number(story: Story, name: str) -> str:
    """Return ten digits from 9 on, which are never issued, with the right check digit (weights 10 to 2, modulo 11)."""
    for attempt in range(100):
        digits = f"9{int(story.token(f'nhs/{name}/{attempt}', 12), 16) % 10**8:08d}"
        check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(digits)) % 11
        if check != 10:  # noqa: PLR2004 - a number that would need this check digit is not used
            return f"{digits}{check % 11}"
    raise ArithmeticError("a hundred numbers in a row without a check digit")


def person(story: Story, name: str, *, family: str | None = None) -> Person:
    """Return the patient of that name in this story, always the same one."""
    dice = int(story.token(f"person/{name}", 12), 16)
    given, sex = _GIVEN[dice % len(_GIVEN)]
    birth_date = f"{1930 + dice // 7 % 80}{1 + dice // 11 % 12:02d}{1 + dice // 13 % 28:02d}"
    chosen = family or _FAMILIES[dice // 17 % len(_FAMILIES)]
    return Person(story.patient_id(name), nhs_number(story, name), chosen, given, birth_date, sex)
