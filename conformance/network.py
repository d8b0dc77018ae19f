"""The live way to a candidate: sockets whose octets are on the tape before any parser sees them."""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
from typing import TYPE_CHECKING

from conformance.evidence import RECEIVED, SENT
from conformance.guarded import CHUNK, Address, Connection, Deadline, Ended, Severed, Silent, Unreachable
from conformance.model import Blocked

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformance.evidence import Recorder, Tape
    from conformance.guarded import Listener, Octets
    from conformance.limits import Limits

_QUICKACK = getattr(socket, "TCP_QUICKACK", None)


class SocketOctets:
    """Octets over a real socket, each one on the tape before anybody reads it."""

    def __init__(self, link: socket.socket, tape: Tape) -> None:
        self._link = link
        self._tape = tape
        self._closed = False
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, octets: bytes | memoryview, deadline: Deadline) -> None:
        """Send all the octets before the deadline, recording them first."""
        self._tape.octets(SENT, octets)
        left = memoryview(octets)
        try:
            while left:
                self._link.settimeout(max(0.001, deadline.remaining()))
                left = left[self._link.send(left[:CHUNK]) :]
        except TimeoutError:
            self._tape.event("deadline", "sending")
            raise Silent(f"the peer stopped taking octets for {deadline.seconds:g} s") from None
        except OSError as error:
            raise self._severed(f"the connection broke while we sent: {error.strerror or error}") from None

    def receive(self, most: int, deadline: Deadline) -> bytes:
        """Return what has come, recording it first."""
        try:
            self._link.settimeout(max(0.001, deadline.remaining()))
            if _QUICKACK is not None:
                self._link.setsockopt(socket.IPPROTO_TCP, _QUICKACK, 1)
            octets = self._link.recv(min(most, CHUNK))
        except (TimeoutError, ssl.SSLWantReadError):
            self._tape.event("deadline")
            raise Silent(f"nothing came within {deadline.seconds:g} s") from None
        except OSError as error:
            raise self._severed(f"the peer reset the connection: {error.strerror or error}") from None
        if octets:
            self._tape.octets(RECEIVED, octets)
        else:
            self._tape.event("eof")
        return octets

    def _severed(self, says: str) -> Severed:
        self._tape.event("reset", says)
        return Severed(says)

    def end_sending(self) -> None:
        """Send our FIN and go on reading; who has reset the connection needs none."""
        self._tape.event("half-closed")
        with contextlib.suppress(OSError):
            self._link.shutdown(socket.SHUT_WR)

    def close(self, *, reset: bool) -> None:
        """Close once; a reset discards whatever the peer still sends."""
        if self._closed:
            return
        self._closed = True
        self._tape.event("aborted" if reset else "closed")
        if reset:
            self._link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._link.close()


class _NoOctets:
    """A connection on which TLS failed: it says so when it is read, and is over."""

    def __init__(self, tape: Tape, says: str) -> None:
        self._tape = tape
        self._says = says

    def send(self, octets: bytes | memoryview, deadline: Deadline) -> None:
        """Say why nothing can be sent; on the tape as any sending that breaks, so that it is told again alike."""
        del deadline
        self._tape.octets(SENT, octets)
        says = f"the connection broke while we sent: {self._says}"
        self._tape.event("reset", says)
        raise Severed(says)

    def receive(self, most: int, deadline: Deadline) -> bytes:
        """Say why nothing came."""
        del most, deadline
        self._tape.event("reset", self._says)
        raise Severed(self._says)

    def end_sending(self) -> None:
        """Nothing to do."""

    def close(self, *, reset: bool) -> None:
        """Nothing to let go of."""


