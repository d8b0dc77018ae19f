"""Messages that come in one burst and say the same, their data sets apart, as the matches of a query do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dicom.wire.messages import LAST, WHOLE_COMMAND
from conformance.dicom.wire.pdu import HEAD, ONE_PDV, P_DATA

if TYPE_CHECKING:
    from conformance.dicom.wire import Message

_FRONT = ONE_PDV.size


def command_pdu(message: Message, cap: int) -> bytes | None:
    """Return the PDU in which the command set of a message comes alone; None where there would be more to say of it.

    That is a PDU of more than ``cap`` octets, an odd fragment, anything wrong with the message, or no data set.
    """
    command = message.command.encode()
    length = len(command) + _FRONT - HEAD.size
    wrong = message.problems or message.command.problems
    if wrong or message.held is None or length % 2 or length > cap:
        return None
    return ONE_PDV.pack(P_DATA, 0, length, length - 4, message.context, WHOLE_COMMAND) + command


def alike(came: bytes, told: bytes, cap: int, most: int, octets: int) -> tuple[list[bytes], list[int]]:
    """Return the data sets that come behind ``told`` in a whole PDU of ``cap`` octets at most, and the messages' sizes.

    ``most`` of them, or as many as have over ``octets`` octets together, up to what is anything else.
    """
    data: list[bytes] = []
    sizes: list[int] = []
    at, front, size, begin = 0, len(told) + _FRONT, 0, told
    while len(data) < most and octets >= 0:
        if not size or not came.startswith(begin, at):
            size = _size(came, told, at, cap)
            begin = came[at : at + front]
        end = at + size
        if not size or end > len(came):
            break
        data.append(came[at + front : end])
        sizes.append(size)
        octets -= size - front
        at = end
    return data, sizes


def _size(came: bytes, told: bytes, at: int, cap: int) -> int:
    """Return the octets of a message whose command set is ``told``; 0 when it is another or comes another way."""
    start = at + len(told)
    if not came.startswith(told, at) or len(came) - start < _FRONT:
        return 0
    kind, reserved, length, size, context, flags = ONE_PDV.unpack_from(came, start)
    usual = (kind, reserved, context, flags) == (P_DATA, 0, told[_FRONT - 2], LAST)
    if not usual or size + 4 != length or size < 2 or length % 2 or length > cap:  # noqa: PLR2004 - PS3.8 9.3.5.1
        return 0
    return len(told) + HEAD.size + int(length)
