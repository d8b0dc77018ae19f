from __future__ import annotations

import pytest
from weighing import Bench


@pytest.fixture
def bench() -> Bench:
    return Bench()
