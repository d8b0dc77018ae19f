"""The numbered sentences XDS and XDS-I actors are judged by, in our own words, with the keyword that sets their level.

ITI TF is the Final Text of August 2023 (Revision 20.0); where a sentence of another standard decides, it is named.
Error codes: ITI TF-3 table 4.2.4.1-1 says an errorCode shall be taken from table 4.2.4.1-2 where one is appropriate,
so a clause that names a code asks for that one.
"""

from __future__ import annotations

from conformance.model import Clause, Level

_EDITION = "Rev. 20.0 (2023)"


def _two(id_: str, section: str, says: str, level: Level = Level.MUST) -> Clause:
    return Clause(f"xds.{id_}", "IHE ITI TF-2", _EDITION, section, says, level)


def _three(id_: str, section: str, says: str, level: Level = Level.MUST) -> Clause:
    return Clause(f"xds.{id_}", "IHE ITI TF-3", _EDITION, section, says, level)


def _rad(id_: str, section: str, says: str, level: Level = Level.MUST) -> Clause:
    return Clause(f"xds.{id_}", "IHE RAD TF", "Final Text (2023)", section, says, level)


# Web services: ITI TF-2 Appendix V, SOAP 1.2, WS-Addressing 1.0, MTOM and XOP.
RELATES_TO = Clause(
    "xds.soap.relates-to",
    "WS-Addressing 1.0 Core",
    "2006",
    "3.4",
    "A response relates to its request: wsa:RelatesTo holds the request's MessageID.",
)
RESPONSE_ACTION = _two(
    "soap.response-action",
    "Appendix V.3.2.1.2 (WSP208)",
    "A response carries the wsa:Action of its transaction's response.",
)
ACTION_MUST_UNDERSTAND = _two(
    "soap.action-must-understand", "Appendix V.3.2 (WSA101)", "Every wsa:Action has mustUnderstand set to 1 or true."
)
SOAP_ACTION_IGNORED = _two(
    "soap.action-parameter-ignored",
    "Appendix V.3.2.1.3 (WSP211)",
    "A receiver ignores the soapAction (the action parameter of the Content-Type), whether it is there or not.",
)
MUST_UNDERSTAND = Clause(
    "xds.soap.must-understand",
    "SOAP 1.2 Part 1",
    "Second Edition (2007)",
    "5.4.8",
    "A header block with mustUnderstand that is not understood is answered by a MustUnderstand fault.",
)
MTOM_PACKAGE = Clause(
    "xds.mtom.package",
    "W3C XOP 1.0 and RFC 2387",
    "2005",
    "XOP 4.1",
    "An MTOM package is closed, labelled as XOP says, and every xop:Include names one of its parts.",
)
PROVIDE_RESPONSE_MTOM = _two(
    "provide.response-mtom",
    "3.41.4.2.2",
    "The response to Provide and Register is an MTOM package, although it carries no document.",
)
REGISTER_RESPONSE_SIMPLE = _two(
    "register.response-simple", "3.42.4.2.2", "The response to Register is plain SOAP 1.2, not a package."
)
QUERY_RESPONSE_SIMPLE = _two(
    "query.response-simple", "3.18.4.1.2.7", "The response to a stored query is plain SOAP 1.2, not a package."
)
RETRIEVE_RESPONSE_MTOM = _two(
    "retrieve.response-mtom", "3.43.5", "The response to Retrieve Document Set is an MTOM package."
)

# Success and error reporting: ITI TF-3 4.2.4.
REPORTED_AS_RESPONSE = _three(
    "response.errors-in-response",
    "4.2.4",
    "Trouble with a request is reported by the status and RegistryErrorList of its response.",
)
ERRORS_FIT_STATUS = _three(
    "response.errors-fit-status",
    "4.2.4.2",
    "Success comes without errors (warnings are allowed), Failure and PartialSuccess with at least one.",
)
ERROR_ATTRIBUTES = _three(
    "response.error-attributes",
    "4.2.4.1",
    "Each RegistryError has errorCode, codeContext and one of the two severities, and highestSeverity fits them.",
)

