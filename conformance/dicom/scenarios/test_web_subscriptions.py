"""Subscriptions to workitems over the web: made, ended, suspended, filtered, locked, and left open (PS3.18 11)."""

from __future__ import annotations

import re

from conformance.authoring import scenario
from conformance.dicom import clauses, uids
from conformance.dicom.checks.notices import judge_heard
from conformance.dicom.samples import workitems as w
from conformance.dicom.web.events import reports
from conformance.dicom.web.workitems import DONE
from conformance.model import Blocked

ACTOR, TRANSACTION, REQUIRES = "archive", "UPS-RS", ["dicom", "dicom.web.workitems", "dicom.web.events"]
WEBSOCKET = re.compile(r"wss?:", re.IGNORECASE)


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
    subscriptions.settled(channel, uid)
    subscriptions.settled(channel, other)
    since = len(channel.events)

    answer = subscriptions.unsubscribe(uid)
    subscriptions.claim(url, "hers")
    subscriptions.claim(other_url, "his")
    subscriptions.settled(channel, other, w.IN_PROGRESS)
    channel.quiet(subscriptions.quiet_s)

    with check(clauses.SUBSCRIPTION_ENDED, expected="200", evidence=answer.evidence):
        assert answer.status in DONE, answer.outcome
    with check(clauses.SUBSCRIPTION_SILENT, expected="nothing", evidence=channel.evidence):
        assert channel.told_of(uid, since) == []


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
    subscriptions.settled(channel, old)
    since = len(channel.events)

    answer = subscriptions.unsubscribe(uids.ALL_WORKITEMS)
    new, _ = subscriptions.new("new")
    subscriptions.claim(old_url, "hers")
    other, _ = subscriptions.new("other")
    subscriptions.subscribed(other)
    subscriptions.settled(channel, other)
    channel.quiet(subscriptions.quiet_s)

    with check(clauses.SUBSCRIPTION_ENDED, where="the worklist", expected="200", evidence=answer.evidence):
        assert answer.status in DONE, answer.outcome
    for name, uid in (("an old workitem", old), ("a new workitem", new)):
        with check(clauses.SUBSCRIPTION_ALL_ENDED, where=name, expected="nothing", evidence=channel.evidence):
            assert channel.told_of(uid, since) == []


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
    subscriptions.settled(channel, old)

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
            assert channel.told_of(new) == []


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
            assert channel.told_of(his) == []


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
    "dicom.web.subscriptions.reopen",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SUBSCRIPTION_OUTLIVES],
    requires=REQUIRES,
)
def test_a_lost_channel_is_opened_again(subscriptions, check):
    """A channel breaks off; who opens it again is told what happens to the workitems subscribed to before."""
    lost, uid, url = subscriptions.followed()
    subscriptions.settled(lost, uid)
    lost.cut()

    channel = subscriptions.open()
    with check(clauses.SUBSCRIPTION_OUTLIVES, where="the channel", expected="101", evidence=channel.answer.evidence):
        assert channel.opened, channel.trouble
    if not channel.opened:
        return
    subscriptions.claim(url, "hers")
    event = channel.heard(reports(uid, w.IN_PROGRESS), subscriptions.settle_s)

    judge_heard(check, clauses.SUBSCRIPTION_OUTLIVES, channel, event, "a UPS State Report of IN PROGRESS")
