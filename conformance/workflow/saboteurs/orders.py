"""Hospitals whose vice is in what becomes of an order."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pydicom.uid import generate_uid

from conformance.dicom.samples import syntaxes
from conformance.hl7.simulator import Refused
from conformance.hospital import Hospital

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

    from conformance.dicom.simulator.messages import Message
    from conformance.dicom.simulator.upperlayer import Association
    from conformance.hl7.simulator import Order
    from conformance.hospital.patients import Person


class DeafScheduler(Hospital):
    """Acknowledges orders and schedules nothing."""

    def puts_orders_on_the_worklist(self, order: Order) -> bool:
        """Never."""
        return not order.patient.id


class ClosedOrderDesk(Hospital):
    """Refuses every new order."""

    def procedure_scheduled(self, order: Order) -> None:
        """Refuse."""
        raise Refused(f"order {order.placer} is not wanted")


class RestlessStudies(Hospital):
    """Gives a step another Study Instance UID each time it is asked for (WL05)."""

    class Archive(Hospital.Archive):
        """An archive that makes up study UIDs."""

        def work_answer(self, identifier: Dataset, item: Dataset) -> Dataset:
            """Answer with a new UID."""
            made = super().work_answer(identifier, item)
            made.StudyInstanceUID = generate_uid()
            return made


class FirstAccession(Hospital):
    """Shows all orders of a patient under the accession number of the first (WL06)."""

    class Scheduling(Hospital.Scheduling):
        """Remembers one accession number for each patient."""

        def __init__(self) -> None:
            self._first: dict[str, str] = {}

        def accession(self, order: Order) -> str:
            """Return the first."""
            return self._first.setdefault(order.patient.id, super().accession(order))


class AccessionForAll(Hospital):
    """Takes the accession number for the requested procedure id."""

    class Scheduling(Hospital.Scheduling):
        """Maps one field twice."""

        def procedure_id(self, order: Order) -> str:
            """Return the wrong one."""
            return self.accession(order)


class FillerForStep(Hospital):
    """Takes the filler order number for the step id (OR04)."""

    class Scheduling(Hospital.Scheduling):
        """Maps the wrong field."""

        def step_id(self, order: Order) -> str:
            """Return the wrong one."""
            return order.filler or ""


class ProcedureForModality(Hospital):
    """Takes the beginning of the procedure code for the modality (OR04)."""

    class Scheduling(Hospital.Scheduling):
        """Maps the wrong field."""

        def modality(self, order: Order) -> str:
            """Return the wrong one."""
            return order.procedure.value[:2]


class Timeless(Hospital):
    """Loses the time a step is scheduled for (OR03)."""

    class Scheduling(Hospital.Scheduling):
        """Schedules at no time."""

        def starts(self, order: Order) -> str:
            """Return nothing."""
            del order
            return ""


class OneStation(Hospital):
    """Schedules everything on one station, whatever the order says (OR05)."""

    class Scheduling(Hospital.Scheduling):
        """Knows one station."""

        def station(self, order: Order) -> str:
            """Return that one."""
            del order
            return "MODALITY1"


class DayEarly(Hospital):
    """Shows birth dates a day early on the worklist, as a shift of time zones does (AD13)."""

    class Scheduling(Hospital.Scheduling):
        """Shifts dates."""

        def item(self, order: Order, person: Person) -> Dataset:
            """Shift the birth date."""
            born = datetime.strptime(person.birth_date or "19000101", "%Y%m%d") - timedelta(days=1)  # noqa: DTZ007 - a date
            return super().item(order, replace(person, birth_date=f"{born:%Y%m%d}"))


class MislabelledNames(Hospital):
    """Writes names in UTF-8 and says they are in ISO 8859-1 (WL07)."""

    class Archive(Hospital.Archive):
        """An archive with the wrong label."""

        def tell(self, association: Association, message: Message, match: Dataset, status: int) -> None:
            """Send a match under the wrong character set."""
            octets = syntaxes.encoded(match, association.contexts[message.context_id].transfer)
            self.respond(association, message, status, octets.replace(b"ISO_IR 192", b"ISO_IR 100"))


class Uncancelled(Hospital):
    """Leaves cancelled steps on the worklist (WL08)."""

    def heeds_cancellations(self, order: Order) -> bool:
        """Never."""
        return not order.patient.id


class CancelsAll(Hospital):
    """Takes all of a patient's steps off the worklist when one order is cancelled."""

    def order_cancelled(self, order: Order) -> None:
        """Cancel them all."""
        for item in self.worklist.items():
            if order.patient.id == item.PatientID:
                self.worklist.cancel(str(item.ScheduledProcedureStepSequence[0].ScheduledProcedureStepID))


class ChangeMakesAnother(Hospital):
    """Takes a changed order for a second one (OR02)."""

    def order_updated(self, order: Order) -> None:
        """Schedule another."""
        self.procedure_scheduled(replace(order, step_id=f"{order.step_id}X"))


class ChangeIgnored(Hospital):
    """Acknowledges a changed order and leaves the step as it was."""

    def follows_changes(self, order: Order) -> bool:
        """Never."""
        return not order.patient.id


class ChangeRenumbers(Hospital):
    """Gives a changed order a new Study Instance UID."""

    def order_updated(self, order: Order) -> None:
        """Change the UID with the rest."""
        super().order_updated(replace(order, study_uid=generate_uid()))


class StaysAfterPerformance(Hospital):
    """Takes performed steps and leaves them scheduled (WL09)."""

    class Archive(Hospital.Archive):
        """An archive that draws no conclusions."""

        def step_changed(self, _uid: str, _step: Dataset) -> None:
            """Do nothing."""


class PerformanceRefused(Hospital):
    """Refuses to create performed steps."""

    class Archive(Hospital.Archive):
        """An archive that can't keep them."""

        def creation_status(self, uid: str, asked: Dataset) -> int:
            """Fail."""
            return super().creation_status(uid, asked) or 0x0110


class PerformanceClearsAll(Hospital):
    """Takes everything off the worklist when one step was performed."""

    class Archive(Hospital.Archive):
        """An archive that draws too many conclusions."""

        def step_changed(self, uid: str, step: Dataset) -> None:
            """Clear the list."""
            super().step_changed(uid, step)
            for item in self.worklist.items():
                self.worklist.complete(str(item.ScheduledProcedureStepSequence[0].ScheduledProcedureStepID))


class ArrivedWhenBegun(Hospital):
    """Tells a step that is being performed as one whose patient arrived (WL10)."""

    class Archive(Hospital.Archive):
        """An archive that takes one status for another."""

        def step_changed(self, uid: str, step: Dataset) -> None:
            """Say ARRIVED."""
            super().step_changed(uid, step)
            for item in self.worklist.items():
                for scheduled in item.ScheduledProcedureStepSequence:
                    if scheduled.ScheduledProcedureStepStatus == "STARTED":
                        scheduled.ScheduledProcedureStepStatus = "ARRIVED"


class Misfiled(Hospital):
    """Files what was performed under the patient's newest order, whatever it names (WL19)."""

    class Archive(Hospital.Archive):
        """An archive that lost the accession number."""

        def step_changed(self, uid: str, step: Dataset) -> None:
            """Find the newest."""
            theirs = [one for one in self.worklist.items() if one.PatientID == step.get("PatientID")]
            for one in step.get("ScheduledStepAttributesSequence", []) if theirs else []:
                newest = theirs[-1].ScheduledProcedureStepSequence[0]
                one.ScheduledProcedureStepID = newest.ScheduledProcedureStepID
            super().step_changed(uid, step)