# Provide and Register Document Set-b: ITI-41.
PROVIDE_ACCEPTED = _two("provide.accepted", "3.41.4.1.3", "A right submission is accepted with Success.")
PROVIDE_FINDABLE = _two(
    "provide.findable", "3.41.4.1.3.2", "The metadata of an accepted submission are conveyed to the registry."
)
PROVIDE_SEVERAL = _two(
    "provide.several-documents", "3.41.4.1.3", "A submission of several documents is accepted and each is kept apart."
)
PROVIDE_INLINE = _two(
    "provide.inline-base64",
    "Appendix V.9.3.1",
    "A package whose document stands inline as base64 is MTOM too, and is accepted like one with xop:Include.",
)
PROVIDE_XOP = _two("provide.xop", "3.41.4.1.2", "Documents are accepted in MTOM/XOP format.")
WRONG_HASH_REFUSED = _two(
    "provide.wrong-hash-refused",
    "3.41.4.1.3",
    "A submission whose hash is not that of the document is refused with XDSRepositoryMetadataError.",
)
WRONG_SIZE_REFUSED = _two(
    "provide.wrong-size-refused",
    "3.41.4.1.3",
    "A submission whose size is not that of the document is refused with XDSRepositoryMetadataError.",
)
NOTHING_STORED = _three(
    "provide.nothing-registered-on-failure", "4.2.4.2", "Nothing of a refused submission can be found afterwards."
)
MISSING_DOCUMENT = _two(
    "provide.missing-document",
    "3.41.4.1.3",
    "An entry without its document is refused with XDSMissingDocument.",
    Level.SHOULD,
)
MISSING_METADATA = _two(
    "provide.missing-metadata",
    "3.41.4.1.3",
    "A document without its entry is refused with XDSMissingDocumentMetadata.",
    Level.MAY,
)
REPOSITORY_ID_SET = _two(
    "provide.repository-id",
    "3.41.4.1.3.2",
    "The repository puts its own repositoryUniqueId in the entry, whatever was submitted.",
)
HASH_AND_SIZE_ADDED = _two(
    "provide.hash-and-size-added",
    "3.41.4.1.3.2",
    "Where the submission has no hash and size, the repository adds SHA-1 and octet count of the document.",
)
REGISTRY_ERROR_RELAYED = _two(
    "provide.registry-error-relayed",
    "3.41.4.1.3.2",
    "When the registry refuses, the repository's response is a Failure with the registry's error.",
)
EMPTY_DOCUMENT = _two(
    "provide.empty-document",
    "3.41.4.1.3.2",
    "A document of no octets is kept and returned like any other.",
    Level.MAY,
)

