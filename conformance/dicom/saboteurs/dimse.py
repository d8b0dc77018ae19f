"""Archives with one vice in how they write DIMSE messages."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

from pydicom.dataset import Dataset

from conformance.dicom import clauses as c
from conformance.dicom.saboteurs.endings import fall_silent
from conformance.dicom.saboteurs.entries import vice
from conformance.dicom.samples import syntaxes
from conformance.dicom.simulator import Archive, messages
from conformance.dicom.simulator.acceptor import VERIFICATION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.dicom.simulator.messages import Message
    from conformance.dicom.simulator.upperlayer import Association


class ConfusedArchive(Archive):
    """Answers C-ECHO under another Message ID."""

    def response(self, message: Message, status: int, data: bytes | None, **more: Any) -> Dataset:  # noqa: ANN401 - as its base
        """Miscount."""
        command = super().response(message, status, data, **more)
        if message.field == messages.C_ECHO:
            command.MessageIDBeingRespondedTo = (message.id + 1) % 65536
        return command


class MistakenArchive(Archive):
    """Answers C-ECHO with a C-STORE response."""

    def response(self, message: Message, status: int, data: bytes | None, **more: Any) -> Dataset:  # noqa: ANN401 - as its base
        """Mistake the one for the other."""
        command = super().response(message, status, data, **more)
        if message.field == messages.C_ECHO:
            command.CommandField = messages.C_STORE | messages.RESPONSE
        return command


class StrayArchive(Archive):
    """Answers C-ECHO on another presentation context."""

    def send_response(self, association: Association, message: Message, command: Dataset, data: bytes | None) -> None:
        """Stray."""
        others = [one for one in association.contexts if one != message.context_id]
        stray = (others or [(message.context_id + 2) % 256])[0]
        association.send(stray if message.field == messages.C_ECHO else message.context_id, command, data)


class AdoptingArchive(Archive):
    """Answers C-ECHO under another SOP class."""

    def response(self, message: Message, status: int, data: bytes | None, **more: Any) -> Dataset:  # noqa: ANN401 - as its base
        """Name CT Image Storage."""
        command = super().response(message, status, data, **more)
        if message.field == messages.C_ECHO:
            command.AffectedSOPClassUID = "1.2.840.10008.5.1.4.1.1.2"
        return command


class StatuslessArchive(Archive):
    """Answers C-ECHO without a status."""

    def response(self, message: Message, status: int, data: bytes | None, **more: Any) -> Dataset:  # noqa: ANN401 - as its base
        """Leave it out."""
        command = super().response(message, status, data, **more)
        if message.field == messages.C_ECHO:
            del command.Status
        return command


class MiscountingArchive(Archive):
    """Writes a wrong group length into each command set."""

    def command_octets(self, command: Dataset) -> bytes:
        """Count two too many."""
        octets = super().command_octets(command)
        return octets[:8] + struct.pack("<L", struct.unpack_from("<L", octets, 8)[0] + 2) + octets[12:]


class ExplicitArchive(Archive):
    """Writes command sets in explicit VR."""

    def command_octets(self, command: Dataset) -> bytes:
        """Spell the VRs out."""
        rest = syntaxes.encoded(command, syntaxes.ExplicitVRLittleEndian)
        return struct.pack("<HH2sHL", 0, 0, b"UL", 4, len(rest)) + rest


class JumbledArchive(Archive):
    """Writes the elements of a command set in falling order."""

    def command_octets(self, command: Dataset) -> bytes:
        """Turn them round, behind the group length."""
        each = []
        for element in command:
            one = Dataset()
            one.add(element)
            each.append(syntaxes.encoded(one, syntaxes.ImplicitVRLittleEndian))
        rest = b"".join(reversed(each))
        return struct.pack("<HHLL", 0, 0, 4, len(rest)) + rest


class OverlappingArchive(Archive):
    """Sends P-DATA-TF whose presentation data value says that it goes on after the end."""

    def pieces(self, association: Association, context_id: int, octets: bytes, *, is_command: bool) -> Iterator[bytes]:
        """Lengthen it on paper, when it is a command."""
        for one in super().pieces(association, context_id, octets, is_command=is_command):
            longer = struct.pack(">L", struct.unpack_from(">L", one, 6)[0] + 8)
            yield one[:6] + longer + one[10:] if is_command else one


class InsistentArchive(Archive):
    """Sends two final responses to one C-ECHO."""

    def echo(self, association: Association, message: Message) -> None:
        """Answer, and answer again."""
        super().echo(association, message)
        super().echo(association, message)


class HastyArchive(Archive):
    """Sends a C-ECHO response before anybody asked."""

    def greeted(self, association: Association) -> None:
        """Answer a request that is still to come."""
        command = Dataset()
        command.AffectedSOPClassUID = "1.2.840.10008.1.1"
        command.CommandField = messages.C_ECHO | messages.RESPONSE
        command.MessageIDBeingRespondedTo = 1
        command.CommandDataSetType = messages.NO_DATA_SET
        command.Status = 0
        first = next(iter(association.contexts.values()), None)
        if first is not None and first.abstract == VERIFICATION:
            association.send(first.id, command)


class DeafArchive(Archive):
    """Never answers C-ECHO."""

    def echo(self, association: Association, message: Message) -> None:
        """Fall silent."""
        fall_silent(association)


class UnwillingArchive(Archive):
    """Answers C-ECHO with a failure."""

    def echo(self, association: Association, message: Message) -> None:
        """Refuse."""
        self.respond(association, message, 0x0110)


class BreathlessArchive(Archive):
    """Aborts when a command set comes in several fragments."""

    def fragment(self, association: Association, context_id: int, control: int, part: bytes) -> tuple[int, int, bytes]:
        """Take a command set whole or not at all."""
        if control == 1:
            raise association.abort(6)
        return super().fragment(association, context_id, control, part)


SABOTEURS = (
    vice("AS22", ConfusedArchive, c.RESPONSE_NAMES_ITS_REQUEST),
    vice("AS23", MistakenArchive, c.RESPONSE_IS_OF_ITS_KIND),
    vice("AS24", StrayArchive, c.RESPONSE_ON_SAME_CONTEXT),
    vice("AS25", MiscountingArchive, c.COMMAND_GROUP_LENGTH, also=[c.COMMIT_WELL_FORMED]),
    vice("AS26", ExplicitArchive, c.COMMAND_IMPLICIT, also=[c.COMMIT_WELL_FORMED]),
    vice("AS27", InsistentArchive, c.ONE_FINAL_RESPONSE),
    vice(
        "AS28",
        HastyArchive,
        c.ONE_FINAL_RESPONSE,
        also=[
            c.ABORT_ENDS_THE_ASSOCIATION,
            c.INVALID_DATA_ENDS,
            c.SEGMENTS_JOINED,
            c.UNKNOWN_CONTEXT_NOT_SERVED,
            c.UNKNOWN_OPERATION_REFUSED,
            c.UNEXPECTED_PDU_ABORTED,
            c.UNKNOWN_PDU_ABORTED,
        ],
    ),
    vice("dicom.overlapping-data-values", OverlappingArchive, c.P_DATA_WELL_FORMED),
    vice(
        "dicom.deaf-echo",
        DeafArchive,
        c.ECHO_SUCCEEDS,
        also=[c.RELEASE_ANSWERED, c.SECURE_OPENS],
        scenarios=("dicom.echo.answered",),
    ),
    vice("dicom.unwilling-echo", UnwillingArchive, c.ECHO_SUCCEEDS, also=[c.SECURE_OPENS]),
    vice("dicom.whole-commands-only", BreathlessArchive, c.ECHO_FRAGMENTED, also=[c.STORE_TAKES_FRAGMENTS]),
    vice("dicom.other-class-in-response", AdoptingArchive, c.RESPONSE_NAMES_SAME_CLASS),
    vice("dicom.no-status", StatuslessArchive, c.RESPONSE_HAS_STATUS, also=[c.ECHO_SUCCEEDS, c.SECURE_OPENS]),
    vice("dicom.jumbled-command", JumbledArchive, c.COMMAND_WELL_FORMED, also=[c.COMMIT_WELL_FORMED]),
)
