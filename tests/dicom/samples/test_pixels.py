"""Pictures are what they say: run lengths decode, codestreams keep their markers, fragments are even."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.dicom import samples
from conformance.dicom.samples import pixels
from conformance.dicom.samples.codestreams import CODESTREAMS


def unpacked(segment, size):
    """Decode one PackBits segment (PS3.5 G.3.2)."""
    out, at = bytearray(), 0
    while len(out) < size:
        head = segment[at]
        if head < 128:
            out += segment[at + 1 : at + 2 + head]
            at += 2 + head
        elif head > 128:
            out += segment[at + 1 : at + 2] * (257 - head)
            at += 2
        else:
            at += 1
    return bytes(out)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from([8, 16]), st.data())
def test_run_lengths_decode_to_the_native_frame(bits, data):
    size = pixels.SIDE * pixels.SIDE
    native = data.draw(st.binary(min_size=size * bits // 8, max_size=size * bits // 8))
    fragment = pixels.run_length_encoded(native, bits)
    count, *offsets = struct.unpack_from("<16L", fragment)
    planes = [unpacked(fragment[offset:], size) for offset in offsets[:count]]

    assert count == bits // 8
    assert len(fragment) % 2 == 0
    assert b"".join(bytes(pair) for pair in zip(*reversed(planes), strict=True)) == native


@pytest.mark.parametrize(("syntax", "bits"), CODESTREAMS)
def test_a_codestream_takes_a_remark_and_stays_whole(syntax, bits):
    first, second = (pixels.compressed(syntax, bits, remark) for remark in ("one frame", "two frame"))

    assert first != second
    assert len(first) % 2 == 0
    assert b"one frame" in first
    assert first[:2] in {b"\xff\xd8", b"\xff\x4f"}
    assert first.rstrip(b"\0").endswith(b"\xff\xd9")


def test_the_offset_table_points_at_the_first_item_of_each_frame():
    value = pixels.encapsulated((b"ab", b"cdef", b"gh"))

    assert value[:4] == b"\xfe\xff\x00\xe0"
    assert struct.unpack_from("<LLLL", value, 4) == (12, 0, 10, 22)
    assert value[20 + 10 : 20 + 10 + 12] == b"\xfe\xff\x00\xe0" + struct.pack("<L", 4) + b"cdef"


def test_big_endian_pixels_are_turned_round():
    little, big = (pixels.frame(b"\1\2", 16, little=little) for little in (True, False))

    assert bytes(octet for pair in zip(big[1::2], big[::2], strict=True) for octet in pair) == little
    assert samples.RLELossless in samples.ENCAPSULATED
