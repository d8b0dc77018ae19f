"""The candidate of stories that cross rooms: the whole reference hospital."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.hospital import Hospital

if TYPE_CHECKING:
    from collections.abc import Callable

SIMULATORS: dict[str, Callable[[], Hospital]] = {"hospital": Hospital}

__all__ = ["SIMULATORS", "Hospital"]
