"""What a modality says beside its images: that they are valid, what it performed, what it wants answered for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.authoring import scenario
from conformance.dicom import checks, clauses, samples
from conformance.dicom.answering import committed, failed_in_part
from conformance.dicom.initiator import COMMIT, DISCONTINUE, PERFORM, PERFORM_SCHEDULED, SEND
from conformance.dicom.validity import known
from conformance.dicom.visiting import Manners
from conformance.dicom.wire import data_set
from conformance.dicom.wire.command import N_ACTION, N_CREATE
from conformance.model import Blocked, NotApplicable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from conformance.model import Clause

PROCESSING_FAILURE = 0x0110
OF_THE_ORDER = ("StudyInstanceUID", "AccessionNumber", "RequestedProcedureID", "ScheduledProcedureStepID")
OF_THE_IMAGE = ("StudyInstanceUID", "PatientID", "AccessionNumber")


@scenario(
    "dicom.initiator.objects",
    actor="initiator",
    transaction="RAD-8",
    clauses=checks.SENT_OBJECTS,
    requires=["dicom_out", f"asked.{SEND}"],
)
def test_what_is_sent_is_what_its_kind_must_be(initiator, check):
    """Every image has the elements its kind must have, in the representations and numbers that the standard gives."""
    visits = initiator.asked(SEND)
    images = [one for one in checks.sent(visits) if one.transfer_syntax and not checks.content(one).problems]

    if not images:
        raise Blocked(f"the candidate was asked to send a study and sent no instance to read: {visits[-1].ended}")
    if not any(known(checks.content(one).text("SOPClassUID")) for one in images):
        raise NotApplicable("the candidate sent instances of SOP classes alone that our tables do not know")
    checks.judge_visits(check, checks.sent_faults(images), visits)


def performing(
    id: str,  # noqa: A002 - as @scenario
    deed: str,
    transaction: str,
    clauses_: Iterable[Clause],
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Declare a scenario of a modality that tells what it performs."""
    return scenario(
        id,
        actor="initiator",
        transaction=transaction,
        clauses=[*clauses_],
        requires=["dicom_out", f"asked.{deed}"],
    )


def steps_of(check, visits, manners):
    """Return the steps that were created; judge that there was one."""
    found = checks.steps(visits, manners.step_uid)
    with check(clauses.TOLD_BEGUN, expected="a performed procedure step, created", evidence=checks.shown(visits)):
        assert found, checks.words(checks.unasked(visits, N_CREATE)) or f"none came: {visits[-1].ended}"
    return found


@performing("dicom.modality.step-completed", PERFORM, "RAD-7", [*checks.TOLD, *checks.CARRIED, clauses.ENDS_IN_ORDER])
def test_a_performed_step_is_told_from_beginning_to_end(initiator, story, check):
    """Who looks for an examination's images finds out that it began, that it is over, and which images it made."""
    manners = Manners(step_uid=story.uid("step"))
    visits = initiator.asked(PERFORM, manners)
    found = steps_of(check, visits, manners)

    if found:
        checks.judge_visits(check, checks.told(found[-1], visits, "COMPLETED"), visits)
    checks.judge_visits(check, checks.carried(visits), visits)
    checks.judge_end(check, visits)


@performing("dicom.modality.step-discontinued", DISCONTINUE, "RAD-7", checks.TOLD)
def test_a_step_that_was_broken_off_is_told_as_that(initiator, story, check):
    """An examination that could not be finished does not look finished, and what it made is not lost."""
    manners = Manners(step_uid=story.uid("step"))
    visits = initiator.asked(DISCONTINUE, manners)
    found = steps_of(check, visits, manners)

    if found:
        checks.judge_visits(check, checks.told(found[-1], visits, "DISCONTINUED"), visits)


