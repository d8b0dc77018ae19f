"""Receivers that do not take what they claim to take beside what IHE asks of all, and who must catch them."""

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
    from conformance.hl7.simulator.events import Order, Patient
    from conformance.hl7.wire.draft import Fields, Value
    from conformance.hl7.wire.message import Message


class NeedsStudyUid(Receiver):
    """Takes for an order only what has a Study Instance UID, which no placer knows."""

    def content_fault(self, message: Message) -> Fault | None:
        """Look for ZDS or IPC where an order is new."""
        if message["ORC-1"] == "NW" and not message["ZDS-1.1"] and not message["IPC-3.1"]:
            return Fault("AE", 101, "ZDS-1", "a Study Instance UID is required")
        return super().content_fault(message)


class DeafToGeneralOrders(Deaf):
    """Does not know OMG^O19."""

    trigger = "OMG^O19"


class _Unwithdrawn(Events):
    """A hospital that cancels what has a number of its own, and nothing else."""

    def order_cancelled(self, order: Order) -> None:
        """Look for the filler's number."""
        if not order.filler:
            raise Refused(f"order {order.placer} has no filler order number", condition=204, where="ORC-3")


class WithdrawsByOwnNumber(Receiver):
    """Refuses to cancel an order by the placer's number."""

    def __init__(self) -> None:
        super().__init__(_Unwithdrawn())


class _Unasked(Events):
    """A hospital that is told nothing of what it ordered."""

    def order_updated(self, order: Order) -> None:
        """Refuse what is new of an order."""
        if order.control == "SC":
            raise Refused("order control code SC is not known", condition=103, where="ORC-1")


class KnowsNoStatus(Receiver):
    """Refuses status changes of the filler."""

    def __init__(self) -> None:
        super().__init__(_Unasked())


class ForgetsTheFillersNumber(Receiver):
    """Gives a number without saying for which order."""

    def numbered(self, message: Message) -> Fields:
        """Leave the filler's number out."""
        return {number: value for number, value in super().numbered(message).items() if number != 3}  # noqa: PLR2004 - ORC-3


class AcknowledgesWithoutNumber(Receiver):
    """Answers a filler's order with a plain acknowledgement."""

    def wants_a_number(self, message: Message) -> bool:
        """Give none."""
        return not message["MSH-9.1"]


class NeedsNames(Receiver):
    """Refuses a patient with a space for a name."""

    def content_fault(self, message: Message) -> Fault | None:
        """Look at the name."""
        if message["PID-5"].isspace():
            return Fault("AE", 101, "PID-5", "a name is required")
        return super().content_fault(message)


class DeafToAccounts(Deaf):
    """Does not know ADT^A44."""

    trigger = "ADT^A44"


class NeverCredits(Receiver):
    """Refuses credits."""

    def content_fault(self, message: Message) -> Fault | None:
        """Look at the kind of transaction."""
        if message["FT1-6"] == "CD":
            return Fault("AE", 103, "FT1-6", "transaction type CD is not known")
        return super().content_fault(message)


class ChargesNothing(Receiver):
    """Accepts a charge posting without a charge."""

    def content_fault(self, message: Message) -> Fault | None:
        """Ask for no FT1."""
        return None if message["MSH-9.1"] == "DFT" else super().content_fault(message)


class OneWayOfWriting(Receiver):
    """Refuses messages of version 2.4 that hold segments of the NHS."""

    def content_fault(self, message: Message) -> Fault | None:
        """Look for ZU segments."""
        if any(one.name.startswith("ZU") for one in message.segments_in_order):
            return Fault("AE", 100, "ZU1-0", "unknown segment")
        return super().content_fault(message)


class NumberIsAll(Receiver):
    """Refuses patients without a verified NHS number."""

    def content_fault(self, message: Message) -> Fault | None:
        """Look at the status of the number."""
        if message["PID-32"] not in {"", "01"}:
            return Fault("AE", 103, "PID-32", "the NHS number is not verified")
        return super().content_fault(message)


