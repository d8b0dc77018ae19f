"""The items and sub-items of an association's PDUs (PS3.8 9.3.2, PS3.7 Annex D), kept whatever they hold."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conformance.dicom.wire.octets import Problem, plain, uid

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

APPLICATION_CONTEXT = 0x10
PROPOSED, ANSWERED = 0x20, 0x21
ABSTRACT_SYNTAX, TRANSFER_SYNTAX = 0x30, 0x40
USER_INFORMATION = 0x50
MAXIMUM_LENGTH, IMPLEMENTATION_CLASS, WINDOW, ROLE = 0x51, 0x52, 0x53, 0x54
IMPLEMENTATION_VERSION, EXTENDED, COMMON_EXTENDED = 0x55, 0x56, 0x57
IDENTITY, IDENTITY_RESPONSE = 0x58, 0x59

_HEAD = struct.Struct(">BBH")
_CONTEXT_HEAD = 4


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its type, its body, and its length as written when that is not the body's."""

    kind: int
    body: bytes
    reserved: int = 0
    length: int | None = None

    def encode(self) -> bytes:
        """Return the item as octets."""
        length = len(self.body) if self.length is None else self.length
        return _HEAD.pack(self.kind, self.reserved, length) + self.body


@dataclass(frozen=True, slots=True)
class Items:
    """Items in the order they stand, and the octets after them that are too few for another one."""

    items: tuple[Item, ...] = ()
    rest: bytes = b""
    problems: tuple[Problem, ...] = field(default=(), compare=False)

    def encode(self) -> bytes:
        """Return them as octets; what was read comes out as it went in."""
        return b"".join(item.encode() for item in self.items) + self.rest

    def of(self, kind: int) -> tuple[Item, ...]:
        """Return the items of one type, in order."""
        return tuple(item for item in self.items if item.kind == kind)


def read_items(octets: bytes, at: int = 0) -> Items:
    """Read items until the octets end; an item longer than what is left keeps what there is."""
    found: list[Item] = []
    problems: list[Problem] = []
    position = 0
    while len(octets) - position >= _HEAD.size:
        kind, reserved, length = _HEAD.unpack_from(octets, position)
        body = octets[position + _HEAD.size : position + _HEAD.size + length]
        short = len(body) < length
        if short:
            problems.append(Problem(at + position, f"item {kind:02X} claims {length} octets, {len(body)} are there"))
        found.append(Item(kind, body, reserved, length if short else None))
        position += _HEAD.size + len(body)
    rest = octets[position:]
    if rest:
        problems.append(Problem(at + position, f"{len(rest)} octets are too few for an item"))
    return Items(tuple(found), rest, tuple(problems))


@dataclass(frozen=True, slots=True)
class Context:
    """A presentation context, proposed (``result`` 0) or answered (PS3.8 9.3.2.2, 9.3.3.2)."""

    id: int
    abstract_syntax: str | None
    transfer_syntaxes: tuple[str, ...]
    result: int = 0
    problems: tuple[Problem, ...] = field(default=(), compare=False)

    @property
    def accepted(self) -> bool:
        """Return whether the answer was acceptance."""
        return self.result == 0


def proposed(id: int, abstract_syntax: str, transfer_syntaxes: Sequence[str]) -> Item:  # noqa: A002 - PS3.8's word
    """Return the item that proposes one context."""
    inner = [Item(ABSTRACT_SYNTAX, abstract_syntax.encode())]
    inner += [Item(TRANSFER_SYNTAX, one.encode()) for one in transfer_syntaxes]
    return Item(PROPOSED, bytes([id, 0, 0, 0]) + Items(tuple(inner)).encode())


def answered(id: int, result: int, transfer_syntax: str = "1.2.840.10008.1.2") -> Item:  # noqa: A002 - PS3.8's word
    """Return the item that answers one context."""
    return Item(ANSWERED, bytes([id, 0, result, 0]) + Item(TRANSFER_SYNTAX, transfer_syntax.encode()).encode())


def read_context(item: Item, at: int = 0) -> Context:
    """Read a proposed or answered context; what is missing reads as id 0, result 255 or no syntax."""
    head = item.body[:_CONTEXT_HEAD]
    if len(head) < _CONTEXT_HEAD:
        return Context(head[0] if head else 0, None, (), 255, (Problem(at, "a presentation context is cut short"),))
    inner = read_items(item.body[_CONTEXT_HEAD:], at + _HEAD.size + _CONTEXT_HEAD)
    problems = list(inner.problems)
    abstract = [uid(one.body) for one in inner.of(ABSTRACT_SYNTAX)]
    if item.kind == PROPOSED and len(abstract) != 1:
        problems.append(Problem(at, f"context {head[0]} has {len(abstract)} abstract syntaxes"))
    syntaxes = tuple(uid(one.body) for one in inner.of(TRANSFER_SYNTAX))
    result = head[2] if item.kind == ANSWERED else 0
    return Context(head[0], abstract[0] if abstract else None, syntaxes, result, tuple(problems))


