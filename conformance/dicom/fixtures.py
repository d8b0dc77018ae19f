"""The actors under test in this room, by name: what a scenario asks for and talks to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conformance.dicom.candidate import ArchiveUnderTest
from conformance.model import Blocked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conformance.dicom.receiver import Rules, StoreReceiver
    from conformance.story import Story


@pytest.fixture
def archive(story: Story) -> ArchiveUnderTest:
    """Return the image archive of the profile's ``dicom`` section."""
    if story.system.dicom is None:
        raise Blocked("the profile has no dicom section")
    return ArchiveUnderTest(story, story.system.dicom)


@pytest.fixture
def store_receiver(archive: ArchiveUnderTest) -> Iterator[Callable[..., StoreReceiver]]:
    """Return what opens our move destination at ``dicom.store_back``; it is closed when the story ends."""
    opened: list[StoreReceiver] = []

    def open_receiver(rules: Rules | None = None) -> StoreReceiver:
        opened.append(archive.receiver(rules))
        return opened[-1]

    yield open_receiver
    for one in opened:
        one.finished()