class SocketListener:
    """A listener on a real socket; hosts the profile does not allow are turned away and noted."""

    def __init__(  # noqa: PLR0913 - a door has that many sides
        self,
        door: socket.socket,
        number: int,
        recorder: Recorder,
        limits: Limits,
        allow: Callable[[str], bool],
        opened: Callable[[SocketOctets], object],
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._opened = opened
        self._tls = tls
        self._door = door
        self._number = number
        self._recorder = recorder
        self._limits = limits
        self._allow = allow
        self._closed = threading.Event()
        host, port = door.getsockname()[:2]
        self.address = Address(host, port)
        recorder.note(f"listen {number}", [host, port])

    def accept(self, seconds: float) -> Connection:
        """Return the next connection, and record that it came or that none did."""
        deadline = Deadline(seconds)
        note = f"accept {self._number}"
        while True:
            try:
                link, (host, port, *_) = self._next(deadline)
            except TimeoutError:
                self._recorder.note(note, None)
                raise Silent(f"nobody connected to us within {seconds:g} s") from None
            except OSError:
                self._recorder.note(note, "closed")
                raise Ended("our listener was closed") from None
            if self._allow(host):
                tape = self._recorder.open(str(Address(host, port)), f"inbound:{self._number}")
                self._recorder.note(note, tape.number)
                octets = self._secured(link, tape)
                return Connection(octets, tape, self._limits)
            self._recorder.note(f"turned away at listener {self._number}", f"{host}:{port}")
            link.close()

    def _secured(self, link: socket.socket, tape: Tape) -> Octets:
        if self._tls is not None:
            link.settimeout(self._limits.connect_s)
            try:
                link = self._tls.wrap_socket(link, server_side=True)
            except OSError as error:
                link.close()
                return _NoOctets(tape, f"no TLS connection: {error}")
        octets = SocketOctets(link, tape)
        self._opened(octets)
        return octets

    def _next(self, deadline: Deadline) -> tuple[socket.socket, tuple[str, int]]:
        """Accept in slices, since closing a socket does not wake a thread that waits on it."""
        while not self._closed.is_set():
            self._door.settimeout(max(0.001, min(0.1, deadline.remaining())))
            try:
                return self._door.accept()
            except TimeoutError:
                if not deadline.remaining():
                    raise
        raise OSError("closed")

    def close(self) -> None:
        """Stop listening."""
        self._closed.set()
        self._door.close()


class Network:
    """The live way to a candidate: only to hosts the profile allows, each name resolved once and pinned."""

    def __init__(self, recorder: Recorder, limits: Limits, allow: Callable[[str], bool] = lambda _: True) -> None:
        self._recorder = recorder
        self._allow = allow
        self._pinned: dict[str, str] = {}
        self._listeners: list[SocketListener] = []
        self._links: list[SocketOctets] = []
        self.limits = limits

    def _resolved(self, host: str) -> str:
        if host not in self._pinned:
            try:
                self._pinned[host] = str(socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0][4][0])
            except (OSError, UnicodeError) as error:
                # UnicodeError: a label that no name may have, such as one of more than 63 octets.
                why = getattr(error, "strerror", "") or error
                raise Unreachable(f"the name {host} can't be resolved: {why}") from None
        if not self._allow(self._pinned[host]):
            raise Unreachable(f"{host} is not among the profile's allow_hosts; add it there if it may be tested")
        return self._pinned[host]

    def connect(self, host: str, port: int, tls: ssl.SSLContext | None = None) -> Connection:
        """Connect within the limit, twice at most; the tape opens before the first octet."""
        tape = self._recorder.open(f"{host}:{port}", "outbound")
        try:
            where = Address(self._resolved(host), port)
            link = self._reached(where)
            if tls is not None:
                link = _wrapped(link, tls, host, where)
        except Unreachable as error:
            tape.event("unreachable", str(error))
            raise
        octets = SocketOctets(link, tape)
        self._links.append(octets)
        return Connection(octets, tape, self.limits)

    def _reached(self, where: Address) -> socket.socket:
        again = True
        while True:
            try:
                return socket.create_connection((where.host, where.port), timeout=self.limits.connect_s)
            except OSError as error:
                if not again or isinstance(error, ConnectionRefusedError):
                    why = "no answer" if isinstance(error, TimeoutError) else error.strerror or str(error)
                    raise Unreachable(f"{where} is not reachable: {why}") from None
                again = False

    def listen(self, host: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None) -> Listener:
        """Listen with a short queue, for the hosts the profile allows."""
        try:
            door = socket.create_server((host, port), backlog=16)
        except OSError as error:
            raise Blocked(f"we can't listen on {host}:{port}, as the profile asks: {error.strerror}") from None
        number = len(self._listeners)
        listener = SocketListener(door, number, self._recorder, self.limits, self._allow, self._links.append, tls)
        self._listeners.append(listener)
        return listener

    def close(self) -> None:
        """Close whatever a story left open."""
        for listener in self._listeners:
            listener.close()
        for link in self._links:
            link.close(reset=False)

    def wait(self, happened: Callable[[], bool], within: float, what: str, pause: float = 0.05) -> bool:
        """Ask ``happened`` until it says yes or ``within`` seconds are over; every answer is recorded."""
        deadline = Deadline(within)
        ticking = threading.Event()
        while True:
            yes = happened()
            over = not yes and not deadline.remaining()
            self._recorder.note(what, "yes" if yes else "over" if over else "again")
            if yes or over:
                return yes
            ticking.wait(min(pause, deadline.remaining()))
            pause = min(pause * 1.5, 1.0)


def _wrapped(link: socket.socket, tls: ssl.SSLContext, host: str, where: Address) -> ssl.SSLSocket:
    try:
        return tls.wrap_socket(link, server_hostname=host)
    except OSError as error:
        link.close()
        raise Unreachable(f"no TLS connection to {where}: {error}") from None
