"""DIMSE command sets (PS3.7 6.3, Annex E): always implicit VR little endian, read even when written otherwise."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from conformance.dicom.wire.octets import Problem, padded, plain

C_STORE, C_GET, C_FIND, C_MOVE, C_ECHO, C_CANCEL = 0x0001, 0x0010, 0x0020, 0x0021, 0x0030, 0x0FFF
N_EVENT_REPORT, N_SET, N_ACTION, N_CREATE = 0x0100, 0x0120, 0x0130, 0x0140
RESPONSE = 0x8000
NO_DATA_SET, HAS_DATA_SET = 0x0101, 0x0001
FIELDS: dict[str, tuple[int, str]] = {
    "CommandGroupLength": (0x0000, "UL"),
    "AffectedSOPClassUID": (0x0002, "UI"),
    "RequestedSOPClassUID": (0x0003, "UI"),
    "CommandField": (0x0100, "US"),
    "MessageID": (0x0110, "US"),
    "MessageIDBeingRespondedTo": (0x0120, "US"),
    "MoveDestination": (0x0600, "AE"),
    "Priority": (0x0700, "US"),
    "CommandDataSetType": (0x0800, "US"),
    "Status": (0x0900, "US"),
    "OffendingElement": (0x0901, "AT"),
    "ErrorComment": (0x0902, "LO"),
    "ErrorID": (0x0903, "US"),
    "AffectedSOPInstanceUID": (0x1000, "UI"),
    "RequestedSOPInstanceUID": (0x1001, "UI"),
    "EventTypeID": (0x1002, "US"),
    "AttributeIdentifierList": (0x1005, "AT"),
    "ActionTypeID": (0x1008, "US"),
    "NumberOfRemainingSuboperations": (0x1020, "US"),
    "NumberOfCompletedSuboperations": (0x1021, "US"),
    "NumberOfFailedSuboperations": (0x1022, "US"),
    "NumberOfWarningSuboperations": (0x1023, "US"),
    "MoveOriginatorApplicationEntityTitle": (0x1030, "AE"),
    "MoveOriginatorMessageID": (0x1031, "US"),
}
KEYWORDS = {element: keyword for keyword, (element, _) in FIELDS.items()}
MESSAGES = {
    C_STORE: "C-STORE",
    C_GET: "C-GET",
    C_FIND: "C-FIND",
    C_MOVE: "C-MOVE",
    C_ECHO: "C-ECHO",
    C_CANCEL: "C-CANCEL",
    N_EVENT_REPORT: "N-EVENT-REPORT",
    0x0110: "N-GET",
    N_SET: "N-SET",
    N_ACTION: "N-ACTION",
    N_CREATE: "N-CREATE",
    0x0150: "N-DELETE",
}
_HEAD = struct.Struct("<HHI")
_SHORT_FORM = struct.Struct("<HH2sH")
_LONG_FORM = frozenset({b"OB", b"OW", b"SQ", b"UN", b"UT"})
_VRS = frozenset(vr.encode() for _, vr in FIELDS.values()) | _LONG_FORM | {b"SH", b"LT", b"IS", b"DS", b"CS", b"SS"}
_SIZES = {"US": 2, "UL": 4, "AT": 4}


def message_name(command_field: int | None) -> str:
    """Return a command field as the standard names the message, such as ``C-FIND-RSP``."""
    if command_field is None:
        return "a message without Command Field"
    name = MESSAGES.get(command_field & ~RESPONSE if command_field != C_CANCEL else C_CANCEL)
    if name is None:
        return f"command {command_field:04X}"
    if command_field == C_CANCEL:
        return "C-CANCEL-RQ"
    return f"{name}-{'RSP' if command_field & RESPONSE else 'RQ'}"


@dataclass(frozen=True, slots=True)
class Field:
    """One element of a command set: its tag (group and element), its octets as written."""

    tag: int
    value: bytes


@dataclass(frozen=True, slots=True)
class Command:
    """A command set as it came or as it will be sent, element by element; typed by keyword."""

    fields: tuple[Field, ...]
    explicit: bool = False
    rest: bytes = b""
    problems: tuple[Problem, ...] = field(default=(), compare=False)
    _values: dict[int, bytes] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_values", {one.tag: one.value for one in reversed(self.fields)})

    def raw(self, keyword: str) -> bytes | None:
        """Return the octets of the first element of that keyword, None when absent."""
        return self._values.get(FIELDS[keyword][0])

    def number(self, keyword: str) -> int | None:
        """Return a number (US, UL), None when absent or of another size."""
        tag, vr = FIELDS[keyword]
        value = self._values.get(tag)
        return int.from_bytes(value, "little") if value is not None and len(value) == _SIZES[vr] else None

    def numbered(self, number: int) -> Command:
        """Return the same request with another Message ID."""
        place = next(place for place, one in enumerate(self.fields) if one.tag == _MESSAGE_ID)
        return self.having(place, struct.pack("<H", number))

    def having(self, place: int, value: bytes) -> Command:
        """Return the same command set with another value in one place."""
        one = Field(self.fields[place].tag, value)
        return Command((*self.fields[:place], one, *self.fields[place + 1 :]), self.explicit, self.rest, self.problems)

    def text(self, keyword: str) -> str | None:
        """Return text (UI, AE, LO) without padding, None when absent."""
        value = self.raw(keyword)
        return None if value is None else plain(value.rstrip(b"\0 ")).strip(" ")

    @property
    def name(self) -> str:
        """Return the standard's name of the message."""
        return message_name(self.number("CommandField"))

    @property
    def has_data_set(self) -> bool:
        """Return whether a data set follows: anything but 0101H says so (PS3.7 E.1)."""
        kind = self.number("CommandDataSetType")
        return kind is not None and kind != NO_DATA_SET

    @property
    def status(self) -> int | None:
        """Return the status, None when there is none to read."""
        return self.number("Status")

    def encode(self) -> bytes:
        """Return the command set as octets, fields as they stand."""
        if self.explicit:
            return b"".join(_encoded(one, explicit=True) for one in self.fields) + self.rest
        pack = _HEAD.pack
        parts = [pack(one.tag >> 16, one.tag & 0xFFFF, len(one.value)) + one.value for one in self.fields]
        return b"".join(parts) + self.rest


