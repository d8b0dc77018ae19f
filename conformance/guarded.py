"""The guarded conversation: whole units against a deadline, each octet on a tape, whatever carries them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from conformance.evidence import RECEIVED, SENT, Tape
from conformance.journal import Recorded, Stretch
from conformance.model import Blocked

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Sequence

    from conformance.limits import Limits

CHUNK = 256 * 1024
_NOWHERE = -1
"""The place of octets that were given back, whose place in the journal is forgotten."""


class Unreachable(Blocked):
    """Nobody answered at the address: nothing to judge."""


class LinkFault(Exception):  # noqa: N818 - a fact about the link, which a client reports and a check judges
    """The link gave no whole unit; ``got`` octets of it had come."""

    def __init__(self, says: str, got: int = 0) -> None:
        super().__init__(says)
        self.got = got


class Silent(LinkFault):
    """The deadline of a whole unit passed."""


class Ended(LinkFault):
    """The peer closed the connection."""


class Severed(LinkFault):
    """The connection was reset."""


class Deadline:
    """A moment on the monotonic clock by which a whole unit must be there."""

    __slots__ = ("_end", "seconds")

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def remaining(self) -> float:
        """Return the seconds left, never below zero."""
        left = self._end - time.monotonic()
        return left if left > 0 else 0.0

    def lasting(self, seconds: float) -> Deadline:
        """Return one that began when this did and lasts ``seconds``."""
        other = Deadline(seconds)
        other._end = self._end - self.seconds + seconds
        return other


class Octets(Protocol):
    """What carries the octets: a socket, or a recording of one."""

    def send(self, octets: bytes | memoryview, deadline: Deadline) -> None:
        """Send all the octets; raise a LinkFault if that can't be done in time."""

    def send_parts(self, parts: Sequence[bytes | memoryview | Stretch], deadline: Deadline) -> None:
        """Send parts one after the other, each within the deadline's seconds; those in the journal from there."""

    def receive(self, most: int, deadline: Deadline) -> tuple[bytes | memoryview, int]:
        """Return up to ``most`` octets and their place in the journal; raise Silent or Severed.

        None is the end of the stream. A view holds until the next call.
        """

    def end_sending(self) -> None:
        """Close our half, as TCP allows; the other half stays open."""

    def close(self, *, reset: bool) -> None:
        """Let go, with a FIN or with a RST."""


