"""Archives with one vice in how they write the matches of a query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset

from conformance.dicom import clauses as c
from conformance.dicom.saboteurs.entries import FIND, LISTED, vice
from conformance.dicom.samples import syntaxes
from conformance.dicom.simulator import Archive, anatomy, messages
from conformance.dicom.simulator.entities import Entity, is_ascii
from conformance.dicom.simulator.finding import SUCCESS

if TYPE_CHECKING:
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


class MisplacingArchive(Archive):
    """Puts an Error Comment, which belongs to the command set, into the identifier."""

    def tell(self, association: Association, message: Message, match: Dataset, status: int) -> None:
        """Begin the identifier with it."""
        transfer = association.contexts[message.context_id].transfer
        comment = b"all is well "
        size = len(comment).to_bytes(4, "little") if syntaxes.is_implicit(transfer) else b"LO\x0c\0"
        octets = b"\0\0\x02\x09" + size + comment + syntaxes.encoded(match, transfer)
        self.respond(association, message, status, octets)


class GarblingArchive(Archive):
    """Sends identifiers that can't be decoded."""

    def tell(self, association: Association, message: Message, match: Dataset, status: int) -> None:
        """Cut the last element short and spoil a length."""
        octets = syntaxes.encoded(match, association.contexts[message.context_id].transfer)
        self.respond(association, message, status, octets[:4] + b"\xff\xff\xff\x7f" + octets[8:-3])


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


SABOTEURS = (
    vice("dicom.final-with-identifier", BaggageArchive, c.FINAL_WITHOUT_DATA_SET),
    vice("FI03", LevellessArchive, c.FIND_ECHOES_LEVEL),
    vice("FI04", OmittingArchive, c.FIND_RETURNS_REQUIRED_KEYS),
    vice(
        "FI05",
        EndlessArchive,
        c.FIND_SUCCEEDS,
        scenarios=("dicom.query.by-patient-id", "dicom.query.no-match"),
        also=[c.FIND_NO_MATCH, c.FIND_READABLE],
    ),
    vice("FI08", ForgetfulQueryArchive, c.RESPONSE_NAMES_ITS_REQUEST),
    vice(
        "FI22",
        MisformingArchive,
        c.FIND_VALUES_FIT,
        also=[c.FIND_COUNTS, c.FIND_RETURNS_REQUIRED_KEYS, c.RETRIEVE_AGREES_WITH_QUERY],
    ),
    vice("FI23", UnlabelledArchive, c.FIND_TRUE_CHARACTER_SET, also=LISTED),
    vice("FI06", MisplacingArchive, c.FIND_RETURNS_ONLY_ASKED, also=[*LISTED, c.FIND_READABLE]),
    vice("FI30", GarblingArchive, c.FIND_READABLE, also=[*FIND, *LISTED, c.EVEN_FRAGMENTS, c.STORE_NOTHING_PURGED]),
    vice("dicom.find-anonymous", AnonymousArchive, c.FIND_NAMES_RETRIEVE_AE),
    vice("dicom.find-blank", BlankArchive, c.FIND_RETURNS_REQUIRED_KEYS, also=FIND),
    vice("dicom.find-chatty", ChattyArchive, c.FIND_RETURNS_ONLY_ASKED),
    vice("dicom.find-question-marks", QuestionMarkArchive, c.FIND_TRUE_CHARACTER_SET, also=[*LISTED]),
)
