"""The query service: C-FIND on patient and study root, hierarchical or, when negotiated, relational (PS3.4 C.4.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydicom.dataset import Dataset
from pydicom.tag import Tag

from conformance.dicom.samples import syntaxes
from conformance.dicom.simulator import anatomy, messages
from conformance.dicom.simulator.acceptor import LITTLE_ENDIAN, Acceptor
from conformance.dicom.simulator.associating import Malformed
from conformance.dicom.simulator.entities import KEYS, LEVELS, UNIQUE, Entity, entities, is_ascii, projected
from conformance.dicom.simulator.matching import Matching, texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pydicom.dataelem import DataElement

    from conformance.dicom.simulator.associating import Request
    from conformance.dicom.simulator.messages import Message
    from conformance.dicom.simulator.stores import InstanceStore
    from conformance.dicom.simulator.upperlayer import Association

PATIENT_ROOT_FIND, STUDY_ROOT_FIND = "1.2.840.10008.5.1.4.1.2.1.1", "1.2.840.10008.5.1.4.1.2.2.1"
ROOTS: Final = {PATIENT_ROOT_FIND: "PATIENT", STUDY_ROOT_FIND: "STUDY"}
SUCCESS, PENDING, PENDING_WITHOUT_OPTIONAL_KEYS, CANCELLED = 0x0000, 0xFF00, 0xFF01, 0xFE00
NOT_OF_THE_CLASS, NOT_PROCESSED = 0xA900, 0xC000
_NO_KEYS: Final = frozenset({"SpecificCharacterSet", "QueryRetrieveLevel", "TimezoneOffsetFromUTC"})
_SAID_OF_THE_ARCHIVE: Final = frozenset({"RetrieveAETitle", "InstanceAvailability"})


class Finding(Acceptor):
    """Answers C-FIND."""

    instances: InstanceStore
    matching = Matching()

    def supported(self, abstract: str) -> Iterable[str] | None:
        """Take queries in both little endian syntaxes."""
        return LITTLE_ENDIAN if abstract in ROOTS else super().supported(abstract)

    def serve(self, association: Association, message: Message) -> None:
        """Answer C-FIND."""
        abstract = association.contexts[message.context_id].abstract
        if message.field == messages.C_FIND and abstract in ROOTS:
            self.find(association, message, ROOTS[abstract])
        else:
            super().serve(association, message)

    def find(self, association: Association, message: Message, root: str) -> None:
        """Send one pending response for each match, then the end (PS3.4 C.4.1.3.1)."""
        identifier = self.identifier(association, message)
        status = NOT_PROCESSED if identifier is None else self.misasked(identifier, root)
        if identifier is not None and self.relational(association, message):
            status = 0 if level_of(identifier) in LEVELS[LEVELS.index(root) :] else NOT_OF_THE_CLASS
        if identifier is None or status:
            self.respond(association, message, status, ErrorComment="the identifier does not fit the query model")
            return
        for entity in self.found(identifier):
            if association.cancelled(message.id):
                self.respond(association, message, CANCELLED)
                return
            self.tell(association, message, self.answer_for(identifier, entity), self.pending_status(identifier))
        self.respond(association, message, SUCCESS)

    def extended(self, request: Request) -> Mapping[str, bytes]:
        """Grant relational queries to who asks for them, and no other option (PS3.4 C.5.1.1.2)."""
        asked = {uid: options for uid, options in request.extended.items() if uid in ROOTS}
        return {uid: (b"\1" if options[:1] == b"\1" else b"\0") + b"\0\0\0" for uid, options in asked.items()}

    def relational(self, association: Association, message: Message) -> bool:
        """Return whether relational queries were granted on this association."""
        uid = association.contexts[message.context_id].abstract
        return association.extended.get(uid, b"")[:1] == b"\1"

    def tell(self, association: Association, message: Message, match: Dataset, status: int) -> None:
        """Send one match, in the context's transfer syntax."""
        transfer = association.contexts[message.context_id].transfer
        self.respond(association, message, status, syntaxes.encoded(match, transfer))

    def identifier(self, association: Association, message: Message) -> Dataset | None:
        """Read a request's identifier; None when it can't be."""
        return read_identifier(message.data, association.contexts[message.context_id].transfer)

    def misasked(self, identifier: Dataset, root: str) -> int:
        """Return the status of a query the hierarchy does not allow, 0 when it does (PS3.4 C.4.1.3.1.1)."""
        level = level_of(identifier)
        if level not in LEVELS[LEVELS.index(root) :]:
            return NOT_OF_THE_CLASS
        above = LEVELS[LEVELS.index(root) : LEVELS.index(level)]
        return 0 if all(self.single_unique(identifier, one) for one in above) else NOT_OF_THE_CLASS

    def single_unique(self, identifier: Dataset, level: str) -> bool:
        """Return whether the unique key of a level above has exactly one value, nothing wild."""
        values = asked_for(identifier, UNIQUE[level])
        return len(values) == 1 and bool(values[0]) and not set(values[0]) & {"*", "?"}

    def found(self, identifier: Dataset) -> Iterator[Entity]:
        """Yield the entities of the level asked that match all keys."""
        for entity in entities(self.instances.all(), level_of(identifier)):
            if self.matches(identifier, entity):
                yield entity

    def matches(self, identifier: Dataset, entity: Entity) -> bool:
        """Return whether an entity matches every supported key (PS3.4 C.2.2.1)."""
        level = level_of(identifier)
        return all(
            self.matching.matches(key, entity.attributes.get(key.tag))
            for key in identifier
            if self.supports(key.keyword, level)
        )

    def supports(self, keyword: str, level: str) -> bool:
        """Return whether a key is matched and returned at a level; patients' attributes also with studies."""
        if keyword in KEYS[level] or (level == "STUDY" and keyword in KEYS["PATIENT"]):
            return True
        return keyword in {UNIQUE[one] for one in LEVELS[: LEVELS.index(level)]}

    def pending_status(self, identifier: Dataset) -> int:
        """Say FF01 when an optional key is not supported (PS3.4 C.4.1.1.4)."""
        level = level_of(identifier)
        known = _NO_KEYS | _SAID_OF_THE_ARCHIVE
        missing = any(not self.supports(key.keyword, level) and key.keyword not in known for key in identifier)
        return PENDING_WITHOUT_OPTIONAL_KEYS if missing else PENDING

    def answer_for(self, identifier: Dataset, entity: Entity) -> Dataset:
        """Return the identifier of a pending response (PS3.4 C.4.1.1.3.2)."""
        level = level_of(identifier)
        made = Dataset()
        for key in identifier:
            if self.supports(key.keyword, level):
                made.add(self.returned(key, entity.attributes.get(key.tag)))
        self.add_level(made, level)
        made.RetrieveAETitle = self.aet
        if "InstanceAvailability" in identifier:
            made.InstanceAvailability = "ONLINE"
        self.add_character_set(made)
        return made

    def returned(self, key: DataElement, held: DataElement | None) -> DataElement:
        """Return the value of one key."""
        return projected(key, held)

    def add_level(self, match: Dataset, level: str) -> None:
        """Echo the level."""
        match.QueryRetrieveLevel = level

    def add_character_set(self, match: Dataset) -> None:
        """Write text that is not ASCII in UTF-8, and say so (PS3.5 6.1.2.3)."""
        if not is_ascii(match):
            match.SpecificCharacterSet = "ISO_IR 192"


def level_of(identifier: Dataset) -> str:
    """Return Query/Retrieve Level (0008,0052)."""
    return str(identifier.get("QueryRetrieveLevel", "") or "")


def asked_for(identifier: Dataset, keyword: str) -> list[str]:
    """Return the values of a key, none when it is empty or absent."""
    return texts(identifier.get(Tag(keyword)))


def read_identifier(data: bytes | None, transfer_syntax: str) -> Dataset | None:
    """Read an identifier whole, values included; None when it can't be read."""
    try:
        anatomy.parts(data or b"", transfer_syntax)
        read = syntaxes.decoded(data or b"", transfer_syntax)
        for element in read.iterall():
            texts(element)
    except Malformed:
        return None
    except Exception:  # noqa: BLE001 - pydicom raises whatever a value's decoder happens to
        return None
    return read
