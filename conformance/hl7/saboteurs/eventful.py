"""Receivers with one vice in what happens to patients, orders and appointments, and in unusual values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.hl7 import clauses as c
from conformance.hl7.saboteurs.declaring import receiver
from conformance.hl7.saboteurs.unwilling import Deaf
from conformance.hl7.simulator import Events, Receiver, Refused
from conformance.hl7.simulator.acceptance import Fault
from conformance.hl7.simulator.directory import Directory
from conformance.hl7.simulator.queries import Answering

if TYPE_CHECKING:
    from conformance.hl7.simulator.events import Appointment, Identifier, Order, Patient
    from conformance.hl7.wire.message import Message

_MOST_OBSERVATIONS = 200
_WHOLE_SECONDS = 14


class DeafToTransfers(Deaf):
    """Does not know ADT^A02."""

    trigger = "ADT^A02"


class DeafToCancellations(Deaf):
    """Does not know ADT^A13."""

    trigger = "ADT^A13"


class DeafToPreAdmissions(Deaf):
    """Does not know ADT^A05."""

    trigger = "ADT^A05"


class DeafToPersons(Deaf):
    """Does not know ADT^A28."""

    trigger = "ADT^A28"


class DeafToOldMerges(Deaf):
    """Does not know ADT^A34."""

    trigger = "ADT^A34"


class DeafToNumbers(Deaf):
    """Does not know ADT^A47."""

    trigger = "ADT^A47"


class DeafToUnlinking(Deaf):
    """Does not know ADT^A37."""

    trigger = "ADT^A37"


class DeafToCharges(Deaf):
    """Does not know DFT^P03."""

    trigger = "DFT^P03"


class NeedsVisit(Receiver):
    """Refuses patients without a visit."""

    def content_fault(self, message: Message) -> Fault | None:
        """Refuse a PV1-2 that says N."""
        if message["PV1-2"] == "N":
            return Fault("AE", 103, "PV1-2", "a visit is required")
        return super().content_fault(message)


class OneIdentifier(Receiver):
    """Refuses a patient with more than two identifiers."""

    def content_fault(self, message: Message) -> Fault | None:
        """Count the repetitions of PID-3."""
        patient = message.segment("PID")
        if patient and len(patient.repetitions(3)) > 2:  # noqa: PLR2004 - the two that every sample has
            return Fault("AE", 102, "PID-3", "too many identifiers")
        return super().content_fault(message)


class NoNulls(Receiver):
    """Takes the null value for a value of the wrong type."""

    def content_fault(self, message: Message) -> Fault | None:
        """Refuse two quotation marks in a PID."""
        if any(b'|""|' in one.octets for one in message.segments("PID")):
            return Fault("AE", 102, "PID-11", "not an address")
        return super().content_fault(message)


class WholeSeconds(Receiver):
    """Takes a time only when it has fourteen digits."""

    def content_fault(self, message: Message) -> Fault | None:
        """Refuse any other EVN-2."""
        recorded = message["EVN-2"]
        if recorded and len(recorded) != _WHOLE_SECONDS:
            return Fault("AE", 102, "EVN-2", "not a time")
        return super().content_fault(message)


class ShortReports(Receiver):
    """Refuses reports of many lines."""

    def content_fault(self, message: Message) -> Fault | None:
        """Count the observations."""
        if len(message.segments("OBX")) > _MOST_OBSERVATIONS:
            return Fault("AE", 207, "OBX-1", "too many observations")
        return super().content_fault(message)


class _Settled(Events):
    """A hospital in which an order once scheduled is not changed."""

    def order_updated(self, order: Order) -> None:
        """Refuse."""
        raise Refused(f"order {order.placer} is scheduled", condition=205, where="ORC-1")


class _Undiscontinued(Events):
    """A hospital in which orders are cancelled, and never discontinued."""

    def order_cancelled(self, order: Order) -> None:
        """Refuse DC."""
        if order.control == "DC":
            raise Refused("order control code DC is not known", condition=103, where="ORC-1")


class _Unmoved(Events):
    """A hospital whose appointments stay as they were booked."""

    def appointment_told(self, appointment: Appointment) -> None:
        """Refuse all but bookings."""
        if appointment.event != "S12":
            raise Refused(f"appointment {appointment.number} is booked", condition=205, where="SCH-2")


class NeverChangesOrders(Receiver):
    """Refuses changes of an order."""

    def __init__(self) -> None:
        super().__init__(_Settled())


class NeverDiscontinues(Receiver):
    """Refuses to discontinue an order."""

    def __init__(self) -> None:
        super().__init__(_Undiscontinued())


class NeverMovesAppointments(Receiver):
    """Refuses to move an appointment."""

    def __init__(self) -> None:
        super().__init__(_Unmoved())


class _Loose(Directory):
    def link(self, one: Identifier, other: Identifier, *, joined: bool) -> None:
        """Keep every link for good."""
        if joined:
            super().link(one, other, joined=True)


class KeepsLinks(Receiver):
    """Returns linked identifiers after they were unlinked."""

    class answering(Answering):  # noqa: N801 - the attribute it takes the place of
        """Answers out of a directory that never unlinks."""

        def __init__(self) -> None:
            super().__init__()
            self.directory = _Loose()


class EveryPersonAnew(Receiver):
    """Accepts a link and keeps none."""

    class answering(Answering):  # noqa: N801 - as above
        """Answers out of what registrations say."""

        def others(self, entry: object, asked: Identifier) -> list[Identifier]:
            """Return the patient's own identifiers."""
            found = self.directory.find(asked)
            return [one for one in (found.identifiers if found else ()) if one.value != asked.value and entry]


