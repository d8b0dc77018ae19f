"""Receivers with one vice in sequence numbers or several connections, and the oddities beside them."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from conformance.hl7 import clauses as c
from conformance.hl7.saboteurs.declaring import receiver
from conformance.hl7.simulator import Receiver
from conformance.hl7.simulator.mllp_server import CAP
from conformance.hl7.simulator.sequences import START, number
from conformance.hl7.wire.message import parse
from conformance.hl7.wire.mllp import Scanner

if TYPE_CHECKING:
    import socket

    from conformance.hl7.simulator.acceptance import Fault
    from conformance.hl7.wire.message import Message
    from conformance.hl7.wire.mllp import Frame


class IgnoresGaps(Receiver):
    """Takes a message whatever its sequence number."""

    def sequence_fault(self, message: Message) -> Fault | None:
        """Find every number in order."""
        del message
        return None


class TellsNoNumber(Receiver):
    """Does not say which number it expects when the link is started."""

    def expected(self, message: Message, fault: Fault | None) -> str | None:
        """Return nothing to whoever starts the link."""
        return None if number(message) == START else super().expected(message, fault)


class RefusesInSilence(Receiver):
    """Refuses a message out of sequence and does not say which number it expects."""

    def expected(self, message: Message, fault: Fault | None) -> str | None:
        """Return nothing with a refusal."""
        return None if fault else super().expected(message, fault)


class SkipsAhead(Receiver):
    """Refuses a gap, and expects from then on what comes after it."""

    def sequence_fault(self, message: Message) -> Fault | None:
        """Take the refused number for the newest one."""
        fault = super().sequence_fault(message)
        if fault:
            self.sequences.accepted(message)
        return fault

    def expected(self, message: Message, fault: Fault | None) -> str | None:
        """Say, with the refusal, what was expected."""
        told = number(message)
        return str((told or 0) - 3) if fault else super().expected(message, fault)


class NeverAnew(Receiver):
    """Acknowledges sequence number -1 and goes on as before."""

    def settled(self, message: Message) -> Fault | None:
        """Forget that the sequence was to begin anew."""
        kept = self.sequences.expected(message)
        fault = super().settled(message)
        if number(message) == -1:
            self.sequences.accepted(parse(message.encode().replace(b"|-1", b"|%d" % (kept - 1))))
        return fault


class CrossesWires(Receiver):
    """Sends its acknowledgements over the connection that was opened last."""

    def __init__(self) -> None:
        super().__init__()
        self._newest: socket.socket | None = None

    def converse(self, link: socket.socket) -> None:
        """Keep the newest connection in mind."""
        self._newest = link
        super().converse(link)

    def reply(self, link: socket.socket, frame: Frame) -> None:
        """Answer over the newest connection."""
        super().reply(self._newest or link, frame)


class OneReader(Receiver):
    """Reads from nobody else while a block is unfinished."""

    def __init__(self) -> None:
        super().__init__()
        self._reading = threading.Lock()

    def converse(self, link: socket.socket) -> None:
        """Hold on to the reader until every block is whole."""
        scanner = Scanner(CAP)
        while octets := link.recv(65536):
            with self._reading:
                while True:
                    for frame in self.blocks(scanner, octets):
                        self.reply(link, frame)
                    if not scanner.holds:
                        break
                    octets = link.recv(65536)
                    if not octets:
                        return


class ExpectsAnything(Receiver):
    """Has forgotten every number by the time the link is started: it expects any."""

    def settled(self, message: Message) -> Fault | None:
        """Begin anew whenever the link is started."""
        fault = super().settled(message)
        if number(message) == START:
            self.sequences = type(self.sequences)()
        return fault


SEQUENCING = (
    receiver(
        "hl7.gap-ignored", "sequencing:IgnoresGaps", "Takes messages out of sequence", [c.GAP_REFUSED], [c.IN_STEP]
    ),
    receiver("hl7.start-untold", "sequencing:TellsNoNumber", "Starts a link without a number", [c.LINK_STARTED]),
    receiver("hl7.gap-untold", "sequencing:RefusesInSilence", "Refuses a gap without the number", [c.GAP_TOLD]),
    receiver("hl7.gap-skipped", "sequencing:SkipsAhead", "Goes on after the gap it refused", [c.IN_STEP]),
    receiver("hl7.never-anew", "sequencing:NeverAnew", "Goes on as before after -1", [c.RESYNCHRONISED]),
    receiver(
        "hl7.one-reader",
        "sequencing:OneReader",
        "Reads from nobody else while a block is unfinished",
        [c.ANSWERED],
        scenarios=["hl7.framing.unfinished-elsewhere"],
    ),
    receiver(
        "hl7.crossed-wires",
        "sequencing:CrossesWires",
        "Answers over the connection that was opened last",
        [c.ANSWERED],
        scenarios=["hl7.framing.two-connections"],
    ),
    receiver("hl7.expects-any-number", "sequencing:ExpectsAnything", "Expects any number when a link is started"),
)
