"""The messages a simulated RIS sends: RAD-1, RAD-12 (ADT), RAD-4, RAD-13 (ORM), RAD-28 (ORU), RAD-48 (SIU)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from conformance.hl7.message_profiles import ihe_radiology
from conformance.hl7.samples.people import AUTHORITY
from conformance.hl7.wire.draft import Draft, Fields, Value

if TYPE_CHECKING:
    from collections.abc import Mapping

OURS = AUTHORITY[0]
DOCTOR: Value = ("ZZ1001", "ZZDOCTOR", "DORA")
SERVICE = ("ZZCT1", "CT TEST", "99HARNESS", "ZZPROT1", "CT TEST PROTOCOL", "99HARNESS")
UK_SERVICE: Value = ("CSKUH", "CT HEAD", "NICIP", "303653007", "CT of head", "SCT")
CONTROLS = {"order": ("NW", "SC"), "cancel": ("CA", "CA"), "change": ("XO", "SC")}


@dataclass(frozen=True, slots=True)
class Ris:
    """What the sender says of itself: version, character set, whether it speaks as the NHS asks."""

    version: str = "2.3.1"
    charset: str = ""
    uk: bool = False


def header(ris: Ris, kind: str, event: str, structure: str = "") -> dict[int, Value]:
    """Return an MSH with a control id that nothing else has."""
    profile = ihe_radiology().get(f"{kind}^{event}")
    named = structure or (profile.structure if profile else "")
    fields: dict[int, Value] = {3: "RIS", 4: "RXX" if ris.uk else "HOSPITAL", 5: "HARNESS", 6: "HOSPITAL"}
    fields |= {7: _now(), 9: (kind, event, named) if named else (kind, event)}
    fields |= {10: f"ZZ{uuid.uuid4().hex[:14].upper()}", 11: "P", 12: "2.4" if ris.uk else ris.version}
    return fields | ({18: ris.charset} if ris.charset else {})


def _now() -> str:
    return f"{datetime.now(UTC):%Y%m%d%H%M%S}"


def patient(ris: Ris, values: Mapping[str, str]) -> dict[int, Value]:
    """Return the PID of the patient a deed is about."""
    mine: Value = (values["patient"], None, None, AUTHORITY, "PI")
    number: Value = (values["nhs_number"], None, None, "NHS", "NH")
    fields: dict[int, Value] = {3: [mine, number] if ris.uk else [mine], 5: (values["family"], values["given"])}
    fields |= {
        7: values["birth_date"],
        8: values["sex"],
        11: (values.get("street") or "1 TEST STREET", None, "TESTTOWN"),
    }
    fields |= {18: (f"A{values['patient']}", None, None, AUTHORITY, "AN")}
    return fields | ({32: "01"} if ris.uk else {})


def visit(values: Mapping[str, str]) -> Fields:
    """Return the PV1 of an inpatient."""
    fields: dict[int, Value] = {2: "I", 3: ("WARD1", "ROOM1", "BED1", "HOSPITAL"), 7: DOCTOR, 8: DOCTOR, 10: "RAD"}
    return fields | {17: DOCTOR, 19: (f"V{values['patient']}", None, None, AUTHORITY, "VN")}


def admission(ris: Ris, values: Mapping[str, str], event: str = "A01") -> Draft:
    """Return ADT A01 or, as an update, A08."""
    happened: Fields = {1: event, 2: _now()}
    told = (("EVN", happened), ("PID", patient(ris, values)), ("PV1", visit(values)))
    return Draft((("MSH", header(ris, "ADT", event)), *told))


def merge(ris: Ris, values: Mapping[str, str]) -> Draft:
    """Return ADT A40: the deed's ``prior`` is given up."""
    given_up: Fields = {1: [(values["prior"], None, None, AUTHORITY, "PI")], 7: (values["prior_family"],)}
    told = (("EVN", {1: "A40", 2: _now()}), ("PID", patient(ris, values)), ("MRG", given_up))
    return Draft((("MSH", header(ris, "ADT", "A40")), *told))


def _numbers(values: Mapping[str, str]) -> dict[int, Value]:
    return {2: (f"P{values['accession']}", OURS), 3: (f"F{values['accession']}", OURS)}


def study_uid(values: Mapping[str, str]) -> str:
    """Return the Study Instance UID of an order, the same for the same accession number."""
    return f"2.25.{uuid.uuid5(uuid.NAMESPACE_OID, values['accession']).int}"


