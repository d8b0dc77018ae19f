"""Frames of a WebSocket: what is written is read the same, whatever comes is a frame or unreadable, faults named."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.dicom.explain import explain
from conformance.dicom.web import frames
from conformance.dicom.web.frames import BINARY, CLOSE, CONTINUATION, FRAGMENTED, FRAMED, PING, PONG, TEXT, Frame
from conformance.dicom.wire import Unreadable

MOST = 1 << 20
OPCODES = st.sampled_from([CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG])
MASKS = st.just(b"") | st.binary(min_size=4, max_size=4)
SIZES = st.sampled_from([0, 1, 125, 126, 127, 65535, 65536])


def about(octets):
    return {fault.about for fault in frames.read(octets).faults}


@settings(max_examples=60)
@given(OPCODES, st.binary(max_size=300) | SIZES.map(bytes), MASKS, st.booleans(), st.binary(max_size=20))
def test_what_is_written_is_read_the_same(opcode, payload, mask, final, more):
    octets = frames.written(opcode, payload, mask=mask, final=final)

    assert frames.extent(octets + more, MOST) == len(octets)
    read = frames.read(octets)
    assert (read.opcode, read.payload, read.final, read.masked) == (opcode, payload, final, bool(mask))
    lawful = opcode < CLOSE or (final and len(payload) <= frames.LONGEST_CONTROL)
    assert (read.faults == ()) is lawful


@settings(max_examples=60)
@given(OPCODES, st.binary(max_size=300), MASKS, st.integers(0, 310))
def test_no_frame_is_longer_for_being_known_in_part(opcode, payload, mask, cut):
    octets = frames.written(opcode, payload, mask=mask)

    needed = frames.extent(octets[:cut], MOST)

    assert needed <= len(octets)
    assert needed > cut or cut >= len(octets)


@settings(max_examples=200)
@given(st.binary(min_size=14, max_size=60))
def test_whatever_comes_is_a_frame_or_unreadable(octets):
    try:
        size = frames.extent(octets, 40)
    except Unreadable:
        return
    read = frames.read(octets[:size].ljust(size, b"\0"))

    assert len(read.payload) <= 40
    assert explain(frames.MEDIA_TYPE, octets)


@given(st.binary(max_size=40), st.binary(min_size=4, max_size=4))
def test_a_mask_taken_off_twice_is_none(payload, key):
    assert frames.unmasked(frames.unmasked(payload, key), key) == payload


def test_the_example_of_the_standard_is_read():
    """RFC 6455 5.7."""
    assert frames.read(bytes.fromhex("810548656c6c6f")) == Frame(TEXT, b"Hello")
    assert frames.read(bytes.fromhex("818537fa213d7f9f4d5158")) == Frame(TEXT, b"Hello", masked=True)
    assert frames.written(TEXT, b"Hello", mask=bytes.fromhex("37fa213d")).hex() == "818537fa213d7f9f4d5158"
    assert frames.read(bytes.fromhex("010348656c")) == Frame(TEXT, b"Hel", final=False)


@pytest.mark.parametrize(
    ("octets", "which"),
    [
        (b"\xc1\x00", FRAMED),
        (b"\x83\x00", FRAMED),
        (b"\x8b\x00", FRAMED),
        (b"\x81\x7e\x00\x01x", FRAMED),
        (b"\x81\x7f" + (65535).to_bytes(8, "big") + bytes(65535), FRAMED),
        (b"\x09\x00", FRAGMENTED),
        (b"\x89\x7e\x00\x7e" + bytes(126), FRAGMENTED),
    ],
)
def test_what_is_wrong_with_a_frame_is_named(octets, which):
    assert about(octets) == {which}


@pytest.mark.parametrize(("length", "says"), [(1 << 63, "none may have"), (MOST + 1, "over the cap")])
def test_a_length_nobody_reads_is_refused(length, says):
    with pytest.raises(Unreadable, match=says):
        frames.extent(b"\x81\x7f" + length.to_bytes(8, "big"), MOST)


def test_recorded_frames_are_told_one_by_one():
    told = explain(frames.MEDIA_TYPE, frames.written(TEXT, b'{"a": 1}') + b"\xc9\x01x" + b"\x81\x05He")

    assert told == [
        "WebSocket text, 8 octets",
        '  {"a": 1}',
        "WebSocket ping, 1 octets",
        "  ! reserved bits are 100, and no extension was agreed on",
        "  x",
        "4 octets of a frame of 7 or more",
    ]
    assert explain(frames.MEDIA_TYPE, b"\x81\x7f" + b"\xff" * 8) == [
        "unreadable: a frame says it has 18446744073709551615 octets, and none may have 2^63 or more"
    ]
