"""Retrieve by C-MOVE: everything asked for goes where it was told to go, and is counted (PS3.4 C.4.2)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.dicom import checks, clauses, samples
from conformance.dicom.candidate import contents
from conformance.dicom.equality import differences
from conformance.dicom.receiver import Rules
from conformance.dicom.wire import Reject
from conformance.dicom.wire.syntaxes import EXPLICIT_LITTLE, IMPLICIT_LITTLE
from conformance.model import Blocked, NotApplicable

NEEDS = ["dicom", "dicom.store_back"]


def refusing(uid, status=0xA700):
    """Return rules that answer one instance with a failure and all others with success."""
    return Rules(status=lambda message: status if message.command.text("AffectedSOPInstanceUID") == uid else 0)


def judge_counts(check, answer):
    """Judge the counts of sub-operations, response by response."""
    for clause, faults in checks.sub_operations(answer).items():
        with check(clause, evidence=answer.evidence):
            assert not faults, checks.words(faults)


def failed_list(answer):
    """Return the Failed SOP Instance UID List of a final response."""
    told = answer.final.identifier() if answer.final else None
    return set() if told is None else set(told.texts("FailedSOPInstanceUIDList"))


def moved(archive, store_receiver, study, rules=None):
    """Have one study moved to us; return the answer and what came."""
    receiver = store_receiver(rules)
    answer = archive.move("STUDY", StudyInstanceUID=study.study_uid)
    received = receiver.finished()
    if not answer.asked.context:
        raise NotApplicable("the candidate offers no C-MOVE by Study Root")
    return answer, received


def control(archive, store_receiver, study):
    """Move a study as a positive control: Blocked when even that fails."""
    answer, received = moved(archive, store_receiver, study)
    if answer.status != 0 or not received:
        raise Blocked(f"moving a study as a control ended with {answer.outcome}, {len(received)} instances came")


@scenario(
    "dicom.move.study",
    actor="archive",
    transaction="RAD-16",
    clauses=[
        clauses.RETRIEVE_SUCCEEDS,
        clauses.RETRIEVE_COMPLETE,
        clauses.RETRIEVE_UNCHANGED,
        clauses.RETRIEVE_COUNTS,
        clauses.RETRIEVE_NO_REMAINING,
        clauses.RETRIEVE_AGREES_WITH_QUERY,
        clauses.MOVE_TO_DESTINATION,
        clauses.MOVE_NAMES_ORIGINATOR,
        clauses.MOVE_ACCEPTED_SYNTAX,
        clauses.MOVE_FROM_ONE_TITLE,
        *checks.RESPONSES,
    ],
    requires=NEEDS,
)
def test_a_study_is_moved_whole_and_counted_right(archive, store_receiver, story, check):
    """Every instance of the study arrives at the destination once, unchanged, and the numbers say so."""
    study = samples.study(story, "moved", modality=("CT", "MR"), series=2, images=3)
    other = samples.study(story, "left", series=1, images=1)
    archive.holds(*study.instances, *other.instances)
    wanted = [one.sop_instance for one in study.instances]
    counted = archive.find("STUDY", StudyInstanceUID=study.study_uid, NumberOfStudyRelatedInstances="")

    answer, received = moved(archive, store_receiver, study)

    with check(clauses.RETRIEVE_SUCCEEDS, expected="status 0000", evidence=answer.evidence):
        assert answer.status == 0, answer.outcome
    faults = checks.instances(wanted, received)
    with check(clauses.RETRIEVE_COMPLETE, expected=f"the {len(wanted)} instances of the study, each once"):
        assert not faults, checks.words(faults)
    back = {one.sop_instance: one for one in received}
    for one in study.instances:
        if one.sop_instance in back:
            found = differences(contents(one), contents(back[one.sop_instance]))
            with check(clauses.RETRIEVE_UNCHANGED, where=one.sop_instance):
                assert not found, checks.words(found)
    judge_counts(check, answer)
    told = {text for match in counted.matches for text in match.texts("NumberOfStudyRelatedInstances")}
    done = checks.completed(answer)
    with check(clauses.RETRIEVE_AGREES_WITH_QUERY, expected=f"{len(received)}, as many as came"):
        assert done in {None, len(received)}, f"{done} completed, {len(received)} came"
        assert told in (set(), {str(len(received))}), f"the query told {checks.words(told)}, {len(received)} came"
    judge_sub_operations(check, archive, answer, received)
    for clause, wrong in checks.responses(answer).items():
        with check(clause, evidence=answer.evidence):
            assert not wrong, checks.words(wrong)


def judge_sub_operations(check, archive, answer, received):
    """Judge each C-STORE that came: to whom, on whose behalf, in which syntax."""
    callers = {one.calling for one in received}
    if received:
        with check(clauses.MOVE_FROM_ONE_TITLE):
            assert len(callers) == 1, checks.words(sorted(callers))
    mine = (archive.profile.calling_aet, answer.asked.message_id)
    for one in received:
        command = one.message.command
        origin = (command.text("MoveOriginatorApplicationEntityTitle"), command.number("MoveOriginatorMessageID"))
        at = {"where": one.sop_instance, "evidence": [one.evidence]}
        with check(clauses.MOVE_TO_DESTINATION, **at):
            assert one.called == archive.profile.store_back.aet
        with check(clauses.MOVE_NAMES_ORIGINATOR, expected=f"{mine[0]}, message {mine[1]}", **at):
            assert origin == mine, f"{origin[0]}, message {origin[1]}"
        problems = contents(one).problems if one.transfer_syntax else ("a context that was not accepted",)
        with check(clauses.MOVE_ACCEPTED_SYNTAX, expected=one.transfer_syntax or "an accepted context", **at):
            assert not problems, checks.words(problems)


@scenario(
    "dicom.move.series",
    actor="archive",
    transaction="RAD-16",
    clauses=[clauses.RETRIEVE_SUCCEEDS, clauses.RETRIEVE_COMPLETE],
    requires=NEEDS,
)
def test_one_series_is_moved_and_no_other(archive, store_receiver, story, check):
    """Asked for one series, the archive sends that series."""
    study = samples.study(story, "moved", series=2, images=2)
    archive.holds(*study.instances)
    series = study.series[1]

    receiver = store_receiver()
    answer = archive.move("SERIES", StudyInstanceUID=study.study_uid, SeriesInstanceUID=series.series_uid)
    received = receiver.finished()

    with check(clauses.RETRIEVE_SUCCEEDS, expected="status 0000", evidence=answer.evidence):
        assert answer.status == 0, answer.outcome
    faults = checks.instances([one.sop_instance for one in series.instances], received)
    with check(clauses.RETRIEVE_COMPLETE, expected="the 2 instances of the series, each once"):
        assert not faults, checks.words(faults)


@scenario(
    "dicom.move.in-accepted-syntax",
    actor="archive",
    transaction="RAD-16",
    clauses=[clauses.RETRIEVE_IN_ACCEPTED_SYNTAX],
    requires=NEEDS,
)
def test_a_destination_of_one_syntax_gets_it_in_that_syntax(archive, store_receiver, story, check):
    """A workstation that takes the default transfer syntax alone gets images it can read, or an honest failure."""
    study = samples.study(story, "moved", series=1, images=2, transfer_syntax=EXPLICIT_LITTLE)
    archive.holds(*study.instances)

    answer, received = moved(archive, store_receiver, study, Rules(syntaxes=frozenset({IMPLICIT_LITTLE})))

    stored = {one.sop_instance: one for one in study.instances}
    faults = [
        f"{one.sop_instance}: {checks.words([*contents(one).problems, *differences(contents(mine), contents(one))])}"
        for one in received
        if (mine := stored.get(one.sop_instance)) is not None
        and (contents(one).problems or differences(contents(mine), contents(one)))
    ]
    honest = len(received) == len(stored) or (answer.status is not None and answer.status != 0)
    with check(clauses.RETRIEVE_IN_ACCEPTED_SYNTAX, expected="both instances as stored, or a failure told"):
        assert not faults, checks.words(faults)
        assert honest, f"{answer.outcome}, {len(received)} instances came"


@scenario(
    "dicom.move.needs-upper-keys",
    actor="archive",
    transaction="RAD-16",
    clauses=[clauses.RETRIEVE_NEEDS_UPPER_KEYS],
    requires=NEEDS,
)
def test_a_series_is_not_moved_without_its_study(archive, store_receiver, story, check):
    """Without relational retrieve negotiated, a series is moved out of a study that is named."""
    study = samples.study(story, "upper", series=1, images=1)
    archive.holds(*study.instances)
    control(archive, store_receiver, study)

    receiver = store_receiver()
    answer = archive.move("SERIES", SeriesInstanceUID=study.series[0].series_uid)
    received = receiver.finished()

    control(archive, store_receiver, study)
    with check(clauses.RETRIEVE_NEEDS_UPPER_KEYS, expected="nothing sent", evidence=answer.evidence):
        assert received == (), f"{len(received)} instances came, {answer.outcome}"


@scenario(
    "dicom.move.needs-keys",
    actor="archive",
    transaction="RAD-16",
    clauses=[clauses.RETRIEVE_NEEDS_KEYS],
    requires=NEEDS,
)
def test_a_move_without_a_study_uid_does_not_send_the_archive(archive, store_receiver, story, check):
    """An empty study UID in a retrieve is a mistake, not a wish for every patient's images."""
    study = samples.study(story, "present", series=1, images=1)
    archive.holds(*study.instances)
    control(archive, store_receiver, study)

    receiver = store_receiver(Rules(reject=Reject(1, 1, 1)))
    answer = archive.move("STUDY", StudyInstanceUID="")
    receiver.finished()

    control(archive, store_receiver, study)
    tried = len(receiver.visits)
    begun = [one.number(f"NumberOf{part}Suboperations") or 0 for one in answer.responses for part in PARTS]
    with check(clauses.RETRIEVE_NEEDS_KEYS, expected="a refusal, or no match", evidence=answer.evidence):
        assert not any(begun), f"{answer.outcome}, {max(begun)} sub-operations begun, {tried} connections to us"
        assert not tried, f"{answer.outcome}, {tried} connections to the destination"


