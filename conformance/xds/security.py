"""A secured node as a visitor meets it: with a good certificate, none, an expired or a stranger's one (ITI-19)."""

from __future__ import annotations

import ssl
import warnings
from typing import TYPE_CHECKING

from conformance.guarded import Unreachable
from conformance.http import exchange
from conformance.model import Blocked

if TYPE_CHECKING:
    from pathlib import Path

    from conformance.story import Story
    from conformance.systems import Secure

_NO_TLS = "no TLS connection"


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
        """Ask for the address with this certificate; return status (0: none), what was seen, and the evidence."""
        context = self._context(cert, key, old=old)
        try:
            answer = exchange(self.story.doors, "GET", self.about.url, [], tls=context)
        except Unreachable as error:
            if not str(error).startswith(_NO_TLS):
                raise
            if "NO_PROTOCOLS_AVAILABLE" in str(error).upper().replace(" ", "_"):
                raise Blocked(f"our own TLS library can't speak so old a protocol: {error}") from None
            return 0, str(error), ()
        return answer.status, answer.trouble or f"HTTP {answer.status}", answer.evidence

    def plainly(self) -> tuple[int, str, tuple[str, ...]]:
        """Ask for the address without any TLS at its port."""
        answer = exchange(self.story.doors, "GET", self.about.url.replace("https://", "http://", 1), [])
        return answer.status, answer.trouble or f"HTTP {answer.status}", answer.evidence

    def good(self, *, old: bool = False) -> tuple[int, str, tuple[str, ...]]:
        """Visit with the good certificate; ``old`` offers TLS 1.1 at most."""
        return self.visit(self.about.cert, self.about.key, old=old)

    def control(self, when: str) -> None:
        """Raise Blocked when not even the good certificate opens the door: who opens to nobody turns nobody away."""
        status, saw, _ = self.good()
        if not status:
            raise Blocked(f"with the good certificate {when} nothing was answered either: {saw}")

    def _context(self, cert: Path | None, key: Path | None, *, old: bool) -> ssl.SSLContext:
        folder = self.story.folder
        try:
            context = ssl.create_default_context(cafile=str(folder / self.about.ca))
            if cert:
                context.load_cert_chain(str(folder / cert), str(folder / key) if key else None)
        except OSError as error:
            if hasattr(self.story.doors, "recording"):
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
