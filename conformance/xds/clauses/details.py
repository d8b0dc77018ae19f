"""Stored queries parameter by parameter, folders, merges and what else a registry keeps: ITI-18, ITI-42, ITI-8."""

from __future__ import annotations

from conformance.model import Level
from conformance.xds.clauses.sources import three, two

CODED_FILTERS = two(
    "query.coded-filters",
    "3.18.4.1.2.3.7",
    "Every coded parameter of FindDocuments is supported and restricts what is returned.",
)
SERVICE_TIME_ABSENT = two(
    "query.service-time-absent",
    "3.18.4.1.2.3.3.1",
    "A range of service times is not held against an entry that has no such time.",
)
OPEN_RANGE = two("query.open-range", "3.18.4.1.2.3.3", "The From or the To of a time range may be left out.")
VALUES_SPLIT = two(
    "query.values-split", "3.18.4.1.2.3.5", "A list split over several Value elements is the same as in one."
)
QUOTE_DOUBLED = two("query.quote-doubled", "3.18.4.1.2.3.5", "In a string a single quote is written twice.")
STATUS_UNKNOWN = two(
    "query.status-unknown",
    "3.18.4.1.2.3.6",
    "A status that is not understood is passed over; when no other is asked for, the query is refused.",
)
SET_FILTERS = two(
    "query.submission-set-filters",
    "3.18.4.1.2.3.7.2",
    "FindSubmissionSets is restricted by source, submission time, author and content type.",
)
FIND_FOLDERS = two(
    "query.find-folders",
    "3.18.4.1.2.3.7.3",
    "FindFolders returns the patient's folders, restricted by time of update and codes.",
)
GET_ALL = two(
    "query.get-all",
    "3.18.4.1.2.3.7.4",
    "GetAll returns a patient's submission sets, entries and folders with the associations at either end of them.",
)
GET_FOLDERS = two(
    "query.get-folders", "3.18.4.1.2.3.7.6", "GetFolders returns exactly the folders named by entryUUID or by uniqueId."
)
GET_ASSOCIATIONS = two(
    "query.get-associations",
    "3.18.4.1.2.3.7.7",
    "GetAssociations returns the associations that have one of the objects named at either end, and no others.",
)
DOCUMENTS_AND_ASSOCIATIONS = two(
    "query.documents-and-associations",
    "3.18.4.1.2.3.7.8",
    "GetDocumentsAndAssociations returns the entries named with the associations at either end of them.",
)
GET_SUBMISSION_SETS = two(
    "query.get-submission-sets",
    "3.18.4.1.2.3.7.9",
    "GetSubmissionSets returns the submission sets that objects came in, with the associations that say so.",
)
CONTENTS_FILTERED = two(
    "query.contents-filtered",
    "3.18.4.1.2.3.7.10",
    "Of the contents of a submission set only entries of the format and confidentiality asked for are returned.",
)
FOLDER_CONTENTS = two(
    "query.folder-contents",
    "3.18.4.1.2.3.7.11",
    "GetFolderAndContents returns a folder with its documents (those the filters let pass) and their memberships.",
)
FOLDERS_FOR_DOCUMENT = two(
    "query.folders-for-document", "3.18.4.1.2.3.7.12", "GetFoldersForDocument returns the folders a document is in."
)
RELATED_DOCUMENTS = two(
    "query.related-documents",
    "3.18.4.1.2.3.7.13",
    "GetRelatedDocuments returns the relationships of the types asked for with the documents at both ends, or nothing.",
)
REFERENCE_ID = two(
    "query.reference-id",
    "3.18.4.1.2.3.7.14",
    "FindDocumentsByReferenceId returns the entries with a reference id (the option of that name).",
    Level.MAY,
)
PACKAGE_STATUS = two(
    "query.package-status",
    "3.18.4.1.2.3.7",
    "Submission sets and folders, which are Approved, are found when that status is asked for, alone or with another.",
)
SINGLE_VALUED = three(
    "query.single-valued",
    "4.2.4.1",
    "Two values for a parameter that takes one are refused with XDSStoredQueryParamNumber.",
)
CODE_NEEDS_SCHEME = two(
    "query.code-needs-scheme",
    "3.18.4.1.2.3.4",
    "A code without its coding scheme is refused: both are required (that it fails is practice).",
    Level.MAY,
)
UNKNOWN_PARAMETER = two(
    "query.unknown-parameter",
    "3.18.4.1.2.3.7",
    "A parameter the query does not define makes no difference (practice).",
    Level.MAY,
)
MANY_ENTRIES = three(
    "query.many-entries",
    "4.2.4.1",
    "A thousand entries are returned whole, or none of them with XDSTooManyResults.",
)

