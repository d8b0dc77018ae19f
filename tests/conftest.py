"""Fixtures for every test of the harness."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
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


LONG = ("test_readme.py", "peers/test_dicom.py", "test_rejudging.py", "docs/test_docs.py", "test_running.py")
"""Files of few tests that take minutes: begun last they would keep one core at work while the others have none."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest: those known to, then those of the most tests."""
    here = Path(__file__).parent
    many = Counter(item.path for item in items)
    first = {here / name: number for number, name in enumerate(LONG)}
    items.sort(key=lambda item: (first.get(item.path, len(LONG)), -many[item.path], item.path))
