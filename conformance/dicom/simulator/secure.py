"""The archive's TLS door: both sides show who they are, and behind it is the same archive (PS3.15 B.12)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conformance.ajar import Secured
from conformance.certificates import certificates
from conformance.dicom.simulator.door import Door

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable


class SecureDoor(Secured, Door):
    """Who shows no certificate of an authority it trusts is turned away; all others are received ``within``."""

    def __init__(self, within: Callable[[socket.socket], None]) -> None:
        super().__init__(lambda link: self.begin(self._greeted, link))
        self._within = within

    def _greeted(self, link: socket.socket) -> None:
        try:
            secured = self.secured(link)
        except OSError:
            secured = None
            link.close()
        if secured is not None:
            self._within(secured)

    def profile(self, host: str, closed_port: int) -> dict[str, Any]:
        """Return the ``secure`` part of a profile, with certificates to visit it with."""
        return {
            "host": host,
            "port": self.port,
            "mutual": True,
            "closed_port": closed_port,
            **certificates().papers(),
        }
