"""PDUs over one guarded connection: whole units against a deadline and a cap, each named on the tape."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from conformance.dicom.client.answers import SILENCE
from conformance.dicom.client.bursts import alike, command_pdu
from conformance.dicom.wire import MEDIA_TYPE, Assembler, Data, Message, Overlong, Pdu, Pdv, Problem, Unreadable, read
from conformance.dicom.wire.commands import read_command
from conformance.dicom.wire.messages import WHOLE_COMMAND, large_pdus
from conformance.dicom.wire.pdu import HEAD, ONE_PDV, P_DATA, PDV_HEAD
from conformance.dicom.wire.summary import summary, told
from conformance.guarded import Deadline, Ended, LinkFault, Severed, Silent
from conformance.journal import Recorded
from conformance.limits import KIB

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from conformance.dicom.wire import Command
    from conformance.dicom.wire.pdu import Read
    from conformance.guarded import Connection
    from conformance.journal import Stretch

OVER_MAXIMUM = "over the maximum of"
"""What says of a problem that a P-DATA-TF was too long, which has a clause of its own."""

_TOGETHER = 64 * KIB
_BATCH = 256 * KIB
"""What is handed to the kernel at once: more would wait in a cache too small for it."""
_LONG = 4 * KIB
MAXIMUM_LENGTH = 131072
"""The maximum length we announce unless a story says otherwise, in octets of the variable field."""


@dataclass(frozen=True, slots=True)
class Came:
    """What came next: a PDU and, with P-DATA, the messages it completed; or the trouble why none did."""

    pdu: Pdu | None = None
    read: Read | None = None
    messages: tuple[Message, ...] = ()
    trouble: str = ""
    silent: bool = False
    ended: bool = False
    evidence: str = ""


class Whole(NamedTuple):
    """A message without data set that came alone in a PDU with nothing to remark, as most responses do."""

    message: Message
    evidence: str


@dataclass(slots=True)
class Seen:
    """What was noticed of the PDUs of a link, whoever asked: problems of form, the longest P-DATA, odd fragments."""

    problems: list[Problem] = field(default_factory=list)
    longest: int = 0
    odd: int = 0


class Link:
    """Sends and reads PDUs; ``maximum`` is the maximum length we announced, 0 for none."""

    def __init__(self, connection: Connection, maximum: int = MAXIMUM_LENGTH) -> None:
        self.connection = connection
        self.limits = connection.limits
        self.maximum = maximum
        self.seen = Seen()
        self.broken = ""
        self._begun = 0
        self._most = min(self.limits.pdu_bytes, self.limits.command_bytes, maximum or self.limits.command_bytes)
        self._assembler = Assembler(self.limits)
        self._last: tuple[Command, str] | None = None

    def send(self, pdus: Iterable[Pdu], says: str | Callable[[], str]) -> str:
        """Send PDUs as one unit of evidence; what stopped us is in ``broken``, since reading may tell more.

        Small ones leave together, so that what is asked and cancelled at once arrives at once.
        """
        held, size = [], 0
        try:
            for pdu in pdus:
                held.append(pdu.encode())
                size += len(held[-1])
                if size >= _TOGETHER:
                    self.connection.send(b"".join(held))
                    held, size = [], 0
            if held:
                self.connection.send(b"".join(held))
        except LinkFault as fault:
            self.broken = str(fault)
        return self.connection.mark_sent(says, MEDIA_TYPE)

    def send_octets(self, octets: bytes, says: str | Callable[[], str]) -> str:
        """Send what is octets already as one unit of evidence."""
        try:
            self.connection.send(octets)
        except LinkFault as fault:
            self.broken = str(fault)
        return self.connection.mark_sent(says, MEDIA_TYPE)

    def send_large(self, request: Command, context: int, data: bytes | Recorded, most: int, says: str) -> str:
        """Send a message whose data set is long as ``send`` would, but from where the data set lies."""
        connection = self.connection
        if isinstance(data, bytes) and connection.by_place:
            data = connection.keep(data)
        parts: list[bytes | memoryview | Stretch] = []
        start = held = 0
        try:
            for head, size in large_pdus(request, context, len(data), most=most):
                parts.append(head)
                parts += (
                    data.cut(start, size) if isinstance(data, Recorded) else (memoryview(data)[start : start + size],)
                )
                start, held = start + size, held + size
                if held >= _BATCH:
                    connection.send_parts(parts)
                    parts, held = [], 0
            if parts:
                connection.send_parts(parts)
        except LinkFault as fault:
            self.broken = str(fault)
        return connection.mark_sent(says, MEDIA_TYPE)

    def receive(self, seconds: float) -> Came:
        """Return the next PDU that is not just a part of a message; never raises for what the peer did.

        Each PDU has ``seconds``; a message in many of them has as long as a whole answer.
        """
        return self._received(seconds, Deadline(seconds))

    def _received(self, seconds: float, deadline: Deadline) -> Came:
        whole = None
        while True:
            came = self._receive(deadline)
            if came.trouble or not isinstance(came.read, Data) or not self._assembler.midway:
                return came
            if came.messages:
                return came
            whole = whole or deadline.lasting(max(seconds, self.limits.responses_s))
            deadline = Deadline(min(seconds, whole.remaining()))

    def answered(self, seconds: float) -> Whole | Came:
        """Return what ``receive`` does, by a shorter way where that is one whole message."""
        deadline = Deadline(seconds)
        if self._assembler.midway:
            return self._received(seconds, deadline)
        try:
            came, at = self.connection.ahead(HEAD.size, deadline)
        except LinkFault as fault:
            self._begun = 0
            return self._fault(fault)
        return self._whole(came, at) or self._received(seconds, deadline)

    def _whole(self, came: bytes | memoryview, at: int) -> Whole | None:
        if len(came) - at < ONE_PDV.size:
            return None
        kind, _, length, size, context, flags = ONE_PDV.unpack_from(came, at)
        start, end = at + ONE_PDV.size, at + HEAD.size + length
        if kind != P_DATA or flags != WHOLE_COMMAND or size + 4 != length or end > len(came) or length > self._most:
            return None
        command = read_command(bytes(came[start:end]))
        if command.has_data_set or length % 2:
            return None
        self.connection.take(HEAD.size + length)
        self.seen.longest = max(self.seen.longest, length)
        evidence = self.connection.mark_received(lambda: told(command), MEDIA_TYPE)
        return Whole(Message(context, command), evidence)

    def likewise(self, message: Message, most: int, octets: int) -> tuple[list[bytes], list[str]]:
        """Return what has come already and says just what ``message`` did, as matches do: data sets and evidence ids.

        That never waits. It is ``most`` messages, or as many as have over ``octets`` octets of data sets together. Only
        those count that came in two PDUs with nothing to remark: what else comes is left for ``receive``.
        """
        told_alike = None if self._assembler.midway else command_pdu(message, self._most)
        came, at = self.connection.here()
        if told_alike is None or came[at : at + len(told_alike)] != told_alike:
            return [], []
        data, sizes = alike(bytes(came[at:]), told_alike, self._most, most, octets)
        if not data:
            return [], []
        self.connection.take(sum(sizes))
        before = len(told_alike) + HEAD.size
        self.seen.longest = max(self.seen.longest, before - 2 * HEAD.size, max(sizes) - before)
        return data, self.connection.mark_each(sizes, self._words(message.command), MEDIA_TYPE)

    def _receive(self, deadline: Deadline) -> Came:
        self._begun = 0
        try:
            kind, reserved, length = HEAD.unpack(self._head(HEAD.size, deadline))
            if length > self.limits.pdu_bytes:
                return self._refused(f"PDU length {length} is over the cap of {self.limits.pdu_bytes}")
            if kind == P_DATA and length >= _LONG and self.connection.by_place and self._assembler.midway:
                return self._long(length, reserved, deadline)
            pdu = Pdu(kind, self.connection.read_exactly(length, deadline), reserved)
        except LinkFault as fault:
            return self._fault(fault)
        return self._read(pdu)

    def _head(self, size: int, deadline: Deadline) -> bytes:
        """Read fixed fields that begin a PDU, or go on with it: they count when it ends too early."""
        octets = self.connection.read_exactly(size, deadline)
        self._begun += size
        return octets

    def _long(self, length: int, reserved: int, deadline: Deadline) -> Came:
        """Read a P-DATA-TF that may hold nothing but octets of a data set to be stored: those stay in the journal."""
        head = self._head(PDV_HEAD.size, deadline)
        size, context, flags = PDV_HEAD.unpack(head)
        fragment = length - PDV_HEAD.size
        if size + 4 != length or flags & 1 or not self._assembler.takes_places(context):
            return self._read(Pdu(P_DATA, head + self.connection.read_exactly(fragment, deadline), reserved))
        pdu = Pdu(P_DATA, head, reserved, length)
        places = self.connection.read_recorded(fragment, deadline)
        self._noticed(length)
        self.seen.odd += fragment % 2
        try:
            message = self._assembler.add_places(places, last=bool(flags & 2))
        except Overlong as error:
            return self._refused(str(error), pdu)
        data = Data((Pdv(context, flags, b"", size),))
        if message is None:
            return Came(pdu, data)
        return Came(pdu, data, (message,), evidence=self._mark(told(message.command)))

    def _read(self, pdu: Pdu) -> Came:
        try:
            what = read(pdu)
        except Unreadable as error:
            return self._refused(f"unreadable PDU of type {pdu.kind:02X}: {error.says}", pdu)
        self._note(what.problems)
        if isinstance(what, Data):
            return self._data(pdu, what)
        return Came(pdu, what, evidence=self._mark(summary(what)))

    def _data(self, pdu: Pdu, data: Data) -> Came:
        self._noticed(len(pdu.body))
        self.seen.odd += sum(len(one.fragment) % 2 for one in data.pdvs)
        messages: list[Message] = []
        try:
            for pdv in data.pdvs:
                message = self._assembler.add(pdv)
                if message is not None:
                    messages.append(message)
        except Overlong as error:
            return self._refused(str(error), pdu)
        if not messages and self._assembler.midway:
            return Came(pdu, data)
        evidence = self._mark("; ".join(self._words(one.command) for one in messages) or summary(data))
        return Came(pdu, data, tuple(messages), evidence=evidence)

    def _words(self, command: Command) -> str:
        """Return what a command set says in words; a peer says the same of many matches."""
        if self._last is None or self._last[0] is not command:
            self._last = (command, told(command))
        return self._last[1]

    def _noticed(self, length: int) -> None:
        self.seen.longest = max(self.seen.longest, length)
        if self.maximum and length > self.maximum:
            words = f"a P-DATA-TF of {length} octets, {OVER_MAXIMUM} {self.maximum} we announced"
            self._note([Problem(0, words)])

    def _note(self, problems: Iterable[Problem]) -> None:
        if len(self.seen.problems) < 100:  # noqa: PLR2004 - the first few tell it all
            self.seen.problems += problems

    def _mark(self, says: str) -> str:
        return self.connection.mark_received(says, MEDIA_TYPE)

    def _refused(self, says: str, pdu: Pdu | None = None) -> Came:
        return Came(pdu, trouble=says, evidence=self._mark(says))

    def _fault(self, fault: LinkFault) -> Came:
        got = self._begun + fault.got
        inside = f", {got} octets into a PDU" if got else ", a message half there" if self._assembler.midway else ""
        if isinstance(fault, Silent):
            return Came(trouble=f"{SILENCE}{inside}", silent=True)
        how = "closed" if isinstance(fault, Ended) else "reset" if isinstance(fault, Severed) else "broke"
        return Came(trouble=f"the peer {how} the connection{inside}", ended=True)

    def close(self) -> None:
        """Let the connection go in good order."""
        self.connection.close()
