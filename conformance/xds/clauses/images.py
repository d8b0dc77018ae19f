"""XDS-I.b beyond one instance: what a manifest holds (RAD-68), whole studies (RAD-69), HTTP (RAD-55, RAD-107)."""

from __future__ import annotations

from conformance.model import Clause, Level
from conformance.xds.clauses.sources import rad


def web(id_: str, section: str, says: str, level: Level = Level.MUST) -> Clause:
    """Return a clause of DICOM PS3.18: the web services that RAD-55 and RAD-107 are made of."""
    return Clause(f"xds.{id_}", "DICOM PS3.18", "2024e", section, says, level)


MANIFEST_REPLACED = rad(
    "manifest.replaced",
    "4.68.4.1.2.1",
    "A manifest that replaces another is accepted; the one before becomes Deprecated, the new one is Approved.",
)
MANIFEST_EVENTS = rad(
    "manifest.event-codes",
    "4.68.4.1.2.3.2",
    "A manifest with several acquisition modalities in its eventCodeList keeps them all and is found by each.",
)
MANIFEST_BY_REFERENCE = rad(
    "manifest.by-reference-id",
    "4.68.4.1.2.3.2",
    "A manifest is found by the accession number in its referenceIdList (FindDocumentsByReferenceId).",
    Level.MAY,
)
MANIFEST_CONTENT = rad(
    "manifest.key-object-selection",
    "4.68.4.1.2.1",
    "A manifest is a Key Object Selection of TID 2010 with the title (113030, DCM), in a series of its own.",
)
MANIFEST_EVIDENCE = rad(
    "manifest.evidence",
    "4.68.4.1.2.1",
    "Evidence and content tree of a manifest list the same instances (PS3.3 C.17.6.2.1), each once.",
)
MANIFEST_COMPLETE = rad(
    "manifest.complete",
    "4.68.4.1.2.1",
    "A manifest lists the instances of the study it shares, in their series.",
)
MANIFEST_LOCATION = rad(
    "manifest.location",
    "4.68.4.1.2.1",
    "Each series of a manifest names the imaging source: its AE title and, as Retrieve Location UID, its identifier.",
)
MANIFEST_ENTRY = rad(
    "manifest.entry",
    "4.68.4.1.2.3.2",
    "The entry of a manifest has its SOP Instance UID as uniqueId, the format code of its SOP class and"
    " application/dicom as mimeType.",
)
MANIFEST_RETRIEVABLE = rad(
    "imaging.manifest-retrievable",
    "4.69.4.2.3",
    "Every instance a manifest lists can be retrieved where the manifest says.",
)
STUDY_RETURNED = rad(
    "imaging.study-returned",
    "4.69.4.2.3",
    "Instances of several series in one request are all returned, each once.",
)
SAME_PIXELS = rad(
    "imaging.same-pixels",
    "4.69.4.2.3",
    "An instance in an uncompressed syntax has the pixels it was stored with.",
)
EMPTY_UID_REFUSED = rad(
    "imaging.empty-identifier",
    "4.69.4.1.2",
    "A request with an empty study or series UID is refused, by an error or a fault.",
    Level.MAY,
)
EMPTY_SYNTAX_REFUSED = rad(
    "imaging.empty-syntax",
    "4.69.4.1.2",
    "A request whose only transfer syntax is empty is refused, by an error or a fault.",
    Level.MAY,
)
SOURCES_APART = rad(
    "imaging.sources-apart",
    "4.69.4.2.2",
    "Of instances asked for from this source and another one in one request, its own come, the others are reported.",
)

URI_INSTANCE = rad(
    "wado-uri.instance",
    "4.55.4.2.2",
    "Asked for application/dicom by WADO-URI, the instance is returned as a DICOM file of that media type.",
)
URI_RENDERED = rad(
    "wado-uri.rendered", "4.55.4.2.2", "Asked for image/jpeg by WADO-URI, the image is returned as a JPEG of its size."
)
URI_UNKNOWN = web(
    "wado-uri.unknown", "9.4.3", "What is not there is answered by an error status and never by an instance or picture."
)
URI_NOT_FOUND = web("wado-uri.not-found", "9.4.3", "The status for what is not there is 404.", Level.SHOULD)
URI_INCOMPLETE = web(
    "wado-uri.incomplete",
    "9.1.2.1",
    "A request without a mandatory parameter is answered by a 4xx status.",
    Level.SHOULD,
)
RS_INSTANCE = rad(
    "wado-rs.instance", "4.107.4.2.2", "An instance is returned as the one part of a multipart/related response."
)
RS_SERIES = rad("wado-rs.series", "4.107.4.2.2", "All instances of a series are returned, each once.")
RS_STUDY = rad("wado-rs.study", "4.107.4.2.2", "All instances of a study are returned, each once.")
RS_METADATA = web(
    "wado-rs.metadata",
    "10.4.3",
    "The metadata of a study are a JSON array with one object for each instance, without its pixels.",
)
RS_FRAMES = web("wado-rs.frames", "10.4.3", "A frame is returned as its pixels, octet for octet.", Level.SHOULD)
RS_RENDERED = web("wado-rs.rendered", "10.4.3", "A rendered instance is returned as a JPEG of its size.", Level.SHOULD)
RS_UNKNOWN = web(
    "wado-rs.unknown", "10.4.3.1", "A series or instance that is not there is answered by 404, or 410 if it once was."
)
RS_NOT_ACCEPTABLE = web(
    "wado-rs.not-acceptable", "8.7.5", "When no acceptable media type can be given, the status is 406.", Level.SHOULD
)
SAME_EVERY_WAY = rad(
    "imaging.same-every-way",
    "4.107.4.2.2",
    "An instance has the same pixels by whatever transaction it is retrieved.",
)

__all__ = [
    "EMPTY_SYNTAX_REFUSED",
    "EMPTY_UID_REFUSED",
    "MANIFEST_BY_REFERENCE",
    "MANIFEST_COMPLETE",
    "MANIFEST_CONTENT",
    "MANIFEST_ENTRY",
    "MANIFEST_EVENTS",
    "MANIFEST_EVIDENCE",
    "MANIFEST_LOCATION",
    "MANIFEST_REPLACED",
    "MANIFEST_RETRIEVABLE",
    "RS_FRAMES",
    "RS_INSTANCE",
    "RS_METADATA",
    "RS_NOT_ACCEPTABLE",
    "RS_RENDERED",
    "RS_SERIES",
    "RS_STUDY",
    "RS_UNKNOWN",
    "SAME_EVERY_WAY",
    "SAME_PIXELS",
    "SOURCES_APART",
    "STUDY_RETURNED",
    "URI_INCOMPLETE",
    "URI_INSTANCE",
    "URI_NOT_FOUND",
    "URI_RENDERED",
    "URI_UNKNOWN",
]
