"""Modalities with one vice each in how they ask for an association, and in how they send; and odd ones."""

from __future__ import annotations

import socket
import struct
from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.dicom import clauses as c
from conformance.dicom import samples, uids
from conformance.dicom.client import Proposal, echo, store
from conformance.dicom.client.answers import Asked
from conformance.dicom.client.services import HAS_DATA_SET
from conformance.dicom.saboteurs.entries import every
from conformance.dicom.simulator import Modality
from conformance.dicom.wire import DataSet, Item, Items, command, data_set, message_pdus, read_data_set, write_data_set
from conformance.dicom.wire.command import C_FIND, C_STORE
from conformance.dicom.wire.items import PROPOSED, USER_INFORMATION
from conformance.dicom.wire.syntaxes import EXPLICIT_LITTLE, IMPLICIT_LITTLE
from conformance.model import Clause, Saboteur

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from conformance.dicom.client import Association, Request
    from conformance.dicom.client.negotiation import Usable
    from conformance.dicom.samples import Instance
    from conformance.dicom.wire import Associate, Command, UserInformation


class _Asking(Modality):
    """Asks in its own way: subclasses change the user information or the items."""

    def told(self, user: UserInformation) -> Item:
        """Return the user information item."""
        return user.item()

    def asking(self, request: Request) -> Associate:
        """Put the item in place."""
        made = request.associate()
        items = tuple(self.told(made.user) if one.kind == USER_INFORMATION else one for one in made.items.items)
        return replace(made, items=Items(items))


class EvenModality(Modality):
    """Numbers its presentation contexts evenly."""

    def asking(self, request: Request) -> Associate:
        """Count from 2."""
        made = request.associate()
        items = tuple(
            replace(one, body=bytes([one.body[0] + 1]) + one.body[1:]) if one.kind == PROPOSED else one
            for one in made.items.items
        )
        return replace(made, items=Items(items))


class MistakenModality(Modality):
    """Calls everybody by the same AE title."""

    def request(self, called: str, proposals: Sequence[Proposal]) -> Request:
        """Call ARCHIVE."""
        return super().request("ARCHIVE", proposals)


class UnnamedModality(_Asking):
    """Does not say which implementation it is."""

    def told(self, user: UserInformation) -> Item:
        """Leave it out."""
        return replace(user, implementation_class=None).item()


class BoundlessModality(_Asking):
    """Does not say how much it receives at a time."""

    def told(self, user: UserInformation) -> Item:
        """Leave it out."""
        return replace(user, maximum_length=None).item()


class TornModality(_Asking):
    """Writes a sub-item that is shorter than it says."""

    def told(self, user: UserInformation) -> Item:
        """Add one that claims more than there is."""
        return user.item([Item(0x5E, b"odd", length=9)])


class ExplicitModality(Modality):
    """Offers explicit VR alone."""

    def syntaxes(self) -> tuple[str, ...]:
        """Offer one."""
        return (EXPLICIT_LITTLE,)


class StubbornModality(Modality):
    """Sends its images although none was accepted."""

    def deliver(self, association: Association) -> None:
        """Send on what was proposed."""
        if association.usable:
            super().deliver(association)
            return
        for one in self.instances:
            if association.open:
                _sent(association, one, 1, one.data, _asking(association, one))


class MislabellingModality(Modality):
    """Names another SOP class than the presentation context is for."""

    def store(self, association: Association, one: Instance, syntax: str) -> None:
        """Say MR."""
        context = _context(association, one)
        _sent(
            association,
            one,
            context.id,
            self.written(one, syntax),
            _asking(association, one, AffectedSOPClassUID=samples.MR),
        )


class DisagreeingModality(Modality):
    """Writes in another transfer syntax than was agreed."""

    def written(self, one: Instance, syntax: str) -> bytes:
        """Take the other one."""
        return super().written(one, EXPLICIT_LITTLE if syntax == IMPLICIT_LITTLE else IMPLICIT_LITTLE)


class CasualModality(Modality):
    """Leaves the priority out."""

    def store(self, association: Association, one: Instance, syntax: str) -> None:
        """Say less."""
        asked = _asking(association, one, Priority=None)
        _sent(association, one, _context(association, one).id, self.written(one, syntax), asked)


