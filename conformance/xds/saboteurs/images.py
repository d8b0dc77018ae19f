"""Imaging sources with one vice each in sets of images and images over HTTP; some that are only odd."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pydicom.uid import ImplicitVRLittleEndian

from conformance.xds import clauses as c
from conformance.xds.saboteurs.naming import oddity, vice
from conformance.xds.simulator import AffinityDomain, sample_study
from conformance.xds.simulator.jpeg import grey_jpeg
from conformance.xds.simulator.serving import Told
from conformance.xds.simulator.wado import DICOM, JPEG
from conformance.xds.vocabulary import ERROR, FAILURE
from conformance.xds.wire.registry import RegistryError, RegistryResponse
from conformance.xds.wire.repository import RetrievedDocument, RetrieveResponse

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

    from conformance.xds.simulator.serving import Asked
    from conformance.xds.wire.repository import DocumentRequest, ImagingRequest, InstanceRequest

SOURCE = "imaging-document-source"


class OneSeriesAtATime(AffinityDomain):
    """Returns the instances of the first series of a request only."""

    class ImagingSource(AffinityDomain.ImagingSource):
        def retrieve_images(self, request: ImagingRequest) -> RetrieveResponse:
            first = request.instances[0].series
            kept = tuple(one for one in request.instances if one.series == first)
            return super().retrieve_images(replace(request, instances=kept))


class ShiftsPixels(AffinityDomain):
    """Changes one bit of an image when it encodes it for RAD-69."""

    class ImagingSource(AffinityDomain.ImagingSource):
        def encoded(self, held: str, octets: bytes, syntaxes: list[str]) -> bytes | None:
            found = super().encoded(held, octets, syntaxes)
            return found[:-1] + bytes([found[-1] ^ 1]) if found else found


class ForgetsTheCommunity(AffinityDomain):
    """Leaves out the home community an instance was asked for with."""

    class ImagingSource(AffinityDomain.ImagingSource):
        def instance(self, one: InstanceRequest, syntaxes: list[str]) -> RetrievedDocument | RegistryError:
            return super().instance(replace(one, asked=replace(one.asked, home=None)), syntaxes)


class GuessesStudies(AffinityDomain):
    """Takes an empty study or series UID for any."""

    class ImagingSource(AffinityDomain.ImagingSource):
        def held(self, one: InstanceRequest) -> tuple[str, bytes] | None:
            if one.study and one.series:
                return super().held(one)
            return self._fetch_anywhere(one.asked)

        def _fetch_anywhere(self, asked: DocumentRequest) -> tuple[str, bytes] | None:
            series = next((its for _, its, sop in sample_study.images() if sop == asked.document), "")
            return self._fetch(sample_study.STUDY, series, asked.document)


class TakesAnEmptySyntax(AffinityDomain):
    """Takes an empty transfer syntax for any."""

    class ImagingSource(AffinityDomain.ImagingSource):
        def instance(self, one: InstanceRequest, syntaxes: list[str]) -> RetrievedDocument | RegistryError:
            return super().instance(one, [syntax or ImplicitVRLittleEndian for syntax in syntaxes])


class WantsItAllItself(AffinityDomain):
    """Refuses a whole request when one instance of it is another source's."""

    class ImagingSource(AffinityDomain.ImagingSource):
        def retrieve_images(self, request: ImagingRequest) -> RetrieveResponse:
            if all(self.repository_is_ours(one.asked) for one in request.instances):
                return super().retrieve_images(request)
            error = RegistryError("XDSUnknownRepositoryId", "not every instance is here", ERROR)
            return RetrieveResponse(RegistryResponse(FAILURE, (error,), ERROR))


class AlwaysShows(AffinityDomain):
    """Answers a request for a DICOM file by WADO-URI with a picture."""

    class Wado(AffinityDomain.Wado):
        def uri_instance(self, held: tuple[str, bytes], syntax: str) -> Told:
            return self.uri_rendered(held)


class ShowsThumbnails(AffinityDomain):
    """Shows pictures of another size than the image."""

    class Wado(AffinityDomain.Wado):
        def uri_rendered(self, held: tuple[str, bytes]) -> Told:
            return _thumbnail()

        def rs_rendered(self, held: tuple[str, bytes], accept: str) -> Told:
            return _thumbnail()


def _thumbnail() -> Told:
    return Told(200, grey_jpeg(8, 8, [128] * 64), JPEG)


class ShowsAnErrorPicture(AffinityDomain):
    """Answers a request for what is not there with a picture that says so."""

    class Wado(AffinityDomain.Wado):
        def not_there(self) -> Told:
            return _thumbnail()


class SaysBadRequest(AffinityDomain):
    """Calls a request for what is not there a bad one."""

    class Wado(AffinityDomain.Wado):
        def not_there(self) -> Told:
            return self.refused(400, "bad request")


class BreaksOnGaps(AffinityDomain):
    """Breaks down when a parameter of WADO-URI is missing."""

    class Wado(AffinityDomain.Wado):
        def answer_uri(self, asked: Asked) -> Told:
            told = super().answer_uri(asked)
            return replace(told, status=500) if told.status == 400 else told  # noqa: PLR2004 - as it is given above