# Register Document Set-b: ITI-42.
REGISTER_ACCEPTED = _two("register.accepted", "3.42.4.1.3", "A right submission is accepted with Success.")
REGISTER_VISIBLE = _two("register.visible", "3.42.4.2.3", "What was registered is available for discovery at once.")
METADATA_KEPT = _two(
    "register.metadata-kept", "3.42.4.1.3", "Every attribute IHE defines is stored and returned as it was submitted."
)
STATUS_APPROVED = _two(
    "register.status-approved", "3.42.4.1.3.3.5", "The registry sets the status of a new entry to Approved."
)
ATOMIC = _two("register.atomic", "3.42.4.1.3.1", "When one part of a submission fails, no part of it is registered.")
UNKNOWN_PATIENT = _two(
    "register.unknown-patient",
    "3.42.4.1.3.3.2",
    "A patient the patient feed never announced is refused with XDSUnknownPatientId.",
)
ONE_PATIENT = _two(
    "register.one-patient",
    "3.42.4.1.3.3.2",
    "A submission whose objects are of different patients is refused with XDSPatientIdDoesNotMatch.",
)
REQUIRED_ATTRIBUTES = _three(
    "register.required-attributes", "4.3.1", "A submission without an attribute the table requires is refused."
)
SYMBOLIC_IDS = _two(
    "register.symbolic-ids",
    "3.42.4.1.3.7",
    "A symbolic id is replaced by one new UUID wherever it stands.",
)
UUIDS_KEPT = _two("register.uuids-kept", "3.42.4.1.3.7", "An id that is a UUID is not changed.")
EXTRA_METADATA = _two(
    "register.extra-metadata",
    "3.42.4.1.3.2",
    "Extra metadata are no error: they are returned later, or the warning XDSExtraMetadataNotSaved is given.",
)
OTHER_HASH_REFUSED = _two(
    "register.other-hash-refused",
    "3.42.4.1.3.3.1",
    "A known uniqueId with another hash or size is refused (XDSNonIdenticalHash or XDSNonIdenticalSize).",
)
IDENTICAL_ACCEPTED = _two(
    "register.identical-accepted",
    "3.42.4.1.3.3.1",
    "A known uniqueId with the same hash and size is accepted as a further entry.",
)
CODES_CONSTRAINED = _two(
    "register.codes-constrained",
    "3.42.4.1.3.3.3",
    "A code and scheme outside the affinity domain's set is refused.",
)
DISPLAY_NAME_FREE = _two(
    "register.display-name-free", "3.42.4.1.3.3.3", "The display name of a code is not constrained."
)
DUPLICATE_IN_MESSAGE = _three(
    "register.duplicate-in-message",
    "4.2.4.1",
    "A uniqueId used twice within one submission is refused with XDSRegistryDuplicateUniqueIdInMessage.",
)
SET_ID_UNUSED = _two(
    "register.submission-set-id-unused",
    "3.42.4.1.3.3.7",
    "A SubmissionSet uniqueId already in use is refused with XDSDuplicateUniqueIdInRegistry.",
)
SERVICE_TIMES = _two(
    "register.service-times", "3.42.4.1.3.3.6", "A serviceStartTime after the serviceStopTime is refused."
)
NODE_PLACEMENT = _three(
    "register.node-placement",
    "4.2.1.4",
    "The classification that marks a submission set is understood inside its RegistryPackage and beside it.",
)
OPAQUE_UNIQUE_ID = _three(
    "register.opaque-unique-id",
    "4.2.3.2.26",
    "A document's uniqueId is an opaque string: root^extension of more than 64 characters is taken too.",
    Level.SHOULD,
)
MERGED_PATIENT_REFUSED = _two(
    "register.merged-patient-refused",
    "3.8.4.2.4",
    "After a merge, a submission for the subsumed patient is refused with XDSUnknownPatientId.",
)

# Document relationships and folders.
REPLACED_DEPRECATED = _two(
    "lifecycle.replaced-deprecated", "3.42.4.1.3.5", "A replaced document becomes Deprecated, its replacement Approved."
)
ASSOCIATION_KEPT = _three(
    "lifecycle.association-kept", "4.2.2.2", "The relationship is kept and returned, between the same two entries."
)
DEPENDENTS_DEPRECATED = _two(
    "lifecycle.dependents-deprecated",
    "3.42.4.1.3.5",
    "With a replaced document its addenda and transformations become Deprecated.",
)
DEPRECATED_TARGET_REFUSED = _two(
    "lifecycle.deprecated-target-refused",
    "3.42.4.1.3.5",
    "A relationship to a Deprecated document is refused with XDSRegistryDeprecatedDocumentError.",
)
ADDENDUM_LEAVES_APPROVED = _three(
    "lifecycle.addendum-leaves-approved", "4.2.2.2.1", "An addendum leaves the document it is added to Approved."
)
OTHER_PATIENT_REFUSED = _two(
    "lifecycle.other-patient-refused",
    "3.42.4.1.3.5",
    "A relationship to another patient's document is refused with XDSPatientIdDoesNotMatch.",
)
UNRESOLVED_REFUSED = _two(
    "lifecycle.unresolved-refused",
    "3.42.4.1.3.5",
    "A replacement of a document that is not registered is refused with UnresolvedReferenceException.",
)
FOLDER_FOLLOWED = _two(
    "lifecycle.folder-followed",
    "3.42.4.1.3.5",
    "A replacement becomes a member of each Approved folder the replaced document was in.",
)
FOLDER_UPDATE_TIME = _two(
    "lifecycle.folder-update-time", "3.42.4.1.3.6", "The registry sets a folder's lastUpdateTime to the current time."
)
DEPRECATED_RETRIEVABLE = _two(
    "lifecycle.deprecated-retrievable",
    "3.43.4.2.3",
    "A Deprecated document can still be retrieved.",
    Level.MAY,
)

