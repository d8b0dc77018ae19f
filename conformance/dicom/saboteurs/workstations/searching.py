"""Workstations with one vice each in how they search, or in what they take amiss."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

from conformance.dicom import clauses as c
from conformance.dicom import uids
from conformance.dicom.client import Answer, Asked
from conformance.dicom.saboteurs.callers import workstation
from conformance.dicom.simulator import Workstation
from conformance.dicom.wire import Abort, DataSet, Element, command, data_set, element, message_pdus, write_data_set
from conformance.dicom.wire.command import C_CANCEL, C_FIND, HAS_DATA_SET, NO_DATA_SET
from conformance.dicom.wire.syntaxes import EXPLICIT_LITTLE, IMPLICIT_LITTLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.dicom.client import Association, Proposal

HURRIED = 1.0
"""Seconds until one that does not come is given up."""


class HurriedWorkstation(Workstation):
    """Is given little time: for those who leave something undone."""

    def profile(self) -> dict[str, Any]:
        """Say so."""
        return super().profile() | {"asked": self._desk.profile(within_s=HURRIED)}


class SilentWorkstation(HurriedWorkstation):
    """Opens an association to search, and asks nothing."""

    def search(self, association: Association, keys: DataSet) -> Answer:
        """Say nothing."""
        del association, keys
        return Answer(Asked(C_FIND, 0, 0, uids.STUDY_ROOT_FIND))


class UnhurriedWorkstation(Workstation):
    """Leaves out the priority of its search."""

    def search(self, association: Association, keys: DataSet) -> Answer:
        """Say less."""
        return _searched(association, keys, Priority=None)


class LevellessWorkstation(HurriedWorkstation):
    """Does not say at which level it searches."""

    def keys(self, level: str, values: Mapping[str, str]) -> DataSet:
        """Leave the level out."""
        return super().keys(level, values).without("QueryRetrieveLevel")


class DisplacedWorkstation(HurriedWorkstation):
    """Searches at the patient level in a model that has none."""

    def by_patient(self, patient: str) -> DataSet:
        """Say PATIENT."""
        return self.keys("PATIENT", {"PatientID": patient, "StudyInstanceUID": ""})


class UnpinnedWorkstation(Workstation):
    """Searches for series without naming their study, though nobody agreed on relational queries."""

    def in_study(self, study: DataSet) -> DataSet:
        """Name the patient's study by its number alone."""
        return super().in_study(study).without("StudyInstanceUID")


class OverreachingWorkstation(Workstation):
    """Asks for the patient's name with every series."""

    def in_study(self, study: DataSet) -> DataSet:
        """Add it."""
        return super().in_study(study).replacing(*data_set(PatientName=""))


class NamelessWorkstation(HurriedWorkstation):
    """Searches for studies without asking for their UIDs."""

    def by_patient(self, patient: str) -> DataSet:
        """Leave the unique key out."""
        return super().by_patient(patient).without("StudyInstanceUID")


class StarryWorkstation(Workstation):
    """Writes an asterisk for any date."""

    def by_patient(self, patient: str) -> DataSet:
        """Put it in."""
        return super().by_patient(patient).replacing(element("StudyTime", "*"))


class UnevenWorkstation(Workstation):
    """Writes keys as long as they are."""

    def by_patient(self, patient: str) -> DataSet:
        """Add a key of an odd length."""
        return super().by_patient(patient).replacing(Element(0x00081030, "LO", b"HARNES*"))


class SpacedWorkstation(Workstation):
    """Pads its UIDs with a space."""

    def in_study(self, study: DataSet) -> DataSet:
        """Pad the study's."""
        uid = study.text("StudyInstanceUID").encode()
        return super().in_study(study).replacing(Element(0x0020000D, "UI", uid + b" " * (2 - len(uid) % 2)))


class UnlabelledWorkstation(Workstation):
    """Searches for names with accents and does not say in which character set."""

    def by_name(self, name: str) -> DataSet:
        """Leave the label out."""
        return super().by_name(name).without("SpecificCharacterSet")


class MislabellingWorkstation(Workstation):
    """Labels UTF-8 as Latin-1."""

    def by_name(self, name: str) -> DataSet:
        """Put the wrong label."""
        return super().by_name(name).replacing(*data_set(SpecificCharacterSet="ISO_IR 100"))


class WordlessWorkstation(HurriedWorkstation):
    """Writes its search in another transfer syntax than was agreed."""

    def search(self, association: Association, keys: DataSet) -> Answer:
        """Take the other one."""
        context = association.context(uids.STUDY_ROOT_FIND)
        assert context is not None
        return _searched(
            association, keys, EXPLICIT_LITTLE if context.transfer_syntax == IMPLICIT_LITTLE else IMPLICIT_LITTLE
        )


def _searched(association: Association, keys: DataSet, syntax: str | None = None, **changes: None) -> Answer:
    context = association.context(uids.STUDY_ROOT_FIND)
    assert context is not None
    number = association.take_message_id()
    told: dict[str, Any] = {"Priority": 0, **changes}
    asking = command(
        AffectedSOPClassUID=uids.STUDY_ROOT_FIND, CommandField=C_FIND, MessageID=number,
        CommandDataSetType=HAS_DATA_SET, **told,
    )  # fmt: skip
    asked = Asked(C_FIND, number, context.id, uids.STUDY_ROOT_FIND)
    data = write_data_set(keys, syntax or context.transfer_syntax)
    return association.exchange(asked, asking, data, several=True)


