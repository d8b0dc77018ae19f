"""MIME multipart/related, read and written byte for byte (RFC 2045, 2046, 2387, 2392)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from conformance.multipart import delimiter
from conformance.xds.wire.unreadable import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BOUNDARY_MOST = 70
PARTS_MOST = 10_000
HEAD_MOST = 64 * 1024
_WHOLE, _SEARCHED = 1 << 20, 16 << 20
_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)


@dataclass(frozen=True, slots=True)
class MediaType:
    """A Content-Type field: ``name`` in lower case, parameters with lower-case names, and what was odd about it."""

    name: str
    parameters: dict[str, str]
    problems: tuple[str, ...] = ()

    def get(self, name: str) -> str:
        """Return a parameter, empty when absent."""
        return self.parameters.get(name, "")


def read_media_type(field: str) -> MediaType:
    """Read a Content-Type field value; never raises."""
    name, _, rest = field.partition(";")
    parameters: dict[str, str] = {}
    problems: list[str] = []
    rest = rest.strip(" \t;")
    while rest:
        token = _TOKEN.match(rest)
        after = rest[token.end() :].lstrip() if token else ""
        if token is None or not after.startswith("="):
            problems.append(f"the Content-Type has a parameter that can't be read: {rest[:60]!r}")
            break
        value, rest = _value(after[1:].lstrip())
        key = token[0].lower()
        if key in parameters:
            problems.append(f"the Content-Type has the parameter {key} twice")
        else:
            parameters[key] = value
        rest = rest.lstrip(" \t\r\n;")
    return MediaType(name.strip().lower(), parameters, tuple(problems))


def _value(text: str) -> tuple[str, str]:
    """Return a parameter's value and what follows it; unquoted values may hold what a token may not."""
    quoted = _QUOTED.match(text)
    if quoted:
        return re.sub(r"\\(.)", r"\1", quoted[1], flags=re.DOTALL), text[quoted.end() :]
    value, _, rest = text.partition(";")
    return value.strip(), rest


@dataclass(frozen=True, slots=True)
class Part:
    """One body part: its header fields in order, names as written, and its octets exactly."""

    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """Return the first field of that name, empty when absent."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def content_id(self) -> str:
        """Return the Content-ID without white space and angle brackets."""
        return bare_id(self.header("Content-ID"))

    @property
    def media_type(self) -> MediaType:
        """Return the part's Content-Type; RFC 2045 5.2 gives text/plain where there is none."""
        return read_media_type(self.header("Content-Type") or "text/plain")


