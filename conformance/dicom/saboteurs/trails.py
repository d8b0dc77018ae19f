"""Archives with one vice in their audit trail."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from conformance.audits.sending import coded
from conformance.dicom import clauses as c
from conformance.dicom.saboteurs.entries import vice
from conformance.dicom.simulator import Archive

if TYPE_CHECKING:
    from lxml import etree

    from conformance.dicom.simulator import Kept
    from conformance.dicom.simulator.auditing import Event
    from conformance.dicom.simulator.messages import Message


class RecordsNoQueriesArchive(Archive):
    """Records nothing of queries."""

    class Auditor(Archive.Auditor):
        def records(self, event: Event) -> bool:
            return event[0] != "110112"


class RecordsNoTransfersArchive(Archive):
    """Records nothing of instances that come and go."""

    class Auditor(Archive.Auditor):
        def records(self, event: Event) -> bool:
            return event[0] != "110104"


class MistypesMessageIdArchive(Archive):
    """Writes the MSGID of its records with a typing error."""

    class Auditor(Archive.Auditor):
        def message_id(self) -> str:
            return "IHE+RFC3881"


class LiteralEventArchive(Archive):
    """Writes the code and the text of the event in each other's place."""

    class Auditor(Archive.Auditor):
        def identified(self, told: etree._Element, event: Event) -> None:
            coded(told, "EventID", event[0], "DICOM", event[1])


class NobodyArchive(Archive):
    """Leaves the UserID of who called empty in its records."""

    class Auditor(Archive.Auditor):
        def participants(self, calling: str) -> list[tuple[str, str, str]]:
            return super().participants("")


class ForgivingTrailArchive(Archive):
    """Records with outcome 0 who was not let in."""

    class Auditor(Archive.Auditor):
        def outcome(self, outcome: str) -> str:
            return "0"


class WrongPatientArchive(Archive):
    """Names another patient in its records."""

    class Auditor(Archive.Auditor):
        def patients(self, patients: list[str]) -> list[str]:
            return ["ZZ0000000000"]


class StudylessArchive(Archive):
    """Names no study in its records."""

    class Auditor(Archive.Auditor):
        def about(self, message: Message, transfer: str) -> tuple[list[str], list[str]]:
            return [], super().about(message, transfer)[1]


class DeletesInWordsArchive(Archive):
    """Records every transfer as a deletion."""

    class Auditor(Archive.Auditor):
        def identified(self, told: etree._Element, event: Event) -> None:
            super().identified(told, event)
            told.set("EventActionCode", "D")


class LosesWhatCouldNotBeSentArchive(Archive):
    """Drops a record that can't be sent at once."""

    class Auditor(Archive.Auditor):
        def post(self, frame: bytes) -> None:
            super().post(frame)
            self.flush()

        def lets_wait(self) -> bool:
            return False


class StopsWithoutASinkArchive(Archive):
    """Stores nothing while the sink is down."""

    def keep(self, instance: Kept) -> int:
        """Look for the sink first."""
        try:
            socket.create_connection(("127.0.0.1", self.auditor.port), 1).close()
        except OSError:
            return 0xA700
        return super().keep(instance)


# Unusual and right.


class AsIheSaysArchive(Archive):
    """Sends its records under IHE's MSGID, and each twice."""

    class Auditor(Archive.Auditor):
        def message_id(self) -> str:
            return "IHE+RFC-3881"

        def framed(self, message: bytes) -> bytes:
            return super().framed(message) * 2


SABOTEURS = (
    vice("SE10.dicom", RecordsNoQueriesArchive, c.AUDIT_RECORDED),
    vice("SE10.dicom-transfers", RecordsNoTransfersArchive, c.AUDIT_RECORDED, scenarios=("dicom.audit.stored",)),
    vice("SE11.dicom", MistypesMessageIdArchive, c.AUDIT_SYSLOG),
    vice("SE13.dicom", LiteralEventArchive, c.AUDIT_CODED),
    vice("SE14.dicom", NobodyArchive, c.AUDIT_PARTICIPANTS),
    vice("SE15.dicom", ForgivingTrailArchive, c.AUDIT_FAILURE),
    vice("SE16.dicom", WrongPatientArchive, c.AUDIT_PATIENT),
    vice("SE23.dicom", LosesWhatCouldNotBeSentArchive, c.AUDIT_KEPT),
    vice("SE23.dicom-stops", StopsWithoutASinkArchive, c.AUDIT_UNHINDERED, scenarios=("dicom.audit.sink-down",)),
    vice("dicom.audit.studyless", StudylessArchive, c.AUDIT_STUDY, scenarios=("dicom.audit.stored",)),
    vice("dicom.audit.deletes", DeletesInWordsArchive, c.AUDIT_EVENT),
    vice("dicom.audit.as-ihe-says", AsIheSaysArchive),
)
