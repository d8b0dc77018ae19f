"""Hospitals with one vice each, the clauses that must catch them, and the oddities that must be let pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.model import Clause, Saboteur
from conformance.workflow import clauses as c

if TYPE_CHECKING:
    from collections.abc import Iterable


def _saboteur(
    id: str,  # noqa: A002 - the field's own word
    where: str,
    says: str,
    fails: Iterable[Clause] = (),
    also: Iterable[Clause] = (),
) -> Saboteur:
    make = f"{__name__}.{where}"
    return Saboteur(id, says, "hospital", make, tuple(one.id for one in fails), tuple(one.id for one in also))


ORDERS = (
    _saboteur("workflow.deaf-scheduler", "orders:DeafScheduler", "Schedules nothing", [c.ORDER_LISTED]),
    _saboteur(
        "workflow.closed-order-desk", "orders:ClosedOrderDesk", "Refuses orders", [c.ORDER_ACCEPTED, c.ORDER_LISTED]
    ),
    _saboteur(
        "WL05",
        "orders:RestlessStudies",
        "Study Instance UID new on every worklist query",
        [c.STUDY_UID_GIVEN],
        [c.UID_STAYS],
    ),
    _saboteur(
        "WL06",
        "orders:FirstAccession",
        "Accession Number taken from another order of the same patient",
        [c.ACCESSION_GIVEN],
    ),
    _saboteur(
        "workflow.accession-for-procedure",
        "orders:AccessionForAll",
        "Requested procedure id mapped from the accession number",
        [c.PROCEDURE_ID_GIVEN],
    ),
    _saboteur("OR04", "orders:FillerForStep", "Step id mapped from the wrong field", [c.STEP_ID_GIVEN]),
    _saboteur(
        "workflow.procedure-for-modality",
        "orders:ProcedureForModality",
        "Modality mapped from the wrong field",
        [c.MODALITY_GIVEN],
    ),
    _saboteur("OR03", "orders:Timeless", "Start time of the order lost", [c.START_GIVEN], [c.CHANGE_FOLLOWED]),
    _saboteur("OR05", "orders:OneStation", "Scheduled station AE title ignored", [c.STATION_GIVEN]),
    _saboteur("AD13", "orders:DayEarly", "Birth date shifted by a day", [c.PATIENT_GIVEN]),
    _saboteur("WL07", "orders:MislabelledNames", "Name under a wrong character set label", [c.NAME_KEPT]),
    _saboteur(
        "WL08", "orders:Uncancelled", "Cancelled step still scheduled on the list", [c.CANCELLED_GONE], [c.ENDED_GONE]
    ),
    _saboteur("workflow.cancels-all", "orders:CancelsAll", "One cancellation cancels all", [c.OTHERS_STAY]),
    _saboteur("OR02", "orders:ChangeMakesAnother", "ORC-1 XO creates a second order", [c.CHANGED_ONCE], [c.ENDED_GONE]),
    _saboteur("workflow.change-ignored", "orders:ChangeIgnored", "ORC-1 XO changes nothing", [c.CHANGE_FOLLOWED]),
    _saboteur("workflow.change-renumbers", "orders:ChangeRenumbers", "ORC-1 XO changes the study UID", [c.UID_STAYS]),
)

PERFORMANCE = (
    _saboteur(
        "WL09",
        "orders:StaysAfterPerformance",
        "Completed step stays on the list after MPPS COMPLETED",
        [c.PERFORMED_GONE],
        [c.BEGUN_TOLD],
    ),
    _saboteur("WL10", "orders:ArrivedWhenBegun", "Status ARRIVED after MPPS IN PROGRESS", [c.BEGUN_TOLD]),
    _saboteur(
        "WL19",
        "orders:Misfiled",
        "Performed step linked to another order of the same patient",
        [c.PERFORMED_GONE, c.UNPERFORMED_STAYS],
    ),
    _saboteur(
        "workflow.performance-refused",
        "orders:PerformanceRefused",
        "Refuses performed steps",
        [c.STEP_REPORTED],
        [c.PERFORMED_GONE],
    ),
    _saboteur(
        "workflow.performance-clears-all",
        "orders:PerformanceClearsAll",
        "One performed step clears the worklist",
        [c.UNPERFORMED_STAYS],
    ),
)

PATIENTS = (
    _saboteur(
        "workflow.update-ignored",
        "patients:UpdateIgnored",
        "A08 does not reach the studies",
        [c.UPDATE_FOLLOWED, c.NULL_DELETES],
    ),
    _saboteur(
        "AD03",
        "patients:AbsentErases",
        "A08 with an absent field erases the value",
        [c.ABSENT_KEPT],
        [c.NOTICE_KEEPS_NAME],
    ),
    _saboteur("AD04", "patients:NullIgnored", 'A08 with "" keeps the old value', [c.NULL_DELETES]),
    _saboteur(
        "workflow.merge-refused",
        "patients:MergeRefused",
        "Refuses merges",
        [c.MERGE_ACCEPTED, c.STUDIES_MOVED, c.STUDIES_LEFT, c.ORDERS_MOVED, c.ORDERS_LEFT],
        [c.NUMBER_FOLLOWED, c.MERGED_AS_OF_OLD],
    ),
    _saboteur(
        "workflow.studies-stay-behind",
        "patients:StudiesStayBehind",
        "A40 moves no studies",
        [c.STUDIES_MOVED, c.STUDIES_LEFT],
        [c.NUMBER_FOLLOWED, c.MERGED_AS_OF_OLD],
    ),
    _saboteur("workflow.old-merges", "patients:TakesOldMergesForUpdates", "A34 merges nothing", [c.MERGED_AS_OF_OLD]),
    _saboteur(
        "AD06",
        "patients:OrdersStayBehind",
        "A40 moves studies but not worklist items",
        [c.ORDERS_MOVED, c.ORDERS_LEFT],
    ),
    _saboteur(
        "workflow.prior-still-answers",
        "patients:PriorStillAnswers",
        "Finds studies under the prior identifier after a merge",
        [c.STUDIES_LEFT],
        [c.NUMBER_FOLLOWED],
    ),
    _saboteur(
        "workflow.merges-everybody",
        "patients:MergesEverybody",
        "A40 moves other patients' studies too",
        [c.BYSTANDERS_STAY],
        [c.STUDIES_MOVED, c.NUMBER_FOLLOWED, c.MERGED_AS_OF_OLD],
    ),
    _saboteur(
        "workflow.documents-stay-behind",
        "patients:DocumentsStayBehind",
        "A40 leaves documents where they were",
        [c.DOCUMENTS_MOVED, c.DOCUMENTS_LEFT],
    ),
    _saboteur(
        "workflow.documents-under-both",
        "patients:DocumentsUnderBoth",
        "Finds documents under the subsumed identifier after a merge",
        [c.DOCUMENTS_LEFT],
    ),
    _saboteur(
        "workflow.documents-under-old-name",
        "patients:DocumentsUnderOldName",
        "Shows merged documents with the subsumed identifier",
        [c.DOCUMENTS_MOVED],
    ),
    _saboteur(
        "workflow.trimmed-documents",
        "patients:TrimmedDocuments",
        "Strips line ends off documents",
        [c.DOCUMENTS_SAME],
        [c.MANIFEST_RETRIEVED],
    ),
)

MISREADING = (
    _saboteur("AD09", "misreading:NewNumberNewPatient", "A47 treated as a new patient", [c.NUMBER_FOLLOWED]),
    _saboteur("AD11", "misreading:CancelsPatients", "A11 deletes the patient", [c.PATIENT_STAYS]),
    _saboteur("AD07", "misreading:MergesWithItself", "A40 merges a patient with itself", [c.SELF_MERGE_HARMLESS]),
    _saboteur("ML18", "misreading:SchedulesAgain", "A re-sent message is processed twice", [c.ONE_EFFECT]),
    _saboteur("ML15", "misreading:KeepsEscapes", "Escape sequences stored raw", [c.ESCAPES_RESOLVED]),
    _saboteur("ML14", "misreading:ReadsLatin", "MSH-18 ignored: names misread", [c.NAME_KEPT]),
)

NOTICES = (
    _saboteur("workflow.accounts-are-merges", "notices:AccountsAreMerges", "A44 taken for A40", [c.ACCOUNT_NO_MERGE]),
    _saboteur("workflow.spaces-are-names", "notices:SpacesAreNames", "A space for a name", [c.NOTICE_KEEPS_NAME]),
    _saboteur("workflow.number-is-the-key", "notices:NumberIsTheKey", "NHS number as only key", [c.NUMBER_NOT_ALONE]),
    _saboteur("workflow.worklist-stays", "notices:WorklistStays", "A08 not on the worklist", [c.UPDATE_SCHEDULED]),
    _saboteur("workflow.completed-stays", "notices:CompletedStays", "XO with CM still scheduled", [c.ENDED_GONE]),
    _saboteur("workflow.local-codes", "notices:LocalCodes", "Codes of its own on the worklist", [c.CODE_GIVEN]),
    _saboteur("workflow.brings-back", "notices:BringsBack", "Order for a merged patient taken", [c.MERGED_FOR_GOOD]),
)

REPORTS = (
    _saboteur(
        "OR08",
        "reports:FinalIsFinal",
        "ORU final (F) then corrected (C): old report stays",
        [c.CORRECTION_SHOWN, c.CORRECTED_REPLACED],
    ),
    _saboteur(
        "workflow.correction-refused",
        "reports:RefusesReports",
        "Refuses corrections",
        [c.CORRECTION_SHOWN, c.CORRECTED_REPLACED],
    ),
    _saboteur(
        "workflow.report-beside-report",
        "reports:ReportBesideReport",
        "Corrected report beside the one it corrects",
        [c.CORRECTED_REPLACED, c.FINAL_REPLACES],
    ),
    _saboteur("workflow.preliminary-stays", "notices:PreliminaryStays", "P beside F", [c.FINAL_REPLACES]),
    _saboteur("OR09", "reports:LinesByText", "OBX order changed", [c.LINES_IN_ORDER]),
    _saboteur("workflow.joins-repetitions", "reports:JoinsRepetitions", "OBX-5 joined", [c.REPETITIONS_APART]),
    _saboteur("OR11", "reports:NoUnits", "Units in OBX-6 dropped", [c.UNITS_SHOWN]),
    _saboteur("OR12", "reports:LosesOrphans", "Report of nobody known answered AA and lost", [c.ORPHAN_KEPT]),
    _saboteur("OR13", "reports:KeepsDeleted", "Deletes on OBX-11 D ignored", [c.DELETED_GONE]),
)

SHARING = (
    _saboteur("workflow.never-shares", "sharing:NeverShares", "Publishes no manifest", [c.STUDY_SHARED]),
    _saboteur("workflow.mislabelled-manifest", "sharing:Mislabelled", "Wrong mimeType", [c.MANIFEST_DESCRIBED]),
    _saboteur("workflow.wrong-hash", "sharing:WrongHash", "Registers a wrong hash", [c.MANIFEST_RETRIEVED]),
    _saboteur("workflow.kos-of-interest", "sharing:OfInterest", 'KOS title code not "Manifest"', [c.MANIFEST_TITLED]),
    _saboteur(
        "workflow.kos-with-a-stranger",
        "sharing:ForeignReference",
        "KOS references an instance that is not in the study",
        [c.MANIFEST_COMPLETE],
        [c.INSTANCES_RETRIEVED],
    ),
    _saboteur(
        "workflow.unlocated",
        "sharing:Unlocated",
        "Retrieve Location UID empty",
        [c.MANIFEST_LOCATES],
        [c.INSTANCES_RETRIEVED],
    ),
    _saboteur(
        "XI14",
        "sharing:StaleManifest",
        "Manifest not replaced after study change",
        [c.MANIFEST_REPLACED, c.OLD_MANIFEST_DEPRECATED],
    ),
    _saboteur(
        "workflow.manifest-beside-manifest",
        "sharing:ManifestBesideManifest",
        "New manifest beside the old one, both approved",
        [c.MANIFEST_REPLACED, c.OLD_MANIFEST_DEPRECATED],
    ),
    _saboteur(
        "workflow.one-image-short",
        "sharing:OneImageShort",
        "RAD-69 leaves an instance out",
        [c.INSTANCES_RETRIEVED],
    ),
    _saboteur(
        "workflow.rewrites-elements",
        "sharing:RewritesElements",
        "RAD-69 changes an element",
        [c.ELEMENTS_SAME],
    ),
    _saboteur("workflow.flips-a-bit", "sharing:FlipsABit", "RAD-69 changes pixel data", [c.PIXELS_SAME]),
)

KEEPING = (
    _saboteur(
        "workflow.knows-by-control-id",
        "keeping:KnowsByControlIdAlone",
        "Drops another order under a used control id, and accepts it",
        [c.ACCEPTED_IS_DONE],
    ),
    _saboteur("workflow.forgets-orders", "keeping:ForgetsOrders", "Orders in memory alone", [c.ORDER_SURVIVES]),
)

ODDITIES = (
    _saboteur("workflow.refuses-used-ids", "keeping:RefusesUsedControlIds", "Refuses a used control id"),
    _saboteur("workflow.late-effects", "oddities:LateEffects", "Acts a little after it acknowledged"),
    _saboteur("workflow.cancelled-stays", "oddities:CancelledStaysListed", "Lists a cancelled step as CANCELED"),
    _saboteur("workflow.precise-times", "oddities:PreciseTimes", "Start times to the microsecond"),
    _saboteur("workflow.extra-attributes", "oddities:ExtraAttributes", "Worklist items with more than was asked"),
    _saboteur("workflow.gb18030", "oddities:ChineseLabels", "Names in GB18030"),
    _saboteur("workflow.subsumed-unknown", "oddities:SubsumedUnknown", "XDSUnknownPatientId for a subsumed patient"),
    _saboteur("workflow.any-order", "oddities:AnyOrder", "RAD-69 instances in another order"),
    _saboteur("workflow.reports-in-markup", "reports:ReportsInMarkup", "Reports as XML"),
    _saboteur("workflow.tells-what-was-wrong", "reports:TellsWhatWasWrong", "Corrections with what they correct"),
    _saboteur("workflow.keeps-orphans", "reports:KeepsOrphans", "Reports wait for their patient"),
)

SABOTEURS: tuple[Saboteur, ...] = (
    *ORDERS,
    *PERFORMANCE,
    *PATIENTS,
    *MISREADING,
    *KEEPING,
    *NOTICES,
    *REPORTS,
    *SHARING,
    *ODDITIES,
)