class GivesTheFirst(AffinityDomain):
    """Gives only the first of several instances by WADO-RS."""

    class Wado(AffinityDomain.Wado):
        def chosen(self, found: list[tuple[str, tuple[str, bytes]]]) -> list[tuple[str, tuple[str, bytes]]]:
            return super().chosen(found)[:1]


class GivesBareFiles(AffinityDomain):
    """Gives one instance by WADO-RS as a bare file, without a package around it."""

    class Wado(AffinityDomain.Wado):
        def rs_instances(self, found: list[tuple[str, tuple[str, bytes]]], accept: str) -> Told:
            if len(found) > 1:
                return super().rs_instances(found, accept)
            return Told(200, self.encoded(found[0][1], ["*"])[1], DICOM)


class TellsPixels(AffinityDomain):
    """Puts the pixels into the metadata."""

    class Wado(AffinityDomain.Wado):
        def described(self, image: Dataset) -> dict[str, Any]:
            pixels = {"7FE00010": {"vr": "OW", "InlineBinary": "AAAA"}}
            return {**super().described(image), **pixels}


class SwapsOctets(AffinityDomain):
    """Gives frames with their octets swapped."""

    class Wado(AffinityDomain.Wado):
        def frame(self, pixels: bytes, size: int, number: int) -> bytes:
            frame = bytearray(super().frame(pixels, size, number))
            frame[0::2], frame[1::2] = frame[1::2], frame[0::2]
            return bytes(frame)


class AcceptsNothing(AffinityDomain):
    """Gives instances whatever media type is wanted."""

    class Wado(AffinityDomain.Wado):
        def rs_instances(self, found: list[tuple[str, tuple[str, bytes]]], accept: str) -> Told:
            return super().rs_instances(found, accept if "multipart" in accept else "*/*")


class ShiftsPixelsByUri(AffinityDomain):
    """Changes one bit of an image it gives by WADO-URI."""

    class Wado(AffinityDomain.Wado):
        def uri_instance(self, held: tuple[str, bytes], syntax: str) -> Told:
            told = super().uri_instance(held, syntax)
            return replace(told, body=told.body[:-1] + bytes([told.body[-1] ^ 1]))


class GivesBackwards(AffinityDomain):
    """Gives the instances of a response by WADO-RS in the reverse order."""

    class Wado(AffinityDomain.Wado):
        def chosen(self, found: list[tuple[str, tuple[str, bytes]]]) -> list[tuple[str, tuple[str, bytes]]]:
            return super().chosen(found)[::-1]


IMAGES = (
    vice("xds.one-series-at-a-time", OneSeriesAtATime, [c.STUDY_RETURNED], actor=SOURCE),
    vice("xds.shifts-pixels", ShiftsPixels, [c.SAME_PIXELS], [c.SAME_EVERY_WAY], actor=SOURCE),
    vice("xds.forgets-the-community", ForgetsTheCommunity, [c.IDENTIFIERS_ECHOED], actor=SOURCE),
    vice("xds.guesses-studies", GuessesStudies, [c.EMPTY_UID_REFUSED], actor=SOURCE),
    vice("xds.takes-an-empty-syntax", TakesAnEmptySyntax, [c.EMPTY_SYNTAX_REFUSED], actor=SOURCE),
    vice("xds.wants-it-all-itself", WantsItAllItself, [c.SOURCES_APART], actor=SOURCE),
    vice("XI10", AlwaysShows, [c.URI_INSTANCE], actor=SOURCE),
    vice("xds.shows-thumbnails", ShowsThumbnails, [c.URI_RENDERED, c.RS_RENDERED], actor=SOURCE),
    vice("XI11", ShowsAnErrorPicture, [c.URI_UNKNOWN, c.RS_UNKNOWN], actor=SOURCE),
    vice("xds.says-bad-request", SaysBadRequest, [c.URI_NOT_FOUND, c.RS_UNKNOWN], actor=SOURCE),
    vice("xds.breaks-on-gaps", BreaksOnGaps, [c.URI_INCOMPLETE], actor=SOURCE),
    vice("xds.gives-the-first", GivesTheFirst, [c.RS_SERIES, c.RS_STUDY], [c.RS_METADATA], actor=SOURCE),
    vice("xds.gives-bare-files", GivesBareFiles, [c.RS_INSTANCE], actor=SOURCE),
    vice("xds.tells-pixels", TellsPixels, [c.RS_METADATA], actor=SOURCE),
    vice("xds.swaps-octets", SwapsOctets, [c.RS_FRAMES], actor=SOURCE),
    vice("xds.accepts-nothing", AcceptsNothing, [c.RS_NOT_ACCEPTABLE], actor=SOURCE),
    vice("xds.shifts-pixels-by-uri", ShiftsPixelsByUri, [c.SAME_EVERY_WAY], actor=SOURCE),
    oddity("xds.gives-backwards", GivesBackwards, actor=SOURCE),
)
