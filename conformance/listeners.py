"""Our doors on real sockets: for connections, for connections over TLS, and for datagrams."""

from __future__ import annotations

import contextlib
import os
import queue
import select
import socket
import ssl
import struct
import threading
from typing import TYPE_CHECKING

from conformance.evidence import RECEIVED, SENT
from conformance.guarded import CHUNK, Address, Connection, Deadline, Ended, LinkFault, Severed, Silent
from conformance.journal import Stretch, after, joined
from conformance.secured import secured

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from conformance.evidence import Recorder, Tape
    from conformance.guarded import Octets
    from conformance.limits import Limits

_DATAGRAM_MOST = 1 << 16
_SLICE_S = 0.1
_QUICKACK = getattr(socket, "TCP_QUICKACK", None)
_MORE = getattr(socket, "MSG_MORE", 0)


class SocketOctets:
    """Octets over a real socket, each one on the tape before anybody reads it."""

    def __init__(self, link: socket.socket, tape: Tape) -> None:
        self._link = link
        self._tape = tape
        self._closed = False
        self._asked = False
        self._patient = 0.0
        self._room = memoryview(bytearray(CHUNK))
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, octets: bytes | memoryview, deadline: Deadline) -> None:
        """Send all the octets before the deadline, recording them first."""
        self._tape.octets(SENT, octets)
        self._asked = True
        self._sent(octets, deadline)

    def send_parts(self, parts: Sequence[bytes | memoryview | Stretch], deadline: Deadline) -> None:
        """Send parts one after the other, recording them first; the kernel takes those in the journal from there."""
        self._tape.parts(parts)
        self._asked = True
        together: list[bytes | memoryview] = []
        for part in parts:
            if not isinstance(part, Stretch):
                together.append(part)
            elif part.view is not None:
                together.append(part.view)
            else:
                self._gathered(together, deadline, _MORE)
                together = []
                self._copied(part, deadline)
        self._gathered(together, deadline, 0)

    def _gathered(self, octets: list[bytes | memoryview], deadline: Deadline, flags: int) -> None:
        """Send octets that are in memory by one system call, where there is one for that."""
        if isinstance(self._link, ssl.SSLSocket) or not hasattr(self._link, "sendmsg"):
            for one in octets:
                self._sent(one, Deadline(deadline.seconds))
            return
        while octets:
            try:
                self._patience(Deadline(deadline.seconds))
                octets = after(octets, self._link.sendmsg(octets, (), flags))
            except OSError as error:
                raise self._broken(error, deadline) from None

    def _copied(self, part: Stretch, deadline: Deadline) -> None:
        """Have the kernel send octets out of the journal, which takes no memory of ours."""
        journal = part.journal.descriptor
        if journal is None or isinstance(self._link, ssl.SSLSocket) or not hasattr(os, "sendfile"):
            for piece in part.pieces():
                self._sent(piece, Deadline(deadline.seconds))
            return
        place, left = part.place, part.size
        while left:
            try:
                if not select.select([], [self._link], [], deadline.seconds)[1]:
                    raise TimeoutError
                sent = os.sendfile(self._link.fileno(), journal, place, left)
            except OSError as error:
                raise self._broken(error, deadline) from None
            place, left = place + sent, left - sent

    def _sent(self, octets: bytes | memoryview, deadline: Deadline) -> None:
        try:
            self._patience(deadline)
            sent = self._link.send(octets if len(octets) <= CHUNK else memoryview(octets)[:CHUNK])
            if sent == len(octets):
                return
            left = memoryview(octets)[sent:]
            while left:
                self._patience(deadline)
                left = left[self._link.send(left[:CHUNK]) :]
        except OSError as error:
            raise self._broken(error, deadline) from None

    def _broken(self, error: OSError, deadline: Deadline) -> LinkFault:
        """Record how sending ended early; return how to say so."""
        if isinstance(error, TimeoutError):
            self._tape.event("deadline", "sending")
            return Silent(f"the peer stopped taking octets for {deadline.seconds:g} s")
        return self._severed(f"the connection broke while we sent: {error.strerror or error}")

    def _patience(self, deadline: Deadline) -> None:
        """Wait no longer than the deadline says, to the hundredth; telling the socket so costs a system call."""
        remaining = max(0.001, deadline.remaining())
        if not 0.99 * self._patient <= remaining <= self._patient:
            self._patient = remaining
            self._link.settimeout(remaining)

    def receive(self, most: int, deadline: Deadline) -> tuple[bytes | memoryview, int]:
        """Return a view of what has come, recording it first, and its place in the journal.

        A peer that sends its next piece only when our TCP says it has the last (Nagle's rule) is told so at once. Not
        for the first piece after what we sent: where that was not the whole answer, we come back here for the rest.
        """
        try:
            self._patience(deadline)
            if _QUICKACK is not None and not self._asked:
                self._link.setsockopt(socket.IPPROTO_TCP, _QUICKACK, 1)
            self._asked = False
            size = self._link.recv_into(self._room, min(most, CHUNK))
        except (TimeoutError, ssl.SSLWantReadError):
            self._tape.event("deadline")
            raise Silent(f"nothing came within {deadline.seconds:g} s") from None
        except OSError as error:
            raise self._severed(f"the peer reset the connection: {error.strerror or error}") from None
        if not size:
            self._tape.event("eof")
            return b"", 0
        octets = self._room[:size]
        return octets, self._tape.octets(RECEIVED, octets)

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

    def send_parts(self, parts: Sequence[bytes | memoryview | Stretch], deadline: Deadline) -> None:
        """Say why nothing can be sent."""
        self.send(joined(parts), deadline)

    def receive(self, most: int, deadline: Deadline) -> tuple[bytes | memoryview, int]:
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
        octets = SocketOctets(link, tape)
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
        return _NoOctets(tape, self._failed) if self._failed else super()._secured(link, tape)

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
