"""Archives with one vice in how they negotiate, or in how they take the data units of an association."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from typing import TYPE_CHECKING

from conformance.dicom import clauses as c
from conformance.dicom.saboteurs.endings import fall_silent
from conformance.dicom.saboteurs.entries import vice
from conformance.dicom.simulator import Archive, associating
from conformance.dicom.simulator.upperlayer import Over

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydicom.dataset import Dataset

    from conformance.dicom.simulator.associating import Acceptance, Request
    from conformance.dicom.simulator.messages import Message
    from conformance.dicom.simulator.upperlayer import Association, Link

HEAD = 6


def with_item(accepted: bytes, kind: int, value: bytes) -> bytes:
    """Return an A-ASSOCIATE-AC with one more sub-item in its user information, which is its last item."""
    at = HEAD + 68
    while accepted[at] != 0x50:  # noqa: PLR2004 - user information
        at += 4 + int.from_bytes(accepted[at + 2 : at + 4], "big")
    item = struct.pack(">BBH", kind, 0, len(value)) + value
    inner = accepted[at + 4 :] + item
    whole = accepted[HEAD:at] + struct.pack(">BBH", 0x50, 0, len(inner)) + inner
    return struct.pack(">BBL", associating.ASSOCIATE_AC, 0, len(whole)) + whole


class OverpoliteArchive(Archive):
    """Answers a user identity although no response was asked for."""

    def accept_pdu(self, acceptance: Acceptance) -> bytes:
        """Add the response."""
        return with_item(super().accept_pdu(acceptance), 0x59, b"\0\0")


class GruffArchive(Archive):
    """Cuts off who says who he is."""

    def refusal(self, request: Request) -> tuple[int, int, int] | None:
        """Break off when there is a user identity."""
        if request.identified:
            raise Over("it said who it was")
        return super().refusal(request)


class EchoingArchive(Archive):
    """Answers common extended negotiation, to which there is no answer."""

    def accept_pdu(self, acceptance: Acceptance) -> bytes:
        """Add a sub-item of that type."""
        return with_item(super().accept_pdu(acceptance), 0x57, b"\0\0\0\0\0\0")


class LavishArchive(Archive):
    """Grants every query option to everybody."""

    def extended(self, request: Request) -> Mapping[str, bytes]:
        """Grant them all, to every class that is proposed."""
        return {one.abstract: b"\1\1\1\1" for one in request.contexts if "5.1.4.1.2" in one.abstract}


class SuspiciousArchive(Archive):
    """Rejects requests with anything in a reserved field."""

    def refusal(self, request: Request) -> tuple[int, int, int] | None:
        """Test what is not to be tested."""
        return (1, 1, 1) if any(request.reserved) else super().refusal(request)


class LiteralMaximumArchive(Archive):
    """Takes a maximum length of 0 for no room at all."""

    def pieces(self, association: Association, context_id: int, octets: bytes, *, is_command: bool) -> Iterator[bytes]:
        """Give up."""
        if not association.their_maximum:
            raise association.abort(6)
        yield from super().pieces(association, context_id, octets, is_command=is_command)


class OddCuttingArchive(Archive):
    """Cuts messages at odd places."""

    def pieces(self, association: Association, context_id: int, octets: bytes, *, is_command: bool) -> Iterator[bytes]:
        """Put one octet apart from the rest."""
        for last, part in ((0, octets[:1]), (2, octets[1:])):
            head = (associating.P_DATA, 0, len(part) + 6, len(part) + 2, context_id, int(is_command) | last)
            yield struct.pack(">BBLLBB", *head) + part


class FirstContextArchive(Archive):
    """Answers on the first context of a service, whichever it was asked on."""

    def send_response(self, association: Association, message: Message, command: Dataset, data: bytes | None) -> None:
        """Find the first."""
        asked = association.contexts[message.context_id].abstract
        first = min(one.id for one in association.contexts.values() if one.abstract == asked)
        association.send(first, command, data)


class UnpreparedArchive(Archive):
    """Waits in silence after data that came before any association."""

    def too_early(self, link: Link, kind: int) -> None:
        """Wait."""
        try:
            while link.body(1):
                pass
        except Over:
            return


class RoamingArchive(Archive):
    """Serves requests on presentation contexts nobody accepted."""

    def fragment(self, association: Association, context_id: int, control: int, part: bytes) -> tuple[int, int, bytes]:
        """Take it for the first context."""
        known = context_id if context_id in association.contexts else min(association.contexts, default=1)
        return known, control, part


class WaitingArchive(Archive):
    """Waits for the octets a data value claims, although its data unit is over."""

    def invalid(self, association: Association, reason: int) -> None:
        """Wait."""
        fall_silent(association)


class ImpatientReadingArchive(Archive):
    """Takes what one read gives for a whole data unit."""

    def _serve(self, association: Association) -> None:
        """Look at what is there, and abort when it is less than a head."""
        behind = association.link.socket
        come = b"" if isinstance(behind, ssl.SSLSocket) else behind.recv(HEAD, socket.MSG_PEEK)
        if 0 < len(come) < HEAD:
            association.abort(6)
            return
        super()._serve(association)


class ObligingArchive(Archive):
    """Says success to operations it does not know."""

    def serve(self, association: Association, message: Message) -> None:
        """Say yes."""
        if association.contexts[message.context_id].abstract == "1.2.840.10008.1.1":
            self.respond(association, message, 0)
        else:
            super().serve(association, message)


class OneAtATimeArchive(Archive):
    """Serves nobody else until a connection has asked for its association."""

    def __init__(self) -> None:
        super().__init__()
        self._turn = threading.Lock()

    def received(self, connected: socket.socket) -> None:
        """Take the next connection when the one before has had its turn, in the order they came."""
        self._turn.acquire()
        super().received(connected)

    def _established(self, link: Link) -> Association | None:
        """Let the next one in once this one has an association, or has none."""
        try:
            return super()._established(link)
        finally:
            self._turn.release()


class CurtArchive(Archive):
    """Closes the connection where others abort."""

    def too_early(self, link: Link, kind: int) -> None:
        """Say nothing."""

    def invalid(self, association: Association, reason: int) -> None:
        """Say nothing, and go."""
        raise Over("what came was not valid")


class GuardedArchive(Archive):
    """Rejects users it does not know."""

    def refusal(self, request: Request) -> tuple[int, int, int] | None:
        """Know nobody."""
        if request.identified:
            self.auditor.refused(request)
            return (1, 1, 1)
        return super().refusal(request)


SABOTEURS = (
    vice("dicom.identity-answered-unasked", OverpoliteArchive, c.IDENTITY_ANSWERED_WHEN_ASKED),
    vice("dicom.identity-cut-off", GruffArchive, c.IDENTITY_TAKEN),
    vice("dicom.common-extended-answered", EchoingArchive, c.COMMON_EXTENDED_UNANSWERED),
    vice("dicom.lavish-options", LavishArchive, c.EXTENDED_WITHIN_PROPOSAL, also=[c.FIND_NEEDS_UPPER_KEYS]),
    vice("dicom.reserved-tested", SuspiciousArchive, c.RESERVED_NOT_TESTED),
    vice("dicom.no-maximum-is-no-room", LiteralMaximumArchive, c.NO_MAXIMUM),
    vice(
        "dicom.odd-fragments",
        OddCuttingArchive,
        c.EVEN_FRAGMENTS,
        also=[c.P_DATA_WELL_FORMED, c.COMMIT_WELL_FORMED],
        scenarios=("dicom.query.odd-maximum",),
    ),
    vice("dicom.first-context-only", FirstContextArchive, c.RESPONSE_ON_SAME_CONTEXT),
    vice("dicom.data-before-association", UnpreparedArchive, c.REQUEST_COMES_FIRST),
    vice("dicom.any-context", RoamingArchive, c.UNKNOWN_CONTEXT_NOT_SERVED),
    vice("dicom.waits-for-torn-data", WaitingArchive, c.INVALID_DATA_ENDS),
    vice("dicom.one-read-one-unit", ImpatientReadingArchive, c.SEGMENTS_JOINED),
    vice("dicom.knows-every-operation", ObligingArchive, c.UNKNOWN_OPERATION_REFUSED),
    vice("dicom.one-at-a-time", OneAtATimeArchive, c.OTHERS_SERVED),
    vice("dicom.closes-without-abort", CurtArchive),
    vice("dicom.rejects-unknown-users", GuardedArchive),
)
