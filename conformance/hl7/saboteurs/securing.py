"""Receivers with one vice at their TLS door, and the oddities beside them."""

from __future__ import annotations

import ssl
from contextlib import suppress
from typing import TYPE_CHECKING

from conformance import ajar
from conformance.hl7 import clauses as c
from conformance.hl7.saboteurs.declaring import receiver
from conformance.hl7.simulator import Receiver
from conformance.hl7.simulator.mllp_server import CAP
from conformance.hl7.wire.mllp import Scanner

if TYPE_CHECKING:
    import socket

    from conformance.hl7.wire.mllp import Frame
    from conformance.model import Clause, Saboteur

_RECORD = 1 << 14


class AsksForNoCertificate(Receiver):
    """Lets in by TLS who shows no certificate."""

    class SecureDoor(ajar.AsksForNoCertificate, Receiver.SecureDoor):
        """Its TLS door."""


class TrustsStrangers(Receiver):
    """Lets in by TLS who shows a certificate of an authority nobody told it of."""

    class SecureDoor(ajar.TrustsStrangers, Receiver.SecureDoor):
        """Its TLS door."""


class PassesOverDates(Receiver):
    """Lets in by TLS who shows a certificate that has expired."""

    class SecureDoor(ajar.PassesOverDates, Receiver.SecureDoor):
        """Its TLS door."""


class SpeaksOldTls(Receiver):
    """Speaks TLS 1.0 and 1.1 as well."""

    class SecureDoor(ajar.SpeaksOldTls, Receiver.SecureDoor):
        """Its TLS door."""


class SpeaksSsl(Receiver):
    """Speaks SSL 3.0 as well."""

    class SecureDoor(ajar.SpeaksSsl, Receiver.SecureDoor):
        """Its TLS door."""


class EncryptsNothing(Receiver):
    """Agrees to suites that encrypt nothing."""

    class SecureDoor(ajar.EncryptsNothing, Receiver.SecureDoor):
        """Its TLS door."""


class TakesLegacySuites(Receiver):
    """Agrees to 3DES with who offers nothing better."""

    class SecureDoor(ajar.TakesLegacySuites, Receiver.SecureDoor):
        """Its TLS door."""


class Compresses(Receiver):
    """Agrees to compression."""

    class SecureDoor(ajar.Compresses, Receiver.SecureDoor):
        """Its TLS door."""


class RenegotiatesUnsafely(Receiver):
    """Knows nothing of how renegotiation is made safe."""

    class SecureDoor(ajar.RenegotiatesUnsafely, Receiver.SecureDoor):
        """Its TLS door."""


class OpensToNobody(Receiver):
    """Lets in nobody by TLS."""

    class SecureDoor(ajar.OpensToNobody, Receiver.SecureDoor):
        """Its TLS door."""


class AnswersPlainly(Receiver):
    """Answers in the clear who speaks no TLS at the secured port."""

    class SecureDoor(ajar.AnswersPlainly, Receiver.SecureDoor):
        """Its TLS door."""


class FallsBack(Receiver):
    """Goes on in the clear where TLS fails."""

    class SecureDoor(ajar.FallsBack, Receiver.SecureDoor):
        """Its TLS door."""


class StaysOpen(Receiver):
    """Answers without TLS where it says that it does not any more."""

    def closed_port(self) -> int:
        """Name the port that is open."""
        return self.address[1]


class TakesRecordsForMessages(Receiver):
    """Over TLS reads one message of each record, and nothing of the next."""

    class SecureDoor(Receiver.SecureDoor):
        """Its TLS door."""

        def converse(self, link: socket.socket) -> None:
            """Answer the first block of each record."""
            while octets := link.recv(_RECORD):
                for frame in [*self.blocks(Scanner(CAP), octets)][:1]:
                    self.reply(link, frame)

        def answer(self, frame: Frame) -> bytes | None:
            """Answer as behind the other door."""
            return self._within.answer(frame)


class AnswersOnce(Receiver):
    """Over TLS answers the first message of a connection, and no other."""

    class SecureDoor(Receiver.SecureDoor):
        """Its TLS door."""

        def converse(self, link: socket.socket) -> None:
            """Answer the first block, and read on."""
            scanner, answered = Scanner(CAP), False
            while octets := link.recv(_RECORD):
                for frame in self.blocks(scanner, octets):
                    if not answered:
                        self._within.reply(link, frame)
                    answered = True


class ShakesHandsInTurn(Receiver):
    """Receives nobody by TLS while another handshake is not over."""

    class SecureDoor(Receiver.SecureDoor):
        """Its TLS door."""

        def serve(self, link: socket.socket) -> None:
            """Shake hands where the next one is accepted."""
            with suppress(OSError):
                inside = super().opened(link)
                if inside is not None:
                    super().serve(inside)
                    return
            link.close()

        def opened(self, link: socket.socket) -> socket.socket | None:
            """Return what was opened already."""
            return link


# Unusual and right.


