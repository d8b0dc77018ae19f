"""Recorded HTTP that carries SOAP, as lines a person reads: headers, the envelope indented, the parts listed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from lxml import etree

from conformance.limits import Limits
from conformance.xds.wire.mime import read_media_type
from conformance.xds.wire.soap import MTOM, SIMPLE, Message, read_message
from conformance.xds.wire.unreadable import Unreadable

if TYPE_CHECKING:
    from conformance.xds.wire.mime import Multipart

HTTP, SYSLOG = "application/http", "application/vnd.syslog"
LINES, WIDTH = 400, 400


def explain(media_type: str, octets: bytes) -> list[str] | None:
    """Return the lines of an HTTP message that carries SOAP, or of an audit record; else None; never raises."""
    if media_type == SYSLOG:
        text = octets.decode("utf-8", "replace").replace("><", ">\n<")
        return [line[:WIDTH] for line in _bounded(text.splitlines())]
    if media_type != HTTP:
        return None
    head, _, body = octets.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    content_type = fields.get("content-type", "")
    if read_media_type(content_type).name not in {SIMPLE, MTOM}:
        return None
    if "chunked" in fields.get("transfer-encoding", "").lower():
        body = unchunked(body)
    try:
        message = read_message(content_type, body, Limits())
    except Unreadable as unreadable:
        told = [f"not readable as SOAP: {unreadable}", *body[:2000].decode("utf-8", "replace").splitlines()]
    else:
        told = _told(message)
    return [line[:WIDTH] for line in _bounded([*lines, "", *told])]


def unchunked(body: bytes) -> bytes:
    """Return a chunked body put together, as far as it is whole (RFC 9112 7.1)."""
    pieces: list[bytes] = []
    at = 0
    while True:
        end = body.find(b"\r\n", at)
        size = body[at:end].split(b";")[0].strip() if end >= 0 else b""
        try:
            length = int(size, 16)
        except ValueError:
            return b"".join(pieces)
        if length <= 0:
            return b"".join(pieces)
        pieces.append(body[end + 2 : end + 2 + length])
        at = end + 2 + length + 2


def _told(message: Message) -> list[str]:
    parts = _parts(message.package) if message.package else []
    problems = [f"problem: {problem}" for problem in message.problems]
    etree.indent(message.root)
    envelope = etree.tostring(message.root, encoding="unicode").splitlines()
    return [*problems, *envelope, *(["", *parts] if parts else [])]


def _parts(package: Multipart) -> list[str]:
    lines = [f"{len(package.parts)} parts:"]
    for number, part in enumerate(package.parts, 1):
        what = "the envelope" if part is package.root else "a document"
        digest = hashlib.sha256(part.body).hexdigest()
        lines.append(f"  {number}. {what}, {len(part.body)} octets, SHA-256 {digest}")
        lines += [f"     {name}: {value}" for name, value in part.headers]
    return lines


def _bounded(lines: list[str]) -> list[str]:
    """Keep the beginning and the end, where the parts are listed."""
    if len(lines) <= LINES:
        return lines
    head, tail = lines[: LINES * 3 // 4], lines[-LINES // 4 + 1 :]
    return [*head, f"... {len(lines) - len(head) - len(tail)} lines left out ...", *tail]
