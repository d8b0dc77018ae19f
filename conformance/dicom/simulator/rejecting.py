"""Rejection notes: key object selections that say which instances are not to be used any more (IHE RAD TF-3 4.66)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from conformance.dicom.simulator.stores import Kept

KEY_OBJECTS: Final = "1.2.840.10008.5.1.4.1.1.88.59"
TITLES: Final = frozenset({"113001", "113037", "113038", "113039"})
"""For quality, for patient safety, for a wrong worklist entry, for the end of retention (PS3.16 CID 7011)."""


def rejected(note: Kept) -> list[str]:
    """Return the SOP Instance UIDs a rejection note names; none when it is another object."""
    if note.sop_class != KEY_OBJECTS:
        return []
    titles = {str(one.get("CodeValue", "")) for one in note.head.get("ConceptNameCodeSequence") or []}
    if not titles & TITLES:
        return []
    return [
        str(one.get("ReferencedSOPInstanceUID", ""))
        for study in note.head.get("CurrentRequestedProcedureEvidenceSequence") or []
        for series in study.get("ReferencedSeriesSequence") or []
        for one in series.get("ReferencedSOPSequence") or []
    ]
