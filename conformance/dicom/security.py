"""The archive's TLS door as a visitor meets it: by an association over TLS, by a first word alone, in the clear."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.dicom import uids
from conformance.dicom.client import Association, Proposal, Request, echo
from conformance.dicom.wire import Unreadable
from conformance.dicom.wire.hello import MEDIA_TYPE, RECORD_HEAD, RECORD_MOST, ClientHello, ServerHello, read_answer
from conformance.guarded import Deadline, LinkFault, Unreachable
from conformance.model import Blocked
from conformance.papers import NO_TLS, broken_off_by_us, shown

if TYPE_CHECKING:
    import ssl
    from pathlib import Path

    from conformance.guarded import Connection
    from conformance.story import Story
    from conformance.systems import Dicom, SecureDicom


@dataclass(frozen=True, slots=True)
class Visit:
    """How a visit ended: whether an association came about and C-ECHO succeeded on it, and what was seen, in words."""

    accepted: bool
    echoed: bool
    saw: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Greeted:
    """What a ClientHello was answered with: what was agreed, None when nothing was, and what was seen, in words."""

    agreed: ServerHello | None
    saw: str
    evidence: tuple[str, ...] = ()


class SecureArchiveVisitor:
    """Visits the archive's TLS door, and never says what a visit is worth."""

    def __init__(self, story: Story, profile: Dicom, about: SecureDicom) -> None:
        self.story = story
        self.about = about
        self._request = Request((Proposal(uids.VERIFICATION),), profile.called_aet, profile.calling_aet)

    def visit(self, cert: Path | None, key: Path | None) -> Visit:
        """Ask for an association over TLS with this certificate and verify the connection on it."""
        return self._visited(self.about.port, shown(self.story, self.about.ca, cert, key))

    def good(self) -> Visit:
        """Visit with the good certificate."""
        return self.visit(self.about.cert, self.about.key)

    def control(self, when: str) -> None:
        """Visit with the good certificate; raise Blocked when no association comes about."""
        visit = self.good()
        if not visit.accepted:
            raise Blocked(f"with the good certificate {when} no association came about either: {visit.saw}")

    def turned_away(self, cert: Path | None, key: Path | None) -> Visit:
        """Visit between two visits with the good certificate; raise Blocked when it was us who broke off."""
        self.control("before")
        visit = self.visit(cert, key)
        self.control("afterwards")
        if broken_off_by_us(visit.saw):
            raise Blocked(f"it was not the archive that broke off: {visit.saw}")
        return visit

    def plainly(self, port: int) -> Visit:
        """Ask for an association without TLS; nobody there is a visit that ended so."""
        try:
            return self._visited(port, None)
        except Unreachable as error:
            return Visit(accepted=False, echoed=False, saw=str(error))

    def greet(self, name: str, **offer: object) -> Greeted:
        """Send a ClientHello alone and return what the first record of the answer says; ``offer`` is what it holds."""
        connection = self.story.doors.connect(self.about.host, self.about.port)
        try:
            return self._greeted(connection, self._hello(name, **offer))
        finally:
            connection.close()

    def greet_and_go_on(self, name: str, **offer: object) -> tuple[Greeted, Visit]:
        """Send a ClientHello, and on the same connection a request for an association in the clear."""
        connection = self.story.doors.connect(self.about.host, self.about.port)
        greeted = self._greeted(connection, self._hello(name, **offer))
        association = Association.over(self.story.doors, connection, self._request)
        return greeted, _ended(association)

    def _hello(self, name: str, **offer: object) -> ClientHello:
        return ClientHello(bytes.fromhex(self.story.token(f"hello/{name}", 64)), **offer)  # type: ignore[arg-type]

    def _visited(self, port: int, tls: ssl.SSLContext | None) -> Visit:
        if tls is not None:
            tls.check_hostname = False
        try:
            association = Association.requested(self.story.doors, self.about.host, port, self._request, tls=tls)
        except Unreachable as error:
            if not str(error).startswith(NO_TLS):
                raise
            return Visit(accepted=False, echoed=False, saw=str(error))
        return _ended(association)

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
        except Unreadable as error:
            came = connection.mark_received("no TLS", MEDIA_TYPE)
            return Greeted(None, error.says, (sent, came))
        came = connection.mark_received(answer.says, MEDIA_TYPE)
        return Greeted(answer if isinstance(answer, ServerHello) else None, answer.says, (sent, came))


def _ended(association: Association) -> Visit:
    """Verify the connection on an association that came about, and release it."""
    if not association.open:
        return Visit(accepted=association.accepted, echoed=False, saw=association.told, evidence=association.evidence)
    answer = echo(association)
    association.release()
    saw = f"an association, C-ECHO: {answer.outcome}"
    return Visit(accepted=True, echoed=answer.status == 0, saw=saw, evidence=(*association.evidence, *answer.evidence))
