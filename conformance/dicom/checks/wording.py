"""Faults as words a report can print."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def words(faults: Iterable[object]) -> str:
    """Return faults as one line, the first few of many."""
    told = [str(one) for one in faults]
    return "; ".join(told[:5]) + (f"; and {len(told) - 5} more" if len(told) > 5 else "")  # noqa: PLR2004 - the first 5
