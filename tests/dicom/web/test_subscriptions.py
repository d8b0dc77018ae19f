"""What a story asks of subscriptions: where the channel is, each way an update or a filter is taken, how all ends."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import unquote, urlsplit

import pytest
from arena import profile_of

from conformance.dicom.samples import workitems as w
from conformance.dicom.simulator import Archive
from conformance.dicom.simulator.web import Web
from conformance.dicom.simulator.web.negotiating import Refused
from conformance.dicom.web.subscriptions import SubscriptionsUnderTest
from conformance.evidence import Recorder
from conformance.limits import Limits
from conformance.model import Blocked
from conformance.network import Network
from conformance.story import Story
from conformance.systems import SystemProfile


def told(archive, **web):
    """Return the subscriptions of an archive, its profile changed in some addresses."""
    sections = archive.profile()
    sections["dicom"]["web"] |= web
    profile = SystemProfile.model_validate(profile_of(sections))
    recorder = Recorder(io.BytesIO())
    doors = Network(recorder, Limits(pdu_s=2, http_s=2, settle_s=2))
    story = Story("dicom.web", "ab", datetime(2026, 11, 24, 10, tzinfo=UTC), doors, recorder, profile)
    return SubscriptionsUnderTest(story, profile.dicom)


@pytest.fixture
def archive():
    with Archive() as honest:
        yield honest
        assert honest.faults == []


def test_the_channel_is_where_the_profile_says(archive):
    assert told(archive).channel_url == f"{archive.services.channels_at}/subscribers/HARNESS"
    place = told(archive, events="wss://events.example/{aetitle}/all").channel_url
    assert place == "wss://events.example/HARNESS/all"


class Choosy(Web):
    """Takes the transaction of an update and the keys of a filter in one way, as its class says."""

    owned = "Transaction-uid"
    keyed = "filter"

    def update_workitem(self, asked, uid):
        name, _, _ = asked.query.rpartition("=")
        if name != self.owned or (asked.query and not name):
            raise Refused(400, "no transaction")
        if not name:
            (transaction,) = self.workitem_sent(asked)["00081195"]["Value"]
            asked = replace(asked, query=transaction)
        return super().update_workitem(asked, uid)

    def filter_of(self, asked):
        names = {unquote(pair.partition("=")[0]) for pair in asked.query.split("&")}
        if names != {self.keyed}:
            raise Refused(400, "no such attribute")
        return super().filter_of(asked)


@pytest.mark.parametrize("owned", ["transaction-uid", "Transaction-uid", "transaction", ""])
@pytest.mark.parametrize("keyed", ["filter", "PatientID"])
def test_each_way_of_the_standard_is_tried(owned, keyed):
    choosy = type("_Choosy", (Choosy,), {"owned": owned, "keyed": keyed})
    archive = type("ChoosyArchive", (Archive,), {"web": choosy})
    with archive() as peculiar:
        subscriptions = told(peculiar)
        _, url = subscriptions.new("workitem")
        subscriptions.claim(url, "hers")
        label = w.written(ProcedureStepLabel="Changed by her")

        assert subscriptions.advanced(url, label, subscriptions.story.uid("hers")).status == 200
        assert subscriptions.retrieve(url).values("ProcedureStepLabel") == ["Changed by her"]
        assert subscriptions.filtered("PatientID=ZZ1").status == 201
        assert peculiar.faults == []


def test_who_does_not_own_a_workitem_changes_nothing(archive):
    subscriptions = told(archive)
    _, url = subscriptions.new("workitem")
    subscriptions.claim(url, "hers")

    with pytest.raises(Blocked, match="the owner could not change a workitem: 409"):
        subscriptions.advanced(url, w.written(ProcedureStepLabel="Changed"), subscriptions.story.uid("his"))


def test_what_was_subscribed_to_is_unsubscribed_at_the_end(archive):
    subscriptions = told(archive)
    channel, uid, _ = subscriptions.followed()
    subscriptions.subscribe("1.2.840.10008.5.1.4.34.5")
    assert archive.services.subscribers[uid] == {"HARNESS": False}

    subscriptions.leave()

    assert (archive.services.subscribers[uid], archive.services.standing) == ({}, {})
    assert channel.trouble == "we cut the connection"


def test_a_profile_without_channels_blocks(archive):
    with pytest.raises(Blocked, match=r"names no dicom\.web\.events"):
        told(archive, events=None)


def test_nobody_at_the_channel_blocks(archive):
    elsewhere = urlsplit(archive.services.origin)
    subscriptions = told(archive, events=f"ws://{elsewhere.netloc}/nowhere")

    with pytest.raises(Blocked, match="the channel was not opened: 404"):
        subscriptions.listening()


def test_an_address_that_cannot_be_asked_blocks(archive):
    with pytest.raises(Blocked, match="is no address that can be asked"):
        told(archive, events="ws://127.0.0.1:1/\u00fc").listening()