class NoMovements(Receiver):
    """Refuses movements that have an identifier."""

    def content_fault(self, message: Message) -> Fault | None:
        """Look for ZBE."""
        if message.segment("ZBE"):
            return Fault("AE", 100, "ZBE-0", "unknown segment")
        return super().content_fault(message)


class _FirstVisit(Directory):
    def heard(self, patient: Patient, visit: tuple[bytes, ...] = ()) -> None:
        """Keep the location of the first admission."""
        known = [one for one in self.entries if self.is_about(one, patient)]
        admitted = known[0].visit if known and known[0].visit[1:2] == (b"I",) else visit
        super().heard(patient, admitted)


class StaysWhereAdmitted(Receiver):
    """Says where a patient was admitted, wherever she is."""

    class answering(Answering):  # noqa: N801 - the attribute it takes the place of
        """Answers out of a directory of its own kind."""

        def __init__(self) -> None:
            super().__init__()
            self.directory = _FirstVisit()


class OneCode(Receiver):
    """Refuses an examination that is told in two national codes."""

    def content_fault(self, message: Message) -> Fault | None:
        """Look at the second code."""
        if message["OBR-4.6"] == "SCT":
            return Fault("AE", 102, "OBR-4", "one code is enough")
        return super().content_fault(message)


class OwnStructure(Receiver):
    """Answers a filler's order with its number in words of another order."""

    def numbered(self, message: Message) -> Fields:
        """Say NW."""
        told: dict[int, Value] = dict(super().numbered(message))
        return {**told, 1: "NW"}


CLAIMING = (
    receiver("hl7.needs-study-uid", "claiming:NeedsStudyUid", "Takes no order without study UID", [c.ORDER_PLACED]),
    receiver("hl7.deaf-to-general-orders", "claiming:DeafToGeneralOrders", "Does not know OMG^O19", [c.ORDER_PLACED]),
    receiver(
        "hl7.withdraws-by-own-number",
        "claiming:WithdrawsByOwnNumber",
        "Cancels by the filler's number alone",
        [c.ORDER_WITHDRAWN],
    ),
    receiver("hl7.knows-no-status", "claiming:KnowsNoStatus", "Refuses ORC-1 SC", [c.FILLER_HEARD]),
    receiver("hl7.forgets-number", "claiming:ForgetsTheFillersNumber", "NA without ORC-3", [c.NUMBER_ASSIGNED]),
    receiver("hl7.numbers-as-new", "claiming:OwnStructure", "Gives a number under NW", [c.NUMBER_ASSIGNED]),
    receiver("hl7.acknowledges-without-number", "claiming:AcknowledgesWithoutNumber", "Answers SN with a plain ACK"),
    receiver("hl7.needs-names", "claiming:NeedsNames", "Refuses a space for a name", [c.NOTIFIED]),
    receiver("hl7.deaf-to-accounts", "claiming:DeafToAccounts", "Does not know ADT^A44", [c.MOVED_BETWEEN]),
    receiver("hl7.never-credits", "claiming:NeverCredits", "Refuses credits", [c.CREDITED]),
    receiver(
        "hl7.charges-nothing",
        "claiming:ChargesNothing",
        "Accepts a charge posting without a charge",
        [c.CHARGE_NEEDS_TRANSACTION],
    ),
    receiver(
        "hl7.uk-one-writing",
        "claiming:OneWayOfWriting",
        "Refuses ZU segments",
        [c.UK_RECEIVED, c.UK_UNTRACED_RECEIVED],
        [c.EXTRA_IGNORED],
    ),
    receiver("hl7.uk-number-is-all", "claiming:NumberIsAll", "Refuses unverified patients", [c.UK_UNTRACED_RECEIVED]),
    receiver("hl7.no-movements", "claiming:NoMovements", "Refuses ZBE", [c.ENCOUNTER]),
    receiver(
        "hl7.stays-where-admitted",
        "claiming:StaysWhereAdmitted",
        "Returns the visit of the admission",
        [c.VISIT_FOLLOWS],
        scenarios=["hl7.pdq.visit-follows-transfer", "hl7.pdq.visit"],
    ),
    receiver("hl7.uk-one-code", "claiming:OneCode", "Refuses two codes in OBR-4", [c.UK_CODES_RECEIVED]),
)