PARTS = ("Remaining", "Completed", "Failed", "Warning")


@scenario(
    "dicom.move.unknown-destination",
    actor="archive",
    transaction="RAD-16",
    clauses=[clauses.MOVE_UNKNOWN_DESTINATION],
    requires=NEEDS,
)
def test_an_unknown_destination_is_refused(archive, store_receiver, story, check):
    """A destination nobody configured is refused as such, at once."""
    study = samples.study(story, "moved", series=1, images=1)
    archive.holds(*study.instances)
    control(archive, store_receiver, study)

    unknown = f"ZZ{story.token('destination', 8)}"
    answer = archive.move("STUDY", destination=unknown, StudyInstanceUID=study.study_uid)

    control(archive, store_receiver, study)
    with check(clauses.MOVE_UNKNOWN_DESTINATION, expected="status A801", evidence=answer.evidence):
        assert answer.status == 0xA801, answer.outcome


@scenario(
    "dicom.move.no-match",
    actor="archive",
    transaction="RAD-16",
    clauses=[clauses.RETRIEVE_NO_MATCH],
    requires=NEEDS,
)
def test_a_move_that_matches_nothing_is_a_success_of_nothing(archive, store_receiver, story, check):
    """Asked for a study it does not have, the archive has nothing to send, and says that it is done."""
    study = samples.study(story, "moved", series=1, images=1)
    archive.holds(*study.instances)
    control(archive, store_receiver, study)

    receiver = store_receiver()
    answer = archive.move("STUDY", StudyInstanceUID=story.uid("no such study"))
    received = receiver.finished()

    with check(clauses.RETRIEVE_NO_MATCH, expected="status 0000, nothing sent", evidence=answer.evidence):
        assert answer.status == 0, answer.outcome
        assert received == (), f"{len(received)} instances came"


