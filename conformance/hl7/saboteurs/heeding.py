"""Senders with a vice in how they wait, take answers and send again, and which clauses must catch them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.hl7 import clauses as c
from conformance.hl7.saboteurs.declaring import sender
from conformance.hl7.simulator import MessageSender
from conformance.hl7.simulator.delivering import Undelivered
from conformance.hl7.wire.message import Unreadable, parse

if TYPE_CHECKING:
    import socket
    from collections.abc import Mapping

    from conformance.hl7.wire.draft import Draft
    from conformance.hl7.wire.message import Message


class NeverWaits(MessageSender):
    """Sends the next message before the one before is answered."""

    def deliver(self, values: Mapping[str, str], drafts: list[Draft]) -> None:
        """Send them all at once."""
        self.deliver_together(values, drafts)


class StopsShort(MessageSender):
    """Sends the first message of several and forgets the others."""

    def deliver(self, values: Mapping[str, str], drafts: list[Draft]) -> None:
        """Send the first."""
        super().deliver(values, drafts[:1])


class Stammerer(MessageSender):
    """Sends each message again though it was acknowledged."""

    def settle(self, draft: Draft) -> None:
        """Settle a message twice."""
        super().settle(draft)
        super().settle(draft)


class GivesUp(MessageSender):
    """Sends a message once, whatever becomes of it."""

    attempts = 1


class SendsAnother(MessageSender):
    """Forgets a message that was not acknowledged, and sends what comes after it."""

    def settle(self, draft: Draft) -> None:
        """Settle a message, or an update at its place."""
        if self.exchange(draft) is None:
            update = draft.putting("MSH-9", ("ADT", "A08", "ADT_A01")).putting("EVN-1", "A08")
            super().settle(update.putting("MSH-10", f"{draft.control_id.decode()}U"))


class NewNumberEachTime(MessageSender):
    """Gives a message another control id when it sends it again."""

    def attempted(self, draft: Draft, attempt: int) -> Draft:
        """Return the message with a number of its own for each attempt."""
        return draft if not attempt else draft.putting("MSH-10", f"{draft.control_id.decode()}{attempt}")


class TakesAnyAnswer(MessageSender):
    """Takes whatever comes back for the acknowledgement of its message."""

    def belongs(self, answer: Message, control_id: bytes) -> bool:
        """Take it."""
        del control_id
        return bool(answer["MSA-1"])


class TakesAnyBlock(MessageSender):
    """Takes any octets that come back for an acknowledgement."""

    def exchange(self, draft: Draft) -> Message | None:
        """Send a message and look at nothing but whether something came."""
        try:
            link = self.connected()
            self.write(link, self.block(self.octets(draft)))
            link.settimeout(self.answer_s)
            come = link.recv(4096)
        except OSError:
            self.hang_up()
            return None
        return parse(b"MSH|^~\\&|\rMSA|AA|1\r") if come else None


class Overtaker(MessageSender):
    """Sets a message aside that was not acknowledged at once, and sends it after the next one."""

    def __init__(self) -> None:
        super().__init__()
        self._aside: list[Draft] = []

    def settle(self, draft: Draft) -> None:
        """Settle a message, and then those that were set aside."""
        if self.exchange(draft) is None:
            self._aside.append(draft)
            return
        while self._aside:
            super().settle(self._aside.pop())


class NeverReconnects(MessageSender):
    """Does not open another connection when the receiver closed the first."""

    def hang_up(self) -> None:
        """Keep the connection, though it is of no use."""

    def connected(self) -> socket.socket:
        """Return the connection there was."""
        if self._link is not None and self._gone(self._link):
            raise Undelivered("the receiver closed the connection")
        return super().connected()

    def _turn_to(self, values: Mapping[str, str]) -> None:
        self._let_go()
        super()._turn_to(values)


class Flooder(MessageSender):
    """Sends a refused message again at once, fifty times."""

    attempts = 50

    def is_settled(self, draft: Draft, answer: Message) -> bool:
        """Go on until it is accepted."""
        del draft
        return answer["MSA-1"] in {"AA", "CA"}


class StopsAtRejections(MessageSender):
    """Gives up all that waits when one message was rejected."""

    def is_settled(self, draft: Draft, answer: Message) -> bool:
        """Raise at a rejection."""
        if answer["MSA-1"] == "AR":
            raise Undelivered("rejected")
        return super().is_settled(draft, answer)


class PieceTaker(MessageSender):
    """Takes the first piece of an answer for all of it."""

    def answered(self, link: socket.socket, control_id: bytes) -> Message | None:
        """Read once and make of it what can be made."""
        link.settimeout(self.answer_s)
        octets = link.recv(4096).strip(b"\x0b\x1c\r")
        try:
            answer = parse(octets)
        except Unreadable:
            raise ConnectionError("not understood") from None
        return answer if self.belongs(answer, control_id) else None


class LosesSome(MessageSender):
    """Loses every tenth message when many are sent at once."""

    def lined_up(self, drafts: list[Draft]) -> list[Draft]:
        """Return the others."""
        return [draft for at, draft in enumerate(drafts, 1) if at % 10]


class LastFirst(MessageSender):
    """Sends the newest message first when many are sent at once."""

    def lined_up(self, drafts: list[Draft]) -> list[Draft]:
        """Return them in reverse."""
        return drafts[::-1]


class WantsMoreThanCommitment(MessageSender):
    """Sends a message again that its receiver committed to."""

    def is_settled(self, draft: Draft, answer: Message) -> bool:
        """Wait for an application acknowledgement that nobody asked for."""
        return answer["MSA-1"] != "CA" and super().is_settled(draft, answer)


HEEDING = (
    sender(
        "sends-without-waiting",
        "heeding:NeverWaits",
        "Never waits for an answer",
        [c.SENT_WAITS],
        "waits-for-the-answer",
    ),
    sender(
        "sends-only-the-first",
        "heeding:StopsShort",
        "Forgets all but the first message",
        [c.SENT_GOES_ON],
        "one-after-another",
    ),
    sender(
        "sends-all-twice",
        "heeding:Stammerer",
        "Sends again what was acknowledged",
        [c.SENT_ONCE],
        "one-after-another slow-answer reconnects",
        [c.SENT_GOES_ON],
    ),
    sender(
        "sends-but-once",
        "heeding:GivesUp",
        "Never sends again",
        [c.SENT_AGAIN],
        "no-answer closed-before-answer broken-off",
    ),
    sender("sends-another-instead", "heeding:SendsAnother", "Forgets what failed", [c.SENT_AGAIN], "no-answer"),
    sender(
        "sends-again-renamed",
        "heeding:NewNumberEachTime",
        "Renames what it sends again",
        [c.SENT_AGAIN_AS_IT_WAS],
        "no-answer closed-before-answer other-message-acknowledged",
    ),
    sender(
        "takes-any-answer",
        "heeding:TakesAnyAnswer",
        "Takes any acknowledgement for its own",
        [c.SENT_PAIRED],
        "other-message-acknowledged answered-twice answer-nobody-asked-for",
    ),
    sender(
        "takes-any-block",
        "heeding:TakesAnyBlock",
        "Takes any octets for an acknowledgement",
        [c.SENT_AGAIN],
        "unreadable-answer negative-commit",
    ),
    sender(
        "overtakes", "heeding:Overtaker", "Sends later what was not acknowledged at once", [c.SENT_IN_ORDER], "in-order"
    ),
    sender("never-reconnects", "heeding:NeverReconnects", "Does not connect again", [c.SENT_RECONNECTS], "reconnects"),
    sender(
        "floods",
        "heeding:Flooder",
        "Sends a refused message again and again",
        [c.SENT_REFUSED_RARELY],
        "refused",
    ),
    sender("stops-at-rejections", "heeding:StopsAtRejections", "Stops at a rejection", [c.SENT_GOES_ON], "rejected"),
    sender(
        "takes-pieces",
        "heeding:PieceTaker",
        "Takes the first piece of an answer for all",
        [c.SENT_ONCE],
        "answer-octet-by-octet",
    ),
    sender("loses-some", "heeding:LosesSome", "Loses every tenth of many", [c.SENT_PIPELINE], "pipelined"),
    sender("last-first", "heeding:LastFirst", "Sends the newest first", [c.SENT_PIPELINE], "pipelined"),
    sender(
        "enhanced-sends-again",
        "heeding:WantsMoreThanCommitment",
        "Does not take CA",
        [c.SENT_COMMITTED],
        "enhanced-commit",
    ),
)
