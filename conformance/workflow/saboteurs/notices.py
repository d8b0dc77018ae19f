"""Hospitals that take one patient for another, or bring one back, when they are told of identifiers and accounts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.hospital import Hospital

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

    from conformance.hl7.simulator import Identifier, Order, Patient, Report
    from conformance.hospital.patients import Person


class AccountsAreMerges(Hospital):
    """Takes the move of an account for the merge of two patients."""

    def part_moved(self, prior: Identifier, patient: Patient) -> None:
        """Merge them."""
        self.patients_merged(prior, patient)


class SpacesAreNames(Hospital):
    """Takes the space of an update notification for a name."""

    def patient_updated(self, patient: Patient) -> None:
        """Empty a name that was not told."""
        if patient.family is None and patient.given is None:
            patient = replace(patient, family="", given="")
        super().patient_updated(patient)


class NumberIsTheKey(Hospital):
    """Files everything by the NHS number: the same number is the same patient."""

    def __init__(self) -> None:
        super().__init__()
        self._by_number: dict[str, str] = {}

    def patient_registered(self, patient: Patient) -> None:
        """Give what is filed under another identifier of that number to the first one."""
        super().patient_registered(patient)
        for one in patient.identifiers:
            first = self._by_number.setdefault(one.value, patient.id) if one.kind == "NH" else patient.id
            if first != patient.id:
                self.instances.merge(patient.id, first)


class WorklistStays(Hospital):
    """Leaves what is scheduled under the old name."""

    def updates_worklist(self, person: Person) -> bool:
        """Never."""
        return not person.id


class CompletedStays(Hospital):
    """Goes on scheduling what was completed."""

    def order_updated(self, order: Order) -> None:
        """Take a completion for any change."""
        super().order_updated(replace(order, status="SC"))


class LocalCodes(Hospital):
    """Puts codes of its own on the worklist."""

    class Scheduling(Hospital.Scheduling):
        """Knows one code."""

        def item(self, order: Order, person: Person) -> Dataset:
            """Return the item under a code of the house."""
            local = replace(order.procedure, value="CT01")
            return super().item(replace(order, procedure=local, protocol=local), person)


class BringsBack(Hospital):
    """Takes an order for somebody who was merged as if nothing had happened."""

    def procedure_scheduled(self, order: Order) -> None:
        """Schedule it under the identifier that is gone."""
        self.worklist.schedule(self.scheduling.item(order, self.patients.heard(order.patient)))


class PreliminaryStays(Hospital):
    """Shows the final report beside the preliminary one."""

    class Reporting(Hospital.Reporting):
        """Replaces corrected reports alone."""

        def replaces(self, report: Report) -> bool:
            """Look for a correction."""
            return report.status == "C"
