"""Peers that answer HTTP in the worst ways a candidate could, each a function of one connection."""

from __future__ import annotations

import re
import socket
import threading
import zlib
from contextlib import contextmanager, suppress
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SOAP_TYPE = b"application/soap+xml; charset=UTF-8"


class Talk:
    """One request that came, and what a peer may do about it."""

    def __init__(self, link: socket.socket, request: bytes, stopping: threading.Event) -> None:
        self.link = link
        self.request = request
        self.stopping = stopping

    @property
    def message_id(self) -> bytes:
        found = re.search(rb"MessageID[^>]*>\s*([^<\s]+)", self.request)
        return found[1] if found else b"urn:uuid:none"

    def send(self, *octets: bytes) -> None:
        self.link.sendall(b"".join(octets))

    def reply(self, body: bytes, media_type: bytes = SOAP_TYPE, status: bytes = b"200 OK", more: bytes = b"") -> None:
        head = b"HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n%s\r\n"
        self.send(head % (status, media_type, len(body), more), body)


def silent(talk: Talk) -> None:
    talk.stopping.wait()


def hangs_up(talk: Talk) -> None:
    talk.link.close()


def endless_body(talk: Talk) -> None:
    talk.send(b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nTransfer-Encoding: chunked\r\n\r\n" % SOAP_TYPE)
    piece = b"10000\r\n" + b"A" * 0x10000 + b"\r\n"
    while not talk.stopping.is_set():
        talk.send(piece)


def endless_header(talk: Talk) -> None:
    talk.send(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while not talk.stopping.is_set():
        talk.send(b"A" * 0x10000)


def many_headers(talk: Talk) -> None:
    head = b"".join(b"X-%d: y\r\n" % number for number in range(100_000))
    talk.send(b"HTTP/1.1 200 OK\r\n", head, b"Content-Length: 0\r\n\r\n")


def gzip_bomb(talk: Talk) -> None:
    talk.reply(bomb(), more=b"Content-Encoding: gzip\r\n")


@cache
def bomb() -> bytes:
    """Return 320 MiB of nought as 320 KB of gzip, made in steps."""
    squeezed = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(squeezed.compress(bytes(1 << 20)) for _ in range(320)) + squeezed.flush()


def redirects_to_file(talk: Talk) -> None:
    talk.reply(b"", status=b"302 Found", more=b"Location: file:///etc/hostname\r\n")


def redirects_elsewhere(canary: str) -> Callable[[Talk], None]:
    def redirecting(talk: Talk) -> None:
        talk.reply(b"", status=b"307 Temporary Redirect", more=b"Location: %s\r\n" % canary.encode())

    return redirecting


def login_page(talk: Talk) -> None:
    talk.reply(b"<!doctype html><html><body><form>Please log in</form></body></html>", b"text/html")


def asks_who_we_are(talk: Talk) -> None:
    challenge = b"WWW-Authenticate: NTLM\r\nSet-Cookie: session=1\r\n"
    talk.reply(b"who are you?", b"text/plain", b"401 Unauthorized", challenge)


def crashed(talk: Talk) -> None:
    talk.reply(b"<html><pre>java.lang.NullPointerException at ...</pre></html>", b"text/html", b"500 Oops")


def junk(talk: Talk) -> None:
    talk.send(bytes(range(256)) * 64)
    talk.link.close()


def cut_short(talk: Talk) -> None:
    talk.send(b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: 9999\r\n\r\n<s:Env" % SOAP_TYPE)
    talk.link.close()


def stops_half_way(talk: Talk) -> None:
    talk.send(b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: 9999\r\n\r\n<s:Env" % SOAP_TYPE)
    talk.stopping.wait()


def slow_loris(talk: Talk) -> None:
    reply = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: 9999\r\n\r\n" % SOAP_TYPE
    for octet in reply + b"<" * 9999:
        talk.send(bytes([octet]))
        if talk.stopping.wait(0.25):
            return


class Peer:
    """A TCP server of one behaviour; ``requests`` counts how often it was asked."""

    def __init__(self, behaviour: Callable[[Talk], None]) -> None:
        self.behaviour = behaviour
        self.requests = 0
        self._stopping = threading.Event()
        self._door = socket.create_server(("127.0.0.1", 0), backlog=16)
        self._links: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}/xds"

    def start(self) -> None:
        self._threads[0].start()

    def stop(self) -> None:
        self._stopping.set()
        socket.create_connection(self._door.getsockname()).close()
        for link in self._links:
            with suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(10)
        self._door.close()

    def _accept(self) -> None:
        while True:
            link, _ = self._door.accept()
            if self._stopping.is_set():
                link.close()
                return
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._links.append(link)
            thread = threading.Thread(target=self._serve, args=(link,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, link: socket.socket) -> None:
        try:
            request = _read_request(link)
            if request:
                self.requests += 1
                self.behaviour(Talk(link, request, self._stopping))
        except OSError:
            return
        finally:
            link.close()


def _read_request(link: socket.socket) -> bytes:
    held = b""
    while b"\r\n\r\n" not in held:
        octets = link.recv(65536)
        if not octets:
            return b""
        held += octets
    head, _, body = held.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length:\s*(\d+)", head)
    wanted = int(length[1]) if length else 0
    while len(body) < wanted:
        octets = link.recv(65536)
        if not octets:
            break
        body += octets
    return head + b"\r\n\r\n" + body


@contextmanager
def peer(behaviour: Callable[[Talk], None]) -> Iterator[Peer]:
    """Run one behaviour on an ephemeral port."""
    one = Peer(behaviour)
    one.start()
    try:
        yield one
    finally:
        one.stop()
