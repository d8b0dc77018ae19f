"""What goes over a WebSocket (RFC 6455 5): frames read and written, and what is wrong with one that was read."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from conformance.dicom.wire import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

MEDIA_TYPE: Final = "application/vnd.ietf.websocket-frame"
CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
NAMES: Final = {
    CONTINUATION: "continuation",
    TEXT: "text",
    BINARY: "binary",
    CLOSE: "close",
    PING: "ping",
    PONG: "pong",
}
HEAD: Final = 2
"""Octets that every frame begins with."""
LONGEST_CONTROL: Final = 125
"""RFC 6455 5.5."""
_TWO, _EIGHT = 126, 127

MASKED, FRAMED, FRAGMENTED, TEXTUAL = "masked", "framed", "fragmented", "textual"
"""What a fault is about: RFC 6455 5.1, 5.2, 5.4 with 5.5, and 8.1."""


class Fault(NamedTuple):
    """One thing that is wrong with what came."""

    about: str
    says: str


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame, its payload without mask. ``faults`` are those that can be seen in it alone."""

    opcode: int
    payload: bytes
    final: bool = True
    masked: bool = False
    faults: tuple[Fault, ...] = ()

    @property
    def control(self) -> bool:
        """Return whether it is no part of a message (5.5)."""
        return self.opcode >= CLOSE

    @property
    def name(self) -> str:
        """Return what it is called, for people."""
        return NAMES.get(self.opcode, f"opcode {self.opcode:X}")

    @property
    def summary(self) -> str:
        """Return it in one line."""
        part = "" if self.final else ", not the last of its message"
        return f"WebSocket {self.name}, {len(self.payload)} octets{part}"


def extent(octets: bytes | bytearray | memoryview, most: int) -> int:
    """Return how many octets a frame has that begins so, as far as they tell; never fewer than two.

    Raise Unreadable for a payload over ``most`` octets, and for a length that none may have (5.2).
    """
    if len(octets) < HEAD:
        return HEAD
    short = octets[1] & 0x7F
    size = HEAD + {_TWO: 2, _EIGHT: 8}.get(short, 0)
    if len(octets) < size:
        return size
    length = _length(octets, short)
    if length >> 63:
        raise Unreadable(f"a frame says it has {length} octets, and none may have 2^63 or more", HEAD)
    if length > most:
        raise Unreadable(f"a frame of {length} octets is over the cap of {most} octets", HEAD)
    return size + (4 if octets[1] & 0x80 else 0) + length


def _length(octets: bytes | bytearray | memoryview, short: int) -> int:
    if short < _TWO:
        return short
    return int.from_bytes(octets[HEAD : HEAD + (2 if short == _TWO else 8)], "big")


def read(octets: bytes) -> Frame:
    """Return the frame that some octets are, as many as ``extent`` says."""
    first, second = octets[0], octets[1]
    short, masked = second & 0x7F, bool(second & 0x80)
    at = HEAD + {_TWO: 2, _EIGHT: 8}.get(short, 0)
    length = _length(octets, short)
    payload = octets[at + 4 :] if masked else octets[at:]
    if masked:
        payload = unmasked(payload, octets[at : at + 4])
    opcode, final = first & 0x0F, bool(first & 0x80)
    return Frame(opcode, payload, final, masked, tuple(_faults(first, short, length, opcode, final=final)))


def _faults(first: int, short: int, length: int, opcode: int, *, final: bool) -> Iterator[Fault]:
    """Yield what is wrong with the head of a frame where no extension was agreed on (5.2, 5.5)."""
    if first & 0x70:
        yield Fault(FRAMED, f"reserved bits are {first >> 4 & 7:03b}, and no extension was agreed on")
    if opcode not in NAMES:
        yield Fault(FRAMED, f"the opcode {opcode:X} is reserved")
    if (short == _TWO and length < _TWO) or (short == _EIGHT and length < 1 << 16):
        yield Fault(
            FRAMED, f"a length of {length} is written in {2 if short == _TWO else 8} octets, more than it needs"
        )
    if opcode >= CLOSE and not final:
        yield Fault(FRAGMENTED, "a control frame is fragmented")
    if opcode >= CLOSE and length > LONGEST_CONTROL:
        yield Fault(FRAGMENTED, f"a control frame has {length} octets, more than {LONGEST_CONTROL}")


def written(opcode: int, payload: bytes, *, mask: bytes = b"", final: bool = True, reserved: int = 0) -> bytes:
    """Return a frame's octets, masked where a key of four octets is given, as a client's must be (5.3)."""
    bit, length = (0x80 if mask else 0), len(payload)
    first = (0x80 if final else 0) | reserved << 4 | opcode
    if length < _TWO:
        head = struct.pack(">BB", first, bit | length)
    elif length < 1 << 16:
        head = struct.pack(">BBH", first, bit | _TWO, length)
    else:
        head = struct.pack(">BBQ", first, bit | _EIGHT, length)
    return head + mask + (unmasked(payload, mask) if mask else payload)


def unmasked(payload: bytes, key: bytes) -> bytes:
    """Return a payload under a mask without it, or the reverse (5.3)."""
    size = len(payload)
    keys = (key * (size // 4 + 1))[:size]
    return (int.from_bytes(payload, "big") ^ int.from_bytes(keys, "big")).to_bytes(size, "big")


def explained(octets: bytes, most: int) -> Iterator[str]:
    """Yield frames as lines a person reads, as many of them as are whole."""
    at = 0
    while at < len(octets):
        try:
            size = extent(octets[at : at + 14], most)
        except Unreadable as error:
            yield f"unreadable: {error.says}"
            return
        if size > len(octets) - at:
            yield f"{len(octets) - at} octets of a frame of {size} or more"
            return
        frame = read(octets[at : at + size])
        yield frame.summary + (", masked" if frame.masked else "")
        yield from (f"  ! {fault.says}" for fault in frame.faults)
        yield from (f"  {line}" for line in frame.payload.decode("utf-8", "backslashreplace").splitlines())
        at += size
