"""Who the patients are and under which identifiers, as an honest PIX manager and demographics supplier keep them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conformance.hl7.simulator.events import Identifier, Patient


@dataclass(frozen=True, slots=True)
class Entry:
    """One patient: identifiers in order of arrival, demographics, and the latest visit (PV1) as its fields."""

    identifiers: tuple[Identifier, ...]
    family: str = ""
    given: str = ""
    birth_date: str = ""
    sex: str = ""
    visit: tuple[bytes, ...] = ()


def same_domain(one: Identifier, other: Identifier) -> bool:
    """Return whether two identifiers are of one domain: by OID where both have one, else by namespace."""
    if one.universal_id and other.universal_id:
        return one.universal_id == other.universal_id
    return bool(one.namespace) and one.namespace == other.namespace


def same(one: Identifier, other: Identifier) -> bool:
    """Return whether two identifiers are the same one."""
    return one.value == other.value and same_domain(one, other)


class Directory:
    """The patients; identifiers that one message gives together belong to one patient, and a merge joins two."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.links: list[tuple[Identifier, Identifier]] = []

    def heard(self, patient: Patient, visit: tuple[bytes, ...] = ()) -> None:
        """Take in what a registration or update says of a patient."""
        mine = [one for one in self.entries if self.is_about(one, patient)]
        before = mine[0] if mine else Entry(())
        said = {name: getattr(patient, name) for name in ("family", "given", "birth_date", "sex")}
        known = [identifier for one in mine for identifier in one.identifiers]
        known += [one for one in patient.identifiers if not any(same(one, other) for other in known)]
        entry = replace(before, identifiers=tuple(known), visit=visit or before.visit)
        entry = replace(entry, **{name: value for name, value in said.items() if value is not None})
        self._put(mine, entry)

    def is_about(self, entry: Entry, patient: Patient) -> bool:
        """Return whether a message is about this patient: they share an identifier."""
        return any(same(one, other) for one in entry.identifiers for other in patient.identifiers)

    def merged(self, prior: Identifier, survivor: Patient) -> None:
        """Give what is known under the prior identifier to the survivor; that identifier is nobody's any more."""
        self.heard(survivor)
        given_up = [one for one in self.entries if any(same(prior, other) for other in one.identifiers)]
        mine = next((one for one in self.entries if self.is_about(one, survivor)), None)
        if mine is None:
            return
        moved = [one for entry in given_up if entry is not mine for one in entry.identifiers]
        kept = tuple(one for one in (*mine.identifiers, *moved) if not same(one, prior))
        self._put([mine, *given_up], replace(mine, identifiers=kept))

    def link(self, one: Identifier, other: Identifier, *, joined: bool) -> None:
        """Let two identifiers be of one person (A24) or of two (A37), each with the demographics it has."""
        self.links = [pair for pair in self.links if not _is_pair(pair, one, other)]
        if joined:
            self.links.append((one, other))

    def linked(self, entry: Entry) -> list[Identifier]:
        """Return the identifiers of a patient, and of those linked to it."""
        found = list(entry.identifiers)
        for pair in self.links:
            for one, other in (pair, pair[::-1]):
                if any(same(one, mine) for mine in entry.identifiers):
                    linked = self.find(other)
                    found += linked.identifiers if linked else ()
        return found

    def _put(self, instead: list[Entry], entry: Entry) -> None:
        place = self.entries.index(instead[0]) if instead else len(self.entries)
        rest = [one for one in self.entries if not any(one is other for other in instead)]
        self.entries = [*rest[:place], entry, *rest[place:]]

    def find(self, identifier: Identifier) -> Entry | None:
        """Return the patient with this identifier."""
        return next((one for one in self.entries if any(same(identifier, other) for other in one.identifiers)), None)

    def knows(self, domain: Identifier) -> bool:
        """Return whether any patient has an identifier of a domain."""
        return any(same_domain(domain, other) for one in self.entries for other in one.identifiers)


def _is_pair(pair: tuple[Identifier, Identifier], one: Identifier, other: Identifier) -> bool:
    first, second = pair
    return (same(first, one) and same(second, other)) or (same(first, other) and same(second, one))
