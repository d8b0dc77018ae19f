"""Submissions: Provide and Register (ITI-41), Register (ITI-42), and what becomes of documents afterwards."""

from __future__ import annotations

from conformance.model import Level
from conformance.xds.clauses.sources import three, two

PROVIDE_ACCEPTED = two("provide.accepted", "3.41.4.1.3", "A right submission is accepted with Success.")
PROVIDE_FINDABLE = two(
    "provide.findable", "3.41.4.1.3.2", "The metadata of an accepted submission are conveyed to the registry."
)
PROVIDE_SEVERAL = two(
    "provide.several-documents", "3.41.4.1.3", "A submission of several documents is accepted and each is kept apart."
)
PROVIDE_INLINE = two(
    "provide.inline-base64",
    "Appendix V.8.2",
    "A package whose document stands inline as base64 is MTOM too, and is accepted like one with xop:Include.",
)
PROVIDE_XOP = two("provide.xop", "3.41.4.1.2", "Documents are accepted in MTOM/XOP format.")
WRONG_HASH_REFUSED = two(
    "provide.wrong-hash-refused",
    "3.41.4.1.3",
    "A submission whose hash is not that of the document is refused with XDSRepositoryMetadataError.",
)
WRONG_SIZE_REFUSED = two(
    "provide.wrong-size-refused",
    "3.41.4.1.3",
    "A submission whose size is not that of the document is refused with XDSRepositoryMetadataError.",
)
NOTHING_STORED = three(
    "provide.nothing-registered-on-failure", "4.2.4.2", "Nothing of a refused submission can be found afterwards."
)
MISSING_DOCUMENT = two(
    "provide.missing-document",
    "3.41.4.1.3",
    "An entry without its document is refused with XDSMissingDocument.",
    Level.SHOULD,
)
MISSING_METADATA = two(
    "provide.missing-metadata",
    "3.41.4.1.3",
    "A document without its entry is refused with XDSMissingDocumentMetadata.",
    Level.MAY,
)
REPOSITORY_ID_SET = two(
    "provide.repository-id",
    "3.41.4.1.3.2",
    "The repository puts its own repositoryUniqueId in the entry, whatever was submitted.",
)
HASH_AND_SIZE_ADDED = two(
    "provide.hash-and-size-added",
    "3.41.4.1.3.2",
    "Where the submission has no hash and size, the repository adds SHA-1 and octet count of the document.",
)
REGISTRY_ERROR_RELAYED = two(
    "provide.registry-error-relayed",
    "3.41.4.1.3.2",
    "When the registry refuses, the repository's response is a Failure with the registry's error.",
)
DUPLICATE_PROVIDED = three(
    "provide.identifier-twice",
    "4.2.4.1",
    "One uniqueId for two documents of a submission is refused (XDSRepositoryDuplicateUniqueIdInMessage, or the"
    " registry's).",
)
EMPTY_DOCUMENT = two(
    "provide.empty-document",
    "3.41.4.1.3.2",
    "A document of no octets is kept and returned like any other.",
    Level.MAY,
)

REGISTER_ACCEPTED = two("register.accepted", "3.42.4.1.3", "A right submission is accepted with Success.")
REGISTER_VISIBLE = two("register.visible", "3.42.4.2.3", "What was registered is available for discovery at once.")
METADATA_KEPT = two(
    "register.metadata-kept", "3.42.4.1.3", "Every attribute IHE defines is stored and returned as it was submitted."
)
STATUS_APPROVED = two(
    "register.status-approved", "3.42.4.1.3.3.5", "The registry sets the status of a new entry to Approved."
)
ATOMIC = two("register.atomic", "3.42.4.1.3.1", "When one part of a submission fails, no part of it is registered.")
UNKNOWN_PATIENT = two(
    "register.unknown-patient",
    "3.42.4.1.3.3.2",
    "A patient the patient feed never announced is refused with XDSUnknownPatientId.",
)
ONE_PATIENT = two(
    "register.one-patient",
    "3.42.4.1.3.3.2",
    "A submission whose objects are of different patients is refused with XDSPatientIdDoesNotMatch.",
)
REQUIRED_ATTRIBUTES = three(
    "register.required-attributes", "4.3.1", "A submission without an attribute the table requires is refused."
)
SYMBOLIC_IDS = two(
    "register.symbolic-ids",
    "3.42.4.1.3.7",
    "A symbolic id is replaced by one new UUID wherever it stands.",
)
UUIDS_KEPT = two("register.uuids-kept", "3.42.4.1.3.7", "An id that is a UUID is not changed.")
EXTRA_METADATA = two(
    "register.extra-metadata",
    "3.42.4.1.3.2",
    "Extra metadata are no error: they are returned later, or the warning XDSExtraMetadataNotSaved is given.",
)
OTHER_HASH_REFUSED = two(
    "register.other-hash-refused",
    "3.42.4.1.3.3.1",
    "A known uniqueId with another hash or size is refused (XDSNonIdenticalHash or XDSNonIdenticalSize).",
)
OTHER_SIZE_REFUSED = two(
    "register.other-size-refused",
    "3.42.4.1.3.3.1",
    "A known uniqueId with another size is refused, though the hash be the same.",
)
IDENTICAL_ACCEPTED = two(
    "register.identical-accepted",
    "3.42.4.1.3.3.1",
    "A known uniqueId with the same hash and size is accepted as a further entry.",
)
CODES_CONSTRAINED = two(
    "register.codes-constrained",
    "3.42.4.1.3.3.3",
    "A code and scheme outside the affinity domain's set is refused.",
)
DISPLAY_NAME_FREE = two(
    "register.display-name-free", "3.42.4.1.3.3.3", "The display name of a code is not constrained."
)
DUPLICATE_IN_MESSAGE = three(
    "register.duplicate-in-message",
    "4.2.4.1",
    "Two documents under one uniqueId in one submission are refused (XDSRegistryDuplicateUniqueIdInMessage, or"
    " XDSNonIdenticalHash or XDSNonIdenticalSize).",
)
SET_ID_UNUSED = two(
    "register.submission-set-id-unused",
    "3.42.4.1.3.3.7",
    "A SubmissionSet uniqueId already in use is refused with XDSDuplicateUniqueIdInRegistry.",
)
SERVICE_TIMES = two(
    "register.service-times", "3.42.4.1.3.3.6", "A serviceStartTime after the serviceStopTime is refused."
)
NODE_PLACEMENT = three(
    "register.node-placement",
    "4.2.1.4",
    "The classification that marks a submission set is understood inside its RegistryPackage and beside it.",
)
OPAQUE_UNIQUE_ID = three(
    "register.opaque-unique-id",
    "4.2.3.2.26",
    "A document's uniqueId is an opaque string: root^extension of more than 64 characters is taken too.",
    Level.SHOULD,
)
MERGED_PATIENT_REFUSED = two(
    "register.merged-patient-refused",
    "3.8.4.2.4",
    "After a merge, a submission for the subsumed patient is refused with XDSUnknownPatientId.",
)

