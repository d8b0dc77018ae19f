"""Honest answers to queries about patients: PIX (ITI-9), demographics (ITI-21), demographics and visit (ITI-22)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.hl7.simulator.acceptance import Fault
from conformance.hl7.simulator.directory import Directory, same, same_domain
from conformance.hl7.simulator.events import Identifier, identifiers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformance.hl7.simulator.directory import Entry
    from conformance.hl7.wire.draft import Fields, Value
    from conformance.hl7.wire.message import Message

RESPONSES = {"QBP^Q23": ("K23", "RSP_K23"), "QBP^Q22": ("K22", "RSP_K21"), "QBP^ZV1": ("ZV2", "RSP_ZV2")}
"""The event and structure that answer each query."""

PIX, DEMOGRAPHICS, VISITS = RESPONSES
_NAMES = {"PID.5.1": "family", "PID.5.1.1": "family", "PID.5.2": "given", "PID.8": "sex"}
UNKNOWN_KEY = 204


@dataclass(frozen=True, slots=True)
class Reply:
    """What a query is answered with: QAK-2, segments, faults told in ERR, and DSC-1 when there is more."""

    status: str
    rows: tuple[tuple[str, Fields], ...] = ()
    faults: tuple[Fault, ...] = ()
    pointer: str = ""


class Answering:
    """Answers queries out of a directory; each method is one question."""

    def __init__(self) -> None:
        self.directory = Directory()

    def reply(self, trigger: str, message: Message) -> Reply:
        """Return the answer to a query."""
        return self.pix(message) if trigger == PIX else self.demographics(message, visits=trigger == VISITS)

    def pix(self, message: Message) -> Reply:
        """ITI-9: the other identifiers of a patient, in the domains asked for (3.9.4.2.2.6)."""
        [asked] = identifiers(message.segment("QPD"), 3)[:1] or [None]
        wanted = wanted_domains(message, 4)
        if asked is None or not self.directory.knows(asked):
            return self.unknown("QPD-3.4")
        entry = self.directory.find(asked)
        if entry is None:
            return self.unknown("QPD-3.1")
        strange = self.strange(wanted)
        if strange:
            return self.unknown(f"QPD-4[{strange}]")
        found = [one for one in self.others(entry, asked) if self.is_wanted(one, wanted)]
        if not found:
            return Reply("NF")
        named: Value = [None, (None, None, None, None, None, None, "S")]
        return Reply("OK", (("PID", {3: [cx(one) for one in found], 5: named}),))

    def others(self, entry: Entry, asked: Identifier) -> list[Identifier]:
        """Return the identifiers of a patient beside the one that was asked with."""
        return [one for one in self.directory.linked(entry) if not same(one, asked)]

    def is_wanted(self, identifier: Identifier, wanted: list[Identifier]) -> bool:
        """Return whether an identifier is of a domain asked for; of any when none was named."""
        return not wanted or any(same_domain(identifier, one) for one in wanted)

    def strange(self, wanted: list[Identifier]) -> int:
        """Return which of the domains asked for is not known, counted from 1; 0 when all are."""
        return next((number for number, one in enumerate(wanted, 1) if not self.directory.knows(one)), 0)

    def unknown(self, where: str) -> Reply:
        """Return the answer to a query with a key nobody knows."""
        return Reply("AE", faults=(Fault("AE", UNKNOWN_KEY, where, "unknown key identifier"),))

    def demographics(self, message: Message, *, visits: bool) -> Reply:
        """ITI-21, ITI-22: the patients that match, so many at a time (3.21.4.1.2.2)."""
        wanted = wanted_domains(message, 8)
        strange = self.strange(wanted)
        if strange:
            return self.unknown(f"QPD-8[{strange}]")
        matching = [one for one in self.directory.entries if self.matches(one, criteria(message))]
        first = self.begins(message["DSC-1"])
        most = self.most(message["RCP-2.1"], len(matching))
        page = matching[first : first + most]
        rows = tuple(row for one in page for row in self.rows(one, wanted, visits=visits))
        more = first + most < len(matching)
        return Reply("OK" if page else "NF", rows, pointer=self.pointer(first + most) if more else "")

    def most(self, asked: str, found: int) -> int:
        """Return how many records are returned at a time (RCP-2)."""
        return int(asked) if asked.isdecimal() and int(asked) else max(found, 1)

    def pointer(self, place: int) -> str:
        """Return DSC-1 that stands for a place in the matches."""
        return f"P{place}"

    def begins(self, pointer: str) -> int:
        """Return where a pointer of ours points."""
        return int(pointer[1:]) if pointer[1:].isdecimal() else 0

    def matches(self, entry: Entry, wanted: dict[str, str]) -> bool:
        """Return whether a patient meets every criterion we know."""
        return all(self.meets(entry, path, value) for path, value in wanted.items())

    def meets(self, entry: Entry, path: str, value: str) -> bool:
        """Return whether a patient meets one criterion."""
        if path.startswith("PID.3"):
            return path != "PID.3.1" or any(one.value == value for one in entry.identifiers)
        if path.startswith("PID.7"):
            return entry.birth_date[: len(value)] == value
        known = getattr(entry, _NAMES[path], "") if path in _NAMES else value
        return self.named(known, value)

    def named(self, known: str, asked: str) -> bool:
        """Return whether a name is the one asked for, whole or up to the asterisk."""
        known, asked = known.upper(), asked.upper()
        return known.startswith(asked[:-1]) if asked.endswith("*") else known == asked

    def rows(self, entry: Entry, wanted: list[Identifier], *, visits: bool) -> Iterable[tuple[str, Fields]]:
        """Return the segments about one patient."""
        found = [cx(one) for one in entry.identifiers if self.is_wanted(one, wanted)]
        yield "PID", {3: found, 5: (entry.family, entry.given), 7: entry.birth_date, 8: entry.sex}
        if visits:
            yield "PV1", dict(enumerate(entry.visit, 1)) or {2: "N"}


def wanted_domains(message: Message, field: int) -> list[Identifier]:
    """Return the domains a query names in QPD-4 or QPD-8, as identifiers without value."""
    segment = message.segment("QPD")
    numbers = range(1, len(segment.repetitions(field)) + 1) if segment else ()
    return [Identifier("", segment[f"{field}[{n}].4.1"], segment[f"{field}[{n}].4.2"]) for n in numbers if segment]


def criteria(message: Message) -> dict[str, str]:
    """Return the criteria of QPD-3, ``PID.5.1`` and its value."""
    segment = message.segment("QPD")
    numbers = range(1, len(segment.repetitions(3)) + 1) if segment else ()
    return {segment[f"3[{n}].1"].lstrip("@"): segment[f"3[{n}].2"] for n in numbers if segment}


def cx(one: Identifier) -> Value:
    """Return an identifier with its authority."""
    return (one.value, None, None, (one.namespace, one.universal_id, "ISO" if one.universal_id else None), one.kind)
