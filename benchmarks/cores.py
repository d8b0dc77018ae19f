"""A core for us and the others for the server we talk to, as two machines would have them.

On one core the two take turns, and whoever sleeps is woken by a switch of some microseconds; on two, by an interrupt
of many. Which it is the scheduler decides anew now and then, and its choice would outweigh what is compared.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CORES = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()
"""Where we may run; where there is but one core, or the platform can't say, all share what there is."""
OURS = {min(CORES)} if CORES else set()
THEIRS = CORES - OURS


@contextmanager
def elsewhere() -> Iterator[None]:
    """Start what is started meanwhile on cores of its own."""
    with _on(THEIRS):
        yield


@contextmanager
def alone() -> Iterator[None]:
    """Keep to our core, and leave the others to whom we have started ``elsewhere``."""
    with _on(OURS):
        yield


@contextmanager
def _on(cores: set[int]) -> Iterator[None]:
    if not THEIRS:
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
