"""Workstations with one vice each in what they retrieve, and in how they take it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from conformance.dicom import clauses as c
from conformance.dicom import uids
from conformance.dicom.saboteurs.callers import workstation
from conformance.dicom.saboteurs.workstations.searching import HurriedWorkstation
from conformance.dicom.simulator import Workstation
from conformance.dicom.simulator.workstation import Inbox
from conformance.dicom.wire import DataSet, data_set

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.dicom.client import Answer
    from conformance.dicom.simulator import Kept
    from conformance.dicom.wire import Message, Role

WITHOUT_OPTIONAL_KEYS = 0xFF01


class BrowsingWorkstation(HurriedWorkstation):
    """Finds studies, and retrieves none."""

    def retrieve(self, values: Mapping[str, str]) -> None:
        """Search alone."""
        self.search_patient(values)

    def fetch(self, values: Mapping[str, str]) -> None:
        """Search alone."""
        self.search_patient(values)


class LevellessRetriever(Workstation):
    """Does not say at which level it retrieves."""

    def wanted(self, study: DataSet) -> DataSet:
        """Leave the level out."""
        return super().wanted(study).without("QueryRetrieveLevel")


class ExplainingWorkstation(Workstation):
    """Says whose study it wants with every retrieval."""

    def wanted(self, study: DataSet) -> DataSet:
        """Add the name."""
        return super().wanted(study).replacing(*data_set(PatientName=study.text("PatientName")))


class GreedyWorkstation(Workstation):
    """Wants another study with every one that it found."""

    def wanted(self, study: DataSet) -> DataSet:
        """Add a UID of its own."""
        uids_wanted = [study.text("StudyInstanceUID"), "2.25.4711"]
        return data_set(QueryRetrieveLevel="STUDY", StudyInstanceUID=uids_wanted)


class ForgetfulWorkstation(HurriedWorkstation):
    """Retrieves the first study alone."""

    def understood(self, answer: Answer) -> list[DataSet]:
        """Forget the others."""
        return super().understood(answer)[:1]


class StrictWorkstation(HurriedWorkstation):
    """Takes a match for none when an optional key was not supported."""

    def understood(self, answer: Answer) -> list[DataSet]:
        """Leave those out."""
        return super().understood(answer) if all(one.status != WITHOUT_OPTIONAL_KEYS for one in answer.pending) else []


class PrimWorkstation(HurriedWorkstation):
    """Takes a match for none when it holds what was not asked for."""

    def understood(self, answer: Answer) -> list[DataSet]:
        """Leave those out that hold a private element."""
        return [one for one in super().understood(answer) if not any(each.tag >> 16 & 1 for each in one)]


class MisdirectingWorkstation(Workstation):
    """Has its studies sent to somebody else."""

    def destination(self) -> str:
        """Say ELSEWHERE."""
        return "ELSEWHERE"


class FullInbox(Inbox):
    """Has no room."""

    def keep(self, instance: Kept) -> int:
        """Say so."""
        del instance
        return 0xA700


class FullWorkstation(Workstation):
    """Takes none of what it had sent to itself."""

    inbox = FullInbox


class RolelessWorkstation(Workstation):
    """Fetches without saying that it is the provider of storage."""

    def roles(self, services: Sequence[str]) -> tuple[Role, ...]:
        """Propose none."""
        del services
        return ()


class OverwhelmedWorkstation(Workstation):
    """Takes none of what it fetches."""

    def took(self, message: Message) -> int:
        """Say that there is no room."""
        del message
        return 0xA700


class BlindWorkstation(Workstation):
    """Retrieves although its search found nothing, or failed."""

    def retrieve(self, values: Mapping[str, str]) -> None:
        """Retrieve what it found last, wherever that was."""
        keys = self.by_patient(values["patient"])
        found = self.found(values, keys) or [data_set(StudyInstanceUID="2.25.4711")]
        for study in found:
            self.conversed(values, partial(self.move, study), uids.STUDY_ROOT_MOVE)


SABOTEURS = (
    workstation(
        "browsing",
        BrowsingWorkstation,
        c.RETRIEVAL_ASKED,
        c.RETRIEVAL_AS_FOUND,
        told=["moved", "fetched", "optional-key"],
    ),
    workstation("levelless-retriever", LevellessRetriever, c.RETRIEVAL_KEYS, told=["moved", "fetched"]),
    workstation("explaining", ExplainingWorkstation, c.RETRIEVAL_NO_MORE_KEYS, told=["moved", "fetched"]),
    workstation("greedy", GreedyWorkstation, c.RETRIEVAL_AS_FOUND),
    workstation("forgetful", ForgetfulWorkstation, c.RETRIEVAL_AS_FOUND, told=["moved", "fetched"]),
    workstation("strict", StrictWorkstation, c.RETRIEVAL_AS_FOUND),
    workstation("prim", PrimWorkstation, c.RETRIEVAL_AS_FOUND),
    workstation("misdirecting", MisdirectingWorkstation, c.MOVED_TO_ITSELF, told=["moved"]),
    workstation("full", FullWorkstation, c.TAKES_SUB_OPERATIONS, told=["moved", "moved-in-part"]),
    workstation("roleless", RolelessWorkstation, c.GET_PROPOSES_ROLE, told=["fetched", "fetched-in-part"]),
    workstation("overwhelmed", OverwhelmedWorkstation, c.TAKES_SUB_OPERATIONS, told=["fetched", "fetched-in-part"]),
    workstation("blind", BlindWorkstation, c.LOOKUP_FAILURE_TAKEN, c.RETRIEVAL_AS_FOUND),
)
