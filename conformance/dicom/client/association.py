"""An association we request: its total result, and messages exchanged on it one request at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from conformance.dicom.client.answers import Answer, Asked, Received, Released, Response
from conformance.dicom.client.link import Link
from conformance.dicom.wire import Abort, Associate, Message, Pdu, Reject, Release, command, message_pdus
from conformance.dicom.wire.command import C_CANCEL, C_STORE, NO_DATA_SET, RESPONSE
from conformance.dicom.wire.pdu import ASSOCIATE_AC, RELEASE_RP, RELEASE_RQ
from conformance.dicom.wire.summary import summary, told
from conformance.dicom.wire.syntaxes import IMPLICIT_LITTLE
from conformance.guarded import Deadline

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable

    from conformance.dicom.client.link import Came
    from conformance.dicom.client.request import Request
    from conformance.dicom.wire import Command
    from conformance.guarded import Doors

DEFAULT_LENGTH, LEAST_LENGTH, MOST_LENGTH = 16384, 12, 131072
"""Octets of a P-DATA-TF we send: without a maximum from the peer, at least, and at most."""

_FLOOD = 100
_RELEASES = 50


@dataclass(frozen=True, slots=True)
class Usable:
    """A presentation context the peer accepted, by its id, with the one transfer syntax it chose."""

    id: int
    abstract_syntax: str
    transfer_syntax: str


@dataclass(slots=True)
class _Exchange:
    """What has come for the request under way."""

    responses: list[Response] = field(default_factory=list)
    extra: list[Response] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)
    octets: int = 0


class Association:
    """One association; ``outcome`` is accepted, rejected, aborted, silent, closed or unreadable.

    Use it in a ``with`` statement: it is released at the end, and aborted when that fails.
    """

    def __init__(self, doors: Doors, request: Request, link: Link, first_message: int = 1) -> None:
        self.doors = doors
        self.request = request
        self.link = link
        self.limits = doors.limits
        self.outcome = "silent"
        self.answer: Associate | Reject | Abort | None = None
        self.trouble = ""
        self.evidence: tuple[str, ...] = ()
        self.open = False
        self._next_message = first_message
        self._finished: set[int] = set()

    @classmethod
    def requested(  # noqa: PLR0913 - where to, what for, and how
        cls,
        doors: Doors,
        host: str,
        port: int,
        request: Request,
        *,
        tls: ssl.SSLContext | None = None,
        first_message: int = 1,
        pdu: Pdu | None = None,
    ) -> Self:
        """Connect (Unreachable when nobody is there), ask, and return what became of it.

        ``pdu`` is sent in place of the request's own, for requests no Request can express.
        """
        link = Link(doors.connect(host, port, tls), request.maximum_length)
        made = cls(doors, request, link, first_message)
        sent = link.send([pdu or request.pdu()], summary(request.associate()))
        made._settle(link.receive(doors.limits.pdu_s), sent)
        return made

    def _settle(self, came: Came, sent: str) -> None:
        self.evidence = tuple(one for one in (sent, came.evidence) if one)
        what = came.read
        self.trouble = came.trouble
        if isinstance(what, Associate) and what.kind == ASSOCIATE_AC:
            self.outcome, self.answer, self.open = "accepted", what, True
        elif isinstance(what, Reject):
            self.outcome, self.answer = "rejected", what
        elif isinstance(what, Abort):
            self.outcome, self.answer = "aborted", what
            self.trouble = f"the peer aborted: source {what.source}, reason {what.reason}"
        elif came.trouble:
            self.outcome = "silent" if came.silent else "closed" if came.ended else "unreadable"
        else:
            self.outcome = "unreadable"
            self.trouble = f"{came.pdu.name if came.pdu else 'nothing'} came in answer to A-ASSOCIATE-RQ"
        if not self.open:
            self.link.close()

    @property
    def accepted(self) -> bool:
        """Return whether the peer accepted the association."""
        return self.outcome == "accepted"

    @property
    def acceptance(self) -> Associate | None:
        """Return the A-ASSOCIATE-AC, None when there was none."""
        return self.answer if isinstance(self.answer, Associate) else None

    @property
    def told(self) -> str:
        """Return what became of the request, for people."""
        if isinstance(self.answer, Reject):
            return f"rejected: result {self.answer.result}, source {self.answer.source}, reason {self.answer.reason}"
        return self.outcome if self.accepted or not self.trouble else f"{self.outcome}: {self.trouble}"

    @property
    def usable(self) -> tuple[Usable, ...]:
        """Return the contexts we proposed and the peer accepted, by id; the first answer to an id counts."""
        if not isinstance(self.answer, Associate):
            return ()
        asked = self.request.ids()
        found: dict[int, Usable] = {}
        for one in self.answer.contexts:
            if one.id in asked and one.accepted and one.transfer_syntaxes:
                found.setdefault(one.id, Usable(one.id, asked[one.id].abstract_syntax, one.transfer_syntaxes[0]))
        return tuple(found.values())

    def context(self, abstract_syntax: str, transfer_syntax: str | None = None) -> Usable | None:
        """Return the first usable context of an abstract syntax (in a transfer syntax), if any."""
        return next(
            (
                one
                for one in self.usable
                if one.abstract_syntax == abstract_syntax and transfer_syntax in {None, one.transfer_syntax}
            ),
            None,
        )

    @property
    def most(self) -> int:
        """Return how long a P-DATA-TF the peer takes from us, in octets of its variable field."""
        told = self.answer.user.maximum_length if isinstance(self.answer, Associate) else None
        if told is None:
            return DEFAULT_LENGTH
        return max(LEAST_LENGTH, min(told or MOST_LENGTH, MOST_LENGTH))

    def take_message_id(self) -> int:
        """Return the next message id, 1 to 65535."""
        number = self._next_message
        self._next_message = number % 0xFFFF + 1
        return number

    def exchange(  # noqa: PLR0913 - a request has these parts
        self,
        asked: Asked,
        request: Command,
        data: bytes | None = None,
        *,
        several: bool = False,
        cancel_after: int | None = None,
        storing: Callable[[Message], int] | None = None,
        most: int | None = None,
    ) -> Answer:
        """Send a request and read until its final response, or until there is trouble.

        ``several`` allows pending responses; after ``cancel_after`` of them C-CANCEL is sent.
        ``storing`` gives the status for each C-STORE that comes meanwhile (C-GET).
        """
        going = _Exchange()
        says = told(request)
        going.evidence.append(self.link.send(message_pdus(request, asked.context, data, most=most or self.most), says))
        if cancel_after == 0:
            going.evidence.append(self._cancel(asked))
        trouble = self._read(asked, going, several=several, cancel_after=cancel_after, storing=storing)
        self._finished.add(asked.message_id)
        return Answer(
            asked,
            tuple(going.responses),
            trouble,
            tuple(going.extra),
            tuple(going.received),
            tuple(self.link.seen.problems),
            tuple(one for one in going.evidence if one),
            self.limits,
            self.storing,
        )

    @property
    def storing(self) -> frozenset[str]:
        """Return the SOP classes for which we proposed the SCP role and the peer granted it (PS3.7 D.3.3.4)."""
        granted = self.acceptance.user.roles if self.acceptance else ()
        proposed = {one.sop_class for one in self.request.roles if one.scp}
        return frozenset(one.sop_class for one in granted if one.scp and one.sop_class in proposed)

    def _read(
        self,
        asked: Asked,
        going: _Exchange,
        *,
        several: bool,
        cancel_after: int | None,
        storing: Callable[[Message], int] | None,
    ) -> str:
        whole = Deadline(self.limits.responses_s)
        seconds = self.limits.responses_s if several else self.limits.pdu_s
        while True:
            came = self.link.receive(min(seconds, whole.remaining()) if several else seconds)
            trouble = self._trouble(came)
            if trouble:
                return trouble
            for message in came.messages:
                going.evidence.append(came.evidence)
                done = self._take(message, asked, going, came.evidence, several=several, storing=storing)
                if done:
                    self._leftovers(came, message, going)
                    return ""
                if len(going.responses) == cancel_after:
                    going.evidence.append(self._cancel(asked))
            trouble = self._unbounded(going, whole)
            if trouble:
                self._cancel(asked)
                self.abort()
                return trouble

    def _trouble(self, came: Came) -> str:
        """Return why no message came, in words; the association is over then."""
        what = came.read
        if came.messages:
            return ""
        if isinstance(what, Abort):
            trouble = f"the peer aborted: source {what.source}, reason {what.reason}"
        elif came.trouble:
            trouble = came.trouble if not came.silent else f"no response: {came.trouble}"
        elif isinstance(what, Release):
            trouble = "the peer asked to release the association before it had answered"
        elif came.pdu is not None:
            trouble = f"{came.pdu.name} came where a response should"
        else:
            trouble = "nothing readable came"
        if isinstance(what, Abort) or came.ended:
            self.open = False
            self.link.close()
        else:
            self.abort()
        return f"{trouble} ({self.link.broken})" if self.link.broken else trouble

    def _take(  # noqa: PLR0913 - one message and all that depends on it
        self,
        message: Message,
        asked: Asked,
        going: _Exchange,
        evidence: str,
        *,
        several: bool,
        storing: Callable[[Message], int] | None,
    ) -> bool:
        """Put one message where it belongs; return whether it ends the exchange."""
        response = Response(message, self._syntax(message.context), evidence)
        field_ = message.command.number("CommandField")
        if field_ == C_STORE and storing is not None:
            self._stored(message, going, evidence, storing(message))
            return False
        answers = message.command.number("MessageIDBeingRespondedTo")
        is_request = field_ is not None and not field_ & RESPONSE
        if is_request or (answers in self._finished and answers != asked.message_id):
            going.extra.append(response)
            return len(going.extra) > _FLOOD
        going.responses.append(response)
        going.octets += len(message.data or b"")
        return not (several and response.pending)

    def _leftovers(self, came: Came, last: Message, going: _Exchange) -> None:
        """Keep messages that shared the last PDU with the final response."""
        after = came.messages[came.messages.index(last) + 1 :]
        going.extra += [Response(one, self._syntax(one.context), came.evidence) for one in after]

    def _stored(self, message: Message, going: _Exchange, evidence: str, status: int) -> None:
        syntax = self._syntax(message.context)
        going.received.append(Received(message, syntax, status=status, evidence=evidence))
        pdus = store_response(message, status)
        says = f"C-STORE-RSP {status:04X}, message {message.command.number('MessageID')}"
        going.evidence.append(self.link.send(pdus, says))

    def _syntax(self, context: int) -> str:
        return next((one.transfer_syntax for one in self.usable if one.id == context), IMPLICIT_LITTLE)

    def _unbounded(self, going: _Exchange, whole: Deadline) -> str:
        count = len(going.responses)
        if count >= self.limits.responses:
            return f"unbounded answer: over {self.limits.responses} responses"
        if going.octets > self.limits.responses_bytes:
            return f"unbounded answer: over {self.limits.responses_bytes} octets"
        if count and count % _FLOOD == 0 and self.doors.wait(lambda: not whole.remaining(), 0, "the answer takes long"):
            return f"unbounded answer: over {self.limits.responses_s:g} s"
        return ""

    def _cancel(self, asked: Asked) -> str:
        cancel = command(
            CommandField=C_CANCEL, MessageIDBeingRespondedTo=asked.message_id, CommandDataSetType=NO_DATA_SET
        )
        return self.link.send(message_pdus(cancel, asked.context, most=self.most), told(cancel))

    def listen(self, seconds: float | None = None) -> tuple[Response, ...]:
        """Return messages that come although nothing is asked for, until it is quiet."""
        found: list[Response] = []
        while len(found) < _FLOOD:
            came = self.link.receive(self.limits.quiet_s if seconds is None else seconds)
            if not came.messages:
                if not came.silent:
                    self._trouble(came)
                break
            found += [Response(one, self._syntax(one.context), came.evidence) for one in came.messages]
        return tuple(found)

    def send(self, *pdus: Pdu, says: str) -> str:
        """Send PDUs as they are, whatever the state; return the evidence id."""
        return self.link.send(pdus, says)

    def receive(self, seconds: float | None = None) -> Came:
        """Return the next PDU, whatever it is."""
        return self.link.receive(self.limits.pdu_s if seconds is None else seconds)

    def release(self, *, then_listen: bool = False) -> Released:
        """Ask to release (PS3.8 7.2), answer a collision, and close; total like every answer."""
        if not self.open:
            return Released(clean=False, trouble=self.trouble or "the association was over already")
        self.open = False
        evidence = [self.link.send([Release(RELEASE_RQ).pdu()], "A-RELEASE-RQ")]
        extra: list[Response] = []
        collision, trouble, clean = False, "", False
        for _ in range(_RELEASES):
            came = self.link.receive(self.limits.release_s)
            evidence.append(came.evidence)
            extra += [Response(one, self._syntax(one.context), came.evidence) for one in came.messages]
            kind = came.read.kind if isinstance(came.read, Release) else None
            if kind == RELEASE_RQ and not collision:
                collision = True
                evidence.append(self.link.send([Release(RELEASE_RP).pdu()], "A-RELEASE-RP"))
            elif kind == RELEASE_RP:
                clean = True
                break
            elif not came.messages:
                trouble = self._unreleased(came)
                break
        else:
            trouble = "no A-RELEASE-RP among the PDUs that came"
        afterwards = self._afterwards() if clean and then_listen else ()
        self.link.close()
        return Released(clean, trouble, collision, tuple(extra), afterwards, tuple(one for one in evidence if one))

    def _unreleased(self, came: Came) -> str:
        if isinstance(came.read, Abort):
            return f"the peer aborted: source {came.read.source}, reason {came.read.reason}"
        if came.trouble:
            return f"no A-RELEASE-RP: {came.trouble}"
        return f"{came.pdu.name if came.pdu else 'nothing'} came in answer to A-RELEASE-RQ"

    def _afterwards(self) -> tuple[str, ...]:
        """Return what the peer still sends after A-RELEASE-RP, until it is quiet or the connection closed."""
        came = self.link.receive(self.limits.quiet_s)
        if came.silent or came.ended:
            return ()
        return (came.trouble or (summary(came.read) if came.read else "octets"),)

    def abort(self, source: int = 0, reason: int = 0) -> str:
        """Send A-ABORT and close; return the evidence id."""
        self.open = False
        evidence = self.link.send([Abort(source, reason).pdu()], f"A-ABORT source {source}, reason {reason}")
        self.link.close()
        return evidence

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if not self.open:
            return
        if kind is None:
            self.release()
        else:
            self.abort()


def store_response(message: Message, status: int) -> Iterable[Pdu]:
    """Return the C-STORE-RSP to a C-STORE-RQ as PDUs."""
    response = command(
        AffectedSOPClassUID=message.command.raw("AffectedSOPClassUID"),
        CommandField=C_STORE | RESPONSE,
        MessageIDBeingRespondedTo=message.command.number("MessageID") or 0,
        CommandDataSetType=NO_DATA_SET,
        Status=status,
        AffectedSOPInstanceUID=message.command.raw("AffectedSOPInstanceUID"),
    )
    return message_pdus(response, message.context, most=DEFAULT_LENGTH)
