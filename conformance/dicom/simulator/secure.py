"""The archive's TLS door: both sides show who they are, and behind it is the same archive (PS3.15 B.12)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conformance.certificates import asking_for_certificates, certificates
from conformance.dicom.simulator.door import Door
from conformance.secured import secured

if TYPE_CHECKING:
    import socket
    import ssl
    from collections.abc import Callable

_PATIENCE_S = 5.0


class SecureDoor(Door):
    """Who shows no certificate of an authority it trusts is turned away; all others are received ``within``."""

    def __init__(self, within: Callable[[socket.socket], None]) -> None:
        super().__init__(lambda link: self.begin(self._greeted, link))
        self._within = within

    def _greeted(self, link: socket.socket) -> None:
        link.settimeout(_PATIENCE_S)
        try:
            secured = self.secured(link)
        except OSError:
            secured = None
            link.close()
        if secured is not None:
            self._within(secured)

    def secured(self, link: socket.socket) -> socket.socket | None:
        """Return a connection once both ends have shown who they are; raise OSError when that fails."""
        return secured(link, self.context())

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
