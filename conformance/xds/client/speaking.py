"""One SOAP exchange with an actor: an envelope goes out, whatever comes is read, only Unreachable is raised."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from conformance.http import exchange
from conformance.xds.client.answers import Answer
from conformance.xds.client.envelopes import envelope
from conformance.xds.vocabulary import ANONYMOUS
from conformance.xds.wire.soap import Addressing, Message, cut_mtom, read_message, simple_type
from conformance.xds.wire.unreadable import Unreadable

if TYPE_CHECKING:
    import ssl
    from collections.abc import Sequence

    from lxml import etree

    from conformance.http import Response
    from conformance.story import Story
    from conformance.xds.wire.mime import Part

_REDIRECTS = range(300, 400)
_ACCEPTED = 202


@dataclass(frozen=True, slots=True)
class Manner:
    """How a request is put, where the standards leave a choice or a story goes against them on purpose.

    ``action_parameter`` writes the Action into the Content-Type too; ``boundary`` chooses the package's own;
    ``headers`` are further SOAP header blocks; ``message_id`` and ``action`` False leave that header out;
    ``respelt`` replaces one spelling by another, wherever it stands in the envelope.
    """

    action_parameter: bool = False
    boundary: str = ""
    headers: tuple[etree._Element, ...] = field(default=())
    message_id: bool = True
    action: bool = True
    respelt: tuple[str, str] = ("", "")


PLAIN = Manner()


class Speaker:
    """Speaks to one SOAP endpoint for one story; each message gets an identifier that the story decides."""

    def __init__(self, story: Story, url: str, name: str, tls: ssl.SSLContext | None = None) -> None:
        self._story = story
        self._url = url
        self._name = name
        self._tls = tls
        self._asked = 0

    @property
    def story(self) -> Story:
        """Return the story this is part of."""
        return self._story

    @property
    def reply_to(self) -> str:
        """Return the address that requests name for their responses: the connection they came by."""
        return ANONYMOUS

    def ask(
        self,
        action: str,
        body: etree._Element,
        parts: Sequence[Part] | None = None,
        manner: Manner = PLAIN,
    ) -> Answer:
        """Send one request, as an MTOM package when ``parts`` is given (even empty), and read one response."""
        self._asked += 1
        message_id = f"urn:uuid:{self._story.uuid(f'{self._name}/message/{self._asked}')}"
        addressing = Addressing(
            action if manner.action else None,
            message_id if manner.message_id else None,
            self._url,
            self.reply_to,
            more=manner.headers,
        )
        octets = envelope(body, addressing)
        if manner.respelt[0]:
            right, wrong = (one.encode() for one in manner.respelt)
            octets = octets.replace(right, wrong)
        named = action if manner.action_parameter else ""
        if parts is None:
            return self.post(simple_type(named), octets, (message_id, action))
        token = self._story.token(f"{self._name}/package/{self._asked}", 16)
        content_type, pieces = cut_mtom(octets, parts, token, named, manner.boundary)
        return self.post(content_type, pieces, (message_id, action))

    def post(self, content_type: str, octets: bytes | tuple[bytes, ...], sent: tuple[str, str] = ("", "")) -> Answer:
        """Send octets as they are, right or wrong, and read one response."""
        headers = [("Content-Type", content_type)]
        return self._read(exchange(self._story.doors, "POST", self._url, headers, octets, self._tls), sent)

    def _read(self, http: Response, sent: tuple[str, str]) -> Answer:
        answer = Answer(http, sent)
        if http.trouble:
            return replace(answer, trouble=http.trouble)
        if http.status in _REDIRECTS:
            where = (http.header("location") or "nowhere")[:200]
            return replace(answer, trouble=f"HTTP {http.status}: a redirect to {where}, which is not followed")
        if http.status == _ACCEPTED and not http.body:
            return replace(answer, trouble="HTTP 202 without a body, though no asynchronous response was asked for")
        try:
            message = read_message(http.header("content-type") or "", http.body, self._story.limits)
        except Unreadable as unreadable:
            return replace(answer, trouble=f"HTTP {http.status}: {unreadable}")
        return _opened(answer, message)


def _opened(answer: Answer, message: Message) -> Answer:
    body = message.body
    root = "" if body is None else str(body.tag)
    return replace(answer, message=message, root=root, problems=message.problems)
