"""A responding gateway: Cross Gateway Query and Retrieve (ITI-38, ITI-39), and of images (RAD-75)."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.xds.simulator.parameters import Refused
from conformance.xds.simulator.soap_service import MTOM, SIMPLE, Operation, Reply, SoapService, asked_by
from conformance.xds.vocabulary import (
    CROSS_QUERY,
    CROSS_RETRIEVE,
    CROSS_RETRIEVE_IMAGING,
    ERROR,
    FAILURE,
    PARTIAL_SUCCESS,
    QUERIES,
    RIM,
    SUCCESS,
    clark,
)
from conformance.xds.wire import repository as retrieving
from conformance.xds.wire.ebrim import Objects
from conformance.xds.wire.registry import (
    QUERY_REQUEST,
    QueryResponse,
    RegistryError,
    RegistryResponse,
    read_query,
    write_query_response,
)
from conformance.xds.wire.repository import (
    RetrievedDocument,
    RetrieveResponse,
    read_imaging,
    read_retrieve,
    write_retrieve_response,
)

if TYPE_CHECKING:
    from lxml import etree

    from conformance.xds.simulator.imaging import ImagingDocumentSource
    from conformance.xds.simulator.registry import Registry
    from conformance.xds.simulator.repository import Repository
    from conformance.xds.simulator.serving import Asked, Told
    from conformance.xds.wire.registry import QueryRequest
    from conformance.xds.wire.soap import Message

HOME = "urn:oid:2.25.164538284537190872346712345678901234567"
_OF_PATIENTS = {QUERIES[name] for name in ("FindDocuments", "FindSubmissionSets", "FindFolders", "GetAll")} | {
    QUERIES["FindDocumentsByReferenceId"]
}
_HOMED = tuple(clark(RIM, name) for name in ("ExtrinsicObject", "RegistryPackage", "ObjectRef", "Association"))


class Gateway:
    """Answers for one community: whoever asks names it, and all that is told of it bears its name."""

    def __init__(
        self,
        registry: Registry,
        repository: Repository,
        source: ImagingDocumentSource,
        service: type[SoapService] = SoapService,
    ) -> None:
        self.home = HOME
        self._registry = registry
        self._repository = repository
        self._source = source
        operations = {
            CROSS_QUERY: Operation(QUERY_REQUEST, SIMPLE, self.answer_query),
            CROSS_RETRIEVE: Operation(retrieving.RETRIEVE, MTOM, self.answer_retrieve),
            CROSS_RETRIEVE_IMAGING: Operation(retrieving.IMAGING, MTOM, self.answer_imaging),
        }
        self.service = service(operations)

    def answer(self, asked: Asked) -> Told:
        """Answer one HTTP request."""
        return self.service.answer(asked)

    def refuse_home(self, home: str | None) -> None:
        """Refuse a request that names no community, or another one (ITI TF-3 4.2.4.1)."""
        if not home:
            self.refuse_no_home()
        elif home != self.home:
            self.refuse_other_home(home)

    def refuse_no_home(self) -> None:
        """Refuse a request that names no community."""
        raise Refused("XDSMissingHomeCommunityId", "the homeCommunityId is missing", self.home)

    def refuse_other_home(self, home: str) -> None:
        """Refuse a request that names another community."""
        raise Refused("XDSUnknownCommunity", f"{home} is not this community", self.home)

    # ITI-38.

    def answer_query(self, message: Message) -> Reply:
        """Answer an AdhocQueryRequest from another community."""
        request = asked_by(message, "query", read_query)
        try:
            if request.query_id not in _OF_PATIENTS or request.home:
                self.refuse_home(request.home)
            told = self._registry.query_told(self.found(request))
        except Refused as refused:
            error = RegistryError(refused.code, refused.why, location=self.home)
            told = write_query_response(QueryResponse(RegistryResponse(FAILURE, (error,), ERROR), Objects()))
        self.name(told)
        return Reply(told)

    def found(self, request: QueryRequest) -> Objects:
        """Return what a query finds here."""
        return self._registry.found(request)

    def name(self, told: etree._Element) -> None:
        """Put the name of the community on every object (3.38.4.1.3)."""
        for one in told.iter(*_HOMED):
            one.set("home", self.home)

    # ITI-39 and RAD-75.

    def answer_retrieve(self, message: Message) -> Reply:
        """Answer a RetrieveDocumentSetRequest from another community."""
        found: list[RetrievedDocument | RegistryError] = []
        for one in asked_by(message, "request", read_retrieve):
            try:
                self.refuse_home(one.home)
                found.append(self._repository.one(one))
            except Refused as refused:
                found.append(RegistryError(refused.code, refused.why, location=self.home))
        return self.told(found)

    def answer_imaging(self, message: Message) -> Reply:
        """Answer a RetrieveImagingDocumentSetRequest from another community."""
        request = asked_by(message, "request", read_imaging)
        found: list[RetrievedDocument | RegistryError] = []
        for one in request.instances:
            try:
                self.refuse_home(one.asked.home)
                found.append(self.located(self._source.instance(one, list(request.transfer_syntaxes))))
            except Refused as refused:
                found.append(RegistryError(refused.code, refused.why, location=self.home))
        return self.told(found)

    def located(self, found: RetrievedDocument | RegistryError) -> RetrievedDocument | RegistryError:
        """Return what a source gave, an error with the name of its community for a location (4.75.4.1.3)."""
        return replace(found, location=self.home) if isinstance(found, RegistryError) else found

    def told(self, found: list[RetrievedDocument | RegistryError]) -> Reply:
        """Return the reply that carries what could be had, and an error for what could not."""
        documents = tuple(self.named(one) for one in found if isinstance(one, RetrievedDocument))
        errors = tuple(one for one in found if isinstance(one, RegistryError))
        status = (PARTIAL_SUCCESS if documents else FAILURE) if errors else SUCCESS
        response = RegistryResponse(status, errors, ERROR if errors else None)
        body, parts = write_retrieve_response(RetrieveResponse(response, documents), uuid.uuid4().hex[:16])
        return Reply(body, tuple(parts))

    def named(self, document: RetrievedDocument) -> RetrievedDocument:
        """Return a document with the name of its community."""
        return replace(document, home=self.home)
