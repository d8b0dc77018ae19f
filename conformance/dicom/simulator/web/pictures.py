"""Draw small greyscale images as PNG and baseline JPEG (ISO/IEC 15948, ISO/IEC 10918-1): what a rendering comes in."""

from __future__ import annotations

import math
import struct
import zlib
from functools import cache
from typing import Final

_DC_COUNTS: Final = bytes((0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0))
_AC_COUNTS: Final = bytes((0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125))
_AC_VALUES: Final = bytes.fromhex(
    "01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728292a34353637"
    "38393a434445464748494a535455565758595a636465666768696a737475767778797a838485868788898a92939495969798999aa2a3"
    "a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa"
)
_ZIGZAG: Final = sorted(
    range(64), key=lambda at: (at // 8 + at % 8, at // 8 if (at // 8 + at % 8) % 2 else at % 8)
)  # fmt: skip


def png(pixels: bytes, rows: int, columns: int) -> bytes:
    """Return 8-bit grey pixels as PNG."""
    lines = b"".join(b"\0" + pixels[at * columns : (at + 1) * columns] for at in range(rows))
    head = struct.pack(">IIBBBBB", columns, rows, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


def jpeg(pixels: bytes, rows: int, columns: int) -> bytes:
    """Return 8-bit grey pixels as baseline JPEG, quantised by one."""
    head = b"\xff\xd8" + _segment(0xDB, b"\0" + bytes([1] * 64))
    head += _segment(0xC0, struct.pack(">BHHBBBB", 8, rows, columns, 1, 1, 0x11, 0))
    head += _segment(0xC4, b"\x00" + _DC_COUNTS + bytes(range(12)) + b"\x10" + _AC_COUNTS + _AC_VALUES)
    head += _segment(0xDA, b"\x01\x01\x00\x00\x3f\x00")
    bits: list[str] = []
    before = 0
    for top in range(0, rows, 8):
        for left in range(0, columns, 8):
            block = [
                pixels[min(top + y, rows - 1) * columns + min(left + x, columns - 1)] - 128
                for y in range(8)
                for x in range(8)
            ]
            before = _block(_transformed(block), before, bits)
    text = "".join(bits)
    text += "1" * (-len(text) % 8)
    data = int(text, 2).to_bytes(len(text) // 8, "big").replace(b"\xff", b"\xff\x00")
    return head + data + b"\xff\xd9"


def _segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


@cache
def _cosines() -> list[list[float]]:
    return [
        [(math.sqrt(0.125) if u == 0 else 0.5) * math.cos((2 * x + 1) * u * math.pi / 16) for x in range(8)]
        for u in range(8)
    ]


def _transformed(block: list[int]) -> list[int]:
    """Return the discrete cosine transform of 8 x 8 samples, in zigzag order (A.3.3, A.3.6)."""
    cosines = _cosines()
    across = [[sum(block[y * 8 + x] * cosines[u][x] for x in range(8)) for u in range(8)] for y in range(8)]
    made = [round(sum(across[y][u] * cosines[v][y] for y in range(8))) for v in range(8) for u in range(8)]
    return [max(-1023, min(1023, made[at])) for at in _ZIGZAG]


@cache
def _codes(counts: bytes, values: bytes) -> dict[int, str]:
    """Return the Huffman codes of a table as strings of bits (C.2)."""
    found, code, at = {}, 0, 0
    for size, count in enumerate(counts, 1):
        for _ in range(count):
            found[values[at]] = f"{code:0{size}b}"
            code += 1
            at += 1
        code <<= 1
    return found


def _block(values: list[int], before: int, bits: list[str]) -> int:
    """Write one block (F.1.2); return its DC value for the next."""
    size, tail = _magnitude(values[0] - before)
    bits.append(_codes(_DC_COUNTS, bytes(range(12)))[size] + tail)
    codes, zeros = _codes(_AC_COUNTS, _AC_VALUES), 0
    last = max((at for at in range(1, 64) if values[at]), default=0)
    for value in values[1 : last + 1]:
        if not value:
            zeros += 1
            continue
        bits.extend([codes[0xF0]] * (zeros // 16))
        size, tail = _magnitude(value)
        bits.append(codes[(zeros % 16) << 4 | size] + tail)
        zeros = 0
    if last < 63:  # noqa: PLR2004 - the last coefficient
        bits.append(codes[0])
    return values[0]


def _magnitude(value: int) -> tuple[int, str]:
    size = abs(value).bit_length()
    return size, f"{value if value > 0 else value + (1 << size) - 1:0{size}b}" if size else ""
