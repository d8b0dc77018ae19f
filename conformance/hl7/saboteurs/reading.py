"""Receivers that refuse what they can't read though it is right, or read what is wrong, and who must catch them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.hl7 import clauses as c
from conformance.hl7.saboteurs.declaring import receiver
from conformance.hl7.simulator import Receiver
from conformance.hl7.simulator.acceptance import Fault
from conformance.hl7.wire.message import Unreadable

if TYPE_CHECKING:
    from conformance.hl7.wire.message import Message
    from conformance.hl7.wire.mllp import Frame


class Purist(Receiver):
    """Refuses messages with segments the standard does not list."""

    def content_fault(self, message: Message) -> Fault | None:
        """Refuse Z segments."""
        odd = [segment.name for segment in message.segments_in_order if segment.name[:1] == "Z"]
        return Fault("AE", 100, f"{odd[0]}-0", "unknown segment") if odd else super().content_fault(message)


class OneSetOfDelimiters(Receiver):
    """Takes a message in other delimiters for no message at all."""

    def answer(self, frame: Frame) -> bytes | None:
        """Reject what does not begin with the recommended delimiters."""
        if frame.content.startswith(b"MSH") and not frame.content.startswith(b"MSH|^~\\&"):
            return self.block(self.rejection(Unreadable("no MSH segment")))
        return super().answer(frame)


class AsciiOnly(Receiver):
    """Refuses every octet beyond ASCII, whatever is declared."""

    def charset_fault(self, message: Message) -> Fault | None:
        """Refuse what is not ASCII."""
        if message.encode().isascii():
            return None
        return Fault("AE", 102, "MSH-18", "only ASCII is supported")


class Guesser(Receiver):
    """Never looks whether the octets are in the declared character set."""

    def charset_fault(self, message: Message) -> Fault | None:
        """Find nothing."""
        del message
        return None


class NoEscapes(Receiver):
    """Refuses text with escape sequences."""

    def content_fault(self, message: Message) -> Fault | None:
        """Refuse the escape character in a PID."""
        found = any(b"\\" in segment.octets for segment in message.segments("PID"))
        return Fault("AE", 102, "PID-11", "unexpected character") if found else super().content_fault(message)


READING = (
    receiver(
        "hl7.purist",
        "reading:Purist",
        "Refuses Z segments",
        [c.EXTRA_IGNORED],
        [c.SCHEDULED, c.CANCELLED, c.UK_RECEIVED, c.UK_UNTRACED_RECEIVED, c.UK_CODES_RECEIVED, c.ENCOUNTER],
    ),
    receiver(
        "ML19",
        "reading:OneSetOfDelimiters",
        "Rejects other delimiters",
        [c.OTHER_DELIMITERS_ACCEPTED],
        [c.NAMES_THE_MESSAGE, c.IN_RECEIVED_DELIMITERS],
        "HL7-dotnetcore#112; hl7apy#32",
    ),
    receiver("hl7.ascii-only", "reading:AsciiOnly", "Refuses all but ASCII", [c.CHARSET_ACCEPTED]),
    receiver("hl7.guesses-charset", "reading:Guesser", "Never checks the character set", [c.UNDECLARED_REFUSED]),
    receiver("hl7.no-escapes", "reading:NoEscapes", "Refuses escape sequences", [c.ESCAPES_ACCEPTED]),
)