class NewestOnly(Receiver):
    """Speaks TLS 1.3 only."""

    class SecureDoor(ajar.NewestOnly, Receiver.SecureDoor):
        """Its TLS door."""


class OlderOnly(Receiver):
    """Speaks TLS 1.2 only."""

    class SecureDoor(ajar.OlderOnly, Receiver.SecureDoor):
        """Its TLS door."""


class ClosesAfterTheHandshake(Receiver):
    """Ends the handshake with anybody, and closes on who showed no certificate."""

    class SecureDoor(ajar.ClosesAfterTheHandshake, Receiver.SecureDoor):
        """Its TLS door."""


class SaysGoodbye(Receiver):
    """Over TLS takes one message a connection, says so by close_notify and closes."""

    class SecureDoor(Receiver.SecureDoor):
        """Its TLS door."""

        def converse(self, link: socket.socket) -> None:
            """Answer until what came is answered, then say goodbye."""
            scanner = Scanner(CAP)
            while octets := link.recv(_RECORD):
                for frame in self.blocks(scanner, octets):
                    self._within.reply(link, frame)
                if not scanner.holds:
                    break
            if isinstance(link, ssl.SSLSocket):
                with suppress(OSError, ValueError):
                    link.settimeout(ajar.PATIENCE_S)
                    link.unwrap()


class RejectsByMessage(Receiver):
    """Ends the handshake with anybody, and rejects (AR) what comes of who showed no certificate."""

    class SecureDoor(ajar.AsksForNoCertificate, Receiver.SecureDoor):
        """Its TLS door."""

        def converse(self, link: socket.socket) -> None:
            """Look at what was shown first."""
            if isinstance(link, ssl.SSLSocket) and link.getpeercert():
                super().converse(link)
                return
            scanner = Scanner(CAP)
            while octets := link.recv(_RECORD):
                for frame in self.blocks(scanner, octets):
                    answer = self._within.answer(frame) or b""
                    link.sendall(answer.replace(b"MSA|AA", b"MSA|AR"))


def _vice(name: str, where: str, says: str, *fails: Clause) -> Saboteur:
    """Declare a receiver that is told the stories about its door."""
    return receiver(name, f"securing:{where}", says, fails)


SECURING = (
    _vice("SE01.hl7", "SpeaksOldTls", "Speaks TLS 1.0 and 1.1 as well", c.SECURE_OLD_VERSIONS),
    _vice("SE02.hl7", "EncryptsNothing", "Agrees to suites that encrypt nothing", c.SECURE_WEAK_SUITES),
    _vice("SE03.hl7", "AsksForNoCertificate", "Answers who shows no certificate", c.SECURE_NO_CERTIFICATE),
    _vice("SE04.hl7", "TrustsStrangers", "Answers who shows a stranger's certificate", c.SECURE_STRANGER),
    _vice("SE05.hl7", "PassesOverDates", "Answers who shows an expired certificate", c.SECURE_EXPIRED),
    _vice("SE06.hl7", "StaysOpen", "Answers without TLS where it says it does not", c.SECURE_CLOSED_PORT),
    _vice("SE07.hl7", "FallsBack", "Goes on in the clear where TLS fails", c.SECURE_NO_FALLBACK),
    _vice("SE09.hl7", "RenegotiatesUnsafely", "Knows no safe renegotiation", c.SECURE_RENEGOTIATION),
    _vice("SE09.hl7-compresses", "Compresses", "Agrees to compression", c.SECURE_COMPRESSION),
    _vice("hl7.answers-plainly", "AnswersPlainly", "Answers in the clear at the secured port", c.SECURE_PLAIN),
    _vice("hl7.opens-to-nobody", "OpensToNobody", "Lets in nobody by TLS", c.SECURE_OPENS),
    _vice("hl7.speaks-ssl", "SpeaksSsl", "Speaks SSL 3.0 as well", c.SECURE_SSL),
    _vice("hl7.legacy-suites", "TakesLegacySuites", "Agrees to 3DES", c.SECURE_ADVISED_SUITES),
    _vice("hl7.records-for-messages", "TakesRecordsForMessages", "Takes a record for a message", c.SECURE_RECORDS),
    receiver(
        "hl7.answers-once",
        "securing:AnswersOnce",
        "Over TLS answers the first message alone",
        [c.SECURE_ROW],
        [c.SECURE_RECORDS],
    ),
    _vice("hl7.shakes-hands-in-turn", "ShakesHandsInTurn", "Is held up by who says nothing", c.SECURE_NOT_HELD_UP),
    _vice("BV44.hl7", "NewestOnly", "Speaks TLS 1.3 only"),
    _vice("BV44.hl7-older", "OlderOnly", "Speaks TLS 1.2 only"),
    _vice("hl7.closes-after-the-handshake", "ClosesAfterTheHandshake", "Closes on strangers after the handshake"),
    _vice("hl7.says-goodbye", "SaysGoodbye", "Takes one message a connection of TLS and says goodbye"),
    _vice("hl7.rejects-by-message", "RejectsByMessage", "Rejects what comes of who showed no certificate"),
)
