"""A secured node as a visitor meets it: with a good certificate, none, an expired or a stranger's one (ITI-19)."""

from __future__ import annotations

import ssl
import warnings
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from conformance.guarded import Unreachable
from conformance.http import exchange
from conformance.model import Blocked
from conformance.papers import NO_TLS, broken_off_by_us, shown

if TYPE_CHECKING:
    from pathlib import Path

    from conformance.story import Story
    from conformance.systems import Secure

_REFUSALS = range(400, 500)


class SecureNodeVisitor:
    """Visits the node under test; an answer is the HTTP status that came, or in words why none did.

    ``url`` is another address of it than the profile names first.
    """

    def __init__(self, story: Story, url: str | None = None) -> None:
        self.story = story
        self._url = url

    @property
    def url(self) -> str:
        """Return the address that is visited."""
        return self._url or self.about.url

    def at_the_repository(self) -> SecureNodeVisitor:
        """Return a visitor of the repository; raise Blocked when the profile says not where it is."""
        if self.about.repository is None:
            raise Blocked("the profile names no xds.secure.repository")
        return SecureNodeVisitor(self.story, self.about.repository)

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
            answer = exchange(self.story.doors, "GET", self.url, [], tls=context)
        except Unreachable as error:
            if not str(error).startswith(NO_TLS):
                raise
            return 0, str(error), ()
        return answer.status, answer.trouble or f"HTTP {answer.status}", answer.evidence

    def plainly(self) -> tuple[int, str, tuple[str, ...]]:
        """Ask for the address without any TLS at its port."""
        parts = urlsplit(self.url)
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
        if broken_off_by_us(saw):
            raise Blocked(f"it was not the node that broke off: {saw}")
        if status in _REFUSALS and status != welcome:
            return 0, saw, evidence
        return status, saw, evidence

    def _context(self, cert: Path | None, key: Path | None, *, old: bool) -> ssl.SSLContext:
        context = shown(self.story, self.about.ca, cert, key)
        if old:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
            context.set_ciphers("ALL:@SECLEVEL=0")
        return context
