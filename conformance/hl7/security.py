"""The receiver's TLS door as its visitor meets it: the conversation behind it is a message and its acknowledgement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.hl7 import samples
from conformance.hl7.client import Sender
from conformance.visitors import LingeringVisitor, Visit

if TYPE_CHECKING:
    import ssl

    from conformance.guarded import Connection
    from conformance.story import Story
    from conformance.systems import VisitedDoor

REJECTED = frozenset({"AR", "CR"})


class SecureReceiverVisitor(LingeringVisitor):
    """Visits the receiver's TLS door: whose message is acknowledged is let in, unless it is rejected."""

    whom = "the receiver"

    def __init__(self, story: Story, about: VisitedDoor) -> None:
        super().__init__(story, about)
        self._visits = 0

    def sender(self) -> Sender:
        """Return a sender that shows the good certificate."""
        return self._sender(self.about.port, self.showing(self.about.cert, self.about.key))

    def beside_a_silent_one(self) -> Visit:
        """Visit with the good certificate while somebody has connected who says nothing, after a first good visit."""
        self.control("before")
        silent = self.story.doors.connect(self.about.host, self.about.port)
        try:
            return self.good()
        finally:
            silent.close()

    def _sender(self, port: int, tls: ssl.SSLContext | None = None) -> Sender:
        return Sender(self.story.doors, self.about.host, port, tls)

    def _conversed(self, port: int, tls: ssl.SSLContext | None) -> Visit:
        with self._sender(port, tls) as sender:
            return self._told(sender)

    def _gone_on(self, connection: Connection) -> Visit:
        with self._sender(self.about.port).over(connection) as sender:
            return self._told(sender)

    def _told(self, sender: Sender) -> Visit:
        """Tell a message of its own."""
        self._visits += 1
        message = samples.plain(self.story, f"visit{self._visits}")
        answer = sender.tell(message)
        accepted = answer.came and answer.code not in REJECTED
        answered = accepted and (answer.code, answer.control_id) == ("AA", message.control_id)
        return Visit(accepted=accepted, answered=answered, saw=answer.says, evidence=answer.evidence)
