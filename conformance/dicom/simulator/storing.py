"""The storage service: take in what is whole, say why not otherwise (PS3.4 B)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from conformance.dicom.samples import SOP_CLASSES, syntaxes
from conformance.dicom.simulator import messages
from conformance.dicom.simulator.acceptor import VERIFICATION, Acceptor
from conformance.dicom.simulator.associating import Malformed
from conformance.dicom.simulator.stores import InstanceStore, Kept, kept

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformance.dicom.simulator.messages import Message
    from conformance.dicom.simulator.upperlayer import Association

STORED_SYNTAXES: Final = (
    syntaxes.ImplicitVRLittleEndian, syntaxes.ExplicitVRLittleEndian, syntaxes.DeflatedExplicitVRLittleEndian,
    syntaxes.ExplicitVRBigEndian, syntaxes.JPEGBaseline8Bit, syntaxes.JPEGLosslessSV1, syntaxes.JPEGLSLossless,
    syntaxes.JPEG2000Lossless, syntaxes.JPEG2000, syntaxes.RLELossless,
)  # fmt: skip
SUCCESS, WRONG_CLASS, NOT_UNDERSTOOD, OTHER_CONTENT, CLASS_NOT_SUPPORTED = 0x0000, 0xA900, 0xC000, 0xC001, 0x0122
COERCED: Final = 0xB000


class Storing(Acceptor):
    """Answers C-STORE: keeps instances byte for byte, at level 2 (PS3.4 B.4.1.1)."""

    instances: InstanceStore

    def supported(self, abstract: str) -> Iterable[str] | None:
        """Take every storage SOP class there are samples of, in every syntax."""
        return STORED_SYNTAXES if self.stores(abstract) else super().supported(abstract)

    def stores(self, sop_class: str) -> bool:
        """Return whether this storage SOP class is taken."""
        return sop_class in SOP_CLASSES

    def lets_serve(self, abstract: str) -> bool:
        """Let a requestor be SCP of storage, for C-GET."""
        return self.stores(abstract)

    def serve(self, association: Association, message: Message) -> None:
        """Answer C-ECHO and C-STORE."""
        abstract = association.contexts[message.context_id].abstract
        if message.field == messages.C_ECHO and abstract == VERIFICATION:
            self.echo(association, message)
        elif message.field == messages.C_STORE and self.stores(abstract):
            self.store(association, message)
        else:
            super().serve(association, message)

    def echo(self, association: Association, message: Message) -> None:
        """Answer C-ECHO with success (PS3.7 9.1.5)."""
        self.respond(association, message, SUCCESS)

    def store(self, association: Association, message: Message) -> None:
        """Judge what came, keep it if it is sound, and answer with the status (PS3.4 B.2.3)."""
        status, instance = self.judged(association, message)
        if instance is not None:
            status = self.keep(instance)
        if status in {SUCCESS, COERCED} and instance is not None:
            self.stored(instance)
        self.respond(association, message, status, **self.store_remarks(status))

    def store_remarks(self, status: int) -> dict[str, Any]:
        """Say more about a status: which elements were coerced, or what is wrong (PS3.7 C)."""
        if status == COERCED:
            return {"OffendingElement": [0x00100020]}
        comments = {
            WRONG_CLASS: "data set and command name different instances",
            NOT_UNDERSTOOD: "the data set can not be decoded",
            OTHER_CONTENT: "this UID is taken by an instance of other content",
            CLASS_NOT_SUPPORTED: "the SOP class is not that of the context",
        }
        return {"ErrorComment": comments.get(status)}

    def judged(self, association: Association, message: Message) -> tuple[int, Kept | None]:
        """Return a failure status, or the instance that may be kept."""
        context = association.contexts[message.context_id]
        sop_class = str(message.command.get("AffectedSOPClassUID", ""))
        sop_instance = str(message.command.get("AffectedSOPInstanceUID", ""))
        if sop_class != context.abstract:
            return CLASS_NOT_SUPPORTED, None
        try:
            instance = self.read(message.data or b"", context.transfer)
        except Malformed:
            return NOT_UNDERSTOOD, None
        if not self.is_what_the_command_says(instance, sop_class, sop_instance):
            return WRONG_CLASS, None
        if not instance.study_uid or not instance.series_uid:
            return WRONG_CLASS, None
        return SUCCESS, instance

    def read(self, data: bytes, transfer_syntax: str) -> Kept:
        """Read a data set; raise Malformed when it is none."""
        return kept(data, transfer_syntax)

    def is_what_the_command_says(self, instance: Kept, sop_class: str, sop_instance: str) -> bool:
        """Return whether data set and command name the same instance (PS3.7 9.1.1.1.3, 9.1.1.1.4)."""
        return instance.sop_class == sop_class and instance.sop_instance == sop_instance

    def keep(self, instance: Kept) -> int:
        """Keep an instance, unless its UID is taken by another; return the status."""
        known = self.instances.get(instance.sop_instance)
        if known is not None and not self.same(known, instance):
            return self.clash(known, instance)
        if known is not None:
            return SUCCESS
        kept_as = self.instances.keep(instance)
        return COERCED if kept_as.patient_id != instance.patient_id else SUCCESS

    def same(self, known: Kept, instance: Kept) -> bool:
        """Return whether a second copy is the instance we have: same octets in the same syntax, or same head."""
        if known.transfer_syntax == instance.transfer_syntax:
            return known.data == instance.data or known.patient_id != instance.patient_id
        return bool(known.head == instance.head)

    def clash(self, _known: Kept, _instance: Kept) -> int:
        """Refuse another content under a UID we have; the first stays (PS3.5 9, PS3.4 B.2.3)."""
        return OTHER_CONTENT

    def stored(self, instance: Kept) -> None:
        """Hear that an instance was stored: nothing is done about it."""
