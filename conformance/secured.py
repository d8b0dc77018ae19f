"""TLS over a connection that is there already, which is closed where there can be none."""

from __future__ import annotations

import errno
import os
import ssl
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import socket


ADVISED = "ECDHE+AESGCM:ECDHE+CHACHA20:DHE+AESGCM"
"""The suites RFC 9325, section 4.2 advises for TLS 1.2, in OpenSSL's words; builds of Python differ in theirs."""
SOUND = f"{ADVISED}:ECDHE+AES:DHE+AES:kRSA+AESGCM:kRSA+AES:!aDSS:!AESCCM"
"""Those and older ones that are not broken: what a candidate may need where its suites are not what is judged."""


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
