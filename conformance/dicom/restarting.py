"""Have an archive restarted, as a story sees it: asked for, seen to have happened, and waited for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.asking import Deed
from conformance.dicom import uids
from conformance.dicom.client import Proposal
from conformance.guarded import Unreachable
from conformance.model import Blocked

if TYPE_CHECKING:
    from conformance.dicom.candidate import ArchiveUnderTest

RESTART = "dicom.restart"
_SAYS = "Restart {aet} at {host} port {port}: stop it, and start it again at the same address with what it had stored"
_VERIFYING = Proposal(uids.VERIFICATION)


def restart(archive: ArchiveUnderTest) -> None:
    """Have it restarted; raise Blocked unless the association we held was cut and it takes a new one in time."""
    held = archive.associate(_VERIFYING)
    if not held.open:
        raise Blocked(f"an association to hold over the restart was not accepted: {held.told}")
    profile = archive.profile
    values = {"aet": profile.called_aet, "host": profile.host, "port": str(profile.port)}
    begun = archive.story.ask(Deed(RESTART, _SAYS.format(**values), values))
    came = held.receive(begun.within_s)
    held.link.close()
    if came.silent:
        raise begun.nothing_came(f"an association that we held stayed open for {begun.within_s:g} s")
    if not archive.story.doors.wait(lambda: _takes(archive), begun.within_s, "the archive is up again"):
        raise Blocked(f"after its restart the candidate took no association within {begun.within_s:g} s")


def _takes(archive: ArchiveUnderTest) -> bool:
    try:
        association = archive.associate(_VERIFYING)
    except Unreachable:
        return False
    if association.open:
        association.release()
        return True
    return False
