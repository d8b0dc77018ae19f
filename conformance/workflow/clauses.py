"""The sentences by which effects across systems are judged, in our own words, each with its place in a standard."""

from __future__ import annotations

from conformance.model import Clause, Level


def _two(id_: str, section: str, says: str, level: Level = Level.MUST) -> Clause:
    return Clause(f"workflow.{id_}", "IHE RAD TF-2", "Revision 18.0", section, says, level)


def _mapped(id_: str, says: str) -> Clause:
    return Clause(f"workflow.{id_}", "IHE RAD TF-2x", "Revision 19.0", "Appendix B", says)


def _base(id_: str, section: str, says: str, level: Level = Level.MUST) -> Clause:
    return Clause(f"workflow.{id_}", "HL7 v2", "2.5.1", section, says, level)


def _xds_i(id_: str, section: str, says: str, level: Level = Level.MUST) -> Clause:
    return Clause(f"workflow.{id_}", "IHE RAD TF", "Final Text (2023)", section, says, level)


def _iti(id_: str, section: str, says: str, level: Level = Level.MUST) -> Clause:
    return Clause(f"workflow.{id_}", "IHE ITI TF-2", "Rev. 20.0 (2023)", section, says, level)


# Orders on the worklist: RAD-4, RAD-13, RAD-5.
ORDER_ACCEPTED = _two("order.accepted", "4.4.4.1", "A scheduled procedure that names a known patient is accepted.")
ORDER_LISTED = _two(
    "order.listed", "4.5", "Each scheduled procedure step is on the modality worklist of its patient, once."
)
STUDY_UID_GIVEN = _two(
    "order.study-uid", "4.4.4.1", "The worklist gives the Study Instance UID that came with the order."
)
ACCESSION_GIVEN = _mapped("order.accession", "The worklist gives each order's own accession number (OBR-18, IPC-1).")
PROCEDURE_ID_GIVEN = _mapped(
    "order.procedure-id", "The worklist gives the order's requested procedure id (OBR-19, IPC-2)."
)
STEP_ID_GIVEN = _mapped("order.step-id", "The worklist gives the order's scheduled procedure step id (OBR-20, IPC-4).")
MODALITY_GIVEN = _mapped("order.modality", "The step is scheduled on the order's modality (OBR-24, IPC-5).")
START_GIVEN = _mapped("order.start", "The step starts when the order says (ORC-7.4, TQ1-7).")
CODE_GIVEN = _mapped(
    "order.code",
    "The examination's code (OBR-4) is among the codes of the worklist item: of its procedure, or protocol.",
)
STATION_GIVEN = _mapped("order.station", "The step is scheduled on the station whose AE title the order gives (IPC-9).")
PATIENT_GIVEN = _mapped(
    "order.patient", "The worklist item names the order's patient: identifier, name, birth date, sex."
)
NAME_KEPT = Clause(
    "workflow.order.national-characters",
    "IHE RAD TF-2 and DICOM PS3.5",
    "Revision 18.0, 2024e",
    "2.4 and PS3.5 6.1.2.3",
    "A name sent in the character set of MSH-18 reads the same in DICOM, under a Specific Character Set that is true.",
)
CANCELLED_GONE = _two(
    "order.cancelled-gone", "4.13", "A cancelled procedure step is no longer scheduled on the worklist."
)
OTHERS_STAY = _two("order.others-stay", "4.13", "The cancellation of one order leaves the patient's other orders.")
CHANGE_FOLLOWED = _two("order.change-followed", "4.13", "A changed order changes its step on the worklist.")
CHANGED_ONCE = _two("order.changed-once", "4.13", "A changed order stays one order: it is on the worklist once.")
UID_STAYS = _two("order.uid-stays", "4.13", "A changed order keeps its Study Instance UID.")

STEP_REPORTED = _two(
    "order.performed-reported",
    "4.6, 4.7",
    "A performed procedure step that names a scheduled one is taken, begun and completed.",
)
PERFORMED_GONE = _two(
    "order.performed-gone",
    "4.7",
    "A scheduled step whose performance was completed is no longer scheduled on the worklist.",
    Level.SHOULD,
)
BEGUN_TOLD = Clause(
    "workflow.order.begun-told",
    "DICOM PS3.3",
    "2024e",
    "C.4.10",
    "A scheduled step that is being performed is told as started, where its status is told, or is on the list no more.",
    Level.SHOULD,
)
UNPERFORMED_STAYS = _two(
    "order.unperformed-stays", "4.7", "A scheduled step that was not performed stays on the worklist."
)

