"""Association PDUs: read as PS3.8 9.3 wants them read, written by pynetdicom's encoders.

pynetdicom's own reader aborts on items it does not know and on versions other than 1, so it is not used here:
PS3.8 9.3.1 asks to skip the former, 9.3.2 to test only the lowest bit of the latter.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pynetdicom import pdu, pdu_items

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

APPLICATION_CONTEXT: Final = "1.2.840.10008.3.1.1.1"
IMPLEMENTATION_CLASS: Final = "2.25.193460812645437618231917263842157092641"
IMPLEMENTATION_VERSION: Final = "CONFORMANCE_SIM"

ASSOCIATE_RQ, ASSOCIATE_AC, ASSOCIATE_RJ, P_DATA, RELEASE_RQ, RELEASE_RP, ABORT = range(1, 8)
ACCEPTED, NO_ABSTRACT_SYNTAX, NO_TRANSFER_SYNTAX = 0, 3, 4
_KNOWN: Final = frozenset(range(0x51, 0x5A))
"""Item types of user information that PS3.7 D.3.3 defines."""


class Malformed(Exception):  # noqa: N818 - says what came
    """The octets are no PDU; ``reason`` is that of an A-ABORT by the provider (PS3.8 table 9-26)."""

    def __init__(self, says: str, reason: int = 6) -> None:
        super().__init__(says)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Proposed:
    """One presentation context of an A-ASSOCIATE-RQ."""

    id: int
    abstract: str
    transfer: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """What an A-ASSOCIATE-AC says to one context; ``transfer`` has no meaning unless ``result`` is 0."""

    id: int
    result: int
    transfer: str


@dataclass(slots=True)
class Request:
    """An A-ASSOCIATE-RQ as read. AE titles are as they came, with their spaces; ``roles`` maps to (SCU, SCP)."""

    version: int
    called: str
    calling: str
    application_context: str = ""
    contexts: list[Proposed] = field(default_factory=list)
    maximum: int = 0
    roles: dict[str, tuple[int, int]] = field(default_factory=dict)
    extended: dict[str, bytes] = field(default_factory=dict)
    window: tuple[int, int] | None = None
    unknown: int = 0
    reserved: bytes = b""
    identified: bool = False
    identity: tuple[int, bytes, bytes] | None = None
    """Type, primary and secondary field of a user identity (PS3.7 D.3.3.7)."""


@dataclass(slots=True)
class Acceptance:
    """What goes into an A-ASSOCIATE-AC."""

    request: Request
    answered: list[Answered]
    maximum: int
    roles: Mapping[str, tuple[int, int]]
    extended: Mapping[str, bytes]
    window: tuple[int, int] | None = None
    version: int = 1
    called: str = ""
    calling: str = ""
    implementation_class: str = IMPLEMENTATION_CLASS
    implementation_version: str = IMPLEMENTATION_VERSION


def _items(octets: bytes, most: int = 4096) -> Iterator[tuple[int, bytes]]:
    """Yield item type and value of each item; refuse one that runs over the end."""
    at = 0
    while at < len(octets):
        if at + 4 > len(octets) or not most:
            raise Malformed("an item is cut short")
        kind, _, size = struct.unpack_from(">BBH", octets, at)
        at, most = at + 4, most - 1
        if at + size > len(octets):
            raise Malformed(f"item {kind:02X} is cut short")
        yield kind, octets[at : at + size]
        at += size


def _text(octets: bytes) -> str:
    return octets.rstrip(b"\0").decode("latin-1")


def read_request(octets: bytes) -> Request:
    """Read what follows the six octets of an A-ASSOCIATE-RQ's head (PS3.8 9.3.2)."""
    if len(octets) < 68:  # noqa: PLR2004 - the fixed fields
        raise Malformed("an A-ASSOCIATE-RQ is shorter than its fixed fields")
    request = Request(
        struct.unpack_from(">H", octets)[0], octets[4:20].decode("latin-1"), octets[20:36].decode("latin-1")
    )
    request.reserved = octets[2:4] + octets[36:68]
    for kind, value in _items(octets[68:]):
        if kind == 0x10:  # noqa: PLR2004 - item types, here and below
            request.application_context = _text(value)
        elif kind == 0x20:  # noqa: PLR2004
            request.contexts.append(_proposed(value))
        elif kind == 0x50:  # noqa: PLR2004
            _read_user_information(value, request)
        else:
            request.unknown += 1
    return request


