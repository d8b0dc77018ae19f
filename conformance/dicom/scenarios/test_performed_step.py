"""Performed procedure steps: begun, changed, finished, and nothing that must not be taken (PS3.4 F.7)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.dicom import checks, clauses, samples
from conformance.dicom.providers import TAKEN
from conformance.dicom.wire import data_set
from conformance.dicom.wire.command import RESPONSE

REQUIRES = ["dicom.performed_steps"]
NO_LONGER = 0xA710
"""Error ID of the refusal of a change to a finished step (PS3.4 table F.7.2-2)."""


def judge_form(check, *answers):
    """Judge responses as messages."""
    for answer in answers:
        for clause, faults in checks.normalized(answer).items():
            with check(clause, where=f"response {answer.asked.command_field | RESPONSE:04X}", evidence=answer.evidence):
                assert not faults, checks.words(faults)


@scenario(
    "dicom.performed-step.completed",
    actor="step-manager",
    transaction="RAD-7",
    clauses=[
        clauses.STEP_BEGUN,
        clauses.STEP_COMPLETED,
        clauses.STEP_FINAL,
        clauses.STEP_FINAL_TOLD,
        *checks.NORMALIZED,
    ],
    requires=REQUIRES,
)
def test_a_step_is_begun_changed_and_completed_and_then_left_alone(step_manager, story, check):
    """A modality tells that it began, what it is doing and that it is done; after that nothing can be changed."""
    described = data_set(PerformedProcedureStepDescription="CONFORMANCE TEST")

    began = step_manager.create("step")
    changed = step_manager.modify("step", described)
    completed = step_manager.modify("step", samples.finished(story, "step"))
    late = step_manager.modify("step", described)
    again = step_manager.create("control")

    with check(clauses.STEP_BEGUN, expected="status 0000", evidence=began.evidence):
        assert began.status in TAKEN, began.outcome
    for what, answer in (("changed", changed), ("completed", completed)):
        with check(clauses.STEP_COMPLETED, where=what, expected="status 0000", evidence=answer.evidence):
            assert answer.status in TAKEN, answer.outcome
    judge_form(check, began, changed, completed)
    if all(answer.status in TAKEN for answer in (began, completed, again)):
        with check(clauses.STEP_FINAL, expected="failure 0110", evidence=late.evidence):
            assert late.status == 0x0110, late.outcome
        if late.final is not None and late.status not in TAKEN:
            comment, error = late.final.text("ErrorComment"), late.final.number("ErrorID")
            with check(clauses.STEP_FINAL_TOLD, expected="an Error Comment, or Error ID A710", evidence=late.evidence):
                assert comment or error == NO_LONGER, f"Error Comment {comment!r}, Error ID {error}"


@scenario(
    "dicom.performed-step.discontinued",
    actor="step-manager",
    transaction="RAD-7",
    clauses=[clauses.STEP_DISCONTINUED, clauses.STEP_FINAL],
    requires=REQUIRES,
)
def test_a_step_is_discontinued_and_then_left_alone(step_manager, story, check):
    """A step that could not be finished is told as discontinued, and can't be turned into a completed one."""
    step_manager.begins("step")

    discontinued = step_manager.modify("step", samples.finished(story, "step", "DISCONTINUED"))
    late = step_manager.modify("step", samples.finished(story, "step"))

    with check(clauses.STEP_DISCONTINUED, expected="status 0000", evidence=discontinued.evidence):
        assert discontinued.status in TAKEN, discontinued.outcome
    step_manager.begins("control")
    if discontinued.status in TAKEN:
        with check(clauses.STEP_FINAL, expected="failure 0110", evidence=late.evidence):
            assert late.status == 0x0110, late.outcome


@scenario(
    "dicom.performed-step.begun-completed",
    actor="step-manager",
    transaction="RAD-6",
    clauses=[clauses.STEP_BEGUN_IN_PROGRESS],
    requires=REQUIRES,
)
def test_a_step_does_not_begin_completed(step_manager, story, check):
    """A step that claims to be completed from the start is refused."""
    step_manager.begins("before")

    for status in ("COMPLETED", "DISCONTINUED"):
        answer = step_manager.create(status, samples.begun(story, status, PerformedProcedureStepStatus=status))
        with check(clauses.STEP_BEGUN_IN_PROGRESS, where=status, expected="failure 0106", evidence=answer.evidence):
            assert answer.status == 0x0106, answer.outcome

    step_manager.begins("after")


@scenario(
    "dicom.performed-step.incomplete",
    actor="step-manager",
    transaction="RAD-6",
    clauses=[clauses.STEP_MISSING_ATTRIBUTE],
    requires=REQUIRES,
)
def test_a_step_without_what_it_must_say_is_refused(step_manager, story, check):
    """A step without its id, or with an empty one, can never be matched to anything: it is refused."""
    step_manager.begins("before")

    missing = step_manager.create("missing", samples.begun(story, "missing").without("PerformedProcedureStepID"))
    empty = step_manager.create("empty", samples.begun(story, "empty", PerformedProcedureStepID=""))

    step_manager.begins("after")
    with check(clauses.STEP_MISSING_ATTRIBUTE, where="missing", expected="failure 0120", evidence=missing.evidence):
        assert missing.status == 0x0120, missing.outcome
    with check(clauses.STEP_MISSING_ATTRIBUTE, where="empty", expected="failure 0121", evidence=empty.evidence):
        assert empty.status == 0x0121, empty.outcome


@scenario(
    "dicom.performed-step.duplicate",
    actor="step-manager",
    transaction="RAD-6",
    clauses=[clauses.STEP_DUPLICATE],
    requires=REQUIRES,
)
def test_a_step_is_not_begun_twice(step_manager, check):
    """A second step under the UID of the first is refused, and the first goes on."""
    step_manager.begins("step")

    answer = step_manager.create("step")

    step_manager.finishes("step")
    with check(clauses.STEP_DUPLICATE, expected="failure 0111", evidence=answer.evidence):
        assert answer.status == 0x0111, answer.outcome


@scenario(
    "dicom.performed-step.unknown",
    actor="step-manager",
    transaction="RAD-7",
    clauses=[clauses.STEP_UNKNOWN],
    requires=REQUIRES,
)
def test_a_step_that_never_began_is_not_changed(step_manager, story, check):
    """A step nobody began can't be completed."""
    step_manager.begins("step")

    answer = step_manager.modify("never", samples.finished(story, "never"))

    step_manager.finishes("step")
    with check(clauses.STEP_UNKNOWN, expected="failure 0112", evidence=answer.evidence):
        assert answer.status == 0x0112, answer.outcome


@scenario(
    "dicom.performed-step.without-series",
    actor="step-manager",
    transaction="RAD-7",
    clauses=[clauses.STEP_NEEDS_SERIES],
    requires=REQUIRES,
)
def test_a_step_is_not_completed_without_its_series(step_manager, story, check):
    """Completed means that there are images, or at least a series: a step that names none is not completed."""
    step_manager.begins("before")
    step_manager.finishes("before")
    step_manager.begins("step")

    bare = samples.finished(story, "step").without("PerformedSeriesSequence")
    answer = step_manager.modify("step", bare)

    step_manager.begins("after")
    with check(clauses.STEP_NEEDS_SERIES, expected="a failure", evidence=answer.evidence):
        assert answer.status is not None, answer.outcome
        assert answer.status not in TAKEN, answer.outcome
