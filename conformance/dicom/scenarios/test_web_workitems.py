"""The unified worklist over the web: created, found, claimed, canceled, and over when it is over (PS3.18 11)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.dicom import clauses
from conformance.dicom.samples import workitems as w
from conformance.dicom.web.workitems import DONE
from conformance.model import Blocked

ACTOR, TRANSACTION, REQUIRES = "archive", "UPS-RS", ["dicom", "dicom.web.workitems"]
COMPARED = ("PatientID", "PatientName", "StudyInstanceUID", "ProcedureStepLabel", "ProcedureStepState", "WorklistLabel")


def told(what, keyword):
    """Return the value a workitem was created with."""
    (text,) = w.written(**{keyword: "?"})
    (value,) = what[text]["Value"]
    return value["Alphabetic"] if isinstance(value, dict) else value


def judge_refused(check, clause, answer, where=None):
    """Judge that a request was refused as the client's fault."""
    with check(clause, where=where, expected="a refusal such as 409", evidence=answer.evidence):
        assert answer.refused, answer.outcome


def judge_state(check, clause, workitems, url, state):
    """Judge the state a workitem is in by now."""
    with check(clause, where="the state afterwards"):
        assert workitems.state(url) == state


@scenario(
    "dicom.web.workitems.create",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.WORK_CREATED, clauses.WORK_LOCATED, clauses.WORK_SAME, clauses.WORK_UID_ONCE],
    requires=REQUIRES,
)
def test_a_workitem_is_created_and_retrieved(workitems, story, check):
    """A RIS creates a workitem under a UID of its own, finds what it created, and creates no second one of that UID."""
    uid, what = story.uid("workitem"), w.workitem(story)

    answer = workitems.create(uid, what)
    retrieved = workitems.retrieve(workitems.at(uid))
    again = workitems.create(uid, what)

    with check(clauses.WORK_CREATED, expected="201", evidence=answer.evidence):
        assert answer.status == 201, answer.outcome
    located = answer.response.header("location") or answer.response.header("content-location") or "no address"
    with check(clauses.WORK_LOCATED, expected=f"an address ending in /workitems/{uid}", evidence=answer.evidence):
        assert located.partition("?")[0].rstrip("/").endswith(f"/workitems/{uid}"), located
    if len(retrieved.objects) != 1:
        raise Blocked(f"the workitem could not be retrieved: {retrieved.found}")
    for keyword in COMPARED:
        with check(clauses.WORK_SAME, where=keyword, evidence=retrieved.evidence):
            assert retrieved.objects[0].text(keyword).strip() == told(what, keyword)
    judge_refused(check, clauses.WORK_UID_ONCE, again)


@scenario(
    "dicom.web.workitems.create-begun",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.WORK_BEGINS_SCHEDULED],
    requires=REQUIRES,
)
def test_a_workitem_is_not_created_as_begun(workitems, story, check):
    """A workitem that says it is in progress before anybody claimed it is not created."""
    workitems.created(story.uid("before"), w.workitem(story, "before"))
    answer = workitems.create(story.uid("begun"), w.workitem(story, "begun", state=w.IN_PROGRESS))
    workitems.created(story.uid("after"), w.workitem(story, "after"))

    judge_refused(check, clauses.WORK_BEGINS_SCHEDULED, answer)


@scenario(
    "dicom.web.workitems.unknown",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.WORK_NOT_FOUND],
    requires=REQUIRES,
)
def test_an_unknown_workitem_is_not_found(workitems, story, check):
    """A workitem that does not exist is answered with 404; one that does is found."""
    url = workitems.created(story.uid("workitem"), w.workitem(story))
    if not workitems.retrieve(url).ok:
        raise Blocked("a workitem that is there, as a control, could not be retrieved")

    answer = workitems.retrieve(workitems.at(story.uid("no such workitem")))

    with check(clauses.WORK_NOT_FOUND, expected="404", evidence=answer.evidence):
        assert answer.status == 404, answer.outcome


@scenario(
    "dicom.web.workitems.search",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.WORK_SEARCHED],
    requires=REQUIRES,
)
def test_a_patients_workitems_are_found_and_no_others(workitems, story, check):
    """Asked for one patient's workitems, the worklist tells those and no others; of a patient without any, nothing."""
    for name in ("hers", "his"):
        workitems.created(story.uid(name), w.workitem(story, name))

    answer = workitems.search(PatientID=story.patient_id("hers"))
    nobody = workitems.search(PatientID=story.patient_id("nobody"))

    with check(clauses.WORK_SEARCHED, where="her workitem", evidence=answer.evidence):
        assert answer.values("PatientID") == [story.patient_id("hers")], answer.found
    with check(clauses.WORK_SEARCHED, where="nobody's", expected="no match", evidence=nobody.evidence):
        assert nobody.found_nothing, nobody.found


