"""C-MOVE that cannot do all it was asked: what failed is told, and the rest is done (PS3.4 C.4.2.3.1)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.dicom import checks, clauses, samples
from conformance.dicom.receiver import Rules
from conformance.dicom.wire import Reject
from conformance.model import Blocked

NEEDS = ["dicom", "dicom.store_back"]


def refusing(uid, status=0xA700):
    """Return rules that answer one instance with a failure and all others with success."""
    return Rules(status=lambda message: status if message.command.text("AffectedSOPInstanceUID") == uid else 0)


def failed_list(answer):
    """Return the Failed SOP Instance UID List of a final response."""
    told = answer.final.identifier() if answer.final else None
    return set() if told is None else set(told.texts("FailedSOPInstanceUIDList"))


@scenario(
    "dicom.move.unknown-destination",
    actor="archive",
    transaction="RAD-16",
    clauses=[clauses.MOVE_UNKNOWN_DESTINATION],
    requires=NEEDS,
)
def test_an_unknown_destination_is_refused(archive, story, check):
    """A destination nobody configured is refused as such, at once."""
    study = samples.study(story, "moved", series=1, images=1)
    archive.holds(*study.instances)
    archive.moves(study.study_uid)

    unknown = f"ZZ{story.token('destination', 8)}"
    answer = archive.move("STUDY", destination=unknown, StudyInstanceUID=study.study_uid)

    archive.moves(study.study_uid)
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
    archive.moves(study.study_uid)

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
def test_an_instance_the_destination_refuses_is_told_and_the_rest_is_sent(archive, story, check):
    """When the destination refuses one image of four, the other three arrive and the refused one is named."""
    study = samples.study(story, "refused", series=1, images=4)
    archive.holds(*study.instances)
    refused = study.instances[1].sop_instance
    wanted = {one.sop_instance for one in study.instances}

    answer, received = archive.moved(study.study_uid, refusing(refused))

    came = {one.sop_instance for one in received}
    if refused not in came:
        raise Blocked(f"the archive did not send the instance that was to be refused: {answer.outcome}")
    with check(clauses.RETRIEVE_FAILURE_TOLD, expected="status B000", evidence=answer.evidence):
        assert answer.status == 0xB000, answer.outcome
    with check(clauses.RETRIEVE_FAILED_LIST, expected=f"the one instance refused, {refused}"):
        assert failed_list(answer) == {refused}
    with check(clauses.RETRIEVE_GOES_ON, expected="all 4 instances sent"):
        assert came == wanted, f"{len(came)} of {len(wanted)} instances came"
    checks.judge_counts(check, answer)
    failed = answer.final.number("NumberOfFailedSuboperations") if answer.final else None
    with check(clauses.RETRIEVE_COUNTS, expected="1 failed"):
        assert failed == 1, f"{failed} failed"


@scenario(
    "dicom.move.warned",
    actor="archive",
    transaction="RAD-16",
    clauses=[clauses.RETRIEVE_WARNED, clauses.RETRIEVE_GOES_ON],
    requires=NEEDS,
)
def test_an_instance_taken_with_a_warning_is_told_as_that(archive, story, check):
    """When the destination changes one image of three as it takes it, whoever asked for the move hears of a warning."""
    study = samples.study(story, "warned", series=1, images=3)
    archive.holds(*study.instances)
    warned = study.instances[0].sop_instance
    wanted = {one.sop_instance for one in study.instances}

    answer, received = archive.moved(study.study_uid, refusing(warned, checks.COERCED))

    came = {one.sop_instance for one in received}
    if warned not in came:
        raise Blocked(f"the archive did not send the instance that was to be taken so: {answer.outcome}")
    with check(clauses.RETRIEVE_GOES_ON, expected="all 3 instances sent"):
        assert came == wanted, f"{len(came)} of {len(wanted)} instances came"
    counted = answer.final.number("NumberOfWarningSuboperations") if answer.final else None
    with check(clauses.RETRIEVE_WARNED, expected="status B000, 1 warning", evidence=answer.evidence):
        assert answer.status == 0xB000, answer.outcome
        assert counted in {None, 1}, f"{counted} warnings"


@scenario(
    "dicom.move.all-fail",
    actor="archive",
    transaction="RAD-16",
    clauses=[clauses.RETRIEVE_ALL_FAILED, clauses.RETRIEVE_FAILED_LIST],
    requires=NEEDS,
)
def test_a_move_of_which_nothing_arrives_is_a_failure(archive, story, check):
    """When the destination refuses every image, the move has failed, and names them all."""
    study = samples.study(story, "refused", series=1, images=2)
    archive.holds(*study.instances)
    archive.moves(study.study_uid)

    answer, _ = archive.moved(study.study_uid, Rules(status=lambda _: 0xA700))

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
def test_a_destination_that_takes_no_association_is_a_failure(archive, story, check):
    """A workstation that refuses the archive's association makes the move fail, not hang and not succeed."""
    study = samples.study(story, "moved", series=1, images=1)
    archive.holds(*study.instances)
    archive.moves(study.study_uid)

    answer, _ = archive.moved(study.study_uid, Rules(reject=Reject(1, 1, 1)))

    archive.moves(study.study_uid)
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
