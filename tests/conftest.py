"""Fixtures for every test of the harness."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from arena import Arena
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

settings.register_profile("steady", deadline=None)
settings.load_profile("steady")
"""A law is judged by what it says, not by how busy the machine was."""


@pytest.fixture(scope="session")
def arena() -> Iterator[Arena]:
    """Offer one worker process for the whole session."""
    arena = Arena()
    yield arena
    arena.close()
