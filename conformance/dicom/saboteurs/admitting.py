"""Archives with one vice in whom they let in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dicom import clauses as c
from conformance.dicom.saboteurs.entries import vice
from conformance.dicom.simulator import Archive
from conformance.dicom.simulator.web import Web

if TYPE_CHECKING:
    from conformance.dicom.simulator.associating import Request


class HospitableArchive(Archive):
    """Lets in whoever calls, although it says that it knows its callers."""

    def knows_caller(self, request: Request) -> bool:
        """Know everybody."""
        return True


class NearlyKnowingArchive(Archive):
    """Compares calling AE titles without regard to case."""

    def knows_caller(self, request: Request) -> bool:
        """Compare in capitals."""
        return request.calling.strip().upper() in {one.upper() for one in self.callers}


class FirstWordArchive(Archive):
    """Compares calling AE titles up to the first space."""

    def knows_caller(self, request: Request) -> bool:
        """Compare the first word."""
        return request.calling.split(" ")[0] in self.callers


class TrustingArchive(Archive):
    """Takes any passcode for the right one."""

    def knows_user(self, request: Request) -> bool:
        """Look at the name."""
        return not request.identity or request.identity[0] != 2 or request.identity[1] in self.users  # noqa: PLR2004 - type


class CredulousArchive(Archive):
    """Takes any user for one it knows."""

    def knows_user(self, request: Request) -> bool:
        """Know everybody."""
        return True


class _Unguarded(Web):
    def admits(self, authorization: str) -> bool:
        return True


class UnguardedArchive(Archive):
    """Answers over the web whoever asks, without credentials."""

    web = _Unguarded


class _Formal(Web):
    def admits(self, authorization: str) -> bool:
        return authorization.startswith("Bearer ")


class FormalArchive(Archive):
    """Takes any credentials over the web for the right ones."""

    web = _Formal


# Unusual and right.


class ReticentArchive(Archive):
    """Rejects a caller with a reason of its own."""

    def refusal(self, request: Request) -> tuple[int, int, int] | None:
        """Give no reason, and mean it for now."""
        refusal = super().refusal(request)
        return (2, 1, 1) if refusal == (1, 1, 3) else refusal


SABOTEURS = (
    vice("dicom.hospitable", HospitableArchive, c.CALLER_REJECTED, c.CALLER_COMPARED),
    vice("SE22", NearlyKnowingArchive, c.CALLER_COMPARED),
    vice("SE22.first-word", FirstWordArchive, c.CALLER_COMPARED),
    vice("SE19", TrustingArchive, c.PASSCODE_CHECKED),
    vice("dicom.credulous", CredulousArchive, c.PASSCODE_CHECKED),
    vice("SE18", UnguardedArchive, c.WEB_GUARDED),
    vice("SE18.any-credentials", FormalArchive, c.WEB_GUARDED),
    vice("dicom.rejects-without-reason", ReticentArchive),
)
