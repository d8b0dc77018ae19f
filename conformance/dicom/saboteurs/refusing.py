"""Archives with one vice in which associations they refuse."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from conformance.dicom import clauses as c
from conformance.dicom.saboteurs.entries import AROUND, vice
from conformance.dicom.simulator import Archive, associating

if TYPE_CHECKING:
    from conformance.dicom.simulator.associating import Acceptance, Request


class PromiscuousArchive(Archive):
    """Answers to any name: a wrong called AE title is accepted."""

    def knows_called(self, request: Request) -> bool:
        """Know everybody."""
        return True


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
    vice("dicom.picky-version", PickyArchive, c.VERSION_TESTED_BY_BIT_0),
    vice("dicom.careless-version", CarelessArchive, c.VERSION_REJECTED),
    vice("dicom.tolerant-context-name", TolerantArchive, c.CONTEXT_NAME_REJECTED),
    vice("dicom.narrow-items", NarrowArchive, c.UNKNOWN_ITEMS_SKIPPED),
    vice("dicom.title-with-spaces", SpaciousArchive, c.TITLE_SPACES_SKIPPED),
    vice("dicom.overwhelmed", OverwhelmedArchive, c.MANY_CONTEXTS_ANSWERED, also=[c.ONE_ANSWER_PER_CONTEXT]),
    vice(
        "dicom.closed-door",
        ClosedArchive,
        c.ASSOCIATION_ACCEPTED,
        also=[c.RELEASE_ANSWERED, c.ECHO_SUCCEEDS, c.STORE_SUCCEEDS, c.SECURE_OPENS, *AROUND],
    ),
    vice(
        "AS29",
        LonelyArchive,
        c.SEVERAL_ASSOCIATIONS,
        also=[c.STORE_APART, c.STORE_SUCCEEDS, c.ECHO_FRAGMENTED, *AROUND],
    ),
)
