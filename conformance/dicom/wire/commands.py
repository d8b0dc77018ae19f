"""Read DIMSE command sets (PS3.7 6.3.1) from any octets, those like one read before without a closer look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dicom.wire.command import FIELDS, HEAD, KEYWORDS, LONG_FORM, SIZES, VRS, Alike, Command, Field
from conformance.dicom.wire.octets import Problem

if TYPE_CHECKING:
    from conformance.dicom.wire.likeness import Likeness


def read_command(octets: bytes) -> Command:
    """Read a command set from any octets; all that is wrong with it is in ``problems``.

    One that is like the last of its length but for the message's number and the instance needs no reading again.
    """
    like = _KNOWN.get(len(octets))
    if like is not None and like.has(octets):
        return Alike(octets, like)
    made = _read(octets)
    if len(octets) <= _SHORT and not made.problems and not made.explicit:
        _KNOWN[len(octets)] = made.like(*_DIFFERING)
    return made


_DIFFERING = ("MessageID", "MessageIDBeingRespondedTo", "AffectedSOPInstanceUID")
_SHORT = 512
_KNOWN: dict[int, Likeness] = {}
"""By length: what the last command set read without complaint has in common with others."""


def _read(octets: bytes) -> Command:
    explicit = len(octets) >= HEAD.size and octets[4:6] in VRS and HEAD.unpack_from(octets)[2] > len(octets)
    problems = [Problem(4, "the command set is in explicit VR; PS3.7 6.3.1 has it implicit")] if explicit else []
    fields: list[Field] = []
    position = 0
    while True:
        head = _head(octets, position, explicit=explicit)
        if head is None:
            break
        tag, length, start = head
        value = octets[start : start + length]
        if len(value) < length:
            words = f"element {_shown(tag)} claims {length} octets, {len(value)} are there"
            problems.append(Problem(position, words))
            break
        problems += [Problem(position, words) for words in _complaints(tag, value, fields)]
        fields.append(Field(tag, value))
        position = start + length
    rest = octets[position:]
    if rest and (not problems or problems[-1].at != position):
        problems.append(Problem(position, f"{len(rest)} octets are too few for an element"))
    problems += _group_length(fields, len(octets))
    return Command(tuple(fields), explicit=explicit, rest=rest, problems=tuple(problems))


def _head(octets: bytes, position: int, *, explicit: bool) -> tuple[int, int, int] | None:
    """Return tag, length of the value and where it starts; None when the octets don't suffice."""
    if len(octets) - position < HEAD.size:
        return None
    group, element, length = HEAD.unpack_from(octets, position)
    start = position + HEAD.size
    if explicit:
        vr = octets[position + 4 : position + 6]
        length = int.from_bytes(octets[position + 6 : position + 8], "little")
        if vr in LONG_FORM:
            length, start = int.from_bytes(octets[start : start + 4], "little"), start + 4
    return group << 16 | element, length, start


def _complaints(tag: int, value: bytes, before: list[Field]) -> list[str]:
    words = []
    if tag >> 16:
        words.append(f"element {_shown(tag)} is not of group 0000")
    if before and tag <= before[-1].tag:
        words.append(f"element {_shown(tag)} stands after {_shown(before[-1].tag)}")
    if len(value) % 2:
        words.append(f"element {_shown(tag)} has the odd length {len(value)}")
    size = SIZES.get(FIELDS[KEYWORDS[tag]][1]) if tag in KEYWORDS else None
    if size and (len(value) % size or (len(value) != size and KEYWORDS[tag] not in _LISTS)):
        words.append(f"{KEYWORDS[tag]} has {len(value)} octets, not {size}")
    return words


_LISTS = frozenset({"OffendingElement", "AttributeIdentifierList"})


def _group_length(fields: list[Field], size: int) -> list[Problem]:
    if not fields or fields[0].tag != 0:
        return [Problem(0, "the command set does not begin with its group length (0000,0000)")]
    written = int.from_bytes(fields[0].value, "little")
    after = size - HEAD.size - len(fields[0].value)
    if written == after:
        return []
    return [Problem(8, f"the group length says {written}, {after} octets follow it")]


def _shown(tag: int) -> str:
    return f"({tag >> 16:04X},{tag & 0xFFFF:04X})"
