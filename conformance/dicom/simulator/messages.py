"""DIMSE messages: command sets in implicit little endian by pydicom, and their places in P-DATA-TF PDUs (PS3.7 6.3)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from conformance.dicom.samples import syntaxes
from conformance.dicom.simulator.associating import P_DATA, Malformed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydicom.dataset import Dataset

C_STORE, C_GET, C_FIND, C_MOVE, C_ECHO = 0x0001, 0x0010, 0x0020, 0x0021, 0x0030
N_EVENT_REPORT, N_GET, N_SET, N_ACTION, N_CREATE, N_DELETE, C_CANCEL = (
    0x0100, 0x0110, 0x0120, 0x0130, 0x0140, 0x0150, 0x0FFF,
)  # fmt: skip
RESPONSE: Final = 0x8000
NO_DATA_SET: Final = 0x0101
MINIMUM_LENGTH: Final = 16


@dataclass(frozen=True, slots=True)
class Message:
    """One DIMSE message as it came: its context, command set, and data set octets if it has one."""

    context_id: int
    command: Dataset
    data: bytes | None

    @property
    def field(self) -> int:
        """Return Command Field (0000,0100)."""
        return int(self.command.get("CommandField", 0) or 0)

    @property
    def id(self) -> int:
        """Return Message ID (0000,0110)."""
        return int(self.command.get("MessageID", 0) or 0)


def command_octets(command: Dataset) -> bytes:
    """Return a command set with its group length (PS3.7 6.3.1, E.1)."""
    rest = syntaxes.encoded(command, syntaxes.ImplicitVRLittleEndian)
    return struct.pack("<HHLL", 0, 0, 4, len(rest)) + rest


def read_command(octets: bytes) -> Dataset:
    """Read a command set strictly: group 0000 only, whole elements (PS3.7 6.3.1)."""
    at = 0
    while at < len(octets):
        if at + 8 > len(octets):
            raise Malformed("a command element is cut short")
        group, _, size = struct.unpack_from("<HHL", octets, at)
        if group or at + 8 + size > len(octets):
            raise Malformed("octets that are no command set")
        at += 8 + size
    command = syntaxes.decoded(octets, syntaxes.ImplicitVRLittleEndian)
    try:
        for element in command:
            if element.keyword in {"CommandField", "MessageID", "CommandDataSetType"}:
                int(element.value)
        if "CommandField" not in command or "CommandDataSetType" not in command:
            raise Malformed("a command set without Command Field or Command Data Set Type")
    except (TypeError, ValueError, OverflowError) as error:
        raise Malformed(f"a command set that can't be read: {error}") from None
    return command


def pdvs(octets: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield context id, message control header and fragment of each PDV in a P-DATA-TF (PS3.8 9.3.5, E.2)."""
    at = 0
    if not octets:
        raise Malformed("a P-DATA-TF without PDV")
    while at < len(octets):
        if at + 6 > len(octets):
            raise Malformed("a PDV is cut short")
        size = struct.unpack_from(">L", octets, at)[0]
        if size < 2 or at + 4 + size > len(octets):  # noqa: PLR2004 - context id and control header
            raise Malformed(f"a PDV says it has {size} octets")
        yield octets[at + 4], octets[at + 5], octets[at + 6 : at + 4 + size]
        at += 4 + size


def pieces(context_id: int, octets: bytes, *, is_command: bool, maximum: int) -> Iterator[bytes]:
    """Yield the P-DATA-TF PDUs that carry octets: even fragments, no PDU value field over ``maximum`` (0: no limit)."""
    room = (maximum or (1 << 20)) - 6
    room = max(2, room - room % 2)
    for at in range(0, max(1, len(octets)), room):
        part = octets[at : at + room]
        control = (1 if is_command else 0) | (2 if at + room >= len(octets) else 0)
        yield struct.pack(">BBLLBB", P_DATA, 0, len(part) + 6, len(part) + 2, context_id, control) + part
