"""Receivers with one vice in their framing."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from conformance.hl7 import clauses as c
from conformance.hl7.saboteurs.declaring import ACCEPTING, BY_NAME, COMMITTING, ROW, receiver
from conformance.hl7.simulator import Receiver
from conformance.hl7.simulator.acceptance import Fault
from conformance.hl7.wire.mllp import START, Frame, Scanner

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.hl7.wire.draft import Draft
    from conformance.hl7.wire.message import Message


class Unframed(Receiver):
    """Answers without start and end block."""

    def block(self, content: bytes) -> bytes:
        """Return the bare acknowledgement."""
        return content


class Unended(Receiver):
    """Leaves the last segment without its carriage return."""

    def encoded(self, draft: Draft) -> bytes:
        """Return the octets but the last."""
        return super().encoded(draft)[:-1]


class LineFeeder(Receiver):
    """Ends segments with CR LF."""

    def encoded(self, draft: Draft) -> bytes:
        """Return the octets with a line feed after each segment."""
        return super().encoded(draft).replace(b"\r", b"\r\n")


class PieceTaker(Receiver):
    """Takes whatever TCP delivers at once for a whole message."""

    def blocks(self, scanner: Scanner, octets: bytes) -> Iterator[Frame]:
        """Yield every piece as a block."""
        del scanner
        yield Frame(octets, octets.strip(b"\x0b\x1c\r"))


class OneAtATime(Receiver):
    """Drops what else came in the same piece after the first block."""

    def blocks(self, scanner: Scanner, octets: bytes) -> Iterator[Frame]:
        """Yield the first block only."""
        found = list(super().blocks(scanner, octets))
        if found:
            scanner.rest()
        yield from found[:1]


class Closer(Receiver):
    """Closes the connection after each answer, whatever had already come."""

    def stays(self, link: socket.socket) -> bool:
        """Leave."""
        del link
        return False


class Forgetful(Receiver):
    """Answers every seventh message on a connection with silence."""

    def __init__(self) -> None:
        super().__init__()
        self._taken: dict[socket.socket, int] = {}

    def reply(self, link: socket.socket, frame: Frame) -> None:
        """Skip every seventh."""
        self._taken[link] = self._taken.get(link, 0) + 1
        if self._taken[link] % 7:
            super().reply(link, frame)


class Hoarder(Receiver):
    """Keeps one buffer for all connections, so that what one left unfinished begins the next one's message."""

    def __init__(self) -> None:
        super().__init__()
        self._kept = b""

    def converse(self, link: socket.socket) -> None:
        """Read into the common buffer, up to an end block."""
        while octets := link.recv(65536):
            self._kept += octets
            while b"\x1c\r" in self._kept:
                whole, _, self._kept = self._kept.partition(b"\x1c\r")
                self.reply(link, Frame(whole, whole.split(START, 1)[-1]))


class Glutton(Receiver):
    """Takes everything from the first start block to the end block, also what was begun anew in between."""

    def blocks(self, scanner: Scanner, octets: bytes) -> Iterator[Frame]:
        """Yield the content from the first start block on."""
        for frame in super().blocks(scanner, octets):
            yield Frame(frame.octets, frame.octets.split(START, 1)[-1].rstrip(b"\x1c\r"))


class ReadsOn(Receiver):
    """Takes whatever came since the last end block for the message."""

    def converse(self, link: socket.socket) -> None:
        """Read up to each end block, and take off a start block where there is one first."""
        kept = b""
        while octets := link.recv(65536):
            kept += octets
            while b"\x1c\r" in kept:
                whole, _, kept = kept.partition(b"\x1c\r")
                self.reply(link, Frame(whole, whole.removeprefix(START)))


class GivesUp(Receiver):
    """Serves one connection after the other, and stops listening when two in a row broke off."""

    def __init__(self) -> None:
        super().__init__()
        self._broken = 0

    def serve(self, link: socket.socket) -> None:
        """Converse at once instead of in a thread: the next connection has to wait."""
        self._conversing(link)

    def converse(self, link: socket.socket) -> None:
        """Answer, and count the connections that break."""
        try:
            super().converse(link)
            self._broken = 0
        except OSError:
            self._broken += 1
            if self._broken > 1 and self._door is not None:
                self._door.shutdown(socket.SHUT_RDWR)


class Echoer(Receiver):
    """Sends every acknowledgement twice."""

    def block(self, content: bytes) -> bytes:
        """Return two blocks."""
        return super().block(content) * 2


