"""Senders with a vice in what they tell placers, fillers, those who charge and those who follow identifiers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.hl7 import clauses as c
from conformance.hl7.saboteurs.declaring import sender
from conformance.hl7.simulator import MessageSender

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.hl7.wire.draft import Draft


class PlacesWithoutNumber(MessageSender):
    """Places orders without a number of its own, and cancels them as new ones."""

    def placer_order(self, values: Mapping[str, str], control: str = "NW") -> Draft:
        """Return the order without ORC-2 and OBR-2."""
        del control
        return super().placer_order(values).putting("ORC-2", None).putting("OBR-2", None)


class PlacesAsChange(MessageSender):
    """Sends every order of a placer as the change of one."""

    def placer_order(self, values: Mapping[str, str], control: str = "NW") -> Draft:
        """Return the order under XO."""
        return super().placer_order(values, control).putting("ORC-1", "XO")


class RenumbersOnCancel(MessageSender):
    """Gives a cancellation another number than the order had."""

    def placer_order(self, values: Mapping[str, str], control: str = "NW") -> Draft:
        """Return the order under a number that depends on what became of it."""
        return super().placer_order({**values, "accession": f"{values['accession']}{control}"}, control)


class StatusAsNewOrder(MessageSender):
    """Tells the status of an order as a new one, without the filler's number."""

    def filler_status(self, values: Mapping[str, str]) -> Draft:
        """Return NW without ORC-3 and OBR-3."""
        told = super().filler_status(values).putting("ORC-1", "NW")
        return told.putting("ORC-3", None).putting("OBR-3", None)


class ChargesPayments(MessageSender):
    """Posts a charge as a payment, without saying what for."""

    def charge(self, values: Mapping[str, str]) -> Draft:
        """Return the charge as PY."""
        return super().charge(values).putting("FT1-6", "PY")


class NotifiesOfVisits(MessageSender):
    """Tells an update of identifiers as a visit, and one identifier alone."""

    def identifiers(self, values: Mapping[str, str]) -> Draft:
        """Return the notice with a visit and the first identifier."""
        told = super().identifiers(values).putting("PV1-2", "O")
        kept = dict(told.segments)["PID"][3]
        return told.putting("PID-3", kept[:1] if isinstance(kept, list) else kept)


class ChangesSilently(MessageSender):
    """Sends the change of an order with a control code of its own making and without its study's UID."""

    def order(self, values: Mapping[str, str], what: str = "order") -> Draft:
        """Return a changed order whose Study Instance UID is none."""
        told = super().order(values, what)
        return told.putting("ZDS-1", ("THE STUDY", None, "Application", "DICOM")) if what == "change" else told


class BooksNameless(MessageSender):
    """Books appointments for nobody that can be known."""

    def appointment(self, values: Mapping[str, str]) -> Draft:
        """Return an appointment of a patient without identifier."""
        return super().appointment(values).putting("PID-3", [(None, None, None, values["patient"], "PI")])


PLACING = (
    sender(
        "places-without-number",
        "placing:PlacesWithoutNumber",
        "Places orders without a number",
        [c.SENT_PLACED, c.SENT_PLACER_CONTROL],
        "placer-order placer-cancel",
    ),
    sender(
        "places-as-change", "placing:PlacesAsChange", "Places orders as XO", [c.SENT_PLACER_CONTROL], "placer-order"
    ),
    sender("renumbers-on-cancel", "placing:RenumbersOnCancel", "Renumbers", [c.SENT_SAME_ORDER], "placer-cancel"),
    sender(
        "status-as-new-order",
        "placing:StatusAsNewOrder",
        "Tells a status as a new order",
        [c.SENT_FILLED, c.SENT_FILLER_CONTROL],
        "filler-status",
    ),
    sender("charges-payments", "placing:ChargesPayments", "Posts charges as payments", [c.SENT_CHARGE], "charge"),
    sender(
        "notifies-of-visits",
        "placing:NotifiesOfVisits",
        "Notifies of a visit and of one identifier",
        [c.SENT_NOTICE, c.SENT_IDENTIFIERS],
        "identifiers",
    ),
    sender(
        "changes-without-study",
        "placing:ChangesSilently",
        "Changes orders without their UID",
        [c.SENT_UPDATED_ORDER],
        "ordinary-day",
    ),
    sender("books-nameless", "placing:BooksNameless", "Books for nobody", [c.SENT_BOOKING], "appointment"),
)
