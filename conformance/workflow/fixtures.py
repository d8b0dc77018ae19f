"""The candidate of stories that cross rooms, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conformance.workflow.candidate import HospitalUnderTest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.story import Story


@pytest.fixture
def hospital(story: Story) -> Iterator[HospitalUnderTest]:
    """Return everything the profile names, as one hospital."""
    candidate = HospitalUnderTest(story)
    yield candidate
    candidate.close()
