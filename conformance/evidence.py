"""The recorder: every octet both ways, with time and direction, journalled before any parser sees it.

A journal is a sequence of events, each a JSON line followed by its octets. It is appended to as things
happen, so it survives the death of the process; ``sealing`` turns it into evidence files named by digest.
Digests are computed then, and what a message is called is worded then, after the exchange, so that recording does
not slow what is measured.
"""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from typing import TYPE_CHECKING, BinaryIO

from conformance.journal import Journal, Recorded, Stretch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Mark = tuple[int, str, int, Sequence[int], str | Callable[[], str], str]
    """Of messages that follow each other: connection, direction, number of the first, sizes, summary, media type."""

SENT, RECEIVED = "sent", "received"
_JOIN = 1 << 14
_encoded = json.JSONEncoder(separators=(",", ":")).encode
_SUMMARY = 200
_MOST_LATEST = 24
_MOST_MARKS = 1_000
_MOST_MARKED = 1 << 20
"""Marks that wait to be written, and octets they may still hold on to."""


class Recorder:
    """Journals the conversations of one attempt at one scenario. Safe to use from several threads."""

    def __init__(self, journal: BinaryIO) -> None:
        self.journal = Journal(journal)
        self.lock = threading.Lock()
        self._connections = 0
        self._marks: list[Mark] = []
        self._since = 0.0
        self._kept = 0
        self._latest: deque[str] = deque(maxlen=_MOST_LATEST)
        self._last_direction = ""

    def open(self, peer: str, kind: str, number: int | None = None) -> Tape:
        """Begin the tape of one connection; ``kind`` is ``outbound`` or ``inbound:N`` (N: which listener).

        A replay gives the ``number`` the connection had when it was recorded.
        """
        with self.lock:
            number = self._connections if number is None else number
            self._connections += 1
        tape = Tape(self, number, peer, ours=kind == "outbound")
        self.write(number, "open", peer=peer, kind=kind)
        return tape

    def write(self, connection: int, event: str, **more: object) -> None:
        """Append one event; ``connection`` -1 is the story itself."""
        rest = f",{_encoded(more)[1:-1]}" if more else ""
        line = f'{{"c":{connection},"e":"{event}","t":{time.time():.6f},"n":0{rest}}}\n\n'.encode()
        self.settle()
        with self.lock:
            self.journal.add(line)

    def parts(self, beginning: bytes, parts: Sequence[bytes | memoryview | Stretch]) -> None:
        """Append what is about to be sent in parts; those the journal holds already are named by their place."""
        own: list[bytes | memoryview] = []
        named: list[tuple[int, int, int]] = []
        size = 0
        for part in parts:
            if isinstance(part, Stretch):
                named.append((size, part.place, part.size))
            else:
                own.append(part)
                size += len(part)
        of = f',"of":{_encoded(named)}' if named else ""
        with self.lock:
            line = b'%b%.6f,"n":%d%b}\n' % (beginning, time.time(), size, of.encode())
            self.journal.append((line, *own, b"\n"))

    def keep(self, octets: bytes) -> Recorded:
        """Record octets that are to be sent, ahead of their sending, which then only refers to them."""
        return Recorded((Stretch(self.journal, self.kept(octets), len(octets), memoryview(octets)),))

    def keep_all(self, pieces: Iterable[bytes]) -> Recorded:
        """Record octets that are to be sent as they are made, so that no more than a piece is in memory."""
        return Recorded(tuple(Stretch(self.journal, self.kept(one), len(one)) for one in pieces))

    def kept(self, octets: bytes) -> int:
        """Record octets that nobody sent or received yet; return their place in the journal."""
        with self.lock:
            line = f'{{"c":-1,"e":"kept","t":{time.time():.6f},"n":{len(octets)}}}\n'.encode()
            return self.journal.append((line, octets, b"\n")) + len(line)

    def note(self, text: str, value: object = None) -> None:
        """Record a decision of the story itself (one more poll, gave up waiting)."""
        self.write(-1, "note", text=text, value=value)

    def mark(self, mark: Mark, size: int, ids: Sequence[str], *, ours: bool) -> None:
        """Keep a mark, to be written once the exchange is over: without it the octets are still there.

        Its words may hold on to ``size`` octets.

        The newest exchange is what was sent last and all that came after it, on connections of ``ours``: what
        visitors send meanwhile comes when it comes, and a check that judges it names it.
        """
        direction = mark[1]
        now = time.monotonic()
        with self.lock:
            marks = self._marks
            if not marks:
                self._since = now
            marks.append(mark)
            self._kept += size
            if ours:
                if direction != self._last_direction:
                    if direction == SENT:
                        self._latest.clear()
                    self._last_direction = direction
                self._latest.extend(ids)
            most = _MOST_MARKS if direction == RECEIVED else _MOST_MARKS // 2  # sooner while the peer is at work
            due = self._kept > _MOST_MARKED or len(marks) > most or now > self._since + 1
        if due:
            self.settle()

    def settle(self) -> None:
        """Write the marks that wait, all in one event, each with its words now."""
        if not self._marks:
            return
        with self.lock:
            waiting, self._marks, self._kept = self._marks, [], 0
            told = [
                (number, direction, first, sizes, (says if isinstance(says, str) else says())[:_SUMMARY], media)
                for number, direction, first, sizes, says, media in waiting
            ]
            octets = _encoded(told).encode()
            line = f'{{"c":-1,"e":"marks","t":{time.time():.6f},"n":{len(octets)}}}\n'.encode()
            self.journal.add(b"".join((line, octets, b"\n")))

    def latest(self) -> tuple[str, ...]:
        """Return the ids of the messages of the newest exchange, oldest first."""
        self.settle()
        with self.lock:
            return tuple(self._latest)


