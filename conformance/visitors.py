"""A secured door as its visitor meets it: by a conversation over TLS, by a first word alone, in the clear (BCP 195)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.guarded import Deadline, LinkFault, Unreachable
from conformance.hello import (
    MEDIA_TYPE,
    RECORD_HEAD,
    RECORD_MOST,
    TLS_1_2,
    ClientHello,
    NoAnswer,
    ServerHello,
    read_answer,
)
from conformance.model import Blocked, NotApplicable
from conformance.papers import NO_TLS, broken_off_by_us, shown

if TYPE_CHECKING:
    import ssl
    from pathlib import Path

    from conformance.guarded import Connection
    from conformance.hello import Offers
    from conformance.story import Story
    from conformance.systems import VisitedDoor


@dataclass(frozen=True, slots=True)
class Visit:
    """How a visit ended.

    ``accepted``: the visitor was let in; ``answered``: and got the answer that a visitor is to get; ``saw``: in words.
    """

    accepted: bool
    answered: bool
    saw: str
    evidence: tuple[str, ...] = ()

    @classmethod
    def nobody(cls, error: Unreachable) -> Visit:
        """Return the visit that ended before there was a conversation."""
        return cls(accepted=False, answered=False, saw=str(error))


@dataclass(frozen=True, slots=True)
class Greeted:
    """What a ClientHello was answered with: what was agreed, None when nothing was, and what was seen, in words."""

    agreed: ServerHello | None
    saw: str
    evidence: tuple[str, ...] = ()


class Visitor(ABC):
    """Visits a secured door, and never says what a visit is worth.

    A room says what is done behind the door: ``_conversed``, over a new connection.
    """

    whom = "the system"
    """Who is visited, in words."""

    def __init__(self, story: Story, about: VisitedDoor) -> None:
        self.story = story
        self.about = about

    @abstractmethod
    def _conversed(self, port: int, tls: ssl.SSLContext | None) -> Visit:
        """Connect and do what a visitor does; raise Unreachable where no connection comes about."""

    def showing(self, cert: Path | None, key: Path | None) -> ssl.SSLContext:
        """Return the context of a visitor that shows this certificate, and trusts the door whatever it is called."""
        tls = shown(self.story, self.about.ca, cert, key)
        tls.check_hostname = False
        return tls

    def visit(self, cert: Path | None, key: Path | None) -> Visit:
        """Visit over TLS with this certificate."""
        try:
            return self._conversed(self.about.port, self.showing(cert, key))
        except Unreachable as error:
            if not str(error).startswith(NO_TLS):
                raise
            return Visit.nobody(error)

    def good(self) -> Visit:
        """Visit with the good certificate."""
        return self.visit(self.about.cert, self.about.key)

    def control(self, when: str) -> Visit:
        """Visit with the good certificate; raise Blocked when it is not let in."""
        visit = self.good()
        if not visit.accepted:
            raise Blocked(f"with the good certificate {when} nobody was let in either: {visit.saw}")
        return visit

    def turned_away(self, cert: Path | None, key: Path | None) -> Visit:
        """Visit between two visits with the good certificate; raise Blocked when it was us who broke off."""
        welcome = self.control("before")
        visit = self.visit(cert, key)
        self.control("afterwards")
        if broken_off_by_us(visit.saw):
            raise Blocked(f"it was not {self.whom} that broke off: {visit.saw}")
        return self.beside(visit, welcome)

    def beside(self, visit: Visit, welcome: Visit) -> Visit:
        """Return what a visit was, seen beside one with the good certificate."""
        del welcome
        return visit

    def plainly(self, port: int) -> Visit:
        """Visit without TLS; nobody there is a visit that ended so."""
        try:
            return self._conversed(port, None)
        except Unreachable as error:
            return Visit.nobody(error)

    def plainly_between(self, port: int) -> Visit:
        """Visit without TLS between two visits with the good certificate."""
        self.control("before")
        visit = self.plainly(port)
        self.control("afterwards")
        return visit

    def greet(self, name: str, **offer: object) -> Greeted:
        """Send a ClientHello alone and return what the first record of the answer says; ``offer`` is what it holds."""
        connection = self.story.doors.connect(self.about.host, self.about.port)
        try:
            return self._greeted(connection, self._hello(name, **offer))
        finally:
            connection.close()

    def greetings(self, offers: Offers) -> dict[str, Greeted]:
        """Send a ClientHello for each of these offers, between two visits with the good certificate."""
        self.control("before")
        told = {name: self.greet(name, **offer) for name, offer in offers.items()}
        self.control("afterwards")
        return told

    def agreed(self, name: str, **offer: object) -> tuple[ServerHello, Greeted]:
        """Return what is agreed to of TLS 1.2; raise NotApplicable where only newer is spoken."""
        self.control("before")
        greeted = self.greet(name, version=TLS_1_2, **offer)
        if greeted.agreed is None:
            raise NotApplicable(f"{self.whom} agrees to no TLS 1.2, and newer has neither ({greeted.saw})")
        return greeted.agreed, greeted

    def _hello(self, name: str, **offer: object) -> ClientHello:
        return ClientHello(bytes.fromhex(self.story.token(f"hello/{name}", 64)), **offer)  # type: ignore[arg-type]

    def _greeted(self, connection: Connection, hello: ClientHello) -> Greeted:
        deadline = Deadline(self.story.limits.pdu_s)
        try:
            connection.send(hello.encode())
            sent = connection.mark_sent("ClientHello", MEDIA_TYPE)
            kind, _, size = RECORD_HEAD.unpack(connection.read_exactly(RECORD_HEAD.size, deadline))
            body = connection.read_exactly(min(size, RECORD_MOST), deadline)
        except LinkFault as fault:
            return Greeted(None, str(fault))
        try:
            answer = read_answer(kind, body)
        except NoAnswer as error:
            came = connection.mark_received("no TLS", MEDIA_TYPE)
            return Greeted(None, error.says, (sent, came))
        came = connection.mark_received(answer.says, MEDIA_TYPE)
        return Greeted(answer if isinstance(answer, ServerHello) else None, answer.says, (sent, came))


class LingeringVisitor(Visitor):
    """A visitor that goes on over a connection on which nothing was agreed to: ``_gone_on`` says what it does there."""

    @abstractmethod
    def _gone_on(self, connection: Connection) -> Visit:
        """Do what a visitor does, in the clear, over a connection."""

    def refused_and_gone_on(self, name: str, **offer: object) -> Visit:
        """Send a ClientHello nothing can be agreed on, and go on in the clear on the same connection.

        All between two visits with the good certificate; raise Blocked when something was agreed on.
        """
        self.control("before")
        connection = self.story.doors.connect(self.about.host, self.about.port)
        greeted = self._greeted(connection, self._hello(name, **offer))
        visit = self._gone_on(connection)
        self.control("afterwards")
        if greeted.agreed is not None:
            raise Blocked(f"a handshake that was to fail did not: {greeted.saw}")
        return visit
