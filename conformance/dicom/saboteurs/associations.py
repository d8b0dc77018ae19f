"""Archives with one vice in how they answer who asks for an association."""

from __future__ import annotations

import struct
from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.dicom import clauses as c
from conformance.dicom.saboteurs.entries import vice
from conformance.dicom.simulator import Archive, associating
from conformance.dicom.simulator.associating import Acceptance, Answered

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conformance.dicom.simulator.associating import Proposed, Request
    from conformance.dicom.simulator.upperlayer import Association


class InventiveArchive(Archive):
    """Returns a presentation context that was never proposed."""

    def answers(self, request: Request) -> list[Answered]:
        """Add one."""
        taken = {one.id for one in request.contexts}
        free = [number for number in range(255, 0, -2) if number not in taken][:1]
        syntax = request.contexts[0].transfer[0]
        return [*super().answers(request), *(Answered(one, associating.ACCEPTED, syntax) for one in free)]


class ForgetfulArchive(Archive):
    """Leaves the last proposed context out of its answer."""

    def answers(self, request: Request) -> list[Answered]:
        """Leave one out, if there are several."""
        answers = list(super().answers(request))
        return answers[:-1] if len(answers) > 1 else answers


class TwoFacedArchive(Archive):
    """Answers the first context twice: once as it should, once refused."""

    def answers(self, request: Request) -> list[Answered]:
        """Say it again, otherwise."""
        answers = list(super().answers(request))
        return [*answers, replace(answers[0], result=associating.NO_ABSTRACT_SYNTAX)]


class VagueArchive(Archive):
    """Says that the abstract syntax is not supported when it is only the transfer syntax."""

    def answer(self, proposed: Proposed) -> Answered:
        """Answer 3 for 4."""
        answer = super().answer(proposed)
        if answer.result == associating.NO_TRANSFER_SYNTAX:
            return replace(answer, result=associating.NO_ABSTRACT_SYNTAX)
        return answer


class BluntArchive(Archive):
    """Says that the transfer syntax is not supported when it is the abstract syntax."""

    def answer(self, proposed: Proposed) -> Answered:
        """Answer 4 for 3."""
        answer = super().answer(proposed)
        if answer.result == associating.NO_ABSTRACT_SYNTAX:
            return replace(answer, result=associating.NO_TRANSFER_SYNTAX)
        return answer


class WilfulArchive(Archive):
    """Accepts contexts in a transfer syntax that was not proposed for them."""

    def answer(self, proposed: Proposed) -> Answered:
        """Choose another one."""
        answer = super().answer(proposed)
        return replace(answer, transfer="1.2.840.10008.1.2.4.100") if answer.result == associating.ACCEPTED else answer


class AllOrNothingArchive(Archive):
    """Refuses every context when one of them is not supported."""

    def answers(self, request: Request) -> list[Answered]:
        """Let the refusal spread."""
        answers = list(super().answers(request))
        bad = [one.result for one in answers if one.result]
        return [replace(one, result=bad[0]) for one in answers] if bad else answers


class LongWindedArchive(Archive):
    """Sends P-DATA-TF PDUs longer than the peer said it takes."""

    def pieces(self, association: Association, context_id: int, octets: bytes, *, is_command: bool) -> Iterator[bytes]:
        """Cut nothing."""
        kind = 1 if is_command else 0
        head = struct.pack(">BBLLBB", associating.P_DATA, 0, len(octets) + 6, len(octets) + 2, context_id, kind | 2)
        yield head + octets


class NamelessArchive(Archive):
    """Accepts without an implementation class UID."""

    def acceptance(self, request: Request, answered: list[Answered]) -> Acceptance:
        """Leave it out."""
        return replace(super().acceptance(request, answered), implementation_class="")


class TinyArchive(Archive):
    """Says it takes P-DATA of at most 1 octet, in which nothing fits."""

    def acceptance(self, request: Request, answered: list[Answered]) -> Acceptance:
        """Say so."""
        return replace(super().acceptance(request, answered), maximum=1)


