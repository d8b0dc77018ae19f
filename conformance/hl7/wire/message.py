"""Messages in ER7: every octet kept, so that what was parsed encodes to exactly what was read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from conformance.hl7.wire.charsets import decoded
from conformance.hl7.wire.delimiters import Delimiters, declared

HEADERS = (b"MSH", b"FHS", b"BHS")
MOST_SEGMENTS = 20_000
"""Segments a message is split into; what follows stays together as one more, against floods of terminators."""

_MSH_18 = 18
_MSH = re.compile(rb"(?:\A|(?<=[\r\n])|(?<=\A\xef\xbb\xbf))MSH")
_PATH = re.compile(
    r"(?:(?P<segment>[A-Z][A-Z0-9]{2})(?:\[(?P<occurrence>[1-9]\d*)\])?-)?"
    r"(?P<field>[1-9]\d*)(?:\[(?P<repetition>[1-9]\d*)\])?"
    r"(?:\.(?P<component>[1-9]\d*)(?:\.(?P<subcomponent>[1-9]\d*))?)?"
)


class Unreadable(Exception):  # noqa: N818 - a fact about octets, which a client reports and a check judges
    """These octets are no HL7 message; ``at`` is where they stop being one."""

    def __init__(self, says: str, at: int = 0) -> None:
        super().__init__(says)
        self.says = says
        self.at = at


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: counted from 1; None where the path does not go so deep."""

    segment: str
    occurrence: int
    field: int
    repetition: int | None
    component: int | None
    subcomponent: int | None


@cache
def place(path: str) -> Place:
    """Read ``PID-3``, ``PID-3[2].4.1``, ``OBX[2]-5`` or, inside a segment, ``3.1``; raise ValueError."""
    found = _PATH.fullmatch(path)
    if not found:
        raise ValueError(f"{path!r} is no path such as PID-3.1 or OBX[2]-5")
    number = {name: int(value) for name, value in found.groupdict().items() if value and name != "segment"}
    return Place(
        found["segment"] or "",
        number.get("occurrence", 1),
        number["field"],
        number.get("repetition"),
        number.get("component"),
        number.get("subcomponent"),
    )


