"""What may be offered beyond XDS.b and XDS-I.b: updates, removal, on-demand entries, several patients, gateways."""

from __future__ import annotations

from dataclasses import replace

from conformance.model import Clause, Level
from conformance.xds.clauses.sources import rad, three, two


def update(id_: str, section: str, says: str) -> Clause:
    """Return a clause of the supplement XDS Metadata Update."""
    return Clause(f"xds.{id_}", "IHE ITI XDS Metadata Update", "Rev. 1.11 (2019)", section, says)


def removal(id_: str, section: str, says: str) -> Clause:
    """Return a clause of the supplement Remove Metadata and Documents."""
    return Clause(f"xds.{id_}", "IHE ITI RMD", "Rev. 1.3 (2020)", section, says)


UPDATE_VERSION = update(
    "update.new-version",
    "3.57.4.1.3",
    "An update of an entry is accepted; the new version is Approved, the one before becomes Deprecated.",
)
UPDATE_CONTENT = update("update.content", "3.57.4.1.3", "The new version of an entry has the attributes it was given.")
UPDATE_AVAILABILITY = update(
    "update.availability", "3.57.4.1.3.3.2", "An Approved entry becomes Deprecated when its availability is so updated."
)
UPDATE_WRONG_VERSION = update(
    "update.wrong-version",
    "3.57.4.1.3",
    "An update made of another version than the latest is refused with XDSMetadataVersionError.",
)
UPDATE_NOTHING = update(
    "update.of-nothing",
    "3.57.4.1.3",
    "An update of an entry that is not registered is refused (XDSMetadataUpdateError).",
)
UPDATE_IDENTIFIER = update(
    "update.identifier-kept", "3.57.4.1.3", "An update that changes the uniqueId is refused (XDSMetadataUpdateError)."
)
UPDATE_RESTORED = update(
    "update.restored",
    "3.57.4.1.3.3.2",
    "A Deprecated entry becomes Approved again when its availability is so updated.",
)
UPDATE_STATUS_FITS = update(
    "update.status-fits",
    "3.57.4.1.3.3.2",
    "An update of the availability that does not name two different statuses, the first the entry's own, is refused.",
)
UPDATE_FOLDER = update(
    "update.folder",
    "3.57.4.1.3.3.3",
    "A folder is updated to a new version, which holds what the one before held; that one becomes Deprecated.",
)
UPDATE_PROPAGATED = update(
    "update.propagated",
    "3.57.4.1.3.3.1.5",
    "The new version of an entry is in the folders of the one before, unless AssociationPropagation is no.",
)
UPDATE_ASSOCIATED = update(
    "update.associated",
    "3.57.4.1.3.3.6",
    "An association of objects that are registered is taken by a SubmitAssociation, and found.",
)
UPDATE_ASSOCIATION_ENDS = update(
    "update.association-ends",
    "3.57.4.1.3.3.6",
    "An association is refused when an end of it is not registered, not Approved, or another patient's.",
)
UPDATE_ONCE = replace(
    update("update.once", "3.57.4.1.3", "Two versions of one entry in one submission are refused (NIST's practice)."),
    level=Level.MAY,
)
UPDATE_ELSEWHERE = update(
    "update.not-registered", "3.57.4.1.3", "A new version is no registration: by ITI-42 it is refused."
)
UPDATE_COUNTED = update(
    "update.versions-counted",
    "3.57.4.1.3",
    "Each update makes the next version, so that a second update is made of version 2.",
)
UPDATE_NO_LOGICAL_ID = update(
    "update.without-logical-id", "3.57.4.1.3", "An update of an entry without a logicalID is refused."
)
UPDATE_NO_LOGICAL_ID_CODE = replace(
    update(
        "update.without-logical-id-code",
        "3.57.4.1.3",
        "An update without a logicalID is refused with XDSMetadataUpdateError, as NIST's registry asks.",
    ),
    level=Level.MAY,
)
REMOVED = removal("remove-metadata.removed", "3.62.4.1.3", "Objects removed together are found no more.")
REMOVE_UNKNOWN = removal(
    "remove-metadata.unknown",
    "3.62.4.1.3",
    "A removal that names an unknown object is refused whole, with UnresolvedReferenceException.",
)
REMOVE_REFERENCED = removal(
    "remove-metadata.referenced",
    "3.62.4.1.3",
    "A removal that would leave an association without an end is refused whole, with ReferencesExistException.",
)
DOCUMENT_REMOVED = removal(
    "remove-documents.removed", "3.86.4.1.3", "A removed document can be retrieved no more: XDSDocumentUniqueIdError."
)
REMOVE_NO_DOCUMENT = removal(
    "remove-documents.unknown", "3.86.4.1.3", "The removal of a document that is not there is refused with an error."
)
REMOVE_ELSEWHERE = removal(
    "remove-documents.elsewhere",
    "3.86.4.1.3",
    "The removal of a document of another repository is refused with XDSUnknownRepositoryId.",
)
ON_DEMAND_FOUND = two(
    "on-demand.found",
    "3.18.4.1.2.3.6.2",
    "An on-demand entry is found when on-demand entries are asked for.",
)
ON_DEMAND_APART = two(
    "on-demand.apart",
    "3.18.4.1.2.3.6.2",
    "A query that does not name a type of entry finds stable entries only.",
)
ON_DEMAND_UNMADE = three(
    "on-demand.unmade",
    "4.3.1",
    "An on-demand entry with creationTime, hash or size is refused.",
)
ON_DEMAND_TYPES = two(
    "on-demand.types",
    "3.18.4.1.2.3.6.2",
    "A query that names types of entry finds those of these types, whichever query it is.",
)
ON_DEMAND_NEW_ID = two(
    "on-demand.new-identifier",
    "3.43.4.2.2",
    "A document made on demand comes with a NewDocumentUniqueId that is not the identifier of its entry.",
)
ON_DEMAND_SAME = two(
    "on-demand.same-octets",
    "3.43.4.2.2",
    "A NewDocumentUniqueId stands for the same octets each time, and where it was kept they are had by it.",
)
MULTI_ALL = two("multi-patient.all", "3.51.4.1.3", "The documents of every patient asked for come in one response.")
MULTI_NO_OTHERS = two("multi-patient.no-others", "3.51.4.1.3", "No document of a patient that was not asked for comes.")
GATEWAY_FOUND = two("gateway.found", "3.38.4.1.3", "A query by patient is answered with what the community holds.")
GATEWAY_HOME = two(
    "gateway.home", "3.38.4.1.3", "Every object a gateway returns bears the homeCommunityId of its community."
)
GATEWAY_NO_HOME = three(
    "gateway.missing-home",
    "4.2.4.1",
    "A query by identifier, or a retrieval, that names no community is refused with XDSMissingHomeCommunityId.",
)
GATEWAY_OTHER_HOME = three(
    "gateway.unknown-home", "4.2.4.1", "A request for another community is refused with XDSUnknownCommunity."
)
GATEWAY_ERROR_LOCATION = two(
    "gateway.error-location",
    "3.38.4.1.3",
    "The location of an error a gateway returns is a homeCommunityId of its own.",
)
GATEWAY_UNKNOWN_PATIENT = two(
    "gateway.unknown-patient",
    "3.38.4.1.2.2",
    "A patient the community does not know is answered with nothing found, or with XDSUnknownPatientId.",
)
GATEWAY_SAME = two("gateway.same-octets", "3.39.4.1.3", "A document comes through the gateway octet for octet.")
GATEWAY_DOCUMENT_HOME = two(
    "gateway.document-home", "3.39.4.1.3", "A document that comes through the gateway bears the homeCommunityId."
)
GATEWAY_PARTIAL = two(
    "gateway.partial-success",
    "3.39.4.1.3",
    "Of documents asked for at once those that are there come; others are told of by PartialSuccess, or passed over.",
)
GATEWAY_IMAGE = rad(
    "gateway.image", "4.75.4.2.3", "An instance comes through the gateway as a DICOM file, with the homeCommunityId."
)
GATEWAY_IMAGES_PARTIAL = rad(
    "gateway.images-partial",
    "4.75.4.1.3",
    "Of instances asked for at once those that are there come; others are told of by PartialSuccess, or passed over.",
)
GATEWAY_IMAGES_LOCATION = rad(
    "gateway.images-location",
    "4.75.4.1.3",
    "The location of an error a responding imaging gateway returns names a homeCommunityId of its own.",
)

