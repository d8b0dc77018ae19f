"""Peers that answer DICOMweb requests in the worst ways a candidate could, each a function of one connection."""

from __future__ import annotations

import json
import struct
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from peers_http import Talk

JSON = b"application/dicom+json"
PARTS = b'multipart/related; type="application/dicom"; boundary=B'


def endless_parts(talk: Talk) -> None:
    talk.send(b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nTransfer-Encoding: chunked\r\n\r\n" % PARTS)
    part = b"--B\r\nContent-Type: application/dicom\r\n\r\n" + b"A" * 0x10000 + b"\r\n"
    piece = b"%x\r\n%s\r\n" % (len(part), part)
    while not talk.stopping.is_set():
        talk.send(piece)


def no_boundary(talk: Talk) -> None:
    talk.reply(b"--B\r\n\r\n1\r\n--B--", b"multipart/related; type=application/dicom")


def never_closed(talk: Talk) -> None:
    talk.reply(b"--B\r\n\r\n1\r\n", PARTS)


def nearly_boundaries(talk: Talk) -> None:
    talk.reply(b"--B\r\n\r\n" + b"\r\n--B-" * 500_000 + b"\r\n--B--", PARTS)


def many_parts(talk: Talk) -> None:
    talk.reply(b"--B\r\n\r\n1\r\n" * 20_000 + b"--B--", PARTS)


def long_head(talk: Talk) -> None:
    talk.reply(b"--B\r\nA: " + b"x" * (1 << 20) + b"\r\n\r\n1\r\n--B--", PARTS)


def deep_json(talk: Talk) -> None:
    talk.reply(b"[" * 1_000_000, JSON)


def deep_sequences(talk: Talk) -> None:
    talk.reply(b"[" + b'{"00400275":{"vr":"SQ","Value":[' * 100 + b"]}}" * 100 + b"]", JSON)


def many_attributes(talk: Talk) -> None:
    talk.reply(_many(), JSON)


@cache
def _many() -> bytes:
    return json.dumps([{f"{tag:08X}": {"vr": "LO"} for tag in range(0x00100010, 0x00100010 + 120_000)}]).encode()


def long_numbers(talk: Talk) -> None:
    talk.reply(b'[{"00280010":{"vr":"US","Value":[' + b"9" * 100_000 + b"]}}]", JSON)


def odd_values(talk: Talk) -> None:
    values = b'[1e999,-1e999,{},[],null,true,"\\ud800"]'
    rows = (b'"%08X":{"vr":"%s","Value":%s}' % (0x00100010 + at, vr, values) for at, vr in enumerate(_VRS))
    talk.reply(b"[{" + b",".join(rows) + b"}]", JSON)


_VRS = b"AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SQ SS ST SV TM UC UI UL UR US UT UV OB UN".split()


def huge_picture(talk: Talk) -> None:
    head = struct.pack(">IIBBBBB", 0x7FFFFFFF, 0x7FFFFFFF, 8, 0, 0, 0, 0)
    talk.reply(b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + head + bytes(4), b"image/png")


def bulk_elsewhere(canary: str) -> Callable[[Talk], None]:
    def answering(talk: Talk) -> None:
        uris = (canary, "file:///etc/hostname", "//127.0.0.1:1/x", "http://[", "gopher://x", "\r\nHost: x")
        told = {f"7FE0{at:04X}": {"vr": "OB", "BulkDataURI": uri} for at, uri in enumerate(uris, 16)}
        talk.reply(json.dumps([told]).encode(), JSON)

    return answering
