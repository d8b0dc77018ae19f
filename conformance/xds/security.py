"""A secured node as its visitor meets it: the conversation behind its TLS is one request over HTTP (ITI-19)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from conformance.http import exchange
from conformance.model import Blocked
from conformance.systems import VisitedDoor
from conformance.visitors import Visit, Visitor

if TYPE_CHECKING:
    import ssl

    from conformance.story import Story
    from conformance.systems import Secure

_SUCCESSES, _REFUSALS = range(200, 300), range(400, 500)


@dataclass(frozen=True, slots=True)
class Answered(Visit):
    """A visit that was answered over HTTP, 0 where it was not."""

    status: int = 0


class SecureNodeVisitor(Visitor):
    """Visits an address of the node under test: whoever is answered over TLS is let in.

    Without TLS only a success lets in: an error, or the way to TLS, may be told to anybody.
    """

    whom = "the node"

    def __init__(self, story: Story, secure: Secure, url: str | None = None) -> None:
        self._secure = secure
        self._url = urlsplit(url or secure.url)
        papers = secure.model_dump(exclude={"url", "repository"})
        door = VisitedDoor(host=self._url.hostname or "", port=self._url.port or 443, **papers)
        super().__init__(story, door)

    def at_the_repository(self) -> SecureNodeVisitor:
        """Return a visitor of the repository; raise Blocked when the profile says not where it is."""
        if self._secure.repository is None:
            raise Blocked("the profile names no xds.secure.repository")
        return SecureNodeVisitor(self.story, self._secure, self._secure.repository)

    def _conversed(self, port: int, tls: ssl.SSLContext | None) -> Visit:
        place = f"[{self.about.host}]" if ":" in self.about.host else self.about.host
        address = self._url._replace(scheme="https" if tls else "http", netloc=f"{place}:{port}").geturl()
        answer = exchange(self.story.doors, "GET", address, [], tls=tls)
        let_in = bool(answer.status) if tls else answer.status in _SUCCESSES
        saw = answer.trouble or f"HTTP {answer.status}"
        return Answered(let_in, let_in, saw, answer.evidence, answer.status)

    def beside(self, visit: Visit, welcome: Visit) -> Visit:
        """Take an HTTP error that the good certificate does not get as turning away.

        Some web servers end the handshake with anybody and refuse then.
        """
        told, usual = (one.status if isinstance(one, Answered) else 0 for one in (visit, welcome))
        return replace(visit, accepted=False) if told in _REFUSALS and told != usual else visit


def node_visitor(story: Story) -> SecureNodeVisitor:
    """Return the visitor of the secured node under test; raise Blocked when the profile names none."""
    secure = story.system.xds.secure if story.system.xds else None
    if secure is None:
        raise Blocked("the profile names no xds.secure")
    return SecureNodeVisitor(story, secure)
