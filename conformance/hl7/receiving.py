"""Receives what the candidate sends over MLLP, answers as a story wants, and keeps it all; judges nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Self

from conformance.asking import Begun, Deed
from conformance.guarded import Deadline, LinkFault, Silent
from conformance.hl7 import samples
from conformance.hl7.arrival import Arrival
from conformance.hl7.wire.delimiters import STANDARD
from conformance.hl7.wire.draft import Draft
from conformance.hl7.wire.message import Unreadable, parse
from conformance.hl7.wire.mllp import MEDIA_TYPE, Flaw, framed, read_frame
from conformance.model import Blocked

if TYPE_CHECKING:
    import ssl

    from conformance.guarded import Connection, Listener
    from conformance.hl7.samples import Person
    from conformance.hl7.wire.draft import Value
    from conformance.story import Story

MOST_STRAYS = 100
"""Messages about something else that are answered and left aside before a story gives up."""

ANSWERS = frozenset({"ACK", "MCF"})
"""Message types that are themselves acknowledgements and are never acknowledged."""

_SLICE = 0.2
"""Seconds in which one connection is listened to before the others are."""

_LETTERS = str.maketrans("0123456789", "GHIJKLMNOP")


def someone(story: Story, name: str, family: str = "") -> Person:
    """Return a patient who can be known by the family name alone, where the candidate gives identifiers itself."""
    mark = story.token(f"family/{name}", 8).translate(_LETTERS)
    return samples.person(story, name, family=f"ZZ{family}{mark}")


class Inbox:
    """Our receiving application: one door, any number of connections, each block kept before it is answered."""

    def __init__(self, story: Story, door: Listener) -> None:
        self._story = story
        self._doors = story.doors
        self._door = door
        self._links: list[Connection] = []
        self._ready: Connection | None = None
        self._marks: set[bytes] = set()
        self._begun: Begun | None = None
        self._answers = 0
        self._heard_on: set[int] = set()
        self._secure = False
        self.trouble = ""
        """What went wrong with the connection that ended last, if anything."""
        self._slice = _SLICE

    @classmethod
    def of(cls, story: Story) -> Self:
        """Open the door the profile names for what the candidate sends."""
        out = story.system.hl7v2.out if story.system.hl7v2 else None
        if out is None:
            raise Blocked("the profile names no hl7v2.out")
        return cls(story, story.doors.listen(out.listen, out.port))

    @classmethod
    def secured(cls, story: Story, stranger: ssl.SSLContext | None = None) -> Self:
        """Open the door the profile names for TLS, or at its place one that shows a stranger's certificate."""
        out = story.system.hl7v2.out if story.system.hl7v2 else None
        if out is None or out.secure is None:
            raise Blocked("the profile names no hl7v2.out.secure")
        context = stranger or (None if story.replayed else out.secure.context(story.folder))
        inbox = cls(story, story.doors.listen(out.listen, out.secure.port, context))
        inbox._secure = True
        return inbox

    # Asking

    def ask(self, deed: str, says: str, who: Person, **values: str) -> None:
        """Ask for ``hl7.send.<deed>`` about a patient; what comes is known by identifier or family name."""
        person = {"patient": who.id, "family": who.family, "given": who.given, "nhs_number": who.nhs_number}
        person |= {"birth_date": who.birth_date, "sex": who.sex}
        where = {"host": self._door.address.host, "port": str(self._door.address.port)}
        self._marks |= {who.id.encode(), who.family.upper().encode("utf-8")}
        self._begun = self._story.ask(
            Deed(f"hl7.send.{deed}", f"{says}, to {self._door.address}", person | values | where)
        )

    def known_by(self, mark: str) -> None:
        """Know messages of this story by one more word."""
        self._marks.add(mark.encode())

    # Hearing

    def first(self) -> Arrival:
        """Return the first message of what was asked for; raise Blocked when none comes."""
        if self._begun is None:
            raise Blocked("nothing was asked for")
        arrival = self.next(self._begun.within_s)
        if arrival is None:
            raise self._begun.nothing_came("no message about that patient reached us in time")
        return arrival

    def message(self) -> Arrival:
        """Return the first message where a story is about its answer: raise Blocked when what came is none."""
        arrival = self.first()
        if arrival.message is None:
            raise Blocked(f"what came can't be acknowledged: {arrival.trouble}")
        return arrival

    def later(self) -> Arrival | None:
        """Return one more message that was asked for, within the time the candidate may take."""
        return self.next(self._begun.within_s if self._begun else None)

    def brought(self) -> Arrival | None:
        """Return the first message over TLS; after a connection that failed, what comes until the sender is quiet."""
        arrival, trouble = self.later(), self.trouble
        for _ in range(MOST_STRAYS):
            if arrival is not None or not self.trouble:
                break
            trouble, self.trouble = self.trouble, ""
            arrival = self.quiet()
        self.trouble = trouble
        return arrival

    @property
    def patient(self) -> bool:
        """Return whether a story may go on answering; one that meets a flood may not."""
        return self._answers < MOST_STRAYS

    def another_than(self, before: Arrival) -> Arrival:
        """Return the first other message, acknowledging ``before`` as often as it comes again."""
        while (arrival := self.first()).control_id == before.control_id and self.patient:
            self.answer(arrival)
        return arrival

    def again(self, first: Arrival, within: float | None = None) -> Arrival | None:
        """Return ``first`` when it comes again within ``within`` seconds; other messages are acknowledged meanwhile.

        It may have got another control id, not another event or content.
        """
        for _ in range(MOST_STRAYS):
            arrival = self.next(within)
            if arrival is None or arrival.repeats(first):
                return arrival
            self.answer(arrival)
        return None

    def close(self) -> None:
        """Let go of the door, so that another can stand at its place."""
        for link in list(self._links):
            self.let_go(link)
        self._door.close()

    def next(self, within: float | None = None) -> Arrival | None:
        """Return the next message of this story within ``within`` seconds (default: the frame limit), or None.

        Messages about anything else, which a queue may hold from earlier, are acknowledged and left aside.
        """
        for _ in range(MOST_STRAYS):
            arrival = self._heard(self._doors.limits.frame_s if within is None else within)
            if arrival is None or self._ours(arrival):
                return arrival
            self.answer(arrival)
        return None

    def quiet(self, seconds: float | None = None) -> Arrival | None:
        """Return what comes though nothing should, within ``seconds`` (default: the profile's, else the limit)."""
        quiet = self._begun.quiet_s if self._begun else self._doors.limits.quiet_s
        return self.next(quiet if seconds is None else seconds)

    def _ours(self, arrival: Arrival) -> bool:
        octets = arrival.frame.octets.upper()
        answers = arrival.field("MSH-9.1") in ANSWERS
        return arrival.message is None or answers or any(mark in octets for mark in self._marks)

    def _heard(self, within: float) -> Arrival | None:
        self._ready, self._slice = None, min(_SLICE, within)
        self._doors.wait(self._stirs, within, "a message reaches us", pause=0.0)
        link = self._ready
        if link is None:
            return None
        self._heard_on.add(link.number)
        limits = self._doors.limits
        frame = read_frame(link, limits.frame_s, limits.mllp_bytes)
        if frame.has(Flaw.CLOSED) or frame.has(Flaw.RESET):
            self.let_go(link)
        try:
            arrival = Arrival(frame, parse(frame.content), frame.trouble, (), link.number)
        except Unreadable as fault:
            says = frame.trouble or f"what came is no HL7 message ({fault.says}): {frame.content[:40]!r}"
            arrival = Arrival(frame, None, says, (), link.number)
        return replace(arrival, evidence=(link.mark_received(arrival.says, MEDIA_TYPE),))

    def _stirs(self) -> bool:
        """Return whether octets wait to be read, or TLS failed, having looked at each connection and at the door."""
        for link in list(self._links):
            try:
                octets = link.read_some(1, Deadline(self._slice / len(self._links)))
            except Silent:
                continue
            except LinkFault as fault:
                octets, self.trouble = b"", str(fault)
            if octets:
                link.unread(octets)
                self._ready = link
                return True
            self.let_go(link)
            if self._secure and link.number not in self._heard_on:
                self.trouble = self.trouble or "the connection was closed before a message came"
            if self._secure and self.trouble:
                return True
        try:
            self._links.append(self._door.accept(0.01 if self._links else self._slice))
        except LinkFault:
            return False
        return False

    def torn(self) -> bool:
        """Break the connection off once a message begins; return whether one did."""
        self._ready = None
        within = self._begun.within_s if self._begun else self._doors.limits.frame_s
        if not self._doors.wait(self._stirs, within, "a message begins", pause=0.0) or self._ready is None:
            return False
        self._ready.abort()
        self._links.remove(self._ready)
        return True

    # Answering

    def answer(self, arrival: Arrival, code: str = "AA", *, names: bytes | None = None) -> None:
        """Acknowledge a message with ``code``; ``names`` is another control id than its own for MSA-2."""
        if arrival.field("MSH-9.1") in ANSWERS:
            return
        self.say(arrival, framed(self.acknowledgement(arrival, code, names=names)), f"{code} for {arrival.says}")

    def acknowledgement(self, arrival: Arrival, code: str = "AA", *, names: bytes | None = None) -> bytes:
        """Return an acknowledgement in the delimiters, version and character set of the message."""
        message = arrival.message or parse(b"MSH|^~\\&|||||||||P|2.5.1\r")
        mine = message.delimiters
        lacking = {
            name: getattr(mine, name) or getattr(STANDARD, name)
            for name in ("component", "repetition", "escape", "subcomponent")
        }
        self._answers += 1
        header: dict[int, Value] = {3: message.get("MSH-5"), 4: message.get("MSH-6"), 5: message.get("MSH-3")}
        header |= {6: message.get("MSH-4"), 7: f"{self._story.now:%Y%m%d%H%M%S}"}
        header |= {9: ("ACK", message.get("MSH-9.2"), "ACK"), 10: f"ZZ{self._story.token(f'ack/{self._answers}', 14)}"}
        header |= {11: message.get("MSH-11"), 12: message.get("MSH-12"), 18: message.get("MSH-18")}
        if code in {"CA", "CE", "CR"}:
            header |= {15: "NE", 16: "NE"}
        verdict: dict[int, Value] = {1: code, 2: arrival.control_id if names is None else names}
        return Draft((("MSH", header), ("MSA", verdict)), replace(mine, **lacking)).octets()

    def say(self, arrival: Arrival, octets: bytes, summary: str, *, piecewise: bool = False) -> None:
        """Send octets on the connection a message came by; one that is gone takes none."""
        link = next((one for one in self._links if one.number == arrival.link), None)
        if link is None:
            return
        try:
            for piece in [octets[at : at + 1] for at in range(len(octets))] if piecewise else [octets]:
                link.send(piece, self._doors.limits.frame_s)
        except LinkFault:
            self.let_go(link)
        link.mark_sent(summary, MEDIA_TYPE)

    def answer_together(self, arrivals: list[Arrival]) -> None:
        """Acknowledge several messages in one piece, those of each connection on it."""
        for number in dict.fromkeys(one.link for one in arrivals):
            mine = [one for one in arrivals if one.link == number]
            blocks = b"".join(framed(self.acknowledgement(one)) for one in mine)
            self.say(mine[-1], blocks, f"AA for {len(mine)} messages in one piece")

    def hang_up(self, arrival: Arrival) -> None:
        """Close the connection a message came by."""
        for link in [one for one in self._links if one.number == arrival.link]:
            self.let_go(link)

    def let_go(self, link: Connection) -> None:
        """Close a connection of ours."""
        link.close()
        self._links.remove(link)

    def settle(self, arrival: Arrival | None = None) -> None:
        """Acknowledge what is left, so that no later story meets it again."""
        if arrival is not None:
            self.answer(arrival)
        for _ in range(MOST_STRAYS):
            more = self.quiet()
            if more is None:
                return
            self.answer(more)
