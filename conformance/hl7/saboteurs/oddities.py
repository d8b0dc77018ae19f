"""Receivers that are unusual and right: every scenario must let them pass."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conformance.hl7.saboteurs.declaring import receiver
from conformance.hl7.simulator import Receiver
from conformance.hl7.wire.draft import Draft, Raw
from conformance.hl7.wire.mllp import Frame, Scanner
from conformance.waiting import READ, ready

if TYPE_CHECKING:
    import socket

    from conformance.hl7.simulator.acceptance import Fault
    from conformance.hl7.wire.draft import Value
    from conformance.hl7.wire.message import Message, Unreadable


class PlainAck(Receiver):
    """Speaks version 2.3.1, in which the type alone will do in MSH-9 of an acknowledgement."""

    def profile(self) -> dict[str, Any]:
        """Return the profile with the older version."""
        sections = super().profile()
        sections["hl7v2"]["in"]["version"] = "2.3.1"
        return sections

    def kind(self, message: Message) -> Value:
        """Return the type alone where the version allows it."""
        return "ACK" if message["MSH-12"] in {"2.3.1", "2.4"} else super().kind(message)


class Dribbler(Receiver):
    """Sends its acknowledgements octet by octet."""

    def reply(self, link: socket.socket, frame: Frame) -> None:
        """Send one octet at a time."""
        for octet in self.answer(frame) or b"":
            link.sendall(bytes([octet]))


class Gatherer(Receiver):
    """Answers all the messages that came in one piece in one piece too."""

    def converse(self, link: socket.socket) -> None:
        """Gather the answers to each piece."""
        scanner = Scanner(1 << 26)
        while octets := link.recv(65536):
            answers = [self.answer(frame) for frame in self.blocks(scanner, octets)]
            link.sendall(b"".join(one for one in answers if one))


class ClosesWhenIdle(Receiver):
    """Closes the connection after its answers, once nothing more has come for a moment."""

    def converse(self, link: socket.socket) -> None:
        """Answer, then leave when all is quiet."""
        scanner, answered = Scanner(1 << 26), False
        while not answered or scanner.holds or ready(link, READ, 0.1):
            octets = link.recv(65536)
            if not octets:
                return
            for frame in self.blocks(scanner, octets):
                self.reply(link, frame)
                answered = True


class TrailingSeparators(Receiver):
    """Ends its segments with empty fields, and adds fields beyond those it knows."""

    def encoded(self, draft: Draft) -> bytes:
        """Return the octets with more separators before each carriage return."""
        return super().encoded(draft).replace(b"\r", draft.delimiters.field * 3 + b"\r")

    def verdict(self, message: Message, fault: Fault | None) -> dict[int, Value]:
        """Return the MSA with a field of its own."""
        return super().verdict(message, fault) | {12: "local"}


class Escapes(Receiver):
    """Writes text with escape sequences, known ones and one of its own."""

    def verdict(self, message: Message, fault: Fault | None) -> dict[int, Value]:
        """Return the MSA with escaped text."""
        escape = self.delimiters(message).escape.decode("ascii", "replace")
        text = Raw(f"taken {escape}T{escape} kept {escape}Zok{escape}")
        return super().verdict(message, fault) | {3: text}


class NamesItsSoftware(Receiver):
    """Puts an SFT between header and MSA, as version 2.5 allows."""

    def encoded(self, draft: Draft) -> bytes:
        """Return the octets with one more segment."""
        header, *rest = draft.segments
        software = ("SFT", {1: "CONFORMANCE", 2: "1", 3: "RECEIVER", 4: "1"})
        return super().encoded(Draft((header, software, *rest), draft.delimiters))


class TwoReasons(Receiver):
    """Gives two errors where there are two ways to say it."""

    def errors(self, message: Message, fault: Fault) -> list[dict[int, Value]]:
        """Return the error twice."""
        return super().errors(message, fault) * 2


class Foreign(Receiver):
    """Answers in Unicode, and declares it, whatever it was asked in."""

    def header(self, message: Message) -> dict[int, Value]:
        """Return the header with the character set of the answer."""
        return super().header(message) | {18: "UNICODE UTF-8"}

    def verdict(self, message: Message, fault: Fault | None) -> dict[int, Value]:
        """Return the MSA with text beyond ASCII."""
        return super().verdict(message, fault) | {3: "Übernommen 受理 ✓".encode()}


class HangsUpOnJunk(Receiver):
    """Closes the connection when what came is no HL7 message."""

    def __init__(self) -> None:
        super().__init__()
        self._hung_up = False

    def converse(self, link: socket.socket) -> None:
        """Read blocks until one is no message."""
        scanner = Scanner(1 << 26)
        while octets := link.recv(65536):
            for frame in self.blocks(scanner, octets):
                answer = self.answer(frame)
                if answer == self.block(b""):
                    return
                if answer is not None:
                    link.sendall(answer)

    def rejection(self, fault: Unreadable) -> bytes:
        """Return nothing."""
        del fault
        return b""


ODDITIES = (
    receiver("BV28", "oddities:PlainAck", "Speaks 2.3.1 and puts ACK alone into MSH-9"),
    receiver("BV29", "oddities:Dribbler", "Sends acknowledgements octet by octet"),
    receiver("hl7.answers-together", "oddities:Gatherer", "Sends several acknowledgements in one piece"),
    receiver("BV30", "oddities:ClosesWhenIdle", "Closes the connection once nothing more comes"),
    receiver("BV31", "oddities:TrailingSeparators", "Adds trailing separators and fields beyond those known"),
    receiver("BV32", "oddities:Escapes", "Writes text with escape sequences"),
    receiver("hl7.names-its-software", "oddities:NamesItsSoftware", "Puts an SFT between MSH and MSA"),
    receiver("hl7.two-reasons", "oddities:TwoReasons", "Sends two ERR segments"),
    receiver("BV50", "oddities:Foreign", "Answers with text beyond ASCII, declared"),
    receiver("hl7.rejects-unknown-keys", "querying:RejectsUnknown", "Answers AR where a key is unknown"),
    receiver("hl7.hangs-up-on-junk", "oddities:HangsUpOnJunk", "Closes the connection on what is no HL7 message"),
)
