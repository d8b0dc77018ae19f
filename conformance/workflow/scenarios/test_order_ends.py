"""Orders that end, and patients who change while something is scheduled for them (RAD-12, RAD-13)."""

from __future__ import annotations

from dataclasses import replace

from conformance.authoring import scenario
from conformance.dicom.wire import data_set
from conformance.hl7 import samples
from conformance.model import Blocked, NotApplicable
from conformance.workflow import clauses
from conformance.workflow.modality import TAKEN, started
from conformance.workflow.steps import asked

NATIONAL = ("CSKUH", "CT HEAD", "NICIP", "303653007", "CT of head", "SCT")
REQUIRES = ["hl7v2.in", "dicom.worklist"]


@scenario(
    "workflow.order-follows-update",
    actor="hospital",
    transaction="RAD-12",
    clauses=[clauses.UPDATE_SCHEDULED],
    requires=REQUIRES,
)
def test_a_new_name_reaches_what_is_scheduled(story, hospital, check):
    """A patient's name is corrected after an examination was scheduled: the worklist shows the new name."""
    her = hospital.person("her")
    hospital.registers(her)
    hospital.has_work(her, hospital.about(samples.order(story, her), her))
    renamed = replace(her, family=f"ZZNEW{story.token('married', 4)}")
    wanted = f"{renamed.family}^{renamed.given}"

    told = hospital.port.offering("ADT^A08").tell(hospital.about(samples.admission(story, renamed, "A08"), renamed))
    seen = hospital.schedule_of(
        her, lambda now: [one.patient_name for one in now.steps] == [wanted], "the worklist shows the new name"
    )

    with check(clauses.UPDATE_SCHEDULED, expected=f"one step of {wanted}"):
        names = [one.patient_name for one in seen.steps]
        assert names == [wanted], seen.trouble or f"names {names}; the update was answered {told.code}"


@scenario(
    "workflow.order-in-national-codes",
    actor="hospital",
    transaction="RAD-4",
    clauses=[clauses.CODE_GIVEN],
    requires=REQUIRES,
)
def test_the_national_code_of_an_examination_reaches_the_worklist(story, hospital, check):
    """An examination ordered in NICIP and SNOMED CT is on the worklist under one of the two codes, as a code."""
    her = hospital.person("her")
    hospital.port.claiming("uk")
    hospital.registers(her)
    order = hospital.about(samples.order(story, her).putting("OBR-4", NATIONAL).putting("OBR-44", NATIONAL[:3]), her)
    hospital.has_work(her, order)

    answer = hospital.worklist.find(None, model="worklist", PatientID=her.id, **with_codes())
    seen = {code for match in answer.matches for code in codes(match)}

    with check(clauses.CODE_GIVEN, expected=f"{NATIONAL[0]} or {NATIONAL[3]}"):
        assert answer.status == 0, answer.outcome
        assert seen & {NATIONAL[0], NATIONAL[3]}, f"codes {', '.join(sorted(seen)) or 'none'}"


def with_codes():
    """Return the keys of a worklist query that ask for codes (PS3.4 table K.6-1)."""
    code = dict.fromkeys(("CodeValue", "CodingSchemeDesignator", "CodeMeaning"), "")
    step = data_set(ScheduledProcedureStepID="", ScheduledProtocolCodeSequence=[data_set(code)])
    return {"RequestedProcedureCodeSequence": [data_set(code)], "ScheduledProcedureStepSequence": [step]}


def codes(match):
    """Return the codes of a worklist item, of its procedure and of its steps' protocols."""
    found = list(match.sequence("RequestedProcedureCodeSequence"))
    for step in match.sequence("ScheduledProcedureStepSequence"):
        found += step.sequence("ScheduledProtocolCodeSequence")
    return {one.text("CodeValue") for one in found} - {""}


