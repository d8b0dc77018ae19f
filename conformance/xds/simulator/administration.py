"""What a registry and repository offer beyond XDS.b: updates, removal, on-demand entries, several patients at once.

ITI-57 (XDS Metadata Update), ITI-62 and ITI-86 (RMD), ITI-61 (On-Demand Documents), ITI-51 (MPQ).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.xds.simulator.parameters import Refused
from conformance.xds.simulator.registry import failed
from conformance.xds.simulator.soap_service import SIMPLE, Operation, Reply, SoapService, asked_by
from conformance.xds.simulator.updating import Updating
from conformance.xds.vocabulary import (
    MULTI_PATIENT_DOCUMENTS,
    MULTI_PATIENT_QUERY,
    ON_DEMAND,
    QUERIES,
    REGISTER_ON_DEMAND,
    REMOVE_DOCUMENTS,
    REMOVE_METADATA,
    SUCCESS,
    UPDATE,
)
from conformance.xds.wire import removal
from conformance.xds.wire.ebrim import Objects
from conformance.xds.wire.registry import (
    QUERY_REQUEST,
    SUBMIT,
    QueryResponse,
    RegistryResponse,
    read_query,
    write_query_response,
    write_registry_response,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformance.xds.simulator.registry import Registry
    from conformance.xds.simulator.repository import Repository
    from conformance.xds.simulator.serving import Asked, Told
    from conformance.xds.wire.ebrim import DocumentEntry
    from conformance.xds.wire.registry import QueryRequest
    from conformance.xds.wire.repository import DocumentRequest
    from conformance.xds.wire.soap import Message

_PATIENT = "$XDSDocumentEntryPatientId"


class Administration(Updating):
    """Answers the options of a registry and a repository at one address."""

    def __init__(self, registry: Registry, repository: Repository, service: type[SoapService] = SoapService) -> None:
        super().__init__(registry)
        self.repository = repository
        operations = {
            UPDATE: Operation(SUBMIT, SIMPLE, self._submitted(self.update)),
            REGISTER_ON_DEMAND: Operation(SUBMIT, SIMPLE, self._submitted(self.register_on_demand)),
            REMOVE_METADATA: Operation(removal.REMOVE_OBJECTS, SIMPLE, self.answer_removal),
            REMOVE_DOCUMENTS: Operation(removal.REMOVE_DOCUMENTS, SIMPLE, self.answer_document_removal),
            MULTI_PATIENT_QUERY: Operation(QUERY_REQUEST, SIMPLE, self.answer_query),
        }
        self.service = service(operations)

    def answer(self, asked: Asked) -> Told:
        """Answer one HTTP request."""
        return self.service.answer(asked)

    def _submitted(self, take: Callable[[Objects], None]) -> Callable[[Message], Reply]:
        def answered(message: Message) -> Reply:
            return self._outcome(lambda: take(self.registry.submitted(message)))

        return answered

    def _outcome(self, take: Callable[[], None]) -> Reply:
        try:
            take()
        except Refused as refused:
            return Reply(write_registry_response(failed(refused)))
        return Reply(write_registry_response(RegistryResponse(SUCCESS)))

    # ITI-61.

    def register_on_demand(self, objects: Objects) -> None:
        """Register on-demand entries (3.61.4.1.3)."""
        registry = self.registry
        named = registry.accepted(registry.with_ids(objects))
        registry.examine_form(named)
        registry.examine_set(named.submission_sets[0])
        registry.examine_patients(named)
        if not named.entries:
            raise Refused("XDSRegistryMetadataError", "there is no on-demand entry")
        for entry in named.entries:
            if entry.object_type != ON_DEMAND or not self.is_unmade(entry):
                raise Refused("XDSRegistryMetadataError", "an on-demand entry is of no document that exists", entry.id)
        registry.holdings = staged = registry.holdings.copy()
        staged.add(named)

    def is_unmade(self, entry: DocumentEntry) -> bool:
        """Return whether an entry says nothing of a document that is yet to be made."""
        return not (entry.creation_time or entry.hash or entry.size)

    # ITI-62.

    def answer_removal(self, message: Message) -> Reply:
        """Answer a RemoveObjectsRequest."""
        ids = removal.read_removal(message.body) if message.body is not None else []
        return self._outcome(lambda: self.remove(ids))

    def remove(self, ids: list[str]) -> None:
        """Remove all of these objects, or none (3.62.4.1.3)."""
        held = self.registry.holdings
        unknown = [one for one in ids if one not in held]
        if unknown or not ids:
            raise Refused("UnresolvedReferenceException", f"{unknown[:1] or 'no object'} is not registered")
        listed = set(ids)
        for one in held.associations.values():
            if one.id not in listed and self.holds_on({one.source, one.target} & listed):
                raise Refused("ReferencesExistException", f"{one.id} still refers to what is to be removed")
        staged = held.copy()
        for kind in (staged.entries, staged.sets, staged.folders, staged.associations):
            for one_id in listed:
                kind.pop(one_id, None)
        self.registry.holdings = staged

    def holds_on(self, ends: set[str]) -> bool:
        """Return whether an association that stays is in the way of a removal."""
        return bool(ends)

    # ITI-86.

    def answer_document_removal(self, message: Message) -> Reply:
        """Answer a RemoveDocumentsRequest."""
        asked = removal.read_document_removal(message.body) if message.body is not None else []
        return self._outcome(lambda: self.remove_documents(asked))

    def remove_documents(self, asked: list[DocumentRequest]) -> None:
        """Remove all of these documents, or none (3.86.4.1.3)."""
        for one in asked:
            if one.repository != self.repository.unique_id:
                raise Refused("XDSUnknownRepositoryId", f"{one.repository} is not this repository", one.document)
            if one.document not in self.repository.documents:
                self.refuse_unknown(one)
        for one in asked:
            self.drop(one)

    def refuse_unknown(self, asked: DocumentRequest) -> None:
        """Refuse to remove what is not there."""
        raise Refused("XDSDocumentUniqueIdError", "no such document is here", asked.document)

    def drop(self, asked: DocumentRequest) -> None:
        """Take a document off the shelf."""
        self.repository.documents.pop(asked.document, None)

    # ITI-51.

    def answer_query(self, message: Message) -> Reply:
        """Answer an AdhocQueryRequest about several patients."""
        try:
            found = self.found(asked_by(message, "query", read_query))
        except Refused as refused:
            return Reply(write_query_response(QueryResponse(failed(refused), Objects())))
        return Reply(write_query_response(QueryResponse(RegistryResponse(SUCCESS), found)))

    def found(self, request: QueryRequest) -> Objects:
        """Return the documents of each patient asked for, by FindDocuments (3.51.4.1.2.3)."""
        if request.query_id != MULTI_PATIENT_DOCUMENTS:
            raise Refused("XDSUnknownStoredQuery", f"there is no such query of several patients: {request.query_id}")
        patients = [one.strip("()' ") for values in request.lists(_PATIENT) for one in ",".join(values).split(",")]
        others = tuple(one for one in request.parameters if one[0] != _PATIENT)
        entries: list[DocumentEntry] = []
        for patient in self.asked_about(patients):
            single = replace(
                request, query_id=QUERIES["FindDocuments"], parameters=((_PATIENT, (f"'{patient}'",)), *others)
            )
            entries += self.registry.found(replace(single, return_type="LeafClass")).entries
        return Objects(entries=tuple(entries))

    def asked_about(self, patients: list[str]) -> list[str]:
        """Return the patients a query is about."""
        return patients
