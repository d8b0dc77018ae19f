"""A candidate that opens associations itself, as a story sees it: what it was asked, and the visits it paid us."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.asking import Deed
from conformance.dicom import uids
from conformance.dicom.answering import Reported, reported_there
from conformance.dicom.client import Association, Proposal, Request, notify
from conformance.dicom.visiting import Manners, Visit, serve
from conformance.dicom.wire import Role
from conformance.dicom.wire.command import N_ACTION
from conformance.guarded import LinkFault, Silent

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformance.dicom.visiting import Taken
    from conformance.dicom.wire import DataSet
    from conformance.story import Story
    from conformance.systems import DicomOut, TakesReports

SEND, VERIFY, ASK_WORKLIST = "dicom.send-study", "dicom.verify", "dicom.query-worklist"
PERFORM, DISCONTINUE = "dicom.perform-step", "dicom.discontinue-step"
PERFORM_SCHEDULED, COMMIT = "dicom.perform-scheduled-step", "dicom.request-commitment"
_MOST_VISITS, _MOST_REQUESTS = 64, 4000
_SAYS = {
    SEND: "Send one study of at least two images, as it was made, to {aet} at {host} port {port}, in one association",
    ASK_WORKLIST: "Query the worklist of {aet} at {host} port {port}, as before a day's examinations",
    PERFORM: (
        "Perform an examination of at least two images that nobody announced: tell {aet} at {host} port {port} that it "
        "began (MPPS), send the images there, and tell that it is completed"
    ),
    DISCONTINUE: (
        "Begin an examination that nobody announced: tell {aet} at {host} port {port} that it began (MPPS), send at "
        "least one image there, break it off, and tell that it is discontinued"
    ),
    PERFORM_SCHEDULED: (
        "Query the worklist of {aet} at {host} port {port} and perform the examination it names: tell that it began "
        "(MPPS), send at least one image there, and tell that it is completed"
    ),
    COMMIT: "Send one study of at least two images to {aet} at {host} port {port}, then ask there to commit to it",
    VERIFY: "Verify the connection to {aet} at {host} port {port} (C-ECHO)",
}


class InitiatorUnderTest:
    """Asks the candidate to act and serves it as often as it comes, one visit after another."""

    def __init__(self, story: Story, place: DicomOut) -> None:
        self.place = place
        self._story = story
        self._door = story.doors.listen(place.listen, place.port)

    def asked(self, deed: str, manners: Manners | None = None) -> tuple[Visit, ...]:
        """Return the visits for one deed, at least one; raise Blocked when nobody came."""
        address = self._door.address
        values = {"aet": self.place.aet, "host": address.host, "port": str(address.port)}
        begun = self._story.ask(Deed(deed, _SAYS[deed].format(**values), values))
        visits: list[Visit] = []
        while len(visits) < _MOST_VISITS:
            try:
                connection = self._door.accept(begun.quiet_s if visits else begun.within_s)
            except Silent:
                break
            except LinkFault as fault:
                raise begun.nothing_came(str(fault)) from None
            visits.append(serve(connection, manners or Manners(), _MOST_REQUESTS))
        if not visits:
            raise begun.nothing_came()
        return tuple(visits)

    def committed(self, report: Callable[[DataSet], tuple[int, DataSet]]) -> tuple[tuple[Visit, ...], list[Reported]]:
        """Return the visits for a request for commitment, and how each report we made of it was taken.

        ``report`` returns event type and information of the report on a request. It goes out over the association of
        the request, or over one of ours where the profile says where reports are taken (``dicom_out.reports``).
        """
        place = self.place.reports
        visits = self.asked(COMMIT, Manners(report=None if place else report))
        if place is None:
            return visits, [one for visit in visits for one in reported_there(visit)]
        requests = [one for visit in visits for one in visit.taken if one.kind == N_ACTION and one.transfer_syntax]
        return visits, [self._reported(place, report, one) for one in requests]

    def _reported(
        self, place: TakesReports, report: Callable[[DataSet], tuple[int, DataSet]], request: Taken
    ) -> Reported:
        proposal = Proposal(uids.STORAGE_COMMITMENT)
        called = self.place.candidate_aet or ""
        asking = Request((proposal,), called, self.place.aet, roles=(Role(uids.STORAGE_COMMITMENT, 0, 1),))
        with Association.requested(self._story.doors, place.host, place.port, asking) as association:
            answer = notify(association, *report(request.data))
            if association.open:
                association.release()
        return Reported(request, answer.status, answer.outcome, answer.evidence)

    def close(self) -> None:
        """Close our door."""
        self._door.close()
