"""An honest imaging document source: Retrieve Imaging Document Set (RAD-69; RAD TF-2 4.69)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.xds.simulator.repository import Repository
from conformance.xds.simulator.sample_study import in_syntax
from conformance.xds.simulator.soap_service import MTOM, Operation, Reply, SoapService, asked_by, sender
from conformance.xds.vocabulary import ERROR, FAILURE, RETRIEVE_IMAGING
from conformance.xds.wire.registry import RegistryError, RegistryResponse
from conformance.xds.wire.repository import (
    IMAGING,
    ImagingRequest,
    InstanceRequest,
    RetrievedDocument,
    RetrieveResponse,
    read_imaging,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformance.xds.wire.soap import Message


class ImagingDocumentSource(Repository):
    """Hands out instances of studies.

    ``fetch(study_uid, series_uid, sop_uid)`` returns the transfer syntax and the DICOM Part 10 file of an
    instance, or None when there is none in that series of that study.
    """

    def __init__(
        self,
        unique_id: str,
        fetch: Callable[[str, str, str], tuple[str, bytes] | None],
        service: type[SoapService] = SoapService,
    ) -> None:
        super().__init__(unique_id, lambda _: RegistryResponse(FAILURE))
        self._fetch = fetch
        self.service = service({RETRIEVE_IMAGING: Operation(IMAGING, MTOM, self.answer_imaging)})

    def answer_imaging(self, message: Message) -> Reply:
        """Answer a RetrieveImagingDocumentSetRequest."""
        request = asked_by(message, "request", read_imaging)
        if not request.instances:
            raise sender("the request names no instance")
        return self.retrieve_told(self.retrieve_images(request))

    def retrieve_images(self, request: ImagingRequest) -> RetrieveResponse:
        """Return each instance asked for, or an error in its place."""
        documents: list[RetrievedDocument] = []
        errors: list[RegistryError] = []
        for one in request.instances:
            found = self.instance(one, list(request.transfer_syntaxes))
            if isinstance(found, RetrievedDocument):
                documents.append(found)
            else:
                errors.append(found)
        return RetrieveResponse(self.retrieval_outcome(documents, errors), tuple(self.ordered(documents)))

    def instance(self, one: InstanceRequest, syntaxes: list[str]) -> RetrievedDocument | RegistryError:
        """Return one instance in a listed transfer syntax, or why it can't be had (RAD TF-2 4.69.4.2)."""
        asked = one.asked
        if not self.repository_is_ours(asked):
            why = f"the repository {asked.repository} is not this one"
            return RegistryError("XDSUnknownRepositoryId", why, ERROR, asked.document)
        if not syntaxes or not all(syntaxes):
            return RegistryError("XDSRepositoryError", "the list of transfer syntaxes is empty", ERROR, asked.document)
        held = self.held(one)
        if held is None:
            why = f"no instance {asked.document} is in series {one.series} of study {one.study}"
            return RegistryError("XDSDocumentUniqueIdError", why, ERROR, asked.document)
        encoded = self.encoded(*held, syntaxes)
        if encoded is None:
            why = f"the instance can't be had in any of {', '.join(syntaxes)}"
            return RegistryError("XDSRepositoryError", why, ERROR, asked.document)
        return RetrievedDocument(self.unique_id, asked.document, "application/dicom", encoded, home=asked.home)

    def held(self, one: InstanceRequest) -> tuple[str, bytes] | None:
        """Return an instance as it is held: transfer syntax and Part 10 file."""
        return self._fetch(one.study, one.series, one.asked.document)

    def encoded(self, held: str, octets: bytes, syntaxes: list[str]) -> bytes | None:
        """Return an instance in one of the listed transfer syntaxes, or None when that can't be done."""
        found = in_syntax(held, octets, syntaxes)
        return found[1] if found else None

    def ordered(self, documents: list[RetrievedDocument]) -> list[RetrievedDocument]:
        """Return the instances in the order they are told: that of the request, though any would do."""
        return documents
