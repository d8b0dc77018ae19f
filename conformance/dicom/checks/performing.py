"""What is wrong with what a modality tells of a step it performed, or asks to be kept, clause by clause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.dicom import clauses, uids
from conformance.dicom.checks.initiators import content, sent
from conformance.dicom.wire.command import N_ACTION, N_CREATE, N_SET

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conformance.dicom.visiting import Taken, Visit
    from conformance.dicom.wire import DataSet
    from conformance.model import Clause

ENDED = frozenset({"COMPLETED", "DISCONTINUED"})
TOLD = (
    clauses.TOLD_BEGUN,
    clauses.TOLD_COMPLETELY,
    clauses.TOLD_ENDED,
    clauses.TOLD_ONCE_ENDED,
    clauses.TOLD_INSTANCES,
)
"""What a step is judged by that was performed to its end."""

ASKED_TO_COMMIT = (
    clauses.COMMITMENT_ASKED,
    clauses.COMMITMENT_INFORMATION,
    clauses.COMMITMENT_OF_WHAT_WAS_SENT,
)
"""What a request for commitment is judged by."""

_VALUED = (
    "PerformedProcedureStepID", "PerformedStationAETitle", "PerformedProcedureStepStartDate",
    "PerformedProcedureStepStartTime", "PerformedProcedureStepStatus", "Modality",
)  # fmt: skip
_PRESENT = (
    "PatientName", "PatientID", "PatientBirthDate", "PatientSex", "ReferencedPatientSequence", "PerformedStationName",
    "PerformedLocation", "PerformedProcedureStepDescription", "PerformedProcedureTypeDescription",
    "ProcedureCodeSequence", "PerformedProcedureStepEndDate", "PerformedProcedureStepEndTime", "StudyID",
    "PerformedProtocolCodeSequence", "PerformedSeriesSequence",
)  # fmt: skip
_OF_THE_SCHEDULED = (
    "ReferencedStudySequence", "AccessionNumber", "RequestedProcedureID", "RequestedProcedureDescription",
    "ScheduledProcedureStepID", "ScheduledProcedureStepDescription", "ScheduledProtocolCodeSequence",
)  # fmt: skip
_OF_A_SERIES = (
    "PerformingPhysicianName", "OperatorsName", "SeriesDescription", "RetrieveAETitle", "ReferencedImageSequence",
    "ReferencedNonImageCompositeSOPInstanceSequence",
)  # fmt: skip
_LISTS = ("ReferencedImageSequence", "ReferencedNonImageCompositeSOPInstanceSequence")


@dataclass(frozen=True, slots=True)
class Step:
    """A performed procedure step as it was told: its creation, what was set of it, and the whole that results."""

    created: Taken
    changes: tuple[Taken, ...]

    @property
    def whole(self) -> DataSet:
        """Return the attributes as an SCP would hold them in the end."""
        whole = content(self.created)
        for one in self.changes:
            whole = whole.replacing(*content(one))
        return whole

    @property
    def status(self) -> str:
        """Return the last status that was told."""
        return self.whole.text("PerformedProcedureStepStatus").strip()


def steps(visits: Iterable[Visit], unnamed: str = "") -> list[Step]:
    """Return the steps that were created, in order; ``unnamed`` is what we call one that named no instance."""
    taken = [one for visit in visits for one in visit.taken if one.abstract_syntax == uids.PERFORMED_STEP]
    changes = [one for one in taken if one.kind == N_SET]
    found = []
    for one in taken:
        if one.kind == N_CREATE:
            uid = one.text("AffectedSOPInstanceUID") or unnamed
            found.append(
                Step(one, tuple(change for change in changes if change.text("RequestedSOPInstanceUID") == uid))
            )
    return found


def told(step: Step, visits: Sequence[Visit], ends: str) -> dict[Clause, list[str]]:
    """Return by TOLD what is wrong with a step that was to end as ``ends``, as far as something can be told by it.

    Nothing comes after an end that never was, and no image is missing from a list when none was sent.
    """
    created, whole = content(step.created), step.whole
    status = created.text("PerformedProcedureStepStatus").strip()
    over = [content(one).text("PerformedProcedureStepStatus").strip() in ENDED for one in step.changes]
    late = over[over.index(True) + 1 :] if True in over else []
    listed = [
        item.text("ReferencedSOPInstanceUID")
        for series in whole.sequence("PerformedSeriesSequence")
        for name in _LISTS
        for item in series.sequence(name)
    ]
    instances = [one.text("AffectedSOPInstanceUID") for one in sent(visits)]
    faults = {
        clauses.TOLD_BEGUN: [] if status == "IN PROGRESS" else [f"created with status {status or 'missing'}"],
        clauses.TOLD_COMPLETELY: _incomplete(created),
        clauses.TOLD_ENDED: [*_unended(whole, ends), *_not_by_set(step, ends)],
    }
    if True in over:
        faults[clauses.TOLD_ONCE_ENDED] = [f"{len(late)} N-SET after the end"] if late else []
    if instances:
        faults[clauses.TOLD_INSTANCES] = [f"{one} was sent and is not listed" for one in instances if one not in listed]
    return faults


def _incomplete(created: DataSet) -> list[str]:
    wrong = [f"no {one}" for one in _PRESENT if one not in created]
    wrong += [f"no value of {one}" for one in _VALUED if not created.text(one).strip()]
    items = created.sequence("ScheduledStepAttributesSequence")
    if not items:
        wrong.append("no item in ScheduledStepAttributesSequence")
    for number, item in enumerate(items, 1):
        where = f"ScheduledStepAttributesSequence[{number}]"
        wrong += [f"no {where}.{one}" for one in _OF_THE_SCHEDULED if one not in item]
        if not item.text("StudyInstanceUID"):
            wrong.append(f"no value of {where}.StudyInstanceUID")
    return [*wrong, *(str(one) for one in created.problems)]


def _unended(whole: DataSet, ends: str) -> list[str]:
    """Return what the final state lacks (PS3.4 table F.7.2-1, last column)."""
    wrong = [
        f"no value of {one}"
        for one in ("PerformedProcedureStepEndDate", "PerformedProcedureStepEndTime")
        if not whole.text(one).strip()
    ]
    series = whole.sequence("PerformedSeriesSequence")
    if not series and ends == "COMPLETED":
        wrong.append("no item in PerformedSeriesSequence")
    for number, one in enumerate(series, 1):
        where = f"PerformedSeriesSequence[{number}]"
        wrong += [f"no {where}.{name}" for name in _OF_A_SERIES if name not in one]
        wrong += [f"no value of {where}.{name}" for name in ("ProtocolName", "SeriesInstanceUID") if not one.text(name)]
    return wrong


def _not_by_set(step: Step, ends: str) -> list[str]:
    if not step.changes:
        return ["no N-SET for it came"]
    return [] if step.status == ends else [f"its last status is {step.status or 'missing'}, not {ends}"]


def set_uncreated(visits: Iterable[Visit], refused: Iterable[Step]) -> list[str]:
    """Return the N-SET requests for steps whose creation was refused."""
    uids_ = {one.created.text("AffectedSOPInstanceUID") for one in refused}
    taken = [one for visit in visits for one in visit.taken if one.kind == N_SET]
    return [f"N-SET of {uid}" for one in taken if (uid := one.text("RequestedSOPInstanceUID")) in uids_]


def not_copied(told_: DataSet, announced: DataSet, asked: DataSet, keywords: Iterable[str]) -> list[str]:
    """Return what differs from the worklist's item, of the keywords that the query asked for."""
    return [
        f"{one} {told_.text(one)!r}, the worklist told {announced.text(one)!r}"
        for one in keywords
        if one in asked and told_.text(one).strip() != announced.text(one).strip()
    ]


