"""What happens to patients beyond registration, from a transfer to a charge.

RAD-1, RAD-12, ITI-30, ITI-31 (ADT), RAD-48 (SIU), RAD-35 (DFT).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from conformance.hl7.samples.messages import admission, merge
from conformance.hl7.samples.people import AUTHORITY
from conformance.hl7.wire.draft import Draft, Fields, Value

if TYPE_CHECKING:
    from conformance.hl7.samples.people import Person
    from conformance.story import Story

_WARD: Value = ("WARD1", "ROOM1", "BED1", "HOSPITAL")
_OTHER_WARD: Value = ("WARD2", "ROOM2", "BED2", "HOSPITAL")
_CLASSES = {"A05": "P", "A38": "P", "A04": "O", "A07": "O"}
_DOCTOR: Value = ("ZZ1001", "ZZDOCTOR", "DORA")


def movement(story: Story, who: Person, event: str) -> Draft:
    """Return ADT A01 to A13 or A38: a patient comes, moves, goes, or that is taken back."""
    kind = _CLASSES.get(event, "I")
    draft = admission(story, who, event).putting("PV1-2", kind)
    if event == "A02":
        draft = draft.putting("PV1-3", _OTHER_WARD).putting("PV1-6", _WARD)
    if event == "A12":
        draft = draft.putting("PV1-6", _OTHER_WARD)
    if event == "A03":
        draft = draft.putting("PV1-45", f"{story.now:%Y%m%d%H%M%S}")
    return draft.putting("PV1-7", _DOCTOR).putting("PV1-17", _DOCTOR if kind == "I" else None)


def encounter(story: Story, who: Person, event: str, action: str = "INSERT") -> Draft:
    """Return a movement with its identifier, time and action (ZBE), as encounter management tells it (ITI-31)."""
    number: Value = (f"ZZ{story.token(f'movement/{who.id}/{event}', 10)}", *AUTHORITY)
    told: Fields = {1: number, 2: f"{story.now:%Y%m%d%H%M%S}", 4: action, 5: "N"}
    return movement(story, who, event).adding("ZBE", told)


def identity(story: Story, who: Person, event: str) -> Draft:
    """Return ADT A28 or A31: a person is added or changed, without a visit (ITI-30)."""
    draft = admission(story, who, event)
    header, recorded, patient, _ = draft.segments
    return Draft((header, recorded, patient, ("PV1", {2: "N"})))


def renumbered(story: Story, who: Person, before: Person) -> Draft:
    """Return ADT A47: the patient known as ``before`` is known under another identifier from now on (ITI-30)."""
    draft = merge(story, who, before, label=f"a47/{who.id}/{before.id}")
    return _of_event(draft, "A47", "ADT_A30")


def merged_as_of_old(story: Story, who: Person, before: Person) -> Draft:
    """Return ADT A34: a merge as it was told before A40, and still is by senders of HL7 UK."""
    return _of_event(merge(story, who, before, label=f"a34/{who.id}/{before.id}"), "A34", "ADT_A30")


def link(story: Story, one: Person, other: Person, event: str = "A24") -> Draft:
    """Return ADT A24 or A37: two identifiers are of one person, or no longer (ITI-30)."""
    first, second = (admission(story, who, event, label=f"{event}/{one.id}/{other.id}") for who in (one, other))
    return Draft((*first.segments[:3], second.segments[2]))


def notified(story: Story, who: Person, *identifiers: Value) -> Draft:
    """Return ADT^A31 of a PIX manager: these identifiers are of one patient, whose name it does not tell (ITI-10)."""
    header, recorded, *_ = admission(story, who, "A31", label=f"notified/{who.id}", version="2.5").segments
    return Draft((header, recorded, ("PID", {3: list(identifiers), 5: " "}), ("PV1", {2: "N"})))


def moved(story: Story, who: Person, before: Person, event: str) -> Draft:
    """Return ADT A43 (``before``'s identifier becomes ``who``'s) or A44 (the account does); HL7 3.3.43, 3.3.44.

    An identifier that moves stands in PID-3 and in MRG-1; PID-2 and MRG-4 say to whom, and from whom.
    """
    draft = admission(story, who, event, label=f"{event}/{who.id}/{before.id}")
    (_, header), recorded, (_, patient), _ = draft.segments
    given_up: dict[int, Value] = {1: before.identifiers[:1]}
    if event == "A43":
        patient = {**patient, 2: who.identifiers[0], 3: before.identifiers[:1]}
        given_up[4] = (story.patient_id(f"from/{before.id}"), None, None, AUTHORITY, "PI")
    else:
        patient = {**patient, 18: account(story, before)}
        given_up[3] = account(story, before)
    return Draft((("MSH", {**header, 9: ("ADT", event, "ADT_A43")}), recorded, ("PID", patient), ("MRG", given_up)))


def account(story: Story, who: Person) -> Value:
    """Return a patient's account number, as registrations give it (PID-18)."""
    return dict(admission(story, who, "A04").segments)["PID"][18]


def _of_event(draft: Draft, event: str, structure: str) -> Draft:
    (_, header), (_, recorded), *rest = draft.segments
    old = 1 in recorded
    return Draft(
        (
            ("MSH", {**header, 9: ("ADT", event, structure)}),
            ("EVN", {**recorded, 1: event} if old else recorded),
            *rest,
        )
    )


def appointment(story: Story, who: Person, event: str, *, of: str = "appointment", hours: int = 24) -> Draft:
    """Return SIU S12 (booked), S13 (moved), S14 (changed) or S15 (cancelled), all about one appointment (RAD-48)."""
    header, _, patient, visit = admission(story, who, "A04", label=f"siu/{event}/{of}").segments
    starts = story.now + timedelta(hours=hours)
    timing: Value = (None, None, ("M", "30"), f"{starts:%Y%m%d%H%M}", f"{starts + timedelta(minutes=30):%Y%m%d%H%M}")
    status = {"S15": "Cancelled"}.get(event, "Booked")
    number: Value = (f"ZZ{story.token(f'appointment/{of}', 10)}", "HARNESS")
    schedule: Fields = {
        1: number,
        2: number,
        6: (event, "ROUTINE", "99HARNESS"),
        9: "30",
        10: ("min", "minutes", "ISO+"),
        11: timing,
        16: _DOCTOR,
        20: _DOCTOR,
        25: status,
    }
    service: Fields = {1: "1", 3: ("ZZCT1", "CT TEST", "99HARNESS"), 4: f"{starts:%Y%m%d%H%M}"}
    return Draft(
        (
            ("MSH", {**header[1], 9: ("SIU", event, "SIU_S12")}),
            ("SCH", schedule),
            patient,
            visit,
            ("RGS", {1: "1"}),
            ("AIS", service),
        )
    )


def charge(story: Story, who: Person, kind: str = "CG") -> Draft:
    """Return DFT P03, the charge (CG) for an examination, or its credit (CD) (RAD-35)."""
    header, recorded, patient, visit = admission(story, who, "A04", label=f"dft/{who.id}/{kind}").segments
    old = 1 in recorded[1]
    posted: Fields = {
        1: "1",
        4: f"{story.now:%Y%m%d}",
        6: kind,
        7: ("ZZCT1", "CT TEST", "99HARNESS"),
        10: "1",
        25: ("ZZCT1", "CT TEST", "99HARNESS"),
    }
    return Draft(
        (
            ("MSH", {**header[1], 9: ("DFT", "P03", "DFT_P03")}),
            ("EVN", {**recorded[1], 1: "P03"} if old else recorded[1]),
            patient,
            visit,
            ("FT1", posted),
        )
    )
