"""An honest and strict document repository: Provide and Register (ITI-41) and Retrieve Document Set (ITI-43)."""

from __future__ import annotations

import hashlib
import threading
import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from conformance.xds.simulator.parameters import Refused
from conformance.xds.simulator.registry import failed
from conformance.xds.simulator.soap_service import MTOM, Operation, Reply, SoapService, asked_by, sender
from conformance.xds.vocabulary import ERROR, FAILURE, PARTIAL_SUCCESS, PROVIDE, RETRIEVE, SUCCESS
from conformance.xds.wire import registry as registering
from conformance.xds.wire import repository as retrieving
from conformance.xds.wire.registry import RegistryError, RegistryResponse, read_provided, write_registry_response
from conformance.xds.wire.repository import (
    DocumentRequest,
    RetrievedDocument,
    RetrieveResponse,
    read_retrieve,
    write_retrieve_response,
)
from conformance.xds.wire.unreadable import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from conformance.xds.simulator.serving import Asked, Told
    from conformance.xds.wire.ebrim import DocumentEntry, Objects
    from conformance.xds.wire.soap import Message

METADATA = "XDSRepositoryMetadataError"


@dataclass(frozen=True, slots=True)
class Kept:
    """A document on the shelf: its octets, and the MIME type its metadata gave it."""

    content: bytes
    mime_type: str


