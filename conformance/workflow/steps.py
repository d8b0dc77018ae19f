"""A scheduled procedure step, as an order asks for it and as a worklist shows it, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.hl7.wire.message import parse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformance.dicom.client import Answer
    from conformance.dicom.wire import DataSet
    from conformance.hl7.wire.draft import Draft

TO_THE_MINUTE = 12
STATUS_UNSTARTED = frozenset({"", "SCHEDULED", "ARRIVED", "READY"})
"""Scheduled Procedure Step Status (0040,0020) of a step that is still to be performed; empty when not told."""


@dataclass(frozen=True, slots=True)
class Step:
    """What identifies and places a step; ``starts`` are the digits ``YYYYMMDDHHMM``."""

    study_uid: str
    accession: str
    procedure_id: str
    step_id: str
    modality: str
    starts: str
    station: str

    @property
    def names(self) -> tuple[str, str, str, str]:
        """Return the identifiers by which a step is told from others."""
        return self.study_uid, self.accession, self.procedure_id, self.step_id


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A step on a worklist, with the patient it is for and its status; ``charset`` as the item declares it."""

    step: Step
    patient_id: str
    patient_name: str
    birth_date: str
    sex: str
    status: str
    charset: str

    @property
    def unstarted(self) -> bool:
        """Return whether the step is still to be performed."""
        return self.status in STATUS_UNSTARTED


@dataclass(frozen=True, slots=True)
class Schedule:
    """The steps of a patient that are still to be performed; ``trouble`` says why the worklist could not be asked."""

    steps: tuple[Scheduled, ...]
    trouble: str = ""

    @property
    def ids(self) -> list[str]:
        """Return the step ids, sorted."""
        return sorted(one.step.step_id for one in self.steps)

    def closest(self, wanted: Step) -> Scheduled | None:
        """Return the step that shares most identifiers with the one wanted, None when none shares any."""
        return closest(wanted, self.steps)


def asked(order: Draft) -> Step:
    """Return the step an order of ours asks for (ORM^O01 with ZDS, OMI^O23 with IPC)."""
    message = parse(order.octets())
    if message.segment("IPC") is not None:
        return Step(
            message["IPC-3.1"],
            message["IPC-1.1"],
            message["IPC-2.1"],
            message["IPC-4.1"],
            message["IPC-5.1"],
            _minute(message["TQ1-7.1"]),
            message["IPC-9"],
        )
    return Step(
        message["ZDS-1.1"],
        message["OBR-18"],
        message["OBR-19"],
        message["OBR-20"],
        message["OBR-24"],
        _minute(message["ORC-7.4"]),
        "",
    )


def listed(answer: Answer) -> tuple[Scheduled, ...]:
    """Return the steps in the answer to a worklist query, one for each item of each step sequence."""
    return tuple(one for match in answer.matches for one in _of(match))


def _of(match: DataSet) -> Iterable[Scheduled]:
    for step in match.sequence("ScheduledProcedureStepSequence"):
        starts = step.text("ScheduledProcedureStepStartDate") + step.text("ScheduledProcedureStepStartTime")
        yield Scheduled(
            Step(
                match.text("StudyInstanceUID"),
                match.text("AccessionNumber"),
                match.text("RequestedProcedureID"),
                step.text("ScheduledProcedureStepID"),
                step.text("Modality"),
                _minute(starts),
                step.text("ScheduledStationAETitle"),
            ),
            match.text("PatientID"),
            plain(match.text("PatientName")),
            match.text("PatientBirthDate"),
            match.text("PatientSex"),
            step.text("ScheduledProcedureStepStatus"),
            "\\".join(match.character_sets),
        )


def closest(wanted: Step, among: Iterable[Scheduled]) -> Scheduled | None:
    """Return the step that shares most identifiers with the one wanted, None when none shares any."""

    def shared(one: Scheduled) -> int:
        return sum(bool(mine) and mine == theirs for mine, theirs in zip(wanted.names, one.step.names, strict=True))

    best = max(among, key=shared, default=None)
    return best if best is not None and shared(best) else None


def plain(name: str) -> str:
    """Return a person name without the separators and groups at its end that carry no meaning (PS3.5 6.2.1.1)."""
    return "=".join(group.rstrip("^ ") for group in name.split("=")).rstrip("=")


def _minute(moment: str) -> str:
    return "".join(one for one in moment.partition("+")[0] if one.isdecimal())[:TO_THE_MINUTE]
