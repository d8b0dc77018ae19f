"""Registry Stored Query: ITI-18."""

from __future__ import annotations

from conformance.xds.clauses.sources import three, two

QUERY_ANSWERED = two("query.answered", "3.18.4.1.2.3.7", "A right query is answered with Success.")
ONLY_THE_PATIENT = two(
    "query.only-the-patient",
    "3.18.4.1.2.3.7.1",
    "FindDocuments returns the documents of the patient asked for, and no other's.",
)
STATUS_FILTER = two(
    "query.status-filter",
    "3.18.4.1.2.3.7.1",
    "FindDocuments returns the documents whose status is asked for, and no other.",
)
LEAF_CLASS = two(
    "query.leaf-class", "3.18.4.1.2.3.1", "LeafClass returns the whole objects: slots, classifications, identifiers."
)
OBJECT_REF = two(
    "query.object-ref", "3.18.4.1.2.3.1", "ObjectRef returns references to the objects that match, not the objects."
)
MISSING_PARAMETER = three(
    "query.missing-parameter",
    "4.2.4.1",
    "A query without a required parameter is refused with XDSStoredQueryMissingParam.",
)
UNKNOWN_QUERY = two(
    "query.unknown-query",
    "3.18.4.1.2.4 and 3.18.4.1.3",
    "A query id that is not supported is refused with XDSUnknownStoredQuery.",
)
NO_MATCH_IS_SUCCESS = three(
    "query.no-match-is-success", "4.2.4", "A query that nothing matches is answered with Success and an empty list."
)
CODE_WITH_SCHEME = two(
    "query.code-with-scheme", "3.18.4.1.2.3.4", "A coded parameter matches on code and coding scheme together."
)
AND_OR = two("query.and-or", "3.18.4.1.2.3.5", "Values in one slot are alternatives; several slots must all be met.")
TIME_RANGE = two("query.time-range", "3.18.4.1.2.3.3", "A time matches when it is not before From and before To.")
AUTHOR_PATTERN = two(
    "query.author-pattern",
    "3.18.4.1.2.3.7.1",
    "In an author pattern the percent sign stands for any text and the underscore for one character.",
)
GET_BY_IDENTIFIER = two(
    "query.get-by-identifier",
    "3.18.4.1.2.3.7.5",
    "GetDocuments returns exactly the entries named by entryUUID or by uniqueId, however many are named.",
)
EITHER_OR = two(
    "query.either-or",
    "3.18.4.1.2.3.7.5",
    "Both of entryUUID and uniqueId are refused with XDSStoredQueryParamNumber, neither with"
    " XDSStoredQueryMissingParam.",
)
SINGLE_PATIENT = two(
    "query.single-patient",
    "3.18.4.1.2.3.7.5",
    "Whole objects of two patients in one answer are refused with XDSResultNotSinglePatient.",
)
SUBMISSION_SETS = two(
    "query.submission-sets", "3.18.4.1.2.3.7.2", "FindSubmissionSets returns the patient's submission sets."
)
SET_CONTENTS = two(
    "query.submission-set-contents",
    "3.18.4.1.2.3.7.10",
    "GetSubmissionSetAndContents returns a submission set with its documents and the associations between them.",
)
MERGED_TOGETHER = two(
    "query.merged-together",
    "3.18.4.1.2.3.9.1",
    "After a merge the surviving patient has the documents of both, all shown with the surviving identifier.",
)

__all__ = [
    "AND_OR",
    "AUTHOR_PATTERN",
    "CODE_WITH_SCHEME",
    "EITHER_OR",
    "GET_BY_IDENTIFIER",
    "LEAF_CLASS",
    "MERGED_TOGETHER",
    "MISSING_PARAMETER",
    "NO_MATCH_IS_SUCCESS",
    "OBJECT_REF",
    "ONLY_THE_PATIENT",
    "QUERY_ANSWERED",
    "SET_CONTENTS",
    "SINGLE_PATIENT",
    "STATUS_FILTER",
    "SUBMISSION_SETS",
    "TIME_RANGE",
    "UNKNOWN_QUERY",
]
