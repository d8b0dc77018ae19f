"""Messages to be sent: segments as values, encoded with any delimiters and character set, mended or spoilt by copy."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from conformance.hl7.wire.charsets import codec
from conformance.hl7.wire.delimiters import STANDARD, Delimiters
from conformance.hl7.wire.message import Segment, parse, place

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Raw:
    """Text that stands in the message as it is, nothing escaped."""

    text: str


NULL = Raw('""')
"""Tells a receiver to delete the value (HL7 v2.5.1, 2.5.3)."""

Value: TypeAlias = "str | Raw | bytes | tuple[Value, ...] | list[Value] | None"
"""A field: text, a tuple of components (of subcomponents), a list of repetitions, octets as they are, or nothing."""

Fields: TypeAlias = "Mapping[int, Value]"


@dataclass(frozen=True, slots=True)
class Draft:
    """A message before it is octets. ``segments`` are names with their fields by number, the MSH first."""

    segments: tuple[tuple[str, Fields], ...]
    delimiters: Delimiters = field(default=STANDARD)
    end: bytes = b"\r"

    @property
    def control_id(self) -> bytes:
        """Return MSH-10 as it stands in the octets."""
        return self._encoded(self.segments[0][1].get(10), self._codec)

    @property
    def trigger(self) -> str:
        """Return message type and event, ``ADT^A01``."""
        kind = self.segments[0][1].get(9)
        return "^".join(str(part) for part in kind[:2]) if isinstance(kind, tuple) else str(kind)

    @property
    def _codec(self) -> str:
        name = self.segments[0][1].get(18)
        return codec(name if isinstance(name, str) else "") or "ascii"

    def header(self) -> Segment:
        """Return the MSH as a receiver reads it."""
        return parse(self.octets()).segments("MSH")[0]

    def putting(self, path: str, value: Value) -> Draft:
        """Return the message with another whole field at ``PID-5`` or ``OBX[2]-5``."""
        where = place(path)
        seen = 0
        segments: list[tuple[str, Fields]] = []
        for name, fields in self.segments:
            seen += name == where.segment
            mine = name == where.segment and seen == where.occurrence
            segments.append((name, {**fields, where.field: value} if mine else fields))
        return replace(self, segments=tuple(segments))

    def without(self, name: str) -> Draft:
        """Return the message without the segments of that name."""
        return replace(self, segments=tuple(one for one in self.segments if one[0] != name))

    def adding(self, name: str, fields: Fields) -> Draft:
        """Return the message with one more segment at its end."""
        return replace(self, segments=(*self.segments, (name, fields)))

    def spoken(self, delimiters: Delimiters) -> Draft:
        """Return the same message in other delimiters."""
        return replace(self, delimiters=delimiters)

    def octets(self) -> bytes:
        """Return the message in ER7, each segment ended; text the character set lacks is a mistake of ours."""
        return b"".join(self._segment(name, fields) + self.end for name, fields in self.segments)

    def _segment(self, name: str, fields: Fields) -> bytes:
        header = name in {"MSH", "FHS", "BHS"}
        first = 3 if header else 1
        codec_name = self._codec
        last = max(fields, default=0)
        values = [self._encoded(fields.get(number), codec_name) for number in range(first, last + 1)]
        start = [name.encode("ascii")] + ([self.delimiters.encoding_characters] if header else [])
        return self.delimiters.field.join(start + values)

    def _encoded(self, value: Value, codec_name: str, depth: int = 0) -> bytes:
        if value is None:
            return b""
        if isinstance(value, bytes):
            return value
        if isinstance(value, Raw):
            return value.text.encode(codec_name)
        if isinstance(value, str):
            return self.delimiters.escaped(value.encode(codec_name))
        if isinstance(value, list):
            return self.delimiters.repetition.join(self._encoded(one, codec_name, depth) for one in value)
        between = self.delimiters.subcomponent if depth else self.delimiters.component
        return between.join(self._encoded(one, codec_name, depth + 1) for one in value)