# Registry Stored Query: ITI-18.
QUERY_ANSWERED = _two("query.answered", "3.18.4.1.2.3.7", "A right query is answered with Success.")
ONLY_THE_PATIENT = _two(
    "query.only-the-patient",
    "3.18.4.1.2.3.7.1",
    "FindDocuments returns the documents of the patient asked for, and no other's.",
)
STATUS_FILTER = _two(
    "query.status-filter",
    "3.18.4.1.2.3.7.1",
    "FindDocuments returns the documents whose status is asked for, and no other.",
)
LEAF_CLASS = _two(
    "query.leaf-class", "3.18.4.1.2.3.1", "LeafClass returns the whole objects: slots, classifications, identifiers."
)
OBJECT_REF = _two(
    "query.object-ref", "3.18.4.1.2.3.1", "ObjectRef returns references to the objects that match, not the objects."
)
MISSING_PARAMETER = _three(
    "query.missing-parameter",
    "4.2.4.1",
    "A query without a required parameter is refused with XDSStoredQueryMissingParam.",
)
UNKNOWN_QUERY = _two(
    "query.unknown-query",
    "3.18.4.1.2.4 and 3.18.4.1.3",
    "A query id that is not supported is refused with XDSUnknownStoredQuery.",
)
NO_MATCH_IS_SUCCESS = _three(
    "query.no-match-is-success", "4.2.4", "A query that nothing matches is answered with Success and an empty list."
)
CODE_WITH_SCHEME = _two(
    "query.code-with-scheme", "3.18.4.1.2.3.4", "A coded parameter matches on code and coding scheme together."
)
AND_OR = _two("query.and-or", "3.18.4.1.2.3.5", "Values in one slot are alternatives; several slots must all be met.")
TIME_RANGE = _two("query.time-range", "3.18.4.1.2.3.3", "A time matches when it is not before From and before To.")
AUTHOR_PATTERN = _two(
    "query.author-pattern",
    "3.18.4.1.2.3.7.1",
    "In an author pattern the percent sign stands for any text and the underscore for one character.",
)
GET_BY_IDENTIFIER = _two(
    "query.get-by-identifier",
    "3.18.4.1.2.3.7.5",
    "GetDocuments returns exactly the entries named by entryUUID or by uniqueId, however many are named.",
)
EITHER_OR = _two(
    "query.either-or",
    "3.18.4.1.2.3.7.5",
    "Both of entryUUID and uniqueId are refused with XDSStoredQueryParamNumber, neither with"
    " XDSStoredQueryMissingParam.",
)
SINGLE_PATIENT = _two(
    "query.single-patient",
    "3.18.4.1.2.3.7.5",
    "Whole objects of two patients in one answer are refused with XDSResultNotSinglePatient.",
)
SUBMISSION_SETS = _two(
    "query.submission-sets", "3.18.4.1.2.3.7.2", "FindSubmissionSets returns the patient's submission sets."
)
SET_CONTENTS = _two(
    "query.submission-set-contents",
    "3.18.4.1.2.3.7.10",
    "GetSubmissionSetAndContents returns a submission set with its documents and the associations between them.",
)
MERGED_TOGETHER = _two(
    "query.merged-together",
    "3.18.4.1.2.3.9.1",
    "After a merge the surviving patient has the documents of both, all shown with the surviving identifier.",
)

