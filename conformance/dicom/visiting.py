"""Our application entity as a candidate finds it that opens associations itself: one visit after another."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conformance.dicom import uids
from conformance.dicom.accepting import acceptance, part
from conformance.dicom.client.exchange import response
from conformance.dicom.client.link import MAXIMUM_LENGTH, Link
from conformance.dicom.client.negotiation import DEFAULT_LENGTH
from conformance.dicom.client.normalized import event
from conformance.dicom.wire import (
    Abort,
    Associate,
    message_pdus,
    read_data_set,
    write_data_set,
)
from conformance.dicom.wire.command import C_CANCEL, C_FIND, N_ACTION, N_CREATE, N_SET, RESPONSE
from conformance.dicom.wire.pdu import ASSOCIATE_RQ
from conformance.dicom.wire.summary import summary
from conformance.dicom.wire.syntaxes import IMPLICIT_LITTLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformance.dicom.client.link import Came, Seen
    from conformance.dicom.wire import DataSet, Message, Reject
    from conformance.guarded import Connection

PENDING = 0xFF00
HELD = "held open, with nothing left to answer"
_STEPS = frozenset({N_CREATE, N_SET})
_TAKEN = frozenset({uids.VERIFICATION, uids.MODALITY_WORKLIST_FIND, uids.PERFORMED_STEP, uids.STORAGE_COMMITMENT})


@dataclass(frozen=True, slots=True)
class Manners:
    """How we receive a visitor.

    ``syntaxes``, when given, are the only transfer syntaxes we take; ``takes`` says whether any storage class is
    accepted; ``status`` is our answer to every request; ``pause`` are seconds before our first answer in which nothing
    may come; ``aborts_at`` is the request that we abort instead of answering, counted from 1. ``matches`` are the
    data sets we answer a worklist query with, before the final status. ``step_status`` is our answer about performed
    steps, ``step_uid`` the instance we give a step that names none. ``report`` returns event type and information of
    what we report on a request for commitment, over the same association; without it nothing is reported there.
    """

    syntaxes: frozenset[str] | None = None
    takes: bool = True
    status: int = 0
    maximum_length: int = MAXIMUM_LENGTH
    reject: Reject | None = None
    aborts_at: int = 0
    pause: float = 0.0
    matches: tuple[DataSet, ...] = ()
    step_status: int = 0
    step_uid: str = ""
    report: Callable[[DataSet], tuple[int, DataSet]] | None = None

    def accepts(self, abstract: str) -> bool:
        """Return whether we take a service: storage as we please, and those around an examination."""
        if abstract.startswith(uids.STORAGE_ROOT):
            return self.takes
        return abstract in _TAKEN


@dataclass(frozen=True, slots=True)
class Taken:
    """One request that came, the abstract and transfer syntax of its context (empty when it was not accepted)."""

    message: Message
    abstract_syntax: str
    transfer_syntax: str
    evidence: str

    @property
    def kind(self) -> int | None:
        """Return the command field."""
        return self.message.command.number("CommandField")

    @property
    def answers(self) -> bool:
        """Return whether it is a response, and no request; a C-CANCEL is none."""
        return self.kind is not None and self.kind != C_CANCEL and bool(self.kind & RESPONSE)

    @property
    def data(self) -> DataSet:
        """Return its data set, read in the negotiated transfer syntax; an empty one when none came."""
        return read_data_set(self.message.data or b"", self.transfer_syntax or IMPLICIT_LITTLE)

    def text(self, keyword: str) -> str:
        """Return text of the command set, empty when absent."""
        return self.message.command.text(keyword) or ""


@dataclass(slots=True)
class Visit:
    """One association a candidate opened, and how it went. ``ended`` is released, aborted, or what else, in words."""

    request: Associate | None = None
    taken: list[Taken] = field(default_factory=list)
    ended: str = ""
    early: str = ""
    """What came before our answer to the request before it."""
    afterwards: str = ""
    """What came after we had rejected or aborted."""
    reports: int = 0
    """How many reports on commitment we sent over it; their message ids count from 1."""
    seen: Seen | None = None
    evidence: list[str] = field(default_factory=list)

    @property
    def caller(self) -> str:
        """Return the AE title it called from, empty when it asked for no association."""
        return self.request.calling_title if self.request else ""

    @property
    def in_order(self) -> bool:
        """Return whether the association was released, or aborted, by the candidate, or kept for the next request."""
        return self.ended in {"released", "aborted", HELD}


def serve(connection: Connection, manners: Manners, most: int) -> Visit:
    """Serve one visitor until it goes or has sent ``most`` requests; total, whatever it does."""
    link, visit = Link(connection, manners.maximum_length), Visit()
    visit.seen = link.seen
    came = received(link, visit, connection.limits.pdu_s)
    if not isinstance(came.read, Associate) or came.read.kind != ASSOCIATE_RQ:
        visit.ended = came.trouble or f"{came.pdu.name if came.pdu else 'nothing'} came before any A-ASSOCIATE-RQ"
    else:
        visit.request = came.read
        if manners.reject is not None:
            visit.evidence.append(link.send([manners.reject.pdu()], summary(manners.reject)))
            watched(link, visit)
        else:
            _hosted(link, visit, manners, most)
    link.close()
    return visit


def _hosted(link: Link, visit: Visit, manners: Manners, most: int) -> None:
    assert visit.request is not None
    accepted = acceptance(visit.request, manners.accepts, manners.syntaxes, maximum_length=manners.maximum_length)
    visit.evidence.append(link.send([accepted.pdu()], summary(accepted)))
    proposed = {one.id: one.abstract_syntax or "" for one in visit.request.contexts}
    usable = {one.id: (proposed.get(one.id, ""), one.transfer_syntaxes[0]) for one in accepted.contexts if one.accepted}
    while not visit.ended:
        came = received(link, visit, link.limits.pdu_s)
        for message in came.messages:
            if not visit.ended:
                visit.taken.append(Taken(message, *usable.get(message.context, ("", "")), came.evidence))
                _answer(link, visit, visit.taken[-1], manners)
        if came.messages:
            if len(visit.taken) >= most and not visit.ended:
                visit.ended = f"{len(visit.taken)} requests came and no end of them"
                visit.evidence.append(link.send([Abort(0, 0).pdu()], "A-ABORT source 0, reason 0"))
        else:
            parting = part(link, came)
            visit.evidence += [parting.evidence] * bool(parting.evidence)
            visit.ended = "aborted" if parting.aborted else parting.says


def _answer(link: Link, visit: Visit, asked: Taken, manners: Manners) -> None:
    if asked.answers:
        return
    if len(visit.taken) == manners.aborts_at:
        visit.evidence.append(link.send([Abort(0, 0).pdu()], "A-ABORT source 0, reason 0"))
        visit.ended = "we aborted"
        watched(link, visit)
        return
    if manners.pause and len(visit.taken) == 1:
        _paused(link, visit, manners.pause)
    if visit.ended or asked.kind == C_CANCEL:
        return
    if asked.kind == C_FIND:
        visit.evidence += _told(link, asked, manners.matches)
    status = manners.step_status if asked.kind in _STEPS else manners.status
    nameless = asked.kind == N_CREATE and not asked.text("AffectedSOPInstanceUID")
    pdus = response(asked.message, status, sop_instance=manners.step_uid if nameless else "")
    visit.evidence.append(link.send(pdus, f"response {status:04X}"))
    if asked.kind == N_ACTION and status == 0 and manners.report is not None and asked.transfer_syntax:
        visit.reports += 1
        event_type, information = manners.report(asked.data)
        data = write_data_set(information, asked.transfer_syntax)
        pdus = message_pdus(event(visit.reports, event_type), asked.message.context, data, most=DEFAULT_LENGTH)
        visit.evidence.append(link.send(pdus, f"N-EVENT-REPORT-RQ, event {event_type}"))
    if link.broken:
        visit.ended = link.broken


def _paused(link: Link, visit: Visit, seconds: float) -> None:
    """Let a visitor wait for our answer; who goes instead sends nothing early."""
    early = received(link, visit, seconds)
    if isinstance(early.read, Abort):
        visit.ended = "aborted"
    elif early.ended:
        visit.ended = early.trouble
    elif not early.silent:
        visit.early = early.trouble or (summary(early.read) if early.read else "octets")


def _told(link: Link, asked: Taken, matches: tuple[DataSet, ...]) -> list[str]:
    pending = [response(asked.message, PENDING, write_data_set(one, asked.transfer_syntax)) for one in matches]
    return [link.send(pdus, f"response {PENDING:04X}") for pdus in pending if asked.transfer_syntax]


def watched(link: Link, visit: Visit) -> None:
    """See what still comes on a connection that is over."""
    came = link.receive(link.limits.release_s)
    if came.silent:
        visit.ended = visit.ended or "left open"
    elif isinstance(came.read, Abort) or came.ended:
        visit.ended = visit.ended or "closed"
    else:
        visit.afterwards = came.trouble or (summary(came.read) if came.read else "octets")
        visit.ended = visit.ended or "went on"
        visit.evidence += [came.evidence] * bool(came.evidence)


def received(link: Link, visit: Visit, seconds: float) -> Came:
    """Return what comes next from a visitor, noted as evidence of the visit."""
    came = link.receive(seconds)
    visit.evidence += [came.evidence] * bool(came.evidence)
    return came
