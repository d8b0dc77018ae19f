"""A candidate that opens associations itself, as a story sees it: what it was asked, and the visits it paid us."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.asking import Deed
from conformance.dicom.visiting import Manners, Visit, serve
from conformance.guarded import LinkFault, Silent

if TYPE_CHECKING:
    from conformance.story import Story
    from conformance.systems import DicomOut

SEND, VERIFY, ASK_WORKLIST = "dicom.send-study", "dicom.verify", "dicom.query-worklist"
_MOST_VISITS, _MOST_REQUESTS = 64, 4000
_SAYS = {
    SEND: "Send one study of at least two images, as it was made, to {aet} at {host} port {port}, in one association",
    ASK_WORKLIST: "Query the worklist of {aet} at {host} port {port}, as before a day's examinations",
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

    def close(self) -> None:
        """Close our door."""
        self._door.close()
