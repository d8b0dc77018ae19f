"""Messages exchanged on an association, one request at a time, with all that comes for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain, repeat
from typing import TYPE_CHECKING

from conformance.dicom.client.answers import Answer, Asked, Received, Response
from conformance.dicom.client.link import Came, Whole
from conformance.dicom.client.negotiation import DEFAULT_LENGTH, Negotiation
from conformance.dicom.wire import Abort, Message, Pdu, Release, command, message_pdus
from conformance.dicom.wire.command import C_CANCEL, C_MOVE, C_STORE, HAS_DATA_SET, NO_DATA_SET, RESPONSE
from conformance.dicom.wire.messages import single_pdu
from conformance.dicom.wire.summary import told
from conformance.guarded import Deadline
from conformance.journal import Recorded
from conformance.limits import KIB

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from conformance.dicom.wire import Command

LARGE = 64 * KIB
"""Octets from which a data set is sent from where it lies, in PDUs of an eighth of that at least."""
_FLOOD = 100
"""Messages nobody asked for that we collect before we have had enough."""


@dataclass(slots=True)
class _Exchange:
    """What has come for the request under way, and how it is to be taken."""

    asked: Asked
    several: bool
    cancel_after: int | None
    storing: Callable[[Message], int] | None
    responses: list[Response] = field(default_factory=list)
    extra: list[Response] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)
    octets: int = 0


class Conversation(Negotiation):
    """An association in use: requests go out, and what comes for each is collected."""

    def take_message_id(self) -> int:
        """Return the next message id, 1 to 65535."""
        number = self._next_message
        self._next_message = number % 0xFFFF + 1
        return number

    def exchange(  # noqa: PLR0913 - a request has these parts
        self,
        asked: Asked,
        request: Command,
        data: bytes | Recorded | None = None,
        *,
        several: bool = False,
        cancel_after: int | None = None,
        storing: Callable[[Message], int] | None = None,
        most: int | None = None,
    ) -> Answer:
        """Send a request and read until its final response, or until there is trouble.

        ``several`` allows pending responses; after ``cancel_after`` of them C-CANCEL is sent, with 0 in one go.
        ``storing`` gives the status for each C-STORE that comes meanwhile (C-GET).
        """
        sent = self._asked(asked, request, data, most or self.most, cancelled=cancel_after == 0)
        came = None
        if not several and storing is None:
            came = self.link.answered(self._each(asked))
            if isinstance(came, Whole) and self._answers(came.message, asked):
                return self._answer(asked, came, sent)
        going = _Exchange(asked, several, cancel_after, storing, evidence=[sent])
        trouble = self._read(going, came)
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

    def _answer(self, asked: Asked, came: Whole, sent: str) -> Answer:
        """Return the answer that is one response with nothing to remark."""
        self._finished.add(asked.message_id)
        response = Response(came.message, self.syntax(came.message.context), came.evidence)
        problems, evidence = tuple(self.link.seen.problems), (sent, came.evidence)
        return Answer(asked, (response,), "", (), (), problems, evidence, self.limits, self.storing)

    def _asked(
        self, asked: Asked, request: Command, data: bytes | Recorded | None, most: int, *, cancelled: bool
    ) -> str:
        def says() -> str:
            return told(request)

        if data is not None and len(data) >= LARGE and most >= LARGE // 8 > len(request.encode()) and not cancelled:
            return self.link.send_large(request, asked.context, data, most, told(request))
        octets = data.octets() if isinstance(data, Recorded) else data
        if not cancelled:
            alone = single_pdu(request, asked.context, octets, most=most)
            if alone is not None:
                return self.link.send_octets(alone, says)
        pdus = message_pdus(request, asked.context, octets, most=most)
        if cancelled:
            return self.link.send(chain(pdus, self._cancelling(asked)), f"{told(request)}; C-CANCEL-RQ")
        return self.link.send(pdus, says)

    def _each(self, asked: Asked) -> float:
        """Return how long a response may take.

        A C-MOVE may stay silent while instances go elsewhere: its pending responses are optional (PS3.4 C.4.2.3.1).
        """
        return self.limits.responses_s if asked.command_field == C_MOVE else self.limits.pdu_s

    def _read(self, going: _Exchange, came: Came | Whole | None) -> str:
        """Read until the final response; return the trouble why there was none, empty when there was.

        ``came`` is what has been read already.
        """
        whole = Deadline(self.limits.responses_s) if going.several else None
        each = self._each(going.asked)
        while True:
            came = came or self.link.answered(min(each, whole.remaining()) if whole else each)
            if isinstance(came, Came):
                trouble = self._trouble(came)
                if trouble:
                    return trouble
                messages, evidence = came.messages, came.evidence
            else:
                messages, evidence = (came.message,), came.evidence
            came = None
            for number, message in enumerate(messages):
                going.evidence.append(evidence)
                if self._take(message, going, evidence):
                    going.extra += self._responses(messages[number + 1 :], evidence)
                    return ""
                if len(going.responses) == going.cancel_after:
                    going.evidence.append(self._cancel(going.asked))
            if going.responses and going.responses[-1].message is messages[-1]:
                self._take_alike(messages[-1], going)
            trouble = self._unbounded(going)
            if trouble:
                self._cancel(going.asked)
                self.abort()
                return trouble

    def _take_alike(self, message: Message, going: _Exchange) -> None:
        """Take at once the responses that are here already and say the same as one just taken, up to any bound.

        That one did not end the exchange, so they don't either.
        """
        count = len(going.responses)
        room = self.limits.responses - count - len(going.received)
        if going.cancel_after is not None and going.cancel_after > count:
            room = min(room, going.cancel_after - count)
        octets = self._most_octets(going) - going.octets
        if room <= 0 or octets < 0:
            return
        data, evidence = self.link.likewise(message, room, octets)
        context, command, syntax = message.context, message.command, self.syntax(message.context)
        messages = map(tuple.__new__, repeat(Message), zip(repeat(context), repeat(command), data, repeat(())))
        going.responses += map(tuple.__new__, repeat(Response), zip(messages, repeat(syntax), evidence))
        going.evidence += evidence
        going.octets += sum(map(len, data))
        if data and len(going.responses) == going.cancel_after:
            going.evidence.append(self._cancel(going.asked))

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

    def _take(self, message: Message, going: _Exchange, evidence: str) -> bool:
        """Put one message where it belongs; return whether it ends the exchange."""
        kind = message.command.number("CommandField")
        going.octets += message.size
        if kind == C_STORE and going.storing is not None:
            self._stored(message, going, evidence, going.storing(message))
            return False
        response = Response(message, self.syntax(message.context), evidence)
        if not self._answers(message, going.asked):
            going.extra.append(response)
            return len(going.extra) > _FLOOD
        going.responses.append(response)
        return not (going.several and response.pending)

    def _answers(self, message: Message, asked: Asked) -> bool:
        """Return whether a message is to be taken for a response to what was asked, well or badly numbered."""
        kind = message.command.number("CommandField")
        if kind is not None and not kind & RESPONSE:
            return False
        answers = message.command.number("MessageIDBeingRespondedTo")
        return answers == asked.message_id or answers not in self._finished

    def _responses(self, messages: Iterable[Message], evidence: str) -> list[Response]:
        return [Response(one, self.syntax(one.context), evidence) for one in messages]

    def _stored(self, message: Message, going: _Exchange, evidence: str, status: int) -> None:
        going.received.append(Received(message, self.syntax(message.context), status=status, evidence=evidence))
        pdus = response(message, status)
        says = f"C-STORE-RSP {status:04X}, message {message.command.number('MessageID')}"
        going.evidence.append(self.link.send(pdus, says))

    def _unbounded(self, going: _Exchange) -> str:
        """Return which cap on count or size was reached. Time is bounded by reading: see ``_read``."""
        most = self._most_octets(going)
        if len(going.responses) + len(going.received) >= self.limits.responses:
            return f"unbounded answer: over {self.limits.responses} responses"
        if going.octets > most:
            return f"unbounded answer: over {most} octets"
        return ""

    def _most_octets(self, going: _Exchange) -> int:
        return self.limits.data_set_bytes if going.storing else self.limits.responses_bytes

    def _cancelling(self, asked: Asked) -> Iterable[Pdu]:
        cancel = command(
            CommandField=C_CANCEL, MessageIDBeingRespondedTo=asked.message_id, CommandDataSetType=NO_DATA_SET
        )
        return message_pdus(cancel, asked.context, most=self.most)

    def _cancel(self, asked: Asked) -> str:
        return self.link.send(self._cancelling(asked), f"C-CANCEL-RQ, message {asked.message_id}")

    def listen(self, seconds: float | None = None) -> tuple[Response, ...]:
        """Return messages that come although nothing is asked for, until it is quiet."""
        found: list[Response] = []
        while len(found) < _FLOOD:
            came = self.link.receive(self.limits.quiet_s if seconds is None else seconds)
            if not came.messages:
                if not came.silent:
                    self._trouble(came)
                break
            found += self._responses(came.messages, came.evidence)
        return tuple(found)

    def send(self, *pdus: Pdu, says: str) -> str:
        """Send PDUs as they are, whatever the state; return the evidence id."""
        return self.link.send(pdus, says)

    def receive(self, seconds: float | None = None) -> Came:
        """Return the next PDU, whatever it is; after an abort or a closed connection nothing is asked any more."""
        came = self.link.receive(self.limits.pdu_s if seconds is None else seconds)
        if came.ended or isinstance(came.read, Abort):
            self.open = False
        return came

    def abort(self, source: int = 0, reason: int = 0) -> str:
        """Send A-ABORT and close; return the evidence id."""
        self.open = False
        evidence = self.link.send([Abort(source, reason).pdu()], f"A-ABORT source {source}, reason {reason}")
        self.link.close()
        return evidence


def response(
    message: Message, status: int, data: bytes | None = None, event_type: int | None = None, sop_instance: str = ""
) -> Iterable[Pdu]:
    """Return the response to any request as PDUs, its UIDs as they came (PS3.7 9.3, 10.3).

    ``sop_instance`` is what we call an instance for which N-CREATE named none.
    """
    told = message.command
    made = command(
        AffectedSOPClassUID=told.raw("AffectedSOPClassUID"),
        CommandField=(told.number("CommandField") or 0) | RESPONSE,
        MessageIDBeingRespondedTo=told.number("MessageID") or 0,
        CommandDataSetType=NO_DATA_SET if data is None else HAS_DATA_SET,
        Status=status,
        AffectedSOPInstanceUID=sop_instance or told.raw("AffectedSOPInstanceUID"),
        EventTypeID=event_type,
    )
    return message_pdus(made, message.context, data, most=DEFAULT_LENGTH)
