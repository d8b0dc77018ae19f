"""TLS over a connection that is there already, which is closed where there can be none."""

from __future__ import annotations

import errno
import os
import ssl
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import socket


class _Closing(ssl.SSLSocket):
    """Closes itself when it has no peer any more: the ssl module leaves a connection open that was reset by then."""

    def getpeername(self) -> object:
        """Return where the peer is; raise OSError, closed, where it has left."""
        try:
            return super().getpeername()
        except OSError:
            self.close()
            raise ConnectionResetError(errno.ECONNRESET, os.strerror(errno.ECONNRESET)) from None


def secured(link: socket.socket, tls: ssl.SSLContext, host: str | None = None) -> ssl.SSLSocket:
    """Shake hands as the client of ``host``, without one as a server; raise OSError when the link is closed then."""
    tls.sslsocket_class = _Closing
    try:
        return tls.wrap_socket(link, server_side=host is None, server_hostname=host)
    except OSError:
        link.close()
        raise
