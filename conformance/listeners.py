"""Our doors on real sockets: for connections, for connections over TLS, and for datagrams."""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING

from conformance.evidence import RECEIVED
from conformance.guarded import Address, Connection, Deadline, Ended, Severed, Silent
from conformance.journal import Stretch, joined
from conformance.octets import NoOctets, octets_of
from conformance.secured import secured

if TYPE_CHECKING:
    import socket
    import ssl
    from collections.abc import Callable, Sequence

    from conformance.evidence import Recorder, Tape
    from conformance.guarded import Octets
    from conformance.limits import Limits
    from conformance.octets import SocketOctets

_DATAGRAM_MOST = 1 << 16
_SLICE_S = 0.1


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
    ) -> None:
        self._opened = opened
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
            self._turned_away(link)

    def _turned_away(self, link: socket.socket) -> None:
        link.close()

    def _secured(self, link: socket.socket, tape: Tape) -> Octets:
        octets = octets_of(link, tape)
        self._opened(octets)
        return octets

    def _next(self, deadline: Deadline) -> tuple[socket.socket, tuple[str, int]]:
        """Accept in slices, since closing a socket does not wake a thread that waits on it."""
        while not self._closed.is_set():
            self._door.settimeout(max(0.001, min(_SLICE_S, deadline.remaining())))
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


class TlsListener(SocketListener):
    """A listener that shakes hands with a visitor at once, whether or not the story accepts it already.

    A candidate that records an event before it answers would otherwise wait for us, as we wait for its answer.
    """

    def __init__(  # noqa: PLR0913 - as a listener, and what it shows
        self,
        door: socket.socket,
        number: int,
        recorder: Recorder,
        limits: Limits,
        allow: Callable[[str], bool],
        opened: Callable[[SocketOctets], object],
        tls: ssl.SSLContext,
    ) -> None:
        super().__init__(door, number, recorder, limits, allow, opened)
        self._tls = tls
        self._failed = ""
        self._welcome: queue.Queue[tuple[socket.socket, tuple[str, int], str]] = queue.Queue()
        self._thread = threading.Thread(target=self._welcoming, name=f"tls-door-{number}", daemon=True)
        self._thread.start()

    def _welcoming(self) -> None:
        while not self._closed.is_set():
            try:
                link, where = super()._next(Deadline(_SLICE_S))
            except TimeoutError:
                continue
            except OSError:
                return
            link, failed = self._shaken(link) if self._allow(where[0]) else (link, "")
            self._welcome.put((link, where, failed))

    def _shaken(self, link: socket.socket) -> tuple[socket.socket, str]:
        """Return the connection over TLS, or in words why there is none."""
        link.settimeout(self._limits.connect_s)
        try:
            return secured(link, self._tls), ""
        except OSError as error:
            return link, f"no TLS connection: {error}"

    def _secured(self, link: socket.socket, tape: Tape) -> Octets:
        return NoOctets(tape, self._failed) if self._failed else super()._secured(link, tape)

    def _next(self, deadline: Deadline) -> tuple[socket.socket, tuple[str, int]]:
        while not self._closed.is_set():
            try:
                link, where, self._failed = self._welcome.get(timeout=max(0.001, min(_SLICE_S, deadline.remaining())))
            except queue.Empty:
                if not deadline.remaining():
                    raise TimeoutError from None
            else:
                return link, where
        raise OSError("closed")

    def close(self) -> None:
        """Stop listening, and let go of who was not accepted."""
        super().close()
        self._thread.join(self._limits.connect_s)
        while not self._welcome.empty():
            self._welcome.get_nowait()[0].close()


class DatagramListener(SocketListener):
    """A door for datagrams: each one from an allowed host is a connection of its own, over when it is read."""

    _datagram = b""

    def _next(self, deadline: Deadline) -> tuple[socket.socket, tuple[str, int]]:
        self._door.settimeout(max(0.001, deadline.remaining()))
        self._datagram, (host, port, *_) = self._door.recvfrom(_DATAGRAM_MOST)
        return self._door, (host, port)

    def _turned_away(self, link: socket.socket) -> None:
        """Keep the door: it is the only socket there is."""

    def _secured(self, link: socket.socket, tape: Tape) -> Octets:
        del link
        return _Datagram(tape, self._datagram)


class _Datagram:
    """The octets of one datagram, on the tape when they are read."""

    def __init__(self, tape: Tape, octets: bytes) -> None:
        self._tape, self._octets = tape, octets

    def send(self, octets: bytes | memoryview, deadline: Deadline) -> None:
        """Refuse: nobody waits for an answer to a datagram of syslog."""
        del octets, deadline
        raise Severed("a datagram is not answered")

    def send_parts(self, parts: Sequence[bytes | memoryview | Stretch], deadline: Deadline) -> None:
        """Refuse, as ``send`` does."""
        self.send(joined(parts), deadline)

    def receive(self, most: int, deadline: Deadline) -> tuple[bytes | memoryview, int]:
        """Return what is left of it, nothing at its end."""
        del deadline
        octets, self._octets = self._octets[:most], self._octets[most:]
        if octets:
            return octets, self._tape.octets(RECEIVED, octets)
        self._tape.event("eof")
        return b"", 0

    def end_sending(self) -> None:
        """Nothing to do."""

    def close(self, *, reset: bool) -> None:
        """Nothing to let go of."""