def _nth(octets: bytes, delimiter: bytes, number: int) -> bytes | None:
    """Return the ``number``-th part of ``octets``, or None when there are not so many."""
    parts = octets.split(delimiter) if delimiter else [octets]
    return parts[number - 1] if number <= len(parts) else None


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment: its octets without terminator, the terminator as received, and how to read them."""

    octets: bytes
    end: bytes
    delimiters: Delimiters
    charset: str

    @property
    def name(self) -> str:
        """Return the segment identifier, of whatever characters it is."""
        return decoded(self.octets[:3], "")

    @property
    def fields(self) -> tuple[bytes, ...]:
        """Return the fields, first one first; in a header, field 1 is the separator itself."""
        parts = self.octets.split(self.delimiters.field) if self.delimiters.field else [self.octets]
        if self.octets[:3] in HEADERS:
            return (self.octets[3:4], *parts[1:])
        return tuple(parts[1:])

    def field(self, number: int) -> bytes | None:
        """Return a whole field with all its repetitions, or None when it is absent."""
        fields = self.fields
        return fields[number - 1] if number <= len(fields) else None

    def repetitions(self, number: int) -> tuple[bytes, ...]:
        """Return the repetitions of a field, none when it is absent or empty."""
        octets = self.field(number)
        if not octets:
            return ()
        whole = not self.delimiters.repetition or self._declares(number)
        return (octets,) if whole else tuple(octets.split(self.delimiters.repetition))

    def _declares(self, number: int) -> bool:
        return self.octets[:3] in HEADERS and number <= 2  # noqa: PLR2004 - MSH-1 and MSH-2 are not split

    def at(self, where: Place) -> bytes | None:
        """Return the octets at a place, still escaped: None when absent, empty when empty, ``""`` when null."""
        octets = self.field(where.field)
        if octets is None or self._declares(where.field):
            return octets
        steps = (
            (self.delimiters.repetition, where.repetition or (where.component and 1)),
            (self.delimiters.component, where.component),
            (self.delimiters.subcomponent, where.subcomponent),
        )
        for delimiter, number in steps:
            if number and octets is not None:
                octets = _nth(octets, delimiter, number)
        return octets

    def get(self, path: str) -> bytes | None:
        """Return the octets at ``3.1``; as ``at``."""
        return self.at(place(path))

    def __getitem__(self, path: str) -> str:
        """Return the text at ``3.1``, empty when absent; escape sequences are resolved where nothing is split."""
        return self.text(self.get(path))

    def text(self, octets: bytes | None) -> str:
        """Return octets of this segment as text; those of a composite value keep their delimiters."""
        if not octets:
            return ""
        mine = self.delimiters
        composite = (
            (mine.component and mine.component in octets)
            or (mine.subcomponent and mine.subcomponent in octets)
            or (mine.repetition and mine.repetition in octets)
        )
        return decoded(octets if composite else self.delimiters.unescaped(octets), self.charset)


@dataclass(frozen=True, slots=True)
class Message:
    """One message: segments in order, and what stood before the first of them."""

    preamble: bytes
    segments_in_order: tuple[Segment, ...]
    delimiters: Delimiters
    charset: str

    def encode(self) -> bytes:
        """Return exactly the octets that were parsed."""
        return self.preamble + b"".join(one.octets + one.end for one in self.segments_in_order)

    def segments(self, name: str) -> tuple[Segment, ...]:
        """Return every segment of that name, in order."""
        wanted = name.encode("ascii")
        return tuple(one for one in self.segments_in_order if one.octets[:3] == wanted)

    def segment(self, name: str, occurrence: int = 1) -> Segment | None:
        """Return one segment, counted from 1, or None."""
        wanted = name.encode("ascii")
        for one in self.segments_in_order:
            if one.octets[:3] == wanted:
                occurrence -= 1
                if not occurrence:
                    return one
        return None

    def get(self, path: str) -> bytes | None:
        """Return the octets at ``PID-3.1``: None when absent, empty when empty, ``""`` when null."""
        where = place(path)
        segment = self.segment(where.segment, where.occurrence)
        return segment.at(where) if segment else None

    def __getitem__(self, path: str) -> str:
        """Return the text at ``PID-3.1``, empty when absent."""
        where = place(path)
        segment = self.segment(where.segment, where.occurrence)
        return segment.text(segment.at(where)) if segment else ""


@cache
def _ends(field: bytes) -> re.Pattern[bytes]:
    """Return what ends a segment, as a group, so that splitting keeps it."""
    return re.compile(rb"(\r\n?|\n(?=[\r\n]|\Z|[A-Z][A-Z0-9]{2}" + re.escape(field) + rb"))")


def _declared_set(header: bytes, delimiters: Delimiters) -> str:
    """Return the first repetition of MSH-18, empty when there is none."""
    fields = header.split(delimiters.field, _MSH_18)
    if len(fields) < _MSH_18 or not fields[_MSH_18 - 1]:
        return ""
    return decoded(_nth(fields[_MSH_18 - 1], delimiters.repetition, 1) or b"", "")


def header_at(octets: bytes) -> int:
    """Return where the first MSH stands; raise Unreadable when no segment is one."""
    start = _MSH.search(octets)
    if not start:
        raise Unreadable("no MSH segment", 0)
    return start.start()


def parse(octets: bytes) -> Message:
    """Read a message of any delimiters; raise Unreadable when no segment is an MSH.

    CR ends a segment, with or without LF after it. A bare LF does where a segment plainly begins after it
    (the standard allows CR alone, 2.5.4; such messages are met, and a reader that lost them could not say so).
    """
    start = header_at(octets)
    body = octets[start:]
    delimiters = declared(body)
    parts = _ends(delimiters.field).split(body, MOST_SEGMENTS)
    if parts[-1]:
        parts.append(b"")
    charset = _declared_set(parts[0], delimiters)
    segments = tuple(
        [Segment(one, end, delimiters, charset) for one, end in zip(parts[::2], parts[1::2], strict=False)]
    )
    return Message(octets[:start], segments, delimiters, charset)
