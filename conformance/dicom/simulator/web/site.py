"""Serve HTTP/1.1 on an ephemeral loopback port: one thread for each connection, one request on each, then it closes."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING

import h11

from conformance.dicom.simulator.door import Door

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MOST_OCTETS = 600 << 20
_IDLE_S = 30.0
_PIECE = 256 << 10


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: ``path`` and ``query`` as they were sent, ``headers`` with lower-case names, the whole body."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Told:
    """One response; ``chunked`` sends it in chunks instead of with a Content-Length.

    One of 101 is a head alone: with ``then`` the connection goes on in another protocol.
    """

    status: int
    body: bytes = b""
    media_type: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    chunked: bool = False
    then: Callable[[socket.socket, bytes, bytes], None] | None = None
    """What goes on over the connection after 101: it is given the head to send, and the octets that came already."""


class Site:
    """Answers every request by ``answer``, which runs in the connection's thread and so may block."""

    def __init__(self, answer: Callable[[Asked], Told]) -> None:
        self._answer = answer
        self._door = Door(lambda link: self._door.begin(self._conversation, link))

    @property
    def url(self) -> str:
        """Return the address of the site, without a slash at the end."""
        return f"http://127.0.0.1:{self._door.port}"

    def start(self) -> None:
        """Listen."""
        self._door.open()

    def stop(self) -> None:
        """Stop listening and wait for every thread."""
        self._door.close()

    def _conversation(self, link: socket.socket) -> None:
        with self._door.inside(link), link:
            try:
                link.settimeout(_IDLE_S)
                link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._served(link)
            except (OSError, h11.ProtocolError):
                pass  # whoever asked is gone, or speaks no HTTP

    def _served(self, link: socket.socket) -> None:
        engine = h11.Connection(h11.SERVER)
        try:
            asked = _request(link, engine)
        except h11.RemoteProtocolError as error:
            if engine.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
                _respond(link, engine, Told(error.error_status_hint, str(error).encode(), "text/plain"), "GET")
            return
        if asked is None:
            return
        told = self._answer(asked)
        if told.then is None:
            _respond(link, engine, told, asked.method)
            return
        head = h11.InformationalResponse(status_code=told.status, headers=list(told.headers), reason=b"Switching")
        octets = engine.send(head) or b""
        told.then(link, octets, engine.trailing_data[0])


def _request(link: socket.socket, engine: h11.Connection) -> Asked | None:
    head: h11.Request | None = None
    body = bytearray()
    while True:
        event = engine.next_event()
        if event is h11.NEED_DATA:
            if engine.they_are_waiting_for_100_continue:
                link.sendall(engine.send(h11.InformationalResponse(status_code=100, headers=[])) or b"")
            engine.receive_data(link.recv(_PIECE))
        elif isinstance(event, h11.Request):
            head = event
        elif isinstance(event, h11.Data):
            body += event.data
            if len(body) > MOST_OCTETS:
                return None
        elif isinstance(event, h11.EndOfMessage) and head is not None:
            path, _, query = head.target.decode("latin-1").partition("?")
            headers: dict[str, str] = {}
            for name, value in head.headers:
                key = name.decode("latin-1").lower()
                text = value.decode("latin-1")
                headers[key] = f"{headers[key]}, {text}" if key in headers else text
            return Asked(head.method.decode("latin-1"), path, query, headers, bytes(body))
        else:
            return None


def _respond(link: socket.socket, engine: h11.Connection, told: Told, method: str) -> None:
    headers = [("Connection", "close"), *told.headers]
    if told.media_type:
        headers.append(("Content-Type", told.media_type))
    bodiless = told.status in {204, 304}
    if told.chunked and not bodiless:
        headers.append(("Transfer-Encoding", "chunked"))
    elif not bodiless:
        headers.append(("Content-Length", str(len(told.body))))
    pieces = [engine.send(h11.Response(status_code=told.status, headers=headers))]
    if told.body and not bodiless and method != "HEAD":
        steps = range(0, len(told.body), 4096 if told.chunked else max(1, len(told.body)))
        size = 4096 if told.chunked else len(told.body)
        pieces += [engine.send(h11.Data(data=told.body[at : at + size])) for at in steps]
    pieces.append(engine.send(h11.EndOfMessage()))
    link.sendall(b"".join(piece for piece in pieces if piece))