class MiscountingModality(Modality):
    """Gives a wrong group length of the command set."""

    def store(self, association: Association, one: Instance, syntax: str) -> None:
        """Count four too many."""
        good = _asking(association, one)
        length = int.from_bytes(good.fields[0].value, "little") + 4
        bad = replace(good, fields=(replace(good.fields[0], value=struct.pack("<I", length)), *good.fields[1:]))
        _sent(association, one, _context(association, one).id, self.written(one, syntax), bad)


class RenamingModality(Modality):
    """Gives another SOP instance UID in the command than in the image."""

    def store(self, association: Association, one: Instance, syntax: str) -> None:
        """Add a component."""
        asked = _asking(association, one, AffectedSOPInstanceUID=f"{one.sop_instance[:60]}.1")
        _sent(association, one, _context(association, one).id, self.written(one, syntax), asked)


class ZeroLedModality(Modality):
    """Makes UIDs with a leading zero in a component."""

    def made(self) -> tuple[Instance, ...]:
        """Make a study so named."""
        return samples.study(self.story, "scanned", series=1, images=2, StudyInstanceUID="2.25.0123").instances


class AnonymousModality(Modality):
    """Leaves the patient's identifier out."""

    def written(self, one: Instance, syntax: str) -> bytes:
        """Leave it out."""
        return _without(one, syntax, "PatientID")


class UnlabelledModality(Modality):
    """Writes names with accents and does not say in which character set."""

    def written(self, one: Instance, syntax: str) -> bytes:
        """Leave the label out."""
        return _without(one, syntax, "SpecificCharacterSet")


class GreedyModality(Modality):
    """Sends as much at a time as it likes."""

    def store(self, association: Association, one: Instance, syntax: str) -> None:
        """Send it in one."""
        data = self.written(one, syntax)
        store(association, one.sop_class, one.sop_instance, syntax, data, most=1 << 18)


class BackwardModality(Modality):
    """Sends the command set in a fragment that says it is of the data set's context."""

    def store(self, association: Association, one: Instance, syntax: str) -> None:
        """Begin with an empty fragment of the data set."""
        context = _context(association, one)
        early = next(iter(message_pdus(_asking(association, one), context.id, most=association.most)))
        association.send(replace(early, body=early.body + b"\0\0"), says="P-DATA with two octets too many")
        super().store(association, one, syntax)


class ImpatientModality(Modality):
    """Sends the next image without waiting for an answer."""

    def deliver(self, association: Association) -> None:
        """Send all, then hear."""
        sent = 0
        for one in self.instances:
            context = association.context(one.sop_class)
            if context is None:
                continue
            data = self.written(one, context.transfer_syntax)
            association.send(
                *message_pdus(_asking(association, one), context.id, data, most=association.most), says="C-STORE-RQ"
            )
            sent += 1
        for _ in range(sent):
            if not association.receive().messages:
                association.open = False
                association.link.close()
                return


class VanishingModality(Modality):
    """Closes the connection without a word when it has sent all."""

    def finish(self, association: Association) -> None:
        """Hang up."""
        association.open = False
        association.link.close()


class InsistentModality(Modality):
    """Sends on after it was turned away."""

    def associated(self, values: Mapping[str, str], *proposals: Proposal) -> Association:
        """Look first, on a connection of its own, and go on when it is rejected."""
        asked = self.request(values["aet"], proposals)
        with socket.create_connection((values["host"], int(values["port"]))) as link:
            link.sendall(asked.pdu().encode())
            if link.recv(1, socket.MSG_PEEK) == b"\x03":
                one = self.instances[0]
                wanted = command(AffectedSOPClassUID=one.sop_class, CommandField=C_STORE, MessageID=1, Priority=0)
                link.recv(10)
                link.sendall(b"".join(pdu.encode() for pdu in message_pdus(wanted, 1, one.data, most=4096)))
                link.recv(1)
                return super().associated({**values, "port": str(_closed())}, *proposals)
            link.sendall(bytes([7, 0, 0, 0, 0, 4, 0, 0, 0, 0]))
        return super().associated(values, *proposals)


