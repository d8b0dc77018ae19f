"""An application entity that accepts associations on loopback: one small method per question it must answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self

from pydicom.dataset import Dataset

from conformance.dicom.samples import syntaxes
from conformance.dicom.simulator import associating, messages
from conformance.dicom.simulator.associating import Acceptance, Answered, Malformed, Proposed, Request
from conformance.dicom.simulator.door import HOST, Door
from conformance.dicom.simulator.upperlayer import OUR_MAXIMUM, Association, Context, Link, Over

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterable, Iterator, Mapping

    from conformance.dicom.simulator.messages import Message

VERIFICATION: Final = "1.2.840.10008.1.1"
LITTLE_ENDIAN: Final = (syntaxes.ImplicitVRLittleEndian, syntaxes.ExplicitVRLittleEndian)
_ARTIM_S: Final = 10.0
_IDLE_S: Final = 60.0


class Actor:
    """What any application entity of ours does; a saboteur overrides exactly one answer."""

    aet: str

    def command_octets(self, command: Dataset) -> bytes:
        """Write a command set."""
        return messages.command_octets(command)

    def pieces(self, association: Association, context_id: int, octets: bytes, *, is_command: bool) -> Iterator[bytes]:
        """Cut a command set or data set into P-DATA-TF PDUs that the peer can take."""
        return messages.pieces(context_id, octets, is_command=is_command, maximum=association.their_maximum)

    def fragment(self, _association: Association, context_id: int, control: int, part: bytes) -> tuple[int, int, bytes]:
        """Take in one presentation data value, of whatever size (PS3.8 E.2)."""
        return context_id, control, part

    def title(self) -> str:
        """Return the calling AE title of associations we ask for."""
        return self.aet

    def called_as(self, called: str) -> str:
        """Return the called AE title of associations we ask for."""
        return called

    def release(self, association: Association) -> None:
        """Answer an A-RELEASE-RQ."""
        association.link.send(associating.release_pdu(associating.RELEASE_RP))

    def aborted(self, association: Association) -> None:
        """Take an A-ABORT: nothing is answered (PS3.8 9.2.3 AA-3)."""

    def unexpected(self, association: Association) -> None:
        """Answer a PDU that has no place on an association (PS3.8 9.2.3 AA-8)."""
        association.abort(2)

    def invalid(self, association: Association, reason: int) -> None:
        """Answer a P-DATA-TF whose values are not whole (PS3.8 9.2.3 AA-8)."""
        association.abort(reason)

    def unrecognised(self, association: Association) -> None:
        """Answer a PDU of no known type (PS3.8 9.2.3 AA-8)."""
        association.abort(1)


class Acceptor(Actor):
    """Listens on an ephemeral port of 127.0.0.1; every association has a thread; ``faults`` are our own errors."""

    def __init__(self, aet: str) -> None:
        self.aet = aet
        self.door = Door(self.received)
        self.faults: list[Exception] = []

    def __enter__(self) -> Self:
        self.door.open()
        self.host, self.port = HOST, self.door.port
        return self

    def __exit__(self, *_: object) -> None:
        self.door.close()

    def received(self, connected: socket.socket) -> None:
        """Converse on a connection, in a thread of its own."""
        self.door.begin(self._conversation, connected)

    def _conversation(self, connected: socket.socket) -> None:
        with self.door.inside(connected):
            self._conversed(Link(connected, _ARTIM_S))

    def _conversed(self, link: Link) -> None:
        try:
            association = self._established(link)
            if association is not None:
                link.socket.settimeout(_IDLE_S)
                self._serve(association)
        except Over:
            pass
        except Exception as fault:  # noqa: BLE001 - one bad conversation must not end the others; tests look at faults
            self.faults.append(fault)
        finally:
            link.end()

    def _established(self, link: Link) -> Association | None:
        """Read what must be an A-ASSOCIATE-RQ and answer it (PS3.8 table 9-10, Sta2 and Sta3)."""
        kind, size = link.head()
        if kind != associating.ASSOCIATE_RQ or size > 1 << 20:
            self.too_early(link, kind)
            return None
        try:
            request = associating.read_request(link.body(size))
        except Malformed as error:
            link.send(associating.abort_pdu(2, error.reason))
            return None
        refusal = self.refusal(request)
        if refusal is not None:
            link.send(associating.reject_pdu(*refusal))
            return None
        answered = list(self.answers(request))
        link.send(self.accept_pdu(self.acceptance(request, answered)))
        contexts = self._contexts(request, answered)
        association = Association(self, link, request.calling.strip(), contexts, request.maximum)
        association.extended = dict(self.extended(request))
        self.greeted(association)
        return association

    def too_early(self, link: Link, kind: int) -> None:
        """Abort a connection that begins with another PDU than A-ASSOCIATE-RQ (PS3.8 9.2.3 AA-1)."""
        known = associating.ASSOCIATE_RQ <= kind <= associating.ABORT
        link.send(associating.abort_pdu(*((0, 0) if known else (2, 1))))

    def refusal(self, request: Request) -> tuple[int, int, int] | None:
        """Return result, source and reason of an A-ASSOCIATE-RJ, or None to accept (PS3.8 9.3.4)."""
        if not self.knows_version(request):
            return (1, 2, 2)
        if request.application_context != associating.APPLICATION_CONTEXT:
            return (1, 1, 2)
        if not self.knows_caller(request):
            return (1, 1, 3)
        if not self.knows_called(request):
            return (1, 1, 7)
        if not self.knows_user(request):
            return (1, 2, 1)
        return None

    def knows_version(self, request: Request) -> bool:
        """Return whether bit 0 of the protocol version is set; no other bit is tested (PS3.8 9.3.2)."""
        return bool(request.version & 1)

    def knows_caller(self, request: Request) -> bool:
        """Return whether the calling application entity may associate."""
        return bool(request.calling.strip())

    def knows_user(self, _request: Request) -> bool:
        """Return whether who says who he is may be let in: everybody may (PS3.7 D.3.3.7)."""
        return True

    def knows_called(self, request: Request) -> bool:
        """Return whether we are the one called; spaces around the title are not significant (PS3.8 9.3.2)."""
        return request.called.strip(" ") == self.aet

    def supported(self, abstract: str) -> Iterable[str] | None:
        """Return the transfer syntaxes supported for a SOP class, or None when the class is not."""
        return LITTLE_ENDIAN if abstract == VERIFICATION else None

    def answers(self, request: Request) -> Iterable[Answered]:
        """Answer each proposed context once."""
        return [self.answer(one) for one in request.contexts]

    def answer(self, proposed: Proposed) -> Answered:
        """Accept the first proposed transfer syntax that is supported (PS3.8 9.3.3.2)."""
        known = self.supported(proposed.abstract)
        if known is None:
            return Answered(proposed.id, associating.NO_ABSTRACT_SYNTAX, proposed.transfer[0])
        for transfer in proposed.transfer:
            if transfer in known:
                return Answered(proposed.id, associating.ACCEPTED, transfer)
        return Answered(proposed.id, associating.NO_TRANSFER_SYNTAX, proposed.transfer[0])

    def roles(self, request: Request) -> Mapping[str, tuple[int, int]]:
        """Return the roles granted to the requestor: what it asked for, but SCP only where we invoke C-STORE."""
        return {
            uid: (scu & 1, scp & 1 if self.lets_serve(uid) else 0)
            for uid, (scu, scp) in request.roles.items()
            if self.supported(uid) is not None
        }

    def lets_serve(self, _abstract: str) -> bool:
        """Return whether the requestor may be SCP of this SOP class (PS3.7 D.3.3.4)."""
        return False

    def extended(self, _request: Request) -> Mapping[str, bytes]:
        """Return the answers to SOP class extended negotiation: none are given."""
        return {}

    def acceptance(self, request: Request, answered: list[Answered]) -> Acceptance:
        """Return what the A-ASSOCIATE-AC says."""
        return Acceptance(request, answered, OUR_MAXIMUM, self.roles(request), self.extended(request))

    def accept_pdu(self, acceptance: Acceptance) -> bytes:
        """Write the A-ASSOCIATE-AC."""
        return associating.accept_pdu(acceptance)

    def greeted(self, association: Association) -> None:
        """Do what is to be done before the first request: nothing."""

    def _contexts(self, request: Request, answered: list[Answered]) -> dict[int, Context]:
        roles = self.roles(request)
        proposed = {one.id: one for one in request.contexts}
        return {
            one.id: Context(
                one.id, proposed[one.id].abstract, one.transfer, roles.get(proposed[one.id].abstract, (1, 0))[1] == 1
            )
            for one in answered
            if one.result == associating.ACCEPTED and one.id in proposed
        }

    def _serve(self, association: Association) -> None:
        try:
            while True:
                self.serve(association, association.message())
        finally:
            self.association_released()

    def association_released(self) -> None:
        """Hear that an association ended, in whatever way: nothing is done about it."""

    def serve(self, association: Association, message: Message) -> None:
        """Answer one request; one that is not known is refused with status 0211 (PS3.7 C.5.23)."""
        self.respond(association, message, 0x0211)

    def respond(
        self,
        association: Association,
        message: Message,
        status: int,
        data: bytes | None = None,
        **more: Any,  # noqa: ANN401 - whatever the element takes
    ) -> None:
        """Send a response: ``more`` are command elements by keyword (PS3.7 9.3, 10.3, E.1)."""
        self.send_response(association, message, self.response(message, status, data, **more), data)

    def response(self, message: Message, status: int, data: bytes | None, **more: Any) -> Dataset:  # noqa: ANN401 - as respond
        """Make the command set of a response, with the message's UIDs as they came."""
        command = Dataset()
        for keyword, asked in (
            ("AffectedSOPClassUID", "RequestedSOPClassUID"), ("AffectedSOPInstanceUID", "RequestedSOPInstanceUID"),
        ):  # fmt: skip
            uid = message.command.get(keyword) or message.command.get(asked)
            if uid:
                setattr(command, keyword, uid)
        command.CommandField = (message.field | messages.RESPONSE) & 0xFFFF
        command.MessageIDBeingRespondedTo = message.id
        command.CommandDataSetType = messages.NO_DATA_SET if data is None else 1
        command.Status = status
        for keyword, value in more.items():
            if value is not None:
                setattr(command, keyword, value)
        return command

    def send_response(self, association: Association, message: Message, command: Dataset, data: bytes | None) -> None:
        """Send a response on the context of its request."""
        association.send(message.context_id, command, data)
