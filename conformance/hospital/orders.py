"""From an order to the item of the modality worklist it stands for (IHE RAD TF-2x Appendix B, PS3.4 K.6)."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Final

from pydicom.dataset import Dataset

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.hl7.simulator import Code, Order
    from conformance.hospital.patients import Person

STATIONS: Final[Mapping[str, str]] = {"CT": "ZZCT", "MR": "ZZMR", "CR": "ZZCR", "DX": "ZZDX", "US": "ZZUS"}
"""The station a step is scheduled on when the order names none, by modality."""

PRIORITIES: Final[Mapping[str, str]] = {
    "S": "STAT",
    "A": "HIGH",
    "R": "ROUTINE",
    "P": "HIGH",
    "C": "HIGH",
    "T": "MEDIUM",
}
"""Requested Procedure Priority by the priority of the order (table 0027 and TQ1-9)."""


class Scheduling:
    """Makes worklist items; each field of one is a question of its own."""

    def item(self, order: Order, person: Person) -> Dataset:
        """Return the worklist item of an order, with every attribute PS3.4 table K.6-1 wants a value for."""
        item = Dataset()
        for keyword in ("PatientName", "PatientBirthDate", "PatientSex"):
            setattr(item, keyword, person.demographics.get(keyword, ""))
        item.PatientID = person.id
        item.StudyInstanceUID = self.study_uid(order)
        item.AccessionNumber = self.accession(order)
        item.RequestedProcedureID = self.procedure_id(order)
        item.RequestedProcedureDescription = order.procedure.meaning
        item.RequestedProcedureCodeSequence = _codes(order.procedure)
        item.RequestedProcedurePriority = PRIORITIES.get(order.priority or "", "ROUTINE")
        item.PlacerOrderNumberImagingServiceRequest = order.placer or ""
        item.FillerOrderNumberImagingServiceRequest = order.filler or ""
        item.ScheduledProcedureStepSequence = [self.step(order)]
        return item

    def step(self, order: Order) -> Dataset:
        """Return the one scheduled procedure step of an order."""
        step = Dataset()
        starts = self.starts(order)
        step.Modality = self.modality(order)
        step.ScheduledStationAETitle = self.station(order)
        step.ScheduledProcedureStepStartDate, step.ScheduledProcedureStepStartTime = starts[:8], starts[8:14]
        step.ScheduledPerformingPhysicianName = ""
        step.ScheduledProcedureStepDescription = order.protocol.meaning or order.procedure.meaning
        step.ScheduledProtocolCodeSequence = _codes(order.protocol)
        step.ScheduledProcedureStepID = self.step_id(order)
        step.ScheduledProcedureStepStatus = "SCHEDULED"
        return step

    def study_uid(self, order: Order) -> str:
        """Return the Study Instance UID: the one given (ZDS-1, IPC-3), or one that depends on the order alone."""
        made = uuid.uuid5(uuid.NAMESPACE_OID, f"{order.patient.id}/{order.placer}/{order.filler}/{order.accession}")
        return order.study_uid or f"2.25.{made.int}"

    def accession(self, order: Order) -> str:
        """Return the accession number (OBR-18, IPC-1)."""
        return order.accession or ""

    def procedure_id(self, order: Order) -> str:
        """Return the requested procedure id (OBR-19, IPC-2)."""
        return order.requested_procedure_id or order.accession or ""

    def step_id(self, order: Order) -> str:
        """Return the scheduled procedure step id (OBR-20, IPC-4)."""
        return order.step_id or order.filler or order.placer or ""

    def modality(self, order: Order) -> str:
        """Return the modality (OBR-24, IPC-5)."""
        return order.modality or "OT"

    def station(self, order: Order) -> str:
        """Return the scheduled station's AE title (IPC-9), else that of the modality's station."""
        return order.station_aet or STATIONS.get(self.modality(order), "ZZANY")

    def starts(self, order: Order) -> str:
        """Return when the step starts (ORC-7.4, TQ1-7), as digits from the year on, without offset."""
        digits = (order.starts or "").split("+")[0].split("-")[0].split(".")[0]
        return digits if digits.isdecimal() else ""


def _codes(code: Code) -> list[Dataset]:
    if not code.value:
        return []
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = code.value, code.scheme, code.meaning
    return [item]