__all__ = [
    "DOCUMENT_REMOVED",
    "GATEWAY_DOCUMENT_HOME",
    "GATEWAY_ERROR_LOCATION",
    "GATEWAY_FOUND",
    "GATEWAY_HOME",
    "GATEWAY_IMAGE",
    "GATEWAY_IMAGES_LOCATION",
    "GATEWAY_IMAGES_PARTIAL",
    "GATEWAY_NO_HOME",
    "GATEWAY_OTHER_HOME",
    "GATEWAY_PARTIAL",
    "GATEWAY_SAME",
    "GATEWAY_UNKNOWN_PATIENT",
    "MULTI_ALL",
    "MULTI_NO_OTHERS",
    "ON_DEMAND_APART",
    "ON_DEMAND_FOUND",
    "ON_DEMAND_NEW_ID",
    "ON_DEMAND_SAME",
    "ON_DEMAND_TYPES",
    "ON_DEMAND_UNMADE",
    "REMOVED",
    "REMOVE_ELSEWHERE",
    "REMOVE_NO_DOCUMENT",
    "REMOVE_REFERENCED",
    "REMOVE_UNKNOWN",
    "UPDATE_ASSOCIATED",
    "UPDATE_ASSOCIATION_ENDS",
    "UPDATE_AVAILABILITY",
    "UPDATE_CONTENT",
    "UPDATE_COUNTED",
    "UPDATE_ELSEWHERE",
    "UPDATE_FOLDER",
    "UPDATE_IDENTIFIER",
    "UPDATE_NOTHING",
    "UPDATE_NO_LOGICAL_ID",
    "UPDATE_NO_LOGICAL_ID_CODE",
    "UPDATE_ONCE",
    "UPDATE_PROPAGATED",
    "UPDATE_RESTORED",
    "UPDATE_STATUS_FITS",
    "UPDATE_VERSION",
    "UPDATE_WRONG_VERSION",
]
