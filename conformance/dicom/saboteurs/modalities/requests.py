"""Modalities with one vice each in how they ask for an association, verify a connection, or ask for the worklist."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.dicom import clauses as c
from conformance.dicom import uids
from conformance.dicom.client.answers import Answer, Asked
from conformance.dicom.saboteurs.callers import modality
from conformance.dicom.simulator import Modality
from conformance.dicom.wire import DataSet, Item, Items, command, data_set, write_data_set
from conformance.dicom.wire.command import C_FIND, HAS_DATA_SET
from conformance.dicom.wire.items import PROPOSED, USER_INFORMATION
from conformance.dicom.wire.syntaxes import EXPLICIT_LITTLE, IMPLICIT_LITTLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.dicom.client import Association, Proposal, Request
    from conformance.dicom.wire import Associate, UserInformation


class AskingModality(Modality):
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


class UnnamedModality(AskingModality):
    """Does not say which implementation it is."""

    def told(self, user: UserInformation) -> Item:
        """Leave it out."""
        return replace(user, implementation_class=None).item()


class BoundlessModality(AskingModality):
    """Does not say how much it receives at a time."""

    def told(self, user: UserInformation) -> Item:
        """Leave it out."""
        return replace(user, maximum_length=None).item()


class TornModality(AskingModality):
    """Writes a sub-item that is shorter than it says."""

    def told(self, user: UserInformation) -> Item:
        """Add one that claims more than there is."""
        return user.item([Item(0x5E, b"odd", length=9)])


class ExplicitModality(Modality):
    """Offers explicit VR alone."""

    def syntaxes(self) -> tuple[str, ...]:
        """Offer one."""
        return (EXPLICIT_LITTLE,)


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

    def ask(self, association: Association) -> Answer:
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
        return association.exchange(asked, asking, write_data_set(self.keys(), other), several=True)


class ListlessModality(Modality):
    """Opens an association for the worklist, and asks nothing."""

    def ask(self, association: Association) -> Answer:
        """Say nothing."""
        return Answer(Asked(C_FIND, 0, 0, uids.MODALITY_WORKLIST_FIND))


SABOTEURS = (
    modality(
        "even",
        EvenModality,
        c.REQUEST_CONTEXTS,
        also=[c.COMES_AGAIN, c.REQUEST_DEFAULT_SYNTAX, c.TOLD_BEGUN, c.VERIFIES, c.WORKLIST_ASKED],
    ),
    modality("mistaken", MistakenModality, c.REQUEST_FIXED_FIELDS),
    modality("unnamed", UnnamedModality, c.REQUEST_IMPLEMENTATION_CLASS),
    modality("boundless", BoundlessModality, c.REQUEST_MAXIMUM_LENGTH),
    modality("torn", TornModality, c.REQUEST_WELL_FORMED),
    modality("explicit", ExplicitModality, c.REQUEST_DEFAULT_SYNTAX),
    modality("mute", MuteModality, c.VERIFIES),
    modality("astray", AstrayModality, c.WORKLIST_KEYS),
    modality("wordless", WordlessModality, c.WORKLIST_IDENTIFIER, also=[c.WORKLIST_KEYS]),
    modality("listless", ListlessModality, c.WORKLIST_ASKED),
)
