"""Senders with a vice in their blocks, their headers, or whom they trust, and which clauses must catch them."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

from conformance.hl7 import clauses as c
from conformance.hl7.saboteurs.declaring import sender
from conformance.hl7.simulator import MessageSender
from conformance.hl7.simulator.telling import header
from conformance.hl7.wire.draft import Draft
from conformance.hl7.wire.mllp import END, framed

if TYPE_CHECKING:
    import socket

    from conformance.hl7.wire.message import Message


class Unframed(MessageSender):
    """Leaves the start block out."""

    def block(self, content: bytes) -> bytes:
        """Return the message and the end block."""
        return content + END + b"\r"


class TwoInABlock(MessageSender):
    """Puts a second message into the block."""

    def block(self, content: bytes) -> bytes:
        """Return a block with the message twice."""
        return framed(content + content)


class LineFeeder(MessageSender):
    """Ends its segments with line feeds."""

    def octets(self, draft: Draft) -> bytes:
        """Return the message with other segment ends."""
        return super().octets(draft).replace(b"\r", b"\n")


class SpeaksLatin(MessageSender):
    """Sends Latin-1 and declares nothing."""

    def octets(self, draft: Draft) -> bytes:
        """Return the octets of Latin-1 without MSH-18."""
        plain = super().octets(draft).decode("utf-8").replace("|UNICODE UTF-8", "|")
        return plain.encode("latin-1", "replace")


class QuestionMarks(MessageSender):
    """Sends question marks for what ASCII has not."""

    def octets(self, draft: Draft) -> bytes:
        """Return the octets with the letters lost."""
        return super().octets(draft).decode("utf-8").encode("ascii", "replace")


class Headerless(MessageSender):
    """Leaves the processing id out."""

    def octets(self, draft: Draft) -> bytes:
        """Return the message without MSH-11."""
        return super().octets(draft.putting("MSH-11", None))


class SameNumber(MessageSender):
    """Gives every message the same control id."""

    def settle(self, draft: Draft) -> None:
        """Settle a message under the one control id."""
        super().settle(draft.putting("MSH-10", "ZZ1"))


class Polite(MessageSender):
    """Acknowledges acknowledgements."""

    def belongs(self, answer: Message, control_id: bytes) -> bool:
        """Answer an acknowledgement that belongs to a message."""
        mine = super().belongs(answer, control_id)
        if mine and self._link is not None:
            fields = header(self.ris, "ACK", answer["MSH-9.2"], "ACK")
            verdict = ("MSA", {1: "AA", 2: answer.get("MSH-10")})
            self._link.sendall(framed(Draft((("MSH", fields), verdict)).octets()))
        return mine


class NeverSaysEnhanced(MessageSender):
    """Wants enhanced mode and does not say so."""

    def enhanced(self, draft: Draft) -> Draft:
        """Return the message as it is."""
        return draft


class TrustsAnybody(MessageSender):
    """Sends to whoever answers, whatever certificate is shown."""

    def trust(self) -> ssl.SSLContext:
        """Check nothing."""
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context


class NeverSecures(MessageSender):
    """Sends in the clear where TLS is wanted."""

    def secured(self, link: socket.socket) -> socket.socket:
        """Return the connection as it is."""
        return link


SENDING = (
    sender(
        "sends-unframed", "sending:Unframed", "Leaves the start block out", [c.SENT_IN_A_BLOCK], "one-block broken-off"
    ),
    sender(
        "sends-two-in-a-block", "sending:TwoInABlock", "Sends two in one block", [c.SENT_ONE_IN_A_BLOCK], "one-block"
    ),
    sender(
        "sends-line-feeds", "sending:LineFeeder", "Ends segments with line feeds", [c.SENT_SEGMENTS_END], "one-block"
    ),
    sender(
        "sends-undeclared-latin",
        "sending:SpeaksLatin",
        "Sends Latin-1 and declares nothing",
        [c.SENT_CHARSET],
        "beyond-ascii",
        [c.SENT_TEXT],
    ),
    sender(
        "sends-question-marks", "sending:QuestionMarks", "Loses letters beyond ASCII", [c.SENT_TEXT], "beyond-ascii"
    ),
    sender("sends-headerless", "sending:Headerless", "Leaves MSH-11 out", [c.SENT_HEADER], "one-block"),
    sender(
        "sends-same-number",
        "sending:SameNumber",
        "Uses one control id for all",
        [c.SENT_OWN_ID],
        "one-after-another",
        [c.SENT_ONCE],
    ),
    sender(
        "answers-acknowledgements",
        "sending:Polite",
        "Acknowledges acknowledgements",
        [c.SENT_ACK_UNANSWERED],
        "one-after-another",
        [c.SENT_GOES_ON],
    ),
    sender(
        "enhanced-unsaid", "sending:NeverSaysEnhanced", "Does not ask for it", [c.SENT_ASKS_ENHANCED], "enhanced-commit"
    ),
    sender(
        "trusts-anybody", "sending:TrustsAnybody", "Checks no certificate", [c.SENT_TO_NO_STRANGER], "stranger over-tls"
    ),
    sender("never-secures", "sending:NeverSecures", "Sends in the clear", [c.SENT_OVER_TLS], "over-tls"),
)
