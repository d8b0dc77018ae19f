"""Retrieve by C-MOVE: everything asked for goes where it was told to go, and is counted (PS3.4 C.4.2)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.dicom import checks, clauses, samples
from conformance.dicom.equality import differences
from conformance.dicom.instances import contents
from conformance.dicom.receiver import Rules
from conformance.dicom.wire import Reject
from conformance.dicom.wire.syntaxes import EXPLICIT_LITTLE, IMPLICIT_LITTLE

NEEDS = ["dicom", "dicom.store_back"]


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
def test_a_study_is_moved_whole_and_counted_right(archive, story, check):
    """Every instance of the study arrives at the destination once, unchanged, and the numbers say so."""
    study = samples.study(story, "moved", modality=("CT", "MR"), series=2, images=3)
    other = samples.study(story, "left", series=1, images=1)
    archive.holds(*study.instances, *other.instances)
    wanted = [one.sop_instance for one in study.instances]
    counted = archive.find("STUDY", StudyInstanceUID=study.study_uid, NumberOfStudyRelatedInstances="")

    answer, received = archive.moved(study.study_uid)

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
    checks.judge_counts(check, answer)
    checks.judge_agreement(check, received, answer, counted)
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
def test_a_destination_of_one_syntax_gets_it_in_that_syntax(archive, story, check):
    """A workstation that takes the default transfer syntax alone gets images it can read, or an honest failure."""
    study = samples.study(story, "moved", series=1, images=2, transfer_syntax=EXPLICIT_LITTLE)
    archive.holds(*study.instances)

    answer, received = archive.moved(study.study_uid, Rules(syntaxes=frozenset({IMPLICIT_LITTLE})))

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
    archive.moves(study.study_uid)

    receiver = store_receiver()
    answer = archive.move("SERIES", SeriesInstanceUID=study.series[0].series_uid)
    received = receiver.finished()

    archive.moves(study.study_uid)
    with check(clauses.RETRIEVE_NEEDS_UPPER_KEYS, expected="nothing sent", evidence=answer.evidence):
        assert not answer.silent, answer.outcome
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
    archive.moves(study.study_uid)

    receiver = store_receiver(Rules(reject=Reject(1, 1, 1)))
    answer = archive.move("STUDY", StudyInstanceUID="")
    receiver.finished()

    archive.moves(study.study_uid)
    tried = len(receiver.visits)
    begun = [one.number(f"NumberOf{part}Suboperations") or 0 for one in answer.responses for part in PARTS]
    with check(clauses.RETRIEVE_NEEDS_KEYS, expected="a refusal, or no match", evidence=answer.evidence):
        assert not answer.silent, answer.outcome
        assert not any(begun), f"{answer.outcome}, {max(begun)} sub-operations begun, {tried} connections to us"
        assert not tried, f"{answer.outcome}, {tried} connections to the destination"


PARTS = ("Remaining", "Completed", "Failed", "Warning")
