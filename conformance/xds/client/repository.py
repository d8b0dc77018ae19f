"""A client of a document repository: ITI-41 and ITI-43 (ITI TF-2 3.41, 3.43). It records and judges nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.model import Blocked
from conformance.xds import vocabulary as v
from conformance.xds.client.answers import Answer, RetrieveAnswer
from conformance.xds.client.registry import with_response
from conformance.xds.client.speaking import PLAIN, Manner, Speaker
from conformance.xds.wire.registry import write_provide
from conformance.xds.wire.repository import DocumentRequest, read_retrieve_response, write_retrieve
from conformance.xds.wire.unreadable import Unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.xds.wire.ebrim import Objects, Placement
    from conformance.xds.wire.registry import Carried


class RepositoryClient:
    """Provides and retrieves for one story."""

    def __init__(self, speaker: Speaker) -> None:
        self.speaker = speaker
        self._provided = 0

    def provide(
        self,
        objects: Objects,
        documents: Sequence[Carried],
        *,
        inline: bool = False,
        placement: Placement | None = None,
        manner: Manner = PLAIN,
    ) -> Answer:
        """Send documents with their metadata (ITI-41); ``inline`` writes base64 where a part would be referred to."""
        self._provided += 1
        token = self.speaker.story.token(f"provide/{self._provided}", 16)
        body, parts = write_provide(objects, documents, token, inline=inline, placement=placement)
        return with_response(self.speaker.ask(v.PROVIDE, body, parts, manner))

    def provided(self, objects: Objects, documents: Sequence[Carried]) -> Answer:
        """Provide what a story needs; raise Blocked when the candidate will not."""
        answer = self.provide(objects, documents)
        if not answer.succeeded:
            raise Blocked(f"could not provide the documents the story needs: {answer.said}")
        return answer

    def retrieve(self, *asked: DocumentRequest, manner: Manner = PLAIN) -> RetrieveAnswer:
        """Ask for documents (ITI-43)."""
        return retrieved(self.speaker.ask(v.RETRIEVE, write_retrieve(asked), (), manner))


def retrieved(answer: Answer) -> RetrieveAnswer:
    """Return the answer with the documents it carries, or the trouble of carrying none that can be read."""
    opened = RetrieveAnswer(
        answer.http, answer.sent, answer.message, answer.trouble, root=answer.root, problems=answer.problems
    )
    if answer.trouble or answer.fault or answer.message is None:
        return opened
    try:
        read = read_retrieve_response(answer.message)
    except Unreadable as unreadable:
        return replace(opened, trouble=f"HTTP {answer.http.status}: {unreadable}")
    broken = tuple(f"{one.document}: {one.problem}" for one in read.documents if one.problem)
    return replace(
        opened,
        status=read.response.status,
        errors=read.response.errors,
        highest=read.response.highest,
        problems=(*opened.problems, *read.response.problems, *broken),
        documents=read.documents,
    )
