"""The archive's audit trail: a record of each transfer, each query, and each who was refused (PS3.15 A.5.3)."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from lxml import etree

from conformance.audits.sending import Courier, coded, named
from conformance.dicom.simulator import messages
from conformance.dicom.simulator.associating import Malformed
from conformance.dicom.simulator.finding import asked_for, read_identifier
from conformance.dicom.simulator.stores import InstanceStore, kept

if TYPE_CHECKING:
    from conformance.dicom.simulator.associating import Request
    from conformance.dicom.simulator.messages import Message
    from conformance.dicom.simulator.upperlayer import Association

SUCCESS, MINOR, SERIOUS = "0", "4", "8"
"""Outcomes (PS3.15 A.5.2)."""
_PENDING = frozenset({0xFF00, 0xFF01})
_EVENTS = {
    messages.C_STORE: ("110104", "DICOM Instances Transferred", "C"),
    messages.C_GET: ("110104", "DICOM Instances Transferred", "R"),
    messages.C_MOVE: ("110104", "DICOM Instances Transferred", "R"),
    messages.C_FIND: ("110112", "Query", "E"),
}
Event = tuple[str, str, str]
"""Code, meaning and action."""
AUTHENTICATION: Event = ("110114", "User Authentication", "E")


class Auditor(Courier):
    """Records what an archive did; nothing before a profile has told where to."""

    def __init__(self, aet: str, instances: InstanceStore) -> None:
        super().__init__(0)
        self._aet = aet
        self._instances = instances

    def watch(self, port: int) -> dict[str, Any]:
        """Send records to a port from now on; return the ``audit`` part of a profile."""
        if not self.port:
            self.port = port
            self.start()
        return {name: told for name, told in self.profile().items() if name != "synchronised"}

    def answered(self, association: Association, message: Message, status: int) -> None:
        """Record a request that was answered for good."""
        event = _EVENTS.get(message.field)
        if event is None or status in _PENDING or not self.port or not self.records(event):
            return
        transfer = association.contexts[message.context_id].transfer
        studies, patients = self.about(message, transfer)
        query = message.data if message.field == messages.C_FIND else None
        outcome = self.outcome(MINOR if status >> 12 in {0xA, 0xC} else SUCCESS)
        about = (studies, self.patients(patients))
        self.post(self.framed(self.record(event, outcome, association.calling, about, query)))

    def refused(self, request: Request) -> None:
        """Record who was not let in."""
        if self.port and self.records(AUTHENTICATION):
            record = self.record(AUTHENTICATION, self.outcome(SERIOUS), request.calling.strip(), ([], []))
            self.post(self.framed(record))

    def records(self, event: Event) -> bool:
        """Return whether an event is recorded."""
        return bool(event)

    def outcome(self, outcome: str) -> str:
        """Return the outcome as it is told."""
        return outcome

    def patients(self, patients: list[str]) -> list[str]:
        """Return the patients as they are told."""
        return patients

    def message_id(self) -> str:
        """Return the MSGID of DICOM's own events (PS3.15 A.6)."""
        return "DICOM+RFC3881"

    def about(self, message: Message, transfer: str) -> tuple[list[str], list[str]]:
        """Return the studies and patients a request was about, none for a query (PS3.15 A.5.3.10)."""
        if message.field == messages.C_FIND:
            return [], []
        if message.field == messages.C_STORE:
            try:
                one = kept(message.data or b"", transfer)
            except Malformed:
                return [], []
            return [one.study_uid], [one.patient_id]
        identifier = read_identifier(message.data, transfer)
        studies = asked_for(identifier, "StudyInstanceUID") if identifier is not None else []
        held = [one for one in self._instances.all() if one.study_uid in studies]
        return studies, sorted({one.patient_id for one in held})

    def record(
        self, event: Event, outcome: str, calling: str, about: tuple[list[str], list[str]], query: bytes | None = None
    ) -> bytes:
        """Return the audit message of an event (PS3.15 A.5.1)."""
        root = etree.Element("AuditMessage")
        told = etree.SubElement(root, "EventIdentification", EventActionCode=event[2])
        told.set("EventDateTime", self.time())
        told.set("EventOutcomeIndicator", outcome)
        self.identified(told, event)
        for role, meaning, user in self.participants(calling):
            one = etree.SubElement(root, "ActiveParticipant", UserID=user, UserIsRequestor="false")
            coded(one, "RoleIDCode", role, "DCM", meaning)
        etree.SubElement(root, "AuditSourceIdentification").set("AuditSourceID", self._aet)
        for study in about[0]:
            named(root, study, ("2", "3"), ("110180", "DCM", "Study Instance UID"))
        for patient in about[1]:
            named(root, patient, ("1", "1"), ("2", "RFC-3881", "Patient Number"))
        if query is not None:
            named(root, "1.2.840.10008.5.1.4.1.2.2.1", ("2", "3"), ("110181", "DCM", "SOP Class UID"))
            etree.SubElement(root[-1], "ParticipantObjectQuery").text = base64.b64encode(query).decode()
        return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))

    def identified(self, told: etree._Element, event: Event) -> None:
        """Write the EventID, a coded value (PS3.15 A.5.1)."""
        coded(told, "EventID", event[0], "DCM", event[1])

    def participants(self, calling: str) -> list[tuple[str, str, str]]:
        """Return both ends: role, its meaning, and who it is."""
        return [("110153", "Source Role ID", calling), ("110152", "Destination Role ID", self._aet)]