# Patients updated and merged: RAD-12, ITI-8.
UPDATE_FOLLOWED = _two(
    "update.followed",
    "4.12",
    "A patient's new name is that of the patient's studies in queries, and the old one is not.",
)
ABSENT_KEPT = _iti("update.absent-kept", "Appendix C", "A field an update does not mention keeps its value.")
NULL_DELETES = _iti("update.null-deletes", "Appendix C", 'A field an update gives as "" is emptied.')
MERGE_ACCEPTED = _two("merge.accepted", "4.12", "The merge of two known patients is accepted.")
STUDIES_MOVED = _two(
    "merge.studies-moved", "4.12", "After a merge the surviving patient has the studies of both, in queries."
)
STUDIES_LEFT = _two("merge.studies-left", "4.12", "After a merge no study is found under the prior identifier.")
BYSTANDERS_STAY = _two("merge.bystanders-stay", "4.12", "A merge leaves the studies of other patients where they are.")
ORDERS_MOVED = _two(
    "merge.orders-moved", "4.12", "After a merge the prior patient's scheduled steps are the surviving patient's."
)
ORDERS_LEFT = _two(
    "merge.orders-left", "4.12", "After a merge no step is scheduled under the prior identifier any more."
)
DOCUMENTS_MOVED = _iti(
    "merge.documents-moved",
    "3.18.4.1.2.3.9.1",
    "After a merge a query for the surviving identifier finds the documents of both, all under that identifier.",
)
DOCUMENTS_LEFT = _iti(
    "merge.documents-left",
    "3.18.4.1.2.3.9.1",
    "After a merge a query for the subsumed identifier finds no document.",
)
DOCUMENTS_SAME = _iti(
    "merge.documents-same", "3.43.4.2.3", "After a merge a document is retrieved octet for octet as before."
)

UPDATE_SCHEDULED = _two(
    "update.scheduled-followed",
    "4.12",
    "A patient's new name is that of the patient's scheduled steps on the worklist.",
)
MERGED_FOR_GOOD = _two(
    "merge.for-good",
    "4.12",
    "An order for an identifier that was merged away brings nobody back: nothing is scheduled for it any more.",
    Level.SHOULD,
)
ENDED_GONE = _two(
    "order.ended-gone",
    "4.13",
    "A step whose order was discontinued (DC), or completed (XO with status CM), is no longer scheduled.",
    Level.SHOULD,
)

# Messages that are easily misread.
ACCOUNT_NO_MERGE = _base(
    "update.account-moved",
    "3.3.44",
    "A move of an account (A44) moves what belongs to the account: the patients' other studies stay where they are.",
)
NOTICE_KEEPS_NAME = _iti(
    "update.notification-keeps-name", "3.10.4.1.2", "An update notification, whose name is a space, takes no name away."
)
NUMBER_NOT_ALONE = Clause(
    "workflow.update.nhs-number-not-alone",
    "NHS ITK HL7 V2 ADT",
    "1.1",
    "PID-3",
    "Two patients of two identifiers are not one for the same NHS number: each study stays under its own, by its name.",
    Level.SHOULD,
)
NUMBER_FOLLOWED = _iti(
    "update.number-followed", "3.30", "After a change of identifier (A47) the studies are those of the new one, alone."
)
PATIENT_STAYS = _base(
    "update.cancelled-admission", "3.3.11", "An admission that is taken back (A11) takes no patient and no study away."
)
MERGED_AS_OF_OLD = _base(
    "merge.as-of-old",
    "3.3.34",
    "Where merges are taken as they were told before A40 (A34), the studies move to the surviving identifier as well.",
)
SELF_MERGE_HARMLESS = _base(
    "merge.into-itself",
    "3.3.40",
    "A merge whose PID-3 and MRG-1 are one identifier takes nothing away from the patient.",
    Level.SHOULD,
)
ONE_EFFECT = _base(
    "order.sent-twice",
    "2.9.2",
    "A message sent again under its control id (MSH-10) has no second effect.",
    Level.SHOULD,
)
ACCEPTED_IS_DONE = _base(
    "order.accepted-is-done",
    "2.9.2",
    "What is accepted (AA) was processed: another order under a used control id is scheduled, or it is not accepted.",
)
ORDER_SURVIVES = _base(
    "order.survives-restart", "2.9.2", "What was accepted (AA) was processed: it is still there after a restart."
)
ESCAPES_RESOLVED = _base(
    "order.escapes-resolved", "2.7", "An escape sequence stands for its character, in whatever the value goes into."
)