@dataclass(frozen=True, slots=True)
class Role:
    """SCP/SCU role selection for one SOP class (PS3.7 D.3.3.4)."""

    sop_class: str
    scu: int
    scp: int

    def item(self) -> Item:
        """Return the sub-item."""
        return Item(ROLE, _named(self.sop_class) + bytes([self.scu, self.scp]))


@dataclass(frozen=True, slots=True)
class Extended:
    """SOP class extended negotiation (PS3.7 D.3.3.5): the class and its application information."""

    sop_class: str
    information: bytes

    def item(self) -> Item:
        """Return the sub-item."""
        return Item(EXTENDED, _named(self.sop_class) + self.information)


@dataclass(frozen=True, slots=True)
class UserIdentity:
    """User identity negotiation (PS3.7 D.3.3.7): 1 name, 2 name and passcode, 3 Kerberos, 4 SAML, 5 JWT."""

    kind: int
    primary: bytes
    secondary: bytes = b""
    wants_response: bool = False

    def item(self) -> Item:
        """Return the sub-item."""
        fields = b"".join(struct.pack(">H", len(one)) + one for one in (self.primary, self.secondary))
        return Item(IDENTITY, bytes([self.kind, self.wants_response]) + fields)


@dataclass(frozen=True, slots=True)
class UserInformation:
    """What the user information item says, each part None or empty when absent (PS3.7 D.3.3)."""

    maximum_length: int | None = None
    implementation_class: str | None = None
    implementation_version: str | None = None
    window: tuple[int, int] | None = None
    roles: tuple[Role, ...] = ()
    extended: tuple[Extended, ...] = ()
    identity: bytes | None = None
    identity_response: bytes | None = None
    unknown: tuple[Item, ...] = ()
    problems: tuple[Problem, ...] = field(default=(), compare=False)

    def item(self, more: Iterable[Item] = ()) -> Item:
        """Return the user information item, its sub-items in ascending order, then ``more``."""
        parts: list[Item] = []
        if self.maximum_length is not None:
            parts.append(Item(MAXIMUM_LENGTH, struct.pack(">I", self.maximum_length)))
        if self.implementation_class is not None:
            parts.append(Item(IMPLEMENTATION_CLASS, self.implementation_class.encode()))
        if self.window is not None:
            parts.append(Item(WINDOW, struct.pack(">HH", *self.window)))
        parts += [role.item() for role in self.roles]
        if self.implementation_version is not None:
            parts.append(Item(IMPLEMENTATION_VERSION, self.implementation_version.encode()))
        parts += [one.item() for one in self.extended]
        if self.identity is not None:
            parts.append(Item(IDENTITY, self.identity))
        if self.identity_response is not None:
            parts.append(Item(IDENTITY_RESPONSE, self.identity_response))
        return Item(USER_INFORMATION, Items((*parts, *self.unknown, *more)).encode())


def _named(sop_class: str) -> bytes:
    name = sop_class.encode()
    return struct.pack(">H", len(name)) + name


def _unnamed(body: bytes) -> tuple[str, bytes] | None:
    length = int.from_bytes(body[:2], "big")
    if len(body) < 2 + length:
        return None
    return uid(body[2 : 2 + length]), body[2 + length :]


def read_user_information(item: Item, at: int = 0) -> UserInformation:
    """Read the sub-items; a malformed one is named as a problem and otherwise taken as absent."""
    inner = read_items(item.body, at + _HEAD.size)
    problems = list(inner.problems)

    def sized(kind: int, size: int) -> bytes | None:
        for one in inner.of(kind):
            if len(one.body) == size:
                return one.body
            problems.append(Problem(at, f"sub-item {kind:02X} has {len(one.body)} octets, not {size}"))
        return None

    def first(kind: int) -> bytes | None:
        return next((one.body for one in inner.of(kind)), None)

    maximum, window = sized(MAXIMUM_LENGTH, 4), sized(WINDOW, 4)
    roles, extended = [], []
    for one in (*inner.of(ROLE), *inner.of(EXTENDED)):
        named = _unnamed(one.body)
        if named is None or (one.kind == ROLE and len(named[1]) != 2):  # noqa: PLR2004 - one octet for each role
            problems.append(Problem(at, f"sub-item {one.kind:02X} is cut short"))
        elif one.kind == ROLE:
            roles.append(Role(named[0], named[1][0], named[1][1]))
        else:
            extended.append(Extended(*named))
    implementation, version = first(IMPLEMENTATION_CLASS), first(IMPLEMENTATION_VERSION)
    return UserInformation(
        maximum_length=int.from_bytes(maximum, "big") if maximum else None,
        implementation_class=None if implementation is None else uid(implementation),
        implementation_version=None if version is None else plain(version),
        window=(int.from_bytes(window[:2], "big"), int.from_bytes(window[2:], "big")) if window else None,
        roles=tuple(roles),
        extended=tuple(extended),
        identity=first(IDENTITY),
        identity_response=first(IDENTITY_RESPONSE),
        unknown=tuple(one for one in inner.items if not MAXIMUM_LENGTH <= one.kind <= IDENTITY_RESPONSE),
        problems=tuple(problems),
    )
