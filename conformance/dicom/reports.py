"""Our side of storage commitment: takes the reports a candidate sends us, on whatever association (PS3.4 J.3.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from conformance.dicom import uids
from conformance.dicom.accepting import acceptance, part
from conformance.dicom.client import Link, event_response
from conformance.dicom.client.exchange import response
from conformance.dicom.client.request import USUAL
from conformance.dicom.receiver import other_status
from conformance.dicom.wire import (
    Associate,
    Role,
    read_data_set,
)
from conformance.dicom.wire.command import N_EVENT_REPORT, RESPONSE
from conformance.dicom.wire.pdu import ASSOCIATE_RQ
from conformance.dicom.wire.summary import summary
from conformance.guarded import Deadline, LinkFault

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformance.dicom.wire import DataSet, Message
    from conformance.guarded import Doors
    from conformance.systems import StoreBack

_VISITORS = 16
_MESSAGES = 64


@dataclass(frozen=True, slots=True)
class Report:
    """One N-EVENT-REPORT-RQ that came; ``request`` opened the association it came on, None when we had opened it."""

    message: Message
    transfer_syntax: str
    evidence: str
    request: Associate | None = None

    @property
    def event_type(self) -> int | None:
        """Return the Event Type ID, None when there is none to read."""
        return self.message.command.number("EventTypeID")

    @property
    def information(self) -> DataSet:
        """Return the event information, read in the negotiated syntax; an empty data set when none came."""
        return read_data_set(self.message.data or b"", self.transfer_syntax)

    @property
    def transaction(self) -> str:
        """Return the Transaction UID, empty when there is none."""
        return self.information.text("TransactionUID")

    def references(self, sequence: str) -> list[tuple[str, str]]:
        """Return SOP class and instance of each item of a sequence, in order."""
        return [
            (item.text("ReferencedSOPClassUID"), item.text("ReferencedSOPInstanceUID"))
            for item in self.information.sequence(sequence)
        ]


class ReportReceiver:
    """Listens at ``dicom.store_back`` and serves one visitor after another, so that a recording gives the same again.

    ``reports`` are those that came, in order; ``troubles`` says how visits went that did not end well.
    """

    def __init__(self, doors: Doors, place: StoreBack) -> None:
        self.reports: list[Report] = []
        self.troubles: list[str] = []
        self._limits = doors.limits
        self._listener = doors.listen(place.host, place.port)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    def await_reports(self, enough: Callable[[list[Report]], bool], seconds: float) -> None:
        """Serve whoever comes until the reports are enough or the time is over."""
        deadline = Deadline(seconds)
        for _ in range(_VISITORS):
            if enough(self.reports):
                return
            try:
                connection = self._listener.accept(deadline.remaining())
            except LinkFault:
                return
            self._serve(Link(connection))

    def _serve(self, link: Link) -> None:
        came = link.receive(self._limits.pdu_s)
        if isinstance(came.read, Associate) and came.read.kind == ASSOCIATE_RQ:
            accepted = accepted_for_reports(came.read)
            link.send([accepted.pdu()], summary(accepted))
            self._answer(link, came.read, accepted)
        else:
            self.troubles.append(came.trouble or "a visitor did not ask for an association first")
        link.close()

    def _answer(self, link: Link, request: Associate, accepted: Associate) -> None:
        """Serve one association until it is released; who has reported has only so long to let go."""
        syntaxes = {one.id: one.transfer_syntaxes[0] for one in accepted.contexts if one.accepted}
        before = len(self.reports)
        for _ in range(_MESSAGES):
            told = len(self.reports) > before
            came = link.receive(self._limits.release_s if told else self._limits.pdu_s)
            for message in came.messages:
                self._message(link, message, syntaxes.get(message.context, ""), came.evidence, request)
            if came.messages and not link.broken:
                continue
            parting = part(link, came)
            if not parting.released:
                self.troubles.append(parting.says)
            return

    def _message(self, link: Link, message: Message, syntax: str, evidence: str, request: Associate) -> None:
        kind = message.command.number("CommandField")
        if kind == N_EVENT_REPORT:
            self.reports.append(Report(message, syntax, evidence, request))
            link.send(event_response(message), f"N-EVENT-REPORT-RSP, message {message.command.number('MessageID')}")
        elif kind is not None and not kind & RESPONSE:
            link.send(response(message, other_status(kind)), f"response to {message.command.name}")


def accepted_for_reports(request: Associate) -> Associate:
    """Return our answer to whoever wants to report: commitment and verification, in the roles asked for."""
    roles = tuple(
        Role(one.sop_class, one.scu, one.scp) for one in request.user.roles if one.sop_class == uids.STORAGE_COMMITMENT
    )
    services = {uids.STORAGE_COMMITMENT, uids.VERIFICATION}
    return acceptance(request, services.__contains__, USUAL, roles=roles)
