"""Pictures that a service rendered: PNG whole (ISO/IEC 15948), of JPEG the size and the process (ISO/IEC 10918-1)."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

from conformance.dicom.wire import Unreadable

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS = {0: {1, 2, 4, 8, 16}, 2: {8, 16}, 3: {1, 2, 4, 8}, 4: {8, 16}, 6: {8, 16}}
_PALETTE = 3
_MOST = 4 << 20
"""Octets of pixels: what we ask for has hundreds, and each is looked at."""
_FRAME_HEADERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class Picture:
    """Rows and columns, and of a PNG the grey values, row by row, scaled to 8 bits; of colours the first.

    ``untold`` says in words why the grey values of a sound picture are not told.
    """

    rows: int
    columns: int
    grey: bytes = b""
    untold: str = ""


def read_jpeg(octets: bytes) -> Picture:
    """Read the frame header of a JPEG; raise Unreadable when it is no baseline one (B.2.2)."""
    if not octets.startswith(b"\xff\xd8"):
        raise Unreadable("no JPEG: it does not begin with SOI")
    at = 2
    while at + 4 <= len(octets):
        if octets[at] != 0xFF:  # noqa: PLR2004 - a marker
            raise Unreadable("a JPEG without marker where one must stand", at)
        marker = octets[at + 1]
        if marker == 0xFF:  # noqa: PLR2004 - fill
            at += 1
            continue
        size = struct.unpack_from(">H", octets, at + 2)[0]
        if marker in _FRAME_HEADERS:
            if marker != 0xC0:  # noqa: PLR2004 - SOF0
                raise Unreadable(f"a JPEG of process SOF{marker - 0xC0}, not baseline", at)
            if at + 9 > len(octets):
                break
            rows, columns = struct.unpack_from(">HH", octets, at + 5)
            if not octets.rstrip(b"\0").endswith(b"\xff\xd9"):
                raise Unreadable("a JPEG that does not end with EOI", len(octets))
            return Picture(rows, columns)
        at += 2 + max(size, 2)
    raise Unreadable("a JPEG without frame header", at)


def read_png(octets: bytes) -> Picture:
    """Read a PNG; of one that is interlaced, has a palette or less than 8 bits, the size alone."""
    head, data = _chunks(octets)
    if len(head) != 13:  # noqa: PLR2004 - the length of IHDR
        raise Unreadable("a PNG without header")
    columns, rows, bits, colour, _, _, interlaced = struct.unpack(">IIBBBBB", head)
    if bits not in _DEPTHS.get(colour, ()) or interlaced > 1 or not (rows and columns):
        raise Unreadable(f"a PNG of {columns} by {rows}, colour type {colour}, {bits} bits, interlace {interlaced}")
    step = _CHANNELS[colour] * bits // 8
    stride = columns * step
    if rows * (stride + 1) > _MOST:
        raise Unreadable(f"a PNG of {columns} by {rows} is over what we read")
    if colour == _PALETTE or bits < 8 or interlaced:  # noqa: PLR2004 - bits of an octet
        return Picture(rows, columns, untold=f"colour type {colour}, {bits} bits, interlace {interlaced}")
    try:
        lines = zlib.decompressobj().decompress(data, rows * (stride + 1) + 1)
    except zlib.error as error:
        raise Unreadable(f"a PNG that can't be inflated: {error}") from None
    if len(lines) < rows * (stride + 1):
        raise Unreadable("a PNG with too few pixels")
    return Picture(rows, columns, _unfiltered(lines, rows, stride, step)[::step])


def _chunks(octets: bytes) -> tuple[bytes, bytes]:
    """Return the header and the compressed pixels of a PNG (5.3)."""
    if not octets.startswith(_SIGNATURE):
        raise Unreadable("no PNG: the signature is missing")
    at, head, data = len(_SIGNATURE), b"", bytearray()
    while at + 12 <= len(octets):
        size = struct.unpack_from(">I", octets, at)[0]
        kind, body = octets[at + 4 : at + 8], octets[at + 8 : at + 8 + size]
        if kind == b"IHDR":
            head = body
        elif kind == b"IDAT":
            data += body
        at += 12 + size
        if kind == b"IEND":
            break
    return head, bytes(data)


def _unfiltered(lines: bytes, rows: int, stride: int, step: int) -> bytes:
    """Undo the filters (9.2)."""
    out, above = bytearray(), bytes(stride)
    for row in range(rows):
        start = row * (stride + 1)
        kind, line = lines[start], bytearray(lines[start + 1 : start + 1 + stride])
        for at in range(stride if kind else 0):
            left = line[at - step] if at >= step else 0
            corner = above[at - step] if at >= step else 0
            line[at] = line[at] + _predicted(kind, left, above[at], corner) & 0xFF
        out += line
        above = bytes(line)
    return bytes(out)


def _predicted(kind: int, left: int, up: int, corner: int) -> int:
    if kind < 4:  # noqa: PLR2004 - Paeth
        return (0, left, up, (left + up) // 2)[kind]
    if kind > 4:  # noqa: PLR2004 - no such filter: the pixels are off, and that shows
        return 0
    guess = left + up - corner
    return min((left, up, corner), key=lambda one: abs(guess - one))
