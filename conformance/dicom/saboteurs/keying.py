"""Archives with one vice in which keys, levels and options of a query they heed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydicom.dataset import Dataset
from pydicom.tag import Tag

from conformance.dicom import clauses as c
from conformance.dicom.saboteurs.entries import FIND, LISTED, vice
from conformance.dicom.simulator import Archive
from conformance.dicom.simulator.finding import level_of
from conformance.dicom.simulator.matching import Matching, texts

if TYPE_CHECKING:
    from pydicom.dataelem import DataElement

    from conformance.dicom.simulator.entities import Entity
    from conformance.dicom.simulator.messages import Message
    from conformance.dicom.simulator.upperlayer import Association


class DeafToKeysArchive(Archive):
    """Does not narrow a query by the keys it finds tiresome."""

    ignored: tuple[str, ...] = ()

    def matches(self, identifier: Dataset, entity: Entity) -> bool:
        """Leave them out of the question."""
        asked = Dataset()
        for key in identifier:
            if key.keyword not in self.ignored:
                asked.add(key)
        return super().matches(asked, entity)


class NumberlessArchive(DeafToKeysArchive):
    """Does not match study ID, series number and instance number."""

    ignored = ("StudyID", "SeriesNumber", "InstanceNumber")


class ModalityBlindArchive(DeafToKeysArchive):
    """Does not match Modalities in Study."""

    ignored = ("ModalitiesInStudy",)


class GuessingArchive(Archive):
    """Finds patients by Study Root, which has no such level."""

    def misasked(self, identifier: Dataset, root: str) -> int:
        """Take the level as it comes."""
        return 0 if level_of(identifier) == "PATIENT" else super().misasked(identifier, root)


class RelationalInNameArchive(Archive):
    """Grants relational queries and answers as if it had not."""

    def relational(self, association: Association, message: Message) -> bool:
        """Forget."""
        return False


class FussyArchive(Archive):
    """Fails queries with keys it does not know."""

    def misasked(self, identifier: Dataset, root: str) -> int:
        """Refuse them."""
        unknown = any(key.keyword in {"PatientState", "MedicalAlerts"} for key in identifier)
        return 0xC000 if unknown else super().misasked(identifier, root)


class InventingKeysArchive(Archive):
    """Makes up values for keys it does not know."""

    def answer_for(self, identifier: Dataset, entity: Entity) -> Dataset:
        """Say unknown."""
        made = super().answer_for(identifier, entity)
        for keyword in ("PatientState", "MedicalAlerts"):
            if keyword in identifier:
                setattr(made, keyword, "UNKNOWN")
        return made


class BoastingArchive(Archive):
    """Says of availability what the standard has no word for."""

    def answer_for(self, identifier: Dataset, entity: Entity) -> Dataset:
        """Say available."""
        made = super().answer_for(identifier, entity)
        if "InstanceAvailability" in made:
            made.InstanceAvailability = "AVAILABLE"
        return made


class TextualTimes(Matching):
    """Compares times as text of the same length."""

    def in_range(self, vr: str, asked: str, held: str) -> bool:
        """Take a short bound for another time."""
        low, _, high = asked.partition("-")
        if vr == "TM" and (0 < len(low) < 6 or 0 < len(high) < 6):  # noqa: PLR2004 - HHMMSS
            return False
        return super().in_range(vr, asked, held)


class TextualArchive(Archive):
    """Knows times to the second only."""

    matching = TextualTimes()


class CombiningArchive(Archive):
    """Takes a date range and a time range for one period, unasked."""

    def matches(self, identifier: Dataset, entity: Entity) -> bool:
        """Compare the two as one."""
        day, time = (texts(identifier.get(Tag(one))) for one in ("StudyDate", "StudyTime"))
        if not (day and time and "-" in day[0] and "-" in time[0]):
            return super().matches(identifier, entity)
        asked = Dataset()
        for key in identifier:
            if key.keyword not in {"StudyDate", "StudyTime"}:
                asked.add(key)
        (first, _, last), (begin, _, end) = day[0].partition("-"), time[0].partition("-")
        at = "".join(next(iter(texts(entity.attributes.get(Tag(one)))), "") for one in ("StudyDate", "StudyTime"))
        return first + begin <= at <= last + end and super().matches(asked, entity)


class ShallowMatching(Matching):
    """Ignores all keys inside the item of a sequence."""

    def sequence(self, key: DataElement, stored: DataElement | None) -> bool:
        """Match."""
        return True


class ShallowMatchingArchive(Archive):
    """Ignores keys inside sequences."""

    matching = ShallowMatching()


class LatinReadingArchive(Archive):
    """Reads every query as Latin-1."""

    def identifier(self, association: Association, message: Message) -> Dataset | None:
        """Take the octets for letters of Latin-1."""
        read = super().identifier(association, message)
        if read is not None and "PatientName" in read and not str(read.PatientName).isascii():
            octets = read.PatientName.encode(read.PatientName.encodings)
            read.PatientName = b"=".join(octets if isinstance(octets, tuple) else (octets,)).decode("latin-1")
        return read


class CaseMinded(Matching):
    """Compares names letter by letter."""

    def single(self, vr: str, asked: str, held: str) -> bool:
        """Mind the case."""
        return asked == held if vr == "PN" else super().single(vr, asked, held)


class CaseMindedArchive(Archive):
    """Minds the case of names, which its statement says it does not."""

    matching = CaseMinded()


SABOTEURS = (
    vice("dicom.find-ignores-numbers", NumberlessArchive, c.FIND_MATCHES_EACH_KEY),
    vice("dicom.find-ignores-modalities", ModalityBlindArchive, c.FIND_MATCHES_MODALITIES),
    vice("dicom.find-guesses-level", GuessingArchive, c.FIND_LEVEL_REFUSED),
    vice("dicom.find-relational-in-name", RelationalInNameArchive, c.FIND_RELATIONAL_TRUE),
    vice("dicom.find-fussy", FussyArchive, c.FIND_OPTIONAL_KEY_HARMLESS),
    vice("dicom.find-makes-up-values", InventingKeysArchive, c.FIND_OPTIONAL_KEY_HARMLESS),
    vice("dicom.find-boasts", BoastingArchive, c.FIND_AVAILABILITY),
    vice("dicom.find-times-as-text", TextualArchive, c.FIND_TIME_BY_MEANING, also=LISTED),
    vice("dicom.find-combines-unasked", CombiningArchive, c.FIND_DATE_AND_TIME_APART),
    vice("FI17", ShallowMatchingArchive, c.FIND_MATCHES_SEQUENCE, also=LISTED),
    vice("dicom.find-reads-latin-only", LatinReadingArchive, c.FIND_TEXT_IN_ANY_SET),
    vice("FI18", CaseMindedArchive, c.FIND_NAME_AS_CLAIMED, also=[*LISTED, *FIND]),
)
