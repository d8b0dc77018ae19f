"""A fault in a message: where, why, of what kind; and the finding of its octet offset."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conformance.hl7.structures import Trouble
    from conformance.hl7.structures.values import Kind
    from conformance.hl7.wire.message import Message

MOST_FAULTS = 200
"""Faults told of one message; what is wrong with the rest would help nobody."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: ``path`` as ``PID-3[2].4.1``, ``OBX[2]-5`` or, of a whole segment, ``PV1``; ``at`` counts from 0.

    ``at`` is where, in the octets the message encodes to, the field or segment stands; of a missing one, where it
    should have stood.
    """

    segment: str
    path: str
    reason: str
    kind: Kind
    at: int

    def __str__(self) -> str:
        """Return the fault as a line for a report."""
        return f"{self.path}: {self.reason} ({self.kind}, octet {self.at})"


class Findings:
    """The faults found in one message so far; knows the names of its segments and where they begin."""

    def __init__(self, message: Message) -> None:
        self.message = message
        self.names = [one.octets[:3].decode("latin-1") for one in message.segments_in_order]
        self.faults: list[Fault] = []
        self._begins: list[int] = []
        self._labels: list[str] = []

    def segment(self, index: int, kind: Kind, reason: str, *, missing: str = "") -> None:
        """Note a fault of a whole segment, or that the one named ``missing`` should have stood at its place."""
        if self.full:
            return
        path = missing or self._label(index)
        self._note(missing or self.names[index], path, reason, kind, self._begin(index))

    def field(self, index: int, number: int, trouble: Trouble, *, repetition: int = 0) -> None:
        """Note a fault of a field (of one repetition, counted from 1; 0: of the whole field)."""
        if self.full:
            return
        path = f"{self._label(index)}-{number}" + (f"[{repetition}]" if repetition > 1 else "")
        path += "".join(f".{place}" for place in trouble.inside)
        self._note(self.names[index], path, trouble.reason, trouble.kind, self._field_begin(index, number))

    def octet(self, index: int, offset: int, kind: Kind, reason: str) -> None:
        """Note a fault of the octet at ``offset`` inside a segment."""
        if self.full:
            return
        segment = self.message.segments_in_order[index]
        delimiter = segment.delimiters.field
        number = segment.octets[:offset].count(delimiter) if delimiter else 0
        number += self.names[index] in {"MSH", "BHS", "FHS"} and number > 0
        path = self._label(index) + (f"-{number}" if number else "")
        self._note(self.names[index], path, reason, kind, self._begin(index) + offset)

    @property
    def full(self) -> bool:
        """Return whether no more faults are wanted."""
        return len(self.faults) >= MOST_FAULTS

    def _note(self, segment: str, path: str, reason: str, kind: Kind, at: int) -> None:
        self.faults.append(Fault(_plain(segment), _plain(path), reason, kind, at))

    def _label(self, index: int) -> str:
        if not self._labels:
            seen: dict[str, int] = {}
            for name in self.names:
                seen[name] = seen.get(name, 0) + 1
                self._labels.append(name if seen[name] == 1 else f"{name}[{seen[name]}]")
        return self._labels[index]

    def _begin(self, index: int) -> int:
        if not self._begins:
            sizes = (len(one.octets) + len(one.end) for one in self.message.segments_in_order)
            self._begins = list(accumulate(sizes, initial=len(self.message.preamble)))
        return self._begins[index]

    def _field_begin(self, index: int, number: int) -> int:
        segment = self.message.segments_in_order[index]
        position = 0
        for _ in range(number - 1 if self.names[index] in {"MSH", "BHS", "FHS"} else number):
            delimiter = segment.delimiters.field
            found = segment.octets.find(delimiter, position) if delimiter else -1
            if found < 0:
                return self._begin(index) + len(segment.octets)
            position = found + 1
        return self._begin(index) + position


def _plain(name: str) -> str:
    return name if name.isascii() and name.isprintable() else ascii(name)[1:-1]