class _Admitted(Events):
    """A hospital that knows nobody any more whose admission was taken back."""

    def admission_cancelled(self, patient: Patient) -> None:
        """Refuse, for want of the patient."""
        raise Refused(f"{patient.id} is not admitted", condition=204, where="PID-3")


class RefusesCancellations(Receiver):
    """Refuses to take an admission back."""

    def __init__(self) -> None:
        super().__init__(_Admitted())


EVENTFUL = (
    receiver(
        "hl7.deaf-to-transfers",
        "eventful:DeafToTransfers",
        "Does not know ADT^A02",
        [c.MOVED],
        [c.ENCOUNTER, c.VISIT_FOLLOWS],
    ),
    receiver("hl7.deaf-to-cancellations", "eventful:DeafToCancellations", "Does not know ADT^A13", [c.TAKEN_BACK]),
    receiver("hl7.refuses-cancellations", "eventful:RefusesCancellations", "Refuses ADT^A11", [c.TAKEN_BACK]),
    receiver("hl7.deaf-to-pre-admissions", "eventful:DeafToPreAdmissions", "Does not know ADT^A05", [c.PREADMITTED]),
    receiver("hl7.deaf-to-persons", "eventful:DeafToPersons", "Does not know ADT^A28", [c.IDENTITY_TOLD]),
    receiver(
        "hl7.needs-visit", "eventful:NeedsVisit", "Refuses persons without a visit", [c.IDENTITY_TOLD], [c.NOTIFIED]
    ),
    receiver("hl7.deaf-to-a34", "eventful:DeafToOldMerges", "Does not know ADT^A34", [c.MERGED_AS_OF_OLD]),
    receiver("hl7.deaf-to-numbers", "eventful:DeafToNumbers", "Does not know ADT^A47", [c.RENUMBERED]),
    receiver("hl7.deaf-to-unlinking", "eventful:DeafToUnlinking", "Does not know ADT^A37", [c.LINKED]),
    receiver("hl7.keeps-links", "eventful:KeepsLinks", "Never unlinks", [c.LINK_FOLLOWED]),
    receiver("hl7.ignores-links", "eventful:EveryPersonAnew", "Accepts links and keeps none", [c.LINK_FOLLOWED]),
    receiver("hl7.two-identifiers", "eventful:OneIdentifier", "Refuses a third identifier", [c.SEVERAL_KEPT]),
    receiver("hl7.no-nulls", "eventful:NoNulls", "Refuses the null value", [c.NULL_ACCEPTED]),
    receiver("hl7.whole-seconds", "eventful:WholeSeconds", "Takes times of 14 digits alone", [c.TIMES_ACCEPTED]),
    receiver("hl7.short-reports", "eventful:ShortReports", "Refuses long reports", [c.LONG_ACCEPTED]),
    receiver(
        "hl7.never-changes",
        "eventful:NeverChangesOrders",
        "Refuses changes of an order",
        [c.ORDER_CHANGED],
        [c.FILLER_HEARD],
    ),
    receiver("hl7.never-discontinues", "eventful:NeverDiscontinues", "Refuses DC", [c.ORDER_STOPPED]),
    receiver("hl7.never-moves", "eventful:NeverMovesAppointments", "Refuses S13 to S15", [c.BOOKED]),
    receiver("hl7.deaf-to-charges", "eventful:DeafToCharges", "Does not know DFT^P03", [c.CHARGED], [c.CREDITED]),
)
