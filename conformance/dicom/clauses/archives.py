"""The sentences of DICOM an archive is judged by: associations, messages, storing, finding, fetching."""

from __future__ import annotations

from conformance.dicom.clauses.citing import cited as _clause
from conformance.model import Level

# Association (PS3.8 7.1, 9.3; PS3.7 Annex D)
ASSOCIATION_ACCEPTED = _clause(
    "association.accepted", "PS3.8 7.1.1.7", "A request that gives no ground for rejection is accepted"
)
ONE_ANSWER_PER_CONTEXT = _clause(
    "association.one-answer-per-context",
    "PS3.8 7.1.1.14",
    "Each proposed presentation context gets exactly one result, under its own id, and no other id gets any",
)
SYNTAX_WAS_PROPOSED = _clause(
    "association.syntax-was-proposed",
    "PS3.8 9.3.3.2",
    "An accepted presentation context names exactly one transfer syntax, one of those proposed for it",
)
APPLICATION_CONTEXT_RETURNED = _clause(
    "association.application-context", "PS3.8 9.3.3.1", "The acceptance names the DICOM application context once"
)
TITLES_RETURNED = _clause(
    "association.titles-returned",
    "PS3.8 9.3.3",
    "The acceptance sends the called and calling AE title fields back as they came",
)
PROTOCOL_VERSION_ANSWERED = _clause(
    "association.protocol-version", "PS3.8 9.3.3", "The acceptance has bit 0 of the protocol version set"
)
IMPLEMENTATION_CLASS_GIVEN = _clause(
    "association.implementation-class", "PS3.7 D.3.3.2.2", "The acceptance gives one implementation class UID"
)
MAXIMUM_LENGTH_GIVEN = _clause(
    "association.maximum-length-given",
    "PS3.7 D.3.3.1",
    "The acceptance gives the maximum length of P-DATA it receives, large enough to hold data",
)
ASSOCIATE_WELL_FORMED = _clause(
    "association.well-formed", "PS3.8 9.3.3", "The items of the acceptance have the lengths they say they have"
)
UNKNOWN_ITEMS_SKIPPED = _clause(
    "association.unknown-items-skipped", "PS3.8 9.3.1", "Items of a type that is not known are skipped, not refused"
)
VERSION_TESTED_BY_BIT_0 = _clause(
    "association.version-bit-0", "PS3.8 9.3.2", "Only bit 0 of the protocol version is tested, other bits are not"
)
VERSION_REJECTED = _clause(
    "association.version-rejected",
    "PS3.8 9.3.4",
    "A protocol version without bit 0 is rejected with source 2 and reason 2",
)
CONTEXT_NAME_REJECTED = _clause(
    "association.context-name-rejected",
    "PS3.8 9.3.4",
    "An unknown application context name is rejected with source 1, reason 2",
)
CALLED_TITLE_REJECTED = _clause(
    "association.called-title-rejected",
    "PS3.8 9.3.4",
    "A called AE title it does not know is rejected with source 1, reason 7",
)
ABSTRACT_SYNTAX_REFUSED = _clause(
    "association.abstract-syntax-refused",
    "PS3.8 9.3.3.2",
    "A context of an unknown abstract syntax is answered with result 3",
)
TRANSFER_SYNTAX_REFUSED = _clause(
    "association.transfer-syntax-refused",
    "PS3.8 9.3.3.2",
    "A context of a known abstract syntax with unknown transfer syntaxes alone is answered with result 4",
)
REFUSAL_DOES_NOT_SPREAD = _clause(
    "association.refusal-does-not-spread", "PS3.8 7.1.1.14", "A refused presentation context leaves the others usable"
)
TITLE_SPACES_SKIPPED = _clause(
    "association.title-spaces-skipped",
    "PS3.8 9.3.2",
    "Spaces before and after the called AE title do not count",
)
MANY_CONTEXTS_ANSWERED = _clause(
    "association.many-contexts", "PS3.8 9.3.2.2", "As many as 128 presentation contexts are answered, each one"
)
RELEASE_ANSWERED = _clause("association.release-answered", "PS3.8 9.2.3", "A-RELEASE-RQ is answered by A-RELEASE-RP")
NOTHING_AFTER_RELEASE = _clause(
    "association.nothing-after-release", "PS3.8 9.2.3", "Nothing is sent after A-RELEASE-RP"
)
ABORT_ENDS_THE_ASSOCIATION = _clause(
    "association.abort-ends-it", "PS3.8 7.3", "A-ABORT ends the association without an answer"
)
ALIVE_AFTERWARDS = _clause(
    "association.alive-afterwards", "PS3.8 9.2", "After one association went wrong the next one is served as usual"
)
UNKNOWN_PDU_ABORTED = _clause(
    "association.unknown-pdu-aborted", "PS3.8 9.2.3", "An unrecognised PDU on an association is answered by A-ABORT"
)
ABORT_NAMES_PROVIDER = _clause(
    "association.abort-names-provider",
    "PS3.8 9.2.3",
    "The A-ABORT for such a PDU comes from the service provider (source 2), with a defined reason",
)
UNEXPECTED_PDU_ABORTED = _clause(
    "association.unexpected-pdu-aborted", "PS3.8 9.2.3", "A PDU out of its turn is answered by A-ABORT"
)
PDU_WITHIN_MAXIMUM = _clause(
    "association.pdu-within-maximum",
    "PS3.8 D.1.1",
    "No P-DATA-TF is longer than the maximum length the receiver announced",
)
P_DATA_WELL_FORMED = _clause(
    "association.p-data-well-formed", "PS3.8 9.3.5", "P-DATA-TF PDUs hold whole presentation data values"
)
ROLE_WITHIN_PROPOSAL = _clause(
    "association.role-within-proposal", "PS3.7 D.3.3.4", "Role selection grants no role that was not proposed"
)
WINDOW_WITHIN_PROPOSAL = _clause(
    "association.window-within-proposal",
    "PS3.7 D.3.3.3",
    "The asynchronous operations window granted is not above the one proposed",
)
SEVERAL_ASSOCIATIONS = _clause(
    "association.several-at-once",
    "PS3.8 9.3.4",
    "Associations within the claimed number are served side by side; a limit is told as transient",
)

