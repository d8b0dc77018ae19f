"""The protocol data units of the upper layer (PS3.8 9.3): read without loss, written rightly or wrongly."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import ClassVar

from conformance.dicom.wire.items import (
    ANSWERED,
    APPLICATION_CONTEXT,
    PROPOSED,
    USER_INFORMATION,
    Context,
    Item,
    Items,
    UserInformation,
    read_context,
    read_items,
    read_user_information,
)
from conformance.dicom.wire.octets import Problem, Unreadable, plain, title, uid

MEDIA_TYPE = "application/vnd.dicom.pdu"
APPLICATION_CONTEXT_NAME = "1.2.840.10008.3.1.1.1"
HEAD = struct.Struct(">BBI")
ASSOCIATE_RQ, ASSOCIATE_AC, ASSOCIATE_RJ, P_DATA, RELEASE_RQ, RELEASE_RP, ABORT = range(1, 8)
NAMES = {
    ASSOCIATE_RQ: "A-ASSOCIATE-RQ",
    ASSOCIATE_AC: "A-ASSOCIATE-AC",
    ASSOCIATE_RJ: "A-ASSOCIATE-RJ",
    P_DATA: "P-DATA-TF",
    RELEASE_RQ: "A-RELEASE-RQ",
    RELEASE_RP: "A-RELEASE-RP",
    ABORT: "A-ABORT",
}
_ASSOCIATE = struct.Struct(">H2s16s16s32s")
_FOUR = 4
PDV_HEAD = struct.Struct(">IBB")
ONE_PDV = struct.Struct(">BBIIBB")
"""The heads of a P-DATA-TF and of its first presentation data value together."""


@dataclass(frozen=True, slots=True)
class Pdu:
    """Any PDU: its type, its body, and its length as written when that is not the body's."""

    kind: int
    body: bytes
    reserved: int = 0
    length: int | None = None

    @property
    def name(self) -> str:
        """Return the standard's name, or the type's number."""
        return NAMES.get(self.kind, f"PDU type {self.kind:02X}")

    def encode(self) -> bytes:
        """Return the PDU as octets."""
        return HEAD.pack(self.kind, self.reserved, len(self.body) if self.length is None else self.length) + self.body


def split(octets: bytes) -> tuple[list[Pdu], bytes]:
    """Return the whole PDUs at the front of a stream, and the octets of one still incomplete."""
    found, position = [], 0
    while len(octets) - position >= HEAD.size:
        kind, reserved, length = HEAD.unpack_from(octets, position)
        end = position + HEAD.size + length
        if end > len(octets):
            break
        found.append(Pdu(kind, octets[position + HEAD.size : end], reserved))
        position = end
    return found, octets[position:]


@dataclass(frozen=True, slots=True)
class Associate:
    """A-ASSOCIATE-RQ or -AC (PS3.8 9.3.2, 9.3.3): fixed fields, then items in the order they stand."""

    kind: int
    items: Items
    called: bytes = b" " * 16
    calling: bytes = b" " * 16
    version: int = 1
    reserved: bytes = bytes(2)
    reserved_32: bytes = bytes(32)
    problems: tuple[Problem, ...] = field(default=(), compare=False)

    def pdu(self) -> Pdu:
        """Return it as a PDU to send."""
        fixed = _ASSOCIATE.pack(self.version, self.reserved, self.called, self.calling, self.reserved_32)
        return Pdu(self.kind, fixed + self.items.encode())

    @property
    def called_title(self) -> str:
        """Return the called AE title without the spaces that do not count."""
        return plain(self.called).strip(" ")

    @property
    def calling_title(self) -> str:
        """Return the calling AE title without the spaces that do not count."""
        return plain(self.calling).strip(" ")

    @property
    def application_contexts(self) -> tuple[str, ...]:
        """Return the application context names; there must be one."""
        return tuple(uid(item.body) for item in self.items.of(APPLICATION_CONTEXT))

    @property
    def contexts(self) -> tuple[Context, ...]:
        """Return the presentation contexts, proposed ones of a request, answered ones of an acceptance."""
        kind = PROPOSED if self.kind == ASSOCIATE_RQ else ANSWERED
        return tuple(read_context(item) for item in self.items.of(kind))

    @property
    def user(self) -> UserInformation:
        """Return the user information; an absent item reads as an empty one."""
        found = self.items.of(USER_INFORMATION)
        return read_user_information(found[0]) if found else UserInformation()


def associate(  # noqa: PLR0913 - one argument for each field of the PDU
    kind: int,
    *,
    called: str,
    calling: str,
    contexts: tuple[Item, ...],
    user: UserInformation,
    application_context: str = APPLICATION_CONTEXT_NAME,
    version: int = 1,
    more: tuple[Item, ...] = (),
    more_user: tuple[Item, ...] = (),
) -> Associate:
    """Return a request or acceptance; ``more`` and ``more_user`` are items no standard knows."""
    name = Item(APPLICATION_CONTEXT, application_context.encode())
    items = Items((name, *contexts, *more, user.item(more_user)))
    return Associate(kind, items, title(called), title(calling), version)


@dataclass(frozen=True, slots=True)
class Reject:
    """A-ASSOCIATE-RJ (PS3.8 9.3.4): result 1 permanent or 2 transient, its source, its reason."""

    result: int
    source: int
    reason: int
    reserved: int = 0
    problems: tuple[Problem, ...] = field(default=(), compare=False)
    kind: ClassVar[int] = ASSOCIATE_RJ

    def pdu(self) -> Pdu:
        """Return it as a PDU to send."""
        return Pdu(self.kind, bytes([self.reserved, self.result, self.source, self.reason]))


