"""The archives with one vice each, the clauses that must catch them, and the oddities that must pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dicom import clauses as c
from conformance.dicom.saboteurs import (
    associations,
    commitments,
    dimse,
    endings,
    matching,
    oddities,
    queries,
    retrieval,
    steps,
    storage,
    worklists,
)
from conformance.model import Clause, Saboteur

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformance.dicom.simulator import Archive


def _of(
    id: str,  # noqa: A002 - the field's own word
    vice: type[Archive],
    *fails: Clause,
    also: Iterable[Clause] = (),
    scenarios: tuple[str, ...] = (),
) -> Saboteur:
    return Saboteur(
        id=id,
        says=(vice.__doc__ or "").rstrip("."),
        actor="archive",
        make=f"{vice.__module__}:{vice.__qualname__}",
        fails=tuple(clause.id for clause in fails),
        also=tuple(clause.id for clause in also),
        scenarios=scenarios,
    )


def _all(*beginnings: str) -> tuple[Clause, ...]:
    """Return every clause whose id begins so: what a vice in all answers of a service drags along."""
    found = (value for value in vars(c).values() if isinstance(value, Clause))
    return tuple(one for one in found if one.id.startswith(beginnings))


_FIND = _all("dicom.find.")
_LISTED = _all("dicom.worklist.")
"""What a vice in the matching or writing that queries and worklists share drags along."""
_AROUND = _all("dicom.commit.", "dicom.step.", "dicom.worklist.")
"""What a vice in all associations drags along of the services around an examination."""
_ASSOCIATIONS = (
    _of("AS01", associations.PromiscuousArchive, c.CALLED_TITLE_REJECTED),
    _of("AS04", associations.InventiveArchive, c.ONE_ANSWER_PER_CONTEXT, also=[c.SYNTAX_WAS_PROPOSED]),
    _of(
        "AS06", associations.ForgetfulArchive, c.ONE_ANSWER_PER_CONTEXT, also=[c.REFUSAL_DOES_NOT_SPREAD, c.STORE_KEEPS]
    ),
    _of("AS07", associations.TwoFacedArchive, c.ONE_ANSWER_PER_CONTEXT),
    _of("AS08", associations.VagueArchive, c.TRANSFER_SYNTAX_REFUSED),
    _of("AS11", associations.LongWindedArchive, c.PDU_WITHIN_MAXIMUM, scenarios=("dicom.get.in-small-pdus",)),
    _of("AS12", associations.NamelessArchive, c.IMPLEMENTATION_CLASS_GIVEN),
    _of("AS13", associations.MirrorArchive, c.TITLES_RETURNED),
    _of("AS14", associations.VersionlessArchive, c.PROTOCOL_VERSION_ANSWERED),
    _of("AS18", endings.ClingingArchive, c.RELEASE_ANSWERED, scenarios=("dicom.association.released",)),
    _of("AS19", endings.TalkativeArchive, c.NOTHING_AFTER_RELEASE),
    _of("AS20", endings.SilentArchive, c.UNKNOWN_PDU_ABORTED),
    _of("AS21", endings.RavingArchive, c.ABORT_NAMES_PROVIDER),
    _of(
        "AS29",
        associations.LonelyArchive,
        c.SEVERAL_ASSOCIATIONS,
        also=[c.STORE_APART, c.STORE_SUCCEEDS, c.ECHO_FRAGMENTED, *_AROUND],
    ),
    _of("AS30", associations.EagerArchive, c.WINDOW_WITHIN_PROPOSAL),
    _of("dicom.title-with-spaces", associations.SpaciousArchive, c.TITLE_SPACES_SKIPPED),
    _of(
        "dicom.overwhelmed", associations.OverwhelmedArchive, c.MANY_CONTEXTS_ANSWERED, also=[c.ONE_ANSWER_PER_CONTEXT]
    ),
    _of("dicom.blunt-refusal", associations.BluntArchive, c.ABSTRACT_SYNTAX_REFUSED),
    _of(
        "dicom.syntax-at-will",
        associations.WilfulArchive,
        c.SYNTAX_WAS_PROPOSED,
        also=[c.STORE_APART, c.STORE_SUCCEEDS],
    ),
    _of(
        "dicom.spreading-refusal",
        associations.AllOrNothingArchive,
        c.REFUSAL_DOES_NOT_SPREAD,
        also=[c.TRANSFER_SYNTAX_REFUSED],
    ),
    _of("dicom.tiny-maximum", associations.TinyArchive, c.MAXIMUM_LENGTH_GIVEN),
    _of("dicom.foreign-context-name", associations.ForeignArchive, c.APPLICATION_CONTEXT_RETURNED),
    _of("dicom.torn-acceptance", associations.TornArchive, c.ASSOCIATE_WELL_FORMED),
    _of("dicom.generous-roles", associations.GenerousArchive, c.ROLE_WITHIN_PROPOSAL),
    _of("dicom.picky-version", associations.PickyArchive, c.VERSION_TESTED_BY_BIT_0),
    _of("dicom.careless-version", associations.CarelessArchive, c.VERSION_REJECTED),
    _of("dicom.tolerant-context-name", associations.TolerantArchive, c.CONTEXT_NAME_REJECTED),
    _of("dicom.narrow-items", associations.NarrowArchive, c.UNKNOWN_ITEMS_SKIPPED),
    _of(
        "dicom.closed-door",
        associations.ClosedArchive,
        c.ASSOCIATION_ACCEPTED,
        also=[c.RELEASE_ANSWERED, c.ECHO_SUCCEEDS, c.STORE_SUCCEEDS, *_AROUND],
    ),
    _of("dicom.blaming-abort", endings.BlamingArchive, c.ABORT_NAMES_PROVIDER),
    _of("dicom.unexpected-pdu-ignored", endings.PatientArchive, c.UNEXPECTED_PDU_ABORTED),
    _of("dicom.brittle-after-abort", endings.BrittleArchive, c.ALIVE_AFTERWARDS),
    _of("dicom.abort-answered", endings.ParrotArchive, c.ABORT_ENDS_THE_ASSOCIATION),
)
_DIMSE = (
    _of("AS22", dimse.ConfusedArchive, c.RESPONSE_NAMES_ITS_REQUEST),
    _of("AS23", dimse.MistakenArchive, c.RESPONSE_IS_OF_ITS_KIND),
    _of("AS24", dimse.StrayArchive, c.RESPONSE_ON_SAME_CONTEXT),
    _of("AS25", dimse.MiscountingArchive, c.COMMAND_GROUP_LENGTH, also=[c.COMMIT_WELL_FORMED]),
    _of("AS26", dimse.ExplicitArchive, c.COMMAND_IMPLICIT, also=[c.COMMIT_WELL_FORMED]),
    _of("AS27", dimse.InsistentArchive, c.ONE_FINAL_RESPONSE),
    _of(
        "AS28",
        dimse.HastyArchive,
        c.ONE_FINAL_RESPONSE,
        also=[c.ABORT_ENDS_THE_ASSOCIATION, c.UNEXPECTED_PDU_ABORTED, c.UNKNOWN_PDU_ABORTED],
    ),
    _of("dicom.overlapping-data-values", dimse.OverlappingArchive, c.P_DATA_WELL_FORMED),
    _of(
        "dicom.deaf-echo",
        dimse.DeafArchive,
        c.ECHO_SUCCEEDS,
        also=[c.RELEASE_ANSWERED],
        scenarios=("dicom.echo.answered",),
    ),
    _of("dicom.unwilling-echo", dimse.UnwillingArchive, c.ECHO_SUCCEEDS),
    _of("dicom.whole-commands-only", dimse.BreathlessArchive, c.ECHO_FRAGMENTED, also=[c.STORE_TAKES_FRAGMENTS]),
    _of("dicom.other-class-in-response", dimse.AdoptingArchive, c.RESPONSE_NAMES_SAME_CLASS),
    _of("dicom.no-status", dimse.StatuslessArchive, c.RESPONSE_HAS_STATUS, also=[c.ECHO_SUCCEEDS]),
    _of("dicom.jumbled-command", dimse.JumbledArchive, c.COMMAND_WELL_FORMED, also=[c.COMMIT_WELL_FORMED]),
)
_LOST = (
    c.STORE_APART, c.STORE_KEEPS_ONE_OF_TWO, c.STORE_SHARED_STUDY_UID, c.STORE_TELLS_LOSS, c.STORE_WARNING_TRUE,
    c.FIND_CANCELLED, c.FIND_MATCHES_DATE_RANGE, c.FIND_MATCHES_SINGLE_VALUE, c.FIND_MATCHES_TIME_RANGE,
    c.FIND_MATCHES_UID_LIST, c.FIND_MATCHES_UNIVERSAL, c.FIND_MATCHES_WILDCARDS, c.FIND_ONE_RESPONSE_PER_MATCH,
    c.FIND_PATIENT_LEVEL, c.FIND_SPACES_DO_NOT_COUNT, c.FIND_STUDY_LEVEL, c.FIND_SUCCEEDS, c.FIND_COUNTS,
    c.GET_COUNTS_UNSENDABLE, c.RETRIEVE_CANCELLED, c.RETRIEVE_COMPLETE, c.RETRIEVE_FAILED_LIST,
    c.RETRIEVE_FAILURE_TOLD, c.RETRIEVE_IN_ACCEPTED_SYNTAX, c.COMMIT_EVENT_TYPE, c.COMMIT_HONEST, c.COMMIT_KEEPS,
    c.COMMIT_REASON_FITS,
)  # fmt: skip
"""What is also missed when instances are not there."""
_STORAGE = (
    _of("ST01", storage.LosingArchive, c.STORE_KEEPS, also=_LOST),
    _of("ST03", storage.ReticentArchive, c.STORE_NAMES_INSTANCE),
    _of(
        "ST06",
        storage.LossyArchive,
        c.STORE_KEEPS_PIXELS,
        also=[
            c.STORE_KEEPS_ATTRIBUTES,
            c.STORE_KEEPS_ONE_OF_TWO,
            c.STORE_WARNING_TRUE,
            c.RETRIEVE_UNCHANGED,
            c.COMMIT_KEEPS,
        ],
    ),
    _of("ST08", storage.ImpersonalArchive, c.STORE_KEEPS_ATTRIBUTES, also=[c.RETRIEVE_UNCHANGED]),
    _of("ST09", storage.MislabellingArchive, c.STORE_KEEPS_TEXT),
    _of("ST10", storage.UncriticalArchive, c.STORE_REFUSES_OTHER_CLASS),
    _of("ST11", storage.JealousArchive, c.STORE_TAKES_A_SECOND_COPY),
    _of("ST12", storage.OverwritingArchive, c.STORE_TELLS_LOSS),
    _of("ST13", storage.PaddingArchive, c.STORE_KEEPS_ATTRIBUTES, also=[c.STORE_KEEPS_PIXELS]),
    _of("ST14", storage.ShallowArchive, c.STORE_KEEPS_ATTRIBUTES),
    _of("ST15", storage.BoundedArchive, c.STORE_TAKES_UNDEFINED_LENGTHS),
    _of("ST16", storage.CoarseArchive, c.STORE_TAKES_FRAGMENTS),
    _of("ST19", storage.RacingArchive, c.STORE_APART),
    _of("dicom.store-every-other", storage.AbsentMindedArchive, c.STORE_KEEPS, also=_LOST),
    _of("dicom.store-no-room", storage.GrudgingArchive, c.STORE_SUCCEEDS, also=[c.STORE_APART]),
    _of(
        "dicom.store-drops-description",
        storage.ForgettingArchive,
        c.STORE_KEEPS_ATTRIBUTES,
        also=[
            c.STORE_KEEPS_ONE_OF_TWO,
            c.STORE_TELLS_LOSS,
            c.STORE_WARNING_TRUE,
            c.RETRIEVE_UNCHANGED,
            c.COMMIT_KEEPS,
        ],
    ),
    _of("dicom.store-credulous", storage.CredulousArchive, c.STORE_REFUSES_UNREADABLE),
    _of(
        "dicom.store-speechless",
        storage.SpeechlessArchive,
        c.STORE_REFUSES_UNREADABLE,
        also=[c.STORE_REFUSES_OTHER_CLASS],
    ),
    _of("dicom.store-mixes", storage.MixingArchive, c.STORE_KEEPS_ONE_OF_TWO, also=[c.STORE_TELLS_LOSS]),
    _of("dicom.store-loses-both", storage.StutteringArchive, c.STORE_KEEPS_ONE_OF_TWO),
    _of("dicom.store-plain-letters", storage.TidyingArchive, c.STORE_KEEPS_TEXT),
    _of(
        "dicom.store-other-uid-in-response",
        storage.RenamingArchive,
        c.RESPONSE_NAMES_SAME_CLASS,
        also=[c.STORE_NAMES_INSTANCE],
    ),
    _of("ST17", storage.WarningArchive, c.STORE_WARNING_TRUE),
    _of("MV08", retrieval.StumblingArchive, c.STORE_SHARED_STUDY_UID, scenarios=("dicom.store.shared-study-uid",)),
    _of("dicom.store-merges-patients", storage.MergingArchive, c.STORE_SHARED_STUDY_UID),
    _of("dicom.store-changes-uid", storage.TransposingArchive, c.STORE_KEEPS, also=[*_LOST, c.RETRIEVE_UNCHANGED]),
)
_QUERIES = (
    _of("dicom.final-with-identifier", queries.BaggageArchive, c.FINAL_WITHOUT_DATA_SET),
    _of("FI03", queries.LevellessArchive, c.FIND_ECHOES_LEVEL),
    _of("FI04", queries.OmittingArchive, c.FIND_RETURNS_REQUIRED_KEYS),
    _of(
        "FI05",
        queries.EndlessArchive,
        c.FIND_SUCCEEDS,
        scenarios=("dicom.query.by-patient-id", "dicom.query.no-match"),
        also=[c.FIND_NO_MATCH, c.FIND_READABLE],
    ),
    _of("FI08", queries.ForgetfulQueryArchive, c.RESPONSE_NAMES_ITS_REQUEST),
    _of("FI12", matching.WildArchive, c.FIND_NO_WILDCARDS_IN_UIDS),
    _of("FI14", matching.BoundlessArchive, c.FIND_MATCHES_DATE_RANGE, also=[c.FIND_MATCHES_TIME_RANGE, *_LISTED]),
    _of("FI16", matching.ImpatientArchive, c.FIND_MATCHES_UID_LIST),
    _of("FI19", queries.SpaceArchive, c.FIND_SPACES_DO_NOT_COUNT),
    _of("FI21", queries.FlatArchive, c.FIND_NEEDS_UPPER_KEYS),
    _of(
        "FI22",
        queries.MisformingArchive,
        c.FIND_VALUES_FIT,
        also=[c.FIND_COUNTS, c.FIND_RETURNS_REQUIRED_KEYS, c.RETRIEVE_AGREES_WITH_QUERY],
    ),
    _of("FI23", queries.UnlabelledArchive, c.FIND_TRUE_CHARACTER_SET, also=_LISTED),
    _of("FI25", queries.MiscountedArchive, c.FIND_COUNTS, also=[c.RETRIEVE_AGREES_WITH_QUERY]),
    _of("FI26", queries.OneModalityArchive, c.FIND_COUNTS),
    _of("FI27", queries.CuttingArchive, c.FIND_ONE_RESPONSE_PER_MATCH, also=_FIND),
    _of("FI30", queries.GarblingArchive, c.FIND_READABLE, also=[*_FIND, *_LISTED]),
    _of(
        "dicom.find-everybody",
        queries.LeakyArchive,
        c.FIND_MATCHES_SINGLE_VALUE,
        also=[*_FIND, c.RETRIEVE_AGREES_WITH_QUERY],
    ),
    _of("dicom.find-nobody", queries.EmptyArchive, c.FIND_MATCHES_SINGLE_VALUE, also=_FIND),
    _of("dicom.find-anonymous", queries.AnonymousArchive, c.FIND_NAMES_RETRIEVE_AE),
    _of("dicom.find-blank", queries.BlankArchive, c.FIND_RETURNS_REQUIRED_KEYS, also=_FIND),
    _of("dicom.find-chatty", queries.ChattyArchive, c.FIND_RETURNS_ONLY_ASKED),
    _of("dicom.find-literal", matching.LiteralArchive, c.FIND_MATCHES_WILDCARDS, also=_LISTED),
    _of("dicom.find-starless", matching.StarlessArchive, c.FIND_MATCHES_UNIVERSAL),
    _of(
        "dicom.find-exclusive-range",
        matching.ExclusiveArchive,
        c.FIND_MATCHES_DATE_RANGE,
        also=[c.FIND_MATCHES_TIME_RANGE, *_LISTED],
    ),
    _of(
        "dicom.find-no-range",
        matching.RangelessArchive,
        c.FIND_MATCHES_DATE_RANGE,
        c.FIND_MATCHES_TIME_RANGE,
        also=_LISTED,
    ),
    _of("dicom.find-by-prefix", matching.PrefixArchive, c.FIND_MATCHES_SINGLE_VALUE),
    _of("dicom.find-case-blind", matching.CaseBlindArchive, c.FIND_CASE_SENSITIVE),
    _of(
        "dicom.find-no-patients", queries.PatientlessArchive, c.FIND_PATIENT_LEVEL, also=[c.FIND_ONE_RESPONSE_PER_MATCH]
    ),
    _of("dicom.find-no-studies", queries.StudylessArchive, c.FIND_STUDY_LEVEL, also=_FIND),
    _of(
        "dicom.find-no-series",
        queries.SerieslessArchive,
        c.FIND_SERIES_LEVEL,
        also=[c.FIND_MATCHES_SINGLE_VALUE, c.FIND_ONE_RESPONSE_PER_MATCH, c.FIND_PATIENT_LEVEL],
    ),
    _of(
        "dicom.find-no-images",
        queries.ImagelessArchive,
        c.FIND_IMAGE_LEVEL,
        also=[c.FIND_CANCELLED, c.FIND_ONE_RESPONSE_PER_MATCH, c.FIND_PATIENT_LEVEL, c.FIND_SUCCEEDS],
    ),
    _of("dicom.find-twice", queries.DoublingArchive, c.FIND_ONE_RESPONSE_PER_MATCH, also=_FIND),
    _of("dicom.find-question-marks", queries.QuestionMarkArchive, c.FIND_TRUE_CHARACTER_SET, also=[*_LISTED]),
    _of("dicom.find-provincial", queries.ProvincialArchive, c.FIND_TEXT_IN_ANY_SET),
    _of(
        "dicom.find-no-match-fails",
        queries.FailingArchive,
        c.FIND_NO_MATCH,
        also=[c.FIND_CASE_SENSITIVE, c.FIND_MATCHES_SINGLE_VALUE, c.FIND_NO_WILDCARDS_IN_UIDS],
    ),
    _of("dicom.find-cancel-fails", queries.HeedlessArchive, c.FIND_CANCELLED),
)
_RETRIEVAL = (
    _of("MV02", retrieval.FlatteringArchive, c.RETRIEVE_COUNTS, also=[c.RETRIEVE_AGREES_WITH_QUERY]),
    _of("MV03", retrieval.LingeringArchive, c.RETRIEVE_NO_REMAINING),
    _of("MV04", retrieval.DiscreetArchive, c.RETRIEVE_FAILED_LIST),
    _of("MV05", retrieval.AgreeableArchive, c.MOVE_UNKNOWN_DESTINATION),
    _of("MV06", retrieval.MisdirectingArchive, c.MOVE_UNKNOWN_DESTINATION),
    _of("MV07", retrieval.UnsignedArchive, c.MOVE_NAMES_ORIGINATOR),
    _of("MV09", retrieval.MonotonousArchive, c.MOVE_UNKNOWN_DESTINATION),
    _of("MV11", retrieval.UnstoppableArchive, c.RETRIEVE_CANCEL_HEEDED),
    _of("MV12", retrieval.MisnamingArchive, c.RETRIEVE_CANCELLED),
    _of("MV15", retrieval.RelationalArchive, c.RETRIEVE_NEEDS_UPPER_KEYS),
    _of(
        "MV14",
        retrieval.UnboundArchive,
        c.MOVE_ACCEPTED_SYNTAX,
        c.RETRIEVE_IN_ACCEPTED_SYNTAX,
        also=[c.GET_NEEDS_ROLE, c.RETRIEVE_UNCHANGED],
    ),
    _of("MV16", retrieval.IntrudingArchive, c.GET_NEEDS_ROLE),
    _of(
        "MV17",
        retrieval.RepeatingArchive,
        c.RETRIEVE_COMPLETE,
        also=[
            c.COMMIT_KEEPS,
            c.GET_COUNTS_UNSENDABLE,
            c.RETRIEVE_FAILED_LIST,
            c.RETRIEVE_GOES_ON,
            c.STORE_APART,
            c.STORE_KEEPS,
            c.STORE_SHARED_STUDY_UID,
        ],
    ),
    _of(
        "MV18",
        retrieval.AlteringArchive,
        c.RETRIEVE_UNCHANGED,
        also=[
            c.COMMIT_KEEPS,
            c.STORE_KEEPS_ATTRIBUTES,
            c.STORE_KEEPS_ONE_OF_TWO,
            c.STORE_KEEPS_TEXT,
            c.STORE_WARNING_TRUE,
        ],
    ),
    _of("MV19", retrieval.StrayReportArchive, c.RESPONSE_NAMES_ITS_REQUEST),
    _of("MV20", retrieval.MasqueradingArchive, c.MOVE_FROM_ONE_TITLE, also=[c.COMMIT_SAME_TITLE]),
    _of("dicom.move-miscalls", retrieval.MiscallingArchive, c.MOVE_TO_DESTINATION, also=[c.COMMIT_SAME_TITLE]),
    _of("dicom.move-warns-for-nothing", retrieval.PedanticArchive, c.RETRIEVE_SUCCEEDS),
    _of(
        "dicom.get-looks-away",
        retrieval.SkippingArchive,
        c.GET_COUNTS_UNSENDABLE,
        also=[c.RETRIEVE_FAILED_LIST, c.RETRIEVE_FAILURE_TOLD, c.RETRIEVE_IN_ACCEPTED_SYNTAX],
    ),
    _of("dicom.move-forged-originator", retrieval.ForgingArchive, c.MOVE_NAMES_ORIGINATOR),
    _of(
        "dicom.move-everything", retrieval.PlunderableArchive, c.RETRIEVE_NEEDS_KEYS, also=[c.RETRIEVE_NEEDS_UPPER_KEYS]
    ),
    _of(
        "dicom.move-always-success",
        retrieval.OptimisticArchive,
        c.RETRIEVE_FAILURE_TOLD,
        c.RETRIEVE_IN_ACCEPTED_SYNTAX,
        c.RETRIEVE_ALL_FAILED,
        also=[c.MOVE_BOUNDED_FAILURE, c.RETRIEVE_FAILED_LIST, c.RETRIEVE_IN_ACCEPTED_SYNTAX],
    ),
    _of(
        "dicom.move-all-failed-is-a-warning",
        retrieval.HalfHeartedArchive,
        c.RETRIEVE_ALL_FAILED,
        also=[c.MOVE_BOUNDED_FAILURE],
    ),
    _of("dicom.move-one-failed-is-a-failure", retrieval.PessimisticArchive, c.RETRIEVE_FAILURE_TOLD),
    _of(
        "dicom.move-gives-up",
        retrieval.DiscouragedArchive,
        c.RETRIEVE_GOES_ON,
        also=[c.RETRIEVE_COUNTS, c.RETRIEVE_FAILED_LIST],
    ),
    _of(
        "dicom.move-one-less",
        retrieval.WithholdingArchive,
        c.RETRIEVE_COMPLETE,
        c.RETRIEVE_AGREES_WITH_QUERY,
        also=[
            c.COMMIT_KEEPS,
            c.GET_COUNTS_UNSENDABLE,
            c.RETRIEVE_FAILED_LIST,
            c.RETRIEVE_GOES_ON,
            c.STORE_APART,
            c.STORE_KEEPS,
            c.STORE_SHARED_STUDY_UID,
        ],
    ),
    _of("dicom.move-other-studies", retrieval.OversharingArchive, c.RETRIEVE_COMPLETE),
    _of(
        "dicom.move-sheds-elements",
        retrieval.SheddingArchive,
        c.RETRIEVE_UNCHANGED,
        also=[c.COMMIT_KEEPS, c.STORE_KEEPS_ATTRIBUTES, c.STORE_KEEPS_ONE_OF_TWO, c.STORE_WARNING_TRUE],
    ),
    _of("dicom.move-no-match-fails", retrieval.ComplainingArchive, c.RETRIEVE_NO_MATCH),
    _of(
        "dicom.move-hangs",
        retrieval.HangingArchive,
        c.MOVE_BOUNDED_FAILURE,
        also=[c.RETRIEVE_ALL_FAILED, c.RETRIEVE_FAILED_LIST, c.RETRIEVE_IN_ACCEPTED_SYNTAX],
    ),
)
_REPORTED = ("dicom.commitment.stored", "dicom.commitment.after-release")
_COMMITMENTS = (
    _of("SC01", commitments.SpeechlessArchive, c.COMMIT_REPORTED, c.COMMIT_REPORTED_ELSEWHERE, scenarios=_REPORTED),
    _of("SC03", commitments.AllIsWellArchive, c.COMMIT_EVENT_TYPE),
    _of(
        "SC04",
        commitments.RenamingArchive,
        c.COMMIT_SAME_TRANSACTION,
        scenarios=("dicom.commitment.stored", "dicom.commitment.side-by-side"),
    ),
    _of("SC05", commitments.ReasonlessArchive, c.COMMIT_FAILURE_REASON, also=[c.COMMIT_REASON_FITS]),
    _of("SC07", commitments.RolelessArchive, c.COMMIT_ROLE),
    _of("SC08", commitments.ExplicitOnlyArchive, c.COMMIT_DEFAULT_SYNTAX),
    _of("SC10", commitments.ClassBlindArchive, c.COMMIT_OF_THE_CLASS),
    _of(
        "dicom.commit-refused",
        commitments.RefusingArchive,
        c.COMMIT_ACCEPTED,
        also=[c.COMMIT_REPORTED, c.COMMIT_REPORTED_ELSEWHERE],
    ),
    _of(
        "dicom.commit-unseen",
        commitments.RashArchive,
        c.COMMIT_HONEST,
        also=[c.COMMIT_EVENT_TYPE, c.COMMIT_OF_THE_CLASS],
    ),
    _of("dicom.commit-mistaken-reason", commitments.MisreasoningArchive, c.COMMIT_REASON_FITS),
    _of(
        "dicom.commit-conceals-failures",
        commitments.ConcealingArchive,
        c.COMMIT_EVERY_REFERENCE,
        also=[c.COMMIT_EVENT_TYPE],
    ),
    _of(
        "dicom.commit-mixes-requests",
        commitments.MixingArchive,
        c.COMMIT_EVERY_REFERENCE,
        also=[c.COMMIT_HONEST, c.COMMIT_EVENT_TYPE],
    ),
    _of("dicom.commit-other-instance", commitments.InventingArchive, c.COMMIT_WELL_KNOWN),
    _of("dicom.commit-miscounted-report", commitments.MiscountedReportArchive, c.COMMIT_WELL_FORMED),
    _of("dicom.commit-other-title", commitments.DisguisedArchive, c.COMMIT_SAME_TITLE),
    _of(
        "dicom.commit-forgets",
        commitments.FaithlessArchive,
        c.COMMIT_KEEPS,
        scenarios=("dicom.commitment.kept",),
    ),
    _of("dicom.commit-any-action", commitments.IndiscriminateArchive, c.COMMIT_ACTION_KNOWN),
    _of("dicom.commit-on-the-spot", commitments.OnTheSpotArchive),
    _of("dicom.commit-in-detail", commitments.ThoroughArchive),
)
_WORKLISTS = (
    _of("WL01", worklists.EveryDayArchive, c.WORKLIST_MATCHES_DATE),
    _of("WL03", worklists.TerseArchive, c.WORKLIST_TYPE_2),
    _of("WL04", worklists.BundlingArchive, c.WORKLIST_ONE_STEP),
    _of("dicom.worklist-new-study", worklists.EverNewStudyArchive, c.WORKLIST_SAME_STUDY, also=[c.WORKLIST_TELLS_ITEM]),
    _of("dicom.worklist-other-accession", worklists.OtherAccessionArchive, c.WORKLIST_TELLS_ITEM),
    _of(
        "dicom.worklist-mislabelled",
        worklists.MislabellingArchive,
        c.WORKLIST_CHARACTER_SET,
        also=[c.WORKLIST_TELLS_ITEM],
    ),
    _of("dicom.worklist-every-hour", worklists.EveryHourArchive, c.WORKLIST_MATCHES_TIME),
    _of("dicom.worklist-every-station", worklists.EveryStationArchive, c.WORKLIST_MATCHES_STATION),
    _of("dicom.worklist-every-modality", worklists.EveryModalityArchive, c.WORKLIST_MATCHES_MODALITY),
    _of("dicom.worklist-every-name", worklists.EveryNameArchive, c.WORKLIST_MATCHES_NAME),
    _of(
        "dicom.worklist-everybody",
        worklists.EverybodyArchive,
        c.WORKLIST_MATCHES_PATIENT,
        also=[c.WORKLIST_NO_MATCH],
    ),
    _of(
        "dicom.worklist-no-study",
        worklists.NoStudyArchive,
        c.WORKLIST_TYPE_1,
        also=[c.WORKLIST_TELLS_ITEM, c.WORKLIST_SAME_STUDY],
    ),
    _of("dicom.worklist-more-than-asked", worklists.GenerousListArchive, c.WORKLIST_ONLY_ASKED),
    _of("dicom.worklist-twice", worklists.StutteringListArchive, c.WORKLIST_ONE_RESPONSE),
    _of(
        "dicom.worklist-never-done",
        worklists.UnfinishedListArchive,
        c.WORKLIST_SUCCEEDS,
        also=_all("dicom.worklist.matches-"),
    ),
    _of(
        "dicom.worklist-no-match-fails",
        worklists.DisappointedArchive,
        c.WORKLIST_NO_MATCH,
        also=_all("dicom.worklist.matches-"),
    ),
    _of("dicom.worklist-hedging", worklists.HedgingArchive),
    _of("dicom.worklist-in-latin", worklists.LatinArchive),
)
_STEPS = (
    _of("WL12", steps.FastForwardArchive, c.STEP_BEGUN_IN_PROGRESS),
    _of("WL13", steps.UndemandingArchive, c.STEP_MISSING_ATTRIBUTE),
    _of("WL15", steps.CredulousArchive, c.STEP_UNKNOWN),
    _of("WL16", steps.OverwritingArchive, c.STEP_DUPLICATE),
    _of("WL18", steps.EasilySatisfiedArchive, c.STEP_NEEDS_SERIES),
    _of("dicom.step-vague-refusal", steps.VagueStepArchive, c.STEP_MISSING_ATTRIBUTE),
    _of("dicom.step-never-begun", steps.UnwillingStepArchive, c.STEP_BEGUN, also=[c.STEP_COMPLETED]),
    _of("dicom.step-misnamed-refusal", steps.MisnamingArchive, c.STEP_UNKNOWN),
    _of("dicom.step-reopened", steps.ReopeningArchive, c.STEP_FINAL),
    _of("dicom.step-curt-refusal", steps.CurtArchive, c.STEP_FINAL_TOLD),
    _of("dicom.step-never-changed", steps.StartOnlyArchive, c.STEP_COMPLETED, c.STEP_DISCONTINUED),
    _of("dicom.step-never-discontinued", steps.EverHopefulArchive, c.STEP_DISCONTINUED),
    _of("dicom.step-taken-with-a-warning", steps.WarningArchive),
)
_ODDITIES = (
    _of("BV04", oddities.CrumblingArchive),
    _of("BV06", oddities.OpenEndedArchive),
    _of("BV09", oddities.BriefArchive),
    _of("BV11", oddities.ModestArchive),
    _of("BV12", oddities.ElaborateArchive),
    _of("BV14", oddities.ScatteringArchive),
    _of("BV15", oddities.TaciturnArchive),
    _of("BV19", oddities.CollidingArchive),
    _of("dicom.contexts-in-reverse", oddities.BackwardArchive),
)

SABOTEURS: tuple[Saboteur, ...] = (
    *_ASSOCIATIONS,
    *_DIMSE,
    *_STORAGE,
    *_QUERIES,
    *_RETRIEVAL,
    *_COMMITMENTS,
    *_WORKLISTS,
    *_STEPS,
    *_ODDITIES,
)
"""Each is made by ``kits.made``; an id that is none of the catalogue's is a vice of our own."""
