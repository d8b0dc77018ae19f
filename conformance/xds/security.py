"""A secured node as a visitor meets it: with a good certificate, none, an expired or a stranger's one (ITI-19)."""

from __future__ import annotations

import ssl
import warnings
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from conformance.guarded import Unreachable
from conformance.http import exchange
from conformance.model import Blocked

if TYPE_CHECKING:
    from pathlib import Path

    from conformance.story import Story
    from conformance.systems import Secure

_REFUSALS = range(400, 500)
_NO_TLS = "no TLS connection"
_THEIR_DOING = ("alert", "eof", "reset", "broken pipe", "closed", "timed out", "wrong_version", "unsupported_protocol")
"""Words OpenSSL and the system have for what the other end did: any other failure of a handshake is our own."""


class SecureNodeVisitor:
    """Visits the node under test; an answer is the HTTP status that came, or in words why none did."""

    def __init__(self, story: Story) -> None:
        self.story = story

    @property
    def about(self) -> Secure:
        """Return what the profile says of the node."""
        secure = self.story.system.xds.secure if self.story.system.xds else None
        if secure is None:
            raise Blocked("the profile names no xds.secure")
        return secure

    def visit(self, cert: Path | None, key: Path | None, *, old: bool = False) -> tuple[int, str, tuple[str, ...]]:
        """Ask for the address with this certificate; return status (0: none), what was seen, and the evidence.

        ``old`` offers TLS 1.1 at most.
        """
        context = self._context(cert, key, old=old)
        try:
            answer = exchange(self.story.doors, "GET", self.about.url, [], tls=context)
        except Unreachable as error:
            if not str(error).startswith(_NO_TLS):
                raise
            return 0, str(error), ()
        return answer.status, answer.trouble or f"HTTP {answer.status}", answer.evidence

    def plainly(self) -> tuple[int, str, tuple[str, ...]]:
        """Ask for the address without any TLS at its port."""
        parts = urlsplit(self.about.url)
        here = parts if parts.port else parts._replace(netloc=f"{parts.netloc}:443")
        answer = exchange(self.story.doors, "GET", here._replace(scheme="http").geturl(), [])
        return answer.status, answer.trouble or f"HTTP {answer.status}", answer.evidence

    def good(self) -> tuple[int, str, tuple[str, ...]]:
        """Visit with the good certificate."""
        return self.visit(self.about.cert, self.about.key)

    def control(self, when: str) -> int:
        """Return the status the good certificate gets; raise Blocked at none: who opens to nobody turns nobody away."""
        status, saw, _ = self.good()
        if not status:
            raise Blocked(f"with the good certificate {when} nothing was answered either: {saw}")
        return status

    def turned_away(
        self, cert: Path | None, key: Path | None, *, old: bool = False
    ) -> tuple[int, str, tuple[str, ...]]:
        """Visit as ``visit`` does between two visits with the good certificate; raise Blocked when we broke off.

        An HTTP error that the good certificate does not get turns away as well (status 0): some web servers end
        the handshake with anybody and refuse then.
        """
        welcome = self.control("before")
        status, saw, evidence = self.visit(cert, key, old=old)
        self.control("afterwards")
        if saw.startswith(_NO_TLS) and not any(word in saw.lower() for word in _THEIR_DOING):
            raise Blocked(f"it was not the node that broke off: {saw}")
        if status in _REFUSALS and status != welcome:
            return 0, saw, evidence
        return status, saw, evidence

    def _context(self, cert: Path | None, key: Path | None, *, old: bool) -> ssl.SSLContext:
        folder = self.story.folder
        try:
            context = ssl.create_default_context(cafile=str(folder / self.about.ca))
            if cert:
                context.load_cert_chain(str(folder / cert), str(folder / key) if key else None)
        except OSError as error:
            if self.story.replayed:
                return ssl.create_default_context()
            raise Blocked(f"a certificate of the profile can't be read: {error}") from None
        if old:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
            context.set_ciphers("ALL:@SECLEVEL=0")
        else:
            context.minimum_version = ssl.TLSVersion.TLSv1_2
        return context
