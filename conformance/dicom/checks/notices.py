"""Whether what happens to a workitem is told to who is subscribed to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conformance.dicom.web.channel import Channel
    from conformance.dicom.web.events import Event
    from conformance.judging import Judge
    from conformance.model import Clause


def judge_heard(check: Judge, clause: Clause, channel: Channel, event: Event | None, expected: str) -> None:
    """Judge that an event was told."""
    with check(clause, expected=expected, evidence=channel.evidence):
        assert event is not None, channel.told
