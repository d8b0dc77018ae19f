"""Repositories with one vice each in what they let in and pass on (ITI-41)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.xds import clauses as c
from conformance.xds.saboteurs.naming import vice
from conformance.xds.simulator import AffinityDomain
from conformance.xds.simulator.parameters import Refused
from conformance.xds.simulator.soap_service import SIMPLE, sender
from conformance.xds.vocabulary import PROVIDE, SUCCESS, XDS, XOP, clark
from conformance.xds.wire.registry import RegistryResponse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.xds.simulator.repository import Kept
    from conformance.xds.simulator.soap_service import Operation, Reply
    from conformance.xds.wire.ebrim import DocumentEntry, Objects
    from conformance.xds.wire.soap import Message

ACTOR = "document-repository"
_LARGE = 500_000


class BlindToHashes(AffinityDomain):
    """Accepts a document whose hash is not the one its metadata give."""

    class Repository(AffinityDomain.Repository):
        def hash_is_right(self, entry: DocumentEntry, content: bytes) -> bool:
            return True


class BlindToSizes(AffinityDomain):
    """Accepts a document whose size is not the one its metadata give."""

    class Repository(AffinityDomain.Repository):
        def size_is_right(self, entry: DocumentEntry, content: bytes) -> bool:
            return True


class ContentWithMetadata(AffinityDomain):
    """Accepts an entry whose document is missing."""

    class Repository(AffinityDomain.Repository):
        def document_is_required(self, entry: DocumentEntry) -> bool:
            return False


class ContentWithDocuments(AffinityDomain):
    """Accepts a document that no entry describes."""

    class Repository(AffinityDomain.Repository):
        def metadata_is_required(self, document: str) -> bool:
            return False


class SmoothsOver(AffinityDomain):
    """Tells the source Success although the registry refused."""

    class Repository(AffinityDomain.Repository):
        def relayed(self, answered: RegistryResponse) -> RegistryResponse:
            return RegistryResponse(SUCCESS)


class RegistersFirst(AffinityDomain):
    """Refuses a document with a wrong hash or size, but has registered it already."""

    class Repository(AffinityDomain.Repository):
        def examine(self, objects: Objects, contents: Mapping[str, bytes]) -> None:
            try:
                super().examine(objects, contents)
            except Refused:
                entries = tuple(self.completed(one, contents.get(one.id, b"")) for one in objects.entries)
                self.register_with_registry(replace(objects, entries=entries))
                raise


class KeepsItToItself(AffinityDomain):
    """Accepts documents and never tells the registry."""

    class Repository(AffinityDomain.Repository):
        def register_with_registry(self, objects: Objects) -> RegistryResponse:
            return RegistryResponse(SUCCESS)


class TakesOneAtATime(AffinityDomain):
    """Refuses a submission of several documents."""

    class Repository(AffinityDomain.Repository):
        def examine(self, objects: Objects, contents: Mapping[str, bytes]) -> None:
            if len(contents) > 1 and len(objects.entries) > 1:
                raise Refused("XDSRepositoryError", "one document at a time, please")
            super().examine(objects, contents)


class KeepsTheFirst(AffinityDomain):
    """Stores one document under the identifiers of all in its submission."""

    class Repository(AffinityDomain.Repository):
        def publish(self, objects: Objects, contents: Mapping[str, bytes]) -> RegistryResponse:
            answered = super().publish(objects, contents)
            first: Kept | None = None
            for entry in objects.entries:
                kept = self.documents.get(entry.unique_id or "")
                first = first or kept
                if first is not None and kept is not None:
                    self.documents[entry.unique_id or ""] = first
            return answered


class KeepsTheSourcesWord(AffinityDomain):
    """Leaves the repositoryUniqueId as the source wrote it where it had to complete the entry otherwise."""

    class Repository(AffinityDomain.Repository):
        def completed(self, entry: DocumentEntry, content: bytes) -> DocumentEntry:
            done = super().completed(entry, content)
            return done if entry.hash else replace(done, repository_unique_id=entry.repository_unique_id)


class MeasuresNothing(AffinityDomain):
    """Does not add hash and size where the source left them out: what it adds is that of no document."""

    class Repository(AffinityDomain.Repository):
        def completed(self, entry: DocumentEntry, content: bytes) -> DocumentEntry:
            done = super().completed(entry, content)
            return replace(done, hash=entry.hash or "0" * 40, size=entry.size or "0")


class NeedsParts(AffinityDomain):
    """Refuses a package whose document stands inline as base64."""

    class Repository(AffinityDomain.Repository):
        def answer_provide(self, message: Message) -> Reply:
            for document in message.root.iter(clark(XDS, "Document")):
                if document.find(clark(XOP, "Include")) is None:
                    raise sender("the Document has no xop:Include")
            return super().answer_provide(message)


class MisreadsParts(AffinityDomain):
    """Can't read a part of a package that begins with a line end."""

    class Repository(AffinityDomain.Repository):
        def answer_provide(self, message: Message) -> Reply:
            for part in message.package.parts if message.package else ():
                if part.body.startswith(b"\r\n"):
                    raise sender("a part has no content")
            return super().answer_provide(message)


