"""What a receiver is judged by that claims enhanced acknowledgement mode (HL7 v2.5.1, 2.9.3), and whole messages."""

from __future__ import annotations

from conformance.hl7.clauses.citing import hl7
from conformance.model import Level

WHOLE_STRUCTURE = hl7(
    "ack.message-structure",
    "2.5.1",
    "Every answer is a message of its version: its segments in their order, its required fields, nothing repeated.",
)
WHOLE_VALUES = hl7(
    "ack.message-values",
    "2.5.3",
    "Every value in an answer is of its field's data type, table and length in the version that is declared.",
    Level.SHOULD,
)
COMMITTED = hl7(
    "enhanced.accept-acknowledged",
    "2.9.3",
    "Asked for an accept acknowledgement (MSH-15 AL), the receiver sends one that names the message: CA, CE or CR.",
)
COMMIT_ONLY = hl7(
    "enhanced.no-application-acknowledgement",
    "2.9.3",
    "Asked for no application acknowledgement (MSH-16 NE), the receiver sends none.",
)
APPLIED = hl7(
    "enhanced.application-acknowledged",
    "2.9.3",
    "Asked for an application acknowledgement (MSH-16 AL), the receiver sends one for the message: AA, AE or AR.",
)
NOT_COMMITTED = hl7(
    "enhanced.no-accept-acknowledgement",
    "2.9.3",
    "Asked for no accept acknowledgement (MSH-15 NE), the receiver sends none.",
)
COMMIT_FIRST = hl7(
    "enhanced.accept-before-application",
    "2.9.3",
    "Asked for both, the receiver sends the accept acknowledgement first and then, once, the other.",
)
SILENT = hl7(
    "enhanced.none-wanted-none-sent",
    "2.9.3",
    "A message that wants neither acknowledgement (NE, NE) is answered with none.",
)
ERRORS_ONLY = hl7(
    "enhanced.errors-only",
    "2.9.3",
    "MSH-15 ER asks for an accept acknowledgement only of what is refused, MSH-16 ER likewise.",
)
SUCCESS_ONLY = hl7(
    "enhanced.success-only",
    "2.9.3",
    "MSH-15 SU asks for an accept acknowledgement only of what is accepted, MSH-16 SU likewise.",
)
COMMIT_REJECTED = hl7(
    "enhanced.unknown-type-rejected",
    "2.9.3",
    "A message type that is not supported is refused when it is accepted: CR (or CE), and never CA or AA.",
)
CONTENT_REFUSED = hl7(
    "enhanced.content-error-told",
    "2.9.3",
    "An error in the content is told: CE or CR at once, or CA and then AE or AR.",
)
