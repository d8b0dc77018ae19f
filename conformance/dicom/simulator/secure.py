"""The archive's TLS door: both sides show who they are, and behind it is the same archive (PS3.15 B.12)."""

from __future__ import annotations

import contextlib
import socket
from typing import TYPE_CHECKING, Any

from conformance.certificates import asking_for_certificates, certificates

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

_PATIENCE_S = 5.0


class SecureDoor:
    """Listens on an ephemeral port; who shows no certificate of an authority it trusts is turned away."""

    def __init__(self, welcomed: Callable[[socket.socket], None]) -> None:
        self._welcomed = welcomed
        self._door: socket.socket | None = None

    def start(self, begin: Callable[..., None]) -> None:
        """Listen; ``begin`` does work in a thread."""
        self._door = socket.create_server(("127.0.0.1", 0), backlog=64)
        begin(self._accepting, begin)

    def stop(self) -> None:
        """Stop listening."""
        door, self._door = self._door, None
        if door is not None:
            with contextlib.suppress(OSError):
                door.shutdown(socket.SHUT_RDWR)
            door.close()

    @property
    def port(self) -> int:
        """Return where it listens, 0 when it does not."""
        return int(self._door.getsockname()[1]) if self._door else 0

    def _accepting(self, begin: Callable[..., None]) -> None:
        while (door := self._door) is not None:
            try:
                link, _ = door.accept()
            except OSError:
                return
            begin(self._received, link, begin)

    def _received(self, link: socket.socket, begin: Callable[..., None]) -> None:
        link.settimeout(_PATIENCE_S)
        try:
            secured = self.secured(link)
        except OSError:
            secured = None
            link.close()
        if secured is not None:
            begin(self._welcomed, secured)

    def secured(self, link: socket.socket) -> socket.socket | None:
        """Return a connection once both ends have shown who they are; raise OSError when that fails."""
        return self.context().wrap_socket(link, server_side=True)

    def context(self) -> ssl.SSLContext:
        """Return what is asked of a peer."""
        return asking_for_certificates()

    def profile(self, host: str, closed_port: int) -> dict[str, Any]:
        """Return the ``secure`` part of a profile, with certificates to visit it with."""
        return {
            "host": host,
            "port": self.port,
            "mutual": True,
            "closed_port": closed_port,
            **certificates().papers(),
        }
