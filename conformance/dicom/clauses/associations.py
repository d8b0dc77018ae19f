"""The sentences associations are judged by (PS3.8 7.1, 9.3; PS3.7 Annex D)."""

from __future__ import annotations

from conformance.dicom.clauses.citing import cited as _clause
from conformance.model import Level

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
IDENTITY_ANSWERED_WHEN_ASKED = _clause(
    "association.identity-answered-when-asked",
    "PS3.7 D.3.3.7",
    "A user identity is answered only where a positive response was asked for",
)
IDENTITY_TAKEN = _clause(
    "association.identity-taken",
    "PS3.7 D.3.3.7",
    "A request with a user identity is accepted, or rejected as such; it is not met with an abort or silence",
)
COMMON_EXTENDED_UNANSWERED = _clause(
    "association.common-extended-unanswered",
    "PS3.7 D.3.3.6",
    "SOP class common extended negotiation is taken, and left out of the acceptance",
)
EXTENDED_WITHIN_PROPOSAL = _clause(
    "association.extended-within-proposal",
    "PS3.4 C.5.1.1.2",
    "Extended negotiation is answered for classes it was proposed for, and supports no option that was not asked for",
)
RESERVED_NOT_TESTED = _clause(
    "association.reserved-not-tested", "PS3.8 9.3.2", "Reserved fields are not tested, whatever they hold"
)
REQUEST_COMES_FIRST = _clause(
    "association.request-comes-first",
    "PS3.8 9.2.3",
    "A connection that begins with another PDU than A-ASSOCIATE-RQ is ended: by A-ABORT, or by closing it",
)
UNKNOWN_CONTEXT_NOT_SERVED = _clause(
    "association.unknown-context-not-served",
    "PS3.8 9.3.5.1",
    "A message on a presentation context that was not accepted is not served",
)
INVALID_DATA_ENDS = _clause(
    "association.invalid-data-ends",
    "PS3.8 9.2.3",
    "A P-DATA-TF whose values do not fit into it ends the association: by A-ABORT, or by closing it",
)
SEGMENTS_JOINED = _clause(
    "association.segments-joined", "PS3.8 9.1", "A PDU is the same PDU wherever the transport cuts it"
)
NO_MAXIMUM = _clause("association.no-maximum", "PS3.8 D.1.1", "A maximum length of 0 means that there is no maximum")
EVEN_FRAGMENTS = _clause(
    "association.even-fragments", "PS3.8 E.1", "Each fragment of a message has an even number of octets"
)
OTHERS_SERVED = _clause(
    "association.others-served",
    "PS3.8 9.1.5",
    "One who connects and says nothing, or stops halfway, keeps nobody else from being served",
    Level.MAY,
)
