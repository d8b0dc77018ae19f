"""Senders with a vice in what their messages hold, those of the NHS too, and which clauses must catch them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.hl7 import clauses as c
from conformance.hl7.saboteurs.declaring import sender
from conformance.hl7.simulator import MessageSender
from conformance.hl7.wire.draft import Draft, Raw

if TYPE_CHECKING:
    from collections.abc import Mapping


class PutsVisitFirst(MessageSender):
    """Puts PV1 before PID."""

    def octets(self, draft: Draft) -> bytes:
        """Return the segments in another order."""
        names = [name for name, _ in draft.segments]
        if not {"PID", "PV1"} <= set(names):
            return super().octets(draft)
        moved = [one for one in draft.segments if one[0] != "PV1"]
        moved.insert(names.index("PID"), next(one for one in draft.segments if one[0] == "PV1"))
        return super().octets(replace(draft, segments=tuple(moved)))


class OneEventForAll(MessageSender):
    """Calls every registration, update and merge A03."""

    def octets(self, draft: Draft) -> bytes:
        """Return the message under another event."""
        changed = draft.putting("MSH-9", ("ADT", "A03", "ADT_A03")).putting("EVN-1", "A03")
        return super().octets(changed if draft.trigger.startswith("ADT") else draft)


class WrittenDates(MessageSender):
    """Writes dates as people do."""

    def octets(self, draft: Draft) -> bytes:
        """Return the message with a birth date that is none."""
        return super().octets(draft.putting("PID-7", "1/2/1980"))


class AsksForCommitment(MessageSender):
    """Fills MSH-15 in, which IHE forbids."""

    def octets(self, draft: Draft) -> bytes:
        """Return the message with MSH-15 and MSH-16."""
        return super().octets(draft.putting("MSH-15", "NE").putting("MSH-16", "AL"))


class OrdersWithoutStudy(MessageSender):
    """Leaves the Study Instance UID out of an order."""

    def octets(self, draft: Draft) -> bytes:
        """Return an order without ZDS."""
        return super().octets(draft.without("ZDS"))


class MergesBackwards(MessageSender):
    """Gives up the patient that was to be kept."""

    def merge(self, values: Mapping[str, str]) -> Draft:
        """Return the merge the other way round."""
        turned = {"patient": values["prior"], "family": values["prior_family"]}
        return super().merge({**values, **turned, "prior": values["patient"], "prior_family": values["family"]})


class NeverCancels(MessageSender):
    """Sends a cancellation and a change as new orders."""

    def order(self, values: Mapping[str, str], what: str = "order") -> Draft:
        """Return a new order, whatever was asked for."""
        del what
        return super().order(values)


class NewStudyEachTime(MessageSender):
    """Gives an order another Study Instance UID with each message."""

    def order(self, values: Mapping[str, str], what: str = "order") -> Draft:
        """Return the order with a Study Instance UID that depends on what became of it."""
        numbers = {"order": "1", "change": "2", "cancel": "3"}
        return super().order(values, what).putting("ZDS-1", (f"1.2.3.{numbers[what]}", None, "Application", "DICOM"))


class AlwaysFinal(MessageSender):
    """Calls every report final."""

    def result(self, values: Mapping[str, str]) -> Draft:
        """Return a final report."""
        return super().result({**values, "status": "F"})


class NamelessAppointments(MessageSender):
    """Gives appointments no identifier."""

    def appointment(self, values: Mapping[str, str]) -> Draft:
        """Return an appointment without SCH-1 and SCH-2."""
        return super().appointment(values).putting("SCH-1", None).putting("SCH-2", None)


class NeverEscapes(MessageSender):
    """Sends text as it is, delimiters and all."""

    def admission(self, values: Mapping[str, str]) -> Draft:
        """Return a registration with a raw address."""
        return super().admission(values).putting("PID-11", Raw(values.get("street", "1 ROAD")))


class WrongCheckDigits(MessageSender):
    """Sends an NHS number with another last digit, and a SNOMED CT code likewise."""

    def uk_admission(self, values: Mapping[str, str]) -> Draft:
        """Return a registration with a wrong NHS number."""
        number = values["nhs_number"]
        return super().uk_admission({**values, "nhs_number": f"{number[:9]}{(int(number[9]) + 1) % 10}"})

    def uk_order(self, values: Mapping[str, str]) -> Draft:
        """Return an order with a wrong SNOMED CT code."""
        service = ("CSKUH", "CT HEAD", "NICIP", "303653008", "CT of head", "SCT")
        return super().uk_order(values).putting("OBR-4", service)


class OnlyNhsNumber(MessageSender):
    """Knows patients by their NHS number alone, and does not say what it is."""

    def uk_admission(self, values: Mapping[str, str]) -> Draft:
        """Return a registration with the bare number, without status."""
        bare = super().uk_admission(values).putting("PID-3", [(values["nhs_number"], None, None, "HOSPITAL", "MR")])
        return bare.putting("PID-32", None)


class LocalCodes(MessageSender):
    """Speaks of organisations and examinations by names of its own."""

    def uk_admission(self, values: Mapping[str, str]) -> Draft:
        """Return a registration from a facility with a name."""
        return super().uk_admission(values).putting("MSH-4", "St. Elsewhere")

    def uk_order(self, values: Mapping[str, str]) -> Draft:
        """Return an order with a local code."""
        return super().uk_order(values).putting("OBR-4", ("CT01", "CT HEAD", "99LOCAL"))


class LongNicip(MessageSender):
    """Writes NICIP codes with blanks and digits."""

    def uk_order(self, values: Mapping[str, str]) -> Draft:
        """Return an order with a NICIP code that is none."""
        return super().uk_order(values).putting("OBR-4", ("CT HEAD 1", "CT HEAD", "NICIP"))


TELLING = (
    sender(
        "sends-visit-first",
        "telling:PutsVisitFirst",
        "Puts PV1 before PID",
        [c.SENT_STRUCTURE],
        "admission order result-final result-preliminary result-corrected cancel change",
    ),
    sender(
        "one-event-for-all",
        "telling:OneEventForAll",
        "Calls every ADT A03",
        [c.SENT_EVENT],
        "admission update merge",
        [c.SENT_STRUCTURE, c.SENT_MERGE],
    ),
    sender(
        "written-dates",
        "telling:WrittenDates",
        "Writes dates as people do",
        [c.SENT_VALUES],
        "admission appointment order",
    ),
    sender(
        "ihe-forbidden-fields",
        "telling:AsksForCommitment",
        "Fills MSH-15 and MSH-16 in",
        [c.SENT_ADMISSION, c.SENT_UPDATE, c.SENT_MERGE, c.SENT_ORDER, c.SENT_RESULT],
        "admission update merge order result-final",
    ),
    sender("orders-without-study", "telling:OrdersWithoutStudy", "Leaves ZDS out", [c.SENT_ORDER], "order"),
    sender("merges-backwards", "telling:MergesBackwards", "Gives up the wrong one", [c.SENT_MERGE_DIRECTION], "merge"),
    sender("cancels-as-new", "telling:NeverCancels", "Sends cancellations as new", [c.SENT_CANCEL], "cancel change"),
    sender(
        "new-study-each-time",
        "telling:NewStudyEachTime",
        "Changes the Study Instance UID",
        [c.SENT_SAME_ORDER],
        "cancel change",
    ),
    sender(
        "always-final",
        "telling:AlwaysFinal",
        "Calls every report final",
        [c.SENT_RESULT_STATUS],
        "result-preliminary result-corrected",
    ),
    sender(
        "nameless-appointments",
        "telling:NamelessAppointments",
        "Gives appointments no identifier",
        [c.SENT_APPOINTMENT],
        "appointment",
        [c.SENT_STRUCTURE, c.SENT_BOOKING],
    ),
    sender("never-escapes", "telling:NeverEscapes", "Sends delimiters raw", [c.SENT_ESCAPED], "delimiters-in-text"),
    sender(
        "wrong-check-digits",
        "telling:WrongCheckDigits",
        "Sends wrong check digits",
        [c.NHS_NUMBER_VALID, c.SNOMED_CODE],
        "uk-nhs-number uk-examination-code",
    ),
    sender(
        "only-nhs-number",
        "telling:OnlyNhsNumber",
        "Knows patients by the NHS number alone",
        [c.NHS_NUMBER_MARKED, c.NHS_NUMBER_STATUS, c.NHS_NUMBER_NOT_ALONE],
        "uk-nhs-number",
    ),
    sender(
        "local-codes",
        "telling:LocalCodes",
        "Uses codes of its own",
        [c.ODS_CODE, c.BOTH_CODES],
        "uk-ods-code uk-examination-code",
    ),
    sender("long-nicip", "telling:LongNicip", "Writes NICIP with blanks", [c.NICIP_CODE], "uk-examination-code"),
)
