"""What who is subscribed to workitems is told over the web: states, progress, wishes, assignments (PS3.18 11.13)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.dicom import clauses, uids
from conformance.dicom.checks.notices import judge_heard
from conformance.dicom.samples import workitems as w
from conformance.dicom.web.events import concerns, reports
from conformance.dicom.web.workitems import DONE
from conformance.model import Blocked

ACTOR, TRANSACTION, REQUIRES = "archive", "UPS-RS", ["dicom", "dicom.web.workitems", "dicom.web.events"]


@scenario(
    "dicom.web.subscriptions.state",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[
        clauses.EVENT_STATE,
        clauses.EVENT_TYPED,
        clauses.EVENT_CLASS,
        clauses.EVENT_ATTRIBUTES,
        clauses.EVENT_JSON,
    ],
    requires=REQUIRES,
)
def test_a_change_of_state_is_told(subscriptions, check):
    """Somebody claims a workitem, and who is subscribed to it is told so: which one, and that it is in progress."""
    channel, uid, url = subscriptions.followed()

    subscriptions.claim(url, "hers")
    event = channel.heard(reports(uid, w.IN_PROGRESS), subscriptions.settle_s)
    shown = subscriptions.retrieve(url)

    judge_heard(check, clauses.EVENT_STATE, channel, event, "a UPS State Report of IN PROGRESS")
    for one in channel.events:
        with check(clauses.EVENT_JSON, evidence=one.evidence):
            assert not one.problem, one.problem
    if event is None:
        raise Blocked(f"no report of the new state came: {channel.told}")
    with check(clauses.EVENT_TYPED, where="(0000,1002)", evidence=event.evidence):
        assert event.kind == "1"
    with check(clauses.EVENT_CLASS, where="(0000,0002)", evidence=event.evidence):
        assert event.sop_class in {uids.WORKITEM_PUSH, uids.WORKITEM_EVENT}, event.sop_class or "no SOP class"
    ready = "".join(shown.values("InputReadinessState")).strip() or "READY"
    with check(clauses.EVENT_ATTRIBUTES, where="InputReadinessState", evidence=event.evidence):
        assert event.values("InputReadinessState") == (ready,)


@scenario(
    "dicom.web.subscriptions.worklist",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SUBSCRIBED, clauses.EVENT_NEW],
    requires=REQUIRES,
)
def test_new_workitems_are_told_to_who_follows_the_worklist(subscriptions, check):
    """Who is subscribed to the whole worklist is told of a workitem as soon as it is created."""
    channel = subscriptions.listening()
    answer = subscriptions.subscribe(uids.ALL_WORKITEMS)
    with check(clauses.SUBSCRIBED, where="the worklist", expected="201", evidence=answer.evidence):
        assert answer.status == 201, answer.outcome
    if answer.status not in {200, 201}:
        raise Blocked("there is no subscription to the worklist")

    uid, _ = subscriptions.new("new")
    event = channel.heard(concerns(uid), subscriptions.settle_s)

    judge_heard(check, clauses.EVENT_NEW, channel, event, "a UPS State Report of SCHEDULED")
    if event is not None:
        with check(clauses.EVENT_NEW, where="ProcedureStepState", evidence=event.evidence):
            assert event.state == w.SCHEDULED


@scenario(
    "dicom.web.subscriptions.cancel",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.EVENT_CANCEL],
    requires=REQUIRES,
)
def test_a_wish_to_cancel_is_told_to_who_is_at_work(subscriptions, check):
    """Somebody wants a claimed workitem canceled: who is at work on it, and subscribed to it, is told so, and why."""
    channel, uid, url = subscriptions.followed()
    subscriptions.claim(url, "hers")
    subscriptions.settled(channel, uid, w.IN_PROGRESS)

    answer = subscriptions.cancel(url)
    event = channel.heard(lambda one: one.is_a(2, uid), subscriptions.settle_s)

    with check(clauses.EVENT_CANCEL, expected="a UPS Cancel Requested", evidence=channel.evidence):
        assert event is not None, f"{channel.told} (the wish was answered {answer.outcome})"
    if event is not None:
        with check(clauses.EVENT_CANCEL, where="ReasonForCancellation", evidence=event.evidence):
            assert event.values("ReasonForCancellation") == ("No longer needed",)


@scenario(
    "dicom.web.subscriptions.progress",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.EVENT_PROGRESS],
    requires=REQUIRES,
)
def test_progress_is_told(subscriptions, check, story):
    """Who performs a workitem says how far it is, and who is subscribed to it is told."""
    channel, uid, url = subscriptions.followed()
    subscriptions.claim(url, "hers")
    progress = w.written(ProcedureStepProgress="50", ProcedureStepProgressDescription="Half of it is read")

    subscriptions.advanced(url, w.written(ProcedureStepProgressInformationSequence=[progress]), story.uid("hers"))
    event = channel.heard(lambda one: one.is_a(3, uid), subscriptions.settle_s)

    judge_heard(check, clauses.EVENT_PROGRESS, channel, event, "a UPS Progress Report")
    if event is not None:
        where = "ProcedureStepProgressDescription"
        with check(clauses.EVENT_PROGRESS, where=where, expected="Half of it is read", evidence=event.evidence):
            found = event.within("ProcedureStepProgressInformationSequence", where)
            assert found == ("Half of it is read",), found or "none"


@scenario(
    "dicom.web.subscriptions.assign",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.EVENT_ASSIGNED],
    requires=REQUIRES,
)
def test_an_assignment_is_told(subscriptions, check, story):
    """A RIS assigns a workitem to a station, and who is subscribed to it is told to which."""
    channel, uid, url = subscriptions.followed()
    code = f"ZZ{story.token('station', 6)}"
    station = w.written(CodeValue=code, CodingSchemeDesignator="99ZZ", CodeMeaning="Reading room")

    answer = subscriptions.update(url, w.written(ScheduledStationNameCodeSequence=[station]))
    if answer.status not in DONE:
        raise Blocked(f"could not assign a workitem: {answer.outcome}")
    event = channel.heard(lambda one: one.is_a(5, uid), subscriptions.settle_s)

    judge_heard(check, clauses.EVENT_ASSIGNED, channel, event, "a UPS Assigned")
    if event is not None:
        with check(clauses.EVENT_ASSIGNED, where="ScheduledStationNameCodeSequence", evidence=event.evidence):
            assert event.within("ScheduledStationNameCodeSequence", "CodeValue") == (code,)
