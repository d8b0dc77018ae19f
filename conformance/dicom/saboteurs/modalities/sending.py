"""Modalities with one vice each in what they send, or in what they take amiss."""

from __future__ import annotations

import socket
import struct
from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.dicom import clauses as c
from conformance.dicom import samples
from conformance.dicom.client import Proposal, store
from conformance.dicom.client.answers import Asked
from conformance.dicom.saboteurs.callers import modality
from conformance.dicom.saboteurs.entries import every
from conformance.dicom.simulator import Modality
from conformance.dicom.wire import command, message_pdus, read_data_set, write_data_set
from conformance.dicom.wire.command import C_STORE, HAS_DATA_SET
from conformance.dicom.wire.syntaxes import EXPLICIT_LITTLE, IMPLICIT_LITTLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.dicom.client import Association
    from conformance.dicom.client.negotiation import Usable
    from conformance.dicom.samples import Instance
    from conformance.dicom.wire import Command


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
        bad = good.having(good.fields[0].tag, struct.pack("<I", length))
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
    """Sends and asks nothing any more once it was turned away."""

    sulks = False

    def associated(self, values: Mapping[str, str], *proposals: Proposal) -> Association:
        """Open an association and leave when it sulks."""
        association = super().associated(values, *proposals)
        if self.sulks and association.open:
            association.release()
        self.sulks = self.sulks or self.takes_amiss(association)
        return association

    def takes_amiss(self, association: Association) -> bool:
        """Return whether this was too much."""
        return not association.accepted


class TouchyModality(SulkyModality):
    """Sends and asks nothing any more once it was cut off."""

    def takes_amiss(self, association: Association) -> bool:
        """Take no rejection amiss."""
        return False

    def deliver(self, association: Association) -> None:
        """Take an abort amiss."""
        super().deliver(association)
        self.sulks = self.sulks or not association.open


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


SABOTEURS = (
    modality("stubborn", StubbornModality, c.REFUSAL_RESPECTED),
    modality(
        "mislabelling",
        MislabellingModality,
        c.SENT_ON_ACCEPTED_CONTEXT,
        also=[c.SENT_SAME_INSTANCE, c.COMMITMENT_OF_WHAT_WAS_SENT],
    ),
    modality("disagreeing", DisagreeingModality, c.SENT_IN_NEGOTIATED_SYNTAX, also=every("dicom.initiator.")),
    modality("casual", CasualModality, c.SENT_COMMAND),
    modality("miscounting", MiscountingModality, c.SENT_COMMAND_WELL_FORMED),
    modality(
        "renaming", RenamingModality, c.SENT_SAME_INSTANCE, also=[c.TOLD_INSTANCES, c.COMMITMENT_OF_WHAT_WAS_SENT]
    ),
    modality("zero-led", ZeroLedModality, c.SENT_VALID_UIDS),
    modality("anonymous", AnonymousModality, c.SENT_IDENTIFIED, also=[c.SENT_REQUIRED, c.COPIED_TO_IMAGES]),
    modality("unlabelled", UnlabelledModality, c.SENT_TRUE_CHARACTER_SET),
    modality("greedy", GreedyModality, c.SENT_WITHIN_MAXIMUM),
    modality("backward", BackwardModality, c.SENT_P_DATA_WELL_FORMED),
    modality("impatient", ImpatientModality, c.ONE_AT_A_TIME),
    modality("vanishing", VanishingModality, c.ENDS_IN_ORDER),
    modality("insistent", InsistentModality, c.REJECTION_RESPECTED),
    modality("touchy", TouchyModality, c.COMES_AGAIN, also=[c.VERIFIES, c.WORKLIST_ASKED, c.TOLD_BEGUN]),
    modality("sulky", SulkyModality, c.COMES_AGAIN, also=[c.VERIFIES, c.WORKLIST_ASKED, c.TOLD_BEGUN]),
)