class Repository:
    """Keeps documents and has a registry know of them.

    ``register`` is whoever answers ITI-42: a registry's ``register`` in the same process. Embedded, it is
    driven by ``publish`` and ``retrieve``.
    """

    def __init__(
        self,
        unique_id: str,
        register: Callable[[Objects], RegistryResponse],
        service: type[SoapService] = SoapService,
    ) -> None:
        self.unique_id = unique_id
        self.documents: dict[str, Kept] = {}
        self.on_demand: dict[str, Kept] = {}
        """What is made when it is asked for, by the uniqueId of its entry."""
        self._register = register
        self._lock = threading.RLock()
        operations = {
            PROVIDE: Operation(registering.PROVIDE, MTOM, self.answer_provide),
            RETRIEVE: Operation(retrieving.RETRIEVE, MTOM, self.answer_retrieve),
        }
        self.service = service(operations)

    def answer(self, asked: Asked) -> Told:
        """Answer one HTTP request."""
        return self.service.answer(asked)

    # ITI-41.

    def answer_provide(self, message: Message) -> Reply:
        """Answer a ProvideAndRegisterDocumentSetRequest."""
        body = message.body
        try:
            objects = registering.read_submission(body) if body is not None else None
        except Unreadable as trouble:
            raise sender(str(trouble)) from None
        if objects is None:
            raise sender("there is no submission")
        carried, problems = read_provided(message)
        if problems:
            raise sender(problems[0])
        contents = {one.entry_id: one.octets for one in carried}
        if len(contents) != len(carried):
            raise sender("two Document elements have the same id")
        return Reply(write_registry_response(self.publish(objects, contents)))

    def publish(self, objects: Objects, contents: Mapping[str, bytes]) -> RegistryResponse:
        """Store the documents of a submission and register it; return what the registry says of it.

        ``contents`` maps the id of an entry to its document. The entries need no hash, size or
        repositoryUniqueId; those that come with a hash or size must have the right one
        (ITI TF-2 3.41.4.1.3).
        """
        try:
            self.examine(objects, contents)
        except Refused as refused:
            return failed(refused)
        entries = tuple(self.completed(one, contents.get(one.id, b"")) for one in objects.entries)
        with self._lock:
            before = dict(self.documents)
            for entry in entries:
                self.store(entry, contents.get(entry.id, b""))
            answered = self.register_with_registry(replace(objects, entries=entries))
            if self.takes_back(answered):
                self.documents = before
        return self.relayed(answered)

    def examine(self, objects: Objects, contents: Mapping[str, bytes]) -> None:
        """Raise Refused when documents and entries do not fit together."""
        self.examine_identifiers(objects)
        for entry in objects.entries:
            content = contents.get(entry.id)
            if content is None:
                if self.document_is_required(entry):
                    raise Refused("XDSMissingDocument", f"the entry {entry.id} has no document", entry.id)
                continue
            if not self.hash_is_right(entry, content):
                raise Refused(METADATA, f"the document is not of hash {entry.hash}", entry.unique_id or "")
            if not self.size_is_right(entry, content):
                raise Refused(METADATA, f"the document is not of size {entry.size}", entry.unique_id or "")
            self.examine_same_document(entry, content)
        for spare in contents.keys() - {entry.id for entry in objects.entries}:
            if self.metadata_is_required(spare):
                raise Refused("XDSMissingDocumentMetadata", f"the document {spare} has no entry", spare)

    def examine_identifiers(self, objects: Objects) -> None:
        """Refuse one uniqueId for two documents of a submission."""
        names = [one.unique_id for one in objects.entries]
        for name in names:
            if names.count(name) > 1:
                raise Refused("XDSRepositoryDuplicateUniqueIdInMessage", f"{name} stands for two documents", str(name))

    def examine_same_document(self, entry: DocumentEntry, content: bytes) -> None:
        """Refuse other octets under a uniqueId that is taken."""
        kept = self.documents.get(entry.unique_id or "")
        if kept is not None and kept.content != content:
            raise Refused("XDSNonIdenticalHash", f"{entry.unique_id} is stored with other octets", entry.id)

    def document_is_required(self, entry: DocumentEntry) -> bool:  # noqa: ARG002 - a variant may answer by it
        """Return whether an entry without a document is refused."""
        return True

    def metadata_is_required(self, document: str) -> bool:  # noqa: ARG002 - a variant may answer by it
        """Return whether a document without an entry is refused."""
        return True

    def hash_is_right(self, entry: DocumentEntry, content: bytes) -> bool:
        """Return whether the hash of an entry, when it has one, is that of its document."""
        return entry.hash is None or entry.hash.lower() == sha1(content)

    def size_is_right(self, entry: DocumentEntry, content: bytes) -> bool:
        """Return whether the size of an entry, when it has one, is that of its document."""
        return entry.size is None or entry.size == str(len(content))

    def completed(self, entry: DocumentEntry, content: bytes) -> DocumentEntry:
        """Return an entry with what a repository adds: its own unique id, hash and size."""
        return replace(entry, repository_unique_id=self.unique_id, hash=sha1(content), size=str(len(content)))

    def store(self, entry: DocumentEntry, content: bytes) -> None:
        """Put a document on the shelf."""
        self.documents[entry.unique_id or ""] = Kept(content, entry.mime_type or "")

    def register_with_registry(self, objects: Objects) -> RegistryResponse:
        """Have the registry take in a submission (ITI-42)."""
        return self._register(objects)

    def takes_back(self, answered: RegistryResponse) -> bool:
        """Return whether the documents of a refused submission are dropped again."""
        return answered.status == FAILURE

    def relayed(self, answered: RegistryResponse) -> RegistryResponse:
        """Return what the sender is told of the registry's answer: all of it (ITI TF-2 3.41.4.1.3.2)."""
        return answered

    # ITI-43.

    def answer_retrieve(self, message: Message) -> Reply:
        """Answer a RetrieveDocumentSetRequest."""
        asked = asked_by(message, "request", read_retrieve)
        if not asked:
            raise sender("the request names no document")
        return self.retrieve_told(self.retrieve(asked))

    def retrieve_told(self, answer: RetrieveResponse) -> Reply:
        """Return the reply that carries documents, each as a part of its own."""
        body, parts = write_retrieve_response(answer, uuid.uuid4().hex[:16])
        return Reply(body, tuple(parts))

    def retrieve(self, asked: tuple[DocumentRequest, ...]) -> RetrieveResponse:
        """Return each document asked for, or an error in its place."""
        documents: list[RetrievedDocument] = []
        errors: list[RegistryError] = []
        for one in asked:
            found = self.one(one)
            if isinstance(found, RetrievedDocument):
                documents.append(found)
            else:
                errors.append(found)
        return RetrieveResponse(self.retrieval_outcome(documents, errors), tuple(documents))

    def one(self, asked: DocumentRequest) -> RetrievedDocument | RegistryError:
        """Return one document, or why it can't be had."""
        if not self.repository_is_ours(asked):
            why = f"the repository {asked.repository} is not this one"
            return RegistryError("XDSUnknownRepositoryId", why, ERROR, asked.document)
        if asked.document in self.on_demand:
            return self.made(asked, self.on_demand[asked.document])
        kept = self.documents.get(asked.document)
        if kept is None:
            return RegistryError("XDSDocumentUniqueIdError", "no such document is here", ERROR, asked.document)
        return self.handed_out(asked, kept)

    def made(self, asked: DocumentRequest, content: Kept) -> RetrievedDocument:
        """Return a document made now, kept under an identifier of its own (ITI TF-2 3.43.4.2.2)."""
        name = self.name_of(content)
        self.documents[name] = content
        return replace(self.handed_out(asked, content), new_repository=self.unique_id, new_document=name)

    def name_of(self, made: Kept) -> str:
        """Return the identifier of a document made on demand: the same as long as its octets are."""
        return f"2.25.{int(sha1(made.content)[:32], 16)}"

    def repository_is_ours(self, asked: DocumentRequest) -> bool:
        """Return whether the request names this repository."""
        return asked.repository == self.unique_id

    def handed_out(self, asked: DocumentRequest, kept: Kept) -> RetrievedDocument:
        """Return a document as it is given back; the home community only when it was named."""
        return RetrievedDocument(self.unique_id, asked.document, kept.mime_type, kept.content, home=asked.home)

    def retrieval_outcome(self, documents: list[RetrievedDocument], errors: list[RegistryError]) -> RegistryResponse:
        """Return the status of a retrieval: all, some or none of the documents (ITI TF-3 4.2.4.2)."""
        if not errors:
            return RegistryResponse(SUCCESS)
        return RegistryResponse(PARTIAL_SUCCESS if documents else FAILURE, tuple(errors), ERROR)


def sha1(content: bytes) -> str:
    """Return the hash of a document as metadata gives it (ITI TF-3 4.2.3.2.10)."""
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()
