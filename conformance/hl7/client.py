"""Tells the candidate HL7 messages over MLLP and keeps what it answered; judges nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Self

from conformance.guarded import LinkFault
from conformance.hl7.answers import Answer
from conformance.hl7.line import MOST_EXTRA, Line
from conformance.hl7.prepared import describe
from conformance.hl7.wire.draft import Draft
from conformance.hl7.wire.mllp import MEDIA_TYPE, Frame, framed, read_frame
from conformance.model import Blocked, NotApplicable

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable, Sequence

    from conformance.guarded import Doors
    from conformance.hl7.prepared import Prepared
    from conformance.story import Story
    from conformance.systems import Hl7Queries


class Sender(Line):
    """One sending application on its line."""

    def __init__(
        self, doors: Doors, host: str, port: int, tls: ssl.SSLContext | None = None, triggers: Iterable[str] = ()
    ) -> None:
        super().__init__(doors, host, port, tls)
        self.triggers = frozenset(triggers)
        self.claims: frozenset[str] = frozenset()
        self._asked: set[bytes] = set()
        self.strays: list[Answer] = []
        """Answers to messages that had been answered before, which are no answer to the newest one."""

    @classmethod
    def to(cls, story: Story) -> Self:
        """Return a sender to the candidate's receiving port; raise Blocked when the profile has none."""
        port = story.system.hl7v2.in_ if story.system.hl7v2 else None
        if port is None:
            raise Blocked("the profile names no hl7v2.in")
        tls = port.tls.context(story.folder) if port.tls else None
        sender = cls(story.doors, port.host, port.port, tls, port.triggers)
        sender.claims = frozenset(name for name, claimed in port.claims.model_dump().items() if claimed)
        return sender

    @classmethod
    def asking(cls, story: Story, port: Hl7Queries | None, part: str) -> Self:
        """Return a sender of queries to a port of the candidate; raise Blocked when the profile has none."""
        if port is None:
            raise Blocked(f"the profile names no {part}")
        return cls(story.doors, port.host, port.port, port.tls.context(story.folder) if port.tls else None)

    def in_turn(self, row: Sequence[Prepared]) -> list[Answer]:
        """Send each block when the one before was answered; return the answers, a last one that did not come too.

        A peer may close the connection after an answer: then it goes on over a new one, as ``tell`` does.
        """
        answers = list[Answer]()
        while True:
            used = self._used and self._connection is not None
            left = row[len(answers) :]
            came = self.named(left, self.exchanged(left))
            closed = self._broken and not came[-1].frame.octets
            if not closed or not (used or len(came) > 1):
                return [*answers, *came]
            answers += came[:-1]
            self.close()

    def exchanged(self, row: Sequence[Prepared]) -> list[Frame]:
        """Send each block when the one before was answered, as fast as they are; return what came, unread.

        It ends at the first block that has a problem. ``named`` must follow: nothing else is done here, so that what
        takes time is the candidate.
        """
        connection, limits, frames = self._open(), self._doors.limits, list[Frame]()
        if connection is None or self._broken:
            return [Frame(b"", b"")]
        try:
            for one in row:
                connection.send(one.block, limits.frame_s)
                frames.append(read_frame(connection, limits.frame_s, limits.mllp_bytes))
                if frames[-1].problems:
                    break
        except LinkFault as fault:
            self._broken = str(fault)
            frames.append(Frame(b"", b""))
        return frames

    def named(self, row: Sequence[Prepared], frames: Sequence[Frame]) -> list[Answer]:
        """Name in the record what was exchanged; return what came as answers."""
        answers, connection = list[Answer](), self._connection
        for one, frame in zip(row, frames, strict=False):
            if connection is None:
                return [Answer.of(frame, self._broken)]
            told = connection.mark_sent(one.says, MEDIA_TYPE, len(one.block))
            if frame.octets or frame.problems:
                answer = self._answered(connection, frame, ", the profile's timing.frame_s")
            else:
                answer = Answer.of(frame, self._broken)
            answers.append(Answer(frame, answer.reading, (told, *answer.evidence)))
            self._asked.add(one.control_id)
            self._used = True
        return answers

    def tell(self, message: Draft | bytes, summary: str = "", *, within: float | None = None) -> Answer:
        """Send one message in its block and return what it was answered with.

        A peer may close the connection after an answer. On a connection that was used before, a message met
        by nothing but its end is sent once more over a new one. An answer that names an earlier message is put
        aside as a stray. After an answer that did not come (whole), the
        next message goes over a new connection, so that a late answer is not taken for another one.
        """
        if self._broken:
            self.close()
        used = self._used
        answer = self._told(message, summary, within)
        if used and self._broken and not answer.frame.octets:
            self.close()
            answer = self._told(message, summary, within)
        if not answer.frame.whole and not self._broken:
            self._broken = answer.trouble or "the answer before did not come whole"
        return answer

    def _told(self, message: Draft | bytes, summary: str, within: float | None) -> Answer:
        octets, named = (message.octets(), describe(message)) if isinstance(message, Draft) else (message, "a message")
        sent = self.send(framed(octets), summary or named)
        answer = self.hear(within)
        asked = message.control_id if isinstance(message, Draft) else b""
        while answer.control_id != asked and answer.control_id in self._asked and len(self.strays) < MOST_EXTRA:
            self.strays.append(answer)
            answer = self.hear(within)
        self._asked.add(asked)
        self._used = True
        return replace(answer, evidence=(sent, *answer.evidence))

    def arrange(self, message: Draft, what: str) -> Answer:
        """Tell what must be accepted before the story can go on; raise Blocked when it is not."""
        answer = self.tell(message)
        if answer.code != "AA":
            raise Blocked(f"could not {what}: {answer.says}")
        return answer

    def offering(self, *triggers: str) -> Self:
        """Return this sender when the profile lists one of the triggers (``ADT^A40``); raise NotApplicable if none."""
        if not self.triggers & set(triggers):
            raise NotApplicable(f"the profile's hl7v2.in lists no {' or '.join(triggers)} among its triggers")
        return self

    def claiming(self, claim: str) -> Self:
        """Return this sender when the profile's claims include this one; raise NotApplicable if not."""
        if claim not in self.claims:
            raise NotApplicable(f"the profile's hl7v2.in.claims do not include {claim}")
        return self

    def converse(self, message: Draft, expected: int) -> tuple[Answer, ...]:
        """Tell a message that wants so many answers; return all that came, unwanted ones too, and what did not come."""
        self.send(framed(message.octets()), describe(message))
        self._asked.add(message.control_id)
        answers: list[Answer] = []
        while len(answers) < expected and (not answers or answers[-1].frame.whole):
            answers.append(self.hear())
        return (*answers, *self.extra())