@dataclass(frozen=True)
class Multipart:
    """A package of parts, its Content-Type, and what was odd or wrong about it in words."""

    media_type: MediaType
    parts: tuple[Part, ...]
    preamble: bytes = b""
    epilogue: bytes = b""
    problems: tuple[str, ...] = ()

    @cached_property
    def _by_id(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for number, part in enumerate(self.parts):
            found.setdefault(part.content_id, number)
        return found

    @property
    def root(self) -> Part:
        """Return the root part: the one ``start`` names, else the first (RFC 2387 3.2)."""
        return self.parts[self._by_id.get(bare_id(self.media_type.get("start")), 0)]

    def resolve(self, href: str) -> Part | None:
        """Return the part a ``cid:`` reference names (RFC 2392: percent-decoded), or None."""
        scheme, _, name = href.strip().partition(":")
        if scheme.lower() != "cid":
            return None
        number = self._by_id.get(unquote(name), self._by_id.get(name))
        return None if number is None else self.parts[number]


def bare_id(value: str) -> str:
    """Return a Content-ID or ``start`` value without white space and angle brackets."""
    value = value.strip()
    return value[1:-1].strip() if value.startswith("<") and value.endswith(">") else value


def cid(content_id: str) -> str:
    """Return the ``cid:`` URL of a bare Content-ID, percent-encoded (RFC 2392)."""
    return "cid:" + quote(content_id, safe="@!$&'()*+,;=:-._~")


def read_multipart(content_type: str, octets: bytes, part_most: int) -> Multipart:
    """Take a package apart; raise Unreadable when there is no boundary, no part, or a cap is reached."""
    media_type = read_media_type(content_type)
    boundary = media_type.get("boundary")
    problems = list(media_type.problems)
    if not boundary:
        raise Unreadable(f"the Content-Type names no boundary: {content_type[:200]!r}")
    if len(boundary) > BOUNDARY_MOST:
        problems.append(f"the boundary has {len(boundary)} characters; {BOUNDARY_MOST} is the most")
    preamble, spans, epilogue = _cut(octets, b"--" + boundary.encode("utf-8", "surrogateescape"), problems)
    parts: list[Part] = []
    for at, end in spans:
        part = _part(octets, at, end, problems)
        if len(part.body) > part_most:
            raise Unreadable(f"a part of {len(part.body)} octets is over the cap of {part_most}", at)
        parts.append(part)
    return Multipart(media_type, tuple(parts), preamble, epilogue, (*problems, *_identity_problems(media_type, parts)))


def _cut(octets: bytes, mark: bytes, problems: list[str]) -> tuple[bytes, list[tuple[int, int]], bytes]:
    """Return the preamble, where each part begins and ends, and the epilogue."""
    found = delimiter(octets, mark, 0)
    if octets.startswith(mark + b"\n"):
        raise Unreadable("the boundary lines end with a bare LF, not CR LF", len(mark))
    if found is None:
        hint = ", though it stands after a bare LF" if b"\n" + mark in octets else ""
        raise Unreadable(f"the boundary {mark[2:72]!r} is nowhere in the body{hint}")
    preamble, at, closing = octets[: found[0]], found[1], found[2]
    spans: list[tuple[int, int]] = []
    while not closing:
        if len(spans) == PARTS_MOST:
            raise Unreadable(f"more than {PARTS_MOST} parts", at)
        found = delimiter(octets, mark, at)
        if found is None:
            problems.append("the package is never closed: the last boundary with its two hyphens is missing")
            return preamble, [*spans, (at, len(octets))], b""
        spans.append((at, found[0]))
        at, closing = found[1], found[2]
    if not spans:
        raise Unreadable("the package has no part")
    return preamble, spans, octets[at:]


def _part(octets: bytes, at: int, end: int, problems: list[str]) -> Part:
    """Return the part from ``at`` to ``end``; its body, which may be large, is copied this once."""
    if octets.startswith(b"\r\n", at, end):
        return Part((), octets[at + 2 : end])
    head = octets.find(b"\r\n\r\n", at, min(end, at + HEAD_MOST))
    if head < 0:
        closed = octets.endswith(b"\r\n", at, end)
        if not closed and end > at:
            problems.append(f"the part at octet {at} has no empty line after its header")
        head = end - 2 if closed else end
    if head - at > HEAD_MOST:
        raise Unreadable(f"the header of a part is over {HEAD_MOST} octets", at)
    return Part(_fields(octets[at:head], at, problems), octets[head + 4 : end])


def _fields(octets: bytes, at: int, problems: list[str]) -> tuple[tuple[str, str], ...]:
    fields: list[tuple[str, str]] = []
    for line in re.sub(r"\r\n(?=[ \t])", "", octets.decode("latin-1")).split("\r\n"):
        name, colon, value = line.partition(":")
        if not colon or not _TOKEN.fullmatch(name):
            if line:
                problems.append(f"the part at octet {at} has a header line that is no field: {line[:60]!r}")
            continue
        fields.append((name, value.strip()))
    return tuple(fields)


def _identity_problems(media_type: MediaType, parts: Sequence[Part]) -> Iterable[str]:
    ids = [part.content_id for part in parts if part.content_id]
    for one in dict.fromkeys(one for one in ids if ids.count(one) > 1) if len(ids) != len(set(ids)) else ():
        yield f"two parts have the Content-ID {one[:100]!r}"
    start = media_type.get("start")
    if start and bare_id(start) not in ids:
        yield f"start names {start[:100]!r}, which is the Content-ID of no part"
    for part in parts:
        field = part.header("Content-ID").strip()
        if field and not (field.startswith("<") and field.endswith(">")):
            yield f"the Content-ID {field[:100]!r} stands without angle brackets"


def write_multipart(parts: Sequence[Part], boundary: str, parameters: Sequence[tuple[str, str]]) -> tuple[str, bytes]:
    """Return the Content-Type and the octets of a package; raise ValueError when a part holds the delimiter."""
    mark = b"--" + boundary.encode("ascii")
    if any(part.body.startswith(mark) or b"\r\n" + mark in part.body for part in parts):
        raise ValueError(f"the boundary {boundary!r} begins a line of a part: choose another")
    content_type, pieces = cut_multipart(parts, boundary, parameters)
    return content_type, b"".join(pieces)


def cut_multipart(
    parts: Sequence[Part], boundary: str, parameters: Sequence[tuple[str, str]]
) -> tuple[str, tuple[bytes, ...]]:
    """Return a package as ``write_multipart`` does, a large one in pieces, so that its documents are not copied.

    Whether the boundary stands in a part is for the caller to know.
    """
    mark = b"--" + boundary.encode("ascii")
    pieces: list[bytes] = []
    for part in parts:
        head = "".join(f"{name}: {value}\r\n" for name, value in part.headers)
        pieces += [mark + b"\r\n" + head.encode("latin-1") + b"\r\n", part.body, b"\r\n"]
    named = "".join(f'; {name}="{value}"' for name, value in (*parameters, ("boundary", boundary)))
    pieces.append(mark + b"--\r\n")
    small = sum(map(len, pieces)) < _WHOLE
    return f"multipart/related{named}", (b"".join(pieces),) if small else tuple(pieces)


def boundary_for(token: str, bodies: Iterable[bytes]) -> str:
    """Return a boundary made of ``token`` that stands in none of the bodies; the same for the same input.

    Of a body over 16 MiB only chance keeps it out, 1 in 2^64 for a token of 16 hex digits, which RFC 2046 5.1.1
    takes for enough: to look would cost a third of the time it takes to send.
    """
    held = [body for body in bodies if len(body) <= _SEARCHED]
    number = 0
    while any(f"conformance-{token}-{number}".encode() in body for body in held):
        number += 1
    return f"conformance-{token}-{number}"
