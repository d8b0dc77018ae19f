"""The imaging document source as a story meets it beyond RAD-69: the manifest it shared, and its images over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.model import Blocked
from conformance.xds.actors import EXPLICIT, ImagingDocumentSource
from conformance.xds.client.wado import DICOM_PARTS, WadoClient
from conformance.xds.wire.dataset import DataSet, read_file
from conformance.xds.wire.manifest import read_manifest
from conformance.xds.wire.repository import DocumentRequest, InstanceRequest
from conformance.xds.wire.unreadable import Unreadable

if TYPE_CHECKING:
    from conformance.story import Story
    from conformance.systems import SampleStudy
    from conformance.xds.actors import DocumentRepository
    from conformance.xds.client.wado import WadoAnswer
    from conformance.xds.wire.ebrim import DocumentEntry
    from conformance.xds.wire.manifest import Manifest

SOP_CLASS, SOP_UID = 0x00080016, 0x00080018
ROWS, COLUMNS = 0x00280010, 0x00280011


class SharedStudy:
    """The sample study as the imaging document source shared it: entry, manifest, and what it lists."""

    def __init__(self, source: ImagingDocumentSource, repository: DocumentRepository) -> None:
        self.source = source
        self._repository = repository

    def entry(self) -> DocumentEntry:
        """Return the entry of the manifest; raise Blocked when the registry has none under that identifier."""
        named = self.source.study.manifest
        if named is None:
            raise Blocked("the profile names no xds.sample_study.manifest")
        return self._repository.registry.entries(named)[0]

    def octets(self) -> bytes:
        """Return the manifest as the repository has it."""
        return self._repository.fetched(self.entry())[0]

    def manifest(self) -> Manifest:
        """Return what the manifest says."""
        return read_manifest(self.octets())

    def requests(self, manifest: Manifest) -> list[InstanceRequest]:
        """Return a request for each instance a manifest lists, where it says it can be had; raise Blocked if none."""
        if not manifest.listed:
            raise Blocked(f"the manifest lists nothing to ask for: {manifest.problem or 'no evidence'}")
        return [
            InstanceRequest(one.study, one.series, DocumentRequest(one.location, one.sop_uid))
            for one in manifest.listed
        ]


class WadoSource(WadoClient):
    """The imaging document source under test, over HTTP, and the study its profile says it holds."""

    def __init__(self, story: Story) -> None:
        xds = story.system.xds
        if xds is None:
            raise Blocked("the profile has no xds section")
        super().__init__(story, xds.tls.context(story.folder) if xds.tls else None)
        self.story = story
        self._xds = xds

    @property
    def study(self) -> SampleStudy:
        """Return the study the profile names."""
        if self._xds.sample_study is None:
            raise Blocked("the profile names no xds.sample_study, a study the imaging source already holds")
        return self._xds.sample_study

    def by_uri(self, sop_uid: str, media_type: str, **other: str) -> WadoAnswer:
        """Ask for an instance of the study by WADO-URI; ``other`` parameters replace or, if empty, leave out."""
        study = self.study
        asked = {
            "requestType": "WADO",
            "studyUID": study.study_uid,
            "seriesUID": study.series_uid,
            "objectUID": sop_uid,
            "contentType": media_type,
            **other,
        }
        return self.uri(self._xds.wado_uri or "", media_type, **{name: said for name, said in asked.items() if said})

    def by_rs(self, resource: str, accept: str = DICOM_PARTS) -> WadoAnswer:
        """Ask for a resource of the study by WADO-RS: what comes after its UID, nothing for the study itself."""
        path = f"studies/{self.study.study_uid}" + (f"/{resource}" if resource else "")
        return self.rs(self._xds.wado_rs or "", path, accept)

    def of_series(self, *more: str) -> str:
        """Return the resource of the series, or of what is below it."""
        return "/".join(["series", self.study.series_uid, *more])

    def of_instance(self, sop_uid: str, *more: str) -> str:
        """Return the resource of an instance of the series, or of what is below it."""
        return self.of_series("instances", sop_uid, *more)

    def still_gives_by_uri(self, sop_uid: str) -> None:
        """Ask for what must be there; raise Blocked when it does not come: who gives nothing refuses nothing."""
        answer = self.by_uri(sop_uid, "application/dicom")
        if image(answer.body)[0] is None:
            raise Blocked(f"an instance the profile names was not given: {answer.said}")

    def still_gives_by_rs(self, sop_uid: str) -> None:
        """Ask for what must be there, as above."""
        answer = self.by_rs(self.of_instance(sop_uid))
        if not answer.parts or image(answer.parts[0].body)[0] is None:
            raise Blocked(f"an instance the profile names was not given: {answer.said}")

    def size(self, sop_uid: str) -> tuple[int, int]:
        """Return rows and columns of an instance of the study, as its file says; raise Blocked when none comes."""
        resource = self.of_instance(sop_uid)
        answer = self.by_rs(resource) if self._xds.wado_rs else self.by_uri(sop_uid, "application/dicom")
        octets = answer.parts[0].body if answer.parts else answer.body
        found, why = image(octets)
        if found is None:
            raise Blocked(f"an instance the profile names was not given: {answer.said}, {why}")
        return found.number(ROWS), found.number(COLUMNS)


def image(octets: bytes) -> tuple[DataSet | None, str]:
    """Return the data set of a file, or None and why it can't be read."""
    try:
        return read_file(octets), ""
    except Unreadable as unreadable:
        return None, str(unreadable)


def sop_uid_of(octets: bytes) -> str:
    """Return the SOP Instance UID in a file, or in words why there is none."""
    found, why = image(octets)
    return why if found is None else found.text(SOP_UID)


def pixels_of(octets: bytes) -> str:
    """Return the SHA-256 of the pixels in a file, or in words why there are none."""
    found, why = image(octets)
    return why if found is None else found.pixel_digest or "no pixel data"


def jpeg_size(octets: bytes) -> tuple[int, int] | None:
    """Return rows and columns of a JPEG, None when the octets are no whole one (ISO/IEC 10918-1 Annex B)."""
    if not octets.startswith(b"\xff\xd8") or b"\xff\xd9" not in octets[-64:]:
        return None
    at = 2
    while at + 9 <= len(octets) and octets[at] == 0xFF:  # noqa: PLR2004 - a marker begins so
        marker, size = octets[at + 1], int.from_bytes(octets[at + 2 : at + 4], "big")
        if marker in range(0xC0, 0xD0) and marker not in {0xC4, 0xC8, 0xCC}:
            return int.from_bytes(octets[at + 5 : at + 7], "big"), int.from_bytes(octets[at + 7 : at + 9], "big")
        at += 2 + size
    return None


__all__ = ["EXPLICIT", "SharedStudy", "WadoSource", "image", "jpeg_size", "pixels_of", "sop_uid_of"]