class Tape:
    """What went over one connection, in order."""

    def __init__(self, recorder: Recorder, number: int, peer: str, *, ours: bool) -> None:
        self._recorder = recorder
        self._ours = ours
        self._count = {SENT: 0, RECEIVED: 0}
        self._ids = {one: f"c{number}.{one[0]}" for one in (SENT, RECEIVED)}
        self._beginnings = {one: f'{{"c":{number},"e":"{one}","t":'.encode() for one in (SENT, RECEIVED)}
        self._lock = recorder.lock
        self.journal = recorder.journal
        self.number = number
        self.peer = peer

    def octets(self, direction: str, octets: bytes | memoryview) -> int:
        """Record octets as they pass the socket; return their place in the journal.

        They leave this process at once, so that they survive its death.
        """
        size = len(octets)
        with self._lock:
            line = b'%b%.6f,"n":%d}\n' % (self._beginnings[direction], time.time(), size)
            if size <= _JOIN:
                return self.journal.add(b"".join((line, octets, b"\n"))) + len(line)
            return self.journal.append((line, octets, b"\n")) + len(line)

    def parts(self, parts: Sequence[bytes | memoryview | Stretch]) -> None:
        """Record what is about to be sent in parts; those the journal holds already are named by their place."""
        self._recorder.parts(self._beginnings[SENT], parts)

    def kept(self, octets: bytes) -> int:
        """Record octets that nobody sent or received yet; return their place in the journal."""
        return self._recorder.kept(octets)

    def event(self, name: str, text: str = "") -> None:
        """Record what is not octets: ``deadline``, ``eof``, ``reset``, ``closed``, ``unreachable`` and why."""
        self._recorder.write(self.number, name, text=text)

    def mark(self, direction: str, size: int, summary: str | Callable[[], str], media_type: str) -> str:
        """Say that the next ``size`` octets of this direction are one message; return its evidence id.

        What it takes time to say, ``summary`` may say when it is asked, after the exchange.
        """
        self._count[direction] = first = self._count[direction] + 1
        evidence_id = f"{self._ids[direction]}{first}"
        mark = (self.number, direction, first, (size,), summary, media_type)
        held = 0 if isinstance(summary, str) else size
        self._recorder.mark(mark, held, (evidence_id,), ours=self._ours)
        return evidence_id

    def mark_each(self, direction: str, sizes: Sequence[int], summary: str, media_type: str) -> list[str]:
        """Say that the next octets of this direction are as many messages as there are sizes, all of which say this."""
        first = self._count[direction] + 1
        self._count[direction] += len(sizes)
        prefix = self._ids[direction]
        ids = [f"{prefix}{number}" for number in range(first, first + len(sizes))]
        mark = (self.number, direction, first, sizes, summary, media_type)
        self._recorder.mark(mark, 0, ids, ours=self._ours)
        return ids