class SulkyModality(Modality):
    """Never comes again once it was turned away or cut off."""

    sulks = False

    def associated(self, values: Mapping[str, str], *proposals: Proposal) -> Association:
        """Open an association and leave when it sulks."""
        association = super().associated(values, *proposals)
        if self.sulks and association.open:
            association.release()
        self.sulks = self.sulks or not association.accepted
        return association

    def deliver(self, association: Association) -> None:
        """Take an abort amiss."""
        super().deliver(association)
        self.sulks = self.sulks or not association.open


class MuteModality(Modality):
    """Opens an association to verify, and asks nothing."""

    def ping(self, association: Association) -> None:
        """Say nothing."""


class AstrayModality(Modality):
    """Asks for the scheduled procedure step beside its sequence."""

    def keys(self) -> DataSet:
        """Ask for it at the top."""
        return data_set(PatientName="", PatientID="", ScheduledProcedureStepStartDate="", ScheduledStationAETitle="")


class WordlessModality(Modality):
    """Writes its query in another transfer syntax than was agreed."""

    def ask(self, association: Association) -> None:
        """Take the other one."""
        context = association.context(uids.MODALITY_WORKLIST_FIND)
        assert context is not None
        other = EXPLICIT_LITTLE if context.transfer_syntax == IMPLICIT_LITTLE else IMPLICIT_LITTLE
        number = association.take_message_id()
        asking = command(
            AffectedSOPClassUID=uids.MODALITY_WORKLIST_FIND, CommandField=C_FIND, MessageID=number, Priority=0,
            CommandDataSetType=HAS_DATA_SET,
        )  # fmt: skip
        asked = Asked(C_FIND, number, context.id, uids.MODALITY_WORKLIST_FIND)
        association.exchange(asked, asking, write_data_set(self.keys(), other), several=True)


class ListlessModality(Modality):
    """Opens an association for the worklist, and asks nothing."""

    def ask(self, association: Association) -> None:
        """Say nothing."""


class OneByOneModality(Modality):
    """Opens an association for every image."""

    def send_study(self, values: Mapping[str, str]) -> None:
        """Send them one by one."""
        every_one = self.instances
        for one in every_one:
            self.instances = (one,)
            super().send_study(values)
        self.instances = every_one


class AbortingModality(Modality):
    """Aborts where others release, as it may."""

    def finish(self, association: Association) -> None:
        """Abort."""
        association.abort()


class ChattyModality(_Asking):
    """Proposes much that it does not use, verifies first, and adds items nobody knows."""

    def told(self, user: UserInformation) -> Item:
        """Add an item of a type to come."""
        return user.item([Item(0x5E, b"to come")])

    def associated(self, values: Mapping[str, str], *proposals: Proposal) -> Association:
        """Propose more."""
        more = (Proposal(uids.VERIFICATION), Proposal(samples.MR), Proposal("1.2.840.10008.5.1.4.34.7"))
        return super().associated(values, *proposals, *more)

    def deliver(self, association: Association) -> None:
        """Verify, then send."""
        echo(association)
        super().deliver(association)


class UnicodeModality(Modality):
    """Writes names in three scripts in UTF-8, and the Patient ID empty."""

    def made(self) -> tuple[Instance, ...]:
        """Write them."""
        patient = samples.patient(self.story, "scanned", script="utf-8")
        return samples.study(self.story, "scanned", patient=patient, series=2, images=2, PatientID="").instances


class JapaneseModality(Modality):
    """Writes names in Japanese by ISO 2022."""

    def made(self) -> tuple[Instance, ...]:
        """Write them."""
        patient = samples.patient(self.story, "scanned", script="japanese")
        return samples.study(self.story, "scanned", patient=patient, series=1, images=3).instances


def _context(association: Association, one: Instance) -> Usable:
    context = association.context(one.sop_class)
    assert context is not None
    return context


