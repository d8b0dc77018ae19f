"""A small baseline JPEG of grey pixels, eight by eight at their mean: enough to be an honest picture of one's size.

ISO/IEC 10918-1 Annexes B and F. Only the DC coefficient of each block is coded.
"""

from __future__ import annotations

import struct

_DC_COUNTS = (0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0)
_QUANTUM = 8
"""With it, the DC coefficient is the mean of the block less 128."""


def _codes() -> list[tuple[int, int]]:
    """Return code and length of each category of a DC difference (Annex C, from the counts of table K.3)."""
    found: list[tuple[int, int]] = []
    code = 0
    for length, count in enumerate(_DC_COUNTS, 1):
        found += [(code + number, length) for number in range(count)]
        code = (code + count) << 1
    return found


def _segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def grey_jpeg(rows: int, columns: int, pixels: list[int]) -> bytes:
    """Return a JPEG of ``rows`` by ``columns`` pixels from 0 to 255, row by row."""
    codes = _codes()
    bits: list[str] = []
    before = 0
    for top in range(0, rows, 8):
        for left in range(0, columns, 8):
            block = [
                pixels[row * columns + column]
                for row in range(top, min(top + 8, rows))
                for column in range(left, min(left + 8, columns))
            ]
            value = sum(block) // len(block) - 128
            difference, before = value - before, value
            category = abs(difference).bit_length()
            code, length = codes[category]
            bits.append(f"{code:0{length}b}")
            if category:
                magnitude = difference if difference > 0 else difference + (1 << category) - 1
                bits.append(f"{magnitude:0{category}b}")
            bits.append("0")  # the end of the block is the one code of our AC table
    stream = "".join(bits)
    stream += "1" * (-len(stream) % 8)
    scan = int(stream, 2).to_bytes(len(stream) // 8, "big").replace(b"\xff", b"\xff\0")
    return b"".join(
        (
            b"\xff\xd8",
            _segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0"),
            _segment(0xDB, b"\0" + bytes([_QUANTUM] * 64)),
            _segment(0xC0, struct.pack(">BHHBBBB", 8, rows, columns, 1, 1, 0x11, 0)),
            _segment(0xC4, b"\0" + bytes(_DC_COUNTS) + bytes(range(12))),
            _segment(0xC4, b"\x10" + bytes([1] + [0] * 15) + b"\0"),
            _segment(0xDA, b"\1\1\0\0\x3f\0"),
            scan,
            b"\xff\xd9",
        )
    )
