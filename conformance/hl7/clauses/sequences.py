"""What a receiver is judged by that claims the sequence number protocol (HL7 v2.5.1, 2.10.1) or batches (2.10.3)."""

from __future__ import annotations

from conformance.hl7.clauses.citing import hl7
from conformance.model import Level

LINK_STARTED = hl7(
    "sequence.link-started",
    "2.10.1",
    "To a message with sequence number 0 the receiver says which number it expects next, -1 for any (MSA-4).",
    Level.SHOULD,
)
IN_STEP = hl7("sequence.in-step", "2.10.1", "A message with the sequence number that is expected next is accepted.")
GAP_REFUSED = hl7(
    "sequence.gap-refused",
    "2.10.1",
    "A message whose number leaves out others is not accepted: what was left out would be lost unseen.",
)
GAP_TOLD = hl7(
    "sequence.gap-told",
    "2.10.1",
    "The refusal of a message out of sequence says which number is expected (MSA-4).",
    Level.SHOULD,
)
RESYNCHRONISED = hl7(
    "sequence.resynchronised",
    "2.10.1",
    "After a message with sequence number -1 the next one begins a new sequence, whatever its number.",
)
BATCH_ANSWERED = hl7(
    "batch.answered",
    "2.10.3",
    "Each message of a batch is acknowledged, alone or in a batch; or a batch that names this one tells no errors.",
)
BATCH_TAKEN = hl7("batch.taken", "2.10.3", "Valid messages are accepted in a batch as they are alone.")
BATCH_ERROR_TOLD = hl7(
    "batch.error-told", "2.10.3", "What is wrong with a message of a batch is told under its own name, or the batch's."
)
EMPTY_BATCH_TAKEN = hl7(
    "batch.empty-taken",
    "2.10.3",
    "A batch of no messages, which there may be, is not refused, and others are still served.",
)
FILE_ANSWERED = hl7(
    "batch.file-answered",
    "2.10.3",
    "Each message of each batch of a file is acknowledged; or an answer that names its batch or file tells no errors.",
)
FILE_TAKEN = hl7("batch.file-taken", "2.10.3", "Valid messages are accepted in each batch of a file as they are alone.")
FILE_ERROR_TOLD = hl7(
    "batch.file-error-told",
    "2.10.3",
    "What is wrong with a message of any batch of a file is told under its own name, or that of its batch or file.",
)
