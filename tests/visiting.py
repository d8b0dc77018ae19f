"""Visit a hospital without the runner: the client of the stories across rooms, in a story of its own."""

from __future__ import annotations

import io
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from arena import profile_of

from conformance.evidence import Recorder
from conformance.limits import Limits
from conformance.network import Network
from conformance.story import Story
from conformance.systems import SystemProfile
from conformance.workflow.candidate import HospitalUnderTest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@contextmanager
def visit(sections: Mapping[str, Any], **limits: float) -> Iterator[HospitalUnderTest]:
    """Offer a client to whatever these sections of a profile name; ``limits`` in seconds."""
    recorder = Recorder(io.BytesIO())
    doors = Network(recorder, Limits(**({"frame_s": 3.0, "pdu_s": 3.0, "settle_s": 3.0} | limits)))
    profile = SystemProfile.model_validate(profile_of(sections))
    story = Story("workflow.visit", "ab", datetime(2026, 11, 24, 10, tzinfo=UTC), doors, recorder, profile)
    visitor = HospitalUnderTest(story)
    try:
        yield visitor
    finally:
        visitor.close()
        doors.close()