class MistakenWorkstation(Workstation):
    """Breaks another search off than its own."""

    def break_off_at(self, association: Association, keys: DataSet) -> None:
        """Name another message, then search on."""
        context = association.context(uids.STUDY_ROOT_FIND)
        assert context is not None
        number = association.take_message_id()
        asking = command(
            AffectedSOPClassUID=uids.STUDY_ROOT_FIND, CommandField=C_FIND, MessageID=number, Priority=0,
            CommandDataSetType=HAS_DATA_SET,
        )  # fmt: skip
        wrong = command(CommandField=C_CANCEL, MessageIDBeingRespondedTo=number + 7, CommandDataSetType=NO_DATA_SET)
        data = write_data_set(keys, context.transfer_syntax)
        for message, octets in ((asking, data), (wrong, None)):
            association.send(*message_pdus(message, context.id, octets, most=association.most), says="a search")
        while association.receive().messages:
            continue


class DroppingWorkstation(Workstation):
    """Hangs up where others release."""

    def finish(self, association: Association) -> None:
        """Close the connection."""
        association.open = False
        association.link.close()


class SulkingWorkstation(HurriedWorkstation):
    """Once it was not served well, opens associations and asks nothing any more."""

    hurt = False

    def search(self, association: Association, keys: DataSet) -> Answer:
        """Ask as long as all went well."""
        if self.hurt:
            return Answer(Asked(C_FIND, 0, 0, uids.STUDY_ROOT_FIND))
        answer = super().search(association, keys)
        self.hurt = answer.status != 0
        return answer

    def move(self, study: DataSet, association: Association) -> None:
        """Remember what became of a move, whatever it was."""
        super().move(study, association)
        self.hurt = True

    def get(self, study: DataSet, association: Association) -> None:
        """Remember what became of a fetch, whatever it was."""
        super().get(study, association)
        self.hurt = True

    def associated(self, values: Mapping[str, str], *proposals: Proposal) -> Association:
        """Remember a rejection."""
        association = super().associated(values, *proposals)
        self.hurt |= not association.accepted
        return association


class PersistentWorkstation(Workstation):
    """Asks on over a connection on which it was rejected."""

    def associated(self, values: Mapping[str, str], *proposals: Proposal) -> Association:
        """Ask first on a connection of its own, and there again when it was rejected."""
        asking = self.request(values["aet"], proposals).pdu().encode()
        with socket.create_connection((values["host"], int(values["port"]))) as link:
            link.sendall(asking)
            rejected = link.recv(1) == b"\x03"
            link.sendall(asking if rejected else Abort(0, 0).pdu().encode())
            while link.recv(4096):
                continue
        return super().associated(values, *proposals)


SABOTEURS = (
    workstation(
        "silent",
        SilentWorkstation,
        c.LOOKUP_ASKED,
        also=[c.SEARCHES_AGAIN],
        told=["search", "search-failed", "aborted", "rejected", "moved"],
    ),
    workstation("unhurried", UnhurriedWorkstation, c.LOOKUP_ASKED, told=["search"]),
    workstation(
        "levelless",
        LevellessWorkstation,
        c.LOOKUP_LEVEL,
        also=[c.RETRIEVAL_ASKED, c.RETRIEVAL_AS_FOUND],
        told=["search", "search-series", "moved"],
    ),
    workstation(
        "displaced",
        DisplacedWorkstation,
        c.LOOKUP_LEVEL,
        also=[c.RETRIEVAL_ASKED, c.RETRIEVAL_AS_FOUND],
        told=["search", "moved"],
    ),
    workstation("unpinned", UnpinnedWorkstation, c.LOOKUP_UPPER_KEYS, told=["search-series"]),
    workstation("overreaching", OverreachingWorkstation, c.LOOKUP_UPPER_KEYS, told=["search-series"]),
    workstation(
        "nameless",
        NamelessWorkstation,
        c.LOOKUP_UNIQUE_KEY,
        also=[c.RETRIEVAL_ASKED, c.RETRIEVAL_AS_FOUND],
        told=["search", "fetched"],
    ),
    workstation("starry", StarryWorkstation, c.LOOKUP_WILDCARDS, told=["search"]),
    workstation("uneven", UnevenWorkstation, c.LOOKUP_PADDED, told=["search", "moved"]),
    workstation("spaced", SpacedWorkstation, c.LOOKUP_PADDED, told=["search-series"]),
    workstation("unlabelled", UnlabelledWorkstation, c.LOOKUP_CHARACTER_SET, told=["search-name"]),
    workstation("mislabelling", MislabellingWorkstation, c.LOOKUP_CHARACTER_SET, told=["search-name"]),
    workstation(
        "wordless",
        WordlessWorkstation,
        c.LOOKUP_IDENTIFIER,
        also=[c.RETRIEVAL_ASKED, c.RETRIEVAL_AS_FOUND],
        told=["search", "search-name", "moved"],
    ),
    workstation("mistaken", MistakenWorkstation, c.LOOKUP_CANCELLED, told=["search-broken-off"]),
    workstation("dropping", DroppingWorkstation, c.ENDS_IN_ORDER),
    workstation(
        "sulking", SulkingWorkstation, c.SEARCHES_AGAIN, also=[c.LOOKUP_ASKED, c.RETRIEVAL_ASKED, c.RETRIEVAL_AS_FOUND]
    ),
    workstation("sulking-after-an-abort", SulkingWorkstation, c.SEARCHES_AGAIN, told=["aborted"]),
    workstation("persistent", PersistentWorkstation, c.REJECTION_RESPECTED, told=["rejected"]),
)
