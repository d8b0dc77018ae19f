"""What the tests of this room share: a story told to a receiver, without the runner."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from arena import profile_of

from conformance.evidence import Recorder
from conformance.limits import Limits
from conformance.network import Network
from conformance.story import Story
from conformance.systems import SystemProfile

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformance.kits import Simulator


@pytest.fixture
def told() -> Callable[[Simulator], Story]:
    """Return a function that begins a story with a started simulator as the candidate."""

    def begin(simulator: Simulator, seed: str = "ab", **limits: float) -> Story:
        recorder = Recorder(io.BytesIO())
        doors = Network(recorder, Limits(**({"frame_s": 2.0, "quiet_s": 0.05} | limits)))
        profile = SystemProfile.model_validate(profile_of(simulator.profile()))
        return Story("hl7.test", seed, datetime(2026, 11, 24, 10, tzinfo=UTC), doors, recorder, profile)

    return begin
