"""A port for somebody who is told of it now and listens there later."""

from __future__ import annotations

import errno
import secrets
import socket

_LOWEST, _PORTS = 20000, 12000


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listened on a moment ago.

    It lies below the range that systems take ports of outgoing connections from, so that none of them gets it
    before we listen there. Raises OSError when none was free.
    """
    for _ in range(100):
        port = _LOWEST + secrets.randbelow(_PORTS)
        try:
            socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            continue
        return port
    raise OSError(errno.EADDRINUSE, "no port is free")