def _asking(association: Association, one: Instance, **changes: str | int | None) -> Command:
    """Return a C-STORE request with some fields changed, None to leave one out."""
    values: dict[str, str | int | None] = {
        "AffectedSOPClassUID": one.sop_class,
        "CommandField": C_STORE,
        "MessageID": association.take_message_id(),
        "Priority": 0,
        "CommandDataSetType": HAS_DATA_SET,
        "AffectedSOPInstanceUID": one.sop_instance,
    }
    return command(**{**values, **changes})  # type: ignore[arg-type] # the keywords are those of fields


def _sent(association: Association, one: Instance, context: int, data: bytes, asking: Command) -> None:
    number = asking.number("MessageID") or 0
    association.exchange(Asked(C_STORE, number, context, one.sop_class, one.sop_instance), asking, data)


def _without(one: Instance, syntax: str, keyword: str) -> bytes:
    return write_data_set(read_data_set(one.data, one.transfer_syntax).without(keyword), syntax)


def _closed() -> int:
    """Return a port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


def _vice(name: str, maker: type[Modality], *fails: Clause, also: Iterable[Clause] = ()) -> Saboteur:
    return Saboteur(
        id=f"dicom.initiator-{name}",
        says=(maker.__doc__ or "").rstrip("."),
        actor="modality",
        make=f"{maker.__module__}:{maker.__qualname__}",
        fails=tuple(clause.id for clause in fails),
        also=tuple(clause.id for clause in also),
    )


SABOTEURS = (
    _vice(
        "even",
        EvenModality,
        c.REQUEST_CONTEXTS,
        also=[c.COMES_AGAIN, c.REQUEST_DEFAULT_SYNTAX, c.VERIFIES, c.WORKLIST_ASKED],
    ),
    _vice("mistaken", MistakenModality, c.REQUEST_FIXED_FIELDS),
    _vice("unnamed", UnnamedModality, c.REQUEST_IMPLEMENTATION_CLASS),
    _vice("boundless", BoundlessModality, c.REQUEST_MAXIMUM_LENGTH),
    _vice("torn", TornModality, c.REQUEST_WELL_FORMED),
    _vice("explicit", ExplicitModality, c.REQUEST_DEFAULT_SYNTAX),
    _vice("stubborn", StubbornModality, c.REFUSAL_RESPECTED),
    _vice("mislabelling", MislabellingModality, c.SENT_ON_ACCEPTED_CONTEXT, also=[c.SENT_SAME_INSTANCE]),
    _vice("disagreeing", DisagreeingModality, c.SENT_IN_NEGOTIATED_SYNTAX, also=every("dicom.initiator.")),
    _vice("casual", CasualModality, c.SENT_COMMAND),
    _vice("miscounting", MiscountingModality, c.SENT_COMMAND_WELL_FORMED),
    _vice("renaming", RenamingModality, c.SENT_SAME_INSTANCE),
    _vice("zero-led", ZeroLedModality, c.SENT_VALID_UIDS),
    _vice("anonymous", AnonymousModality, c.SENT_IDENTIFIED),
    _vice("unlabelled", UnlabelledModality, c.SENT_TRUE_CHARACTER_SET),
    _vice("greedy", GreedyModality, c.SENT_WITHIN_MAXIMUM),
    _vice("backward", BackwardModality, c.SENT_P_DATA_WELL_FORMED),
    _vice("impatient", ImpatientModality, c.ONE_AT_A_TIME),
    _vice("vanishing", VanishingModality, c.ENDS_IN_ORDER),
    _vice("insistent", InsistentModality, c.REJECTION_RESPECTED),
    _vice("sulky", SulkyModality, c.COMES_AGAIN, also=[c.VERIFIES, c.WORKLIST_ASKED]),
    _vice("mute", MuteModality, c.VERIFIES),
    _vice("astray", AstrayModality, c.WORKLIST_KEYS),
    _vice("wordless", WordlessModality, c.WORKLIST_IDENTIFIER, also=[c.WORKLIST_KEYS]),
    _vice("listless", ListlessModality, c.WORKLIST_ASKED),
    _vice("one-by-one", OneByOneModality),
    _vice("aborting", AbortingModality),
    _vice("chatty", ChattyModality),
    _vice("unicode", UnicodeModality),
    _vice("japanese", JapaneseModality),
)