@dataclass(frozen=True, slots=True)
class Release:
    """A-RELEASE-RQ or -RP (PS3.8 9.3.6, 9.3.7)."""

    kind: int
    reserved: bytes = bytes(4)
    problems: tuple[Problem, ...] = field(default=(), compare=False)

    def pdu(self) -> Pdu:
        """Return it as a PDU to send."""
        return Pdu(self.kind, self.reserved)


@dataclass(frozen=True, slots=True)
class Abort:
    """A-ABORT (PS3.8 9.3.8): source 0 service user, 2 service provider, and the provider's reason."""

    source: int
    reason: int
    reserved: bytes = bytes(2)
    problems: tuple[Problem, ...] = field(default=(), compare=False)
    kind: ClassVar[int] = ABORT

    def pdu(self) -> Pdu:
        """Return it as a PDU to send."""
        return Pdu(self.kind, self.reserved + bytes([self.source, self.reason]))


@dataclass(frozen=True, slots=True)
class Pdv:
    """One presentation data value (PS3.8 9.3.5.1, E.2): flags bit 0 command, bit 1 last fragment."""

    context: int
    flags: int
    fragment: bytes
    length: int | None = None

    @property
    def command(self) -> bool:
        """Return whether this is a fragment of a command set."""
        return bool(self.flags & 1)

    @property
    def last(self) -> bool:
        """Return whether it is the last fragment of its command set or data set."""
        return bool(self.flags & 2)

    def encode(self) -> bytes:
        """Return it as octets."""
        length = len(self.fragment) + 2 if self.length is None else self.length
        return PDV_HEAD.pack(length, self.context, self.flags) + self.fragment


@dataclass(frozen=True, slots=True)
class Data:
    """P-DATA-TF (PS3.8 9.3.5): presentation data values, and octets that are too few for another one."""

    pdvs: tuple[Pdv, ...]
    rest: bytes = b""
    problems: tuple[Problem, ...] = field(default=(), compare=False)
    kind: ClassVar[int] = P_DATA

    def pdu(self) -> Pdu:
        """Return it as a PDU to send."""
        return Pdu(self.kind, b"".join(pdv.encode() for pdv in self.pdvs) + self.rest)


Read = Associate | Reject | Release | Abort | Data


def read(pdu: Pdu) -> Read:
    """Read a PDU's body; raise Unreadable for an unknown type or a body too short for its fixed fields."""
    if pdu.kind in {ASSOCIATE_RQ, ASSOCIATE_AC}:
        return _read_associate(pdu)
    if pdu.kind == P_DATA:
        return _read_data(pdu.body)
    if pdu.kind not in NAMES:
        raise Unreadable(f"{pdu.kind:02X} is no PDU type of PS3.8", 0)
    if len(pdu.body) < _FOUR:
        raise Unreadable(f"{pdu.name} has {len(pdu.body)} octets, not 4", HEAD.size)
    more = len(pdu.body) - _FOUR
    problems = (Problem(HEAD.size + _FOUR, f"{pdu.name} has {more} octets too many"),) if more else ()
    a, b, c, d = pdu.body[:_FOUR]
    if pdu.kind == ASSOCIATE_RJ:
        return Reject(b, c, d, a, problems)
    if pdu.kind == ABORT:
        return Abort(c, d, bytes([a, b]), problems)
    return Release(pdu.kind, pdu.body[:_FOUR], problems)


def _read_associate(pdu: Pdu) -> Associate:
    if len(pdu.body) < _ASSOCIATE.size:
        raise Unreadable(f"{pdu.name} has {len(pdu.body)} octets, fewer than its {_ASSOCIATE.size} fixed ones", 6)
    version, reserved, called, calling, reserved_32 = _ASSOCIATE.unpack_from(pdu.body)
    items = read_items(pdu.body[_ASSOCIATE.size :], HEAD.size + _ASSOCIATE.size)
    return Associate(pdu.kind, items, called, calling, version, reserved, reserved_32, items.problems)


def _read_data(body: bytes) -> Data:
    if len(body) >= PDV_HEAD.size:
        length, context, flags = PDV_HEAD.unpack_from(body)
        if length + 4 == len(body):
            return Data((Pdv(context, flags, body[PDV_HEAD.size :]),))
    pdvs: list[Pdv] = []
    problems: list[Problem] = []
    position = 0
    while len(body) - position >= PDV_HEAD.size:
        length, context, flags = PDV_HEAD.unpack_from(body, position)
        if length < 2:  # noqa: PLR2004 - the context id and the message control header
            problems.append(Problem(HEAD.size + position, f"a PDV of length {length} has no room for its header"))
            break
        fragment = body[position + PDV_HEAD.size : position + 4 + length]
        short = len(fragment) + 2 < length
        if short:
            words = f"a PDV claims {length} octets, {len(fragment) + 2} are there"
            problems.append(Problem(HEAD.size + position, words))
        pdvs.append(Pdv(context, flags, fragment, length if short else None))
        position += PDV_HEAD.size + len(fragment)
    rest = body[position:]
    if rest and not problems:
        problems.append(Problem(HEAD.size + position, f"{len(rest)} octets are too few for a PDV"))
    if not pdvs and not problems:
        problems.append(Problem(HEAD.size, "a P-DATA-TF without any PDV"))
    return Data(tuple(pdvs), rest, tuple(problems))
