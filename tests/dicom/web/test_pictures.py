"""Pictures: ours are read by Pillow where it is installed, and our reader reads what it must."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.dicom.simulator.web import pictures
from conformance.dicom.web.pictures import read_jpeg, read_png
from conformance.dicom.wire import Unreadable

PIXELS = bytes((x * 13 + y * 7) % 256 for y in range(16) for x in range(16))


def test_a_png_comes_back_as_it_was_drawn():
    read = read_png(pictures.png(PIXELS, 16, 16))

    assert (read.rows, read.columns, read.grey) == (16, 16, PIXELS)


def test_a_jpeg_says_its_size():
    read = read_jpeg(pictures.jpeg(PIXELS[: 16 * 10], 10, 16))

    assert (read.rows, read.columns) == (10, 16)


def test_another_library_reads_both():
    image = pytest.importorskip("PIL.Image", reason="Pillow is not installed")
    for drawn in (pictures.png(PIXELS, 16, 16), pictures.jpeg(PIXELS, 16, 16)):
        with image.open(BytesIO(drawn)) as picture:
            grey = picture.convert("L").tobytes()
        assert max(abs(one - other) for one, other in zip(grey, PIXELS, strict=True)) <= 1


def test_every_filter_of_png_is_undone():
    rows = [bytes((row * 31 + column * 5) % 256 for column in range(8)) for row in range(5)]
    lines, above = bytearray(), bytes(8)
    for kind, row in enumerate(rows):
        lines.append(kind)
        for at, value in enumerate(row):
            left, up = (row[at - 1] if at else 0), above[at]
            corner = above[at - 1] if at else 0
            nearest = min((left, up, corner), key=lambda one: abs(left + up - corner - one))
            lines.append((value - (0, left, up, (left + up) // 2, nearest)[kind]) % 256)
        above = row
    head = struct.pack(">IIBBBBB", 8, 5, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(lines))), (b"IEND", b""))
    octets = b"\x89PNG\r\n\x1a\n" + b"".join(struct.pack(">I", len(b)) + k + b + bytes(4) for k, b in chunks)

    assert read_png(octets).grey == b"".join(rows)


@settings(max_examples=200)
@given(st.binary(max_size=60), st.integers(0, 400))
def test_nothing_but_unreadable_is_raised(junk, at):
    for drawn, read in ((pictures.png(PIXELS, 16, 16), read_png), (pictures.jpeg(PIXELS, 16, 16), read_jpeg)):
        for octets in (junk, drawn[:8] + junk, drawn[:at] + junk + drawn[at + len(junk) :]):
            try:
                read(octets)
            except Unreadable:
                continue


@pytest.mark.parametrize(
    ("octets", "words"),
    [(b"GIF89a", "no JPEG"), (b"\xff\xd8\xff\xc2\x00\x0b" + bytes(9), "SOF2"), (b"\xff\xd8\xff\xd9", "without frame")],
)
def test_what_is_no_baseline_jpeg_is_named(octets, words):
    with pytest.raises(Unreadable, match=words):
        read_jpeg(octets)


@pytest.mark.parametrize(("bits", "colour", "interlaced"), [(8, 3, 0), (4, 0, 0), (8, 0, 1)])
def test_of_a_sound_png_that_is_drawn_otherwise_the_size_is_told(bits, colour, interlaced):
    picture = read_png(headed(16, 10, bits, colour, interlaced))

    assert (picture.rows, picture.columns, picture.grey) == (10, 16, b"")
    assert f"{bits} bits" in picture.untold


@pytest.mark.parametrize(("bits", "colour", "interlaced"), [(8, 5, 0), (16, 3, 0), (8, 0, 2)])
def test_what_no_png_may_be_is_named(bits, colour, interlaced):
    with pytest.raises(Unreadable, match=f"colour type {colour}"):
        read_png(headed(16, 10, bits, colour, interlaced))


def headed(columns, rows, bits, colour, interlaced):
    head = struct.pack(">IIBBBBB", columns, rows, bits, colour, 0, 0, interlaced)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(struct.pack(">I", len(b)) + k + b + bytes(4) for k, b in chunks)
