"""Small pictures: native, run-length encoded, and real compressed codestreams that carry the instance's name."""

from __future__ import annotations

import struct
from itertools import groupby
from typing import Final

from conformance.dicom.samples import syntaxes
from conformance.dicom.samples.codestreams import CODESTREAMS

SIDE: Final = 16
"""Rows and columns of every sample."""

ENCAPSULATED: Final = frozenset({syntax for syntax, _ in CODESTREAMS} | {syntaxes.RLELossless})
LOSSY: Final = frozenset({syntaxes.JPEGBaseline8Bit, syntaxes.JPEG2000})
EIGHT_BIT_ONLY: Final = LOSSY
"""Syntaxes whose samples hold 8 bits; a class that asks for 16 (CT, MR ...) can't be had in them."""


def frame(seed: bytes, bits: int, *, little: bool = True) -> bytes:
    """Return one native frame of 8 or 16 bits allocated (12 stored), a gradient that starts where the seed says."""
    values = [
        (seed[0] * 16 + seed[1] + column * 131 + row * 71) % 4096 for row in range(SIDE) for column in range(SIDE)
    ]
    if bits == 8:  # noqa: PLR2004 - bits
        return bytes(value % 256 for value in values)
    return struct.pack(f"{'<' if little else '>'}{len(values)}H", *values)


def run_length_encoded(native: bytes, bits: int) -> bytes:
    """Return one little endian greyscale frame as an RLE fragment: 64 octets of header, then byte planes (PS3.5 G)."""
    step = bits // 8
    planes = [native[offset::step] for offset in reversed(range(step))]
    segments = [b"".join(_packed(plane[at : at + SIDE]) for at in range(0, len(plane), SIDE)) for plane in planes]
    segments = [segment + b"\0" * (len(segment) % 2) for segment in segments]
    offsets = [64 + sum(map(len, segments[:number])) for number in range(len(segments))]
    return struct.pack("<16L", len(segments), *offsets, *[0] * (15 - len(offsets))) + b"".join(segments)


def _packed(row: bytes) -> bytes:
    """Encode one row by PackBits: runs of two or more replicate, the rest is literal (PS3.5 G.3.1)."""
    out, literal = bytearray(), bytearray()
    for value, run in groupby(row):
        count = len(list(run))
        if count == 1:
            literal.append(value)
            continue
        out += _literal(literal)
        literal.clear()
        out += bytes((257 - count, value))
    return bytes(out + _literal(literal))


def _literal(octets: bytearray) -> bytes:
    return bytes((len(octets) - 1,)) + octets if octets else b""


def compressed(transfer_syntax: str, bits: int, remark: str) -> bytes:
    """Return a codestream of even length that says ``remark`` in a comment segment, so that no two are alike."""
    octets = CODESTREAMS[transfer_syntax, bits]
    text = remark.encode("ascii")
    if octets.startswith(b"\xff\x4f"):  # JPEG 2000: COM after SIZ, registered as Latin text (ISO/IEC 15444-1 A.9.2)
        after = 4 + int.from_bytes(octets[4:6], "big")
        comment = b"\xff\x64" + struct.pack(">HH", 4 + len(text), 1) + text
    else:  # JPEG and JPEG-LS: COM before the first segment that is not APP0 (ITU-T T.81 B.2.4.5)
        after = 4 + int.from_bytes(octets[4:6], "big") if octets[2:4] == b"\xff\xe0" else 2
        comment = b"\xff\xfe" + struct.pack(">H", 2 + len(text)) + text
    whole = octets[:after] + comment + octets[after:]
    return whole + b"\0" * (len(whole) % 2)


def fragments(transfer_syntax: str, bits: int, frames: list[bytes], remark: str) -> tuple[bytes, ...]:
    """Return one fragment a frame; native ``frames`` are little endian."""
    if transfer_syntax == syntaxes.RLELossless:
        return tuple(run_length_encoded(one, bits) for one in frames)
    return tuple(compressed(transfer_syntax, bits, f"{remark} frame {number}") for number in range(1, len(frames) + 1))


def encapsulated(parts: tuple[bytes, ...]) -> bytes:
    """Return the value of an encapsulated Pixel Data: a basic offset table, then the fragments (PS3.5 A.4).

    The sequence delimitation item is left to the writer of the data element.
    """
    offsets = [sum(8 + len(part) for part in parts[:number]) for number in range(len(parts))]
    table = struct.pack(f"<{len(offsets)}L", *offsets)
    return b"".join(b"\xfe\xff\x00\xe0" + struct.pack("<L", len(item)) + item for item in (table, *parts))
