"""Whether a socket can be read or written within a time, whatever its number: ``select`` knows 1024 of them."""

from __future__ import annotations

import math
import select
import selectors
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import socket

READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE
_POLLED = {READ: 0x1, WRITE: 0x4}
"""What poll calls them on every system that has it."""


def ready(link: socket.socket, event: int, within: float) -> bool:
    """Return whether ``link`` can be read (READ) or written (WRITE) within so many seconds."""
    if not hasattr(select, "poll"):
        return _selected(link, event, within)
    waiting = select.poll()
    waiting.register(link, _POLLED[event])
    return bool(waiting.poll(math.ceil(within * 1000)))


def _selected(link: socket.socket, event: int, within: float) -> bool:
    """Ask where there is no poll, as on Windows, whose select takes sockets by handle and has no such limit."""
    with selectors.SelectSelector() as waiting:
        waiting.register(link, event)
        return bool(waiting.select(within))
