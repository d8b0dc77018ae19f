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

# Modality worklist (PS3.4 K)
WORKLIST_SUCCEEDS = _clause(
    "worklist.succeeds", "PS3.4 K.4.1.3", "A worklist query ends with success once all matches are sent"
)
WORKLIST_ONE_RESPONSE = _clause(
    "worklist.one-response", "PS3.4 K.4.1.3", "Each scheduled step that matches is told in one response"
)
WORKLIST_NO_MATCH = _clause(
    "worklist.no-match", "PS3.4 K.4.1.3", "A query that nothing matches is answered by one success and no Identifier"
)
WORKLIST_MATCHES_PATIENT = _clause(
    "worklist.matches-patient", "PS3.4 K.6.1.2.2", "Patient ID matches the steps of that patient and of no other"
)
WORKLIST_MATCHES_NAME = _clause(
    "worklist.matches-name", "PS3.4 K.6.1.2.2", "Patient's Name matches as a whole and by wild cards"
)
WORKLIST_MATCHES_DATE = _clause(
    "worklist.matches-date",
    "PS3.4 K.6.1.2.2",
    "Scheduled Procedure Step Start Date matches as a day and as a range of days, and not what is on other days",
)
WORKLIST_MATCHES_TIME = _clause(
    "worklist.matches-time",
    "PS3.4 K.6.1.2.2",
    "Scheduled Procedure Step Start Time matches as a range, and not what is at other times",
)
WORKLIST_MATCHES_STATION = _clause(
    "worklist.matches-station", "PS3.4 K.6.1.2.2", "Scheduled Station AE Title matches the steps of that station alone"
)
WORKLIST_MATCHES_MODALITY = _clause(
    "worklist.matches-modality", "PS3.4 K.6.1.2.2", "Modality matches the steps of that modality alone"
)
WORKLIST_TYPE_1 = _clause(
    "worklist.type-1", "PS3.4 K.2.2.1.2", "Attributes of type 1 that were asked for come back with a value in each item"
)
WORKLIST_TYPE_2 = _clause(
    "worklist.type-2",
    "PS3.4 K.2.2.1.2",
    "Attributes of type 2 that were asked for come back in each item, empty when unknown",
)
WORKLIST_ONE_STEP = _clause(
    "worklist.one-step", "PS3.4 K.6.1.2.2", "Scheduled Procedure Step Sequence has exactly one item in each response"
)
WORKLIST_TELLS_ITEM = _clause(
    "worklist.tells-item",
    "PS3.4 K.4.1.3.1",
    "A response holds the values of one scheduled step, its request and patient",
)
WORKLIST_SAME_STUDY = _clause(
    "worklist.same-study", "PS3.4 K.6.1.2.2", "Asked again, a step has the Study Instance UID it had before"
)
WORKLIST_TITLE_IS_NO_PATH = _clause(
    "worklist.title-is-no-path",
    "PS3.8 9.3.2",
    "An AE title leads to its own worklist: one that only reads as a path to it, or out of another, leads to none",
    Level.SHOULD,
)
WORKLIST_ONLY_ASKED = _clause(
    "worklist.only-asked", "PS3.4 K.4.1.1.3.2", "A response holds no attributes that were not in the request"
)
WORKLIST_CHARACTER_SET = _clause(
    "worklist.character-set",
    "PS3.4 K.4.1.1.3.2",
    "Text beyond ASCII comes with a Specific Character Set under which it reads right",
)

# Storage commitment, push model (PS3.4 J.3)
COMMIT_ACCEPTED = _clause(
    "commit.accepted", "PS3.4 J.3.2.1.3", "A request for commitment that is well made is answered with success"
)
COMMIT_REPORTED = _clause(
    "commit.reported", "PS3.4 J.3.3", "A request that was accepted is followed by a report of what came of it"
)
COMMIT_REPORTED_ELSEWHERE = _clause(
    "commit.reported-elsewhere",
    "PS3.4 J.3.3.1.2",
    "A report can come on another association than the request's, which may be released at once",
)
COMMIT_SAME_TRANSACTION = _clause(
    "commit.same-transaction", "PS3.4 J.3.3.1.2", "The report has the Transaction UID of the request"
)
COMMIT_EVENT_TYPE = _clause(
    "commit.event-type",
    "PS3.4 J.3.3.1.2",
    "The event type is 1 when all is committed, and 2 when it is not for one instance or more",
)
COMMIT_EVERY_REFERENCE = _clause(
    "commit.every-reference",
    "PS3.4 J.3.3.1.2",
    "Each instance asked for is in the report, once, as committed or as failed, and no other is",
)
COMMIT_HONEST = _clause(
    "commit.honest", "PS3.4 J.3.3.1.2", "What the archive holds is committed, and nothing that it does not hold"
)
COMMIT_OF_THE_CLASS = _clause(
    "commit.of-the-class",
    "PS3.3 C.14.1.1",
    "An instance is not committed under another SOP class than the one it has",
)
COMMIT_FAILURE_REASON = _clause(
    "commit.failure-reason",
    "PS3.4 J.3.3.1.2",
    "Each failed instance has a Failure Reason, one of those defined in PS3.3 C.14.1.1",
)
COMMIT_REASON_FITS = _clause(
    "commit.reason-fits",
    "PS3.3 C.14.1.1",
    "The reason is 0112 for an instance that is not there, 0119 for one of another SOP class",
    Level.SHOULD,
)
COMMIT_WELL_KNOWN = _clause(
    "commit.well-known", "PS3.4 J.3.5", "The report is of the commitment class and its well-known instance"
)
COMMIT_WELL_FORMED = _clause(
    "commit.well-formed",
    "PS3.7 10.3.1",
    "A report is a whole message, its data set well-formed in the negotiated syntax",
)
COMMIT_ROLE = _clause(
    "commit.role",
    "PS3.4 J.2.1",
    "Who opens an association to report proposes the SCP role for it",
)
COMMIT_DEFAULT_SYNTAX = _clause(
    "commit.default-syntax",
    "PS3.5 10.1",
    "The association for a report is offered in Implicit VR Little Endian, whatever else is offered",
)
COMMIT_SAME_TITLE = _clause(
    "commit.same-title",
    "PS3.4 J.3.3.1.2",
    "A report on another association comes from the AE title that was asked, to the one that asked",
    Level.SHOULD,
)
COMMIT_KEEPS = _clause(
    "commit.keeps", "PS3.4 J.3.3.1.2", "What was committed can be fetched afterwards, whole and as it was sent"
)
COMMIT_ACTION_KNOWN = _clause(
    "commit.action-known", "PS3.7 10.1.4.1.10", "An action type that is not defined is refused, and nothing is reported"
)
