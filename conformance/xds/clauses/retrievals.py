"""Retrieval of documents (ITI-43), and XDS-I.b: manifests (RAD-68) and instances (RAD-69)."""

from __future__ import annotations

from conformance.model import Level
from conformance.xds.clauses.sources import rad, three, two

SAME_OCTETS = two("retrieve.same-octets", "3.43.4.2.3", "A document is returned octet for octet as it was stored.")
DESCRIBED_OCTETS = three(
    "retrieve.hash-and-size", "4.2.3.2.10", "Hash and size in the registry are those of the document returned."
)
MIME_TYPE = two("retrieve.mime-type", "3.43.4.2.2", "A document is returned with the mimeType it was stored with.")
IDENTIFIERS_ECHOED = two(
    "retrieve.identifiers-echoed",
    "3.43.4.2.2",
    "A returned document names repository and document as the request did, and no community that was not named.",
)
EACH_DOCUMENT = two("retrieve.each-document", "3.43.4.2.3", "Every document asked for is returned, each once.")
UNKNOWN_DOCUMENT = three(
    "retrieve.unknown-document", "4.2.4.1", "A document that is not there is reported as XDSDocumentUniqueIdError."
)
UNKNOWN_REPOSITORY = three(
    "retrieve.unknown-repository", "4.2.4.1", "A foreign repositoryUniqueId is reported as XDSUnknownRepositoryId."
)
PARTIAL_SUCCESS = three(
    "retrieve.partial-success", "4.2.4.2", "When some documents came and others did not, the status is PartialSuccess."
)
ERROR_LOCATION = two(
    "retrieve.error-location", "3.43.5", "The location of a retrieval error is the document's uniqueId."
)

MANIFEST_KEPT = rad(
    "manifest.kept",
    "4.68.4.1.2.1",
    "A manifest submitted as ITI-41 says is accepted and returned octet for octet.",
)
MANIFEST_METADATA = rad(
    "manifest.metadata-kept",
    "4.68.4.1.2.3.2",
    "Format code, media type and identifier of a manifest are kept as submitted.",
)
INSTANCE_RETURNED = rad(
    "imaging.instance-returned",
    "4.69.4.2.3",
    "An instance of a manifest is returned as a DICOM file of that SOP Instance UID.",
)
SERIES_RETURNED = rad(
    "imaging.series-returned",
    "4.69.4.2.3",
    "Several instances of a series in one request are all returned, each once, in whatever order.",
)
LISTED_SYNTAX = rad(
    "imaging.listed-syntax",
    "4.69.4.2.3",
    "Instances are encoded in one of the transfer syntaxes of the request, or an error is returned.",
)
UNKNOWN_INSTANCE = rad(
    "imaging.unknown-instance",
    "4.69.4.2.3",
    "An instance that is not in that series of that study is not returned; the status is Failure, with an error.",
)
UNKNOWN_INSTANCE_CODE = rad(
    "imaging.unknown-instance-code",
    "4.69.4.2.2",
    "The error for an unknown instance is XDSDocumentUniqueIdError, as for a document.",
    Level.MAY,
)
FOREIGN_SOURCE = rad(
    "imaging.unknown-repository",
    "4.69.4.2.2",
    "A foreign repositoryUniqueId is reported as XDSUnknownRepositoryId.",
)
IMAGING_PARTIAL = rad(
    "imaging.partial-success",
    "4.69.4.2.2",
    "When some instances came and others did not, the status is PartialSuccess, with an error for each missing one.",
)
IMAGING_RESPONSE_MTOM = rad(
    "imaging.response-mtom",
    "4.69.4.2.2",
    "The response to Retrieve Imaging Document Set is an MTOM package, as that of ITI-43 (ITI TF-2 3.43.5).",
)

__all__ = [
    "DESCRIBED_OCTETS",
    "EACH_DOCUMENT",
    "ERROR_LOCATION",
    "FOREIGN_SOURCE",
    "IDENTIFIERS_ECHOED",
    "IMAGING_PARTIAL",
    "IMAGING_RESPONSE_MTOM",
    "INSTANCE_RETURNED",
    "LISTED_SYNTAX",
    "MANIFEST_KEPT",
    "MANIFEST_METADATA",
    "MIME_TYPE",
    "PARTIAL_SUCCESS",
    "SAME_OCTETS",
    "SERIES_RETURNED",
    "UNKNOWN_DOCUMENT",
    "UNKNOWN_INSTANCE",
    "UNKNOWN_INSTANCE_CODE",
    "UNKNOWN_REPOSITORY",
]
