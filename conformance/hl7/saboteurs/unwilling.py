"""Receivers that are deaf to one event their profile lists, or that never take back what was told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.hl7 import clauses as c
from conformance.hl7.saboteurs.declaring import receiver
from conformance.hl7.simulator import Events, Receiver, Refused, acceptance
from conformance.hl7.simulator.acceptance import Fault

if TYPE_CHECKING:
    from conformance.hl7.simulator.events import Order, Report
    from conformance.hl7.wire.message import Message


class Deaf(Receiver):
    """Does not know one trigger that its profile lists."""

    trigger = ""

    def type_fault(self, message: Message) -> Fault | None:
        """Refuse the one trigger."""
        if acceptance.trigger(message) == self.trigger:
            return Fault("AR", 201, "MSH-9.2", f"{self.trigger} is not supported")
        return super().type_fault(message)


class DeafToAdmissions(Deaf):
    """Does not know ADT^A01."""

    trigger = "ADT^A01"


class DeafToUpdates(Deaf):
    """Does not know ADT^A08."""

    trigger = "ADT^A08"


class DeafToMerges(Deaf):
    """Does not know ADT^A40."""

    trigger = "ADT^A40"


class DeafToImagingOrders(Deaf):
    """Does not know OMI^O23."""

    trigger = "OMI^O23"


class _Unwilling(Events):
    """A hospital that refuses cancellations and corrections."""

    def order_cancelled(self, order: Order) -> None:
        """Refuse."""
        raise Refused(f"order {order.placer} can't be cancelled", condition=207, where="ORC-1")


class _Final(Events):
    """A hospital for which a final report is final."""

    def report_received(self, report: Report) -> None:
        """Refuse corrections."""
        if report.status == "C":
            raise Refused("the report is final", condition=205, where="OBR-25")


class NeverCancels(Receiver):
    """Refuses the cancellation of an order."""

    def __init__(self) -> None:
        super().__init__(_Unwilling())


class NeverCorrects(Receiver):
    """Refuses corrected reports."""

    def __init__(self) -> None:
        super().__init__(_Final())


UNWILLING = (
    receiver(
        "hl7.deaf-to-admission",
        "unwilling:DeafToAdmissions",
        "Does not know ADT^A01",
        [c.REGISTERED],
        [c.PREADMITTED, c.ENCOUNTER],
    ),
    receiver(
        "hl7.deaf-to-update",
        "unwilling:DeafToUpdates",
        "Does not know ADT^A08",
        [c.UPDATED],
        [c.ENCOUNTER, c.UPDATE_FOUND],
    ),
    receiver(
        "hl7.deaf-to-merge",
        "unwilling:DeafToMerges",
        "Does not know ADT^A40",
        [c.MERGED],
        [c.MERGE_FOLLOWED, c.MERGED_FOUND_ONCE],
    ),
    receiver("hl7.deaf-to-omi", "unwilling:DeafToImagingOrders", "Does not know OMI^O23", [c.SCHEDULED]),
    receiver(
        "hl7.never-cancels",
        "unwilling:NeverCancels",
        "Refuses cancellations",
        [c.CANCELLED],
        [c.ORDER_STOPPED, c.ORDER_WITHDRAWN, c.FILLER_HEARD],
    ),
    receiver("hl7.never-corrects", "unwilling:NeverCorrects", "Refuses corrected reports", [c.REPORTED]),
)
