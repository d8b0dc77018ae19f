"""Archives with one vice in how they answer queries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conformance.dicom import clauses as c
from conformance.dicom.saboteurs.entries import FIND, vice
from conformance.dicom.simulator import Archive, anatomy, messages
from conformance.dicom.simulator.finding import level_of
from conformance.dicom.simulator.matching import texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydicom.dataset import Dataset

    from conformance.dicom.simulator.entities import Entity
    from conformance.dicom.simulator.messages import Message
    from conformance.dicom.simulator.upperlayer import Association


class SpaceArchive(Archive):
    """Ignores a patient identifier that is padded with a space, and returns everybody's studies."""

    def identifier(self, association: Association, message: Message) -> Dataset | None:
        """Forget the key."""
        read = super().identifier(association, message)
        if read is None or message.data is None:
            return read
        transfer = association.contexts[message.context_id].transfer
        for part in anatomy.parts(message.data, transfer):
            if part.tag == 0x00100020 and message.data[part.value : part.end].endswith(b" "):  # noqa: PLR2004 - a tag
                read.PatientID = ""
        return read


class LeakyArchive(Archive):
    """Returns everybody's studies to everybody."""

    def matches(self, identifier: Dataset, entity: Entity) -> bool:
        """Match all."""
        return True


class EmptyArchive(Archive):
    """Finds nothing."""

    def matches(self, identifier: Dataset, entity: Entity) -> bool:
        """Match none."""
        return False


class FlatArchive(Archive):
    """Answers below the study level without the unique keys above."""

    def single_unique(self, identifier: Dataset, level: str) -> bool:
        """Ask for none."""
        return True


class HeadlessArchive(Archive):
    """Refuses queries at one level of the hierarchy."""

    level = ""

    def misasked(self, identifier: Dataset, root: str) -> int:
        """Refuse this level."""
        return 0xA900 if level_of(identifier) == self.level else super().misasked(identifier, root)


class PatientlessArchive(HeadlessArchive):
    """Refuses queries at the patient level."""

    level = "PATIENT"


class StudylessArchive(HeadlessArchive):
    """Refuses queries at the study level."""

    level = "STUDY"


class SerieslessArchive(HeadlessArchive):
    """Refuses queries at the series level."""

    level = "SERIES"


class ImagelessArchive(HeadlessArchive):
    """Refuses queries at the image level."""

    level = "IMAGE"


class DoublingArchive(Archive):
    """Sends each match twice."""

    def found(self, identifier: Dataset) -> Iterator[Entity]:
        """Find it again."""
        for entity in super().found(identifier):
            yield entity
            yield entity


class ProvincialArchive(Archive):
    """Finds names in the character set they are stored in alone."""

    def matches(self, identifier: Dataset, entity: Entity) -> bool:
        """Compare labels first."""
        asked, name = identifier.get("SpecificCharacterSet"), str(identifier.get("PatientName", "") or "")
        held = entity.instances[0].head.get("SpecificCharacterSet")
        if not name.isascii() and asked != held:
            return False
        return super().matches(identifier, entity)


class MiscountedArchive(Archive):
    """Counts one instance too few."""

    def answer_for(self, identifier: Dataset, entity: Entity) -> Dataset:
        """Miss one."""
        match = super().answer_for(identifier, entity)
        for keyword in ("NumberOfStudyRelatedInstances", "NumberOfSeriesRelatedInstances"):
            if keyword in match:
                setattr(match, keyword, str(len(entity.instances) - 1))
        return match


class OneModalityArchive(Archive):
    """Tells one modality of a study that has several."""

    def answer_for(self, identifier: Dataset, entity: Entity) -> Dataset:
        """Tell the first."""
        match = super().answer_for(identifier, entity)
        if "ModalitiesInStudy" in match:
            match.ModalitiesInStudy = (texts(match["ModalitiesInStudy"]) or [""])[0]
        return match


class CuttingArchive(Archive):
    """Cuts off matches after the first and says success."""

    def found(self, identifier: Dataset) -> Iterator[Entity]:
        """Stop after one."""
        for entity in super().found(identifier):
            yield entity
            return


class FailingArchive(Archive):
    """Fails queries that match nothing."""

    def find(self, association: Association, message: Message, root: str) -> None:
        """Fail."""
        identifier = self.identifier(association, message)
        if identifier is not None and not self.misasked(identifier, root) and not any(self.found(identifier)):
            self.respond(association, message, 0xC001)
        else:
            super().find(association, message, root)


class HeedlessArchive(Archive):
    """Ends a cancelled query with a failure."""

    def response(self, message: Message, status: int, data: bytes | None, **more: Any) -> Dataset:  # noqa: ANN401 - as its base
        """Say C000 for FE00."""
        status = 0xC000 if message.field == messages.C_FIND and status == 0xFE00 else status  # noqa: PLR2004 - cancelled
        return super().response(message, status, data, **more)


SABOTEURS = (
    vice("FI19", SpaceArchive, c.FIND_SPACES_DO_NOT_COUNT),
    vice("FI21", FlatArchive, c.FIND_NEEDS_UPPER_KEYS),
    vice("FI25", MiscountedArchive, c.FIND_COUNTS, also=[c.RETRIEVE_AGREES_WITH_QUERY]),
    vice("FI26", OneModalityArchive, c.FIND_COUNTS, also=[c.FIND_MATCHES_MODALITIES]),
    vice("FI27", CuttingArchive, c.FIND_ONE_RESPONSE_PER_MATCH, also=[*FIND, c.STORE_NOTHING_PURGED]),
    vice(
        "dicom.find-everybody",
        LeakyArchive,
        c.FIND_MATCHES_SINGLE_VALUE,
        also=[*FIND, c.RETRIEVE_AGREES_WITH_QUERY],
    ),
    vice("dicom.find-nobody", EmptyArchive, c.FIND_MATCHES_SINGLE_VALUE, also=FIND),
    vice("dicom.find-no-patients", PatientlessArchive, c.FIND_PATIENT_LEVEL, also=[c.FIND_ONE_RESPONSE_PER_MATCH]),
    vice("dicom.find-no-studies", StudylessArchive, c.FIND_STUDY_LEVEL, also=FIND),
    vice(
        "dicom.find-no-series",
        SerieslessArchive,
        c.FIND_SERIES_LEVEL,
        also=[
            c.FIND_MATCHES_EACH_KEY,
            c.FIND_MATCHES_SINGLE_VALUE,
            c.FIND_ONE_RESPONSE_PER_MATCH,
            c.FIND_PATIENT_LEVEL,
        ],
    ),
    vice(
        "dicom.find-no-images",
        ImagelessArchive,
        c.FIND_IMAGE_LEVEL,
        also=[
            c.FIND_CANCELLED,
            c.FIND_MATCHES_EACH_KEY,
            c.FIND_ONE_RESPONSE_PER_MATCH,
            c.FIND_PATIENT_LEVEL,
            c.FIND_SUCCEEDS,
        ],
    ),
    vice("dicom.find-twice", DoublingArchive, c.FIND_ONE_RESPONSE_PER_MATCH, also=FIND),
    vice("dicom.find-provincial", ProvincialArchive, c.FIND_TEXT_IN_ANY_SET),
    vice(
        "dicom.find-no-match-fails",
        FailingArchive,
        c.FIND_NO_MATCH,
        also=[c.FIND_CASE_SENSITIVE, c.FIND_MATCHES_SINGLE_VALUE, c.FIND_NO_WILDCARDS_IN_UIDS],
    ),
    vice("dicom.find-cancel-fails", HeedlessArchive, c.FIND_CANCELLED),
)
