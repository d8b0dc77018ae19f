"""Multipart payloads, read and written octet for octet (RFC 2046 5.1, PS3.18 8.6.1.2), within bounds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.dicom.web.media import MediaType, read_media_type
from conformance.dicom.wire import Unreadable
from conformance.multipart import delimiter

if TYPE_CHECKING:
    from collections.abc import Sequence

BOUNDARY_MOST, PARTS_MOST, HEAD_MOST = 70, 10_000, 64 * 1024


@dataclass(frozen=True, slots=True)
class Part:
    """One body part: header fields in order, names as written, and its octets exactly."""

    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """Return the first field of that name, empty when absent."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def media_type(self) -> MediaType:
        """Return the part's Content-Type, without a name when there is none."""
        return read_media_type(self.header("Content-Type"))


@dataclass(frozen=True, slots=True)
class Multipart:
    """The parts of a payload, and in words what was wrong about its form."""

    media_type: MediaType
    parts: tuple[Part, ...]
    problems: tuple[str, ...] = ()


def read_multipart(content_type: str, octets: bytes) -> Multipart:
    """Take a payload apart; raise Unreadable where there is no boundary, no part, or a bound is passed."""
    media_type = read_media_type(content_type)
    boundary = media_type.get("boundary")
    if media_type.name != "multipart/related":
        raise Unreadable(f"the payload is {media_type.name or 'of no media type'}, not multipart/related")
    if not boundary:
        raise Unreadable("the Content-Type names no boundary")
    problems = []
    if len(boundary) > BOUNDARY_MOST:
        problems.append(f"the boundary has {len(boundary)} characters; {BOUNDARY_MOST} is the most")
    if not media_type.get("type"):
        problems.append("the Content-Type has no type parameter")
    mark = b"--" + boundary.encode("latin-1", "replace")
    parts = [_part(body, at, problems) for at, body in _bodies(octets, mark, problems)]
    return Multipart(media_type, tuple(parts), tuple(problems))


def _bodies(octets: bytes, mark: bytes, problems: list[str]) -> list[tuple[int, bytes]]:
    """Return each part with its offset; preamble and epilogue mean nothing (RFC 2046 5.1.1)."""
    found = delimiter(octets, mark, 0)
    if found is None:
        raise Unreadable("the boundary is nowhere in the payload")
    bodies: list[tuple[int, bytes]] = []
    _, at, closing = found
    while not closing:
        if len(bodies) == PARTS_MOST:
            raise Unreadable(f"more than {PARTS_MOST} parts", at)
        found = delimiter(octets, mark, at)
        if found is None:
            problems.append("the payload is never closed: the last boundary with its two hyphens is missing")
            return [*bodies, (at, octets[at:])]
        bodies.append((at, octets[at : found[0]]))
        _, at, closing = found
    if not bodies:
        raise Unreadable("the payload has no part")
    return bodies


def _part(octets: bytes, at: int, problems: list[str]) -> Part:
    if octets.startswith(b"\r\n"):
        return Part((), octets[2:])
    end = octets.find(b"\r\n\r\n", 0, HEAD_MOST)
    if end < 0:
        raise Unreadable("a part has no empty line after its header", at)
    fields = []
    for line in re.sub(r"\r\n(?=[ \t])", "", octets[:end].decode("latin-1")).split("\r\n"):
        name, colon, value = line.partition(":")
        if colon and name.strip():
            fields.append((name.strip(), value.strip()))
        else:
            problems.append(f"the part at octet {at} has a header line that is no field: {line[:60]!r}")
    return Part(tuple(fields), octets[end + 4 :])


def write_multipart(parts: Sequence[Part], boundary: str) -> bytes:
    """Return a payload; raise ValueError when a part holds the delimiter."""
    mark = b"\r\n--" + boundary.encode("ascii")
    pieces: list[bytes] = []
    for part in parts:
        if mark in b"\r\n" + part.body:
            raise ValueError(f"the boundary {boundary!r} begins a line of a part: choose another")
        head = "".join(f"{name}: {value}\r\n" for name, value in part.headers)
        pieces += [mark, b"\r\n", head.encode("latin-1"), b"\r\n", part.body]
    return b"".join([*pieces, mark, b"--\r\n"])[2:]
