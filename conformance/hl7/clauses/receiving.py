"""What any receiver of HL7 v2 is judged by: framing, acknowledgement, refusal, encoding, and what must be accepted."""

from __future__ import annotations

from conformance.hl7.clauses.citing import hl7, mllp, rad
from conformance.model import Level

BLOCK_AROUND_ACK = mllp(
    "mllp.block-around-acknowledgement",
    "An acknowledgement comes in one block: 0x0B, the message, 0x1C 0x0D, and nothing outside it.",
)
ENDS_AT_END_BLOCK = mllp(
    "mllp.message-ends-at-end-block",
    "A message ends at its end block, whatever pieces TCP delivered it in; nothing is answered before that.",
)
EVERY_BLOCK_ANSWERED = mllp(
    "mllp.every-block-answered",
    "Every whole block is taken, also when several came in one piece: each message is answered, in order.",
)
PIPELINE_ANSWERED = mllp(
    "mllp.pipeline-answered",
    "Messages sent one after another without waiting are all answered, in order and once each.",
    Level.SHOULD,
)
UNFINISHED_DROPPED = mllp(
    "mllp.unfinished-block-dropped",
    "A block that was never finished is not taken for a message and leaves nothing behind for the next one.",
)
RESYNCHRONISES = mllp(
    "mllp.start-block-begins-a-message",
    "A start block begins a message anew, whatever unfinished octets came before it.",
    Level.SHOULD,
)

OUTSIDE_BLOCKS = mllp(
    "mllp.outside-blocks",
    "What stands between blocks is no message, nor is an empty block: the message of the next block is answered.",
    Level.SHOULD,
)

ANSWERED = rad("ack.answered", "2.4", "Each HL7 message is acknowledged by the receiver on the same connection.")
ANSWERED_ONCE = hl7("ack.answered-once", "2.9.2", "In original mode a message has one response, no more.")
NAMES_THE_MESSAGE = hl7(
    "ack.names-the-message", "2.15.8.2", "MSA-2 repeats the message's control id (MSH-10) octet for octet."
)
ACCEPTED = hl7("ack.accepted", "2.9.2", "A valid message of a supported trigger is accepted: MSA-1 is AA.")
ORIGINAL_MODE = rad("ack.original-mode", "2.4", "Receivers answer in original mode: MSA-1 is AA, AE or AR.")
BEGINS_WITH_HEADER = hl7(
    "ack.structure", "2.13.1", "An acknowledgement is one MSH, then (SFT apart) one MSA, then perhaps ERR."
)
TYPE_IS_ACK = hl7("ack.type", "2.15.9.9", "MSH-9 of a general acknowledgement names the message type ACK.")
NAMES_THE_EVENT = hl7(
    "ack.event-and-structure",
    "2.15.9.9",
    "From version 2.5 on MSH-9 of an acknowledgement is ACK, the event that is acknowledged, and ACK.",
    Level.SHOULD,
)
REQUIRED_HEADER = hl7(
    "ack.required-header-fields",
    "2.15.9",
    "MSH-9, MSH-10, MSH-11 and MSH-12 of an acknowledgement are filled in, and MSH-7 from version 2.4 on.",
)
ADDRESSED_BACK = hl7(
    "ack.addressed-to-the-sender",
    "2.15.9.5",
    "The acknowledgement is addressed to the sender: MSH-5 and MSH-6 are the message's MSH-3 and MSH-4.",
    Level.SHOULD,
)
COMES_FROM_RECEIVER = hl7(
    "ack.comes-from-the-addressee",
    "2.15.9.3",
    "The acknowledgement comes from the application addressed: MSH-3 and MSH-4 are the message's MSH-5 and MSH-6.",
    Level.SHOULD,
)
OWN_CONTROL_ID = hl7(
    "ack.own-control-id",
    "2.15.9.10",
    "Each acknowledgement has a control id (MSH-10) of its own, never the same twice.",
)
SAME_VERSION = hl7(
    "ack.same-version", "2.15.9.12", "The acknowledgement is of the version (MSH-12) of the message.", Level.SHOULD
)
SEGMENTS_END_WITH_CR = hl7(
    "ack.segments-end-with-cr", "2.5.4", "Segments end with a carriage return, never with a line feed."
)
LAST_SEGMENT_ENDED = hl7(
    "ack.last-segment-ended", "2.5.4", "Every segment is ended by a carriage return, the last one too."
)
IN_DECLARED_CHARSET = hl7(
    "ack.in-declared-character-set",
    "2.15.9.18",
    "The acknowledgement's octets are in the character set it declares in MSH-18; without one, in 7-bit ASCII.",
)
IN_RECEIVED_DELIMITERS = hl7(
    "ack.in-received-delimiters", "2.5.4", "The acknowledgement uses the delimiters of the message.", Level.MAY
)
ACK_NOT_ACKNOWLEDGED = hl7(
    "ack.never-acknowledged", "2.9.2", "An acknowledgement is never acknowledged: the exchange would not end."
)
ANSWERED_AGAIN = hl7(
    "ack.answered-again",
    "2.9.2",
    "A message sent again (same MSH-10), as after a lost acknowledgement, is answered again.",
)
SAME_ANSWER_AGAIN = hl7(
    "ack.same-answer-again",
    "2.9.2",
    "A message sent again is answered as it was the first time: its sender can't know that it had been taken.",
    Level.SHOULD,
)

