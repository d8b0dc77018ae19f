"""A secured application's audit trail: one record for each transaction it took part in (ITI-20; PS3.15 A.5)."""

from __future__ import annotations

import socket
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from conformance.limits import Limits
from conformance.xds import vocabulary as v
from conformance.xds.wire.registry import read_query, read_submission
from conformance.xds.wire.repository import read_imaging, read_retrieve
from conformance.xds.wire.soap import read_message
from conformance.xds.wire.unreadable import Unreadable
from conformance.xds.wire.xml import printed

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformance.xds.simulator.registry import Registry
    from conformance.xds.simulator.serving import Asked, Told
    from conformance.xds.wire.repository import DocumentRequest
    from conformance.xds.wire.soap import Message

_CONNECT_S = 0.5


class Event(NamedTuple):
    """What a transaction is recorded as by whoever answers it."""

    transaction: str
    name: str
    code: str
    action: str


EVENTS = {
    v.STORED_QUERY: Event("ITI-18", "Registry Stored Query", "110112", "E"),
    v.PROVIDE: Event("ITI-41", "Provide and Register Document Set-b", "110107", "C"),
    v.REGISTER: Event("ITI-42", "Register Document Set-b", "110107", "C"),
    v.RETRIEVE: Event("ITI-43", "Retrieve Document Set", "110106", "R"),
    v.RETRIEVE_IMAGING: Event("RAD-69", "Retrieve Imaging Document Set", "110104", "R"),
}
"""ITI TF-2 3.18.5.1, 3.41.7.1, 3.42.7.1, 3.43.6.1; RAD TF-2 4.69."""
_MEANINGS = {
    "110112": "Query",
    "110107": "Import",
    "110106": "Export",
    "110104": "DICOM Instances Transferred",
    "110153": "Source Role ID",
    "110152": "Destination Role ID",
}


class Auditor:
    """Sends records to a sink that may not be there: then nothing is sent."""

    def __init__(self, port: int, registry: Registry) -> None:
        self.port = port
        self._registry = registry

    def watching(self, answer: Callable[[Asked], Told]) -> Callable[[Asked], Told]:
        """Return an actor's answering, with a record of each transaction sent before the answer is."""

        def answered(asked: Asked) -> Told:
            told = answer(asked)
            self.record(asked, told)
            return told

        return answered

    def record(self, asked: Asked, told: Told) -> None:
        """Send the record of one transaction."""
        try:
            link = socket.create_connection(("127.0.0.1", self.port), timeout=_CONNECT_S)
        except OSError:
            return
        with link:
            try:
                message = read_message(asked.headers.get("content-type", ""), asked.body, Limits())
            except Unreadable:
                return
            event = self.event(message.addressing("Action"))
            if event is not None and self.records(event, self.outcome(told)):
                link.sendall(self.framed(self.message(event, message, told)))

    def event(self, action: str) -> Event | None:
        """Return what a transaction is recorded as, None when it is none that is."""
        return EVENTS.get(action)

    def records(self, event: Event, outcome: str) -> bool:  # noqa: ARG002 - a variant answers by them
        """Return whether a transaction is recorded."""
        return True

    def outcome(self, told: Told) -> str:
        """Return the outcome: 0 for success, 8 for a serious failure."""
        return "8" if told.status != 200 or b"ResponseStatusType:Failure" in told.body else "0"  # noqa: PLR2004 - HTTP OK

    def framed(self, message: bytes) -> bytes:
        """Return a message as one syslog frame (RFC 5424, RFC 5425 4.3)."""
        head = f"<{self.priority()}>1 {self.time()} localhost conformance 1 {self.message_id()} - ".encode()
        body = head + b"\xef\xbb\xbf" + message
        return str(len(body)).encode() + b" " + body

    def priority(self) -> int:
        """Return facility 10 (security), severity 5 (notice)."""
        return 10 * 8 + 5

    def message_id(self) -> str:
        """Return the MSGID of IHE's events."""
        return "IHE+RFC-3881"

    def time(self) -> str:
        """Return this moment with its zone."""
        return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def event_time(self) -> str:
        """Return when the event was."""
        return self.time()

    def message(self, event: Event, message: Message, told: Told) -> bytes:
        """Return the audit message of a transaction (PS3.15 A.5.1)."""
        root = etree.Element("AuditMessage")
        about = etree.SubElement(root, "EventIdentification", EventActionCode=event.action)
        about.set("EventDateTime", self.event_time())
        about.set("EventOutcomeIndicator", self.outcome(told))
        _coded(about, "EventID", event.code, "DCM", _MEANINGS[event.code])
        _coded(about, "EventTypeCode", event.transaction, "IHE Transactions", event.name)
        for role, user in self.participants():
            one = etree.SubElement(root, "ActiveParticipant", UserID=user, UserIsRequestor="false")
            one.set("NetworkAccessPointID", "127.0.0.1")
            one.set("NetworkAccessPointTypeCode", "2")
            _coded(one, "RoleIDCode", role, "DCM", _MEANINGS[role])
        source = etree.SubElement(root, "AuditSourceIdentification")
        source.set("AuditSourceID", self.source())
        for patient in self.patients(message):
            one = etree.SubElement(root, "ParticipantObjectIdentification", ParticipantObjectID=patient)
            one.set("ParticipantObjectTypeCode", "1")
            one.set("ParticipantObjectTypeCodeRole", "1")
            _coded(one, "ParticipantObjectIDTypeCode", "2", "RFC-3881", "Patient Number")
        return printed(root)

    def participants(self) -> list[tuple[str, str]]:
        """Return the participants by role."""
        return [("110153", v.ANONYMOUS), ("110152", "http://127.0.0.1/")]

    def source(self) -> str:
        """Return who records."""
        return "conformance"

    def patients(self, message: Message) -> list[str]:
        """Return the patients a request is about."""
        body = message.body
        if body is None:
            return []
        try:
            if message.addressing("Action") == v.STORED_QUERY:
                asked = read_query(body).parameters
                return [
                    one.strip("'") for name, values in asked if name.lower().endswith("patientid") for one in values
                ]
            if message.addressing("Action") in {v.PROVIDE, v.REGISTER}:
                return sorted({one.patient_id or "" for one in read_submission(body).submission_sets})
            wanted = {one.document for one in self._retrieved(message)}
        except Unreadable:
            return []
        held = self._registry.holdings.entries.values()
        return sorted({one.patient_id or "" for one in held if one.unique_id in wanted})

    def _retrieved(self, message: Message) -> list[DocumentRequest]:
        body = message.body
        if body is None:
            return []
        if message.addressing("Action") == v.RETRIEVE:
            return list(read_retrieve(body))
        return [one.asked for one in read_imaging(body).instances]


def _coded(parent: etree._Element, tag: str, code: str, system: str, text: str) -> None:
    one = etree.SubElement(parent, tag)
    one.set("csd-code", code)
    one.set("codeSystemName", system)
    one.set("originalText", text)