def _proposed(value: bytes) -> Proposed:
    if len(value) < 4:  # noqa: PLR2004 - the fixed fields
        raise Malformed("a presentation context is cut short")
    parts = list(_items(value[4:]))
    abstract = [_text(one) for kind, one in parts if kind == 0x30]  # noqa: PLR2004
    transfer = tuple(_text(one) for kind, one in parts if kind == 0x40)  # noqa: PLR2004
    if len(abstract) != 1 or not transfer or not value[0] % 2:
        raise Malformed(f"presentation context {value[0]} is not whole")
    return Proposed(value[0], abstract[0], transfer)


def _read_user_information(value: bytes, into: Request) -> None:
    """Read the sub-items a simulator heeds; all others are skipped (PS3.8 9.3.1, PS3.7 D.3.3)."""
    for kind, inner in _items(value):
        into.unknown += kind not in _KNOWN
        if kind == 0x58:  # noqa: PLR2004 - user identity
            into.identified, into.identity = True, _identity(inner)
        if kind == 0x51 and len(inner) == 4:  # noqa: PLR2004 - maximum length
            into.maximum = struct.unpack(">L", inner)[0]
        elif kind == 0x53 and len(inner) == 4:  # noqa: PLR2004 - asynchronous operations window
            into.window = struct.unpack(">HH", inner)
        elif kind in {0x54, 0x56} and len(inner) > 2:  # noqa: PLR2004 - a UID, then more
            size = struct.unpack_from(">H", inner)[0]
            uid, rest = _text(inner[2 : 2 + size]), inner[2 + size :]
            if kind == 0x54 and len(rest) == 2:  # noqa: PLR2004 - roles
                into.roles[uid] = (rest[0], rest[1])
            elif kind == 0x56:  # noqa: PLR2004 - SOP class extended negotiation
                into.extended[uid] = rest


def _identity(value: bytes) -> tuple[int, bytes, bytes]:
    first = int.from_bytes(value[2:4], "big") + 4
    second = int.from_bytes(value[first : first + 2], "big") + first + 2
    return value[0] if value else 0, value[4:first], value[first + 2 : second]


def _user_information(acceptance: Acceptance) -> pdu_items.UserInformationItem:
    made = pdu_items.UserInformationItem()
    length = pdu_items.MaximumLengthSubItem()
    length.maximum_length_received = acceptance.maximum
    made.user_data.append(length)
    if acceptance.implementation_class:
        implementation = pdu_items.ImplementationClassUIDSubItem()
        implementation.implementation_class_uid = acceptance.implementation_class
        made.user_data.append(implementation)
    if acceptance.window is not None:
        window = pdu_items.AsynchronousOperationsWindowSubItem()
        window.maximum_number_operations_invoked, window.maximum_number_operations_performed = acceptance.window
        made.user_data.append(window)
    for uid, (scu, scp) in acceptance.roles.items():
        role = pdu_items.SCP_SCU_RoleSelectionSubItem()
        role.sop_class_uid, role.scu_role, role.scp_role = uid, scu, scp
        made.user_data.append(role)
    if acceptance.implementation_version:
        version = pdu_items.ImplementationVersionNameSubItem()
        version.implementation_version_name = acceptance.implementation_version
        made.user_data.append(version)
    for uid, information in acceptance.extended.items():
        extended = pdu_items.SOPClassExtendedNegotiationSubItem()
        extended.sop_class_uid = uid
        extended.service_class_application_information = information
        made.user_data.append(extended)
    return made


