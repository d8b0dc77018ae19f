"""The sentences retrieving is judged by (PS3.4 C.4.2, C.4.3)."""

from __future__ import annotations

from conformance.dicom.clauses.citing import cited as _clause
from conformance.model import Level

RETRIEVE_COMPLETE = _clause(
    "retrieve.complete", "PS3.4 C.4.2.3.1", "Every matching instance is sent, each once, and nothing else"
)
RETRIEVE_SUCCEEDS = _clause(
    "retrieve.succeeds", "PS3.4 C.4.2.1.5", "A retrieve whose sub-operations all succeeded ends with success"
)
RETRIEVE_COUNTS = _clause(
    "retrieve.counts",
    "PS3.4 C.4.2.1.6",
    "Completed, failed, warning and remaining sub-operations add up in each response",
)
RETRIEVE_NO_REMAINING = _clause(
    "retrieve.no-remaining",
    "PS3.4 C.4.2.1.6",
    "A final response other than cancel has no Number of Remaining Sub-operations",
)
RETRIEVE_AGREES_WITH_QUERY = _clause(
    "retrieve.agrees-with-query", "PS3.4 C.3.4", "As many instances are sent as the query told there are"
)
RETRIEVE_UNCHANGED = _clause(
    "retrieve.unchanged", "PS3.4 C.4.2.3.1", "A retrieved instance is the one that was stored, element by element"
)
RETRIEVE_NEEDS_KEYS = _clause(
    "retrieve.needs-keys",
    "PS3.4 C.4.2.3.1",
    "A retrieve without a value in its unique key is refused or matches nothing: it never sends the archive",
)
RETRIEVE_NO_MATCH = _clause(
    "retrieve.no-match", "PS3.4 C.4.2.3.1", "A retrieve that matches nothing ends with success and no sub-operation"
)
RETRIEVE_FAILURE_TOLD = _clause(
    "retrieve.failure-told", "PS3.4 C.4.2.3.1", "When some sub-operations fail the final status is the warning B000"
)
RETRIEVE_WARNED = _clause(
    "retrieve.warned",
    "PS3.4 C.4.2.3.1",
    "When the destination takes an instance with a warning the final status is the warning B000, and where the "
    "warnings are counted it is one of them",
)
RETRIEVE_FAILED_LIST = _clause(
    "retrieve.failed-list", "PS3.4 C.4.2.1.4.2", "The failed instances are listed by UID in the final response"
)
RETRIEVE_ALL_FAILED = _clause(
    "retrieve.all-failed", "PS3.4 C.4.2.3.1", "When all sub-operations fail the final status is a failure (A702)"
)
RETRIEVE_GOES_ON = _clause(
    "retrieve.goes-on", "PS3.4 C.4.2.3.1", "A failed sub-operation does not keep the others from being done"
)
RETRIEVE_AROUND_CORRUPT = _clause(
    "retrieve.around-corrupt",
    "PS3.4 C.4.3.3.1",
    "A retrieve of a study in which one object is corrupt ends with a final response, and the others are sent",
)
RETRIEVE_CANCELLED = _clause(
    "retrieve.cancelled",
    "PS3.4 C.4.2.3.1",
    "C-CANCEL ends the sub-operations: with cancel (FE00), or success when all were done",
)
RETRIEVE_CANCEL_HEEDED = _clause(
    "retrieve.cancel-heeded",
    "PS3.4 C.4.2.3.1",
    "A cancel that is there before the first sub-operation keeps some of them from being done",
    Level.SHOULD,
)
RETRIEVE_NEEDS_UPPER_KEYS = _clause(
    "retrieve.needs-upper-keys",
    "PS3.4 C.4.2.3.2",
    "Unless relational retrieve was negotiated, the unique keys of the levels above are needed",
)
RETRIEVE_IN_ACCEPTED_SYNTAX = _clause(
    "retrieve.in-accepted-syntax",
    "PS3.4 C.4.2.3.1",
    "What the destination takes in the default transfer syntax alone is sent in it, unchanged, or told as failed",
)
MOVE_UNKNOWN_DESTINATION = _clause(
    "move.unknown-destination", "PS3.4 C.4.2.1.5", "A move destination that is not known is refused with A801"
)
MOVE_TO_DESTINATION = _clause(
    "move.to-destination", "PS3.4 C.4.2.1.3", "Instances go to the AE title named as the move destination"
)
MOVE_NAMES_ORIGINATOR = _clause(
    "move.names-originator",
    "PS3.7 9.1.1.1",
    "Each C-STORE of a move names the AE title and Message ID of the C-MOVE it belongs to",
)
MOVE_ACCEPTED_SYNTAX = _clause(
    "move.accepted-syntax", "PS3.8 9.3.3.2", "Instances come in the transfer syntax accepted for their context"
)
MOVE_FROM_ONE_TITLE = _clause(
    "move.from-one-title",
    "PS3.4 C.4.2.3.1",
    "All sub-operations of one move come from one AE title",
    Level.MAY,
)
MOVE_BOUNDED_FAILURE = _clause(
    "move.bounded-failure", "PS3.4 C.4.2.3.1", "A destination that refuses associations is told as a failure, in time"
)
GET_NEEDS_ROLE = _clause(
    "get.needs-role",
    "PS3.7 D.3.3.4",
    "No C-STORE comes on a context for which the requestor was not given the SCP role",
)
GET_COUNTS_UNSENDABLE = _clause(
    "get.counts-unsendable",
    "PS3.4 C.4.3.3.1",
    "An instance without an accepted context counts as failed and is listed; the others are sent",
)
