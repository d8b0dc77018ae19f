"""A raw socket with PDU framing and nothing else: the floor. It shares no code with our client but the request."""

from __future__ import annotations

import socket
import struct
from typing import TYPE_CHECKING

from conformance.dicom.client.request import Proposal, Request
from conformance.dicom.wire import Associate, Pdu, read

if TYPE_CHECKING:
    from collections.abc import Iterator

LENGTH = 131072
_HEAD = struct.Struct(">BBL")
_PDV = struct.Struct(">LBB")
_ELEMENT = struct.Struct("<HHL")


def asking(sop_class: str, transfer_syntax: str) -> Request:
    """Return a request for one presentation context, whose id is 1."""
    proposals = (Proposal(sop_class, (transfer_syntax,)),)
    return Request(proposals, called="STORESCP", calling="BENCH", maximum_length=LENGTH)


def command(field: int, sop_class: str, number: int, *, data: bool, instance: str = "") -> bytes:
    """Return the command set of a request, made ahead of what is measured."""
    values = [(0x0002, _uid(sop_class)), (0x0100, _short(field)), (0x0110, _short(number)), (0x0700, _short(0))]
    values.append((0x0800, _short(0x0001 if data else 0x0101)))
    if instance:
        values.append((0x1000, _uid(instance)))
    octets = b"".join(_ELEMENT.pack(0, tag, len(value)) + value for tag, value in values)
    return _ELEMENT.pack(0, 0, 4) + struct.pack("<L", len(octets)) + octets


def _uid(text: str) -> bytes:
    return text.encode() + b"\0" * (len(text) % 2)


def _short(number: int) -> bytes:
    return struct.pack("<H", number)


def framed(asked: bytes, data: bytes = b"", most: int = LENGTH) -> Iterator[bytes]:
    """Yield the PDUs of one message; the first holds the command and as much of the data set as fits."""
    first = _PDV.pack(len(asked) + 2, 1, 3) + asked
    view, at, room = memoryview(data), 0, most - len(first) - 6
    while True:
        part = view[at : at + room]
        at += len(part)
        values = [first]
        if data:
            values = [first, _PDV.pack(len(part) + 2, 1, 2 if at == len(view) else 0), part]
        yield b"".join((_HEAD.pack(4, 0, sum(map(len, values))), *values))
        if at == len(view):
            return
        first, room = b"", most - 6


class Raw:
    """One association."""

    def __init__(self, port: int, request: Request) -> None:
        self.link = socket.create_connection(("127.0.0.1", port))
        self.link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.link.sendall(request.pdu().encode())
        kind, body = self.pdu()
        accepted = read(Pdu(kind, body))
        assert isinstance(accepted, Associate)
        self.most = min(accepted.user.maximum_length or LENGTH, LENGTH)

    def pdu(self) -> tuple[int, bytes]:
        """Read one PDU."""
        kind, _, length = _HEAD.unpack(self.exactly(6))
        return kind, self.exactly(length)

    def exactly(self, size: int) -> bytes:
        """Read so many octets."""
        octets = self.link.recv(size)
        while len(octets) < size:
            octets += self.link.recv(size - len(octets))
        return octets

    def ask(self, asked: bytes, data: bytes = b"") -> None:
        """Send a request and read the PDU that answers it."""
        for octets in framed(asked, data, self.most):
            self.link.sendall(octets)
        self.pdu()

    def close(self) -> None:
        """Release."""
        self.link.sendall(struct.pack(">BBLL", 5, 0, 4, 0))
        self.pdu()
        self.link.close()
