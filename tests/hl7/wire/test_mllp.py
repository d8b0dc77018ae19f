"""Blocks are found however the stream was cut, and what is wrong with them is said."""

from __future__ import annotations

import io
import socket
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.evidence import Recorder
from conformance.hl7.wire.mllp import Flaw, Frame, Scanner, boundaries, framed, read_frame
from conformance.limits import Limits
from conformance.network import Network

OCTETS = st.lists(
    st.sampled_from([b"\x0b", b"\x1c", b"\r", b"\x1c\r", b"\x0bM", b"a", b"", b"\xc3\xa9"]), max_size=30
).map(b"".join)


def scanned(stream: bytes, cuts: list[int], cap: int = 1000) -> tuple[list[Frame], bytes]:
    scanner, frames, position = Scanner(cap), [], 0
    for cut in [*sorted(min(cut, len(stream)) for cut in cuts), len(stream)]:
        scanner.feed(stream[position:cut])
        position = cut
        while (frame := scanner.next()) is not None:
            frames.append(frame)
    return frames, scanner.rest()


@settings(max_examples=300)
@given(stream=OCTETS, cuts=st.lists(st.integers(0, 40), max_size=8), cap=st.integers(1, 40))
def test_however_a_stream_is_cut_the_same_blocks_are_found_and_no_octet_is_lost(stream, cuts, cap):
    whole, rest = scanned(stream, [], cap)

    assert scanned(stream, cuts, cap) == (whole, rest)
    assert b"".join(frame.octets for frame in whole) + rest == stream


@given(contents=st.lists(st.binary(max_size=30).filter(lambda octets: not set(octets) & {0x0B, 0x1C}), max_size=5))
def test_what_is_framed_is_read_back(contents):
    frames, rest = scanned(b"".join(framed(content) for content in contents), [])

    assert [frame.content for frame in frames] == contents
    assert all(frame.whole and not frame.problems for frame in frames)
    assert rest == b""


@pytest.mark.parametrize(
    ("stream", "flaw", "content"),
    [
        (b"ab\x0bMSH\x1c\r", Flaw.JUNK, b"MSH"),
        (b"MSH\x1c\r", Flaw.NO_START, b"MSH"),
        (b"\x0bMS\x0bMSH\x1c\r", Flaw.SECOND_START, b"MSH"),
        (b"\x0bMSH\x1cM", Flaw.NO_RETURN, b"MSH"),
    ],
)
def test_each_flaw_is_named(stream, flaw, content):
    [frame], _ = scanned(stream, [])

    assert [problem.flaw for problem in frame.problems] == [flaw]
    assert frame.content == content
    assert frame.whole
    assert frame.trouble


def test_a_block_over_the_cap_is_not_waited_for():
    [frame, _], _ = scanned(b"\x0b" + b"x" * 50, [], cap=20)

    assert frame.has(Flaw.TOO_LONG)
    assert not frame.whole


@pytest.fixture
def link():
    """Give a recorded connection and the peer's socket at its other end."""
    door = socket.create_server(("127.0.0.1", 0))
    doors = Network(Recorder(io.BytesIO()), Limits(frame_s=0.2))
    met: list[socket.socket] = []
    thread = threading.Thread(target=lambda: met.append(door.accept()[0]))
    thread.start()
    connection = doors.connect(*door.getsockname())
    thread.join()
    yield connection, met[0]
    connection.close()
    met[0].close()
    door.close()


def test_two_blocks_in_one_write_are_read_one_by_one(link):
    connection, peer = link
    peer.sendall(framed(b"one") + framed(b"two"))

    assert read_frame(connection, 2, 100).content == b"one"
    assert read_frame(connection, 2, 100).content == b"two"


@pytest.mark.parametrize(
    ("sent", "flaws"),
    [
        (b"", [Flaw.SILENCE]),
        (b"\x0bMSH", [Flaw.SILENCE]),
        (b"MSH|...\r", [Flaw.NO_START, Flaw.SILENCE]),
        (b"\x0bMSH\x1c", [Flaw.NO_RETURN]),
    ],
)
def test_silence_in_a_block_is_told_with_what_had_come(link, sent, flaws):
    connection, peer = link
    peer.sendall(sent)

    frame = read_frame(connection, 0.05, 100)

    assert [problem.flaw for problem in frame.problems] == flaws
    assert frame.octets == sent


def test_a_closed_connection_is_told_with_what_had_come(link):
    connection, peer = link
    peer.sendall(b"\x0bMSH")
    peer.shutdown(socket.SHUT_WR)

    frame = read_frame(connection, 2, 100)

    assert frame.has(Flaw.CLOSED)
    assert frame.content == b"MSH"


def test_the_places_to_cut_at_include_the_end_block_and_the_inside_of_a_character():
    block = framed("MSH|^~\\&|A\rPID|é\r".encode())

    places = boundaries(block)

    assert {1, len(block) - 1, len(block) - 2, block.index(b"\xc3") + 1} <= set(places)
    assert all(0 < place < len(block) for place in places)
