"""Senders that are unusual and right."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from conformance.hl7.saboteurs.declaring import sender
from conformance.hl7.simulator import MessageSender
from conformance.hl7.simulator.telling import Ris
from conformance.hl7.wire.delimiters import Delimiters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.hl7.wire.draft import Draft
    from conformance.hl7.wire.message import Message


class ConnectsAnew(MessageSender):
    """Opens a connection for each message and closes it after the answer."""

    def settle(self, draft: Draft) -> None:
        """Settle a message, then leave."""
        super().settle(draft)
        self.hang_up()


class KeepsOldConnections(MessageSender):
    """Opens a connection for each message and keeps the old ones open."""

    def __init__(self) -> None:
        super().__init__()
        self._kept: list[socket.socket] = []

    def settle(self, draft: Draft) -> None:
        """Settle a message, then turn to another connection."""
        super().settle(draft)
        if self._link is not None:
            self._kept.append(self._link)
            self._link = None

    def __exit__(self, *_: object) -> None:
        """Close them all."""
        super().__exit__(*_)
        for link in self._kept:
            link.close()


class ProbesFirst(MessageSender):
    """Looks whether somebody listens, by a connection that it closes at once, before it opens its own."""

    def connected(self) -> socket.socket:
        """Return the connection, knocking before it is opened."""
        if self._link is None:
            socket.create_connection(self._where, timeout=2).close()
        return super().connected()


class Dribbler(MessageSender):
    """Sends messages octet by octet."""

    def write(self, link: socket.socket, block: bytes) -> None:
        """Send one octet at a time."""
        for octet in block:
            link.sendall(bytes([octet]))


class AddsSegments(MessageSender):
    """Adds segments of its own, as HL7 UK has them."""

    def octets(self, draft: Draft) -> bytes:
        """Return the message with one more segment."""
        return super().octets(draft.adding("ZU1", {1: "1", 3: "LOCAL"}))


class WesternEuropean(MessageSender):
    """Speaks Latin-1 and says so."""

    ris = Ris(charset="8859/1")

    def spoken(self, values: Mapping[str, str]) -> Ris:
        """Return how to speak: in Latin-1, always."""
        del values
        return self.ris


class OtherDelimiters(MessageSender):
    """Declares delimiters of its own."""

    def octets(self, draft: Draft) -> bytes:
        """Return the message in them."""
        return super().octets(draft.spoken(Delimiters(b"#", b"*", b"!", b"$", b"@")))


class TriesThrice(MessageSender):
    """Sends a refused message two times more before it leaves it to staff."""

    def is_settled(self, draft: Draft, answer: Message) -> bool:
        """Accept a refusal the third time."""
        refused = answer["MSA-1"] in {"AE", "AR"}
        self._refusals = self._refusals + 1 if refused else 0
        return super().is_settled(draft, answer) and not 0 < self._refusals < 3  # noqa: PLR2004 - as it is named

    _refusals = 0


class SpeaksNewer(MessageSender):
    """Speaks version 2.5.1."""

    ris = Ris("2.5.1")


_MET = (
    "one-block one-after-another waits-for-the-answer reconnects in-order pipelined closed-before-answer "
    "answer-octet-by-octet refused rejected admission merge order cancel result-corrected appointment beyond-ascii "
    "delimiters-in-text uk-nhs-number uk-examination-code"
)
"""The stories an unusual sender is told; those that wait say nothing more."""

UNUSUAL = (
    sender("connects-anew", "unusual:ConnectsAnew", "Opens a connection for each message", [], _MET),
    sender("keeps-connections", "unusual:KeepsOldConnections", "Never closes a connection", [], _MET),
    sender(
        "probes-first", "unusual:ProbesFirst", "Connects and closes first", [], "over-tls stranger one-block reconnects"
    ),
    sender("sends-octet-by-octet", "unusual:Dribbler", "Sends octet by octet", [], _MET),
    sender("adds-segments", "unusual:AddsSegments", "Adds a segment of HL7 UK", [], _MET),
    sender("western-european", "unusual:WesternEuropean", "Speaks Latin-1 and says so", [], _MET),
    sender("declares-delimiters", "unusual:OtherDelimiters", "Declares other delimiters", [], _MET),
    sender("tries-thrice", "unusual:TriesThrice", "Sends a refused message three times", [], _MET),
    sender("speaks-newer", "unusual:SpeaksNewer", "Speaks version 2.5.1", [], _MET),
)
