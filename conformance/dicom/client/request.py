"""What we ask for when we open an association: any contexts, roles, items, right or wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.dicom import uids
from conformance.dicom.client.link import MAXIMUM_LENGTH
from conformance.dicom.wire import Associate, Extended, Item, Pdu, Role, UserIdentity, UserInformation, associate
from conformance.dicom.wire.items import proposed
from conformance.dicom.wire.pdu import APPLICATION_CONTEXT_NAME, ASSOCIATE_RQ
from conformance.dicom.wire.syntaxes import EXPLICIT_LITTLE, IMPLICIT_LITTLE

if TYPE_CHECKING:
    from collections.abc import Sequence

USUAL = (EXPLICIT_LITTLE, IMPLICIT_LITTLE)
MOST_CONTEXTS = 128


@dataclass(frozen=True, slots=True)
class Proposal:
    """One abstract syntax with the transfer syntaxes offered for it."""

    abstract_syntax: str
    transfer_syntaxes: tuple[str, ...] = USUAL


@dataclass(frozen=True, slots=True)
class Request:
    """An association request before it is octets; contexts get the odd ids 1, 3, 5 ... in order."""

    proposals: tuple[Proposal, ...]
    called: str
    calling: str
    maximum_length: int = MAXIMUM_LENGTH
    roles: tuple[Role, ...] = ()
    extended: tuple[Extended, ...] = ()
    identity: UserIdentity | None = None
    window: tuple[int, int] | None = None
    application_context: str = APPLICATION_CONTEXT_NAME
    version: int = 1
    more: tuple[Item, ...] = ()
    more_user: tuple[Item, ...] = ()

    def ids(self) -> dict[int, Proposal]:
        """Return the proposals by the presentation context id they get."""
        return {2 * number + 1: one for number, one in enumerate(self.proposals)}

    def associate(self) -> Associate:
        """Return the A-ASSOCIATE-RQ."""
        contexts = tuple(
            proposed(number, one.abstract_syntax, one.transfer_syntaxes) for number, one in self.ids().items()
        )
        user = UserInformation(
            maximum_length=self.maximum_length,
            implementation_class=uids.IMPLEMENTATION_CLASS,
            implementation_version=uids.IMPLEMENTATION_VERSION,
            window=self.window,
            roles=self.roles,
            extended=self.extended,
            identity=self.identity.item().body if self.identity else None,
        )
        return associate(
            ASSOCIATE_RQ,
            called=self.called,
            calling=self.calling,
            contexts=contexts,
            user=user,
            application_context=self.application_context,
            version=self.version,
            more=self.more,
            more_user=self.more_user,
        )

    def pdu(self) -> Pdu:
        """Return the request as a PDU."""
        return self.associate().pdu()


def storage_proposals(wanted: Sequence[tuple[str, str]]) -> tuple[Proposal, ...]:
    """Return one proposal for each SOP class and transfer syntax, so that the syntax used is our choice."""
    pairs = dict.fromkeys(wanted)
    return tuple(Proposal(sop_class, (syntax,)) for sop_class, syntax in pairs)[:MOST_CONTEXTS]
