"""Fixtures for every test of the harness."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from arena import Arena

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def arena() -> Iterator[Arena]:
    """Offer one worker process for the whole session."""
    arena = Arena()
    yield arena
    arena.close()
