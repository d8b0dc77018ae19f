"""The honest worklist keeps subscriptions as table CC.2.3-2 of PS3.4 has it, and its channels leave nothing behind."""

from __future__ import annotations

import json
import threading
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from conformance.dicom import uids
from conformance.dicom.simulator import Archive
from conformance.dicom.simulator.web import Asked
from conformance.dicom.simulator.web.negotiating import Refused

STATIONS = {"00404025": {"vr": "SQ", "Value": [{"00080100": {"vr": "SH", "Value": ["ZZ1"]}}]}}
HEAD = {"upgrade": "websocket", "sec-websocket-key": "x", "sec-websocket-version": "13"}


@pytest.fixture
def services():
    """Return the services of an archive that keeps what it tells: event type, state or tags, and whom."""
    with Archive() as honest:
        services, events = honest.services, []

        def tell(title, uid, kind, what):
            events.append((title, uid, kind, what.get("00741000", {}).get("Value", sorted(what))))

        services.tell = tell
        services.events = events
        yield services
        assert honest.faults == []


def create(services, uid, **more):
    what = {"00741000": {"vr": "CS", "Value": ["SCHEDULED"]}, "00100020": {"vr": "LO", "Value": [uid]}, **more}
    services.create_workitem(Asked("POST", "", uid, {}, json.dumps([what]).encode()))


def asked(query=""):
    return Asked("POST", "", query, {}, b"")


def test_the_worklist_with_a_lock_tells_of_all_and_without_of_none(services):
    create(services, "1")
    services.subscribe(asked(), uids.ALL_WORKITEMS, "A")
    services.subscribe(asked("deletionlock=true"), uids.ALL_WORKITEMS, "B")

    assert services.events == [("B", "1", 1, ["SCHEDULED"])]
    assert services.subscribers["1"] == {"A": False, "B": True}


def test_an_assigned_workitem_is_told_as_new_and_as_assigned(services):
    services.subscribe(asked(), uids.ALL_WORKITEMS, "A")
    create(services, "1", **STATIONS)

    assert services.events == [("A", "1", 1, ["SCHEDULED"]), ("A", "1", 5, ["00404025"])]


def test_a_filter_is_about_what_matches(services):
    create(services, "1")
    services.subscribe(asked("filter=PatientID=1"), uids.MATCHING_WORKITEMS, "A")
    services.subscribe(asked("PatientID=2&deletionlock=true"), uids.MATCHING_WORKITEMS, "B")
    create(services, "2")

    assert services.subscribers == {"1": {"A": False}, "2": {"B": True}}
    with pytest.raises(Refused, match="a filter has keys"):
        services.subscribe(asked("deletionlock=true"), uids.MATCHING_WORKITEMS, "C")


def test_the_end_of_all_is_the_end_of_each_and_a_suspension_of_none(services):
    services.subscribe(asked(), uids.ALL_WORKITEMS, "A")
    create(services, "1")
    services.suspend(asked(), uids.ALL_WORKITEMS, "A")
    create(services, "2")
    assert services.subscribers == {"1": {"A": False}}

    services.unsubscribe(asked(), uids.ALL_WORKITEMS, "A")

    assert services.subscribers == {"1": {}}
    for ending in (services.unsubscribe, services.suspend):
        with pytest.raises(Refused, match="no such subscription"):
            ending(asked(), uids.ALL_WORKITEMS, "A")
    with pytest.raises(Refused, match="no such subscription"):
        services.unsubscribe(asked(), "1", "A")


def test_the_way_of_a_canceled_workitem_is_told_whole(services):
    create(services, "1")
    services.subscribe(asked(), "1", "A")
    services.cancel_workitem(asked(), "1")

    told = [(kind, what) for _, _, kind, what in services.events]
    assert told == [(1, ["SCHEDULED"]), (2, ["00741236"]), (1, ["IN PROGRESS"]), (1, ["CANCELED"])]


@pytest.mark.parametrize(
    ("change", "status"),
    [({"upgrade": "h2c"}, 400), ({"sec-websocket-key": ""}, 400), ({"sec-websocket-version": "8"}, 426), ({}, 101)],
)
def test_a_channel_is_opened_by_who_asks_for_one(services, change, status):
    request = Asked("GET", "/dicom-web/subscribers/A", "", HEAD | change, b"")

    assert services.answer(request).status == status


def test_a_channel_left_open_is_no_thread_left_behind():
    before = set(threading.enumerate())
    with Archive() as archive:
        link = HTTPConnection(urlsplit(archive.services.origin).netloc)
        link.request("GET", "/dicom-web/subscribers/A", headers={**HEAD, "connection": "upgrade"})
        assert link.sock.recv(4096).startswith(b"HTTP/1.1 101 ")

    assert set(threading.enumerate()) - before == set()
    link.close()