UNKNOWN_TYPE_REJECTED = rad(
    "refusal.unknown-type-rejected", "2.4", "A message type (MSH-9.1) that is not recognised is answered with AR."
)
UNKNOWN_EVENT_NOT_ACCEPTED = hl7(
    "refusal.unknown-event-not-accepted", "2.9.2", "An event that is not supported is not answered with AA."
)
UNKNOWN_EVENT_REJECTED = rad(
    "refusal.unknown-event-rejected", "2.4", "A trigger event (MSH-9.2) that is not recognised is answered with AR."
)
VERSION_REJECTED = hl7(
    "refusal.unsupported-version-rejected",
    "2.9.2",
    "A version (MSH-12) no edition of the standard has is rejected: MSA-1 is AR.",
    Level.SHOULD,
)
PROCESSING_ID_REJECTED = hl7(
    "refusal.processing-id-rejected",
    "2.9.2",
    "A processing id (MSH-11) that table 0103 does not have is rejected: MSA-1 is AR.",
    Level.SHOULD,
)
UNTIDY_ANSWERED = hl7(
    "refusal.untidy-answered",
    "2.9.2",
    "A message with other line ends, or an octet too many or too few, is taken or refused, but not met with silence.",
    Level.SHOULD,
)
NAMELESS_NOT_ACCEPTED = hl7(
    "refusal.control-id-required", "2.15.9.10", "A message without control id (MSH-10) is not accepted."
)
CONTENT_NOT_ACCEPTED = hl7(
    "refusal.content-error-not-accepted",
    "2.9.2",
    "A message that lacks what it can't be processed without is not accepted: MSA-1 is not AA.",
)
CONTENT_ANSWERED_AE = hl7(
    "refusal.content-error-answered-ae", "2.9.2", "An error in the content is answered with AE.", Level.SHOULD
)
ERROR_TOLD = hl7(
    "refusal.error-told-in-err", "2.15.5", "From version 2.5 on an error is told in an ERR segment.", Level.SHOULD
)
ERROR_SHAPED = hl7(
    "refusal.err-in-shape-of-version",
    "2.15.5",
    "An ERR has what its version requires: ERR-1 up to 2.4, ERR-3 (code) and ERR-4 (severity E, W or I) from 2.5.",
)
ERROR_PLACED = hl7(
    "refusal.err-names-the-place",
    "2.15.5.2",
    "The ERR names the segment that is wrong: ERR-2 from version 2.5 on, ERR-1 before.",
    Level.SHOULD,
)
NOT_HL7_NOT_ACCEPTED = hl7(
    "refusal.not-hl7-not-accepted",
    "2.9.2",
    "A block that holds no HL7 message is not accepted, and messages after it are answered as ever.",
)

OTHER_DELIMITERS_ACCEPTED = hl7(
    "encoding.other-delimiters-accepted",
    "2.5.4",
    "The delimiters are those that MSH-1 and MSH-2 declare, whichever they are.",
    Level.SHOULD,
)
EXTRA_IGNORED = hl7(
    "encoding.unexpected-content-ignored",
    "2.6.2",
    "Segments, fields, components and repetitions that were not expected are ignored, not refused.",
)
ESCAPES_ACCEPTED = hl7(
    "encoding.escape-sequences-accepted", "2.7", "Text with escape sequences, known and unknown ones, is accepted."
)
CHARSET_ACCEPTED = hl7(
    "encoding.declared-character-set-accepted",
    "2.15.9.18",
    "A message in the character set it declares in MSH-18 is accepted.",
    Level.SHOULD,
)
UNDECLARED_REFUSED = hl7(
    "encoding.undeclared-octets-refused",
    "2.15.9.18",
    "Octets that are not in the declared character set are refused, not guessed at or replaced.",
    Level.SHOULD,
)
LARGE_ACCEPTED = hl7(
    "encoding.large-value-accepted",
    "7.4.2.5",
    "A message with a value of more than 64 KiB in OBX-5, within its 99,999 characters, is taken whole.",
    Level.SHOULD,
)

REGISTERED = rad("adt.registered", "4.1", "A04 and A01 register a patient: the receiver accepts them.")
UPDATED = rad("adt.updated", "4.12", "A08 updates a patient's details: the receiver accepts it.")
MERGED = rad("adt.merged", "4.12", "A40 merges a prior patient into the surviving one: the receiver accepts it.")
MERGE_NEEDS_PRIOR = rad(
    "adt.merge-needs-prior",
    "4.12",
    "An A40 that does not say whom it gives up (no MRG) is not accepted.",
)
SCHEDULED = rad(
    "order.scheduled", "4.4", "A scheduled procedure (ORM^O01 with ZDS, or OMI^O23) is accepted by the receiver."
)
CANCELLED = rad("order.cancelled", "4.13", "The cancellation of an order (ORC-1 CA) is accepted by the receiver.")
REPORTED = rad(
    "result.reported", "4.28", "A report (ORU^R01), preliminary, final or corrected, is accepted by the receiver."
)
