"""Peers that open an event channel and go on in the worst ways a candidate could, each a function of one connection."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conformance.dicom.web import frames
from conformance.dicom.web.channel import digest

if TYPE_CHECKING:
    from peers_http import Talk


def opened(talk: Talk) -> None:
    key = re.search(rb"(?i)sec-websocket-key: *(\S+)", talk.request)
    accept = digest(key[1].decode() if key else "").encode()
    head = b"HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n"
    talk.send(head % accept)


def kept(talk: Talk, octets: bytes) -> None:
    """Send some octets after the opening, and nothing more."""
    opened(talk)
    talk.send(octets)
    talk.stopping.wait()


def longest_length(talk: Talk) -> None:
    kept(talk, b"\x81\x7f" + (1 << 63).to_bytes(8, "big") + b"x")


def huge_length(talk: Talk) -> None:
    kept(talk, b"\x81\x7f" + (1 << 40).to_bytes(8, "big") + b"x")


def never_ends(talk: Talk) -> None:
    kept(talk, b"\x81\x7e\x10\x00" + b"x" * 10)


def half_a_head(talk: Talk) -> None:
    kept(talk, b"\x81")


def endless_frame(talk: Talk) -> None:
    opened(talk)
    talk.send(b"\x81\x7f" + ((1 << 63) - 1).to_bytes(8, "big"))
    while not talk.stopping.is_set():
        talk.send(b"x" * 0x10000)


def endless_message(talk: Talk) -> None:
    opened(talk)
    talk.send(frames.written(frames.TEXT, b"x", final=False))
    piece = frames.written(frames.CONTINUATION, b"x" * 0x10000, final=False)
    while not talk.stopping.is_set():
        talk.send(piece)


def endless_nothing(talk: Talk) -> None:
    opened(talk)
    talk.send(frames.written(frames.TEXT, b"", final=False))
    piece = frames.written(frames.CONTINUATION, b"", final=False) * 1000
    while not talk.stopping.is_set():
        talk.send(piece)


def flood_of_pings(talk: Talk) -> None:
    opened(talk)
    piece = frames.written(frames.PING, b"are you there?") * 1000
    while not talk.stopping.is_set():
        talk.send(piece)


def deep_json(talk: Talk) -> None:
    kept(talk, frames.written(frames.TEXT, b"[" * 900_000))


def odd_values(talk: Talk) -> None:
    inner = b'[1e999,-1e999,{},[],null,true,"\\ud800"]'
    tags = (b"00000002", b"00001000", b"00001002", b"00741000", b"00741002")
    rows = (b'"%s":{"vr":"SQ","Value":%s}' % (tag, inner) for tag in tags)
    kept(talk, frames.written(frames.TEXT, b"{" + b",".join(rows) + b',"":7}'))


def noise(talk: Talk) -> None:
    kept(talk, bytes(range(256)) * 64)


def never_opens(talk: Talk) -> None:
    talk.send(b"HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nX-Long: ")
    while not talk.stopping.is_set():
        talk.send(b"A" * 0x10000)


def goes_on_in_http(talk: Talk) -> None:
    talk.reply(b"[]" * 100_000, b"application/dicom+json")


def closes_with_junk(talk: Talk) -> None:
    kept(talk, frames.written(frames.CLOSE, b"\x03"))
