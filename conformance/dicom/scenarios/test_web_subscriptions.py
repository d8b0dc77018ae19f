"""Subscriptions to workitems over the web: made, ended, suspended, filtered, locked, and what they tell (PS3.18 11)."""

from __future__ import annotations

import re

from conformance.authoring import scenario
from conformance.dicom import clauses, uids
from conformance.dicom.samples import workitems as w
from conformance.dicom.web.workitems import DONE
from conformance.model import Blocked

ACTOR, TRANSACTION, REQUIRES = "archive", "UPS-RS", ["dicom", "dicom.web.workitems", "dicom.web.events"]
WEBSOCKET = re.compile(r"wss?:", re.IGNORECASE)


def reports(uid, state):
    """Return what recognizes the report of a workitem's state."""
    return lambda event: event.instance == uid and event.state == state


def concerns(uid):
    """Return what recognizes whatever is told of a workitem."""
    return lambda event: event.instance == uid


def told_of(channel, uid, since):
    """Return what was told of a workitem since so many events had come."""
    return [str(event) for event in channel.events[since:] if event.instance == uid]


def settled(subscriptions, channel, uid, state=w.SCHEDULED):
    """Arrange that a state has been told of a workitem; Blocked when it was not."""
    if channel.heard(reports(uid, state), subscriptions.settle_s) is None:
        raise Blocked(f"nothing was told of a workitem we are subscribed to: {channel.told}")


def judge_heard(check, clause, channel, event, expected):
    """Judge that an event was told."""
    with check(clause, expected=expected, evidence=channel.evidence):
        assert event is not None, channel.told


@scenario(
    "dicom.web.subscriptions.subscribe",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SUBSCRIBED, clauses.SUBSCRIPTION_CHANNEL, clauses.EVENT_INITIAL],
    requires=REQUIRES,
)
def test_a_subscription_is_made_and_tells_the_state(subscriptions, check):
    """Who subscribes to a workitem is told where the events are told, and there what state the workitem is in."""
    uid, _ = subscriptions.new("workitem")
    channel = subscriptions.listening()

    answer = subscriptions.subscribe(uid)
    event = channel.heard(reports(uid, w.SCHEDULED), subscriptions.settle_s)

    with check(clauses.SUBSCRIBED, expected="201", evidence=answer.evidence):
        assert answer.status == 201, answer.outcome
    located = answer.response.header("content-location") or "no Content-Location"
    with check(clauses.SUBSCRIPTION_CHANNEL, expected="an address of ws or wss", evidence=answer.evidence):
        assert WEBSOCKET.match(located), located
    judge_heard(check, clauses.EVENT_INITIAL, channel, event, "a UPS State Report of SCHEDULED")


@scenario(
    "dicom.web.subscriptions.unknown",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SUBSCRIPTION_NOT_FOUND],
    requires=REQUIRES,
)
def test_an_unknown_workitem_is_not_subscribed_to(subscriptions, check, story):
    """A subscription to a workitem that does not exist is answered with 404; one that does can be subscribed to."""
    uid, _ = subscriptions.new("workitem")
    subscriptions.subscribed(uid)

    answer = subscriptions.subscribe(story.uid("no such workitem"))

    with check(clauses.SUBSCRIPTION_NOT_FOUND, expected="404", evidence=answer.evidence):
        assert answer.status == 404, answer.outcome


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
    "dicom.web.subscriptions.unsubscribe",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SUBSCRIPTION_ENDED, clauses.SUBSCRIPTION_SILENT],
    requires=REQUIRES,
)
def test_who_unsubscribed_is_told_no_more(subscriptions, check):
    """Who ended a subscription is told no more of that workitem, and still of another."""
    channel, uid, url = subscriptions.followed("left")
    other, other_url = subscriptions.new("kept")
    subscriptions.subscribed(other)
    settled(subscriptions, channel, uid)
    settled(subscriptions, channel, other)
    since = len(channel.events)

    answer = subscriptions.unsubscribe(uid)
    subscriptions.claim(url, "hers")
    subscriptions.claim(other_url, "his")
    settled(subscriptions, channel, other, w.IN_PROGRESS)
    channel.quiet(subscriptions.quiet_s)

    with check(clauses.SUBSCRIPTION_ENDED, expected="200", evidence=answer.evidence):
        assert answer.status in DONE, answer.outcome
    with check(clauses.SUBSCRIPTION_SILENT, expected="nothing", evidence=channel.evidence):
        assert told_of(channel, uid, since) == []


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
    "dicom.web.subscriptions.worklist-ended",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SUBSCRIPTION_ENDED, clauses.SUBSCRIPTION_ALL_ENDED],
    requires=REQUIRES,
)
def test_who_left_the_worklist_is_told_of_nothing_in_it(subscriptions, check):
    """Who ended a subscription to the whole worklist is told neither of its workitems nor of new ones."""
    channel = subscriptions.listening()
    subscriptions.subscribed(uids.ALL_WORKITEMS)
    old, old_url = subscriptions.new("old")
    settled(subscriptions, channel, old)
    since = len(channel.events)

    answer = subscriptions.unsubscribe(uids.ALL_WORKITEMS)
    new, _ = subscriptions.new("new")
    subscriptions.claim(old_url, "hers")
    other, _ = subscriptions.new("other")
    subscriptions.subscribed(other)
    settled(subscriptions, channel, other)
    channel.quiet(subscriptions.quiet_s)

    with check(clauses.SUBSCRIPTION_ENDED, where="the worklist", expected="200", evidence=answer.evidence):
        assert answer.status in DONE, answer.outcome
    for name, uid in (("an old workitem", old), ("a new workitem", new)):
        with check(clauses.SUBSCRIPTION_ALL_ENDED, where=name, expected="nothing", evidence=channel.evidence):
            assert told_of(channel, uid, since) == []


