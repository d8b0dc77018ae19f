"""The sentences a modality is judged by that tells of steps and asks for commitment (PS3.4 F.7, J.3)."""

from __future__ import annotations

from conformance.dicom.clauses.citing import cited as _clause
from conformance.model import Clause, Level

TOLD_BEGUN = _clause(
    "initiator.step-begun",
    "PS3.4 F.7.2.1",
    "Asked to perform a step, the candidate creates it by N-CREATE, in progress, under a UID of its own",
)
TOLD_COMPLETELY = _clause(
    "initiator.step-complete",
    "PS3.4 F.7.2.1.1",
    "The N-CREATE has every attribute of type 1, with a value, and of type 2 that table F.7.2-1 asks of an SCU",
)
TOLD_ENDED = _clause(
    "initiator.step-ended",
    "PS3.4 F.7.2.2.2",
    "By N-SET the step ends as it did, with date and time of the end and its performed series",
)
TOLD_ONCE_ENDED = _clause(
    "initiator.step-left-alone", "PS3.4 F.7.2.2.2", "A step that was completed or discontinued is not set again"
)
TOLD_AFTER_BEGUN = _clause(
    "initiator.step-set-when-created", "PS3.4 F.7.2.2.2", "A step is set only when its creation was taken"
)
TOLD_INSTANCES = _clause(
    "initiator.step-lists-instances",
    "PS3.4 F.7.2.2.2",
    "When a step ends, all instances that were created in it are listed in its performed series",
)
COPIED_TO_STEP = Clause(
    "dicom.initiator.step-of-the-worklist",
    "IHE RAD TF-2",
    "Rev. 16.0",
    "Appendix A",
    "A step tells of study, patient, order and scheduled step as the worklist did, where it was asked for them",
    Level.MUST,
)
COPIED_TO_IMAGES = Clause(
    "dicom.initiator.images-of-the-worklist",
    "IHE RAD TF-2",
    "Rev. 16.0",
    "Appendix A",
    "Images of a scheduled step have study, patient and order as the worklist told them, where it was asked for them",
    Level.MUST,
)
COMMITMENT_ASKED = _clause(
    "initiator.commitment-asked",
    "PS3.4 J.3.2.1.2",
    "Asked to have its images kept, the candidate sends N-ACTION of type 1 to the well-known instance",
)
COMMITMENT_INFORMATION = _clause(
    "initiator.commitment-information",
    "PS3.4 J.3.2.1.1",
    "The request has a Transaction UID of its own, and names each instance once, with its SOP class",
)
COMMITMENT_OF_WHAT_WAS_SENT = _clause(
    "initiator.commitment-of-what-was-sent",
    "PS3.4 J.3.2.1.2",
    "Commitment is asked for each instance that was sent, under the SOP class it was sent with",
)
COMMITMENT_REPORT_TAKEN = _clause(
    "initiator.commitment-report-taken",
    "PS3.4 J.3.3",
    "Whoever asks for commitment takes the report on it, of success and of failure, and answers it",
)