class Connection:
    """One conversation: read whole units against a deadline, send, and mark what was a message."""

    def __init__(self, octets: Octets, tape: Tape, limits: Limits) -> None:
        self._octets = octets
        self._tape = tape
        self._came: bytes | memoryview = b""
        self._at = 0
        self._places = [(0, 0)]
        self._unmarked = {SENT: 0, RECEIVED: 0}
        self.limits = limits
        self.peer = tape.peer
        self.number = tape.number

    def send(self, octets: bytes | memoryview, seconds: float | None = None) -> None:
        """Send everything within ``seconds`` (default: the PDU limit)."""
        self._unmarked[SENT] += len(octets)
        self._octets.send(octets, Deadline(self.limits.pdu_s if seconds is None else seconds))

    def send_parts(self, parts: Sequence[bytes | memoryview | Stretch]) -> None:
        """Send parts one after the other; each has the PDU limit."""
        self._unmarked[SENT] += sum(map(len, parts))
        self._octets.send_parts(parts, Deadline(self.limits.pdu_s))

    def keep(self, octets: bytes) -> Recorded:
        """Record octets ahead of their sending, which then only refers to them."""
        return Recorded((Stretch(self._tape.journal, self._tape.kept(octets), len(octets), memoryview(octets)),))

    @property
    def by_place(self) -> bool:
        """Return whether it spares copies to send from the journal: only from one that is a file."""
        return self._tape.journal.descriptor is not None

    def read_exactly(self, size: int, deadline: Deadline) -> bytes:
        """Return exactly ``size`` octets; raise Silent, Ended or Severed saying how many had come."""
        end = self._at + size
        if end > len(self._came):
            while len(self._came) - self._at < size:
                self._fill(size, deadline)
            end = self._at + size
        octets = bytes(self._came[self._at : end])
        self._at = end
        self._unmarked[RECEIVED] += size
        return octets

    def ahead(self, size: int, deadline: Deadline) -> tuple[bytes | memoryview, int]:
        """Wait as ``read_exactly`` does, and leave all unread for ``take``.

        Return what came, which holds until the next call, and the place in it of the next octet.
        """
        while len(self._came) - self._at < size:
            self._fill(size, deadline)
        return self._came, self._at

    def here(self) -> tuple[bytes | memoryview, int]:
        """Return what ``ahead`` does, of what has come already."""
        return self._came, self._at

    def take(self, size: int) -> None:
        """Read octets that ``ahead`` has shown."""
        self._at += size
        self._unmarked[RECEIVED] += size

    def read_recorded(self, size: int, deadline: Deadline) -> list[Stretch]:
        """Return where in the journal the next ``size`` octets are, as ``read_exactly`` returns the octets."""
        found: list[Stretch] = []
        got = 0
        while got < size:
            if self._at == len(self._came):
                try:
                    self._fill(size - got, deadline)
                except LinkFault as fault:
                    self.unread(Recorded(tuple(found)).octets())
                    part = f", {got} octets into a unit" if got else ""
                    raise type(fault)(f"{fault}{part}", got) from None
            one = self._stretch(size - got)
            found.append(one)
            self._at += one.size
            self._unmarked[RECEIVED] += one.size
            got += one.size
        return found

    def _stretch(self, most: int) -> Stretch:
        """Return where the next octets lie together that have come already, ``most`` of them at most."""
        while len(self._places) > 1 and self._places[1][0] <= self._at:
            del self._places[0]
        start, place = self._places[0]
        end = self._places[1][0] if len(self._places) > 1 else len(self._came)
        size = min(end - self._at, most)
        if place < 0:
            place = self._tape.kept(bytes(self._came[self._at : self._at + size]))
            return Stretch(self._tape.journal, place, size)
        return Stretch(self._tape.journal, place + self._at - start, size)

    def read_some(self, most: int, deadline: Deadline) -> bytes:
        """Return between 1 and ``most`` octets, or nothing at the end of the stream."""
        if self._at == len(self._came):
            octets, place = self._octets.receive(most, deadline)
            self._came, self._at, self._places = octets, 0, [(0, place)]
        octets = bytes(self._came[self._at : self._at + most])
        self._at += len(octets)
        self._unmarked[RECEIVED] += len(octets)
        return octets

    def unread(self, octets: bytes) -> None:
        """Give back octets that belong to the next unit."""
        self._unmarked[RECEIVED] -= len(octets)
        back = self._at - len(octets)
        if back >= 0 and self._came[back : self._at] == octets:
            self._at = back
            return
        left = bytes(self._came[self._at :])
        self._came, self._at, self._places = octets + left, 0, [(0, _NOWHERE)]

    def _fill(self, size: int, deadline: Deadline) -> None:
        left = self._came[self._at :]
        got = len(left)
        if got:
            left = bytes(left)  # a view does not outlast the next call
            places = [
                (max(0, start - self._at), place + max(0, self._at - start) * (place != _NOWHERE))
                for start, place in self._places
            ]
            self._came, self._at, self._places = left, 0, places
        try:
            octets, place = self._octets.receive(max(size - got, CHUNK), deadline)
        except LinkFault as fault:
            if not got:
                self._came, self._at = b"", 0
            part = f", {got} octets into a unit" if got else ""
            raise type(fault)(f"{fault}{part}", got) from None
        if not len(octets):
            if not got:
                self._came, self._at = b"", 0
            raise Ended(f"the peer closed the connection{f', {got} octets into a unit' if got else ''}", got)
        if got:
            self._came = b"".join((left, octets))
            self._places.append((got, place))
        else:
            self._came, self._at, self._places = octets, 0, [(0, place)]

    def mark_sent(self, summary: str | Callable[[], str], media_type: str, size: int = 0) -> str:
        """Name all that was sent since the last mark, or the first ``size`` octets of it; return its evidence id."""
        size = size or self._unmarked[SENT]
        self._unmarked[SENT] -= size
        return self._tape.mark(SENT, size, summary, media_type)

    def mark_received(self, summary: str | Callable[[], str], media_type: str, size: int = 0) -> str:
        """Name all that was read since the last mark, or the first ``size`` octets of it; return its evidence id."""
        size = size or self._unmarked[RECEIVED]
        self._unmarked[RECEIVED] -= size
        return self._tape.mark(RECEIVED, size, summary, media_type)

    def mark_each(self, sizes: Sequence[int], summary: str, media_type: str) -> list[str]:
        """Name what was read since the last mark as several units that say the same; return their evidence ids."""
        self._unmarked[RECEIVED] -= sum(sizes)
        return self._tape.mark_each(RECEIVED, sizes, summary, media_type)

    def end_sending(self) -> None:
        """Half-close: nothing more from us, answers still welcome."""
        self._octets.end_sending()

    def close(self) -> None:
        """Close in good order."""
        self._octets.close(reset=False)

    def abort(self) -> None:
        """Close with a reset, whatever the peer is still sending."""
        self._octets.close(reset=True)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a peer listens."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


class Listener(Protocol):
    """A bounded door of ours: the candidate comes in by it, each connection on its own tape."""

    address: Address

    def accept(self, seconds: float) -> Connection:
        """Return the next connection from an allowed host; raise Silent when none comes in time."""

    def close(self) -> None:
        """Stop listening; a waiting accept then raises Ended."""


class Doors(Protocol):
    """A way to reach the candidate and to be reached: live, or replayed from a recording."""

    limits: Limits

    def connect(self, host: str, port: int, tls: ssl.SSLContext | None = None) -> Connection:
        """Open a recorded connection; raise Unreachable."""

    def listen(
        self, host: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None, *, datagrams: bool = False
    ) -> Listener:
        """Open a recorded listener; port 0 is an ephemeral one. With ``tls`` the tape holds what was inside it.

        With ``datagrams`` it listens by UDP: what it accepts is one datagram, to be read until its end.
        """

    def once(self, what: str, make: Callable[[], str]) -> str:
        """Return what ``make`` makes, and record it: a replay returns that and makes nothing."""

    def wait(self, happened: Callable[[], bool], within: float, what: str, pause: float = 0.05) -> bool:
        """Ask again until it happened or time is up."""