@performing(
    "dicom.modality.step-scheduled",
    PERFORM_SCHEDULED,
    "RAD-6",
    [clauses.TOLD_BEGUN, clauses.COPIED_TO_STEP, clauses.COPIED_TO_IMAGES],
)
def test_a_scheduled_step_keeps_what_the_worklist_told(initiator, story, check):
    """Order, patient and study come from the worklist to step and images as they are: nothing is typed anew."""
    item = samples.scheduled(story)
    manners = Manners(matches=(item,), step_uid=story.uid("step"))
    visits = initiator.asked(PERFORM_SCHEDULED, manners)
    queries, images = checks.queries(visits), checks.sent(visits)
    if not queries:
        raise Blocked("the candidate was asked to perform what the worklist names and did not ask for the worklist")
    found = steps_of(check, visits, manners)
    if not images:
        raise Blocked("the candidate was asked to send an image of the step and sent none")

    asked = checks.content(queries[-1])
    if found:
        step = checks.content(found[-1].created)
        of_the_step = [*step.sequence("ScheduledStepAttributesSequence"), data_set()][0]
        announced = item.replacing(*item.sequence("ScheduledProcedureStepSequence")[0])
        keys = asked.replacing(*(one for each in asked.sequence("ScheduledProcedureStepSequence")[:1] for one in each))
        wrong = checks.not_copied(of_the_step, announced, keys, OF_THE_ORDER)
        wrong += checks.not_copied(step, item, asked, ("PatientID",))
        with check(clauses.COPIED_TO_STEP, evidence=checks.shown(visits)):
            assert not wrong, checks.words(wrong)
    for one in images:
        wrong = checks.not_copied(checks.content(one), item, asked, OF_THE_IMAGE)
        with check(clauses.COPIED_TO_IMAGES, where=one.text("AffectedSOPInstanceUID"), evidence=[one.evidence]):
            assert not wrong, checks.words(wrong)


@performing("dicom.modality.step-refused", PERFORM, "RAD-6", [clauses.TOLD_AFTER_BEGUN, clauses.ENDS_IN_ORDER])
def test_a_step_that_was_refused_is_not_set(initiator, check):
    """Told that the step can't be created, the modality does not pretend that it was, and leaves in order."""
    visits = initiator.asked(PERFORM, Manners(step_status=PROCESSING_FAILURE))
    refused = checks.steps(visits)
    if not refused:
        raise Blocked(f"the candidate was asked to perform a step and created none: {visits[-1].ended}")

    with check(clauses.TOLD_AFTER_BEGUN, expected="no N-SET for it", evidence=checks.shown(visits)):
        assert not checks.set_uncreated(visits, refused), checks.words(checks.set_uncreated(visits, refused))
    checks.judge_end(check, visits)


@performing("dicom.modality.commitment-requested", COMMIT, "RAD-10", [*checks.ASKED_TO_COMMIT, *checks.CARRIED])
def test_commitment_is_asked_for_what_was_sent(initiator, check):
    """Before it deletes anything, a modality asks the archive to answer for every image it sent, each by its name."""
    visits, _ = initiator.committed(committed)
    asked = checks.requests(visits)
    if not checks.sent(visits):
        raise Blocked(f"the candidate was asked to send a study and sent no instance: {visits[-1].ended}")

    with check(clauses.COMMITMENT_ASKED, expected="an N-ACTION request", evidence=checks.shown(visits)):
        assert asked, checks.words(checks.unasked(visits, N_ACTION)) or f"none came: {visits[-1].ended}"
    checks.judge_visits(check, checks.asked_to_commit(asked, visits) if asked else {}, visits)
    checks.judge_visits(check, checks.carried(visits), visits)


def reporting(report):
    """Return the story of a report on commitment and how it is taken."""

    def tell(initiator, check):
        visits, reports = initiator.committed(report)
        if not reports:
            raise Blocked(f"the candidate was asked to request commitment and did not: {visits[-1].ended}")
        if all(one.let_go for one in reports):
            raise Blocked("the candidate let the association go, and its profile names no dicom_out.reports")

        for one in reports:
            if not one.let_go:
                evidence = [*one.evidence] or checks.shown(visits)
                with check(clauses.COMMITMENT_REPORT_TAKEN, expected="answered with success", evidence=evidence):
                    assert one.status == 0, one.says

    return tell


@performing("dicom.modality.commitment-reported", COMMIT, "RAD-10", [clauses.COMMITMENT_REPORT_TAKEN])
def test_a_report_of_commitment_is_taken(initiator, check):
    """The archive's word that it keeps the images reaches the modality, which says so."""
    reporting(committed)(initiator, check)


@performing("dicom.modality.commitment-failed", COMMIT, "RAD-10", [clauses.COMMITMENT_REPORT_TAKEN])
def test_a_report_of_failure_is_taken(initiator, check):
    """The archive's word that it lacks an image reaches the modality too, which takes it as it takes good news."""
    reporting(failed_in_part)(initiator, check)
