"""Whether the fields of a message are there, repeat no more than they may, and hold values of their types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.hl7.structures import Trouble
from conformance.hl7.structures.values import NULL, shown
from conformance.hl7.wire.charsets import decoded
from conformance.hl7.wire.delimiters import STANDARD

if TYPE_CHECKING:
    from conformance.hl7.structures import Edition, FieldRule, SegmentRule
    from conformance.hl7.structures.values import Check
    from conformance.hl7.validation.faults import Findings
    from conformance.hl7.wire.delimiters import Delimiters
    from conformance.hl7.wire.message import Segment

_HEADERS = frozenset({"MSH", "FHS", "BHS"})
_VALUE_TYPE, _VALUE = 2, 5


def check(found: Findings, edition: Edition) -> None:
    """Note what is wrong with the fields of every segment the version defines."""
    standard = found.message.delimiters == STANDARD
    for index, segment in enumerate(found.message.segments_in_order):
        name = found.names[index]
        rule = edition.segment(name)
        if rule is None:
            continue
        if standard:
            octets = segment.octets
            kind = octets.split(b"|", 3)[2:3] if name == "OBX" else _NO_KIND
            # What was met before is not worth a call: the glance itself is most of the time a message takes.
            glance = rule.glances.get(kind[0]) if kind else None
            if glance(octets) if glance else _glanced(rule, octets, kind, edition):
                continue
        _looked(found, index, rule, edition)
        if found.full:
            return


_NO_KIND = [b""]


def _glanced(rule: SegmentRule, octets: bytes, kind: list[bytes], edition: Edition) -> bool:
    """Return whether a segment is seen at once to be without fault; no look at it is needed then."""
    if rule.name != "OBX":
        return rule.is_plain(octets)
    known, value = edition.observed(kind[0]) if kind else (False, None)
    return known and rule.is_plain(octets, kind[0], value)


def _looked(found: Findings, index: int, rule: SegmentRule, edition: Edition) -> None:
    delimiters = found.message.delimiters
    octets = found.message.segments_in_order[index].octets
    parts = octets.split(delimiters.field) if delimiters.field else [octets]
    if rule.name in _HEADERS:
        parts = [parts[0], delimiters.field, *parts[1:]]
    _fields(found, index, rule, parts)
    if rule.name == "OBX":
        _observation(found, index, edition, parts)


def _fields(found: Findings, index: int, rule: SegmentRule, parts: list[bytes]) -> None:
    delimiters = found.message.delimiters
    repetition = delimiters.repetition
    for field, value in zip(rule.fields, parts[1:], strict=False):
        if value and value != NULL:
            if repetition and repetition in value and not _declares(rule.name, field.number):
                _repeated(found, index, field, value.split(repetition))
            elif field.check and (troubles := field.check.look(value, delimiters)):
                for trouble in troubles:
                    found.field(index, field.number, trouble)
            elif field.longest and len(value) > field.longest:
                _too_long(found, index, field, [value])
    for number in rule.required:
        if number >= len(parts) or not parts[number]:
            found.field(index, number, Trouble("cardinality", f"{rule.name}-{number} is required"))


def _declares(name: str, number: int) -> bool:
    return name in _HEADERS and number <= 2  # noqa: PLR2004 - MSH-1 and MSH-2 are the delimiters themselves


def _repeated(found: Findings, index: int, field: FieldRule, values: list[bytes]) -> None:
    if not field.repeats:
        reason = f"there are {len(values)} repetitions, and it does not repeat"
        found.field(index, field.number, Trouble("cardinality", reason))
    if field.check:
        _each(found, index, field.number, field.check, values)
    if field.longest:
        _too_long(found, index, field, values)


def _each(found: Findings, index: int, number: int, check_value: Check, values: list[bytes]) -> None:
    for repetition, value in enumerate(values, 1):
        if found.full:
            return
        if value and value != NULL:
            for trouble in check_value.look(value, found.message.delimiters):
                found.field(index, number, trouble, repetition=repetition)


def _too_long(found: Findings, index: int, field: FieldRule, values: list[bytes]) -> None:
    """Count characters, not octets, and escape sequences as what they stand for."""
    segment: Segment = found.message.segments_in_order[index]
    delimiters: Delimiters = segment.delimiters
    for repetition, one in enumerate(values, 1):
        length = len(decoded(delimiters.unescaped(one), segment.charset))
        if length > field.longest:
            reason = f"{length} characters, and {field.longest} are allowed"
            found.field(index, field.number, Trouble("length", reason), repetition=repetition)


def _observation(found: Findings, index: int, edition: Edition, parts: list[bytes]) -> None:
    """OBX-5 is of the data type OBX-2 names (HL7 v2.5.1, 7.4.2.2 and 7.4.2.5)."""
    kind = parts[_VALUE_TYPE] if len(parts) > _VALUE_TYPE else b""
    value = parts[_VALUE] if len(parts) > _VALUE else b""
    if not kind:
        if value:
            found.field(index, _VALUE_TYPE, Trouble("type", "OBX-5 is valued, and OBX-2 does not say of what type"))
        return
    known, check_value = edition.observed(kind)
    if not known:
        found.field(index, _VALUE_TYPE, Trouble("table", f"{shown(kind)} is not in HL7 table 0125"))
    elif check_value and value and value != NULL:
        repetition = found.message.delimiters.repetition
        _each(found, index, _VALUE, check_value, value.split(repetition) if repetition else [value])