# DIMSE messages (PS3.7 6.3, 9.3)
RESPONSE_NAMES_ITS_REQUEST = _clause(
    "message.names-its-request", "PS3.7 9.3", "A response carries the Message ID of the request it answers"
)
RESPONSE_IS_OF_ITS_KIND = _clause(
    "message.kind", "PS3.7 9.3", "A response carries the command field that belongs to its request"
)
RESPONSE_ON_SAME_CONTEXT = _clause(
    "message.same-context", "PS3.7 6.3.1", "A response comes on the presentation context of its request"
)
RESPONSE_NAMES_SAME_CLASS = _clause(
    "message.same-class",
    "PS3.7 9.3",
    "An Affected SOP Class or Instance UID in a response equals that of the request",
)
COMMAND_GROUP_LENGTH = _clause(
    "message.group-length", "PS3.7 6.3.1", "A command set begins with its right group length"
)
COMMAND_IMPLICIT = _clause(
    "message.implicit-command", "PS3.7 6.3.1", "A command set is in implicit VR little endian whatever was negotiated"
)
COMMAND_WELL_FORMED = _clause(
    "message.well-formed", "PS3.7 6.3.1", "A command set holds group 0000 elements in order, each whole and once"
)
ONE_FINAL_RESPONSE = _clause(
    "message.one-final-response",
    "PS3.7 9.1",
    "A request gets one final response, after it was sent, and none after that",
)
FINAL_WITHOUT_DATA_SET = _clause(
    "message.final-without-data-set",
    "PS3.7 9.3",
    "A response that may not carry a data set says 0101H and carries none",
)
RESPONSE_HAS_STATUS = _clause("message.status", "PS3.7 9.3", "A response carries a status")

# Verification (PS3.4 Annex A)
ECHO_SUCCEEDS = _clause("echo.succeeds", "PS3.4 A.4", "C-ECHO is answered with success")
ECHO_FRAGMENTED = _clause(
    "echo.fragmented", "PS3.8 9.3.5.1", "A command set in any number of fragments and PDUs is read as one"
)

