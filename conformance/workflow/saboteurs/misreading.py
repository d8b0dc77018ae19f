"""Hospitals that misread a message: one that comes twice, takes something back, is about one patient, or is escaped."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.hospital import Hospital

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

    from conformance.hl7.simulator import Identifier, Order, Patient
    from conformance.hl7.simulator.acceptance import Fault
    from conformance.hl7.wire.message import Message
    from conformance.hospital.patients import Person

LOST = "ZZ000000DEAD"
"""Where studies go that nobody finds again."""


class NewNumberNewPatient(Hospital):
    """Takes a patient with another identifier for another patient (AD09)."""

    def patient_renumbered(self, prior: Identifier, patient: Patient) -> None:
        """Register the patient."""
        del prior
        self.patient_registered(patient)


class CancelsPatients(Hospital):
    """Drops a patient whose admission was taken back (AD11)."""

    def admission_cancelled(self, patient: Patient) -> None:
        """Lose the studies."""
        self.instances.merge(patient.id, LOST)


class MergesWithItself(Hospital):
    """Gives a patient up for itself (AD07)."""

    def patients_merged(self, prior: Identifier, survivor: Patient) -> None:
        """Lose the studies of a patient that is merged into itself."""
        if prior.value == survivor.id:
            self.instances.merge(prior.value, LOST)
        else:
            super().patients_merged(prior, survivor)


class SchedulesAgain(Hospital):
    """Takes a message that comes again for another one (ML18)."""

    class Receiver(Hospital.Receiver):
        """A port without memory."""

        def settled(self, message: Message) -> Fault | None:
            """Process every message, whether it came before or not."""
            return self.refusal(message) or self.processed(message)

    def procedure_scheduled(self, order: Order) -> None:
        """Schedule another step where one is scheduled."""
        known = {str(one.ScheduledProcedureStepSequence[0].ScheduledProcedureStepID) for one in self.worklist.items()}
        again = self.scheduling.step_id(order) in known
        super().procedure_scheduled(replace(order, step_id=f"{order.step_id}X") if again else order)


class KeepsEscapes(Hospital):
    """Leaves escape sequences unresolved (ML15)."""

    class Scheduling(Hospital.Scheduling):
        """Writes names as they came."""

        def item(self, order: Order, person: Person) -> Dataset:
            """Return the item with what is left of an escaped ampersand."""
            item = super().item(order, person)
            item.PatientName = str(item.PatientName).replace("&", "/T/")
            return item


class ReadsLatin(Hospital):
    """Stores names as if every message were in a character set of one octet (ML14)."""

    class Scheduling(Hospital.Scheduling):
        """Reads UTF-8 octet by octet."""

        def item(self, order: Order, person: Person) -> Dataset:
            """Return the item with the name misread."""
            item = super().item(order, person)
            item.PatientName = str(item.PatientName).encode().decode("cp1252", "replace")
            return item