def _application_context() -> pdu_items.ApplicationContextItem:
    made = pdu_items.ApplicationContextItem()
    made.application_context_name = APPLICATION_CONTEXT
    return made


def _transfer(uid: str) -> pdu_items.TransferSyntaxSubItem:
    made = pdu_items.TransferSyntaxSubItem()
    made.transfer_syntax_name = uid
    return made


def accept_pdu(acceptance: Acceptance) -> bytes:
    """Return an A-ASSOCIATE-AC; the AE titles go back octet for octet as they came (PS3.8 9.3.3)."""
    made = pdu.A_ASSOCIATE_AC()
    made.variable_items.append(_application_context())
    for one in acceptance.answered:
        context = pdu_items.PresentationContextItemAC()
        context.presentation_context_id, context.result_reason = one.id, one.result
        context.transfer_syntax_sub_item.append(_transfer(one.transfer))
        made.variable_items.append(context)
    made.variable_items.append(_user_information(acceptance))
    octets = bytearray(made.encode())
    called = acceptance.called or acceptance.request.called
    calling = acceptance.calling or acceptance.request.calling
    octets[6:8] = struct.pack(">H", acceptance.version)
    octets[10:42] = called.encode("latin-1").ljust(16)[:16] + calling.encode("latin-1").ljust(16)[:16]
    return bytes(octets)


def request_pdu(
    called: str, calling: str, contexts: Sequence[Proposed], maximum: int, roles: Mapping[str, tuple[int, int]]
) -> bytes:
    """Return an A-ASSOCIATE-RQ."""
    made = pdu.A_ASSOCIATE_RQ()
    made.variable_items.append(_application_context())
    for one in contexts:
        context = pdu_items.PresentationContextItemRQ()
        context.presentation_context_id = one.id
        abstract = pdu_items.AbstractSyntaxSubItem()
        abstract.abstract_syntax_name = one.abstract
        context.abstract_transfer_syntax_sub_items = [abstract, *map(_transfer, one.transfer)]
        made.variable_items.append(context)
    plain = Request(1, called, calling)
    made.variable_items.append(_user_information(Acceptance(plain, [], maximum, roles, {})))
    octets = bytearray(made.encode())
    octets[10:42] = called.encode("latin-1").ljust(16)[:16] + calling.encode("latin-1").ljust(16)[:16]
    return bytes(octets)


def read_accept(octets: bytes) -> tuple[list[Answered], int]:
    """Return the contexts' results and the maximum length from what follows an A-ASSOCIATE-AC's head."""
    answered, user = [], Request(1, "", "")
    for kind, value in _items(octets[68:]):
        if kind == 0x21 and len(value) >= 4:  # noqa: PLR2004 - item type, fixed fields
            names = [_text(one) for inner, one in _items(value[4:]) if inner == 0x40]  # noqa: PLR2004
            answered.append(Answered(value[0], value[2], names[0] if names else ""))
        elif kind == 0x50:  # noqa: PLR2004
            _read_user_information(value, user)
    return answered, user.maximum


def reject_pdu(result: int, source: int, reason: int) -> bytes:
    """Return an A-ASSOCIATE-RJ (PS3.8 9.3.4)."""
    return struct.pack(">BBLBBBB", ASSOCIATE_RJ, 0, 4, 0, result, source, reason)


def abort_pdu(source: int, reason: int) -> bytes:
    """Return an A-ABORT (PS3.8 9.3.8)."""
    return struct.pack(">BBLBBBB", ABORT, 0, 4, 0, 0, source, reason)


def release_pdu(kind: int) -> bytes:
    """Return an A-RELEASE-RQ or A-RELEASE-RP (PS3.8 9.3.6, 9.3.7)."""
    return struct.pack(">BBLL", kind, 0, 4, 0)
