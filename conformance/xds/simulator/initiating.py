"""An initiating gateway: asks the communities it knows what its own consumers ask it (ITI-38, ITI-39, RAD-75)."""

from __future__ import annotations

import http.client
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.xds import vocabulary as v
from conformance.xds.simulator.calling import Calling
from conformance.xds.simulator.soap_service import MTOM, SIMPLE, Operation, Reply, SoapService, asked_by
from conformance.xds.wire import repository as retrieving
from conformance.xds.wire.ebrim import Objects
from conformance.xds.wire.registry import (
    QUERY_REQUEST,
    QueryResponse,
    RegistryError,
    RegistryResponse,
    read_query,
    read_query_response,
    write_query,
    write_query_response,
)
from conformance.xds.wire.repository import (
    RetrieveResponse,
    read_imaging,
    read_retrieve,
    read_retrieve_response,
    write_imaging,
    write_retrieve,
    write_retrieve_response,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

    from conformance.xds.simulator.serving import Asked, Told
    from conformance.xds.wire.registry import QueryRequest
    from conformance.xds.wire.repository import DocumentRequest, ImagingRequest, InstanceRequest, RetrievedDocument
    from conformance.xds.wire.soap import Message


HOMES = {
    "/community/1": "urn:oid:2.25.104527380913448105374420071530462919101",
    "/community/2": "urn:oid:2.25.104527380913448105374420071530462919102",
}
"""Where each of two communities takes its queries and retrievals, and its homeCommunityId: always the same."""


class InitiatingGateway(Calling):
    """Asks for its consumers the communities it knows, given by homeCommunityId and address."""

    def __init__(self, communities: Mapping[str, str], service: type[SoapService] = SoapService) -> None:
        self.communities = communities
        operations = {
            v.STORED_QUERY: Operation(QUERY_REQUEST, SIMPLE, self.answer_query),
            v.RETRIEVE: Operation(retrieving.RETRIEVE, MTOM, self.answer_retrieve),
            v.RETRIEVE_IMAGING: Operation(retrieving.IMAGING, MTOM, self.answer_imaging),
        }
        self.service = service(operations)

    def answer(self, asked: Asked) -> Told:
        """Answer one HTTP request."""
        return self.service.answer(asked)

    # ITI-18.

    def answer_query(self, message: Message) -> Reply:
        """Answer an AdhocQueryRequest with what the communities answer."""
        request = asked_by(message, "query", read_query)
        if request.home and request.home not in self.communities:
            told = [self.refused("XDSUnknownCommunity", f"{request.home} is not known here")]
        else:
            told = [self.ask(home, request) for home in self.concerned(request)]
        return Reply(write_query_response(self.consolidated(told)))

    def concerned(self, request: QueryRequest) -> list[str]:
        """Return the communities a query is for: the one it names, or all."""
        return [request.home] if request.home else list(self.communities)

    def ask(self, home: str, request: QueryRequest) -> QueryResponse:
        """Ask one community."""
        try:
            answer = self.post(self.communities[home], v.CROSS_QUERY, write_query(self.passed_on(request)))
        except (OSError, http.client.HTTPException):
            answer = None
        if answer is None or answer.body is None:
            return self.refused("XDSUnavailableCommunity", f"{home} does not answer")
        return read_query_response(answer.body)

    def passed_on(self, request: QueryRequest) -> QueryRequest:
        """Return a query as a community is asked it: with every parameter, known or not (3.38.4.1.1)."""
        return request

    def refused(self, code: str, why: str) -> QueryResponse:
        """Return what stands for a community that can't be asked."""
        return QueryResponse(RegistryResponse(v.FAILURE, (RegistryError(code, why),), v.ERROR), Objects())

    def consolidated(self, told: list[QueryResponse]) -> QueryResponse:
        """Return all successes and failures in one answer (3.38.4.1.3)."""
        objects = [one.objects for one in told]
        found = Objects(
            entries=tuple(entry for one in objects for entry in one.entries),
            submission_sets=tuple(each for one in objects for each in one.submission_sets),
            folders=tuple(each for one in objects for each in one.folders),
            associations=tuple(each for one in objects for each in one.associations),
            refs=tuple(each for one in objects for each in one.refs),
        )
        errors = tuple(error for one in told for error in one.response.errors if self.is_told(error))
        return QueryResponse(self.outcome(errors, some=any(one.response.status != v.FAILURE for one in told)), found)

    def is_told(self, error: RegistryError) -> bool:
        """Return whether a consumer hears of an error: not of a patient somebody does not know."""
        return error.code != "XDSUnknownPatientId"

    def outcome(self, errors: tuple[RegistryError, ...], *, some: bool) -> RegistryResponse:
        """Return the status of what came from several communities."""
        if not errors:
            return RegistryResponse(v.SUCCESS)
        return RegistryResponse(v.PARTIAL_SUCCESS if some else v.FAILURE, errors, v.ERROR)

    # ITI-43 and RAD-69.

    def answer_retrieve(self, message: Message) -> Reply:
        """Answer a RetrieveDocumentSetRequest with what the communities hand out."""
        wanted: dict[str, list[DocumentRequest]] = {}
        for one in asked_by(message, "request", read_retrieve):
            wanted.setdefault(one.home or "", []).append(one)
        return self.brought([self.fetch(home, asked) for home, asked in wanted.items()])

    def answer_imaging(self, message: Message) -> Reply:
        """Answer a RetrieveImagingDocumentSetRequest with what the communities hand out."""
        request = asked_by(message, "request", read_imaging)
        wanted: dict[str, list[InstanceRequest]] = {}
        for one in request.instances:
            wanted.setdefault(one.asked.home or "", []).append(one)
        told = [self.fetch_images(home, replace(request, instances=tuple(asked))) for home, asked in wanted.items()]
        return self.brought(told)

    def brought(self, told: list[RetrieveResponse]) -> Reply:
        """Return all that came, and an error for each thing that did not, in one answer (3.39.4.1.3)."""
        documents: list[RetrievedDocument] = [document for one in told for document in one.documents]
        errors = tuple(error for one in told for error in one.response.errors)
        response = RetrieveResponse(self.outcome(errors, some=bool(documents)), tuple(documents))
        body, parts = write_retrieve_response(response, uuid.uuid4().hex[:16])
        return Reply(body, tuple(parts))

    def fetch(self, home: str, asked: list[DocumentRequest]) -> RetrieveResponse:
        """Fetch documents from one community."""
        return self.fetched(home, v.CROSS_RETRIEVE, write_retrieve(asked), asked)

    def fetch_images(self, home: str, request: ImagingRequest) -> RetrieveResponse:
        """Fetch instances from one community."""
        asked = [one.asked for one in request.instances]
        return self.fetched(home, v.CROSS_RETRIEVE_IMAGING, write_imaging(request), asked)

    def fetched(self, home: str, action: str, body: etree._Element, asked: list[DocumentRequest]) -> RetrieveResponse:
        """Return what one community hands out, all of it reported as missed when it can't be reached."""
        if home not in self.communities:
            return self.missed("XDSUnknownCommunity", asked)
        try:
            answer = self.post(self.communities[home], action, body, [])
        except (OSError, http.client.HTTPException):
            answer = None
        if answer is None:
            return self.missed("XDSUnavailableCommunity", asked)
        return read_retrieve_response(answer)

    def missed(self, code: str, asked: list[DocumentRequest]) -> RetrieveResponse:
        """Return what stands for documents that can't be had."""
        errors = tuple(RegistryError(code, f"{one.home} can't be asked", v.ERROR, one.document) for one in asked)
        return RetrieveResponse(RegistryResponse(v.FAILURE, errors, v.ERROR))