# Storage (PS3.4 Annex B)
STORE_SUCCEEDS = _clause(
    "store.succeeds", "PS3.4 B.2.3", "A valid instance of an accepted SOP class is stored with success or a warning"
)
STORE_KEEPS = _clause(
    "store.keeps", "PS3.4 B.2.2", "What was stored with success can be retrieved: the class and instance stored, once"
)
STORE_KEEPS_ATTRIBUTES = _clause(
    "store.keeps-attributes",
    "PS3.4 B.4.1.1",
    "At level 2 every element comes back with its value, private and nested ones too, save coercions told by B000",
)
STORE_KEEPS_PIXELS = _clause(
    "store.keeps-pixels", "PS3.5 A.4", "Pixel data comes back octet for octet, encapsulated ones fragment by fragment"
)
STORE_KEEPS_TEXT = _clause(
    "store.keeps-text", "PS3.5 6.1.2", "Text comes back as the same characters, under a character set that is true"
)
STORE_TAKES_FRAGMENTS = _clause(
    "store.takes-fragments", "PS3.8 9.3.5.1", "A data set in fragments of any size is read as one"
)
STORE_TAKES_UNDEFINED_LENGTHS = _clause(
    "store.takes-undefined-lengths", "PS3.5 7.5.1", "Sequences and items of undefined length are read"
)
STORE_REFUSES_OTHER_CLASS = _clause(
    "store.refuses-other-class",
    "PS3.4 B.2.3",
    "A data set that does not match the SOP class of the command is refused (A9xx) or a warning is given (B007)",
)
STORE_REFUSES_UNREADABLE = _clause(
    "store.refuses-unreadable",
    "PS3.4 B.2.3",
    "A data set that can't be understood is refused with a failure (Cxxx), never answered with success or silence",
)
STORE_TAKES_A_SECOND_COPY = _clause(
    "store.takes-a-second-copy", "PS3.4 B.2.3", "The same instance sent again is not a failure"
)
STORE_KEEPS_ONE_OF_TWO = _clause(
    "store.keeps-one-of-two",
    "PS3.5 9",
    "One SOP Instance UID stands for one instance: of two contents one whole is kept, never a mixture or nothing",
)
STORE_TELLS_LOSS = _clause(
    "store.tells-loss",
    "PS3.4 B.2.3",
    "Other content under a known SOP Instance UID is refused or told, not put silently in place of the first",
    Level.SHOULD,
)
STORE_NAMES_INSTANCE = _clause(
    "store.names-instance",
    "PS3.7 9.3.1.2",
    "The C-STORE response names the instance it is about",
    Level.MAY,
)
STORE_WARNING_TRUE = _clause(
    "store.warning-true",
    "PS3.4 B.2.3",
    "The warning that elements were coerced (B000) comes when elements were, and not otherwise",
    Level.SHOULD,
)
STORE_SHARED_STUDY_UID = _clause(
    "store.shared-study-uid",
    "PS3.4 B.2.2",
    "Images of two patients under one Study Instance UID are all kept under their own patient, or refused",
)
STORE_APART = _clause("store.apart", "PS3.4 B.2.2", "Instances stored over several associations at once are kept apart")

