"""Repositories with one vice each in what they hand out (ITI-43)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.xds import clauses as c
from conformance.xds.saboteurs.naming import vice
from conformance.xds.simulator import AffinityDomain
from conformance.xds.simulator.soap_service import SIMPLE, Reply
from conformance.xds.vocabulary import ERROR, FAILURE, PARTIAL_SUCCESS, RETRIEVE, SUCCESS
from conformance.xds.wire.registry import REGISTRY_RESPONSE, RegistryError, RegistryResponse
from conformance.xds.wire.repository import RetrievedDocument, RetrieveResponse, write_retrieve_response

if TYPE_CHECKING:
    from conformance.xds.simulator.repository import Kept
    from conformance.xds.simulator.soap_service import Operation
    from conformance.xds.wire.ebrim import DocumentEntry, Objects
    from conformance.xds.wire.repository import DocumentRequest

REPOSITORY = "document-repository"


class Trims(AffinityDomain):
    """Returns documents without the line ends they begin or end with."""

    class Repository(AffinityDomain.Repository):
        def handed_out(self, asked: DocumentRequest, kept: Kept) -> RetrievedDocument:
            return super().handed_out(asked, replace(kept, content=kept.content.strip(b"\r\n")))


class ReadsAsText(AffinityDomain):
    """Returns documents with every CR LF made LF, as if all were text."""

    class Repository(AffinityDomain.Repository):
        def handed_out(self, asked: DocumentRequest, kept: Kept) -> RetrievedDocument:
            return super().handed_out(asked, replace(kept, content=kept.content.replace(b"\r\n", b"\n")))


class SaysNothing(AffinityDomain):
    """Returns some of the documents and says Success, without a word of the others."""

    class Repository(AffinityDomain.Repository):
        def retrieval_outcome(
            self, documents: list[RetrievedDocument], errors: list[RegistryError]
        ) -> RegistryResponse:
            return RegistryResponse(SUCCESS) if documents else super().retrieval_outcome(documents, errors)


class AllOrNothing(AffinityDomain):
    """Returns no document at all when one of them is not there."""

    class Repository(AffinityDomain.Repository):
        def retrieve(self, asked: tuple[DocumentRequest, ...]) -> RetrieveResponse:
            answer = super().retrieve(asked)
            if not answer.response.errors:
                return answer
            return RetrieveResponse(RegistryResponse(FAILURE, answer.response.errors, ERROR))


class OwnsEverything(AffinityDomain):
    """Returns a document although another repository was asked for it."""

    class Repository(AffinityDomain.Repository):
        def repository_is_ours(self, asked: DocumentRequest) -> bool:
            return True


class CallsItOctets(AffinityDomain):
    """Returns every document as application/octet-stream."""

    class Repository(AffinityDomain.Repository):
        def handed_out(self, asked: DocumentRequest, kept: Kept) -> RetrievedDocument:
            return super().handed_out(asked, replace(kept, mime_type="application/octet-stream"))


class NamesItsCommunity(AffinityDomain):
    """Names a home community that was not asked for."""

    class Repository(AffinityDomain.Repository):
        def handed_out(self, asked: DocumentRequest, kept: Kept) -> RetrievedDocument:
            return replace(super().handed_out(asked, kept), home="urn:oid:1.2.3.4")


class OneAtATime(AffinityDomain):
    """Returns the first of several documents twice, and the others not at all."""

    class Repository(AffinityDomain.Repository):
        def retrieve(self, asked: tuple[DocumentRequest, ...]) -> RetrieveResponse:
            answer = super().retrieve(asked)
            return replace(answer, documents=answer.documents[:1] * len(answer.documents))


class OffersSomethingElse(AffinityDomain):
    """Returns another document in place of one that is not there."""

    class Repository(AffinityDomain.Repository):
        def one(self, asked: DocumentRequest) -> RetrievedDocument | RegistryError:
            found = super().one(asked)
            if isinstance(found, RegistryError) and self.repository_is_ours(asked) and self.documents:
                return self.handed_out(asked, next(iter(self.documents.values())))
            return found


class SaysNotWhere(AffinityDomain):
    """Reports a missing document without saying which."""

    class Repository(AffinityDomain.Repository):
        def one(self, asked: DocumentRequest) -> RetrievedDocument | RegistryError:
            found = super().one(asked)
            return replace(found, location=None) if isinstance(found, RegistryError) else found


class OasisOnly(AffinityDomain):
    """Writes PartialSuccess under the prefix of the other statuses, where IHE has its own."""

    class Repository(AffinityDomain.Repository):
        def retrieve_told(self, answer: RetrieveResponse) -> Reply:
            reply = super().retrieve_told(answer)
            for response in reply.body.iter(REGISTRY_RESPONSE):
                if response.get("status") == PARTIAL_SUCCESS:
                    response.set("status", SUCCESS.replace("Success", "PartialSuccess"))
            return reply


class RetrievesPlainly(AffinityDomain):
    """Returns documents inline in plain SOAP instead of an MTOM package."""

    class Service(AffinityDomain.Service):
        def response_packaging(self, operation: Operation) -> str:
            plain = operation is self.operations.get(RETRIEVE)
            return SIMPLE if plain else super().response_packaging(operation)

    class Repository(AffinityDomain.Repository):
        def retrieve_told(self, answer: RetrieveResponse) -> Reply:
            return Reply(write_retrieve_response(answer, "inline", inline=True)[0])


class DamagesManifests(AffinityDomain):
    """Returns DICOM files without their preamble."""

    class Repository(AffinityDomain.Repository):
        def handed_out(self, asked: DocumentRequest, kept: Kept) -> RetrievedDocument:
            bare = kept.content[128:] if kept.mime_type == "application/dicom" else kept.content
            return super().handed_out(asked, replace(kept, content=bare))


class MistakesManifests(AffinityDomain):
    """Registers a manifest under the format code of any other document."""

    class Registry(AffinityDomain.Registry):
        def accepted(self, objects: Objects) -> Objects:
            kept = super().accepted(objects)
            plain = self.codes.code("formatCode")
            entries = (replace(one, format_code=plain) if _is_dicom(one) else one for one in kept.entries)
            return replace(kept, entries=tuple(entries))


def _is_dicom(entry: DocumentEntry) -> bool:
    return entry.mime_type == "application/dicom"


RETRIEVALS = (
    vice(
        "XT01",
        Trims,
        [c.SAME_OCTETS, c.DESCRIBED_OCTETS],
        [c.GATEWAY_SAME, c.MHD_STORED, c.LATER_SAME],
        actor=REPOSITORY,
    ),
    vice("XT02", SaysNothing, [c.PARTIAL_SUCCESS], actor=REPOSITORY),
    vice("XT04", OwnsEverything, [c.UNKNOWN_REPOSITORY], actor=REPOSITORY),
    vice("XT05", CallsItOctets, [c.MIME_TYPE], actor=REPOSITORY),
    vice(
        "xds.reads-as-text",
        ReadsAsText,
        [c.SAME_OCTETS],
        [c.GATEWAY_SAME, c.MHD_STORED, c.LATER_SAME],
        actor=REPOSITORY,
    ),
    vice("xds.all-or-nothing", AllOrNothing, [c.PARTIAL_SUCCESS], actor=REPOSITORY),
    vice("xds.names-its-community", NamesItsCommunity, [c.IDENTIFIERS_ECHOED], actor=REPOSITORY),
    vice("xds.one-at-a-time", OneAtATime, [c.EACH_DOCUMENT], actor=REPOSITORY),
    vice(
        "xds.offers-something-else",
        OffersSomethingElse,
        [c.UNKNOWN_DOCUMENT],
        [c.PARTIAL_SUCCESS, c.DOCUMENT_REMOVED, c.GATEWAY_PARTIAL],
        actor=REPOSITORY,
    ),
    vice("xds.says-not-where", SaysNotWhere, [c.ERROR_LOCATION], actor=REPOSITORY),
    vice("xds.oasis-only", OasisOnly, [c.PARTIAL_SUCCESS], actor=REPOSITORY),
    vice("xds.retrieves-plainly", RetrievesPlainly, [c.RETRIEVE_RESPONSE_MTOM], actor=REPOSITORY),
    vice(
        "xds.damages-manifests",
        DamagesManifests,
        [c.MANIFEST_KEPT],
        [c.MANIFEST_EVIDENCE, c.MANIFEST_CONTENT],
        actor=REPOSITORY,
    ),
    vice("xds.mistakes-manifests", MistakesManifests, [c.MANIFEST_METADATA], [c.MANIFEST_ENTRY]),
)