def _encoded(one: Field, *, explicit: bool) -> bytes:
    group, element = one.tag >> 16, one.tag & 0xFFFF
    if not explicit:
        return _HEAD.pack(group, element, len(one.value)) + one.value
    vr = FIELDS.get(KEYWORDS.get(element, ""), (0, "UN"))[1].encode() if group == 0 else b"UN"
    if vr in _LONG_FORM:
        return struct.pack("<HH2sHI", group, element, vr, 0, len(one.value)) + one.value
    return _SHORT_FORM.pack(group, element, vr, len(one.value)) + one.value


def command(*, explicit: bool = False, group_length: int | None = None, **values: int | str | bytes | None) -> Command:
    """Return a command set of keywords in ascending order with its group length; None leaves one out.

    ``explicit`` and ``group_length`` write it wrongly on purpose, as do octets given for a value.
    """
    made = [Field(FIELDS[key][0], _value(FIELDS[key][1], value)) for key, value in values.items() if value is not None]
    made.sort(key=lambda one: one.tag)
    if group_length is not None:
        length = group_length
    elif explicit:
        length = sum(len(_encoded(one, explicit=True)) for one in made)
    else:
        length = sum(_HEAD.size + len(one.value) for one in made)
    return Command((Field(0, struct.pack("<I", length)), *made), explicit=explicit)


def _value(vr: str, value: int | str | bytes) -> bytes:
    if isinstance(value, bytes):
        return value
    if isinstance(value, int):
        return struct.pack("<H" if vr == "US" else "<I", value)
    return padded(value.encode("ascii", "replace"), b"\0" if vr == "UI" else b" ")


def read_command(octets: bytes) -> Command:
    """Read a command set from any octets; all that is wrong with it is in ``problems``.

    One that differs from the last of its length in the octets of the message's number alone needs no reading again.
    """
    known = _KNOWN.get(len(octets))
    if known is not None:
        like, at, place, made = known
        if octets == like:
            return made
        if octets[:at] == like[:at] and octets[at + 2 :] == like[at + 2 :]:
            return made.having(place, octets[at : at + 2])
    made = _read(octets)
    if len(octets) <= _SHORT and not made.problems and not made.explicit:
        at = 0
        for place, one in enumerate(made.fields):
            at += _HEAD.size
            if one.tag in {_MESSAGE_ID, _ANSWERS}:
                _KNOWN[len(octets)] = (octets, at, place, made)
                break
            at += len(one.value)
    return made


_MESSAGE_ID, _ANSWERS = FIELDS["MessageID"][0], FIELDS["MessageIDBeingRespondedTo"][0]
_SHORT = 512
_KNOWN: dict[int, tuple[bytes, int, int, Command]] = {}
"""By length: the last command set read without complaint, and where in it the message's number stands."""


def _read(octets: bytes) -> Command:
    explicit = len(octets) >= _HEAD.size and octets[4:6] in _VRS and _HEAD.unpack_from(octets)[2] > len(octets)
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
    return Command(tuple(fields), explicit, rest, tuple(problems))


def _head(octets: bytes, position: int, *, explicit: bool) -> tuple[int, int, int] | None:
    """Return tag, length of the value and where it starts; None when the octets don't suffice."""
    if len(octets) - position < _HEAD.size:
        return None
    group, element, length = _HEAD.unpack_from(octets, position)
    start = position + _HEAD.size
    if explicit:
        vr = octets[position + 4 : position + 6]
        length = int.from_bytes(octets[position + 6 : position + 8], "little")
        if vr in _LONG_FORM:
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
    size = _SIZES.get(FIELDS[KEYWORDS[tag]][1]) if tag in KEYWORDS else None
    if size and (len(value) % size or (len(value) != size and KEYWORDS[tag] not in _LISTS)):
        words.append(f"{KEYWORDS[tag]} has {len(value)} octets, not {size}")
    return words


_LISTS = frozenset({"OffendingElement", "AttributeIdentifierList"})


def _group_length(fields: list[Field], size: int) -> list[Problem]:
    if not fields or fields[0].tag != 0:
        return [Problem(0, "the command set does not begin with its group length (0000,0000)")]
    written = int.from_bytes(fields[0].value, "little")
    after = size - _HEAD.size - len(fields[0].value)
    if written == after:
        return []
    return [Problem(8, f"the group length says {written}, {after} octets follow it")]


def _shown(tag: int) -> str:
    return f"({tag >> 16:04X},{tag & 0xFFFF:04X})"
