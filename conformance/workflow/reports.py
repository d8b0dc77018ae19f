"""Reports as whoever looks them up sees them: asked for in the registry until they are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.model import Blocked
from conformance.workflow.texts import Shown, readable
from conformance.xds.actors import where

if TYPE_CHECKING:
    from conformance.hl7.samples import Person
    from conformance.workflow.candidate import HospitalUnderTest


def reports_of(hospital: HospitalUnderTest, patient: Person) -> list[Shown]:
    """Return what the registry shows of a patient now (ITI-18, ITI-43), approved documents alone."""
    found = hospital.documents_of(patient)
    entries = [one for one in found.objects.entries if one.repository_unique_id and one.unique_id]
    fetched = hospital.repository.retrieve(*map(where, entries)) if entries else None
    shown = []
    for one in entries:
        document = fetched.document(one.unique_id) if fetched else None
        kind = (one.mime_type or document.mime_type) if document else one.mime_type or ""
        shown.append(Shown(kind, readable(kind, document.octets) if document and not document.problem else None))
    return shown


def awaited(hospital: HospitalUnderTest, patient: Person, *words: str) -> list[Shown]:
    """Return what is shown once one document says all these words, or when the time for effects is over."""
    return hospital.settled(
        lambda: reports_of(hospital, patient),
        lambda now: any(one.says(*words) for one in now),
        f"a report of {patient.id} is shown",
    )


def first_shown(hospital: HospitalUnderTest, patient: Person, *words: str) -> list[Shown]:
    """Return what is shown once a report is there; raise Blocked when none is, or none that can be read."""
    shown = awaited(hospital, patient, *words)
    if any(one.says(*words) for one in shown):
        return shown
    unread = sorted({one.mime_type or "of no kind" for one in shown if one.text is None})
    why = f"{', '.join(unread)} can't be read as text" if unread else f"{len(shown)} documents, none with its words"
    raise Blocked(f"the report that was accepted is not seen in the registry: {why}")
