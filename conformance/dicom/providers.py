"""The services around an examination as a story sees them: who commits to storage, who is told of performed steps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from conformance.dicom import uids
from conformance.dicom.candidate import ALSO, ArchiveUnderTest
from conformance.dicom.client import Answer, Proposal, Response, act, create, event_response, modify
from conformance.dicom.reports import Report, ReportReceiver
from conformance.dicom.samples import begun, finished
from conformance.dicom.wire import data_set
from conformance.dicom.wire.command import N_CREATE, N_EVENT_REPORT, N_SET
from conformance.model import Blocked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from conformance.dicom.client import Association
    from conformance.dicom.instances import Instance
    from conformance.dicom.wire import DataSet
    from conformance.systems import StoreBack

Reference = tuple[str, str]
"""SOP class and SOP instance."""

TAKEN = frozenset({0x0000, 0x0107, 0x0116})
"""Success, and the warnings that an attribute is not supported or had another value put (PS3.7 10.1.3, 10.1.5)."""


def references(instances: Iterable[Instance]) -> list[Reference]:
    """Return the references to instances, in order."""
    return [(one.sop_class, one.sop_instance) for one in instances]


@dataclass(frozen=True, slots=True)
class Transaction:
    """A request for commitment: its Transaction UID, what it asked for, the answer, and all reports that came."""

    uid: str
    asked: tuple[Reference, ...]
    answer: Answer
    reports: tuple[Report, ...]
    troubles: tuple[str, ...] = ()

    @property
    def report(self) -> Report | None:
        """Return the report on it: by its Transaction UID, else the one that speaks of its instances."""
        mine = {instance for _, instance in self.asked}
        about = [
            one
            for one in self.reports
            if mine & {instance for name in SEQUENCES for _, instance in one.references(name)}
        ]
        return next((one for one in self.reports if one.transaction == self.uid), about[0] if about else None)

    @property
    def outcome(self) -> str:
        """Return what became of it, for people."""
        if self.answer.status != 0:
            return f"the request was answered with {self.answer.outcome}"
        if self.report is not None:
            return f"event {self.report.event_type} was reported"
        others = f"{len(self.reports)} reports on other transactions" if self.reports else "no report came"
        return "; ".join([others, *self.troubles])

    @property
    def evidence(self) -> tuple[str, ...]:
        """Return the evidence of the request and of the report."""
        return (*self.answer.evidence, *((self.report.evidence,) if self.report else ()))


SEQUENCES = ("ReferencedSOPSequence", "FailedSOPSequence")


class CommitmentProviderUnderTest(ArchiveUnderTest):
    """An archive asked to commit to storage, by the application entity of ours that it knows how to reach."""

    @property
    def _back(self) -> StoreBack:
        if self.profile.store_back is None:
            raise Blocked("the profile names no dicom.store_back, where a report could reach us")
        return self.profile.store_back

    @property
    def _within(self) -> float:
        told = self.profile.commitment.within_s if self.profile.commitment else None
        return self.story.limits.settle_s if told is None else told

    def commit(
        self, name: str, asked: Sequence[Reference], *, linger: bool = True, action_type: int = 1
    ) -> Transaction:
        """Ask for commitment and wait for the report; ``linger`` listens a moment before the association is let go."""
        return self.commits({name: asked}, linger=linger, action_type=action_type)[0]

    def commits(
        self, wanted: dict[str, Sequence[Reference]], *, linger: bool = True, action_type: int = 1
    ) -> list[Transaction]:
        """Ask for several commitments on one association and wait for the reports on all that were accepted."""
        with ReportReceiver(self.story.doors, self._back) as receiver:
            answers: dict[str, Answer] = {}
            association = self.associate(Proposal(uids.STORAGE_COMMITMENT), ALSO, calling=self._back.aet)
            for name, asked in wanted.items():
                answer = self._act(association, name, asked, action_type)
                self._take(association, answer.extra, receiver.reports)
                answers[name] = replace(answer, extra=tuple(one for one in answer.extra if not _is_report(one)))
                if linger and association.open:
                    self._take(association, association.listen(), receiver.reports)
            if association.open:
                receiver.reports += _reports(association, association.release().extra)
            awaited = {self._uid(name) for name, answer in answers.items() if answer.status == 0}
            seconds = self._within if awaited else self.story.limits.quiet_s
            receiver.await_reports(lambda came: bool(awaited) and awaited <= {one.transaction for one in came}, seconds)
        reports, troubles = tuple(receiver.reports), tuple(receiver.troubles)
        return [
            Transaction(self._uid(name), tuple(asked), answers[name], reports, troubles)
            for name, asked in wanted.items()
        ]

    def commit_over(self, name: str, asked: Sequence[Reference], meanwhile: Callable[[], None]) -> Transaction:
        """Ask for commitment while nobody listens for the report, let something happen, and wait for the report."""
        association = self.associate(Proposal(uids.STORAGE_COMMITMENT), ALSO, calling=self._back.aet)
        answer = self._act(association, name, asked, 1)
        reports: list[Report] = list(_reports(association, answer.extra))
        if association.open:
            reports += _reports(association, association.release().extra)
        meanwhile()
        with ReportReceiver(self.story.doors, self._back) as receiver:
            receiver.reports += reports
            seconds = self._within if answer.status == 0 else 0.0
            receiver.await_reports(lambda came: self._uid(name) in {one.transaction for one in came}, seconds)
        return Transaction(self._uid(name), tuple(asked), answer, tuple(receiver.reports), tuple(receiver.troubles))

    def _uid(self, name: str) -> str:
        return self.story.uid(f"transaction/{name}")

    def _act(self, association: Association, name: str, asked: Sequence[Reference], action_type: int) -> Answer:
        items = [
            data_set(ReferencedSOPClassUID=sop_class, ReferencedSOPInstanceUID=instance)
            for sop_class, instance in asked
        ]
        information = data_set(TransactionUID=self._uid(name), ReferencedSOPSequence=items)
        return act(
            association,
            uids.STORAGE_COMMITMENT,
            uids.STORAGE_COMMITMENT_INSTANCE,
            information,
            action_type=action_type,
        )

    def _take(self, association: Association, came: Iterable[Response], reports: list[Report]) -> None:
        """Answer reports that came on the association of the request."""
        for one in _reports(association, came):
            reports.append(one)
            if association.open:
                association.send(*event_response(one.message), says="N-EVENT-REPORT-RSP")


def _reports(association: Association, came: Iterable[Response]) -> list[Report]:
    return [
        Report(one.message, association.syntax(one.message.context), one.evidence) for one in came if _is_report(one)
    ]


def _is_report(one: Response) -> bool:
    return one.message.command.number("CommandField") == N_EVENT_REPORT


class StepManagerUnderTest(ArchiveUnderTest):
    """Whom a modality tells of its performed procedure steps; ``name`` is one step of the story."""

    def uid(self, name: str) -> str:
        """Return the SOP Instance UID of a step."""
        return self.story.uid(f"performed/{name}")

    def create(self, name: str, attributes: DataSet | None = None) -> Answer:
        """Tell that a step began, by default in progress with all it must say."""
        what = begun(self.story, name) if attributes is None else attributes
        return self._ask(
            N_CREATE,
            [Proposal(uids.PERFORMED_STEP), ALSO],
            lambda association: create(association, uids.PERFORMED_STEP, self.uid(name), what),
        )

    def modify(self, name: str, attributes: DataSet) -> Answer:
        """Tell of a change to a step."""
        return self._ask(
            N_SET,
            [Proposal(uids.PERFORMED_STEP), ALSO],
            lambda association: modify(association, uids.PERFORMED_STEP, self.uid(name), attributes),
        )

    def begins(self, name: str) -> None:
        """Arrange a step in progress, or show as a control that one can be begun; Blocked when it can't."""
        answer = self.create(name)
        if answer.status not in TAKEN:
            raise Blocked(f"a step in progress was not created: {answer.outcome}")

    def finishes(self, name: str, status: str = "COMPLETED") -> None:
        """Arrange that a step is finished, or show as a control that it can be; Blocked when it can't."""
        answer = self.modify(name, finished(self.story, name, status))
        if answer.status not in TAKEN:
            raise Blocked(f"a step in progress was not set to {status}: {answer.outcome}")
