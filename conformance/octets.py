"""The octets of a real connection, each on the tape before anybody reads it."""

from __future__ import annotations

import contextlib
import os
import socket
import ssl
import struct
import time
from typing import TYPE_CHECKING

from conformance.evidence import RECEIVED, SENT
from conformance.guarded import CHUNK, Deadline, LinkFault, Severed, Silent
from conformance.journal import Stretch, after, joined
from conformance.waiting import READ, WRITE, ready

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conformance.evidence import Tape

_QUICKACK = getattr(socket, "TCP_QUICKACK", None)
_MORE = getattr(socket, "MSG_MORE", 0)
_YIELD = getattr(os, "sched_yield", lambda: None)
_LOOKS = 100
"""How often we look for a swift peer's answer before we sleep: waking up can take longer than it takes to answer."""
_SWIFT_S = 0.0004
"""Whoever answered in less, with our waking up, is swift; others would only cost the looks."""


class SocketOctets:
    """Octets over a real socket, each one on the tape before anybody reads it."""

    def __init__(self, link: socket.socket, tape: Tape) -> None:
        self._link = link
        self._tape = tape
        self._closed = False
        self._asked = self._swift = False
        self._room = memoryview(bytearray(CHUNK))
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        link.settimeout(0)

    def send(self, octets: bytes | memoryview, deadline: Deadline) -> None:
        """Send all the octets before the deadline, recording them first."""
        self._asked = True
        self._tape.octets(SENT, octets)
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
        if not hasattr(self._link, "sendmsg"):
            self._each(octets, deadline)
            return
        while octets:
            try:
                octets = after(octets, self._link.sendmsg(octets, (), flags))
            except BlockingIOError:
                self._writable(deadline.seconds, deadline)
            except OSError as error:
                raise self._broken(error, deadline) from None

    def _copied(self, part: Stretch, deadline: Deadline) -> None:
        """Have the kernel send octets out of the journal, which takes no memory of ours."""
        journal = part.journal.descriptor
        if journal is None or not hasattr(os, "sendfile"):
            self._each(part.pieces(), deadline)
            return
        place, left = part.place, part.size
        while left:
            try:
                if not ready(self._link, WRITE, deadline.seconds):
                    raise TimeoutError
                sent = os.sendfile(self._link.fileno(), journal, place, left)
            except OSError as error:
                raise self._broken(error, deadline) from None
            place, left = place + sent, left - sent

    def _each(self, octets: Iterable[bytes | memoryview], deadline: Deadline) -> None:
        """Send octets one after the other, each within the deadline's seconds."""
        for one in octets:
            self._sent(one, Deadline(deadline.seconds))

    def _sent(self, octets: bytes | memoryview, deadline: Deadline) -> None:
        left = octets
        while True:
            try:
                sent = self._taken(left if len(left) <= CHUNK else memoryview(left)[:CHUNK], deadline)
            except BlockingIOError:
                self._writable(deadline.remaining(), deadline)
                continue
            except OSError as error:
                raise self._broken(error, deadline) from None
            if sent == len(left):
                return
            left = memoryview(left)[sent:]

    def _taken(self, octets: bytes | memoryview, deadline: Deadline) -> int:  # noqa: ARG002 - TLS has to wait in there
        """Return how many octets the connection takes."""
        return self._link.send(octets)

    def _writable(self, seconds: float, deadline: Deadline) -> None:
        """Wait until the peer takes octets again."""
        try:
            if not ready(self._link, WRITE, seconds):
                raise TimeoutError
        except OSError as error:
            raise self._broken(error, deadline) from None

    def _broken(self, error: OSError, deadline: Deadline) -> LinkFault:
        """Record how sending ended early; return how to say so."""
        if isinstance(error, TimeoutError):
            self._tape.event("deadline", "sending")
            return Silent(f"the peer stopped taking octets for {deadline.seconds:g} s")
        return self._severed(f"the connection broke while we sent: {error.strerror or error}")

    def receive(self, most: int, deadline: Deadline) -> tuple[bytes | memoryview, int]:
        """Return a view of what has come, recording it first, and its place in the journal.

        A peer that sends its next piece only when our TCP says it has the last (Nagle's rule) is told so at once. Not
        for the first piece after what we sent: where that was not the whole answer, we come back here for the rest.
        """
        try:
            if _QUICKACK is not None and not self._asked:
                self._link.setsockopt(socket.IPPROTO_TCP, _QUICKACK, 1)
            self._asked = False
            size = self._come(min(most, CHUNK), deadline)
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

    def _come(self, most: int, deadline: Deadline) -> int:
        """Receive into the room; look at once, and again while a swift peer is at work, and then sleep."""
        receive, room = self._link.recv_into, self._room
        began = time.monotonic()
        for _ in range(_LOOKS if self._swift else 1):
            try:
                return receive(room, most)
            except BlockingIOError:
                _YIELD()
        while ready(self._link, READ, deadline.remaining()):
            with contextlib.suppress(BlockingIOError):
                size = receive(room, most)
                self._swift = time.monotonic() - began < _SWIFT_S
                return size
        raise TimeoutError

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


class TlsOctets(SocketOctets):
    """Octets inside TLS, which alone knows when it has any or can take some: waiting is left to it."""

    def __init__(self, link: ssl.SSLSocket, tape: Tape) -> None:
        super().__init__(link, tape)
        self._patient = self._impatient = 0.0

    def _gathered(self, octets: list[bytes | memoryview], deadline: Deadline, flags: int) -> None:  # noqa: ARG002 - none here
        self._each(octets, deadline)

    def _copied(self, part: Stretch, deadline: Deadline) -> None:
        self._each(part.pieces(), deadline)

    def _taken(self, octets: bytes | memoryview, deadline: Deadline) -> int:
        self._patience(deadline)
        return self._link.send(octets)

    def _come(self, most: int, deadline: Deadline) -> int:
        self._patience(deadline)
        return self._link.recv_into(self._room, most)

    def _patience(self, deadline: Deadline) -> None:
        """Wait no longer than the deadline says, to the hundredth; telling the socket so costs a system call."""
        remaining = deadline.remaining()
        if not self._impatient <= remaining <= self._patient:
            self._patient = max(0.001, remaining)
            self._impatient = 0.99 * self._patient
            self._link.settimeout(self._patient)


def octets_of(link: socket.socket, tape: Tape) -> SocketOctets:
    """Return the octets of a connection, over TLS or not."""
    return TlsOctets(link, tape) if isinstance(link, ssl.SSLSocket) else SocketOctets(link, tape)


class NoOctets:
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
