"""DIMSE command sets (PS3.7 6.3, Annex E): implicit VR little endian, and otherwise where it is on purpose."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from conformance.dicom.wire.likeness import Likeness
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
HEAD = struct.Struct("<HHI")
_SHORT_FORM = struct.Struct("<HH2sH")
LONG_FORM = frozenset({b"OB", b"OW", b"SQ", b"UN", b"UT"})
VRS = frozenset(vr.encode() for _, vr in FIELDS.values()) | LONG_FORM | {b"SH", b"LT", b"IS", b"DS", b"CS", b"SS"}
SIZES = {"US": 2, "UL": 4, "AT": 4}


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


class Command:
    """A command set as it came or as it will be sent, element by element; typed by keyword."""

    __slots__ = ("_fields", "_values", "explicit", "problems", "rest")

    def __init__(
        self,
        fields: tuple[Field, ...],
        *,
        explicit: bool = False,
        rest: bytes = b"",
        problems: tuple[Problem, ...] = (),
    ) -> None:
        self.explicit = explicit
        self.rest = rest
        self.problems = problems
        self._fields = fields
        self._values = {one.tag: one.value for one in reversed(fields)}

    @property
    def fields(self) -> tuple[Field, ...]:
        """Return the elements in the order they stand."""
        return self._fields

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Command):
            return NotImplemented
        return (self.fields, self.explicit, self.rest) == (other.fields, other.explicit, other.rest)

    def __hash__(self) -> int:
        return hash((self.fields, self.explicit, self.rest))

    def __repr__(self) -> str:
        return f"Command({self.fields!r}, {self.explicit}, {self.rest!r}, {self.problems!r})"

    def raw(self, keyword: str) -> bytes | None:
        """Return the octets of the first element of that keyword, None when absent."""
        return self._value(FIELDS[keyword][0])

    def _value(self, tag: int) -> bytes | None:
        return self._values.get(tag)

    def number(self, keyword: str) -> int | None:
        """Return a number (US, UL), None when absent or of another size."""
        tag, vr = FIELDS[keyword]
        value = self._value(tag)
        return int.from_bytes(value, "little") if value is not None and len(value) == SIZES[vr] else None

    def like(self, *differing: str) -> Likeness:
        """Return what command sets have in common that differ from this one in values of these keywords alone.

        What says what kind of message it is, such as its status, can't be among them.
        """
        spans, at = {}, 0
        for one in self.fields:
            start = at + HEAD.size
            at = start + len(one.value)
            spans[one.tag] = slice(start, at)
        tags = (FIELDS[keyword][0] for keyword in differing)
        known = {
            one: self.number(one)
            for one, (_, vr) in FIELDS.items()
            if vr in SIZES and (one not in differing or self.number(one) is None)
        }
        return Likeness(self.encode(), spans, tuple([tag for tag in tags if tag in spans]), known)

    def having(self, tag: int, value: bytes) -> Command:
        """Return the same command set with another value in the elements of one tag."""
        fields = tuple([Field(tag, value) if one.tag == tag else one for one in self.fields])
        return Command(fields, explicit=self.explicit, rest=self.rest, problems=self.problems)

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
        pack = HEAD.pack
        parts = [pack(one.tag >> 16, one.tag & 0xFFFF, len(one.value)) + one.value for one in self.fields]
        return b"".join(parts) + self.rest


class Alike(Command):
    """One that is like another before it: its octets, and where the values stand in them. Nothing is wrong with it."""

    __slots__ = ("_like", "_octets")

    def __init__(self, octets: bytes, like: Likeness) -> None:
        """Take octets that ``like`` has."""
        self.explicit = False
        self.rest = b""
        self.problems = ()
        self._octets = octets
        self._like = like

    @property
    def fields(self) -> tuple[Field, ...]:
        """Return the elements in the order they stand."""
        octets = self._octets
        return tuple([Field(tag, octets[span]) for tag, span in self._like.spans.items()])

    def _value(self, tag: int) -> bytes | None:
        span = self._like.spans.get(tag)
        return None if span is None else self._octets[span]

    def number(self, keyword: str) -> int | None:
        """Return a number; one that all of them have is found once."""
        like = self._like
        if keyword in like.known:
            return like.known[keyword]
        return int.from_bytes(self._octets[like.spans[FIELDS[keyword][0]]], "little")

    @property
    def status(self) -> int | None:
        """Return the status, None when there is none to read."""
        return self._like.known["Status"]

    @property
    def has_data_set(self) -> bool:
        """Return whether a data set follows."""
        return self._like.known["CommandDataSetType"] not in {None, NO_DATA_SET}

    def encode(self) -> bytes:
        """Return the octets."""
        return self._octets


def _encoded(one: Field, *, explicit: bool) -> bytes:
    group, element = one.tag >> 16, one.tag & 0xFFFF
    if not explicit:
        return HEAD.pack(group, element, len(one.value)) + one.value
    vr = FIELDS.get(KEYWORDS.get(element, ""), (0, "UN"))[1].encode() if group == 0 else b"UN"
    if vr in LONG_FORM:
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
        length = sum(HEAD.size + len(one.value) for one in made)
    return Command((Field(0, struct.pack("<I", length)), *made), explicit=explicit)


def _value(vr: str, value: int | str | bytes) -> bytes:
    if isinstance(value, bytes):
        return value
    if isinstance(value, int):
        return struct.pack("<H" if vr == "US" else "<I", value)
    return padded(value.encode("ascii", "replace"), b"\0" if vr == "UI" else b" ")