ATTRIBUTE_FORMATS = two(
    "register.attribute-formats",
    "3.42.4.1.3.3",
    "An attribute that is not written as ITI TF-3 4.2.3 says is refused.",
)
MIME_TYPE_CONSTRAINED = two(
    "register.mime-type-constrained", "3.42.4.1.3.3.4", "A mimeType the affinity domain does not list is refused."
)
UUID_UNUSED = two(
    "register.uuid-unused",
    "3.42.4.1.3.7",
    "A UUID that is already an object's is refused for another: it is permanent (that it fails is practice).",
    Level.MAY,
)
MERGE_CHAIN = two(
    "register.merge-chain", "3.8.4.2.4", "Under the survivor of a chain of merges the documents of all are found."
)
SUBSUMED_EMPTY = two(
    "register.subsumed-empty",
    "3.18.4.1.2.3.9",
    "A query for a subsumed patient returns nothing, or XDSUnknownPatientId.",
)
MERGE_AWARE = two(
    "register.merge-aware",
    "3.42.4.1.3.5",
    "Documents of two patients who were merged are documents of one: the newer may replace the older.",
)
FOREIGN_AUTHORITY = two(
    "register.foreign-authority",
    "3.8.4.1.4",
    "An identifier of an assigning authority that is not the affinity domain's makes no patient known.",
)

FOLDER_ACCEPTED = three("lifecycle.folder-accepted", "4.2.1.3", "A folder is accepted with documents and without any.")
FOLDER_JOINED = three(
    "lifecycle.folder-joined",
    "4.2.2.1.5",
    "New and registered documents are put into new and registered folders, and found there.",
)
FOLDER_PATIENT = two(
    "lifecycle.folder-patient",
    "3.42.4.1.3.3.2",
    "A document is refused in a folder of another patient, with XDSPatientIdDoesNotMatch.",
)
FOLDER_APPROVED = two("lifecycle.folder-approved", "3.42.4.1.3.4", "A Deprecated document is not put into a folder.")
REFERENCED = three(
    "lifecycle.referenced",
    "4.2.2.1.2",
    "A submission set may refer to a document that is already registered, and shows it among its contents.",
)
TRANSFORMATION_LEAVES_APPROVED = three(
    "lifecycle.transformation-leaves-approved",
    "4.2.2.2.2",
    "A transformation leaves the document it was made of Approved.",
)
TRANSFORMED_REPLACED = two(
    "lifecycle.transformed-replaced",
    "3.42.4.1.3.5",
    "XFRM_RPLC makes the document it replaces Deprecated, and the new one Approved.",
)
SIGNATURE_KEPT = three(
    "lifecycle.signature-kept",
    "4.2.2.2.5",
    "A signature is kept with its association to what it signs, which stays Approved.",
    Level.MAY,
)
DOCUMENTATION_KEPT = three(
    "lifecycle.documentation-kept",
    "4.2.2.2",
    "The code that says why there is a relationship is kept and returned.",
)
FAILURE_CHANGES_NOTHING = two(
    "lifecycle.failure-changes-nothing",
    "3.42.4.1.3.5",
    "When a submission is refused, no status and no lastUpdateTime changes.",
)
SOURCE_SUBMITTED = two(
    "lifecycle.source-submitted",
    "3.42.4.1.3.5",
    "A relationship whose source is not in the submission is refused with UnresolvedReferenceException.",
)

IDENTICAL_PROVIDED = two(
    "provide.identical-accepted",
    "3.41.4.1.3",
    "A known uniqueId with the same octets is accepted again.",
)
HASH_CASE = three("provide.hash-case", "4.2.3.2.10", "A hash is compared without regard to upper and lower case.")

__all__ = [
    "ATTRIBUTE_FORMATS",
    "CODED_FILTERS",
    "CODE_NEEDS_SCHEME",
    "CONTENTS_FILTERED",
    "DOCUMENTATION_KEPT",
    "DOCUMENTS_AND_ASSOCIATIONS",
    "FAILURE_CHANGES_NOTHING",
    "FIND_FOLDERS",
    "FOLDERS_FOR_DOCUMENT",
    "FOLDER_ACCEPTED",
    "FOLDER_APPROVED",
    "FOLDER_CONTENTS",
    "FOLDER_JOINED",
    "FOLDER_PATIENT",
    "FOREIGN_AUTHORITY",
    "GET_ALL",
    "GET_ASSOCIATIONS",
    "GET_FOLDERS",
    "GET_SUBMISSION_SETS",
    "HASH_CASE",
    "IDENTICAL_PROVIDED",
    "MANY_ENTRIES",
    "MERGE_AWARE",
    "MERGE_CHAIN",
    "MIME_TYPE_CONSTRAINED",
    "OPEN_RANGE",
    "PACKAGE_STATUS",
    "QUOTE_DOUBLED",
    "REFERENCED",
    "REFERENCE_ID",
    "RELATED_DOCUMENTS",
    "SERVICE_TIME_ABSENT",
    "SET_FILTERS",
    "SIGNATURE_KEPT",
    "SINGLE_VALUED",
    "SOURCE_SUBMITTED",
    "STATUS_UNKNOWN",
    "SUBSUMED_EMPTY",
    "TRANSFORMATION_LEAVES_APPROVED",
    "TRANSFORMED_REPLACED",
    "UNKNOWN_PARAMETER",
    "UUID_UNUSED",
    "VALUES_SPLIT",
]
