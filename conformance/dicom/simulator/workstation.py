"""The reference workstation: it searches, has what was found sent to itself or fetches it, and takes it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from conformance.dicom import uids
from conformance.dicom.client import Association, Proposal, find, get, move
from conformance.dicom.samples import CT
from conformance.dicom.simulator.calling import Calling
from conformance.dicom.simulator.stores import InstanceStore
from conformance.dicom.simulator.storing import Storing
from conformance.dicom.wire import DataSet, Role, data_set

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from conformance.dicom.client import Answer, Request
    from conformance.dicom.wire import Message

_SEEN = (
    "StudyInstanceUID", "PatientID", "PatientName", "PatientBirthDate", "StudyDate", "StudyTime", "AccessionNumber",
    "StudyDescription", "ModalitiesInStudy", "NumberOfStudyRelatedInstances",
)  # fmt: skip
_SEEN_OF_SERIES = ("SeriesInstanceUID", "Modality", "SeriesNumber", "SeriesDescription")


class Inbox(Storing):
    """Where it takes what it has sent to itself."""

    def __init__(self, aet: str) -> None:
        super().__init__(aet)
        self.instances = InstanceStore()


class Workstation(Calling):
    """An honest workstation on loopback: ``with Workstation() as workstation``; it acts when asked."""

    aet = "WORKSTATION"
    inbox: type[Inbox] = Inbox

    def __init__(self) -> None:
        super().__init__()
        self.taking = self.inbox(self.aet)

    def __enter__(self) -> Self:
        self.taking.__enter__()
        return super().__enter__()

    def __exit__(self, *_: object) -> None:
        super().__exit__()
        self.taking.__exit__()
        self.faults += [repr(one) for one in self.taking.faults]

    def deeds(self) -> dict[str, Callable[[Mapping[str, str]], object]]:
        """Return what it does, by the deed."""
        return {
            "dicom.search-patient": self.search_patient,
            "dicom.search-name": self.search_name,
            "dicom.list-series": self.list_series,
            "dicom.break-off-search": self.break_off,
            "dicom.retrieve-studies": self.retrieve,
            "dicom.fetch-studies": self.fetch,
        }

    def profile(self) -> dict[str, Any]:
        """Return the sections of a profile that ask it to act, and say where it takes what it asked for."""
        there = {"aet": self.aet, "host": self.taking.host, "port": self.taking.port, "candidate_aet": self.aet}
        return super().profile() | {"dicom_out": {"workstation": there}}

    def search_patient(self, values: Mapping[str, str]) -> None:
        """Search for a patient's studies."""
        self.found(values, self.by_patient(values["patient"]))

    def search_name(self, values: Mapping[str, str]) -> None:
        """Search for the studies of somebody of that name."""
        self.found(values, self.by_name(values["name"]))

    def list_series(self, values: Mapping[str, str]) -> None:
        """Search for a patient's studies, and for the series of each."""
        for study in self.found(values, self.by_patient(values["patient"])):
            self.found(values, self.in_study(study))

    def found(self, values: Mapping[str, str], keys: DataSet) -> list[DataSet]:
        """Return the matches of a search, over an association of its own; none when it failed."""
        answers: list[Answer] = []
        self.conversed(values, lambda association: answers.append(self.search(association, keys)), uids.STUDY_ROOT_FIND)
        return self.understood(answers[0]) if answers else []

    def search(self, association: Association, keys: DataSet) -> Answer:
        """Send C-FIND."""
        return find(association, uids.STUDY_ROOT_FIND, keys)

    def understood(self, answer: Answer) -> list[DataSet]:
        """Return the matches of an answer that ended well."""
        return [match for match in answer.matches if match.text("StudyInstanceUID")] if answer.status == 0 else []

    def by_patient(self, patient: str) -> DataSet:
        """Return the keys of a search by Patient ID."""
        return self.keys("STUDY", dict.fromkeys(_SEEN, "") | {"PatientID": patient})

    def by_name(self, name: str) -> DataSet:
        """Return the keys of a search by name."""
        return self.keys(
            "STUDY", {"SpecificCharacterSet": "ISO_IR 192"} | dict.fromkeys(_SEEN, "") | {"PatientName": name}
        )

    def in_study(self, study: DataSet) -> DataSet:
        """Return the keys of a search for the series of a study."""
        return self.keys(
            "SERIES", dict.fromkeys(_SEEN_OF_SERIES, "") | {"StudyInstanceUID": study.text("StudyInstanceUID")}
        )

    def keys(self, level: str, values: Mapping[str, str]) -> DataSet:
        """Return an identifier."""
        return data_set({"QueryRetrieveLevel": level}, **values)

    def break_off(self, values: Mapping[str, str]) -> None:
        """Search, and break the search off after the first matches."""
        keys = self.by_patient(values["patient"])
        self.conversed(values, lambda association: self.break_off_at(association, keys), uids.STUDY_ROOT_FIND)

    def break_off_at(self, association: Association, keys: DataSet) -> None:
        """Send C-FIND, and C-CANCEL after three matches."""
        find(association, uids.STUDY_ROOT_FIND, keys, cancel_after=3)

    def retrieve(self, values: Mapping[str, str]) -> None:
        """Search for a patient's studies, and have each sent here."""
        for study in self.found(values, self.by_patient(values["patient"])):
            self.conversed(values, partial(self.move, study), uids.STUDY_ROOT_MOVE)

    def move(self, study: DataSet, association: Association) -> None:
        """Send C-MOVE."""
        move(association, uids.STUDY_ROOT_MOVE, self.wanted(study), self.destination())

    def wanted(self, study: DataSet) -> DataSet:
        """Return the identifier of a retrieval."""
        return data_set(QueryRetrieveLevel="STUDY", StudyInstanceUID=study.text("StudyInstanceUID"))

    def destination(self) -> str:
        """Return where what is retrieved is to go."""
        return self.aet

    def fetch(self, values: Mapping[str, str]) -> None:
        """Search for a patient's studies, and fetch each."""
        for study in self.found(values, self.by_patient(values["patient"])):
            self.conversed(values, partial(self.get, study), uids.STUDY_ROOT_GET, CT)

    def request(self, called: str, proposals: Sequence[Proposal]) -> Request:
        """Say for which storage it is the provider."""
        return replace(super().request(called, proposals), roles=self.roles([one.abstract_syntax for one in proposals]))

    def roles(self, services: Sequence[str]) -> tuple[Role, ...]:
        """Return the roles it proposes: provider of what it fetches (PS3.7 D.3.3.4)."""
        return tuple(Role(one, 0, 1) for one in services if one.startswith(uids.STORAGE_ROOT))

    def get(self, study: DataSet, association: Association) -> None:
        """Send C-GET, and take what comes."""
        get(association, uids.STUDY_ROOT_GET, self.wanted(study), storing=self.took)

    def took(self, message: Message) -> int:
        """Return the status for an instance that came over the association of its C-GET."""
        return 0 if message.data else 0xC000
