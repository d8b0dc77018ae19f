"""Archives with one vice in how they associate, release and abort."""

from __future__ import annotations

import struct
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.dicom import clauses as c
from conformance.dicom.saboteurs.entries import AROUND, vice
from conformance.dicom.simulator import Archive, associating
from conformance.dicom.simulator.associating import Acceptance, Answered

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conformance.dicom.simulator.associating import Proposed, Request
    from conformance.dicom.simulator.upperlayer import Association


class PromiscuousArchive(Archive):
    """Answers to any name: a wrong called AE title is accepted."""

    def knows_called(self, request: Request) -> bool:
        """Know everybody."""
        return True


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


class PickyArchive(Archive):
    """Refuses a protocol version in which any bit but 0 is set."""

    def knows_version(self, request: Request) -> bool:
        """Test all bits."""
        return request.version == 1


class CarelessArchive(Archive):
    """Does not look at the protocol version."""

    def knows_version(self, request: Request) -> bool:
        """Take any."""
        return True


class TolerantArchive(Archive):
    """Does not look at the application context name."""

    def refusal(self, request: Request) -> tuple[int, int, int] | None:
        """Take any."""
        request.application_context = associating.APPLICATION_CONTEXT
        return super().refusal(request)


class NarrowArchive(Archive):
    """Rejects an association with items it does not know."""

    def refusal(self, request: Request) -> tuple[int, int, int] | None:
        """Reject it for good."""
        return (1, 1, 1) if request.unknown else super().refusal(request)


class SpaciousArchive(Archive):
    """Takes the spaces around its called AE title for part of it."""

    def knows_called(self, request: Request) -> bool:
        """Compare as it came."""
        return request.called == self.aet.ljust(16)


class OverwhelmedArchive(Archive):
    """Rejects an association with more than 64 presentation contexts."""

    def refusal(self, request: Request) -> tuple[int, int, int] | None:
        """Have no room for them."""
        return (2, 3, 2) if len(request.contexts) > 64 else super().refusal(request)  # noqa: PLR2004 - half of what may be


class ClosedArchive(Archive):
    """Rejects every association, without a reason."""

    def refusal(self, request: Request) -> tuple[int, int, int] | None:
        """Reject it."""
        return (1, 1, 1)


class LonelyArchive(Archive):
    """Refuses a second association at the same time, for good."""

    def __init__(self) -> None:
        super().__init__()
        self._here = 0
        self._counting = threading.Condition()

    def accept_pdu(self, acceptance: Acceptance) -> bytes:
        """Count it before its peer can know, and so ask for another."""
        with self._counting:
            self._here += 1
        return super().accept_pdu(acceptance)

    def association_released(self) -> None:
        """Count it off."""
        with self._counting:
            self._here -= 1
            self._counting.notify_all()

    def refusal(self, request: Request) -> tuple[int, int, int] | None:
        """Refuse permanently where it should be for now; one that is just ending is given the time to end."""
        with self._counting:
            alone = self._counting.wait_for(lambda: not self._here, 0.7)
        return super().refusal(request) if alone else (1, 3, 2)


SABOTEURS = (
    vice("AS01", PromiscuousArchive, c.CALLED_TITLE_REJECTED),
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
    vice(
        "AS29",
        LonelyArchive,
        c.SEVERAL_ASSOCIATIONS,
        also=[c.STORE_APART, c.STORE_SUCCEEDS, c.ECHO_FRAGMENTED, *AROUND],
    ),
    vice("AS30", EagerArchive, c.WINDOW_WITHIN_PROPOSAL),
    vice("dicom.title-with-spaces", SpaciousArchive, c.TITLE_SPACES_SKIPPED),
    vice("dicom.overwhelmed", OverwhelmedArchive, c.MANY_CONTEXTS_ANSWERED, also=[c.ONE_ANSWER_PER_CONTEXT]),
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
    vice("dicom.picky-version", PickyArchive, c.VERSION_TESTED_BY_BIT_0),
    vice("dicom.careless-version", CarelessArchive, c.VERSION_REJECTED),
    vice("dicom.tolerant-context-name", TolerantArchive, c.CONTEXT_NAME_REJECTED),
    vice("dicom.narrow-items", NarrowArchive, c.UNKNOWN_ITEMS_SKIPPED),
    vice(
        "dicom.closed-door",
        ClosedArchive,
        c.ASSOCIATION_ACCEPTED,
        also=[c.RELEASE_ANSWERED, c.ECHO_SUCCEEDS, c.STORE_SUCCEEDS, c.SECURE_OPENS, *AROUND],
    ),
)
