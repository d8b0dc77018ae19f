"""A workitem is offered in each form the standard can be read to ask for, and then in the one that was taken."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from arena import profile_of

from conformance.dicom.samples.workitems import workitem
from conformance.dicom.web import workitems
from conformance.evidence import Recorder
from conformance.http import Response
from conformance.limits import Limits
from conformance.model import Blocked
from conformance.network import Network
from conformance.story import Story
from conformance.systems import SystemProfile

PLACE = {"host": "127.0.0.1", "port": 11112, "called_aet": "ZZ"}


@pytest.fixture
def offered(monkeypatch):
    """Return the worklist under test, what was sent to it, and what it takes: query and kind of payload."""
    sent, takes = [], []

    def exchange(_doors, _method, url, _headers, body=b"", tls=None):
        assert tls is None
        form = (urlsplit(url).query.removesuffix("1.2.3"), type(json.loads(body)))
        sent.append(form)
        return Response(201 if form in takes else 400)

    monkeypatch.setattr(workitems, "exchange", exchange)
    sections = {"dicom": {**PLACE, "web": {"workitems": "http://127.0.0.1/dicom-web/"}}}
    profile = SystemProfile.model_validate(profile_of(sections))
    recorder = Recorder(io.BytesIO())
    doors = Network(recorder, Limits())
    story = Story("dicom.web", "ab", datetime(2026, 11, 24, 10, tzinfo=UTC), doors, recorder, profile)
    return workitems.WorkitemsUnderTest(story, profile.dicom), sent, takes


@pytest.mark.parametrize("form", [("", list), ("", dict), ("workitem=", list), ("workitem=", dict)])
def test_the_form_that_is_taken_is_found_and_kept(offered, form):
    worklist, sent, takes = offered
    takes.append(form)

    assert worklist.created("1.2.3", workitem(worklist.story)) == "http://127.0.0.1/dicom-web/workitems/1.2.3"
    sent.clear()
    worklist.create("1.2.3", workitem(worklist.story))

    assert sent == [form]


def test_where_no_form_is_taken_nothing_was_created(offered):
    worklist, sent, _ = offered

    with pytest.raises(Blocked, match="could not create"):
        worklist.created("1.2.3", workitem(worklist.story))
    assert len(sent) == 4
