"""The receiver's TLS door: both sides show who they are, and behind it is the same receiver (ITI-19)."""

from __future__ import annotations

import socket
from typing import Any, Self

from conformance.ajar import Secured
from conformance.certificates import certificates
from conformance.hl7.simulator.mllp_server import MllpServer

HOST = "127.0.0.1"


class SecureDoor(Secured, MllpServer):
    """Who shows no certificate of an authority it trusts is turned away; all others converse ``within``."""

    def __init__(self, within: MllpServer) -> None:
        super().__init__(HOST)
        self._within = within
        self._nobody: socket.socket | None = None

    def __enter__(self) -> Self:
        self._nobody = socket.socket()
        self._nobody.bind((HOST, 0))
        return super().__enter__()

    def __exit__(self, *_: object) -> None:
        super().__exit__(*_)
        if self._nobody is not None:
            self._nobody.close()

    @property
    def closed_port(self) -> int:
        """Return a port that is ours, and at which nobody listens."""
        return int(self._nobody.getsockname()[1]) if self._nobody else 0

    def opened(self, link: socket.socket) -> socket.socket | None:
        """Return the connection once both ends have shown who they are."""
        inside = self.secured(link)
        if inside is not None:
            inside.settimeout(None)
        return inside

    def converse(self, link: socket.socket) -> None:
        """Receive as behind the other door."""
        self._within.converse(link)

    def profile(self, closed_port: int) -> dict[str, Any]:
        """Return the ``secure`` part of a profile, with certificates to visit it with."""
        host, port = self.address
        return {"host": host, "port": port, "mutual": True, "closed_port": closed_port, **certificates().papers()}