REPLACED_DEPRECATED = two(
    "lifecycle.replaced-deprecated", "3.42.4.1.3.5", "A replaced document becomes Deprecated, its replacement Approved."
)
ASSOCIATION_KEPT = three(
    "lifecycle.association-kept", "4.2.2.2", "The relationship is kept and returned, between the same two entries."
)
DEPENDENTS_DEPRECATED = two(
    "lifecycle.dependents-deprecated",
    "3.42.4.1.3.5",
    "With a replaced document its addenda and transformations become Deprecated.",
)
DEPRECATED_TARGET_REFUSED = two(
    "lifecycle.deprecated-target-refused",
    "3.42.4.1.3.5",
    "A relationship to a Deprecated document is refused with XDSRegistryDeprecatedDocumentError.",
)
ADDENDUM_LEAVES_APPROVED = three(
    "lifecycle.addendum-leaves-approved", "4.2.2.2.1", "An addendum leaves the document it is added to Approved."
)
OTHER_PATIENT_REFUSED = two(
    "lifecycle.other-patient-refused",
    "3.42.4.1.3.5",
    "A relationship to another patient's document is refused with XDSPatientIdDoesNotMatch.",
)
UNRESOLVED_REFUSED = two(
    "lifecycle.unresolved-refused",
    "3.42.4.1.3.5",
    "A replacement of a document that is not registered is refused with UnresolvedReferenceException.",
)
FOLDER_FOLLOWED = two(
    "lifecycle.folder-followed",
    "3.42.4.1.3.5",
    "A replacement becomes a member of each Approved folder the replaced document was in.",
)
FOLDER_UPDATE_TIME = two(
    "lifecycle.folder-update-time", "3.42.4.1.3.6", "The registry sets a folder's lastUpdateTime to the current time."
)
DEPRECATED_RETRIEVABLE = two(
    "lifecycle.deprecated-retrievable",
    "3.43.4.2.3",
    "A Deprecated document can still be retrieved.",
    Level.MAY,
)

__all__ = [
    "ADDENDUM_LEAVES_APPROVED",
    "ASSOCIATION_KEPT",
    "ATOMIC",
    "CODES_CONSTRAINED",
    "DEPENDENTS_DEPRECATED",
    "DEPRECATED_RETRIEVABLE",
    "DEPRECATED_TARGET_REFUSED",
    "DISPLAY_NAME_FREE",
    "DUPLICATE_IN_MESSAGE",
    "DUPLICATE_PROVIDED",
    "EMPTY_DOCUMENT",
    "EXTRA_METADATA",
    "FOLDER_FOLLOWED",
    "FOLDER_UPDATE_TIME",
    "HASH_AND_SIZE_ADDED",
    "IDENTICAL_ACCEPTED",
    "MERGED_PATIENT_REFUSED",
    "METADATA_KEPT",
    "MISSING_DOCUMENT",
    "MISSING_METADATA",
    "NODE_PLACEMENT",
    "NOTHING_STORED",
    "ONE_PATIENT",
    "OPAQUE_UNIQUE_ID",
    "OTHER_HASH_REFUSED",
    "OTHER_PATIENT_REFUSED",
    "OTHER_SIZE_REFUSED",
    "PROVIDE_ACCEPTED",
    "PROVIDE_FINDABLE",
    "PROVIDE_INLINE",
    "PROVIDE_SEVERAL",
    "PROVIDE_XOP",
    "REGISTER_ACCEPTED",
    "REGISTER_VISIBLE",
    "REGISTRY_ERROR_RELAYED",
    "REPLACED_DEPRECATED",
    "REPOSITORY_ID_SET",
    "REQUIRED_ATTRIBUTES",
    "SERVICE_TIMES",
    "SET_ID_UNUSED",
    "STATUS_APPROVED",
    "SYMBOLIC_IDS",
    "UNKNOWN_PATIENT",
    "UNRESOLVED_REFUSED",
    "UUIDS_KEPT",
    "WRONG_HASH_REFUSED",
    "WRONG_SIZE_REFUSED",
]