# Query (PS3.4 Annex C)
FIND_SUCCEEDS = _clause("find.succeeds", "PS3.4 C.4.1.1.4", "A query ends with success once all matches are sent")
FIND_ONE_RESPONSE_PER_MATCH = _clause(
    "find.one-response-per-match", "PS3.4 C.4.1.3.1.1", "Each entity that matches is told in one pending response"
)
FIND_MATCHES_SINGLE_VALUE = _clause(
    "find.matches-single-value", "PS3.4 C.2.2.2.1", "A single value matches the entities that have it, and no others"
)
FIND_CASE_SENSITIVE = _clause(
    "find.case-sensitive", "PS3.4 C.2.2.2.1", "Matching is case-sensitive except in person names"
)
FIND_MATCHES_UID_LIST = _clause(
    "find.matches-uid-list", "PS3.4 C.2.2.2.2", "A list of UIDs matches the entities of each UID in it"
)
FIND_MATCHES_UNIVERSAL = _clause(
    "find.matches-universal", "PS3.4 C.2.2.2.3", "A key of zero length, or of a lone asterisk, matches everything"
)
FIND_MATCHES_WILDCARDS = _clause(
    "find.matches-wildcards", "PS3.4 C.2.2.2.4", "* stands for any characters and ? for one, in text"
)
FIND_NO_WILDCARDS_IN_UIDS = _clause(
    "find.no-wildcards-in-uids", "PS3.4 C.2.2.2.4", "Wild cards have no meaning in UIDs"
)
FIND_MATCHES_DATE_RANGE = _clause(
    "find.matches-date-range", "PS3.4 C.2.2.2.5", "A date range is inclusive, and open at the end left out"
)
FIND_MATCHES_TIME_RANGE = _clause(
    "find.matches-time-range", "PS3.4 C.2.2.2.5", "A time range is inclusive, and open at the end left out"
)
FIND_SPACES_DO_NOT_COUNT = _clause(
    "find.spaces-do-not-count", "PS3.5 6.2", "Padding spaces around a key are not part of its value"
)
FIND_RETURNS_REQUIRED_KEYS = _clause(
    "find.returns-required-keys",
    "PS3.4 C.4.1.1.3.2",
    "Required and unique keys that were asked for come back, with their value, empty when there is none",
)
FIND_RETURNS_ONLY_ASKED = _clause(
    "find.returns-only-asked", "PS3.4 C.4.1.1.3.2", "A response holds the attributes asked for and no others"
)
FIND_ECHOES_LEVEL = _clause(
    "find.echoes-level", "PS3.4 C.4.1.1.3.2", "Each response says the Query/Retrieve Level asked for"
)
FIND_NAMES_RETRIEVE_AE = _clause(
    "find.names-retrieve-ae",
    "PS3.4 C.4.1.1.3.2",
    "Each response names the AE title to retrieve from, or the media the match is on",
)
FIND_READABLE = _clause(
    "find.readable", "PS3.5 7.1", "An Identifier is a well-formed data set in the negotiated transfer syntax"
)
FIND_VALUES_FIT = _clause("find.values-fit", "PS3.5 6.2", "Values have the form their value representation asks for")
FIND_TRUE_CHARACTER_SET = _clause(
    "find.true-character-set",
    "PS3.4 C.4.1.1.3.2",
    "Text beyond ASCII comes with a Specific Character Set under which it reads right",
)
FIND_TEXT_IN_ANY_SET = _clause(
    "find.text-in-any-set", "PS3.4 C.4.1.1.3.1", "A name asked for in one character set is found stored in another"
)
FIND_NO_MATCH = _clause(
    "find.no-match", "PS3.4 C.4.1.3.1", "A query without match is answered by one success and no Identifier"
)
FIND_CANCELLED = _clause(
    "find.cancelled", "PS3.4 C.4.1.3.1", "C-CANCEL ends the responses: with cancel (FE00), or success when all were out"
)
FIND_COUNTS = _clause(
    "find.counts", "PS3.4 C.3.4", "Numbers of related instances, series and the modalities of a study are true"
)
FIND_PATIENT_LEVEL = _clause(
    "find.patient-level", "PS3.4 C.6.1.1.2", "Patient Root finds patients by Patient ID and tells name and ID"
)
FIND_STUDY_LEVEL = _clause("find.study-level", "PS3.4 C.6.2.1.2", "Studies are found with the keys of the study level")
FIND_SERIES_LEVEL = _clause(
    "find.series-level", "PS3.4 C.6.2.1.3", "Series of a study are found with the keys of the series level"
)
FIND_IMAGE_LEVEL = _clause(
    "find.image-level", "PS3.4 C.6.2.1.4", "Instances of a series are found with the keys of the image level"
)

FIND_NEEDS_UPPER_KEYS = _clause(
    "find.needs-upper-keys",
    "PS3.4 C.4.1.3.1.1",
    "Unless relational queries were negotiated, a query without the unique keys of the levels above matches nothing",
)

# Retrieve (PS3.4 C.4.2, C.4.3)
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
RETRIEVE_FAILED_LIST = _clause(
    "retrieve.failed-list", "PS3.4 C.4.2.1.4.2", "The failed instances are listed by UID in the final response"
)
RETRIEVE_ALL_FAILED = _clause(
    "retrieve.all-failed", "PS3.4 C.4.2.3.1", "When all sub-operations fail the final status is a failure (A702)"
)
RETRIEVE_GOES_ON = _clause(
    "retrieve.goes-on", "PS3.4 C.4.2.3.1", "A failed sub-operation does not keep the others from being done"
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
