"""Our side of a candidate's request for commitment: the report we make of it, and how the candidate took it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.dicom.wire import data_set
from conformance.dicom.wire.command import N_ACTION, N_EVENT_REPORT, RESPONSE

if TYPE_CHECKING:
    from conformance.dicom.visiting import Taken, Visit
    from conformance.dicom.wire import DataSet

ALL_COMMITTED, SOME_FAILED = 1, 2
NO_SUCH_INSTANCE = 0x0112


@dataclass(frozen=True, slots=True)
class Reported:
    """A report of ours and how it was taken: the status it was answered with, None when it was not, and in words.

    ``let_go`` says that the candidate had released the association of its request, as it may, and took no report there.
    """

    request: Taken
    status: int | None
    says: str
    evidence: tuple[str, ...] = ()
    let_go: bool = False


def committed(information: DataSet) -> tuple[int, DataSet]:
    """Return event type and information that commit to all that was asked for (PS3.4 J.3.3.1.1)."""
    items = information.sequence("ReferencedSOPSequence")
    told = data_set(TransactionUID=information.text("TransactionUID"), ReferencedSOPSequence=list(items))
    return ALL_COMMITTED, told


def failed_in_part(information: DataSet) -> tuple[int, DataSet]:
    """Return event type and information that commit to all but the last, which is said not to be there."""
    *kept, last = [
        data_set(
            ReferencedSOPClassUID=one.text("ReferencedSOPClassUID"),
            ReferencedSOPInstanceUID=one.text("ReferencedSOPInstanceUID"),
        )
        for one in information.sequence("ReferencedSOPSequence")
    ] or [data_set()]
    lost = last.replacing(*data_set(FailureReason=NO_SUCH_INSTANCE))
    told = data_set(TransactionUID=information.text("TransactionUID"), FailedSOPSequence=[lost])
    return SOME_FAILED, told.replacing(*data_set(ReferencedSOPSequence=kept)) if kept else told


def reported_there(visit: Visit) -> list[Reported]:
    """Return how the reports were taken that went out over the association of the request."""
    requests = [one for one in visit.taken if one.kind == N_ACTION and one.transfer_syntax][: visit.reports]
    answers = {
        one.message.command.number("MessageIDBeingRespondedTo"): one
        for one in visit.taken
        if one.kind == N_EVENT_REPORT | RESPONSE
    }
    found = []
    for number, request in enumerate(requests, 1):
        answer = answers.get(number)
        if answer is None:
            found.append(Reported(request, None, f"no response; {visit.ended}", let_go=visit.ended == "released"))
        else:
            status = answer.message.command.status
            says = "no status" if status is None else f"status {status:04X}"
            found.append(Reported(request, status, says, (answer.evidence,)))
    return found
