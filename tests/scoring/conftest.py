from __future__ import annotations

import pytest
from weighing import Bench


@pytest.fixture
def bench() -> Bench:
    return Bench()


@pytest.fixture
def four(bench: Bench) -> Bench:
    """Four scenarios, each of one MUST and one SHOULD clause."""
    for name in "abcd":
        bench.scenario(name)
    return bench
