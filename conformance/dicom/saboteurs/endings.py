"""Archives with one vice in how they release, abort, and take what comes out of turn."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from conformance.dicom import clauses as c
from conformance.dicom.saboteurs.entries import vice
from conformance.dicom.simulator import Archive, associating
from conformance.dicom.simulator.upperlayer import Over

if TYPE_CHECKING:
    from conformance.dicom.simulator.associating import Request
    from conformance.dicom.simulator.upperlayer import Association


def fall_silent(association: Association) -> None:
    """Take whatever comes and say nothing, until the peer goes away."""
    try:
        while association.link.body(1):
            pass
    except Over:
        return


class ClingingArchive(Archive):
    """Never answers A-RELEASE-RQ."""

    def release(self, association: Association) -> None:
        """Fall silent."""
        fall_silent(association)


class TalkativeArchive(Archive):
    """Goes on sending P-DATA after A-RELEASE-RP."""

    def release(self, association: Association) -> None:
        """Answer, and talk on."""
        super().release(association)
        context_id = next(iter(association.contexts), 1)
        association.link.send(struct.pack(">BBLLBB", associating.P_DATA, 0, 6, 2, context_id, 3))


class SilentArchive(Archive):
    """Answers an unrecognised PDU with silence."""

    def unrecognised(self, association: Association) -> None:
        """Fall silent."""
        fall_silent(association)


class RavingArchive(Archive):
    """Aborts as the service provider, with a reason that is not defined."""

    def unrecognised(self, association: Association) -> None:
        """Abort for reason 77."""
        association.abort(77)


class BlamingArchive(Archive):
    """Aborts as if its user had asked for it when an unrecognised PDU comes."""

    def unrecognised(self, association: Association) -> None:
        """Abort with source 0."""
        association.abort(0, source=0)


class PatientArchive(Archive):
    """Ignores a PDU that comes out of turn."""

    def unexpected(self, association: Association) -> None:
        """Fall silent."""
        fall_silent(association)


class BrittleArchive(Archive):
    """Does not take the next association once one was aborted."""

    _broken = False

    def unrecognised(self, association: Association) -> None:
        """Break."""
        self._broken = True
        super().unrecognised(association)

    def aborted(self, association: Association) -> None:
        """Break."""
        self._broken = True

    def invalid(self, association: Association, reason: int) -> None:
        """Break."""
        self._broken = True
        super().invalid(association, reason)

    def refusal(self, request: Request) -> tuple[int, int, int] | None:
        """Stay broken once more."""
        broken, self._broken = self._broken, False
        return (2, 3, 1) if broken else super().refusal(request)


class ParrotArchive(Archive):
    """Answers an A-ABORT with one of its own."""

    def aborted(self, association: Association) -> None:
        """Abort what is aborted."""
        association.abort(0)


SABOTEURS = (
    vice("AS18", ClingingArchive, c.RELEASE_ANSWERED, scenarios=("dicom.association.released",)),
    vice("AS19", TalkativeArchive, c.NOTHING_AFTER_RELEASE),
    vice("AS20", SilentArchive, c.UNKNOWN_PDU_ABORTED),
    vice("AS21", RavingArchive, c.ABORT_NAMES_PROVIDER),
    vice("dicom.blaming-abort", BlamingArchive, c.ABORT_NAMES_PROVIDER),
    vice("dicom.unexpected-pdu-ignored", PatientArchive, c.UNEXPECTED_PDU_ABORTED),
    vice("dicom.brittle-after-abort", BrittleArchive, c.ALIVE_AFTERWARDS, also=[c.STORE_NOTHING_OF_HALF]),
    vice("dicom.abort-answered", ParrotArchive, c.ABORT_ENDS_THE_ASSOCIATION),
)
