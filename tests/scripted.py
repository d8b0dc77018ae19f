"""A peer that follows a script, octet for octet: what a test needs to be sure of what came over the wire."""

from __future__ import annotations

import socket
import struct
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def peer(serve: Callable[[socket.socket], None], connections: int = 1) -> Iterator[tuple[str, int]]:
    """Accept so many connections one after the other, handing each to ``serve``; yield the address."""
    door = socket.create_server(("127.0.0.1", 0))
    door.settimeout(20)

    def work() -> None:
        for _ in range(connections):
            try:
                link, _ = door.accept()
            except OSError:
                return
            with link:
                link.settimeout(20)
                try:
                    serve(link)
                except OSError:
                    continue

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        yield door.getsockname()[:2]
    finally:
        door.close()
        thread.join(20)


def reset(link: socket.socket) -> None:
    """Close with a RST."""
    link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    link.close()
