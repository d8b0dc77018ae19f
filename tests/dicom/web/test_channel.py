"""An event channel as our reader hears it: cut anywhere it tells the same, pings and a close are answered."""

from __future__ import annotations

import io
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from arena import profile_of
from scripted import peer

from conformance.dicom.web import frames
from conformance.dicom.web.channel import Channel, digest
from conformance.dicom.web.frames import BINARY, CLOSE, CONTINUATION, FRAGMENTED, MASKED, PING, PONG, TEXT, TEXTUAL
from conformance.evidence import Recorder
from conformance.limits import Limits
from conformance.network import Network
from conformance.story import Story
from conformance.systems import SystemProfile

LIMITS = Limits(http_s=2, pdu_s=2, event_bytes=1000, responses=50)
HEAD = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"


def asked(link):
    """Read a request to its empty line."""
    request = b""
    while b"\r\n\r\n" not in request:
        request += link.recv(65536)


def said(link):
    """Return the frames that come until a short silence."""
    link.settimeout(0.2)
    held, found = b"", []
    with suppress(TimeoutError):
        while piece := link.recv(65536):
            held += piece
    while held:
        size = frames.extent(held, 1 << 20)
        found.append(frames.read(held[:size]))
        held = held[size:]
    return found


@pytest.fixture
def heard():
    """Return a function that opens a channel to a peer which sends some pieces, and returns it, read to its end.

    What was said to the peer meanwhile is in ``heard.sent``.
    """

    def hears(*pieces, act=lambda _: None):
        def serve(link):
            asked(link)
            for piece in pieces:
                link.sendall(piece)
            hears.sent = said(link)

        recorder = Recorder(io.BytesIO())
        doors = Network(recorder, LIMITS)
        profile = SystemProfile.model_validate(profile_of({}))
        story = Story("dicom.web", "ab", datetime(2026, 11, 24, 10, tzinfo=UTC), doors, recorder, profile)
        with peer(serve) as (host, port):
            channel = Channel(story, f"ws://{host}:{port}/subscribers/ZZ")
            act(channel)
            channel.until(lambda: channel.ended, 2)
            doors.close()
        return channel

    return hears


def test_the_digest_is_that_of_the_standard():
    """RFC 6455 1.3."""
    assert digest("dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="


def test_a_channel_tells_the_same_however_it_is_cut(heard):
    octets = HEAD + frames.written(TEXT, b'{"a', final=False) + frames.written(PING, b"?")
    octets += frames.written(CONTINUATION, b"", final=False) + frames.written(CONTINUATION, b'": 1}')
    octets += frames.written(TEXT, b"x" * 300) + frames.written(PONG, b"!")

    whole = heard(octets)
    cut = heard(*[octets[at : at + 1] for at in range(len(octets))])

    for channel in (whole, cut):
        assert [one.octets for one in channel.events] == [b'{"a": 1}', b"x" * 300]
        assert (channel.pongs, channel.faults) == ([b"!"], [])
        assert len(channel.events[0].evidence) == 3
    assert [(one.opcode, one.payload, one.masked) for one in heard.sent] == [(PONG, b"?", True)]


def test_a_close_is_answered_and_ends_it(heard):
    channel = heard(HEAD, frames.written(CLOSE, (1001).to_bytes(2, "big") + b"bye"))

    assert channel.trouble == "the peer closed the channel with 1001"
    assert [(one.opcode, one.payload) for one in heard.sent] == [(CLOSE, (1001).to_bytes(2, "big"))]


def test_what_we_say_is_masked_unless_it_is_to_be_bare(heard):
    def says(channel):
        channel.ping(b"one")
        channel.bare(b"two")
        channel.close()

    heard(HEAD, act=says)

    assert [(one.opcode, one.payload, one.masked) for one in heard.sent] == [
        (PING, b"one", True),
        (PING, b"two", False),
        (CLOSE, b"\x03\xe8", True),
    ]


@pytest.mark.parametrize(
    ("octets", "which"),
    [
        (frames.written(TEXT, b"{}", mask=b"mask"), MASKED),
        (frames.written(CONTINUATION, b"{}"), FRAGMENTED),
        (frames.written(TEXT, b"{", final=False) + frames.written(TEXT, b"{}"), FRAGMENTED),
        (frames.written(TEXT, b"\xff"), TEXTUAL),
        (frames.written(BINARY, b"\xff"), None),
    ],
)
def test_what_is_wrong_is_kept_and_reading_goes_on(heard, octets, which):
    channel = heard(HEAD, octets, frames.written(TEXT, b"[]"))

    assert [fault.about for fault in channel.faults] == ([which] if which else [])
    assert channel.events[-1].octets == b"[]"


@pytest.mark.parametrize(
    ("pieces", "says"),
    [
        ([b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"], "the channel was not opened: 404 Not Found"),
        ([HEAD], "the peer closed the connection"),
        ([HEAD, b"\x81\x05He"], "4 octets into a unit"),
        ([HEAD, b"\x81\x7e\x04\x00"], "over the cap of 1000 octets"),
        (
            [HEAD, *(frames.written(one, bytes(600), final=False) for one in (TEXT, CONTINUATION))],
            "a message is over the cap of 1000 octets",
        ),
        ([HEAD, frames.written(PONG, b"") * 60], "more than 50 frames"),
    ],
)
def test_what_ends_it_is_told_in_words(heard, pieces, says):
    channel = heard(*pieces)

    assert says in channel.told


def test_a_channel_that_is_over_says_nothing_and_hears_nothing(heard):
    channel = heard(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    channel.ping(b"?")
    channel.quiet(0.1)

    assert not channel.opened
    assert heard.sent == []
    assert channel.heard(lambda _: True, 0.1) is None
