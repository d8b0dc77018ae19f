"""Whether a socket can be read or written within a time, whatever its number: ``select`` knows 1024 of them."""

from __future__ import annotations

import selectors
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import socket

READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE
_Selector = getattr(selectors, "PollSelector", selectors.SelectSelector)
"""On Windows there is no poll, and no such limit: its select takes sockets by handle."""


def ready(link: socket.socket, event: int, within: float) -> bool:
    """Return whether ``link`` can be read (READ) or written (WRITE) within so many seconds."""
    with _Selector() as waiting:
        waiting.register(link, event)
        return bool(waiting.select(within))
