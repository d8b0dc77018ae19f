"""Archives that do something unusual and allowed: to be let pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dicom.saboteurs.entries import vice
from conformance.dicom.saboteurs.rewriting import recoded
from conformance.dicom.samples import undefined_lengths
from conformance.dicom.simulator import Archive, Kept, associating, messages
from conformance.dicom.simulator.finding import PENDING_WITHOUT_OPTIONAL_KEYS
from conformance.dicom.simulator.requestor import associated
from conformance.dicom.simulator.storing import WRONG_CLASS
from conformance.dicom.simulator.upperlayer import Association, Over

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydicom.dataset import Dataset

    from conformance.dicom.simulator.associating import Acceptance, Answered, Request
    from conformance.dicom.simulator.entities import Entity
    from conformance.dicom.simulator.messages import Message
    from conformance.dicom.simulator.retrieving import Tally


class CrumblingArchive(Archive):
    """Sends everything in fragments of two octets."""

    def pieces(self, association: Association, context_id: int, octets: bytes, *, is_command: bool) -> Iterator[bytes]:
        """Crumble what is short; what is long, into 64 octets."""
        maximum = 8 if len(octets) < 1024 else 70  # noqa: PLR2004 - so that a test does not take minutes
        return messages.pieces(context_id, octets, is_command=is_command, maximum=maximum)


class OpenEndedArchive(Archive):
    """Sends sequences and items back with undefined lengths, whatever they had."""

    def sent(self, instance: Kept) -> bytes:
        """Leave lengths open."""

        def opened(data_set: Dataset) -> bool:
            undefined_lengths(data_set)
            return True

        return recoded(instance, opened).data


class BriefArchive(Archive):
    """Does not give an implementation version name."""

    def acceptance(self, request: Request, answered: list[Answered]) -> Acceptance:
        """Leave it out."""
        acceptance = super().acceptance(request, answered)
        acceptance.implementation_version = ""
        return acceptance


class BackwardArchive(Archive):
    """Answers presentation contexts in reverse order."""

    def answers(self, request: Request) -> list[Answered]:
        """Turn them round."""
        return list(reversed(list(super().answers(request))))


class ModestArchive(Archive):
    """Says FF01 with every match, as if an optional key were not supported."""

    def pending_status(self, identifier: Dataset) -> int:
        """Be modest."""
        return PENDING_WITHOUT_OPTIONAL_KEYS


class ElaborateArchive(Archive):
    """Adds to each match what an archive may add: character set, availability, time zone."""

    def answer_for(self, identifier: Dataset, entity: Entity) -> Dataset:
        """Elaborate."""
        match = super().answer_for(identifier, entity)
        match.SpecificCharacterSet = "ISO_IR 192"
        match.InstanceAvailability = "ONLINE"
        match.TimezoneOffsetFromUTC = "+0100"
        return match


class ScatteringArchive(Archive):
    """Sends each instance of a move over an association of its own, last one first."""

    def send_away(
        self, association: Association, message: Message, chosen: list[Kept], called: str, address: tuple[str, int]
    ) -> None:
        """Scatter."""
        tally = self.tally(len(chosen))
        over = None
        for instance in reversed(chosen):
            over = over or self._one(association, message, instance, tally, (called, address))
        self.conclude(association, message, tally, over)

    def _one(
        self, association: Association, message: Message, instance: Kept, tally: Tally, to: tuple[str, tuple[str, int]]
    ) -> int | None:
        try:
            other = associated(self, to[1], to[0], self.contexts_for([instance]))
        except Over:
            tally.count(instance.sop_instance, 0xA702)
            return None
        try:
            over = self.transfer(association, message, [instance], tally, other, self.originator(association, message))
            self.let_go(other)
        finally:
            other.link.end()
        return over


class TaciturnArchive(Archive):
    """Sends no pending responses during a retrieve."""

    def report(self, association: Association, message: Message, tally: Tally) -> None:
        """Report at the end alone."""


class CollidingArchive(Archive):
    """Asks for release at the same moment as the peer."""

    def release(self, association: Association) -> None:
        """Ask, wait for the answer, then answer: the acceptor's part of a collision (PS3.8 9.2.3, Sta10 and Sta12)."""
        association.link.send(associating.release_pdu(associating.RELEASE_RQ))
        kind, size = association.link.head()
        association.link.body(size)
        if kind == associating.RELEASE_RP:
            super().release(association)


class SingleArchive(Archive):
    """Takes one association at a time, and asks others to come again later."""

    busy = False

    def refusal(self, request: Request) -> tuple[int, int, int] | None:
        """Be busy: a transient rejection, local limit exceeded (PS3.8 9.3.4)."""
        return super().refusal(request) or ((2, 3, 2) if self.busy else None)

    def greeted(self, association: Association) -> None:
        """Be busy from now on."""
        self.busy = True
        super().greeted(association)

    def release(self, association: Association) -> None:
        """Be free again."""
        self.busy = False
        super().release(association)

    def aborted(self, association: Association) -> None:
        """Be free again."""
        self.busy = False
        super().aborted(association)


class ParticularArchive(Archive):
    """Has a failure of its own for a data set that is not what its command says."""

    def judged(self, association: Association, message: Message) -> tuple[int, Kept | None]:
        """Say C123."""
        status, instance = super().judged(association, message)
        return (0xC123 if status == WRONG_CLASS else status), instance


SABOTEURS = (
    vice("BV04", CrumblingArchive),
    vice("BV06", OpenEndedArchive),
    vice("BV09", BriefArchive),
    vice("BV11", ModestArchive),
    vice("BV12", ElaborateArchive),
    vice("BV14", ScatteringArchive),
    vice("BV15", TaciturnArchive),
    vice("BV19", CollidingArchive),
    vice("dicom.contexts-in-reverse", BackwardArchive),
    vice(
        "dicom.one-association-at-a-time",
        SingleArchive,
        scenarios=("dicom.association.side-by-side", "dicom.store.side-by-side"),
    ),
    vice("dicom.fails-in-its-own-words", ParticularArchive, scenarios=("dicom.store.class-disagrees",)),
)
