"""Archives that are not what their conformance statement says; and one that is more careful than it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dicom import clauses as c
from conformance.dicom import uids
from conformance.dicom.saboteurs.entries import vice
from conformance.dicom.samples import syntaxes
from conformance.dicom.simulator import Archive

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydicom.dataset import Dataset

    from conformance.dicom.simulator import Kept
    from conformance.dicom.simulator.entities import Entity

_REFUSED = 0xA700


class BoastfulArchive(Archive):
    """Claims C-GET by Patient Root, which it does not have."""

    def supported(self, abstract: str) -> Iterable[str] | None:
        """Do not know it."""
        return None if abstract == uids.PATIENT_ROOT_GET else super().supported(abstract)


class ModestArchive(Archive):
    """Takes storage classes that its statement does not name."""

    def stores(self, sop_class: str) -> bool:
        """Take whatever looks like one."""
        return sop_class.startswith(uids.STORAGE_ROOT)


class SelectiveArchive(Archive):
    """Does not match by the description of a study, which it claims as a key."""

    def matches(self, identifier: Dataset, entity: Entity) -> bool:
        """Leave it out."""
        asked = identifier.copy()
        asked.pop("StudyDescription", None)
        return super().matches(asked, entity)


class WesternArchive(Archive):
    """Tells names in one character set of those it claims with question marks."""

    def answer_for(self, identifier: Dataset, entity: Entity) -> Dataset:
        """Write Cyrillic letters as question marks."""
        made = super().answer_for(identifier, entity)
        name = str(made.get("PatientName", ""))
        if any("\u0400" <= letter <= "\u04ff" for letter in name):
            made.PatientName = name.encode("latin-1", "replace").decode("latin-1")
        return made


class PickyArchive(Archive):
    """Accepts ultrasound in JPEG-LS, as it claims, and fails to store it."""

    def keep(self, instance: Kept) -> int:
        """Have no room for it."""
        unwanted = instance.transfer_syntax == syntaxes.JPEGLSLossless and instance.head.get("Modality") == "US"
        return _REFUSED if unwanted else super().keep(instance)


class WordyArchive(Archive):
    """Tells every name in UTF-8, whatever it came in."""

    def answer_for(self, identifier: Dataset, entity: Entity) -> Dataset:
        """Write it so."""
        made = super().answer_for(identifier, entity)
        name = str(made.get("PatientName", ""))
        if name:
            made.SpecificCharacterSet = "ISO_IR 192"
            made.PatientName = name
        return made


SABOTEURS = (
    vice("dicom.claims-boastful", BoastfulArchive, c.CLAIMED_SERVICES, scenarios=("dicom.claims.services",)),
    vice("dicom.claims-modest", ModestArchive, c.UNCLAIMED_REFUSED, scenarios=("dicom.claims.complete",)),
    vice("dicom.claims-selective", SelectiveArchive, c.CLAIMED_KEYS, scenarios=("dicom.claims.matching-keys",)),
    vice("dicom.claims-western", WesternArchive, c.CLAIMED_CHARACTER_SETS, scenarios=("dicom.claims.character-sets",)),
    vice("dicom.claims-picky", PickyArchive, c.CLAIMED_MATRIX, scenarios=("dicom.claims.matrix",)),
    vice("dicom.claims-in-unicode", WordyArchive, scenarios=("dicom.claims.character-sets",)),
)
