"""Asynchronous exchange: a request names our address for its response, and the candidate calls there."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.guarded import LinkFault, Silent
from conformance.http import HTTP, Response, begun
from conformance.xds.called import read_call
from conformance.xds.client import RegistryClient, RepositoryClient, Speaker
from conformance.xds.client.answers import Answer

if TYPE_CHECKING:
    import ssl

    from conformance.story import Story
    from conformance.xds.called import Call

_TAKEN = b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class LaterSpeaker(Speaker):
    """Speaks to one SOAP endpoint and takes each response at an address of ours.

    ``promise`` is what came on the connection of the newest request. The response may come before it: who sends
    first and promises afterwards does nothing wrong.
    """

    def __init__(self, story: Story, url: str, name: str, tls: ssl.SSLContext | None, listen: tuple[str, int]) -> None:
        super().__init__(story, url, name, tls)
        self.door = story.doors.listen(*listen)
        self.promise = Response()

    @property
    def reply_to(self) -> str:
        """Return the address of ours that requests name."""
        return f"http://{self.door.address}/reply"

    def post(self, content_type: str, octets: bytes | tuple[bytes, ...], sent: tuple[str, str] = ("", "")) -> Answer:
        """Send octets as they are, take the response at our door, and what came on the request's own connection."""
        headers = [("Content-Type", content_type)]
        pending = begun(self.story.doors, "POST", self._url, headers, octets, self._tls)
        call = self._taken()
        self.promise = pending.response()
        evidence = (*self.promise.evidence, *(call.evidence if call else ()))
        answer = Answer(Response(evidence=evidence), sent)
        if call is None:
            came = self.promise.trouble or f"HTTP {self.promise.status} with {len(self.promise.body)} octets"
            return replace(answer, trouble=f"no response came to {self.reply_to}; the request was answered {came}")
        if call.message is None:
            return replace(answer, trouble=f"to {self.reply_to} came no message: {call.said}")
        root = "" if call.body is None else str(call.body.tag)
        return replace(answer, message=call.message, root=root, problems=call.message.problems)

    def _taken(self) -> Call | None:
        """Take one call at our door, and say thank you; None when nobody comes."""
        try:
            link = self.door.accept(self.story.limits.http_s)
        except Silent:
            return None
        call = read_call(link)
        with suppress(LinkFault):
            link.send(_TAKEN, link.limits.http_s)
        link.mark_sent("HTTP 202", HTTP)
        link.close()
        return call


class LaterRegistry(RegistryClient):
    """The registry under test, which answers later."""

    speaker: LaterSpeaker


class LaterRepository(RepositoryClient):
    """The repository under test, which answers later."""

    speaker: LaterSpeaker
