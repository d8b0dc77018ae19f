"""Whoever calls the archive under test: each question on an association of its own."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from conformance.dicom import uids
from conformance.dicom.client import Answer, Asked, Association, Proposal, Request, echo
from conformance.dicom.client.answers import NOT_ASKED
from conformance.dicom.wire.command import C_ECHO
from conformance.model import Blocked

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator, Sequence

    from conformance.dicom.wire import Pdu
    from conformance.story import Story
    from conformance.systems import Dicom


class Caller:
    """Opens associations to the archive, one for each question, and records what becomes of them."""

    def __init__(self, story: Story, profile: Dicom) -> None:
        self.story = story
        self.profile = profile
        self.aet = profile.called_aet
        self._tls = profile.tls.context(story.folder) if profile.tls else None
        self._associations = 0
        self._silences: dict[int, str] = {}

    @property
    def tls(self) -> ssl.SSLContext | None:
        """Return how connections to the archive are secured, None when they are not."""
        return self._tls

    def request(self, *proposals: Proposal, **changes: Any) -> Request:  # noqa: ANN401 - any field of Request
        """Return a request for these contexts under the profile's AE titles; ``changes`` are fields of Request."""
        return replace(Request(proposals, self.profile.called_aet, self.profile.calling_aet), **changes)

    def associate(self, *proposals: Proposal, pdu: Pdu | None = None, **changes: Any) -> Association:  # noqa: ANN401
        """Ask for an association and return what became of it, whatever that is."""
        self._associations += 1
        number = int(self.story.token(f"message/{self._associations}", 4), 16) % 60_000 + 1
        return Association.requested(
            self.story.doors,
            self.profile.host,
            self.profile.port,
            self.request(*proposals, **changes),
            tls=self._tls,
            first_message=number,
            pdu=pdu,
        )

    @contextmanager
    def _asking(
        self,
        *proposals: Proposal,
        asked: list[Answer],
        **changes: Any,  # noqa: ANN401 - any field of Request
    ) -> Iterator[Association]:
        """Open an association and release it; what comes at the release belongs to the last answer."""
        association = self.associate(*proposals, **changes)
        try:
            yield association
            if association.open:
                extra = association.release().extra
                if asked and extra:
                    asked[-1] = asked[-1].with_extra(extra)
        finally:
            if association.open:
                association.abort()

    def _ask(
        self,
        field: int,
        proposals: Sequence[Proposal],
        ask: Callable[[Association], Answer],
        **changes: Any,  # noqa: ANN401 - any field of Request
    ) -> Answer:
        """Ask on an association of its own; a question that met silence once is not asked again in the same story.

        One silence costs a whole deadline: a story of ten questions to a deaf candidate would never end.
        """
        if field in self._silences:
            asked = Asked(field, 0, 0, proposals[0].abstract_syntax)
            return Answer(asked, trouble=f"{NOT_ASKED}: {self._silences[field]}")
        answers: list[Answer] = []
        with self._asking(*proposals, asked=answers, **changes) as association:
            answers.append(ask(association))
        if answers[-1].silent:
            self._silences[field] = answers[-1].trouble
        return answers[-1]

    def echo(self, *, times: int = 1, most: int | None = None, **changes: Any) -> Answer:  # noqa: ANN401
        """Verify, ``times`` in a row on one association; the first answer that is no success counts."""

        def ask(association: Association) -> Answer:
            answers = (echo(association, most=most) for _ in range(times))
            answer = next(answers)
            while answer.status == 0:
                following = next(answers, None)
                if following is None:
                    break
                answer = following
            return answer

        return self._ask(C_ECHO, [Proposal(uids.VERIFICATION)], ask, **changes)

    def alive(self) -> Answer:
        """Verify as a positive control: Blocked when even that fails."""
        answer = self.echo()
        if answer.status != 0:
            raise Blocked(f"the candidate did not answer C-ECHO as a control: {answer.outcome}")
        return answer

    def offers(self, sop_class: str) -> bool:
        """Return whether a service is accepted at all; asked on an association of its own."""
        association = self.associate(Proposal(sop_class))
        with association:
            return association.context(sop_class) is not None
