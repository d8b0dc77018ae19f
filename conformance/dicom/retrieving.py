"""How we serve a retrieval: its sub-operations, to whom it names or over its own association, and their answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conformance.dicom.accepting import part
from conformance.dicom.client import Answer, Asked, Association, Proposal, Request, Response
from conformance.dicom.client.negotiation import DEFAULT_LENGTH, LEAST_LENGTH, MOST_LENGTH
from conformance.dicom.client.request import USUAL
from conformance.dicom.visiting import Taken, received
from conformance.dicom.wire import command, data_set, message_pdus, read_data_set, write_data_set
from conformance.dicom.wire.command import C_CANCEL, C_GET, C_STORE, HAS_DATA_SET, NO_DATA_SET, RESPONSE
from conformance.dicom.wire.syntaxes import IMPLICIT_LITTLE
from conformance.guarded import Unreachable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conformance.dicom.hosting import Guest, Service
    from conformance.dicom.samples import Instance
    from conformance.guarded import Doors
    from conformance.systems import DicomOut, Workstation

WARNINGS = range(0xB000, 0xC000)
PENDING, PARTLY, UNKNOWN_DESTINATION, NOT_PERFORMED = 0xFF00, 0xB000, 0xA801, 0xA702


@dataclass(slots=True)
class Retrieval:
    """A C-MOVE or C-GET that came, and its sub-operations; ``trouble`` says why none could be begun.

    ``studies`` are the UIDs of those it named, by themselves or by their patient.
    """

    asked: Taken
    studies: frozenset[str] = frozenset()
    answers: list[Answer] = field(default_factory=list)
    association: Association | None = None
    trouble: str = ""


class Retrieving:
    """Does the sub-operations of one retrieval after the other."""

    def __init__(self, doors: Doors, place: DicomOut) -> None:
        self._doors = doors
        self._place = place

    def __call__(self, guest: Guest, asked: Taken, service: Service) -> Retrieval:
        """Serve a retrieval to its final response."""
        wanted = service.shelf.wanted(asked.data)
        named = (*asked.data.texts("StudyInstanceUID"), *(str(one.get("StudyInstanceUID")) for one in wanted))
        made = Retrieval(asked, frozenset(named))
        if service.retrieved:
            _told(guest, asked, service.retrieved, _Counts())
        elif asked.kind == C_GET:
            self._sent(guest, asked, service, wanted, _Back(guest, made))
        else:
            self._moved(guest, asked, service, wanted, made)
        return made

    def _moved(self, guest: Guest, asked: Taken, service: Service, wanted: Sequence[Instance], made: Retrieval) -> None:
        there = self._place.workstation
        if there is None or asked.text("MoveDestination") != there.aet:
            _told(guest, asked, UNKNOWN_DESTINATION, _Counts())
            return
        if not wanted:
            _told(guest, asked, 0, _Counts())
            return
        try:
            made.association = self._asked(there, wanted)
        except Unreachable as nobody:
            made.trouble = str(nobody)
        if made.association is None or not made.association.open:
            made.trouble = made.trouble or made.association.told if made.association else made.trouble
            _told(guest, asked, NOT_PERFORMED, _Counts(failed=len(wanted)), wanted)
            return
        with made.association as association:
            self._sent(guest, asked, service, wanted, _There(guest, made, association))

    def _asked(self, there: Workstation, wanted: Iterable[Instance]) -> Association:
        proposals = tuple(Proposal(one, USUAL) for one in dict.fromkeys(one.sop_class for one in wanted))
        request = Request(proposals, there.aet, self._place.aet)
        return Association.requested(self._doors, there.host, there.port, request)

    def _sent(
        self, guest: Guest, asked: Taken, service: Service, wanted: Sequence[Instance], way: _Back | _There
    ) -> None:
        counts = _Counts(remaining=len(wanted))
        lost: list[Instance] = []
        for number, one in enumerate(wanted):
            fails = number >= len(wanted) - service.lost
            status = None if fails or guest.visit.ended else way.store(asked, one)
            counts.count(status)
            lost += [one] * (status is None or (status != 0 and status not in WARNINGS))
            if service.tells and counts.remaining:
                _told(guest, asked, PENDING, counts)
        if not guest.visit.ended:
            failed = len(lost) == len(wanted) and bool(wanted)
            status = NOT_PERFORMED if failed else PARTLY if lost or counts.warned else 0
            counts.remaining = 0
            _told(guest, asked, status, counts, lost)


@dataclass(slots=True)
class _Counts:
    remaining: int = 0
    completed: int = 0
    failed: int = 0
    warned: int = 0

    def count(self, status: int | None) -> None:
        self.remaining -= 1
        if status == 0:
            self.completed += 1
        elif status in WARNINGS:
            self.warned += 1
        else:
            self.failed += 1


def _told(guest: Guest, asked: Taken, status: int, counts: _Counts, lost: Iterable[Instance] = ()) -> None:
    """Send a response with its counts, and in a final one the list of what failed (PS3.4 C.4.2.1.6, C.4.2.1.4.2)."""
    failed = [one.sop_instance for one in lost]
    data = write_data_set(data_set(FailedSOPInstanceUIDList=failed), asked.transfer_syntax) if failed else None
    made = command(
        AffectedSOPClassUID=asked.message.command.raw("AffectedSOPClassUID"),
        CommandField=(asked.kind or 0) | RESPONSE,
        MessageIDBeingRespondedTo=asked.message.command.number("MessageID") or 0,
        CommandDataSetType=NO_DATA_SET if data is None else HAS_DATA_SET,
        Status=status,
        NumberOfRemainingSuboperations=counts.remaining if status == PENDING else None,
        NumberOfCompletedSuboperations=counts.completed,
        NumberOfFailedSuboperations=counts.failed,
        NumberOfWarningSuboperations=counts.warned,
    )
    pdus = message_pdus(made, asked.message.context, data, most=DEFAULT_LENGTH)
    guest.visit.evidence.append(guest.link.send(pdus, f"response {status:04X}"))


def _written(one: Instance, syntax: str) -> bytes:
    if syntax == one.transfer_syntax:
        return one.data
    return write_data_set(read_data_set(one.data, one.transfer_syntax), syntax)


@dataclass(slots=True)
class _There:
    """Sub-operations of C-MOVE, over an association of ours to the destination."""

    guest: Guest
    made: Retrieval
    association: Association

    def store(self, asked: Taken, one: Instance) -> int | None:
        """Send one instance, naming whose retrieval it is (PS3.7 9.1.1.1.6); return the status, None when none came."""
        context = self.association.context(one.sop_class)
        if context is None or not self.association.open:
            return None
        number = self.association.take_message_id()
        request = command(
            AffectedSOPClassUID=one.sop_class,
            CommandField=C_STORE,
            MessageID=number,
            Priority=0,
            CommandDataSetType=HAS_DATA_SET,
            AffectedSOPInstanceUID=one.sop_instance,
            MoveOriginatorApplicationEntityTitle=self.guest.visit.caller,
            MoveOriginatorMessageID=asked.message.command.number("MessageID") or 0,
        )
        what = Asked(C_STORE, number, context.id, one.sop_class, one.sop_instance)
        self.made.answers.append(self.association.exchange(what, request, _written(one, context.transfer_syntax)))
        return self.made.answers[-1].status


@dataclass(slots=True)
class _Back:
    """Sub-operations of C-GET, over the association it came on, where the visitor is the provider of storage."""

    guest: Guest
    made: Retrieval

    def store(self, asked: Taken, one: Instance) -> int | None:
        """Send one instance; return the status, None when none came."""
        del asked
        guest = self.guest
        contexts = [
            (number, syntax) for number, (abstract, syntax) in guest.usable.items() if abstract == one.sop_class
        ]
        if not contexts or one.sop_class not in guest.serves:
            return None
        context, syntax = contexts[0]
        guest.messages += 1
        request = command(
            AffectedSOPClassUID=one.sop_class,
            CommandField=C_STORE,
            MessageID=guest.messages,
            Priority=0,
            CommandDataSetType=HAS_DATA_SET,
            AffectedSOPInstanceUID=one.sop_instance,
        )
        asked_here = Asked(C_STORE, guest.messages, context, one.sop_class, one.sop_instance)
        pdus = message_pdus(request, context, _written(one, syntax), most=_most(guest))
        sent = guest.link.send(pdus, f"C-STORE-RQ {one.sop_instance}")
        answer = self._answered(asked_here, sent)
        self.made.answers.append(answer)
        return answer.status

    def _answered(self, asked: Asked, sent: str) -> Answer:
        """Return the answer to a sub-operation; a C-CANCEL may come before it, and is noted like all that came."""
        guest, visit = self.guest, self.guest.visit
        responses: list[Response] = []
        evidence = [sent]
        trouble = ""
        while not responses and not trouble:
            came = received(guest.link, visit, guest.link.limits.pdu_s)
            evidence.append(came.evidence)
            for message in came.messages:
                taken = Taken(message, *guest.usable.get(message.context, ("", "")), came.evidence)
                visit.taken.append(taken)
                if taken.answers:
                    responses.append(Response(message, taken.transfer_syntax or IMPLICIT_LITTLE, came.evidence))
                elif taken.kind != C_CANCEL:
                    trouble = f"{message.command.name} came where a response should"
            if not came.messages:
                parting = part(guest.link, came)
                visit.ended = "aborted" if parting.aborted else parting.says
                trouble = parting.says
        return Answer(asked, tuple(responses), trouble, evidence=tuple(one for one in evidence if one))


def _most(guest: Guest) -> int:
    told = guest.visit.request.user.maximum_length if guest.visit.request else None
    if told is None:
        return DEFAULT_LENGTH
    return max(LEAST_LENGTH, min(told or MOST_LENGTH, MOST_LENGTH))