# Reports received and shown: RAD-28.
CORRECTION_SHOWN = _base(
    "report.correction-shown", "7.4.2.11", "A corrected report (C) is shown to whoever looks the report up."
)
CORRECTED_REPLACED = _base(
    "report.corrected-replaced",
    "7.4.2.11",
    "A corrected report (C) takes the place of the final one: the words that were wrong are not shown any more alone.",
)
FINAL_REPLACES = _base(
    "report.final-replaces-preliminary",
    "7.4.1.25",
    "A final report (OBR-25 F) takes the place of the preliminary one (P), if that was shown at all.",
)
DELETED_GONE = _base(
    "report.deleted-gone", "7.4.2.11", "An observation that is deleted (OBX-11 D) is no longer shown in the report."
)
LINES_IN_ORDER = _base(
    "report.lines-in-order",
    "7.4.2",
    "The observations of a report are shown in the order in which they were sent.",
    Level.SHOULD,
)
REPETITIONS_APART = _base(
    "report.repetitions-apart",
    "7.4.2.5, 2A.78",
    "The repetitions of a text in OBX-5 are lines of their own, not run together.",
    Level.SHOULD,
)
UNITS_SHOWN = _base(
    "report.units-shown", "7.4.2.6", "A number in a report is shown with its units (OBX-6).", Level.SHOULD
)
ORPHAN_KEPT = _base(
    "report.orphan-not-lost",
    "2.9.2",
    "A report of a patient nobody was told of is refused, or shown once the patient is known; never accepted and lost.",
)

# Studies shared: RAD-68, RAD-69.
STUDY_SHARED = _xds_i(
    "share.published",
    "RAD-68 (4.68.4.1.1)",
    "A stored study of a patient the registry knows is shared as a manifest within the time agreed.",
    Level.MAY,
)
MANIFEST_DESCRIBED = _xds_i(
    "share.described",
    "RAD-68 (4.68.4.1.2.3.2)",
    "The entry of a manifest has mimeType application/dicom, the format code of Key Object Selection and as uniqueId"
    " the manifest's SOP Instance UID.",
)
MANIFEST_RETRIEVED = _iti(
    "share.manifest-retrieved",
    "3.43.4.2.3",
    "The manifest is retrieved from the repository its entry names, with the hash and size the entry says.",
)
MANIFEST_TITLED = _xds_i(
    "share.titled",
    "RAD-68 (4.68.4.1.2.1)",
    'The manifest is a Key Object Selection Document of the study, titled (113030, DCM, "Manifest").',
)
MANIFEST_COMPLETE = _xds_i(
    "share.complete",
    "RAD-68 (4.68.4.1.2.1)",
    "The manifest refers to the instances of the study that was stored, and to no others.",
)
MANIFEST_LOCATES = _xds_i(
    "share.locates",
    "RAD-68 (4.68.4.1.2.1)",
    "The manifest gives for each series the Retrieve Location UID, by which the imaging source is asked.",
)
INSTANCES_RETRIEVED = _xds_i(
    "share.instances-retrieved",
    "RAD-69 (4.69.4.2.3)",
    "Every instance a manifest refers to is retrieved from the imaging source, each once.",
)
ELEMENTS_SAME = _xds_i(
    "share.elements-same",
    "RAD-69 (4.69.4.2.3)",
    "A retrieved instance has the elements and values of the one that was stored.",
)
PIXELS_SAME = _xds_i(
    "share.pixels-same", "RAD-69 (4.69.4.2.3)", "The pixel data of a retrieved instance are those that were stored."
)
MANIFEST_REPLACED = _xds_i(
    "share.replaced",
    "RAD-68 (4.68.4.1.1)",
    "When a shared study changes, its manifest is replaced: one approved manifest, which lists what there is now.",
)
OLD_MANIFEST_DEPRECATED = _iti(
    "share.old-deprecated", "3.42.4.1.3.5", "The manifest that was replaced is Deprecated, and still there."
)
