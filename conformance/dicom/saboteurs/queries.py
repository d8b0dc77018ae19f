"""Archives with one vice in how they answer queries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset

from conformance.dicom.samples import syntaxes
from conformance.dicom.simulator import Archive, anatomy, messages
from conformance.dicom.simulator.entities import Entity, is_ascii
from conformance.dicom.simulator.finding import SUCCESS, level_of
from conformance.dicom.simulator.matching import texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.dicom.simulator.messages import Message
    from conformance.dicom.simulator.upperlayer import Association


class LevellessArchive(Archive):
    """Answers without the Query/Retrieve Level."""

    def add_level(self, match: Dataset, level: str) -> None:
        """Leave it out."""


class AnonymousArchive(Archive):
    """Answers without saying from where to retrieve."""

    def answer_for(self, identifier: Dataset, entity: Entity) -> Dataset:
        """Leave it out."""
        match = super().answer_for(identifier, entity)
        del match.RetrieveAETitle
        return match


class OmittingArchive(Archive):
    """Leaves out the keys that have no value."""

    def answer_for(self, identifier: Dataset, entity: Entity) -> Dataset:
        """Drop what is empty."""
        match = super().answer_for(identifier, entity)
        for element in list(match):
            if not element.value:
                del match[element.tag]
        return match


class BlankArchive(Archive):
    """Returns the keys it was asked for without their values."""

    def returned(self, key: DataElement, held: DataElement | None) -> DataElement:
        """Forget all but UIDs."""
        return super().returned(key, held if key.VR == "UI" else None)


class ChattyArchive(Archive):
    """Returns attributes nobody asked for."""

    def answer_for(self, identifier: Dataset, entity: Entity) -> Dataset:
        """Add the patient's sex and a comment."""
        match = super().answer_for(identifier, entity)
        match.PatientComments = "nobody asked"
        match.PatientSex = "O"
        return match


class EndlessArchive(Archive):
    """Says pending where it should say success, for ever."""

    def response(self, message: Message, status: int, data: bytes | None, **more: Any) -> Dataset:  # noqa: ANN401 - as its base
        """Never end a query."""
        command = super().response(message, status, data, **more)
        if message.field == messages.C_FIND and status == SUCCESS:
            command.Status = 0xFF00
        return command


class ForgetfulQueryArchive(Archive):
    """Answers queries under another Message ID."""

    def response(self, message: Message, status: int, data: bytes | None, **more: Any) -> Dataset:  # noqa: ANN401 - as its base
        """Miscount."""
        command = super().response(message, status, data, **more)
        if message.field == messages.C_FIND:
            command.MessageIDBeingRespondedTo = (message.id + 7) % 65536
        return command


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


class MisformingArchive(Archive):
    """Returns counts with a decimal point, which an integer string may not have."""

    def tell(self, association: Association, message: Message, match: Dataset, status: int) -> None:
        """Write them as decimal strings."""
        for keyword in (
            "NumberOfStudyRelatedInstances",
            "NumberOfStudyRelatedSeries",
            "SeriesNumber",
            "InstanceNumber",
        ):
            if match.get(keyword) not in (None, ""):
                value = str(match[keyword].value)
                match[keyword] = DataElement(match[keyword].tag, "SH", f"{value}.0")
        transfer = association.contexts[message.context_id].transfer
        octets = syntaxes.encoded(match, transfer)
        for part in anatomy.parts(octets, transfer):
            if part.vr == "SH" and part.tag in {0x00201208, 0x00201206, 0x00200011, 0x00200013}:
                octets = octets[: part.start + 4] + b"IS" + octets[part.start + 6 :]
        self.respond(association, message, status, octets)


class UnlabelledArchive(Archive):
    """Sends text beyond ASCII without a Specific Character Set."""

    def tell(self, association: Association, message: Message, match: Dataset, status: int) -> None:
        """Take the label off again."""
        transfer = association.contexts[message.context_id].transfer
        octets = syntaxes.encoded(match, transfer)
        if not is_ascii(match):
            label = next(part for part in anatomy.parts(octets, transfer) if part.tag == 0x00080005)  # noqa: PLR2004 - a tag
            octets = octets[: label.start] + octets[label.end :]
        self.respond(association, message, status, octets)


class QuestionMarkArchive(Archive):
    """Writes a question mark for every character beyond ASCII."""

    def add_character_set(self, match: Dataset) -> None:
        """Lose them."""
        for element in match:
            if element.VR == "PN" and element.value:
                element.value = str(element.value).encode("ascii", "replace").decode()


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


class GarblingArchive(Archive):
    """Sends identifiers that can't be decoded."""

    def tell(self, association: Association, message: Message, match: Dataset, status: int) -> None:
        """Cut the last element short and spoil a length."""
        octets = syntaxes.encoded(match, association.contexts[message.context_id].transfer)
        self.respond(association, message, status, octets[:4] + b"\xff\xff\xff\x7f" + octets[8:-3])


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


class BaggageArchive(Archive):
    """Sends an empty identifier along with the final response of a query."""

    def response(self, message: Message, status: int, data: bytes | None, **more: Any) -> Dataset:  # noqa: ANN401 - as its base
        """Announce it."""
        command = super().response(message, status, data, **more)
        if message.field == messages.C_FIND and data is None:
            command.CommandDataSetType = 1
        return command

    def send_response(self, association: Association, message: Message, command: Dataset, data: bytes | None) -> None:
        """Send it."""
        if message.field == messages.C_FIND and data is None:
            level = Dataset()
            level.QueryRetrieveLevel = "STUDY"
            data = syntaxes.encoded(level, association.contexts[message.context_id].transfer)
        super().send_response(association, message, command, data)
