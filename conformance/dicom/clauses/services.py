"""The sentences of DICOM the services around an examination are judged by: performed step, worklist, commitment."""

from __future__ import annotations

from conformance.dicom.clauses.citing import cited as _clause
from conformance.model import Level

# Modality Performed Procedure Step (PS3.4 F.7)
STEP_BEGUN = _clause("step.begun", "PS3.4 F.7.2.1.3", "A step in progress with all it must say is created")
STEP_BEGUN_IN_PROGRESS = _clause(
    "step.begun-in-progress",
    "PS3.4 F.7.2.1.3",
    "A step can't be created in another state than in progress: the status is 0106",
)
STEP_MISSING_ATTRIBUTE = _clause(
    "step.missing-attribute",
    "PS3.4 5.4.2.1",
    "A step without an attribute it must have is refused with 0120, with an empty one with 0121",
)
STEP_DUPLICATE = _clause(
    "step.duplicate", "PS3.7 10.1.5.1.6", "A step under a SOP Instance UID that is known already is refused with 0111"
)
STEP_UNKNOWN = _clause(
    "step.unknown", "PS3.7 10.1.3.1.9", "A change to a step that was never created is refused with 0112"
)
STEP_COMPLETED = _clause(
    "step.completed", "PS3.4 F.7.2.2.3", "A step in progress takes changes, and can be completed with its series"
)
STEP_DISCONTINUED = _clause(
    "step.discontinued", "PS3.4 F.7.2.2.3", "A step in progress can be discontinued with its series"
)
STEP_FINAL = _clause(
    "step.final", "PS3.4 F.7.2.2.3", "A step that is completed or discontinued takes no change: the status is 0110"
)
STEP_FINAL_TOLD = _clause(
    "step.final-told",
    "PS3.4 F.7.2.2.4",
    "The refusal of a change to a finished step has the Error Comment or Error ID for it",
    Level.MAY,
)
STEP_NEEDS_SERIES = _clause(
    "step.needs-series",
    "PS3.4 F.7.2.1.1",
    "A step that never told of any performed series is not taken as completed",
    Level.SHOULD,
)
