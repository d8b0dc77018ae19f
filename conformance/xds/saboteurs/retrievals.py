"""Repositories and imaging sources with one vice each in what they hand out (ITI-43, RAD-69)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian

from conformance.xds import clauses as c
from conformance.xds.saboteurs.naming import vice
from conformance.xds.simulator import AffinityDomain, sample_study
from conformance.xds.simulator.sample_study import in_syntax
from conformance.xds.simulator.soap_service import SIMPLE, Reply
from conformance.xds.vocabulary import ERROR, FAILURE, PARTIAL_SUCCESS, RETRIEVE, RETRIEVE_IMAGING, SUCCESS
from conformance.xds.wire.registry import REGISTRY_RESPONSE, RegistryError, RegistryResponse
from conformance.xds.wire.repository import RetrievedDocument, RetrieveResponse, write_retrieve_response

if TYPE_CHECKING:
    from conformance.xds.simulator.repository import Kept
    from conformance.xds.simulator.soap_service import Operation
    from conformance.xds.wire.ebrim import DocumentEntry, Objects
    from conformance.xds.wire.repository import DocumentRequest, ImagingRequest, InstanceRequest

REPOSITORY, SOURCE = "document-repository", "imaging-document-source"


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


class ImagesPlainly(AffinityDomain):
    """Returns instances inline in plain SOAP instead of an MTOM package."""

    class Service(AffinityDomain.Service):
        def response_packaging(self, operation: Operation) -> str:
            plain = operation is self.operations.get(RETRIEVE_IMAGING)
            return SIMPLE if plain else super().response_packaging(operation)

    class ImagingSource(AffinityDomain.ImagingSource):
        def retrieve_told(self, answer: RetrieveResponse) -> Reply:
            return Reply(write_retrieve_response(answer, "inline", inline=True)[0])


class IgnoresSyntaxes(AffinityDomain):
    """Returns instances in a transfer syntax that was not listed."""

    class ImagingSource(AffinityDomain.ImagingSource):
        def encoded(self, held: str, octets: bytes, syntaxes: list[str]) -> bytes | None:
            others = [one for one in (ExplicitVRLittleEndian, ImplicitVRLittleEndian) if one not in syntaxes]
            found = in_syntax(held, octets, others or [held])
            return found[1] if found else octets


class FindsAnything(AffinityDomain):
    """Says Success for an instance it does not have, and returns none."""

    class ImagingSource(AffinityDomain.ImagingSource):
        def retrieval_outcome(
            self, documents: list[RetrievedDocument], errors: list[RegistryError]
        ) -> RegistryResponse:
            nothing = not documents and {one.code for one in errors} == {"XDSDocumentUniqueIdError"}
            return RegistryResponse(SUCCESS) if nothing else super().retrieval_outcome(documents, errors)


class HasOwnWords(AffinityDomain):
    """Reports an unknown instance by an error code that is not the one for documents."""

    class ImagingSource(AffinityDomain.ImagingSource):
        def instance(self, one: InstanceRequest, syntaxes: list[str]) -> RetrievedDocument | RegistryError:
            found = super().instance(one, syntaxes)
            if isinstance(found, RegistryError) and found.code == "XDSDocumentUniqueIdError":
                return replace(found, code="XDSIUnknownSopUid")
            return found


class LooksAtTheInstanceOnly(AffinityDomain):
    """Returns an instance although another series or study was named."""

    class ImagingSource(AffinityDomain.ImagingSource):
        def held(self, one: InstanceRequest) -> tuple[str, bytes] | None:
            for (_, _, sop), octets in sample_study.images().items():
                if sop == one.asked.document:
                    return ExplicitVRLittleEndian, octets
            return None


class SendsAnother(AffinityDomain):
    """Returns the same image under the identifier of every instance asked for."""

    class ImagingSource(AffinityDomain.ImagingSource):
        def encoded(self, held: str, octets: bytes, syntaxes: list[str]) -> bytes | None:
            return super().encoded(held, list(sample_study.images().values())[-1], syntaxes)


class SendsTheFirst(AffinityDomain):
    """Returns only the first of several instances."""

    class ImagingSource(AffinityDomain.ImagingSource):
        def ordered(self, documents: list[RetrievedDocument]) -> list[RetrievedDocument]:
            return documents[:1]


class SourceOwnsEverything(AffinityDomain):
    """Returns an instance although another imaging source was asked for it."""

    class ImagingSource(AffinityDomain.ImagingSource):
        def repository_is_ours(self, asked: DocumentRequest) -> bool:
            return True


class AllImagesOrNone(AffinityDomain):
    """Returns no instance at all when one of them is not there."""

    class ImagingSource(AffinityDomain.ImagingSource):
        def retrieve_images(self, request: ImagingRequest) -> RetrieveResponse:
            answer = super().retrieve_images(request)
            if not answer.response.errors:
                return answer
            return RetrieveResponse(RegistryResponse(FAILURE, answer.response.errors, ERROR))


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
    vice("XI06", IgnoresSyntaxes, [c.LISTED_SYNTAX], actor=SOURCE),
    vice("XI07", FindsAnything, [c.UNKNOWN_INSTANCE], [c.EMPTY_UID_REFUSED], actor=SOURCE),
    vice("xds.images-plainly", ImagesPlainly, [c.IMAGING_RESPONSE_MTOM], actor=SOURCE),
    vice("xds.has-own-words", HasOwnWords, [c.UNKNOWN_INSTANCE_CODE], actor=SOURCE),
    vice(
        "xds.looks-at-the-instance-only",
        LooksAtTheInstanceOnly,
        [c.UNKNOWN_INSTANCE],
        [c.EMPTY_UID_REFUSED],
        actor=SOURCE,
    ),
    vice(
        "xds.sends-another",
        SendsAnother,
        [c.INSTANCE_RETURNED],
        [c.SAME_PIXELS, c.SAME_EVERY_WAY, c.STUDY_RETURNED, c.MANIFEST_RETRIEVABLE, c.GATEWAY_IMAGE],
        actor=SOURCE,
    ),
    vice("xds.sends-the-first", SendsTheFirst, [c.SERIES_RETURNED], [c.STUDY_RETURNED], actor=SOURCE),
    vice("xds.source-owns-everything", SourceOwnsEverything, [c.FOREIGN_SOURCE], [c.SOURCES_APART], actor=SOURCE),
    vice("xds.all-images-or-none", AllImagesOrNone, [c.IMAGING_PARTIAL], [c.SOURCES_APART], actor=SOURCE),
)