class AnswersPlainly(AffinityDomain):
    """Answers Provide and Register with plain SOAP instead of an MTOM package."""

    class Service(AffinityDomain.Service):
        def response_packaging(self, operation: Operation) -> str:
            plain = operation is self.operations.get(PROVIDE)
            return SIMPLE if plain else super().response_packaging(operation)


class SmallShelves(AffinityDomain):
    """Refuses a document of more than half a megabyte."""

    class Repository(AffinityDomain.Repository):
        def examine(self, objects: Objects, contents: Mapping[str, bytes]) -> None:
            if any(len(one) > _LARGE for one in contents.values()):
                raise Refused("XDSRepositoryOutOfResources", "the document is too large")
            super().examine(objects, contents)


class NothingForNothing(AffinityDomain):
    """Refuses a document of no octets."""

    class Repository(AffinityDomain.Repository):
        def examine(self, objects: Objects, contents: Mapping[str, bytes]) -> None:
            if b"" in contents.values():
                raise Refused("XDSRepositoryError", "the document is empty")
            super().examine(objects, contents)


class TakesTwins(AffinityDomain):
    """Takes two documents under one identifier, and has the registry know of the second alone."""

    class Repository(AffinityDomain.Repository):
        def examine_identifiers(self, objects: Objects) -> None:
            """Let twins pass."""

        def register_with_registry(self, objects: Objects) -> RegistryResponse:
            last = {one.unique_id: one for one in objects.entries}
            kept = {one.id for one in last.values()}
            dropped = {one.id for one in objects.entries} - kept
            ties = tuple(one for one in objects.associations if one.target not in dropped)
            entries = tuple(one for one in objects.entries if one.id in kept)
            return super().register_with_registry(replace(objects, entries=entries, associations=ties))


UNSHARED = (c.MHD_EQUAL, c.MHD_PUBLISHED, c.MHD_XML)
"""What mobile access loses when a repository tells no registry."""
UNTOLD = (c.REGISTRY_ERROR_RELAYED, c.MANIFEST_METADATA)

REPOSITORIES = (
    vice("XR01", BlindToHashes, [c.WRONG_HASH_REFUSED], actor=ACTOR),
    vice("XR02", BlindToSizes, [c.WRONG_SIZE_REFUSED], actor=ACTOR),
    vice("XR03", ContentWithMetadata, [c.MISSING_DOCUMENT], actor=ACTOR),
    vice("XR04", ContentWithDocuments, [c.MISSING_METADATA], actor=ACTOR),
    vice("XR10", SmoothsOver, [c.REGISTRY_ERROR_RELAYED], actor=ACTOR),
    vice("XR17", AnswersPlainly, [c.PROVIDE_RESPONSE_MTOM], actor=ACTOR),
    vice("xds.registers-first", RegistersFirst, [c.NOTHING_STORED], actor=ACTOR),
    vice(
        "xds.keeps-it-to-itself",
        KeepsItToItself,
        [c.PROVIDE_FINDABLE],
        [*UNTOLD, *UNSHARED, c.MANIFEST_EVENTS, c.MANIFEST_BY_REFERENCE, c.MHD_LISTS],
        actor=ACTOR,
    ),
    vice(
        "xds.takes-one-at-a-time",
        TakesOneAtATime,
        [c.PROVIDE_SEVERAL],
        [c.WRONG_HASH_REFUSED, c.DUPLICATE_PROVIDED],
        actor=ACTOR,
    ),
    vice("xds.keeps-the-first", KeepsTheFirst, [c.PROVIDE_SEVERAL], [c.MHD_PUBLISHED], actor=ACTOR),
    vice("xds.keeps-the-sources-word", KeepsTheSourcesWord, [c.REPOSITORY_ID_SET], actor=ACTOR),
    vice("xds.measures-nothing", MeasuresNothing, [c.HASH_AND_SIZE_ADDED], actor=ACTOR),
    vice("xds.needs-parts", NeedsParts, [c.PROVIDE_INLINE], actor=ACTOR),
    vice("xds.misreads-parts", MisreadsParts, [c.PROVIDE_XOP], actor=ACTOR),
    vice("xds.takes-twins", TakesTwins, [c.DUPLICATE_PROVIDED], actor=ACTOR),
    vice("xds.small-shelves", SmallShelves, [c.PROVIDE_ACCEPTED], actor=ACTOR),
    vice("xds.nothing-for-nothing", NothingForNothing, [c.EMPTY_DOCUMENT], actor=ACTOR),
)
