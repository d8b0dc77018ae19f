"""MLLP blocks: 0x0B, the message, 0x1C 0x0D (HL7 MLLP Release 1, block format)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from conformance.guarded import Deadline, Ended, LinkFault, Silent

if TYPE_CHECKING:
    from conformance.guarded import Connection

MEDIA_TYPE = "application/vnd.hl7.mllp"
START, END, CARRIAGE_RETURN = b"\x0b", b"\x1c", b"\r"
_CHUNK = 64 * 1024


class Flaw(StrEnum):
    """What can be wrong with a block."""

    JUNK = "octets before the start block"
    NO_START = "no start block"
    SECOND_START = "a second start block"
    NO_RETURN = "no carriage return after the end block"
    TOO_LONG = "longer than the cap"
    SILENCE = "nothing more came in time"
    CLOSED = "the peer closed the connection"
    RESET = "the connection broke"


@dataclass(frozen=True, slots=True)
class Problem:
    """One flaw of a block, at an octet of it."""

    flaw: Flaw
    at: int
    says: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What was read as one block: all its ``octets``, and the ``content`` between start and end block."""

    octets: bytes
    content: bytes
    problems: tuple[Problem, ...] = ()

    @property
    def whole(self) -> bool:
        """Return whether the end of the block came."""
        unfinished = {Flaw.TOO_LONG, Flaw.SILENCE, Flaw.CLOSED, Flaw.RESET}
        return not any(problem.flaw in unfinished for problem in self.problems)

    @property
    def trouble(self) -> str:
        """Return the problems in words, empty when there are none."""
        return "; ".join(problem.says for problem in self.problems)

    def has(self, flaw: Flaw) -> bool:
        """Return whether the block has this flaw."""
        return any(problem.flaw is flaw for problem in self.problems)


def framed(content: bytes, *, start: bytes = START, end: bytes = END, after: bytes = CARRIAGE_RETURN) -> bytes:
    """Return ``content`` in a block, or in a wrong one when told other delimiters."""
    return start + content + end + after


class Scanner:
    """Finds blocks in a stream, however it was cut. ``cap`` is the most octets of one block."""

    def __init__(self, cap: int) -> None:
        self._cap = cap
        self._held = bytearray()
        self._searched = 0

    def feed(self, octets: bytes) -> None:
        """Add what came."""
        self._held += octets

    def next(self) -> Frame | None:
        """Return the next block, or None when more octets are needed to tell."""
        end = self._held.find(END, self._searched)
        if end > self._cap or (end < 0 and len(self._held) > self._cap):
            return self._too_long()
        if end < 0 or end + 1 == len(self._held):
            self._searched = len(self._held) if end < 0 else end
            return None
        returned = self._held[end + 1 : end + 2] == CARRIAGE_RETURN
        frame = _frame(self._taken(end + 1 + returned), end)
        if returned:
            return frame
        follows = f"the end block is followed by 0x{self._held[0]:02X}, not by a carriage return"
        return replace(frame, problems=(*frame.problems, Problem(Flaw.NO_RETURN, end + 1, follows)))

    def broken_off(self, flaw: Flaw, says: str) -> Frame:
        """Return what was held as an unfinished block: nothing more will come."""
        end = self._held.find(END)
        octets = self._taken(len(self._held))
        frame = _frame(octets, end) if octets else Frame(b"", b"")
        ended = end >= 0
        problem = Problem(Flaw.NO_RETURN, len(octets), f"after the end block: {says}") if ended else None
        return replace(frame, problems=(*frame.problems, problem or Problem(flaw, len(octets), says)))

    @property
    def holds(self) -> int:
        """Return how many octets of an unfinished block are held."""
        return len(self._held)

    def rest(self) -> bytes:
        """Give back what belongs to the next block."""
        return self._taken(len(self._held))

    def _too_long(self) -> Frame:
        frame = _frame(self._taken(self._cap), -1)
        says = f"no end block within the first {self._cap} octets"
        return replace(frame, problems=(*frame.problems, Problem(Flaw.TOO_LONG, self._cap, says)))

    def _taken(self, size: int) -> bytes:
        octets = bytes(self._held[:size])
        del self._held[:size]
        self._searched = 0
        return octets


def _plain(octets: bytes) -> Frame | None:
    """Return the block that is all of these octets, as nearly every answer comes; None where it takes a closer look."""
    stop = len(octets) - 2
    if octets[:1] == START and octets.find(END) == stop and octets[stop + 1 :] == CARRIAGE_RETURN:
        return Frame(octets, octets[1:stop]) if octets.rfind(START) == 0 else None
    return None


def _frame(octets: bytes, end: int) -> Frame:
    """Read one block whose end block is at ``end`` (-1: has not come)."""
    stop = end if end >= 0 else len(octets)
    first, last = octets.find(START, 0, stop), octets.rfind(START, 0, stop)
    problems: list[Problem] = []
    if first < 0:
        problems.append(Problem(Flaw.NO_START, 0, f"no start block (0x0B) before {octets[:16]!r}"))
    elif first > 0:
        problems.append(Problem(Flaw.JUNK, 0, f"{first} octets before the start block: {octets[: min(first, 16)]!r}"))
    if last != first:
        problems.append(Problem(Flaw.SECOND_START, last, f"a second start block (0x0B) at octet {last}"))
    return Frame(octets, octets[last + 1 : stop], tuple(problems))


def read_frame(connection: Connection, seconds: float, cap: int) -> Frame:
    """Return the next block within ``seconds``, or what came instead of one; never raises.

    The deadline is for the whole block. What belongs to the next one goes back to the connection.
    """
    deadline, scanner = Deadline(seconds), None
    while scanner is None or (frame := scanner.next()) is None:
        try:
            octets = connection.read_some(_CHUNK, deadline)
        except LinkFault as fault:
            silent = isinstance(fault, Silent)
            flaw = Flaw.SILENCE if silent else Flaw.CLOSED if isinstance(fault, Ended) else Flaw.RESET
            return (scanner or Scanner(cap)).broken_off(flaw, str(fault))
        if not octets:
            return (scanner or Scanner(cap)).broken_off(Flaw.CLOSED, "the peer closed the connection")
        if scanner is None:
            if len(octets) <= cap and (plain := _plain(octets)):
                return plain
            scanner = Scanner(cap)
        scanner.feed(octets)
    connection.unread(scanner.rest())
    return frame


def boundaries(block: bytes) -> tuple[int, ...]:
    """Return the places where cutting a block tries a receiver most, in order.

    They are: around the start block, inside the segment identifier, at every field of the header, around
    every carriage return, inside every character of several octets, and around both octets of the end.
    """
    places = {1, 2, 3, 4, 5, len(block) - 2, len(block) - 1}
    header_end = block.find(CARRIAGE_RETURN)
    for at, octet in enumerate(block):
        if octet == CARRIAGE_RETURN[0]:
            places |= {at, at + 1}
        elif 0x80 <= octet < 0xC0:  # noqa: PLR2004 - the second and later octets of a UTF-8 character
            places.add(at)
        elif octet == block[4] and at < header_end:
            places.add(at + 1)
    return tuple(sorted(place for place in places if 0 < place < len(block)))
