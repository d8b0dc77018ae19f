"""A visitor of the archive's TLS door: what comes of a visit is told, whoever broke off."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from arena import profile_of

from conformance import hello
from conformance.dicom.saboteurs.securing import OpensToNobodyArchive
from conformance.dicom.security import SecureArchiveVisitor
from conformance.dicom.simulator import Archive
from conformance.evidence import Recorder
from conformance.limits import Limits
from conformance.model import Blocked
from conformance.network import Network
from conformance.story import Story
from conformance.systems import SystemProfile


@pytest.fixture
def visiting():
    """Return a function that begins a story with an archive, to visit its TLS door."""
    opened = []

    def begin(archive):
        opened.append(archive.__enter__())
        profile = SystemProfile.model_validate(profile_of(archive.profile()))
        recorder = Recorder(io.BytesIO())
        doors = Network(recorder, Limits(pdu_s=2, release_s=1, quiet_s=0.1))
        story = Story("dicom.secure", "ab", datetime(2026, 11, 24, 10, tzinfo=UTC), doors, recorder, profile)
        return SecureArchiveVisitor(story, profile.dicom, profile.dicom.secure)

    yield begin
    for one in opened:
        one.__exit__(None, None, None)
        assert one.faults == []


def test_each_way_in_is_told_for_what_it_was(visiting):
    visitor = visiting(Archive())
    about = visitor.about

    assert visitor.good().answered
    assert not visitor.turned_away(None, None).accepted
    assert not visitor.turned_away(about.stranger_cert, about.stranger_key).accepted
    assert not visitor.plainly(about.port).accepted
    assert not visitor.plainly(about.closed_port).accepted


def test_what_was_agreed_on_is_read_and_so_is_a_refusal(visiting):
    visitor = visiting(Archive())

    agreed = visitor.greet("usual").agreed
    refused = visitor.greet("old", version=hello.TLS_1_1)
    visit = visitor.refused_and_gone_on("older", version=hello.SSL_3)

    assert agreed is not None
    assert agreed.version == hello.TLS_1_2
    assert refused.agreed is None
    assert refused.saw.startswith("alert")
    assert not visit.accepted


def test_who_opens_to_nobody_turns_nobody_away(visiting):
    visitor = visiting(OpensToNobodyArchive())

    with pytest.raises(Blocked, match="with the good certificate before"):
        visitor.turned_away(None, None)