# Retrieve Document Set: ITI-43.
SAME_OCTETS = _two("retrieve.same-octets", "3.43.4.2.3", "A document is returned octet for octet as it was stored.")
DESCRIBED_OCTETS = _three(
    "retrieve.hash-and-size", "4.2.3.2.10", "Hash and size in the registry are those of the document returned."
)
MIME_TYPE = _two("retrieve.mime-type", "3.43.4.2.2", "A document is returned with the mimeType it was stored with.")
IDENTIFIERS_ECHOED = _two(
    "retrieve.identifiers-echoed",
    "3.43.4.2.2",
    "A returned document names repository and document as the request did, and no community that was not named.",
)
EACH_DOCUMENT = _two("retrieve.each-document", "3.43.4.2.3", "Every document asked for is returned, each once.")
UNKNOWN_DOCUMENT = _three(
    "retrieve.unknown-document", "4.2.4.1", "A document that is not there is reported as XDSDocumentUniqueIdError."
)
UNKNOWN_REPOSITORY = _three(
    "retrieve.unknown-repository", "4.2.4.1", "A foreign repositoryUniqueId is reported as XDSUnknownRepositoryId."
)
PARTIAL_SUCCESS = _three(
    "retrieve.partial-success", "4.2.4.2", "When some documents came and others did not, the status is PartialSuccess."
)
ERROR_LOCATION = _two(
    "retrieve.error-location", "3.43.5", "The location of a retrieval error is the document's uniqueId."
)

# XDS-I.b: RAD-68 and RAD-69.
MANIFEST_KEPT = _rad(
    "manifest.kept",
    "RAD-68 (4.68.4.1.3)",
    "A manifest submitted as ITI-41 says is accepted and returned octet for octet.",
)
MANIFEST_METADATA = _rad(
    "manifest.metadata-kept",
    "RAD-68 (4.68.4.1.2.3)",
    "Format code, media type and identifier of a manifest are kept as submitted.",
)
INSTANCE_RETURNED = _rad(
    "imaging.instance-returned",
    "RAD-69 (4.69.4.2.3)",
    "An instance of a manifest is returned as a DICOM file of that SOP Instance UID.",
)
SERIES_RETURNED = _rad(
    "imaging.series-returned",
    "RAD-69 (4.69.4.2.3)",
    "Several instances of a series in one request are all returned, each once, in whatever order.",
)
LISTED_SYNTAX = _rad(
    "imaging.listed-syntax",
    "RAD-69 (4.69.4.2.3)",
    "Instances are encoded in one of the transfer syntaxes of the request, or an error is returned.",
)
UNKNOWN_INSTANCE = _rad(
    "imaging.unknown-instance",
    "RAD-69 (4.69.4.2.3)",
    "An instance that is not in that series of that study is not returned; the status is Failure, with an error.",
)
UNKNOWN_INSTANCE_CODE = _rad(
    "imaging.unknown-instance-code",
    "RAD-69 (4.69.4.2.2)",
    "The error for an unknown instance is XDSDocumentUniqueIdError, as for a document.",
    Level.MAY,
)
FOREIGN_SOURCE = _rad(
    "imaging.unknown-repository",
    "RAD-69 (4.69.4.2.2)",
    "A foreign repositoryUniqueId is reported as XDSUnknownRepositoryId.",
)
IMAGING_PARTIAL = _rad(
    "imaging.partial-success",
    "RAD-69 (4.69.4.2.2)",
    "When some instances came and others did not, the status is PartialSuccess, with an error for each missing one.",
)
IMAGING_RESPONSE_MTOM = _rad(
    "imaging.response-mtom", "RAD-69 (4.69.5)", "The response to Retrieve Imaging Document Set is an MTOM package."
)
