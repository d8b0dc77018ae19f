"""Workstations that are odd and right: to be let pass."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from conformance.dicom import uids
from conformance.dicom.client import find, get, move
from conformance.dicom.saboteurs.callers import workstation
from conformance.dicom.samples import CT
from conformance.dicom.simulator import Workstation
from conformance.dicom.simulator.workstation import Inbox
from conformance.dicom.wire import DataSet, data_set

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.dicom.client import Answer, Association
    from conformance.dicom.simulator import Kept


class PatientRootWorkstation(Workstation):
    """Searches from the patient down, and retrieves all of a patient at once."""

    def found(self, values: Mapping[str, str], keys: DataSet) -> list[DataSet]:
        """Search for the patient first, where one is known, then below."""
        asked: list[Answer] = []
        patient = data_set(QueryRetrieveLevel="PATIENT", PatientID=keys.text("PatientID"), PatientName="")
        self.conversed(
            values,
            lambda association: asked.append(find(association, uids.PATIENT_ROOT_FIND, patient)),
            uids.PATIENT_ROOT_FIND,
        )
        return super().found(values, keys)

    def retrieve(self, values: Mapping[str, str]) -> None:
        """Name the patient alone."""
        if self.found(values, self.by_patient(values["patient"])):
            wanted = data_set(QueryRetrieveLevel="PATIENT", PatientID=values["patient"])
            self.conversed(
                values,
                lambda association: move(association, uids.PATIENT_ROOT_MOVE, wanted, self.destination()),
                uids.PATIENT_ROOT_MOVE,
            )


class OneLineWorkstation(Workstation):
    """Does all over one association: it searches, wants the studies by one list, and then releases."""

    def retrieve(self, values: Mapping[str, str]) -> None:
        """Search and move."""
        self.conversed(values, partial(self.all_of, values), uids.STUDY_ROOT_FIND, uids.STUDY_ROOT_MOVE)

    def fetch(self, values: Mapping[str, str]) -> None:
        """Search and get."""
        self.conversed(values, partial(self.all_of, values), uids.STUDY_ROOT_FIND, uids.STUDY_ROOT_GET, CT)

    def all_of(self, values: Mapping[str, str], association: Association) -> None:
        """Ask for everything that is found."""
        found = self.understood(self.search(association, self.by_patient(values["patient"])))
        listed = data_set(QueryRetrieveLevel="STUDY", StudyInstanceUID=[one.text("StudyInstanceUID") for one in found])
        if not found or not association.open:
            return
        if association.context(uids.STUDY_ROOT_MOVE):
            move(association, uids.STUDY_ROOT_MOVE, listed, self.destination())
        else:
            get(association, uids.STUDY_ROOT_GET, listed, storing=self.took)


class HoldingWorkstation(Workstation):
    """Keeps the association of a search open while it retrieves over others."""

    def retrieve(self, values: Mapping[str, str]) -> None:
        """Release the search last."""
        self.conversed(values, partial(self.holding, values), uids.STUDY_ROOT_FIND)

    def holding(self, values: Mapping[str, str], association: Association) -> None:
        """Search here, move elsewhere."""
        for study in self.understood(self.search(association, self.by_patient(values["patient"]))):
            self.conversed(values, partial(self.move, study), uids.STUDY_ROOT_MOVE)


class CautiousWorkstation(Workstation):
    """Breaks every search off after a hundred matches, and aborts where others release."""

    def search(self, association: Association, keys: DataSet) -> Answer:
        """Take a hundred."""
        return find(association, uids.STUDY_ROOT_FIND, keys, cancel_after=100)

    def finish(self, association: Association) -> None:
        """Abort."""
        association.abort()


class SeriesWorkstation(Workstation):
    """Retrieves a study series by series, with the study's UID above, and searches by a pattern."""

    def by_patient(self, patient: str) -> DataSet:
        """Search by the beginning of the number, and for any name."""
        keys = {"PatientID": f"{patient[:-1]}?", "PatientName": "*", "StudyInstanceUID": "", "StudyDate": "19000101-"}
        return self.keys("STUDY", keys)

    def retrieve(self, values: Mapping[str, str]) -> None:
        """Search for series, and move each."""
        patient = values["patient"]
        found = [one for one in self.found(values, self.by_patient(patient)) if one.text("StudyInstanceUID")]
        for study in found:
            for series in self.series_of(values, study):
                self.conversed(values, partial(self.move, series), uids.STUDY_ROOT_MOVE)

    def series_of(self, values: Mapping[str, str], study: DataSet) -> list[DataSet]:
        """Return the series of a study."""
        return self.found(values, self.in_study(study))

    def wanted(self, study: DataSet) -> DataSet:
        """Name a series below its study, where it is one."""
        if "SeriesInstanceUID" not in study:
            return super().wanted(study)
        pinned = {keyword: study.text(keyword) for keyword in ("StudyInstanceUID", "SeriesInstanceUID")}
        return data_set({"QueryRetrieveLevel": "SERIES"}, **pinned)


class CoercingInbox(Inbox):
    """Takes what comes, and says that it changed an element."""

    def keep(self, instance: Kept) -> int:
        """Keep it, with a warning."""
        super().keep(instance)
        return 0xB000


class CoercingWorkstation(Workstation):
    """Takes what it had sent to itself with a warning: it files it under a number of its own."""

    inbox = CoercingInbox


SABOTEURS = (
    workstation("patient-root", PatientRootWorkstation),
    workstation("one-line", OneLineWorkstation),
    workstation("holding", HoldingWorkstation),
    workstation("cautious", CautiousWorkstation),
    workstation("series-wise", SeriesWorkstation),
    workstation("coercing", CoercingWorkstation),
)
