"""Imaging document sources with one vice each in what they send (RAD-69)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian

from conformance.xds import clauses as c
from conformance.xds.saboteurs.naming import vice
from conformance.xds.simulator import AffinityDomain, sample_study
from conformance.xds.simulator.sample_study import in_syntax
from conformance.xds.simulator.soap_service import SIMPLE, Reply
from conformance.xds.vocabulary import ERROR, FAILURE, RETRIEVE_IMAGING, SUCCESS
from conformance.xds.wire.registry import RegistryError, RegistryResponse
from conformance.xds.wire.repository import RetrievedDocument, RetrieveResponse, write_retrieve_response

if TYPE_CHECKING:
    from conformance.xds.simulator.soap_service import Operation
    from conformance.xds.wire.repository import DocumentRequest, ImagingRequest, InstanceRequest

SOURCE = "imaging-document-source"


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


SENDERS = (
    vice("XI06", IgnoresSyntaxes, [c.LISTED_SYNTAX], actor=SOURCE),
    vice("XI07", FindsAnything, [c.UNKNOWN_INSTANCE], [c.EMPTY_UID_REFUSED], actor=SOURCE),
    vice("xds.images-plainly", ImagesPlainly, [c.IMAGING_RESPONSE_MTOM], [c.IMAGES_ABROAD_RETURNED], actor=SOURCE),
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
