"""The archive's TLS door as its visitor meets it: the conversation behind it is an association and its C-ECHO."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dicom import uids
from conformance.dicom.client import Association, Proposal, Request, echo
from conformance.visitors import LingeringVisitor, Visit

if TYPE_CHECKING:
    import ssl

    from conformance.guarded import Connection
    from conformance.story import Story
    from conformance.systems import Dicom, VisitedDoor


class SecureArchiveVisitor(LingeringVisitor):
    """Visits the archive's TLS door: who gets an association is let in, and whose C-ECHO succeeds is answered."""

    whom = "the archive"

    def __init__(self, story: Story, profile: Dicom, about: VisitedDoor) -> None:
        super().__init__(story, about)
        self._request = Request((Proposal(uids.VERIFICATION),), profile.called_aet, profile.calling_aet)

    def _conversed(self, port: int, tls: ssl.SSLContext | None) -> Visit:
        doors, host = self.story.doors, self.about.host
        return _ended(Association.requested(doors, host, port, self._request, tls=tls))

    def _gone_on(self, connection: Connection) -> Visit:
        return _ended(Association.over(self.story.doors, connection, self._request))


def _ended(association: Association) -> Visit:
    """Verify the connection on an association that came about, and release it."""
    if not association.open:
        return Visit(accepted=association.accepted, answered=False, saw=association.told, evidence=association.evidence)
    answer = echo(association)
    association.release()
    saw = f"an association, C-ECHO: {answer.outcome}"
    return Visit(
        accepted=True, answered=answer.status == 0, saw=saw, evidence=(*association.evidence, *answer.evidence)
    )