@scenario(
    "dicom.move.some-fail",
    actor="archive",
    transaction="RAD-16",
    clauses=[
        clauses.RETRIEVE_FAILURE_TOLD,
        clauses.RETRIEVE_FAILED_LIST,
        clauses.RETRIEVE_GOES_ON,
        clauses.RETRIEVE_COUNTS,
        clauses.RETRIEVE_NO_REMAINING,
    ],
    requires=NEEDS,
)
def test_an_instance_the_destination_refuses_is_told_and_the_rest_is_sent(archive, store_receiver, story, check):
    """When the destination refuses one image of four, the other three arrive and the refused one is named."""
    study = samples.study(story, "refused", series=1, images=4)
    archive.holds(*study.instances)
    refused = study.instances[1].sop_instance
    wanted = {one.sop_instance for one in study.instances}

    answer, received = moved(archive, store_receiver, study, refusing(refused))

    came = {one.sop_instance for one in received}
    if refused not in came:
        raise Blocked(f"the archive did not send the instance that was to be refused: {answer.outcome}")
    with check(clauses.RETRIEVE_FAILURE_TOLD, expected="status B000", evidence=answer.evidence):
        assert answer.status == 0xB000, answer.outcome
    with check(clauses.RETRIEVE_FAILED_LIST, expected=f"the one instance refused, {refused}"):
        assert failed_list(answer) == {refused}
    with check(clauses.RETRIEVE_GOES_ON, expected="all 4 instances sent"):
        assert came == wanted, f"{len(came)} of {len(wanted)} instances came"
    judge_counts(check, answer)
    failed = answer.final.number("NumberOfFailedSuboperations") if answer.final else None
    with check(clauses.RETRIEVE_COUNTS, expected="1 failed"):
        assert failed == 1, f"{failed} failed"


