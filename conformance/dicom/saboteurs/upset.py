"""Archives that one thing out of the ordinary upsets: a long error, a corrupt picture, an early birth, a role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conformance.dicom import clauses as c
from conformance.dicom.saboteurs.endings import fall_silent
from conformance.dicom.saboteurs.entries import vice
from conformance.dicom.samples import syntaxes
from conformance.dicom.simulator import Archive, Kept
from conformance.dicom.simulator.web import Web
from conformance.dicom.wire import read_data_set, write_data_set
from conformance.dicom.wire.dictionary import PIXEL_DATA

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.dicom.simulator.associating import Request
    from conformance.dicom.simulator.messages import Message
    from conformance.dicom.simulator.retrieving import Tally
    from conformance.dicom.simulator.upperlayer import Association, Context

_LONGEST_COMMENT = 64
"""Error Comment is LO (PS3.7 C)."""
_START_OF_IMAGE = b"\xff\xd8"


class OverlongArchive(Archive):
    """Answers nothing where its error text is longer than an Error Comment may be."""

    def store_remarks(self, status: int) -> dict[str, Any]:
        """Say it at length."""
        return {
            name: text and f"{text} (it was refused by the component that receives instances)"
            for name, text in super().store_remarks(status).items()
            if name == "ErrorComment"
        }

    def respond(
        self,
        association: Association,
        message: Message,
        status: int,
        data: bytes | None = None,
        **more: Any,  # noqa: ANN401 - as overridden
    ) -> None:
        """Fail over the length."""
        if len(more.get("ErrorComment") or "") > _LONGEST_COMMENT:
            fall_silent(association)
        else:
            super().respond(association, message, status, data, **more)


class DisregardingArchive(Archive):
    """Answers no proposed role, and sends C-STORE on the association all the same."""

    def roles(self, request: Request) -> Mapping[str, tuple[int, int]]:
        """Answer none."""
        return {}

    def context_for(self, other: Association, instance: Kept) -> Context | None:
        """Look at class and syntax alone."""
        wanted = (instance.sop_class, instance.transfer_syntax)
        return next((one for one in other.contexts.values() if (one.abstract, one.transfer) == wanted), None)


class ChokingArchive(Archive):
    """Hangs on the first object whose picture can't be decompressed."""

    def perform(self, other: Association, instance: Kept, tally: Tally, originator: dict[str, object]) -> None:
        """Try to decompress what is sent."""
        if instance.transfer_syntax == syntaxes.JPEGBaseline8Bit and not _decompressed(instance):
            fall_silent(other)
        super().perform(other, instance, tally, originator)


def _decompressed(instance: Kept) -> bool:
    pixels = read_data_set(instance.data, instance.transfer_syntax).get(PIXEL_DATA)
    return all(one.startswith(_START_OF_IMAGE) for one in ((pixels and pixels.fragments) or ())[1:])


class _Secretive(Web):
    def recoded(self, instance: Kept, wanted: str) -> bytes | None:
        octets = super().recoded(instance, wanted)
        if octets is None or wanted != syntaxes.JPEGBaseline8Bit or wanted == instance.transfer_syntax:
            return octets
        return write_data_set(read_data_set(octets, wanted).without("LossyImageCompression"), wanted)


class SecretiveArchive(Archive):
    """Compresses with loss and does not say so in the image."""

    web = _Secretive


def _text(instance: Kept, keyword: str) -> str:
    return read_data_set(instance.data, instance.transfer_syntax).text(keyword)


class ModernArchive(Archive):
    """Refuses who was born before 1900."""

    def keep(self, instance: Kept) -> int:
        """Take the century for a mistake."""
        born = _text(instance, "PatientBirthDate")
        return 0xC000 if born and born < "1900" else super().keep(instance)


SABOTEURS = (
    vice("AS16", DisregardingArchive, c.GET_NEEDS_ROLE),
    vice("ST04", OverlongArchive, c.STORE_REFUSES_UNREADABLE, also=[c.STORE_REFUSES_OTHER_CLASS]),
    vice("ST07", SecretiveArchive, c.FETCH_LOSS_TOLD),
    vice("MV13", ChokingArchive, c.RETRIEVE_AROUND_CORRUPT),
    vice("TI08.born-before-1900", ModernArchive, c.STORE_SUCCEEDS, also=[c.FIND_MATCHES_SINGLE_VALUE]),
)
