"""A story with its doors, and peers that answer HTTP as a test says."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest

from conformance.evidence import Recorder
from conformance.limits import Limits
from conformance.network import Network
from conformance.story import Story
from conformance.systems import SystemProfile


@pytest.fixture
def telling():
    """Return a function that makes a story about a candidate with these sections of a profile."""

    def tell(sections=None, **limits):
        recorder = Recorder(io.BytesIO())
        identity = {"id": "one", "supplier": "s", "product": "p", "version": "1"}
        safety = {"environment": "test", "allow_hosts": []}
        profile = {"schema": "sut/1", "system": identity, "safety": safety, **(sections or {})}
        doors = Network(recorder, Limits(**limits))
        moment = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
        return Story("xds.test", "5eed", moment, doors, recorder, SystemProfile.model_validate(profile))

    return tell