@scenario(
    "workflow.changed-order-ended",
    actor="hospital",
    transaction="RAD-13",
    clauses=[clauses.ENDED_GONE],
    requires=REQUIRES,
)
def test_discontinued_and_completed_orders_leave_the_worklist(story, hospital, check):
    """One order is discontinued (DC), another completed (XO, CM): neither is scheduled any more, a third one is."""
    her = hospital.person("her")
    hospital.registers(her)
    orders = {of: hospital.about(samples.order(story, her, of=of), her) for of in ("discontinued", "completed", "kept")}
    hospital.has_work(her, *orders.values())
    steps = {of: asked(one).step_id for of, one in orders.items()}
    ends = {"discontinued": ("DC", "CA"), "completed": ("XO", "CM")}

    told = {
        of: hospital.port.tell(hospital.about(samples.order(story, her, control=control, status=status, of=of), her))
        for of, (control, status) in ends.items()
    }
    seen = hospital.schedule_of(her, lambda now: now.ids == [steps["kept"]], "two orders have left the worklist")
    if not seen.trouble and steps["kept"] not in seen.ids:
        raise Blocked(f"an order that was left alone is not scheduled any more: steps {', '.join(seen.ids) or 'none'}")

    for of, answer in told.items():
        with check(clauses.ENDED_GONE, where=of, expected=f"step {steps[of]} is no longer scheduled"):
            assert not seen.trouble, seen.trouble
            assert steps[of] not in seen.ids, f"step {steps[of]} is still scheduled; it was answered {answer.code}"


@scenario(
    "workflow.merge-is-for-good",
    actor="hospital",
    transaction="RAD-12",
    clauses=[clauses.MERGED_FOR_GOOD],
    requires=REQUIRES,
)
def test_an_order_for_a_merged_patient_brings_nobody_back(story, hospital, check):
    """After a merge a late order names the identifier that is gone: nothing is scheduled for that identifier."""
    survivor, prior = hospital.person("survivor"), hospital.person("prior")
    hospital.registers(survivor, prior)
    early = hospital.about(samples.order(story, prior, of="early"), prior)
    hospital.has_work(prior, early)
    merged = hospital.merges(survivor, prior)
    moved = hospital.schedule_of(survivor, lambda now: asked(early).step_id in now.ids, "the merge has had its effect")
    if asked(early).step_id not in moved.ids:
        raise Blocked(f"the merge moved no scheduled step; it was answered {merged.code}")
    late = hospital.about(samples.order(story, prior, of="late"), prior)
    step = asked(late).step_id

    told = hospital.port.tell(late)
    back = hospital.lingering(lambda: hospital.work_of(prior), lambda now: bool(now.steps), "a step is scheduled")

    with check(clauses.MERGED_FOR_GOOD, expected=f"nothing scheduled for {prior.id}"):
        assert not back.trouble, back.trouble
        assert step not in back.ids, f"step {step} is scheduled for {prior.id}, who was merged ({told.code})"


@scenario(
    "workflow.begun-step-told",
    actor="hospital",
    transaction="RAD-6",
    clauses=[clauses.BEGUN_TOLD],
    requires=["hl7v2.in", "dicom.worklist"],
)
def test_a_step_that_is_being_performed_is_told_as_started(story, hospital, check):
    """A modality begins a scheduled step: nobody else who asks for the list takes it for one that waits."""
    her = hospital.person("her")
    hospital.registers(her)
    order = hospital.about(samples.order(story, her), her)
    hospital.has_work(her, order)
    step = asked(order)
    answer = started(hospital.worklist, her, step)
    if answer.status not in TAKEN:
        raise Blocked(f"the step was not taken as begun: {answer.outcome}")

    hospital.schedule_of(her, lambda now: step.step_id not in now.ids, "the step waits no more")
    seen = hospital.listed_of(her)
    if seen.trouble:
        raise Blocked(f"the list could not be asked once the step had begun: {seen.trouble}")
    told = {one.status for one in seen.steps if one.step.step_id == step.step_id}
    if told == {""}:
        raise NotApplicable("the worklist does not tell the status of its steps")

    with check(clauses.BEGUN_TOLD, expected="STARTED, or off the list"):
        assert told <= {"STARTED"}, f"Scheduled Procedure Step Status {', '.join(sorted(told))}"
