"""What a sender of HL7 v2 messages is judged by: its blocks, how it takes an answer, and what its messages hold."""

from __future__ import annotations

from conformance.hl7.clauses.citing import hl7, iti, mllp, rad
from conformance.model import Clause, Level

SENT_IN_A_BLOCK = mllp(
    "send.in-a-block", "A message is sent in one block: 0x0B, the message, 0x1C 0x0D, and nothing outside it."
)
SENT_ONE_IN_A_BLOCK = mllp("send.one-message-in-a-block", "A block holds one message, which begins with its only MSH.")
SENT_SEGMENTS_END = hl7(
    "send.segments-end-with-cr",
    "2.5.4",
    "Every segment, the last one too, ends with a carriage return and no line feed.",
)
SENT_CHARSET = hl7(
    "send.in-declared-character-set",
    "2.15.9.18",
    "The octets of a message are in the character set MSH-18 declares; without one, in 7-bit ASCII.",
)
SENT_HEADER = hl7(
    "send.required-header-fields",
    "2.15.9",
    "MSH-9 to MSH-12 of a message are filled in, and MSH-7 from version 2.4 on; MSH-10 has 20 characters at most.",
)
SENT_OWN_ID = hl7(
    "send.own-control-id", "2.15.9.10", "Each message has a control id (MSH-10) of its own, never that of another."
)
SENT_WAITS = hl7(
    "send.waits-for-the-answer",
    "2.9.2",
    "In original mode the next message is sent once the one before has been answered.",
    Level.SHOULD,
)
SENT_GOES_ON = hl7("send.goes-on-when-answered", "2.9.2", "Once a message is acknowledged, the next one is sent.")
SENT_ONCE = hl7("send.not-again-once-acknowledged", "2.9.2", "A message that was acknowledged (AA) is not sent again.")
SENT_ACK_UNANSWERED = hl7(
    "send.acknowledgement-not-answered", "2.9.2", "An acknowledgement is not answered by the sender of the message."
)
SENT_AGAIN = hl7(
    "send.again-when-not-acknowledged",
    "2.9.2",
    "A message that nobody acknowledged is sent again, within the time the profile claims.",
    Level.SHOULD,
)
SENT_AGAIN_AS_IT_WAS = hl7(
    "send.again-with-its-control-id",
    "2.15.9.10",
    "A message that is sent again has the control id it had, by which a receiver knows it.",
    Level.SHOULD,
)
SENT_PAIRED = hl7(
    "send.answer-paired-by-control-id",
    "2.15.8.2",
    "An answer belongs to the message its MSA-2 names; to any other message it is no acknowledgement.",
)
SENT_IN_ORDER = hl7(
    "send.in-order",
    "2.9.2",
    "What happened to a patient later is not sent before what happened earlier has been settled.",
    Level.SHOULD,
)
SENT_RECONNECTS = mllp(
    "send.reconnects", "After the receiver closed the connection, the next message comes over a new one.", Level.SHOULD
)
SENT_REFUSED_RARELY = hl7(
    "send.refused-not-without-end",
    "2.9.2.2",
    "A message that was refused (AE, AR) is not sent again and again without pause or end.",
    Level.SHOULD,
)
SENT_PIPELINE = mllp(
    "send.pipeline-kept",
    "A sender that does not wait for answers loses no message, keeps their order, and takes answers in one piece.",
)
SENT_ASKS_ENHANCED = hl7(
    "send.enhanced-mode-asked-for",
    "2.15.9.15",
    "A message for enhanced mode says so in MSH-15 or MSH-16, with AL, NE, ER or SU (table 0155).",
)
SENT_COMMITTED = hl7(
    "send.committed-not-again",
    "2.9.3",
    "A message whose receiver committed to it (CA), as MSH-15 asked, is not sent again.",
)

SENT_OVER_TLS = Clause(
    "hl7.send.over-tls",
    "IETF BCP 195",
    "RFC 9325",
    "3.1",
    "A sender that offers TLS brings its message over TLS 1.2 or newer.",
    Level.MUST,
)
SENT_TO_NO_STRANGER = Clause(
    "hl7.send.to-no-stranger",
    "IETF BCP 195",
    "RFC 9325",
    "6.1",
    "A sender that does not trust the receiver's certificate sends it nothing.",
    Level.MUST,
)

