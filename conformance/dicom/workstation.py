"""A candidate that searches and retrieves, as a story sees it: what it was asked, its visits, and how it was served."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from conformance.asking import Deed
from conformance.dicom.hosting import Host, Service
from conformance.dicom.retrieving import Retrieval, Retrieving
from conformance.dicom.wire.command import C_FIND

if TYPE_CHECKING:
    from conformance.dicom.visiting import Visit
    from conformance.story import Story
    from conformance.systems import DicomOut

SEARCH, SEARCH_NAME = "dicom.search-patient", "dicom.search-name"
LIST_SERIES, BREAK_OFF = "dicom.list-series", "dicom.break-off-search"
RETRIEVE, FETCH = "dicom.retrieve-studies", "dicom.fetch-studies"
_SAYS = {
    SEARCH: "Search {aet} at {host} port {port} for the studies of the patient with the Patient ID {patient}",
    SEARCH_NAME: "Search {aet} at {host} port {port} for the studies of the patient whose name is {name}",
    LIST_SERIES: (
        "Search {aet} at {host} port {port} for the study of the patient with the Patient ID {patient}, and have its "
        "series listed"
    ),
    BREAK_OFF: (
        "Search {aet} at {host} port {port} for the studies of the patient with the Patient ID {patient}; matches will "
        "come without an end: then break the search off"
    ),
    RETRIEVE: (
        "Search {aet} at {host} port {port} for the studies of the patient with the Patient ID {patient}, and have "
        "each study that is found sent to yourself (C-MOVE)"
    ),
    FETCH: (
        "Search {aet} at {host} port {port} for the studies of the patient with the Patient ID {patient}, and fetch "
        "each study that is found over the same association (C-GET)"
    ),
}


def _over(deed: str, host: Host, awaits: int) -> bool:
    if deed in {RETRIEVE, FETCH} and awaits:
        return len({uid for one in host.retrievals for uid in one.studies}) >= awaits
    return any(one.kind == C_FIND for visit in host.visits for one in visit.taken)


@dataclass(frozen=True, slots=True)
class Consulted:
    """What came of one deed: the visits, and the retrievals we served, each in order."""

    visits: tuple[Visit, ...]
    retrievals: tuple[Retrieval, ...]


class WorkstationUnderTest:
    """Asks the candidate to search or retrieve, and serves it from a shelf of ours."""

    def __init__(self, story: Story, place: DicomOut) -> None:
        self.place = place
        self._story = story
        self._door = story.doors.listen(place.listen, place.port)

    @property
    def aet(self) -> str | None:
        """Return the AE title it calls from, where the profile tells."""
        return self.place.workstation.candidate_aet if self.place.workstation else self.place.candidate_aet

    def asked(self, deed: str, service: Service, *, awaits: int = 1, **values: str) -> Consulted:
        """Return what came of a deed; raise Blocked when nobody came.

        ``values`` are the patient or name to search for; ``awaits`` says how many studies a deed that retrieves is to
        name before it is over, and a person at its side may take as long for the next as for the first.
        """
        address = self._door.address
        told = {"aet": self.place.aet, "host": address.host, "port": str(address.port), **values}
        begun = self._story.ask(Deed(deed, _SAYS[deed].format(**told), told))
        served = replace(service, cancel_s=begun.within_s) if deed == BREAK_OFF else service
        host = Host(self._door, served, Retrieving(self._story.doors, self.place))
        host.serve(begun, lambda: _over(deed, host, awaits))
        return Consulted(tuple(host.visits), tuple(host.retrievals))

    def close(self) -> None:
        """Close our door."""
        self._door.close()
