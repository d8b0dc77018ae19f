"""Messages as IHE asks for them: RAD-1, RAD-12 and ITI-8 (ADT), RAD-4 (ORM, OMI), RAD-28 (ORU)."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from conformance.hl7.message_profiles import ihe_radiology
from conformance.hl7.samples.people import AUTHORITY, Person, person
from conformance.hl7.wire.draft import Draft, Fields, Value

if TYPE_CHECKING:
    from conformance.story import Story
    from conformance.systems import Hl7In

_OURS = AUTHORITY[0]
_DOCTOR: Value = ("ZZ1001", "ZZDOCTOR", "DORA")


@dataclass(frozen=True, slots=True)
class _Ids:
    """The identifiers of one order, all from the story."""

    placer: str
    filler: str
    accession: str
    procedure: str
    step: str
    study: str


def _ids(story: Story, label: str) -> _Ids:
    short = {name: f"ZZ{story.token(f'{name}/{label}', 10)}" for name in ("PL", "FI", "AC", "RP", "SP")}
    return _Ids(short["PL"], short["FI"], short["AC"], short["RP"], short["SP"], story.uid(f"study/{label}"))


def _addressed(story: Story) -> tuple[str, list[Value], list[Value]]:
    """Return version, sender and receiver (application, facility) as the profile has them."""
    hl7v2 = story.system.hl7v2
    feed = story.system.xds.patient_feed if story.system.xds else None
    port: Hl7In | None = (hl7v2.in_ if hl7v2 else None) or feed
    if port is None:
        return "2.5.1", ["HARNESS", "HOSPITAL"], ["CANDIDATE", "HOSPITAL"]
    ours, theirs = ([*name.split("^", 1), ""][:2] for name in (port.sending, port.receiving))
    return port.version, list(ours), list(theirs)


def _header(story: Story, label: str, trigger: str, version: str | None, charset: str = "") -> Fields:
    declared, ours, theirs = _addressed(story)
    kind, event = trigger.split("^")
    fields: dict[int, Value] = dict(zip((3, 4, 5, 6), [*ours, *theirs], strict=True))
    profile = ihe_radiology().get(trigger)
    fields |= {
        7: f"{story.now:%Y%m%d%H%M%S}",
        9: (kind, event, profile.structure) if profile else (kind, event),
        10: f"ZZ{story.token(f'control/{label}', 14)}",
        11: "P",
        12: version or declared,
    }
    return {**fields, 18: charset} if charset else fields


def _old(header: Fields) -> bool:
    return str(header.get(12)) in {"2.3.1", "2.4"}


def _event(story: Story, header: Fields, event: str) -> Fields:
    """EVN-1 is withdrawn from 2.5 on in favour of MSH-9.2."""
    recorded: dict[int, Value] = {2: f"{story.now:%Y%m%d%H%M%S}"}
    return {1: event, **recorded} if _old(header) else recorded


def _pid(story: Story, who: Person) -> Fields:
    return {
        3: who.identifiers,
        5: (who.family, who.given),
        7: who.birth_date,
        8: who.sex,
        11: ("1 TEST STREET", None, "TESTTOWN", None, "ZZ99 9ZZ", "GBR"),
        18: (f"ZZ{story.token(f'account/{who.id}', 10)}", None, None, AUTHORITY, "AN"),
    }


def _pv1(story: Story, who: Person, *, inpatient: bool) -> Fields:
    visit: dict[int, Value] = {
        2: "I" if inpatient else "O",
        3: ("WARD1", "ROOM1", "BED1", "HOSPITAL"),
        8: _DOCTOR,
        19: (f"ZZ{story.token(f'visit/{who.id}', 10)}", None, None, AUTHORITY, "VN"),
    }
    return {**visit, 7: _DOCTOR, 10: "RAD", 17: _DOCTOR} if inpatient else visit


def admission(  # noqa: PLR0913 - the ways one message can differ, each named
    story: Story, who: Person, event: str = "A04", *, label: str = "", version: str | None = None, charset: str = ""
) -> Draft:
    """Return ADT A01 (admitted), A04 (registered), A05 or A08 (updated): RAD-1, RAD-12, ITI-8."""
    header = _header(story, label or f"adt/{event}/{who.id}", f"ADT^{event}", version, charset)
    return Draft(
        (
            ("MSH", header),
            ("EVN", _event(story, header, event)),
            ("PID", _pid(story, who)),
            ("PV1", _pv1(story, who, inpatient=event == "A01")),
        )
    )


def merge(story: Story, survivor: Person, prior: Person, *, label: str = "", version: str | None = None) -> Draft:
    """Return ADT A40: ``prior`` is given up, everything of it belongs to ``survivor`` (RAD-12, ITI-8)."""
    header = _header(story, label or f"a40/{survivor.id}/{prior.id}", "ADT^A40", version)
    given_up: Fields = {1: [(prior.id, None, None, AUTHORITY, "PI")], 7: (prior.family, prior.given)}
    return Draft(
        (
            ("MSH", header),
            ("EVN", _event(story, header, "A40")),
            ("PID", _pid(story, survivor)),
            ("MRG", given_up),
        )
    )


def order(  # noqa: PLR0913 - the ways one message can differ, each named
    story: Story,
    who: Person,
    *,
    control: str = "NW",
    status: str = "SC",
    of: str = "order",
    label: str = "",
    version: str | None = None,
) -> Draft:
    """Return ORM^O01 with ZDS, a scheduled procedure (RAD-4), or what became of it (RAD-13: CA, XO, DC).

    ``of`` names the order: two messages about the same one share all its identifiers.
    """
    ids = _ids(story, of)
    timing: Value = (None, None, None, f"{story.now + timedelta(hours=1):%Y%m%d%H%M}", None, "R")
    service: Value = ("ZZCT1", "CT TEST", "99HARNESS", "ZZPROT1", "CT TEST PROTOCOL", "99HARNESS")
    common: dict[int, Value] = {2: (ids.placer, _OURS), 3: (ids.filler, _OURS)}
    orc: Fields = {**common, 1: control, 5: status, 7: timing, 9: f"{story.now:%Y%m%d%H%M%S}", 12: _DOCTOR}
    obr: dict[int, Value] = {**common, 1: "1", 4: service, 16: _DOCTOR, 18: ids.accession, 19: ids.procedure}
    obr |= {20: ids.step, 24: "CT", 27: timing, 44: ("ZZCT1", "CT TEST", "99HARNESS")}
    return Draft(
        (
            ("MSH", _header(story, label or f"orm/{of}/{control}/{status}", "ORM^O01", version)),
            ("PID", _pid(story, who)),
            ("PV1", _pv1(story, who, inpatient=False)),
            ("ORC", orc),
            ("OBR", obr),
            ("ZDS", {1: (ids.study, _OURS, "Application", "DICOM")}),
        )
    )


def order_2_5_1(  # noqa: PLR0913 - the ways one message can differ, each named
    story: Story, who: Person, *, control: str = "NW", status: str = "SC", of: str = "order", label: str = ""
) -> Draft:
    """Return OMI^O23, the scheduled procedure of version 2.5.1 (RAD-4): identifiers in IPC, time in TQ1."""
    ids = _ids(story, of)
    common: dict[int, Value] = {2: (ids.placer, _OURS), 3: (ids.filler, _OURS)}
    ipc: Fields = {
        1: (ids.accession, _OURS),
        2: (ids.procedure, _OURS),
        3: (ids.study, _OURS),
        4: (ids.step, _OURS),
        5: "CT",
        6: ("ZZPROT1", "CT TEST PROTOCOL", "99HARNESS"),
        9: "ZZCT",
    }
    return Draft(
        (
            ("MSH", _header(story, label or f"omi/{of}/{control}/{status}", "OMI^O23", "2.5.1")),
            ("PID", _pid(story, who)),
            ("PV1", _pv1(story, who, inpatient=False)),
            ("ORC", {**common, 1: control, 5: status, 9: f"{story.now:%Y%m%d%H%M%S}", 12: _DOCTOR}),
            ("TQ1", {7: f"{story.now + timedelta(hours=1):%Y%m%d%H%M}", 9: ("R", "Routine", "HL70485")}),
            ("OBR", {**common, 1: "1", 4: ("ZZCT1", "CT TEST", "99HARNESS"), 16: _DOCTOR}),
            ("IPC", ipc),
        )
    )


def result(  # noqa: PLR0913 - the ways one message can differ, each named
    story: Story,
    who: Person,
    status: str = "F",
    *,
    of: str = "order",
    lines: tuple[str, ...] = ("No abnormality seen.",),
    label: str = "",
    version: str | None = None,
) -> Draft:
    """Return ORU^R01, a report on an order: ``P`` preliminary, ``F`` final, ``C`` corrected (RAD-28)."""
    ids = _ids(story, of)
    obr: dict[int, Value] = {1: "1", 2: (ids.placer, _OURS), 3: (ids.filler, _OURS)}
    obr |= {4: ("ZZCT1", "CT TEST", "99HARNESS"), 7: f"{story.now:%Y%m%d%H%M%S}", 18: ids.accession}
    obr |= {22: f"{story.now:%Y%m%d%H%M%S}", 25: status, 32: (("ZZ1001", "ZZDOCTOR", "DORA"),)}
    study: Fields = {1: "1", 2: "ST", 3: ("113014", "Study Instance UID", "99HARNESS"), 5: ids.study, 11: status}
    draft = Draft(
        (
            ("MSH", _header(story, label or f"oru/{of}/{status}", "ORU^R01", version)),
            ("PID", _pid(story, who)),
            ("PV1", _pv1(story, who, inpatient=False)),
            ("OBR", obr),
            ("OBX", study),
        )
    )
    for number, line in enumerate(lines, 2):
        observation: Fields = {1: str(number), 2: "TX", 3: ("ZZRPT", "REPORT TEXT", "99HARNESS"), 5: line, 11: status}
        draft = draft.adding("OBX", observation)
    return draft


def pdf(story: Story, size: int) -> Fields:
    """Return an OBX that carries a document of at least ``size`` octets as encapsulated data (ED, base64)."""
    words = story.token("pdf", 32).encode()
    body = b"%PDF-1.4\n%" + words * (size // len(words) + 1) + b"\n%%EOF\n"
    encapsulated: Value = (_OURS, "AP", "PDF", "Base64", base64.b64encode(body).decode("ascii"))
    return {1: "99", 2: "ED", 3: ("ZZPDF", "REPORT AS PDF", "99HARNESS"), 5: encapsulated, 11: "F"}


def plain(story: Story, label: str, *, charset: str = "", family: str | None = None) -> Draft:
    """Return a valid message of a trigger the candidate takes, where any will do; ``label`` makes it this one."""
    who = person(story, label, family=family)
    port = story.system.hl7v2.in_ if story.system.hl7v2 else None
    triggers = port.triggers if port else ["ADT^A04"]
    event = next((one for one in ("A04", "A01", "A08") if f"ADT^{one}" in triggers), None)
    draft = admission(story, who, event or "A04", label=f"plain/{label}", charset=charset)
    if event is None and triggers:
        draft = (result if "ORU^R01" in triggers else order)(story, who, of=label, label=f"plain/{label}")
    return draft.putting("MSH-18", charset) if charset else draft


def unknown_type(story: Story) -> Draft:
    """Return a message whose type no version defines."""
    return plain(story, "unknown-type").putting("MSH-9", ("QQQ", "Q99"))


def unknown_event(story: Story) -> Draft:
    """Return a message of a known type whose event no version defines."""
    draft = plain(story, "unknown-event")
    return draft.putting("MSH-9", (draft.trigger.split("^")[0], "Q99"))


def acknowledgement(story: Story, control_id: str) -> Draft:
    """Return an ACK of a message with that control id, as a receiver of ours would send it."""
    header = {**_header(story, f"ack/{control_id}", "ACK^A04", None), 9: ("ACK", "A04", "ACK")}
    return Draft((("MSH", header), ("MSA", {1: "AA", 2: control_id})))