def order(ris: Ris, values: Mapping[str, str], what: str = "order") -> Draft:
    """Return ORM^O01 with ZDS: a scheduled procedure, its change, or its cancellation."""
    control, status = CONTROLS[what]
    timing: Value = (None, None, None, _now()[:12], None, "R")
    numbers = _numbers(values)
    orc = numbers | {1: control, 5: status, 7: timing, 9: _now(), 12: DOCTOR}
    service = UK_SERVICE if ris.uk else SERVICE
    obr = numbers | {1: "1", 4: service, 16: DOCTOR, 18: values["accession"], 19: f"R{values['accession']}"}
    obr |= {20: f"S{values['accession']}", 24: "CT", 27: timing, 44: ("ZZCT1", "CT TEST", "99HARNESS")}
    uid: Fields = {1: (study_uid(values), OURS, "Application", "DICOM")}
    told = (("PID", patient(ris, values)), ("PV1", visit(values)), ("ORC", orc), ("OBR", obr), ("ZDS", uid))
    return Draft((("MSH", header(ris, "ORM", "O01")), *told))


def placer_order(ris: Ris, values: Mapping[str, str], control: str = "NW") -> Draft:
    """Return ORM^O01 of an order placer: new or cancelled, under its own number alone (RAD-2)."""
    number: Value = (f"P{values['accession']}", OURS)
    timing: Value = (None, None, None, _now()[:12], None, "R")
    orc: Fields = {1: control, 2: number, 7: timing, 9: _now(), 12: DOCTOR, 17: ("WARD1", "WARD 1")}
    obr: Fields = {1: "1", 2: number, 4: SERVICE[:3], 16: DOCTOR, 27: timing, 31: ((None, "COUGH FOR SIX WEEKS"),)}
    told = (("PID", patient(ris, values)), ("PV1", visit(values)), ("ORC", orc), ("OBR", obr))
    return Draft((("MSH", header(ris, "ORM", "O01")), *told))


def filler_status(ris: Ris, values: Mapping[str, str]) -> Draft:
    """Return ORM^O01 of an order filler: the order was completed (RAD-3)."""
    numbers = _numbers(values)
    orc = numbers | {1: "SC", 5: "CM", 9: _now()}
    obr = numbers | {1: "1", 4: SERVICE[:3], 16: DOCTOR, 25: "F"}
    told = (("PID", patient(ris, values)), ("PV1", visit(values)), ("ORC", orc), ("OBR", obr))
    return Draft((("MSH", header(ris, "ORM", "O01")), *told))


def charge(ris: Ris, values: Mapping[str, str]) -> Draft:
    """Return DFT^P03: the charge for an examination (RAD-35)."""
    code = SERVICE[:3]
    posted: Fields = {1: "1", 4: _now()[:8], 6: "CG", 7: code, 10: "1", 25: code}
    told = (("PID", patient(ris, values)), ("PV1", visit(values)), ("FT1", posted))
    return Draft((("MSH", header(ris, "DFT", "P03")), ("EVN", {1: "P03", 2: _now()}), *told))


def identifiers(ris: Ris, values: Mapping[str, str]) -> Draft:
    """Return ADT^A31 of a PIX manager: the deed's ``other`` is of the same patient (ITI-10)."""
    mine: Value = (values["patient"], None, None, AUTHORITY, "PI")
    other: Value = (values["other"], None, None, (None, values["other_domain"], "ISO"), "PI")
    spoken = header(ris, "ADT", "A31") | {12: "2.5"}
    person: Fields = {3: [mine, other], 5: " "}
    happened: Fields = {2: _now()}
    return Draft((("MSH", spoken), ("EVN", happened), ("PID", person), ("PV1", {2: "N"})))


def result(ris: Ris, values: Mapping[str, str]) -> Draft:
    """Return ORU^R01 with the deed's ``status``."""
    status = values["status"]
    obr = _numbers(values) | {1: "1", 4: ("ZZCT1", "CT TEST", "99HARNESS"), 7: _now(), 18: values["accession"]}
    obr |= {22: _now(), 25: status, 32: (("ZZ1001", "ZZDOCTOR", "DORA"),)}
    text: Fields = {1: "1", 2: "TX", 3: ("ZZRPT", "REPORT TEXT", "99HARNESS"), 5: "No abnormality seen.", 11: status}
    told = (("PID", patient(ris, values)), ("PV1", visit(values)), ("OBR", obr), ("OBX", text))
    return Draft((("MSH", header(ris, "ORU", "R01")), *told))


def appointment(ris: Ris, values: Mapping[str, str]) -> Draft:
    """Return SIU^S12 of version 2.4: a new appointment."""
    at, number = _now()[:12], (f"P{values['accession']}", OURS)
    booking: Fields = {
        1: number,
        2: (f"F{values['accession']}", OURS),
        6: ("NEW", "New"),
        11: (None, None, None, at),
        16: DOCTOR,
        20: DOCTOR,
        25: "Booked",
    }
    service: Fields = {1: "1", 3: ("ZZCT1", "CT TEST", "99HARNESS"), 4: at}
    groups = (("PID", patient(ris, values)), ("PV1", visit(values)), ("RGS", {1: "1"}), ("AIS", service))
    spoken = header(ris, "SIU", "S12", "SIU_S12") | {12: "2.4"}
    return Draft((("MSH", spoken), ("SCH", booking), *groups))
