"""One HTTP/1.1 exchange over a guarded connection: recorded octets, h11 reads, everything bounded, nothing followed."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeGuard
from urllib.parse import urlsplit

import h11

from conformance.guarded import Connection, Deadline, Doors, LinkFault
from conformance.judging import shown

if TYPE_CHECKING:
    import ssl

HTTP = "application/http"
SWITCHED = 101
"""Switching Protocols: the head is all that is HTTP of it."""
_VISIBLE = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class Response:
    """What came back. ``trouble`` says in words why there is no whole response; ``status`` is then 0 or what came.

    ``headers`` keeps names in lower case, in order; ``evidence`` names the recorded messages.
    """

    status: int = 0
    reason: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    trouble: str = ""
    evidence: tuple[str, ...] = field(default=())

    def header(self, name: str) -> str | None:
        """Return the first header of that name, or None."""
        return next((value for key, value in self.headers if key == name.lower()), None)


def exchange(  # noqa: PLR0913 - method, place, headers, body and trust are what a request is
    doors: Doors,
    method: str,
    url: str,
    headers: list[tuple[str, str]],
    body: bytes | tuple[bytes, ...] = b"",
    tls: ssl.SSLContext | None = None,
) -> Response:
    """Send one request on a connection of its own and read one response; raise Unreachable only.

    ``body`` may come in pieces, sent one after the other. No redirect is followed, no cookie kept, no content
    coding asked for; a coded body is decoded within the limits of size and ratio. An address that can't be asked,
    as a candidate may have given us one, is a trouble too.
    """
    return begun(doors, method, url, headers, body, tls).response()


class Pending:
    """A request that has been sent; what it was answered is still to be read, once."""

    def __init__(self, link: Connection, reader: h11.Connection, sent: tuple[str, ...], trouble: str) -> None:
        self._link, self._reader, self._sent, self._trouble = link, reader, sent, trouble

    def response(self) -> Response:
        """Read the response, and close the connection."""
        try:
            return _read(self._link, self._reader, self._sent, self._trouble)
        finally:
            self._link.close()

    def switched(self) -> tuple[Response, Connection | None]:
        """Read the response; leave the connection open where it now speaks another protocol (RFC 9110 15.2.2)."""
        try:
            response = _read(self._link, self._reader, self._sent, self._trouble)
        except BaseException:
            self._link.close()
            raise
        if response.status == SWITCHED and not response.trouble:
            return response, self._link
        self._link.close()
        return response, None


@dataclass(frozen=True, slots=True)
class Unasked:
    """A request that could not be sent at all."""

    why: str

    def response(self) -> Response:
        """Return why."""
        return Response(trouble=self.why)

    def switched(self) -> tuple[Response, None]:
        """Return why."""
        return self.response(), None


def begun(  # noqa: PLR0913 - as exchange
    doors: Doors,
    method: str,
    url: str,
    headers: list[tuple[str, str]],
    body: bytes | tuple[bytes, ...] = b"",
    tls: ssl.SSLContext | None = None,
) -> Pending | Unasked:
    """Send a request as ``exchange`` does and leave the response unread: something else may have to come first."""
    place = _place(url)
    if place is None:
        return Unasked(f"{shown(url)!r} is no address that can be asked")
    secure, host, port, netloc, target = place
    link = doors.connect(host, port, tls if secure else None)
    try:
        pieces = (body,) if isinstance(body, bytes) else body
        return _sent(link, method, target, [("Host", netloc), *headers], pieces)
    except BaseException:
        link.close()
        raise


def _place(url: str) -> tuple[bool, str, int, str, str] | None:
    """Return if an address is secured, its host, port, authority and target; None if it is none (RFC 9110 4.2)."""
    try:
        parts = urlsplit(url)
        secure = parts.scheme == "https"
        host, port = parts.hostname or "", parts.port or (443 if secure else 80)
    except ValueError:
        return None
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    asked = parts.scheme in {"http", "https"} and host and target.startswith("/")
    if not asked or not _VISIBLE.fullmatch(parts.netloc + target):
        return None
    return secure, host, port, parts.netloc.rpartition("@")[2], target


def _sent(
    link: Connection, method: str, target: str, headers: list[tuple[str, str]], pieces: tuple[bytes, ...]
) -> Pending:
    limits = link.limits
    reader = h11.Connection(h11.CLIENT, max_incomplete_event_size=limits.http_head_bytes)
    names = {name.lower() for name, _ in headers}
    if "accept-encoding" not in names:
        headers.append(("Accept-Encoding", "identity"))
    if "connection" not in names:
        headers.append(("Connection", "close"))
    size = sum(map(len, pieces))
    if size or method in {"POST", "PUT"}:
        headers.append(("Content-Length", str(size)))
    request = h11.Request(method=method, target=target, headers=headers)
    head = reader.send(request) or b""
    sent = ""
    try:
        link.send(head, limits.http_s)
        for piece in filter(None, pieces):
            reader.send(h11.Data(data=piece))
            link.send(piece, limits.http_s)
        reader.send(h11.EndOfMessage())
    except LinkFault as fault:
        return Pending(link, reader, (link.mark_sent(f"{method} {target}", HTTP),), f"while we sent: {fault}")
    sent = link.mark_sent(f"{method} {target}", HTTP)
    return Pending(link, reader, (sent,), "")


def _read(link: Connection, reader: h11.Connection, sent: tuple[str, ...], trouble: str) -> Response:
    limits = link.limits
    pieces: list[bytes] = []
    head, stopped = _events(link, reader, pieces)
    trouble = trouble or stopped
    status = head.status_code if head else 0
    if status == SWITCHED:
        link.unread(reader.trailing_data[0])
    summary = f"{status} {trouble}".strip()
    evidence = (*sent, link.mark_received(f"HTTP response {summary}", HTTP))
    if head is None:
        return Response(trouble=trouble or "no response", evidence=evidence)
    headers = tuple((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in head.headers)
    body = b"".join(pieces)
    coding = next((value.lower() for name, value in headers if name == "content-encoding"), "identity")
    if not trouble and coding != "identity":
        body, trouble = _decoded(body, coding, limits.inflate_bytes, limits.inflate_ratio)
    return Response(head.status_code, head.reason.decode("latin-1"), headers, body, trouble, evidence)


def _events(
    link: Connection, reader: h11.Connection, pieces: list[bytes]
) -> tuple[h11.Response | h11.InformationalResponse | None, str]:
    """Read one response into ``pieces``; return its head and, in words, why reading stopped early."""
    limits, deadline = link.limits, Deadline(link.limits.http_s)
    head: h11.Response | h11.InformationalResponse | None = None
    size = got = 0
    try:
        while True:
            event = reader.next_event()
            if event is h11.NEED_DATA:
                octets = link.read_some(64 * 1024, deadline)
                got += len(octets)
                if not octets and head is None:
                    return head, "the peer closed the connection before the head of a response was whole"
                reader.receive_data(octets)
            elif _is_head(event):
                head = event
            elif isinstance(event, h11.Data):
                size += len(event.data)
                if size > limits.http_body_bytes:
                    return head, f"the body is over the cap of {limits.http_body_bytes} octets; reading stopped"
                pieces.append(bytes(event.data))
            elif event is h11.PAUSED or isinstance(event, h11.EndOfMessage):
                return head, ""
    except h11.RemoteProtocolError as error:
        return head, f"not a readable HTTP response: {error}"
    except LinkFault as fault:
        return head, f"no whole response: {fault}{f', after {got} octets of it' if got else ''}"


def _is_head(event: object) -> TypeGuard[h11.Response | h11.InformationalResponse]:
    """Return whether it is the head of what was asked for, and no word on the way (RFC 9110 15.2)."""
    return isinstance(event, h11.Response) or (
        isinstance(event, h11.InformationalResponse) and event.status_code == SWITCHED
    )


def _decoded(body: bytes, coding: str, most: int, ratio: int) -> tuple[bytes, str]:
    """Undo gzip or deflate in steps; the second value says why it was not done."""
    if coding not in {"gzip", "x-gzip", "deflate"}:
        return body, f"the body is coded as {coding}, which we did not ask for"
    most = min(most, max(1 << 20, len(body) * ratio))
    engine = zlib.decompressobj(47)
    try:
        plain = engine.decompress(body, most)
    except zlib.error as error:
        return body, f"the body does not decode as {coding}: {error}"
    if engine.unconsumed_tail:
        return b"", f"the {coding} body of {len(body)} octets expands over {most} octets; decoding stopped"
    if body and not engine.eof:
        return plain, f"the {coding} body ends before it is whole"
    return plain, ""