SENT_STRUCTURE = hl7(
    "send.message-structure",
    "2.5.1",
    "A message is of its version's structure: segments in order, required fields there, nothing repeated wrongly.",
)
SENT_VALUES = hl7(
    "send.message-values",
    "2.5.3",
    "Every value of a message is of its field's data type, table and length in the version that is declared.",
    Level.SHOULD,
)
SENT_EVENT = hl7("send.event-that-happened", "2.3.1", "MSH-9 names the event that happened, and no other.")
SENT_ESCAPED = hl7("send.delimiters-escaped", "2.7", "A delimiter inside a text is sent as its escape sequence.")
SENT_TEXT = hl7(
    "send.text-as-entered",
    "2.15.9.18",
    "A name beyond ASCII is sent as it was entered, in a character set that has its letters.",
    Level.SHOULD,
)
SENT_ADMISSION = rad(
    "send.admission-as-rad-1", "4.1", "A registration holds what RAD-1 requires, and nothing it forbids."
)
SENT_UPDATE = rad("send.update-as-rad-12", "4.12", "An update holds what RAD-12 requires, and nothing it forbids.")
SENT_MERGE = rad("send.merge-as-rad-12", "4.12", "A merge holds what RAD-12 requires, and nothing it forbids.")
SENT_MERGE_DIRECTION = rad(
    "send.merge-names-both", "4.12", "PID-3 of a merge names whom it keeps, MRG-1 whom it gives up: two identifiers."
)
SENT_ORDER = rad(
    "send.order-as-rad-4", "4.4", "A scheduled procedure holds what RAD-4 requires, and nothing it forbids."
)
SENT_CANCEL = rad("send.cancel-as-rad-13", "4.13", "A cancellation says so in its order control code (ORC-1).")
SENT_SAME_ORDER = rad(
    "send.same-order-named",
    "4.13",
    "A message about an order names it as before: placer, filler and Study Instance UID stay.",
)
SENT_RESULT = rad("send.result-as-rad-28", "4.28", "A report holds what RAD-28 requires, and nothing it forbids.")
SENT_RESULT_STATUS = hl7(
    "send.result-status", "7.4.1.25", "OBR-25 says what a report is: P preliminary, F final, C corrected."
)
SENT_APPOINTMENT = rad(
    "send.appointment-identified", "4.48", "An appointment (SIU^S12) has an identifier of its placer or filler."
)
SENT_BOOKING = rad(
    "send.appointment-as-rad-48", "4.48", "An appointment holds what RAD-48 requires, and nothing it forbids."
)
SENT_PLACED = rad(
    "send.order-as-rad-2", "4.2", "An order of a placer holds what RAD-2 requires, and nothing it forbids."
)
SENT_PLACER_CONTROL = rad("send.order-control-of-placer", "4.2", "A placer's new order says NW, its cancellation CA.")
SENT_UPDATED_ORDER = rad(
    "send.order-as-rad-13", "4.13", "A changed or cancelled order holds what RAD-13 requires, and nothing it forbids."
)
SENT_FILLED = rad(
    "send.order-as-rad-3", "4.3", "What a filler tells of an order holds what RAD-3 requires, and nothing it forbids."
)
SENT_FILLER_CONTROL = rad(
    "send.order-control-of-filler",
    "4.3",
    "A filler tells by ORC-1 SC or OC, or SN, what became of an order, never by NW.",
)
SENT_CHARGE = rad("send.charge-as-rad-35", "4.35", "A charge holds what RAD-35 requires, and nothing it forbids.")
SENT_NOTICE = iti(
    "send.notification-as-iti-10", "3.10", "An update notification holds what ITI-10 requires, and nothing it forbids."
)
SENT_IDENTIFIERS = iti(
    "send.identifiers-of-one-patient", "3.10", "PID-3 of an update notification holds the identifiers that were linked."
)
