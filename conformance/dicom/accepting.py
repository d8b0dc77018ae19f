"""Our side of an association that a candidate opens: what we accept of it, and how we part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.dicom import uids
from conformance.dicom.client.link import MAXIMUM_LENGTH
from conformance.dicom.wire import Abort, Associate, Release, UserInformation, associate
from conformance.dicom.wire.items import answered
from conformance.dicom.wire.pdu import ASSOCIATE_AC, RELEASE_RP, RELEASE_RQ

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from conformance.dicom.client.link import Came, Link
    from conformance.dicom.wire import Role

NO_ABSTRACT_SYNTAX, NO_TRANSFER_SYNTAX = 3, 4
_UNEXPECTED = 2


def acceptance(
    request: Associate,
    takes: Callable[[str], bool],
    syntaxes: Container[str] | None = None,
    *,
    maximum_length: int = MAXIMUM_LENGTH,
    roles: tuple[Role, ...] = (),
) -> Associate:
    """Return our answer to a request (PS3.8 9.3.3).

    ``takes`` says of an abstract syntax whether we accept it, in the first of its transfer syntaxes that is among
    ``syntaxes``, where those are given.
    """
    contexts = []
    for one in request.contexts:
        taken = [syntax for syntax in one.transfer_syntaxes if syntaxes is None or syntax in syntaxes]
        if not takes(one.abstract_syntax or ""):
            contexts.append(answered(one.id, NO_ABSTRACT_SYNTAX))
        else:
            contexts.append(answered(one.id, 0, taken[0]) if taken else answered(one.id, NO_TRANSFER_SYNTAX))
    user = UserInformation(maximum_length, uids.IMPLEMENTATION_CLASS, uids.IMPLEMENTATION_VERSION, roles=roles)
    made = associate(ASSOCIATE_AC, called="", calling="", contexts=tuple(contexts), user=user)
    return Associate(made.kind, made.items, request.called, request.calling, reserved_32=request.reserved_32)


@dataclass(frozen=True, slots=True)
class Parting:
    """How an association ended: ``says`` in words, ``evidence`` of what we sent, empty when nothing."""

    says: str
    released: bool = False
    aborted: bool = False
    evidence: str = ""


def part(link: Link, came: Came) -> Parting:
    """Answer what came in the place of a message, after which the association is over (PS3.8 9.2, AR-4, AA-3, AA-8)."""
    if isinstance(came.read, Release) and came.read.kind == RELEASE_RQ:
        return Parting("released", released=True, evidence=link.send([Release(RELEASE_RP).pdu()], "A-RELEASE-RP"))
    if isinstance(came.read, Abort):
        says = f"the visitor aborted: source {came.read.source}, reason {came.read.reason}"
        return Parting(says, aborted=True)
    says = came.trouble or f"{came.pdu.name if came.pdu else 'nothing'} came unexpectedly"
    if came.ended:
        return Parting(says)
    return Parting(says, evidence=link.send([Abort(2, _UNEXPECTED).pdu()], "A-ABORT source 2, reason 2"))
