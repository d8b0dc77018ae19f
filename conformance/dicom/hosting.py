"""Our archive as a candidate finds it that searches and retrieves: several associations at once, one PDU at a time.

A workstation may keep the association of its search while it retrieves over another, so visitors are heard in turn.
All is told in one thread, and no turn is decided by the clock: a recording gives the same turns again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conformance.dicom import uids
from conformance.dicom.accepting import acceptance, part
from conformance.dicom.client.exchange import response
from conformance.dicom.client.link import MAXIMUM_LENGTH, Link
from conformance.dicom.shelf import ROOTS, Shelf
from conformance.dicom.visiting import HELD, Taken, Visit, received, watched
from conformance.dicom.wire import Abort, Associate, Role, write_data_set
from conformance.dicom.wire.command import C_CANCEL, C_ECHO, C_FIND, C_GET, C_MOVE
from conformance.dicom.wire.pdu import ASSOCIATE_RQ
from conformance.dicom.wire.summary import summary
from conformance.dicom.wire.syntaxes import EXPLICIT_LITTLE, IMPLICIT_LITTLE
from conformance.guarded import Deadline, LinkFault, Silent

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformance.asking import Begun
    from conformance.dicom.client.link import Came
    from conformance.dicom.retrieving import Retrieval
    from conformance.dicom.wire import Element, Reject
    from conformance.guarded import Connection, Listener

PENDING, PENDING_WITHOUT_OPTIONAL_KEYS, CANCELLED, NOT_RECOGNISED = 0xFF00, 0xFF01, 0xFE00, 0x0211
_TURN_S, _GLANCE_S = 0.1, 0.01
_MOST_VISITS, _MOST_REQUESTS = 64, 4000


@dataclass(frozen=True, slots=True)
class Service:
    """How we serve a candidate that searches and retrieves.

    ``shelf`` is what we have; ``found`` ends a search, without a match unless it is success; ``pending`` goes with
    every match, by default what is true of it; ``beside`` is told of every match though nobody asked; ``retrieved``
    ends a retrieval before any sub-operation, ``lost`` says how many instances at the end we fail to send, and
    ``tells`` whether pending responses tell how a retrieval goes. ``cancel_s`` are seconds we wait after the matches
    for the search to be cancelled. ``aborts_at`` is the request that we abort instead of answering, from 1.
    """

    shelf: Shelf = field(default_factory=Shelf)
    found: int = 0
    pending: int | None = None
    beside: tuple[Element, ...] = ()
    retrieved: int = 0
    lost: int = 0
    tells: bool = True
    cancel_s: float = 0.0
    aborts_at: int = 0
    reject: Reject | None = None
    maximum_length: int = MAXIMUM_LENGTH


@dataclass(slots=True)
class Guest:
    """A visitor under way: its link, its visit, and what was accepted of it."""

    link: Link
    visit: Visit
    usable: dict[int, tuple[str, str]] = field(default_factory=dict)
    serves: frozenset[str] = frozenset()
    """The SOP classes of storage for which it is the provider on this association (PS3.7 D.3.3.4)."""
    messages: int = 0
    """How many requests of ours went out over it."""


class Host:
    """Serves whoever comes to a door, until nobody comes any more; ``retrieves`` answers C-MOVE and C-GET."""

    def __init__(
        self, door: Listener, service: Service, retrieves: Callable[[Guest, Taken, Service], Retrieval]
    ) -> None:
        self._door = door
        self._service = service
        self._retrieves = retrieves
        self.visits: list[Visit] = []
        self.retrievals: list[Retrieval] = []
        self._inside: list[Guest] = []

    def serve(self, begun: Begun, over: Callable[[], bool]) -> None:
        """Serve a deed's visitors to their ends; raise Blocked when nobody came.

        ``over`` says whether what the deed is about has come: until it has, the next visitor has as long as the first.
        """
        silent = 0.0
        while True:
            if not self._inside and self._came(begun, self._patience(begun, over)) is None:
                break
            heard = [self._heard(one) for one in self._inside]
            if any(heard):
                silent = 0.0
            elif self._inside and self._came(begun, _GLANCE_S) is None:
                silent += _TURN_S * len(self._inside)
            self._inside = [one for one in self._inside if not one.visit.ended]
            if self._inside and silent >= max(self._inside[0].link.limits.pdu_s, self._patience(begun, over)):
                break
        for one in self._inside:
            one.visit.ended = HELD
            one.link.send([Abort(0, 0).pdu()], "A-ABORT source 0, reason 0")
            one.link.close()
        if not self.visits:
            raise begun.nothing_came()

    def _patience(self, begun: Begun, over: Callable[[], bool]) -> float:
        return begun.quiet_s if self.visits and over() else begun.within_s

    def _came(self, begun: Begun, seconds: float) -> Guest | None:
        """Let the next visitor in who comes within these seconds; None when nobody does, or nobody may stay."""
        while len(self.visits) < _MOST_VISITS:
            try:
                connection = self._door.accept(seconds)
            except Silent:
                return None
            except LinkFault as fault:
                raise begun.nothing_came(str(fault)) from None
            guest = self._let_in(connection)
            if guest is not None:
                return guest
            seconds = begun.quiet_s
        return None

    def _let_in(self, connection: Connection) -> Guest | None:
        link, visit = Link(connection, self._service.maximum_length), Visit()
        visit.seen = link.seen
        self.visits.append(visit)
        came = received(link, visit, link.limits.pdu_s)
        if not isinstance(came.read, Associate) or came.read.kind != ASSOCIATE_RQ:
            visit.ended = came.trouble or f"{came.pdu.name if came.pdu else 'nothing'} came before any A-ASSOCIATE-RQ"
        else:
            visit.request = came.read
            if self._service.reject is not None:
                visit.evidence.append(link.send([self._service.reject.pdu()], summary(self._service.reject)))
                watched(link, visit)
        if visit.ended or visit.request is None:
            link.close()
            return None
        guest = Guest(link, visit)
        self._accept(guest, visit.request)
        self._inside.append(guest)
        return guest

    def _accept(self, guest: Guest, request: Associate) -> None:
        proposed = {one.id: one.abstract_syntax or "" for one in request.contexts}
        roles = tuple(
            Role(one.sop_class, one.scu, one.scp)
            for one in request.user.roles
            if one.sop_class.startswith(uids.STORAGE_ROOT) and one.sop_class in proposed.values()
        )
        accepted = acceptance(
            request,
            lambda abstract: (
                abstract in ROOTS or abstract == uids.VERIFICATION or abstract.startswith(uids.STORAGE_ROOT)
            ),
            frozenset({IMPLICIT_LITTLE, EXPLICIT_LITTLE}),
            maximum_length=self._service.maximum_length,
            roles=roles,
        )
        guest.visit.evidence.append(guest.link.send([accepted.pdu()], summary(accepted)))
        guest.serves = frozenset(one.sop_class for one in roles if one.scp)
        guest.usable = {
            one.id: (proposed.get(one.id, ""), one.transfer_syntaxes[0]) for one in accepted.contexts if one.accepted
        }

    def _heard(self, guest: Guest) -> bool:
        """Hear the next PDU of a guest, when one has begun; return whether."""
        if not stirs(guest.link.connection, _TURN_S):
            return False
        came = received(guest.link, guest.visit, guest.link.limits.pdu_s)
        for message in came.messages:
            if not guest.visit.ended:
                guest.visit.taken.append(Taken(message, *guest.usable.get(message.context, ("", "")), came.evidence))
                self._answer(guest, guest.visit.taken[-1])
        if not came.messages:
            self._part(guest, came)
        elif len(guest.visit.taken) >= _MOST_REQUESTS and not guest.visit.ended:
            guest.visit.ended = f"{len(guest.visit.taken)} requests came and no end of them"
            guest.visit.evidence.append(guest.link.send([Abort(0, 0).pdu()], "A-ABORT source 0, reason 0"))
        if guest.visit.ended:
            guest.link.close()
        return True

    def _part(self, guest: Guest, came: Came) -> None:
        parting = part(guest.link, came)
        guest.visit.evidence += [parting.evidence] * bool(parting.evidence)
        guest.visit.ended = "aborted" if parting.aborted else parting.says

    def _answer(self, guest: Guest, asked: Taken) -> None:
        if asked.answers or asked.kind == C_CANCEL:
            return
        if len([one for one in guest.visit.taken if not one.answers]) == self._service.aborts_at:
            guest.visit.evidence.append(guest.link.send([Abort(0, 0).pdu()], "A-ABORT source 0, reason 0"))
            guest.visit.ended = "we aborted"
            watched(guest.link, guest.visit)
            return
        if asked.kind == C_FIND:
            self._find(guest, asked)
        elif asked.kind in {C_MOVE, C_GET} and asked.transfer_syntax:
            self.retrievals.append(self._retrieves(guest, asked, self._service))
        else:
            self._respond(guest, asked, 0 if asked.kind == C_ECHO else NOT_RECOGNISED)
        if guest.link.broken and not guest.visit.ended:
            guest.visit.ended = guest.link.broken

    def _find(self, guest: Guest, asked: Taken) -> None:
        service = self._service
        status = service.found
        if not status and asked.transfer_syntax:
            for match in service.shelf.matches(asked.data):
                true = PENDING if match.whole else PENDING_WITHOUT_OPTIONAL_KEYS
                told = match.identifier.replacing(*service.beside)
                pending = true if service.pending is None else service.pending
                self._respond(guest, asked, pending, write_data_set(told, asked.transfer_syntax))
            if self._cancelled(guest, asked):
                status = CANCELLED
        if not guest.visit.ended:
            self._respond(guest, asked, status)

    def _cancelled(self, guest: Guest, asked: Taken) -> bool:
        """Return whether the search was cancelled before we ended it; what else came meanwhile ends the association."""
        if not stirs(guest.link.connection, self._service.cancel_s or _GLANCE_S):
            return False
        came = received(guest.link, guest.visit, guest.link.limits.pdu_s)
        cancels = False
        for message in came.messages:
            taken = Taken(message, *guest.usable.get(message.context, ("", "")), came.evidence)
            guest.visit.taken.append(taken)
            number = message.command.number("MessageIDBeingRespondedTo")
            cancels |= taken.kind == C_CANCEL and number == asked.message.command.number("MessageID")
            if taken.kind != C_CANCEL:
                guest.visit.early = taken.message.command.name
        if not came.messages:
            self._part(guest, came)
        return cancels

    def _respond(self, guest: Guest, asked: Taken, status: int, data: bytes | None = None) -> None:
        pdus = response(asked.message, status, data)
        guest.visit.evidence.append(guest.link.send(pdus, f"response {status:04X}"))


def stirs(connection: Connection, seconds: float) -> bool:
    """Return whether something has come, or the end of the stream, within ``seconds``; nothing of it is lost."""
    try:
        connection.unread(connection.read_some(1, Deadline(seconds)))
    except Silent:
        return False
    except LinkFault:
        return True
    return True