@scenario(
    "dicom.web.subscriptions.suspend",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SUBSCRIPTION_SUSPENDED, clauses.SUBSCRIPTION_NO_NEW, clauses.SUBSCRIPTION_KEPT],
    requires=REQUIRES,
)
def test_a_suspended_subscription_is_one_to_old_workitems(subscriptions, check):
    """Who suspended a subscription to the worklist is told of no new workitem, and still of one from before."""
    channel = subscriptions.listening()
    subscriptions.subscribed(uids.ALL_WORKITEMS)
    old, old_url = subscriptions.new("old")
    settled(subscriptions, channel, old)

    answer = subscriptions.suspend()
    new, _ = subscriptions.new("new")
    subscriptions.claim(old_url, "hers")
    event = channel.heard(reports(old, w.IN_PROGRESS), subscriptions.settle_s)
    channel.quiet(subscriptions.quiet_s)

    with check(clauses.SUBSCRIPTION_SUSPENDED, expected="200", evidence=answer.evidence):
        assert answer.status in DONE, answer.outcome
    judge_heard(check, clauses.SUBSCRIPTION_KEPT, channel, event, "a UPS State Report of IN PROGRESS")
    if answer.status in DONE and event is not None:
        with check(clauses.SUBSCRIPTION_NO_NEW, expected="nothing", evidence=channel.evidence):
            assert told_of(channel, new, 0) == []


@scenario(
    "dicom.web.subscriptions.filter",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SUBSCRIPTION_FILTERED, clauses.SUBSCRIPTION_UNFILTERED],
    requires=REQUIRES,
)
def test_a_filtered_subscription_is_one_to_what_matches(subscriptions, check, story):
    """Who is subscribed to one patient's workitems is told of those alone; where that is not offered, 403 says so."""
    channel = subscriptions.listening()
    answer = subscriptions.filtered(f"PatientID={story.patient_id('hers')}")
    if answer.status == 403:
        check.sets_aside(clauses.SUBSCRIPTION_FILTERED, "no filtered subscriptions are offered")
        with check(clauses.SUBSCRIPTION_UNFILTERED, expected="a Warning field", evidence=answer.evidence):
            assert "not supported" in answer.warning.lower(), answer.warning or "none"
        return
    check.sets_aside(clauses.SUBSCRIPTION_UNFILTERED, "no filtered subscription was answered with 403")
    with check(clauses.SUBSCRIPTION_FILTERED, where="the answer", expected="201 or 403", evidence=answer.evidence):
        assert answer.status in {200, 201}, answer.outcome
    if answer.status not in {200, 201}:
        raise Blocked("there is no filtered subscription")

    his, his_url = subscriptions.new("his")
    hers, her_url = subscriptions.new("hers")
    subscriptions.claim(his_url, "his claim")
    subscriptions.claim(her_url, "her claim")
    event = channel.heard(reports(hers, w.IN_PROGRESS), subscriptions.settle_s)
    channel.quiet(subscriptions.quiet_s)

    judge_heard(check, clauses.SUBSCRIPTION_FILTERED, channel, event, "a UPS State Report of hers")
    if event is not None:
        with check(clauses.SUBSCRIPTION_FILTERED, where="his", expected="nothing", evidence=channel.evidence):
            assert told_of(channel, his, 0) == []


@scenario(
    "dicom.web.subscriptions.lock",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SUBSCRIPTION_LOCK],
    requires=REQUIRES,
)
def test_a_locked_workitem_can_be_read_when_it_is_over(subscriptions, check):
    """A workitem that is over can still be retrieved by who asked that it be kept, until the lock is taken away."""
    uid, url = subscriptions.new("workitem")
    channel = subscriptions.listening()
    answer = subscriptions.subscribe(uid, "deletionlock=true")
    if answer.status not in {200, 201}:
        raise Blocked(f"could not subscribe with a lock: {answer.outcome}")
    if "lock not granted" in answer.warning.lower():
        check.allows(clauses.SUBSCRIPTION_LOCK, "the lock was not granted, as a warning says")
        return
    wish = subscriptions.cancel(url)
    if wish.status not in {200, 202, 204}:
        raise Blocked(f"no workitem was brought to its end: {wish.outcome}")

    over = channel.heard(reports(uid, w.CANCELED), subscriptions.settle_s)
    retrieved = subscriptions.retrieve(url)

    if over is None and retrieved.objects and retrieved.objects[0].text("ProcedureStepState").strip() != w.CANCELED:
        raise Blocked("no workitem was brought to its end")
    with check(clauses.SUBSCRIPTION_LOCK, expected="the workitem", evidence=retrieved.evidence):
        assert len(retrieved.objects) == 1, retrieved.found


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
    settled(subscriptions, channel, uid, w.IN_PROGRESS)

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


@scenario(
    "dicom.web.subscriptions.reopen",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SUBSCRIPTION_OUTLIVES],
    requires=REQUIRES,
)
def test_a_lost_channel_is_opened_again(subscriptions, check):
    """A channel breaks off; who opens it again is told what happens to the workitems subscribed to before."""
    lost, uid, url = subscriptions.followed()
    settled(subscriptions, lost, uid)
    lost.cut()

    channel = subscriptions.open()
    with check(clauses.SUBSCRIPTION_OUTLIVES, where="the channel", expected="101", evidence=channel.answer.evidence):
        assert channel.opened, channel.trouble
    if not channel.opened:
        return
    subscriptions.claim(url, "hers")
    event = channel.heard(reports(uid, w.IN_PROGRESS), subscriptions.settle_s)

    judge_heard(check, clauses.SUBSCRIPTION_OUTLIVES, channel, event, "a UPS State Report of IN PROGRESS")