@scenario(
    "dicom.web.workitems.claim",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.WORK_CLAIMED, clauses.WORK_TRANSACTION_HIDDEN, clauses.WORK_CLAIMED_ONCE],
    requires=REQUIRES,
)
def test_a_workitem_is_claimed_once(workitems, story, check):
    """Who claims a workitem has it: it is in progress, its transaction is told to nobody, and nobody else claims it."""
    url = workitems.created(story.uid("workitem"), w.workitem(story))

    answer = workitems.change(url, w.IN_PROGRESS, story.uid("hers"))
    shown = workitems.retrieve(url)
    again = workitems.change(url, w.IN_PROGRESS, story.uid("his"))

    with check(clauses.WORK_CLAIMED, expected="200", evidence=answer.evidence):
        assert answer.status in DONE, answer.outcome
    if not shown.objects:
        raise Blocked(f"the workitem could not be retrieved: {shown.outcome}")
    with check(clauses.WORK_CLAIMED, where="the state afterwards", evidence=shown.evidence):
        assert shown.objects[0].text("ProcedureStepState").strip() == w.IN_PROGRESS
    with check(clauses.WORK_TRANSACTION_HIDDEN, expected="no Transaction UID", evidence=shown.evidence):
        assert not shown.objects[0].text("TransactionUID"), "the Transaction UID of the claim"
    if shown.objects[0].text("ProcedureStepState").strip() == w.IN_PROGRESS:
        judge_refused(check, clauses.WORK_CLAIMED_ONCE, again)


@scenario(
    "dicom.web.workitems.owner",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.WORK_OWNER_ONLY, clauses.WORK_UPDATED_BY_OWNER],
    requires=REQUIRES,
)
def test_only_the_owner_changes_a_claimed_workitem(workitems, story, check):
    """A workitem that was claimed is neither ended under another transaction nor changed without one."""
    url = workitems.claimed(story.uid("workitem"), w.workitem(story), story.uid("hers"))

    ended = workitems.change(url, w.CANCELED, story.uid("his"))
    changed = workitems.update(url, w.written(ProcedureStepLabel="Changed by nobody"))

    judge_refused(check, clauses.WORK_OWNER_ONLY, ended)
    judge_state(check, clauses.WORK_OWNER_ONLY, workitems, url, w.IN_PROGRESS)
    judge_refused(check, clauses.WORK_UPDATED_BY_OWNER, changed)


@scenario(
    "dicom.web.workitems.complete",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.WORK_ORDER, clauses.WORK_WHOLE],
    requires=REQUIRES,
)
def test_a_workitem_is_completed_only_when_it_may_be(workitems, story, check):
    """A workitem nobody claimed is not completed, nor is one of which nobody said what was performed."""
    url = workitems.created(story.uid("workitem"), w.workitem(story))
    unclaimed = workitems.change(url, w.COMPLETED, story.uid("hers"))
    before = workitems.state(url)
    claimed = workitems.change(url, w.IN_PROGRESS, story.uid("hers"))
    if claimed.status not in DONE and before == w.SCHEDULED:
        raise Blocked("the workitem could not be claimed")
    unfinished = workitems.change(url, w.COMPLETED, story.uid("hers"))

    judge_refused(check, clauses.WORK_ORDER, unclaimed)
    with check(clauses.WORK_ORDER, where="the state afterwards"):
        assert before == w.SCHEDULED
    if before == w.SCHEDULED:
        judge_refused(check, clauses.WORK_WHOLE, unfinished)
        judge_state(check, clauses.WORK_WHOLE, workitems, url, w.IN_PROGRESS)


@scenario(
    "dicom.web.workitems.update",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.WORK_UPDATED],
    requires=REQUIRES,
)
def test_a_scheduled_workitem_is_changed(workitems, story, check):
    """A RIS changes a workitem nobody has claimed, and it is changed."""
    url = workitems.created(story.uid("workitem"), w.workitem(story))

    answer = workitems.update(url, w.written(ProcedureStepLabel="Another reading"))

    with check(clauses.WORK_UPDATED, expected="200", evidence=answer.evidence):
        assert answer.status in DONE, answer.outcome
    shown = workitems.retrieve(url)
    with check(clauses.WORK_UPDATED, where="ProcedureStepLabel", evidence=shown.evidence):
        assert shown.values("ProcedureStepLabel") == ["Another reading"]


@scenario(
    "dicom.web.workitems.cancel",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.WORK_CANCELED, clauses.WORK_FINAL],
    requires=REQUIRES,
)
def test_a_canceled_workitem_is_over(workitems, story, check):
    """A workitem nobody has claimed is canceled when that is asked for, and then neither claimed nor changed."""
    url = workitems.created(story.uid("workitem"), w.workitem(story))
    answer = workitems.cancel(url)
    with check(clauses.WORK_CANCELED, expected="202", evidence=answer.evidence):
        assert answer.status in {200, 202, 204}, answer.outcome
    over = story.doors.wait(
        lambda: workitems.state(url) == w.CANCELED, story.limits.settle_s, "whether the workitem is canceled"
    )
    with check(clauses.WORK_CANCELED, expected=w.CANCELED):
        assert over, f"{workitems.state(url) or 'no state'} still"
    if not over:
        raise Blocked("no workitem was brought to its end")

    claimed = workitems.change(url, w.IN_PROGRESS, story.uid("hers"))
    changed = workitems.update(url, w.written(ProcedureStepLabel="Changed too late"))

    judge_refused(check, clauses.WORK_FINAL, claimed, "claimed")
    judge_refused(check, clauses.WORK_FINAL, changed, "changed")
    judge_state(check, clauses.WORK_FINAL, workitems, url, w.CANCELED)
