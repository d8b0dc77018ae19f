"""Initiating gateways with one vice each in how they fetch images of other communities, and one that is only odd."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.xds import clauses as c
from conformance.xds import vocabulary as v
from conformance.xds.saboteurs.naming import oddity, vice
from conformance.xds.simulator import AffinityDomain
from conformance.xds.wire.registry import RegistryResponse
from conformance.xds.wire.repository import RetrieveResponse

if TYPE_CHECKING:
    from conformance.xds.simulator.soap_service import Reply
    from conformance.xds.wire.repository import DocumentRequest, ImagingRequest

CARRIER = "initiating-imaging-gateway"
_IMPLICIT = "1.2.840.10008.1.2"


class FetchesImagesFromTheFirst(AffinityDomain):
    """Fetches every image from one community."""

    class InitiatingGateway(AffinityDomain.InitiatingGateway):
        def fetch_images(self, home: str, request: ImagingRequest) -> RetrieveResponse:
            return super().fetch_images(next(iter(self.communities)) if home in self.communities else home, request)


class AsksInItsOwnSyntax(AffinityDomain):
    """Asks another community for images in the one transfer syntax it knows, whatever its consumer can show."""

    class InitiatingGateway(AffinityDomain.InitiatingGateway):
        def fetch_images(self, home: str, request: ImagingRequest) -> RetrieveResponse:
            return super().fetch_images(home, replace(request, transfer_syntaxes=(_IMPLICIT,)))


class ForgetsTheSeries(AffinityDomain):
    """Asks another community for images of a study without saying of which series."""

    class InitiatingGateway(AffinityDomain.InitiatingGateway):
        def fetch_images(self, home: str, request: ImagingRequest) -> RetrieveResponse:
            nowhere = tuple(replace(one, series="") for one in request.instances)
            return super().fetch_images(home, replace(request, instances=nowhere))


class BlanksPreambles(AffinityDomain):
    """Writes a preamble of its own before images that it hands on."""

    class InitiatingGateway(AffinityDomain.InitiatingGateway):
        def fetch_images(self, home: str, request: ImagingRequest) -> RetrieveResponse:
            told = super().fetch_images(home, request)
            blanked = tuple(replace(one, octets=b" " * 128 + one.octets[128:]) for one in told.documents)
            return replace(told, documents=blanked)


class ForgetsWhoseImages(AffinityDomain):
    """Does not say of which community an image is."""

    class InitiatingGateway(AffinityDomain.InitiatingGateway):
        def fetch_images(self, home: str, request: ImagingRequest) -> RetrieveResponse:
            told = super().fetch_images(home, request)
            return replace(told, documents=tuple(replace(one, home=None) for one in told.documents))


class AllImagesOrNone(AffinityDomain):
    """Returns no image at all when one of several can't be had."""

    class InitiatingGateway(AffinityDomain.InitiatingGateway):
        def brought(self, told: list[RetrieveResponse]) -> Reply:
            failed = [replace(one, documents=()) for one in told if one.response.errors]
            return super().brought(failed or told)


class PassesOverMissingImages(AffinityDomain):
    """Says nothing of images that can't be had, when others can."""

    class InitiatingGateway(AffinityDomain.InitiatingGateway):
        def brought(self, told: list[RetrieveResponse]) -> Reply:
            came = [replace(one, response=RegistryResponse(v.SUCCESS)) for one in told if one.documents]
            return super().brought(came or told)


class FindsNoImageThere(AffinityDomain):
    """Answers with Success, and nothing, where no image can be had."""

    class InitiatingGateway(AffinityDomain.InitiatingGateway):
        def brought(self, told: list[RetrieveResponse]) -> Reply:
            some = any(one.documents for one in told)
            return super().brought(told if some else [RetrieveResponse(RegistryResponse(v.SUCCESS))])


class FailsInItsOwnWords(AffinityDomain):
    """Reports every image that can't be had as an error of its own."""

    class InitiatingGateway(AffinityDomain.InitiatingGateway):
        def fetch_images(self, home: str, request: ImagingRequest) -> RetrieveResponse:
            told = super().fetch_images(home, request)
            errors = tuple(replace(one, code="XDSRepositoryError") for one in told.response.errors)
            return replace(told, response=replace(told.response, errors=errors))


# Unusual and right.


class BringsTheLastFirst(AffinityDomain):
    """Returns images of several communities in the reverse order, and each error of its own twice."""

    class InitiatingGateway(AffinityDomain.InitiatingGateway):
        def brought(self, told: list[RetrieveResponse]) -> Reply:
            return super().brought(told[::-1])

        def missed(self, code: str, asked: list[DocumentRequest]) -> RetrieveResponse:
            told = super().missed(code, asked)
            return replace(told, response=replace(told.response, errors=told.response.errors * 2))


CARRIERS = (
    vice(
        "xds.fetches-images-from-the-first",
        FetchesImagesFromTheFirst,
        [c.IMAGES_ABROAD_ASKED],
        [c.IMAGES_ABROAD_PARTIAL],
        actor=CARRIER,
    ),
    vice("xds.asks-in-its-own-syntax", AsksInItsOwnSyntax, [c.IMAGES_ABROAD_ASKED], actor=CARRIER),
    vice("xds.forgets-the-series", ForgetsTheSeries, [c.IMAGES_ABROAD_ASKED], actor=CARRIER),
    vice("xds.blanks-preambles", BlanksPreambles, [c.IMAGES_ABROAD_RETURNED], actor=CARRIER),
    vice("xds.forgets-whose-images", ForgetsWhoseImages, [c.IMAGES_ABROAD_RETURNED], actor=CARRIER),
    vice(
        "xds.all-images-abroad-or-none",
        AllImagesOrNone,
        [c.IMAGES_ABROAD_PARTIAL],
        [c.ABROAD_RETRIEVED_PARTIAL],
        actor=CARRIER,
    ),
    vice(
        "xds.passes-over-missing-images",
        PassesOverMissingImages,
        [c.IMAGES_ABROAD_PARTIAL],
        [c.ABROAD_RETRIEVED_PARTIAL, c.ABROAD_UNAVAILABLE],
        actor=CARRIER,
    ),
    vice("xds.finds-no-image-there", FindsNoImageThere, [c.IMAGES_ABROAD_REFUSED], [c.ABROAD_UNKNOWN], actor=CARRIER),
    vice("xds.fails-in-its-own-words", FailsInItsOwnWords, [c.IMAGES_ABROAD_CODE], actor=CARRIER),
    oddity("xds.brings-the-last-first", BringsTheLastFirst, actor=CARRIER),
)
