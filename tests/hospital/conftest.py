"""What the tests of the hospital share: one that runs, and a story told to it without the runner."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from arena import profile_of

from conformance.evidence import Recorder
from conformance.guarded import Network
from conformance.hospital import Hospital
from conformance.limits import Limits
from conformance.story import Story
from conformance.systems import SystemProfile
from conformance.workflow.candidate import HospitalUnderTest


@pytest.fixture
def hospital():
    with Hospital() as hospital:
        yield hospital


@pytest.fixture
def visitor(hospital):
    """Whoever tells the hospital things and asks it: the client of the stories across rooms."""
    recorder = Recorder(io.BytesIO())
    doors = Network(recorder, Limits(frame_s=3.0, pdu_s=3.0, settle_s=3.0))
    profile = SystemProfile.model_validate(profile_of(hospital.profile()))
    story = Story("workflow.visit", "ab", datetime(2026, 11, 24, 10, tzinfo=UTC), doors, recorder, profile)
    visitor = HospitalUnderTest(story)
    yield visitor
    visitor.close()
    doors.close()