@scenario(
    "dicom.move.all-fail",
    actor="archive",
    transaction="RAD-16",
    clauses=[clauses.RETRIEVE_ALL_FAILED, clauses.RETRIEVE_FAILED_LIST],
    requires=NEEDS,
)
def test_a_move_of_which_nothing_arrives_is_a_failure(archive, store_receiver, story, check):
    """When the destination refuses every image, the move has failed, and names them all."""
    study = samples.study(story, "refused", series=1, images=2)
    archive.holds(*study.instances)
    control(archive, store_receiver, study)

    answer, _ = moved(archive, store_receiver, study, Rules(status=lambda _: 0xA700))

    with check(clauses.RETRIEVE_ALL_FAILED, expected="A702 or another failure", evidence=answer.evidence):
        assert failure(answer.status), answer.outcome
    with check(clauses.RETRIEVE_FAILED_LIST, expected="both instances"):
        assert failed_list(answer) == {one.sop_instance for one in study.instances}


def failure(status):
    """Return whether a retrieve's status is one of failure (PS3.4 C.4.2.1.5)."""
    return status is not None and (status >> 12 in {0xA, 0xC} or status in range(0x0100, 0x0300))


@scenario(
    "dicom.move.destination-refuses",
    actor="archive",
    transaction="RAD-16",
    clauses=[clauses.MOVE_BOUNDED_FAILURE],
    requires=NEEDS,
)
def test_a_destination_that_takes_no_association_is_a_failure(archive, store_receiver, story, check):
    """A workstation that refuses the archive's association makes the move fail, not hang and not succeed."""
    study = samples.study(story, "moved", series=1, images=1)
    archive.holds(*study.instances)
    control(archive, store_receiver, study)

    answer, _ = moved(archive, store_receiver, study, Rules(reject=Reject(1, 1, 1)))

    control(archive, store_receiver, study)
    with check(clauses.MOVE_BOUNDED_FAILURE, expected="a failure status", evidence=answer.evidence):
        assert failure(answer.status), answer.outcome


@scenario(
    "dicom.move.cancelled",
    actor="archive",
    transaction="RAD-16",
    clauses=[clauses.RETRIEVE_CANCELLED, clauses.RETRIEVE_CANCEL_HEEDED, clauses.RETRIEVE_COUNTS],
    requires=NEEDS,
)
def test_a_cancelled_move_ends_and_its_counts_add_up(archive, store_receiver, story, check):
    """Who does not want the rest says so, and the archive stops: cancelled, or done before it heard."""
    study = samples.study(story, "cancelled", series=1, images=30)
    archive.holds(*study.instances)

    receiver = store_receiver()
    answer = archive.move("STUDY", cancel_after=0, StudyInstanceUID=study.study_uid)
    received = receiver.finished()

    done = answer.status == 0 and len(received) == len(study.instances)
    with check(clauses.RETRIEVE_CANCELLED, expected="status FE00, or 0000 after all 30", evidence=answer.evidence):
        assert answer.status == 0xFE00 or done, f"{answer.outcome} after {len(received)} of 30"
    with check(clauses.RETRIEVE_CANCEL_HEEDED, expected="fewer than 30 instances", evidence=answer.evidence):
        assert len(received) < len(study.instances), f"all 30 came, {answer.outcome}"
    faults = checks.sub_operations(answer)[clauses.RETRIEVE_COUNTS]
    with check(clauses.RETRIEVE_COUNTS, evidence=answer.evidence):
        assert not faults, checks.words(faults)
