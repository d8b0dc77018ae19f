"""Recorded blocks as lines a person reads: each field by its number and name, and what is wrong with the block."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from hl7apy import load_reference
from hl7apy.exceptions import HL7apyException

from conformance.hl7.validation import findings
from conformance.hl7.wire.message import Unreadable, parse
from conformance.hl7.wire.mllp import MEDIA_TYPE, Flaw, Scanner

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.hl7.wire.message import Segment
    from conformance.hl7.wire.mllp import Frame

LINES = 400
"""Lines shown of one record."""

FAULTS = 20
"""Faults told of one message, before its fields."""

SHOWN = 300
"""Characters shown of one value."""

_CAP = 1 << 30
_VERSIONS = ("2.3.1", "2.4", "2.5", "2.5.1", "2.6", "2.7", "2.8")
_WORDS = {"Id": "ID", "Of": "of"}
_SEGMENT = re.compile(r"[A-Z][A-Z0-9]{2}")


def explain(media_type: str, octets: bytes) -> list[str] | None:
    """Return the blocks in ``octets`` as lines, at most ``LINES``; None when they are not MLLP."""
    if media_type != MEDIA_TYPE:
        return None
    lines: list[str] = []
    for line in _lines(octets):
        if len(lines) == LINES - 1:
            lines.append("... and more, which is in the run folder")
            break
        lines.append(line)
    return lines


def _lines(octets: bytes) -> Iterator[str]:
    scanner = Scanner(_CAP)
    scanner.feed(octets)
    while (frame := scanner.next()) is not None:
        yield from _frame(frame)
    if scanner.holds:
        yield from _frame(scanner.broken_off(Flaw.SILENCE, "the record ends here"))


def _frame(frame: Frame) -> Iterator[str]:
    yield f"MLLP block of {len(frame.octets)} octets" + (f", {frame.trouble}" if frame.problems else "")
    try:
        message = parse(frame.content)
    except Unreadable as fault:
        yield f"{fault.says}: {_shown(frame.content[:SHOWN].decode('ascii', 'backslashreplace'))}"
        return
    for wrong in findings(message)[:FAULTS]:
        yield f"wrong: {_shown(str(wrong))}"
    version = message["MSH-12.1"]
    if message.preamble:
        yield f"before the MSH: {message.preamble[:SHOWN]!r}"
    for segment in message.segments_in_order:
        yield from _fields(segment, version)


def _fields(segment: Segment, version: str) -> Iterator[str]:
    name = segment.name if _SEGMENT.fullmatch(segment.name) else ""
    if not name:
        if segment.octets:
            yield f"no segment: {_shown(segment.octets[:SHOWN].decode('ascii', 'backslashreplace'))}"
        return
    for number, octets in enumerate(segment.fields, 1):
        if not octets:
            continue
        words = field_name(name, number, version)
        repetitions = segment.repetitions(number)
        for place, value in enumerate(repetitions, 1):
            which = f"[{place}]" if len(repetitions) > 1 else ""
            yield f"{name}-{number}{which}{f' {words}' if words else ''}: {_shown(segment.text(value[: 4 * SHOWN]))}"
    if segment.end not in {b"\r", b""}:
        yield f"{name} ends with {segment.end!r}, not with a carriage return"


@lru_cache(maxsize=4096)
def field_name(segment: str, number: int, version: str) -> str:
    """Return a field's name in a version (2.5.1 where it is none we know), empty when the standard has none."""
    try:
        found = load_reference(f"{segment}_{number}", "Field", version if version in _VERSIONS else "2.5.1")
    except HL7apyException:
        return ""
    name = str(found[3] or "") if len(found) > 3 else ""  # noqa: PLR2004 - the long name is the fourth entry
    return re.sub(r"\b(Id|Of)\b", lambda word: _WORDS[word[1]], name.replace("_", " ").title())


def _shown(text: str) -> str:
    printable = "".join(one if one.isprintable() else f"\\x{ord(one):02x}" for one in text)
    return printable if len(printable) <= SHOWN else f"{printable[:SHOWN]}... ({len(text)} characters)"