def requests(visits: Iterable[Visit]) -> list[Taken]:
    """Return the requests for commitment that came, in order."""
    taken = [one for visit in visits for one in visit.taken if one.kind == N_ACTION]
    return [one for one in taken if one.abstract_syntax == uids.STORAGE_COMMITMENT]


def asked_to_commit(asked: Sequence[Taken], visits: Iterable[Visit]) -> dict[Clause, list[str]]:
    """Return by ASKED_TO_COMMIT what is wrong with requests for commitment."""
    faults: dict[Clause, list[str]] = {clause: [] for clause in ASKED_TO_COMMIT}
    references: list[tuple[str, str]] = []
    transactions: list[str] = []
    for one in asked:
        instance, action = one.text("RequestedSOPInstanceUID"), one.message.command.number("ActionTypeID")
        if instance != uids.STORAGE_COMMITMENT_INSTANCE or action != 1:
            faults[clauses.COMMITMENT_ASKED].append(f"action type {action} of {instance or 'no instance'}")
        mine = [
            (item.text("ReferencedSOPClassUID"), item.text("ReferencedSOPInstanceUID"))
            for item in one.data.sequence("ReferencedSOPSequence")
        ]
        transactions.append(one.data.text("TransactionUID"))
        faults[clauses.COMMITMENT_INFORMATION] += _misinformed(one, mine, transactions)
        references += mine
    images = [(one.text("AffectedSOPClassUID"), one.text("AffectedSOPInstanceUID")) for one in sent(visits)]
    faults[clauses.COMMITMENT_OF_WHAT_WAS_SENT] = [
        f"{uid} ({sop_class}) was sent and is not asked for"
        for sop_class, uid in images
        if (sop_class, uid) not in references
    ]
    return faults


def _misinformed(one: Taken, mine: Sequence[tuple[str, str]], transactions: Sequence[str]) -> list[str]:
    uid = transactions[-1]
    wrong = [str(problem) for problem in one.data.problems]
    if not uids.is_uid(uid):
        wrong.append(f"Transaction UID {uid!r}")
    if uid in transactions[:-1]:
        wrong.append(f"Transaction UID {uid} a second time")
    if not mine:
        wrong.append("no item in ReferencedSOPSequence")
    wrong += [f"SOP class {sop_class!r} of {uid_!r}" for sop_class, uid_ in mine if not (sop_class and uid_)]
    named = [uid_ for _, uid_ in mine]
    return wrong + [
        f"{uid_} is named {named.count(uid_)} times" for uid_ in dict.fromkeys(named) if named.count(uid_) > 1
    ]
