"""Our own storage service class provider: the move destination that takes what a candidate sends and keeps it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from conformance.dicom import uids
from conformance.dicom.accepting import acceptance, part
from conformance.dicom.client.answers import Received
from conformance.dicom.client.exchange import response
from conformance.dicom.client.link import MAXIMUM_LENGTH, Link
from conformance.dicom.wire import Abort, Associate, Message, Reject
from conformance.dicom.wire.command import C_ECHO, C_STORE, RESPONSE
from conformance.dicom.wire.pdu import ASSOCIATE_RQ
from conformance.dicom.wire.summary import summary
from conformance.guarded import LinkFault

if TYPE_CHECKING:
    from conformance.guarded import Connection, Doors, Listener

Status = Callable[[Message], int]
_UNRECOGNISED_OPERATION = 0x0211
_ASSOCIATIONS = 64


@dataclass(frozen=True, slots=True)
class Rules:
    """How we receive: the status for each instance, and which contexts we accept.

    ``status`` depends on the message alone, so that several associations at once stay repeatable.
    ``syntaxes`` and ``sop_classes``, when given, are the only ones taken; ``reject`` refuses everybody.
    """

    status: Status = lambda _: 0
    syntaxes: frozenset[str] | None = None
    sop_classes: frozenset[str] | None = None
    reject: Reject | None = None
    maximum_length: int = MAXIMUM_LENGTH


@dataclass(slots=True)
class Visit:
    """One association a candidate opened to us, and how it went."""

    number: int
    request: Associate | None = None
    received: list[Received] = field(default_factory=list)
    trouble: str = ""
    clean: bool = False
    evidence: list[str] = field(default_factory=list)
    link: Link | None = None
    octets: int = 0


class StoreReceiver:
    """Listens until ``finished``; each visitor is served in its own thread, results are in order of arrival.

    Every thread reads its own connection only, so a recording gives the same results again.
    """

    def __init__(
        self, doors: Doors, aet: str, host: str = "127.0.0.1", port: int = 0, rules: Rules | None = None
    ) -> None:
        self.aet = aet
        self.rules = rules or Rules()
        self._limits = doors.limits
        self._listener: Listener = doors.listen(host, port)
        self.address = self._listener.address
        self.visits: list[Visit] = []
        self._serving: list[threading.Thread] = []
        self._accepting = threading.Thread(target=self._accept, name="store receiver", daemon=True)
        self._accepting.start()

    def _accept(self) -> None:
        while len(self.visits) < _ASSOCIATIONS:
            try:
                connection = self._listener.accept(self._limits.scenario_s)
            except LinkFault:
                return
            visit = Visit(len(self.visits))
            self.visits.append(visit)
            serving = threading.Thread(target=self._serve, args=(connection, visit), daemon=True)
            self._serving.append(serving)
            serving.start()

    def finished(self) -> tuple[Received, ...]:
        """Take no more visitors, let those inside end, and return all that was received."""
        self._listener.close()
        self._accepting.join()
        for serving, visit in zip(self._serving, self.visits, strict=True):
            serving.join(self._limits.settle_s)
            if serving.is_alive() and visit.link is not None:
                visit.link.connection.end_sending()
                serving.join(self._limits.responses_s)
        return tuple(one for visit in self.visits for one in visit.received)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.finished()

    def _serve(self, connection: Connection, visit: Visit) -> None:
        link = Link(connection, self.rules.maximum_length)
        visit.link = link
        came = link.receive(self._limits.pdu_s)
        visit.evidence.append(came.evidence)
        if isinstance(came.read, Associate) and came.read.kind == ASSOCIATE_RQ:
            visit.request = came.read
            self._answer(link, visit, came.read)
        else:
            visit.trouble = came.trouble or "the visitor did not ask for an association first"
        link.close()

    def _answer(self, link: Link, visit: Visit, request: Associate) -> None:
        if self.rules.reject is not None:
            link.send([self.rules.reject.pdu()], summary(self.rules.reject))
            return
        accepted = acceptance(request, self._takes, self.rules.syntaxes, maximum_length=self.rules.maximum_length)
        link.send([accepted.pdu()], summary(accepted))
        syntaxes = {one.id: one.transfer_syntaxes[0] for one in accepted.contexts if one.accepted}
        while self._step(link, visit, syntaxes):
            pass

    def _takes(self, abstract: str) -> bool:
        known = abstract.startswith(uids.STORAGE_ROOT) or abstract == uids.VERIFICATION
        return known and (self.rules.sop_classes is None or abstract in self.rules.sop_classes)

    def _step(self, link: Link, visit: Visit, syntaxes: dict[int, str]) -> bool:
        """Serve the next PDU; return whether the association goes on."""
        came = link.receive(self._limits.pdu_s)
        if came.evidence:
            visit.evidence.append(came.evidence)
        for message in came.messages:
            self._message(link, visit, message, syntaxes, came.evidence)
        if came.messages:
            return not link.broken and self._bounded(link, visit)
        parting = part(link, came)
        visit.clean = parting.released
        visit.trouble = "" if parting.released else parting.says
        return False

    def _bounded(self, link: Link, visit: Visit) -> bool:
        """Return whether a visit stays within the limits; one that does not is aborted."""
        if len(visit.received) < self._limits.responses and visit.octets < self._limits.data_set_bytes:
            return True
        visit.trouble = f"the visitor sent {len(visit.received)} instances and had not finished"
        link.send([Abort(0, 0).pdu()], "A-ABORT source 0, reason 0")
        return False

    def _message(self, link: Link, visit: Visit, message: Message, syntaxes: dict[int, str], evidence: str) -> None:
        kind = message.command.number("CommandField")
        if kind == C_STORE:
            status = self.rules.status(message)
            request = visit.request
            received = Received(
                message,
                syntaxes.get(message.context, ""),
                visit.number,
                request.calling_title if request else "",
                request.called_title if request else "",
                status,
                evidence,
            )
            visit.received.append(received)
            visit.octets += message.size
            link.send(response(message, status), f"C-STORE-RSP {status:04X}")
        elif kind is not None and not kind & RESPONSE:
            link.send(response(message, other_status(kind)), f"response to {message.command.name}")


def other_status(kind: int) -> int:
    """Return the status for a request that we do not wait for: success of C-ECHO, else not recognised."""
    return 0 if kind == C_ECHO else _UNRECOGNISED_OPERATION