class ShortBuffer(Receiver):
    """Keeps 64 KiB of a message and drops what is longer, without a word."""

    def blocks(self, scanner: Scanner, octets: bytes) -> Iterator[Frame]:
        """Yield the blocks that fit."""
        yield from (frame for frame in super().blocks(scanner, octets) if len(frame.octets) <= 64 * 1024)


class SilentOnReplay(Receiver):
    """Recognises a message it has had before, and says nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._had: set[bytes] = set()

    def answer(self, frame: Frame) -> bytes | None:
        """Answer what is new."""
        if frame.content in self._had:
            return None
        self._had.add(frame.content)
        return super().answer(frame)


class RefusesReplay(Receiver):
    """Answers a message sent again with AE, as if it were another one with a used control id."""

    def settled(self, message: Message) -> Fault | None:
        """Refuse what was settled before."""
        before = len(self._settled)
        fault = super().settled(message)
        return fault if len(self._settled) > before else Fault("AE", 205, "MSH-10", "the control id was used before")


FRAMING = (
    receiver(
        "ML06",
        "framing:Unframed",
        "Acknowledges without start and end block",
        [c.BLOCK_AROUND_ACK],
        [*BY_NAME, *COMMITTING],
        "nextgenhealthcare/connect#1153",
    ),
    receiver(
        "ML07",
        "framing:Unended",
        "Leaves the last segment without its carriage return",
        [c.LAST_SEGMENT_ENDED],
        [c.WHOLE_STRUCTURE, c.RESPONSE_VALID, c.BATCH_ANSWERED, c.FILE_ANSWERED],
        source="nextgenhealthcare/connect#504",
    ),
    receiver(
        "ML08",
        "framing:LineFeeder",
        "Ends segments with CR LF",
        [c.SEGMENTS_END_WITH_CR],
        [c.WHOLE_STRUCTURE, c.RESPONSE_VALID],
    ),
    receiver(
        "ML16",
        "framing:PieceTaker",
        "Takes what TCP delivers at once for a whole message",
        [c.ENDS_AT_END_BLOCK],
        [*BY_NAME, c.ANSWERED_ONCE],
        "HAPI changelog #206",
    ),
    receiver(
        "ML17",
        "framing:OneAtATime",
        "Drops the second of two blocks in one piece",
        [c.EVERY_BLOCK_ANSWERED],
        [*ROW, c.ENDS_AT_END_BLOCK],
    ),
    receiver(
        "ML20",
        "framing:Closer",
        "Closes the connection after each answer, whatever had come",
        [c.EVERY_BLOCK_ANSWERED],
        [*ROW, *COMMITTING, c.ENDS_AT_END_BLOCK],
        "hl7apy's own server",
    ),
    receiver(
        "hl7.every-seventh-lost",
        "framing:Forgetful",
        "Is silent on every seventh message",
        [c.PIPELINE_ANSWERED, c.ANSWERED, c.EVERY_BLOCK_ANSWERED],
        [*ACCEPTING, c.NAMES_THE_MESSAGE, c.SECURE_ROW],
    ),
    receiver(
        "hl7.reads-on",
        "framing:ReadsOn",
        "Begins a message with what stood between blocks",
        [c.OUTSIDE_BLOCKS],
        [c.RESYNCHRONISES],
    ),
    receiver(
        "hl7.common-buffer",
        "framing:Hoarder",
        "Begins a message with what another connection left unfinished",
        [c.UNFINISHED_DROPPED],
        [c.RESYNCHRONISES, c.ANSWERED],
    ),
    receiver(
        "hl7.first-start-block",
        "framing:Glutton",
        "Takes a message begun anew for part of the torn one",
        [c.RESYNCHRONISES],
    ),
    receiver(
        "hl7.gives-up-on-resets",
        "framing:GivesUp",
        "Stops listening when two connections in a row broke off",
        [c.ANSWERED],
    ),
    receiver(
        "hl7.answers-twice",
        "framing:Echoer",
        "Sends every acknowledgement twice",
        [c.ANSWERED_ONCE],
        [*ROW, *COMMITTING, c.ENDS_AT_END_BLOCK, c.LARGE_ACCEPTED, c.LONG_ACCEPTED, c.OWN_CONTROL_ID],
    ),
    receiver(
        "OR10",
        "framing:ShortBuffer",
        "Drops messages beyond 64 KiB without a word",
        [c.LARGE_ACCEPTED],
    ),
    receiver(
        "hl7.silent-on-replay", "framing:SilentOnReplay", "Says nothing to a message sent again", [c.ANSWERED_AGAIN]
    ),
    receiver("hl7.refuses-replay", "framing:RefusesReplay", "Refuses a message sent again", [c.SAME_ANSWER_AGAIN]),
)