class MirrorArchive(Archive):
    """Sends the AE titles back in each other's place."""

    def acceptance(self, request: Request, answered: list[Answered]) -> Acceptance:
        """Swap them."""
        return replace(super().acceptance(request, answered), called=request.calling, calling=request.called)


class VersionlessArchive(Archive):
    """Accepts with bit 0 of the protocol version clear."""

    def acceptance(self, request: Request, answered: list[Answered]) -> Acceptance:
        """Clear it."""
        return replace(super().acceptance(request, answered), version=2)


class ForeignArchive(Archive):
    """Accepts under an application context name of its own."""

    def accept_pdu(self, acceptance: Acceptance) -> bytes:
        """Write another name of the same length."""
        name = associating.APPLICATION_CONTEXT.encode()
        return super().accept_pdu(acceptance).replace(name, name[:-1] + b"9", 1)


class TornArchive(Archive):
    """Accepts with an item that says it is longer than it is."""

    def accept_pdu(self, acceptance: Acceptance) -> bytes:
        """Lengthen the last item, which is the user information's last sub-item, on paper."""
        octets = bytearray(super().accept_pdu(acceptance))
        version = acceptance.implementation_version.encode()
        at = octets.rindex(version) - 2
        octets[at : at + 2] = struct.pack(">H", len(version) + 40)
        return bytes(octets)


class GenerousArchive(Archive):
    """Grants both roles to whoever asked for one."""

    def roles(self, request: Request) -> Mapping[str, tuple[int, int]]:
        """Grant more than was asked."""
        return dict.fromkeys(request.roles, (1, 1))


class EagerArchive(Archive):
    """Grants an asynchronous operations window larger than proposed."""

    def acceptance(self, request: Request, answered: list[Answered]) -> Acceptance:
        """Grant five more."""
        invoked, performed = request.window or (1, 1)
        return replace(super().acceptance(request, answered), window=(invoked + 5, performed + 5))


SABOTEURS = (
    vice("AS04", InventiveArchive, c.ONE_ANSWER_PER_CONTEXT, also=[c.SYNTAX_WAS_PROPOSED]),
    vice(
        "AS06",
        ForgetfulArchive,
        c.ONE_ANSWER_PER_CONTEXT,
        also=[c.REFUSAL_DOES_NOT_SPREAD, c.STORE_KEEPS, c.STORE_AS_CLAIMED, c.RETRIEVE_SUCCEEDS, c.RETRIEVE_COMPLETE],
    ),
    vice("AS07", TwoFacedArchive, c.ONE_ANSWER_PER_CONTEXT),
    vice("AS08", VagueArchive, c.TRANSFER_SYNTAX_REFUSED),
    vice("AS11", LongWindedArchive, c.PDU_WITHIN_MAXIMUM, scenarios=("dicom.get.in-small-pdus",)),
    vice("AS12", NamelessArchive, c.IMPLEMENTATION_CLASS_GIVEN),
    vice("AS13", MirrorArchive, c.TITLES_RETURNED),
    vice("AS14", VersionlessArchive, c.PROTOCOL_VERSION_ANSWERED),
    vice("AS30", EagerArchive, c.WINDOW_WITHIN_PROPOSAL),
    vice("dicom.blunt-refusal", BluntArchive, c.ABSTRACT_SYNTAX_REFUSED, also=[c.STORE_PRIVATE_CLASS]),
    vice(
        "dicom.syntax-at-will",
        WilfulArchive,
        c.SYNTAX_WAS_PROPOSED,
        also=[c.STORE_APART, c.STORE_SUCCEEDS],
    ),
    vice(
        "dicom.spreading-refusal",
        AllOrNothingArchive,
        c.REFUSAL_DOES_NOT_SPREAD,
        also=[c.TRANSFER_SYNTAX_REFUSED],
    ),
    vice("dicom.tiny-maximum", TinyArchive, c.MAXIMUM_LENGTH_GIVEN),
    vice("dicom.foreign-context-name", ForeignArchive, c.APPLICATION_CONTEXT_RETURNED),
    vice("dicom.torn-acceptance", TornArchive, c.ASSOCIATE_WELL_FORMED),
    vice("dicom.generous-roles", GenerousArchive, c.ROLE_WITHIN_PROPOSAL),
)
