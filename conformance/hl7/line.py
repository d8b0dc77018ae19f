"""One line to the candidate's MLLP port: octets go out, blocks come back, and nothing is judged."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Self

from conformance.guarded import Deadline, LinkFault, Silent, Unreachable
from conformance.hl7.answers import Answer, Reading, named
from conformance.hl7.send_guard import only_synthetic
from conformance.hl7.wire.mllp import MEDIA_TYPE, Flaw, Frame, read_frame

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable

    from conformance.guarded import Connection, Doors

MOST_EXTRA = 100
"""Unasked answers that are read before we stop listening."""

PAUSE = 0.01
"""Seconds between two pieces of a message that is sent in pieces, in which nothing may be answered."""


class Line:
    """A connection that opens when first needed and is kept as long as the peer keeps it."""

    def __init__(self, doors: Doors, host: str, port: int, tls: ssl.SSLContext | None = None) -> None:
        self._doors = doors
        self._where = (host, port, tls)
        self._connection: Connection | None = None
        self._used = False
        self._broken = ""
        self.connections = 0

    def over(self, connection: Connection) -> Self:
        """Return this line, on a connection that is there."""
        self._connection = connection
        self.connections += 1
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _open(self) -> Connection | None:
        """Return the connection; one that can't be opened again after an earlier one is an answer, not a block."""
        if self._connection is None and not self._broken:
            try:
                self._connection = self._doors.connect(*self._where)
            except Unreachable as gone:
                if not self.connections:
                    raise
                self._broken = f"nobody answers any more: {gone}"
            self.connections += 1
            self._used = False
        return self._connection

    def send(self, octets: bytes, summary: str = "octets") -> str:
        """Send octets as they are; return the evidence id. A link that breaks is told by the next answer."""
        only_synthetic(octets)
        connection = self._open()
        if connection is None:
            return ""
        try:
            connection.send(octets, self._doors.limits.frame_s)
        except LinkFault as fault:
            self._broken = str(fault)
        return connection.mark_sent(summary, MEDIA_TYPE)

    def pieces(
        self, octets: bytes, cuts: Iterable[int], summary: str = "octets", *, pause: bool = True
    ) -> tuple[Answer, ...]:
        """Send octets cut at these places, pausing at each; return what was answered before the last piece left."""
        only_synthetic(octets)
        connection, position, early = self._open(), 0, False
        if connection is None:
            return (self.hear(),)
        for cut in (*cuts, len(octets)):
            try:
                connection.send(octets[position:cut], self._doors.limits.frame_s)
            except LinkFault as fault:
                self._broken = str(fault)
                break
            position = cut
            early = pause and cut < len(octets) and self._stirs(connection)
            if early:
                break
        connection.mark_sent(summary, MEDIA_TYPE)
        return (self.hear(),) if early or self._broken else ()

    def _stirs(self, connection: Connection) -> bool:
        """Return whether something came, or the connection ended, within the pause."""
        try:
            octets = connection.read_some(1, Deadline(PAUSE))
            if not octets:
                self._broken = "the peer closed the connection"
            connection.unread(octets)
        except Silent:
            return False
        except LinkFault as fault:
            self._broken = str(fault)
        return True

    def hear(self, seconds: float | None = None) -> Answer:
        """Return the next answer within ``seconds`` (default: the frame limit)."""
        limits = self._doors.limits
        connection = self._open()
        if connection is None or self._broken:
            return Answer.of(Frame(b"", b""), self._broken)
        frame = read_frame(connection, limits.frame_s if seconds is None else seconds, limits.mllp_bytes)
        return self._answered(connection, frame, ", the profile's timing.frame_s" if seconds is None else "")

    def _answered(self, connection: Connection, frame: Frame, limit: str) -> Answer:
        """Name what was read as one block; return it as an answer."""
        if frame.problems and (frame.has(Flaw.CLOSED) or frame.has(Flaw.RESET)):
            self._broken = frame.trouble
        reading = Reading(frame)
        if not frame.octets:
            return Answer.of(frame, f"{reading.trouble}{limit if frame.has(Flaw.SILENCE) else ''}")
        evidence = connection.mark_received(partial(named, reading), MEDIA_TYPE, len(frame.octets))
        return Answer(frame, reading, (evidence,))

    def extra(self, seconds: float | None = None) -> tuple[Answer, ...]:
        """Return what else is answered, until the line is quiet (``seconds``, default the quiet limit)."""
        quiet = self._doors.limits.quiet_s if seconds is None else seconds
        found: list[Answer] = []
        while len(found) < MOST_EXTRA and not self._broken:
            answer = self.hear(quiet)
            if answer.frame.octets:
                found.append(answer)
            if not answer.frame.whole:
                break
        return tuple(found)

    def hear_row(self, most: int) -> list[Answer]:
        """Return up to ``most`` answers, fewer when one does not come."""
        answers: list[Answer] = []
        while len(answers) < most:
            answer = self.hear()
            if answer.frame.octets:
                answers.append(answer)
            if not answer.frame.whole or self._broken:
                break
        return answers

    def half_close(self) -> None:
        """Send nothing more; answers are still welcome."""
        if self._connection is not None:
            self._connection.end_sending()

    def reset(self) -> None:
        """Break the connection off as a crash would; the next message opens another."""
        if self._connection is not None:
            self._connection.abort()
        self._connection, self._broken = None, ""

    def close(self) -> None:
        """Close the connection in good order; the next message opens another."""
        if self._connection is not None:
            self._connection.close()
        self._connection, self._broken = None, ""
