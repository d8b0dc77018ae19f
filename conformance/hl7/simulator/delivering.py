"""How a simulated sender brings its messages over: one at a time or together, in the clear or over TLS."""

from __future__ import annotations

import socket
import ssl
import threading
from typing import TYPE_CHECKING

from conformance.certificates import certificates
from conformance.hl7.wire.message import Message, Unreadable, parse
from conformance.hl7.wire.mllp import Scanner, framed
from conformance.limits import MIB

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.hl7.wire.draft import Draft

_CHUNK = 64 * 1024


class Undelivered(Exception):  # noqa: N818 - what the desk tells whoever asked
    """A message was not acknowledged, however often it was sent."""


class Delivering:
    """Keeps one connection to wherever the values of a deed say; a method answers one question."""

    answer_s = 0.45
    """Seconds an answer may take before the message is sent again."""
    attempts = 4

    def __init__(self) -> None:
        self._one_at_a_time = threading.Lock()
        self._where = ("", 0)
        self._link: socket.socket | None = None
        self._secure = False
        self._scanner = Scanner(MIB)

    def deliver(self, values: Mapping[str, str], drafts: list[Draft]) -> None:
        """Send messages one after another, each once the one before was settled."""
        with self._one_at_a_time:
            self._turn_to(values)
            for draft in drafts:
                self.settle(draft)

    def deliver_securely(self, values: Mapping[str, str], drafts: list[Draft]) -> None:
        """Send messages over TLS, to a receiver whose certificate is trusted."""
        with self._one_at_a_time:
            self.hang_up()
            self._where, self._secure = (values["host"], int(values["port"])), True
            try:
                for draft in drafts:
                    self.settle(draft)
            finally:
                self.hang_up()
                self._secure = False

    def secured(self, link: socket.socket) -> socket.socket:
        """Return a connection over TLS; raise an OSError where the receiver is not trusted."""
        return self.trust().wrap_socket(link, server_hostname=self._where[0])

    def trust(self) -> ssl.SSLContext:
        """Return whom we trust: the authority of the profile's own certificate."""
        return ssl.create_default_context(cafile=str(certificates().authority))

    def settle(self, draft: Draft) -> None:
        """Send a message until it is acknowledged or refused; raise Undelivered."""
        for attempt in range(self.attempts):
            answer = self.exchange(self.attempted(draft, attempt))
            if answer is not None and self.is_settled(draft, answer):
                return
        raise Undelivered(f"{draft.trigger} was not acknowledged in {self.attempts} attempts")

    def attempted(self, draft: Draft, attempt: int) -> Draft:
        """Return the message of one attempt: the same each time."""
        del attempt
        return draft

    def octets(self, draft: Draft) -> bytes:
        """Return a message's octets."""
        return draft.octets()

    def block(self, content: bytes) -> bytes:
        """Return a message in its block."""
        return framed(content)

    def exchange(self, draft: Draft) -> Message | None:
        """Send a message and return the answer that belongs to it, None when none came."""
        try:
            link = self.connected()
            self.write(link, self.block(self.octets(draft)))
            return self.answered(link, draft.control_id)
        except OSError:
            self.hang_up()
            return None

    def write(self, link: socket.socket, block: bytes) -> None:
        """Send the octets of a block."""
        link.sendall(block)

    def answered(self, link: socket.socket, control_id: bytes) -> Message | None:
        """Return the answer that names a message; others are passed over, and what is none ends the connection."""
        link.settimeout(self.answer_s)
        while True:
            while (frame := self._scanner.next()) is None:
                octets = link.recv(_CHUNK)
                if not octets:
                    raise ConnectionError("the receiver closed the connection")
                self._scanner.feed(octets)
            try:
                answer = parse(frame.content)
            except Unreadable:
                raise ConnectionError("what the receiver answers is no HL7 message") from None
            if self.belongs(answer, control_id):
                return answer

    def belongs(self, answer: Message, control_id: bytes) -> bool:
        """Return whether an answer names a message."""
        return bool(answer["MSA-1"]) and answer.get("MSA-2") == control_id

    def is_settled(self, draft: Draft, answer: Message) -> bool:
        """Return whether an answer ends the matter: a refused message is shown to staff, not sent again."""
        del draft
        return answer["MSA-1"] in {"AA", "AE", "AR", "CA", "CE", "CR"}

    def deliver_together(self, values: Mapping[str, str], drafts: list[Draft]) -> None:
        """Send messages without waiting, then hear the answers; raise Undelivered when one is missing."""
        with self._one_at_a_time:
            self._turn_to(values)
            link = self.connected()
            for draft in self.lined_up(drafts):
                self.write(link, self.block(self.octets(draft)))
            for draft in drafts:
                self.answered(link, draft.control_id)

    def lined_up(self, drafts: list[Draft]) -> list[Draft]:
        """Return messages in the order they are sent in."""
        return drafts

    # The connection.

    def _turn_to(self, values: Mapping[str, str]) -> None:
        where = (values["host"], int(values["port"]))
        if where != self._where:
            self.hang_up()
            self._where = where

    def connected(self) -> socket.socket:
        """Return the connection, opened when there is none."""
        if self._link is not None and self._gone(self._link):
            self.hang_up()
        if self._link is None:
            link = socket.create_connection(self._where, timeout=2)
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            try:
                self._link = self.secured(link) if self._secure else link
            except OSError:
                link.close()
                raise
            self._scanner = Scanner(MIB)
        return self._link

    def _gone(self, link: socket.socket) -> bool:
        """Return whether the receiver closed the connection since it was last used."""
        link.settimeout(0)
        try:
            octets = link.recv(_CHUNK)
        except (BlockingIOError, ssl.SSLWantReadError):
            return False
        except OSError:
            return True
        finally:
            link.settimeout(2)
        self._scanner.feed(octets)
        return not octets

    def hang_up(self) -> None:
        """Close a connection that is of no more use."""
        self._let_go()

    def _let_go(self) -> None:
        if self._link is not None:
            self._link.close()
        self._link = None
