"""A secured application's audit trail: one record for each transaction it took part in (ITI-20; PS3.15 A.5)."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from conformance.audits.sending import Courier, coded, named
from conformance.limits import Limits
from conformance.xds import vocabulary as v
from conformance.xds.wire.registry import read_query, read_submission
from conformance.xds.wire.repository import read_imaging, read_retrieve
from conformance.xds.wire.saml import read_security
from conformance.xds.wire.soap import read_message
from conformance.xds.wire.unreadable import Unreadable
from conformance.xds.wire.xml import printed

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformance.xds.simulator.registry import Registry
    from conformance.xds.simulator.serving import Asked, Told
    from conformance.xds.wire.repository import DocumentRequest
    from conformance.xds.wire.saml import Coded, Presented
    from conformance.xds.wire.soap import Message


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
AUTHENTICATION = Event("110122", "Login", "110114", "E")
"""PS3.15 A.5.3.12: what is recorded when an assertion is refused (ITI TF-2 3.40.4.1.3)."""
_MEANINGS = {
    "110114": "User Authentication",
    "110112": "Query",
    "110107": "Import",
    "110106": "Export",
    "110104": "DICOM Instances Transferred",
    "110153": "Source Role ID",
    "110152": "Destination Role ID",
}


class Auditor(Courier):
    """Records each transaction of a domain."""

    def __init__(self, port: int, registry: Registry) -> None:
        super().__init__(port)
        self._registry = registry

    def watching(
        self, answer: Callable[[Asked], Told], refuses: Callable[[Message], object] | None = None
    ) -> Callable[[Asked], Told]:
        """Return an actor's answering, with a record of each transaction sent before the answer is.

        What is refused for who asks is recorded as an authentication that failed.
        """

        def answered(asked: Asked) -> Told:
            told = answer(asked)
            self.record(asked, told, refuses)
            return self.told(told)

        return answered

    def told(self, told: Told) -> Told:
        """Return what is answered once it is recorded: what it was."""
        return told

    def record(self, asked: Asked, told: Told, refuses: Callable[[Message], object] | None = None) -> None:
        """Send the record of one transaction, or let it wait."""
        try:
            message = read_message(asked.headers.get("content-type", ""), asked.body, Limits())
        except Unreadable:
            return
        event = self.event(message.addressing("Action"))
        if refuses is not None and refuses(message):
            event = AUTHENTICATION
        if event is not None and self.records(event, self.outcome(told)):
            self.send(self.framed(self.message(event, message, told)))

    def event(self, action: str) -> Event | None:
        """Return what a transaction is recorded as, None when it is none that is."""
        return EVENTS.get(action)

    def records(self, event: Event, outcome: str) -> bool:  # noqa: ARG002 - a variant answers by them
        """Return whether a transaction is recorded."""
        return True

    def outcome(self, told: Told) -> str:
        """Return the outcome: 0 for success, 8 for a serious failure."""
        return "8" if told.status != 200 or b"ResponseStatusType:Failure" in told.body else "0"  # noqa: PLR2004 - HTTP OK

    def event_time(self) -> str:
        """Return when the event was."""
        return self.time()

    def message(self, event: Event, message: Message, told: Told) -> bytes:
        """Return the audit message of a transaction (PS3.15 A.5.1)."""
        root = etree.Element("AuditMessage")
        about = etree.SubElement(root, "EventIdentification", EventActionCode=event.action)
        about.set("EventDateTime", self.event_time())
        about.set("EventOutcomeIndicator", self.outcome(told))
        self.identified(about, event)
        system = "DCM" if event is AUTHENTICATION else "IHE Transactions"
        coded(about, "EventTypeCode", event.transaction, system, event.name)
        presented = read_security(message)
        for purpose in self.purposes(presented) if presented is not None else ():
            coded(about, "PurposeOfUse", *purpose)
        for role, user, process in self.participants(event):
            one = etree.SubElement(root, "ActiveParticipant", UserID=user, UserIsRequestor="false")
            if process:
                one.set("AlternativeUserID", process)
            one.set("NetworkAccessPointID", "127.0.0.1")
            one.set("NetworkAccessPointTypeCode", "2")
            coded(one, "RoleIDCode", role, "DCM", _MEANINGS[role])
        if presented is not None:
            human = etree.SubElement(root, "ActiveParticipant", UserID=presented.user, UserIsRequestor="true")
            human.set("UserName", self.user_name(presented))
        source = etree.SubElement(root, "AuditSourceIdentification")
        source.set("AuditSourceID", self.source())
        for patient in self.patients(message):
            named(root, patient, ("1", "1"), ("2", "RFC-3881", "Patient Number"))
        for document in sorted(self.documents(message)):
            named(root, document, ("2", "3"), ("9", "RFC-3881", "Report Number"))
        return printed(root)

    def purposes(self, presented: Presented) -> tuple[Coded, ...]:
        """Return for what the user wants it (ITI TF-2 3.40.4.1.2.3.1)."""
        return presented.purposes

    def user_name(self, presented: Presented) -> str:
        """Return the user as an assertion names it: alias<user@issuer>, without an alias (ITI TF-2 3.40.4.2)."""
        return f"<{presented.user}@{presented.issuer}>"

    def identified(self, about: etree._Element, event: Event) -> None:
        """Write the EventID, a coded value (PS3.15 A.5.1)."""
        coded(about, "EventID", event.code, "DCM", _MEANINGS[event.code])

    def participants(self, event: Event) -> list[tuple[str, str, str]]:
        """Return the participants: role, UserID, and the process of that end which is ours (ITI TF-2 3.43.6.1.2)."""
        ours = "110153" if event.action == "R" else "110152"
        users = {ours: "http://127.0.0.1/"}
        return [(role, users.get(role, v.ANONYMOUS), self.process(role, ours)) for role in ("110153", "110152")]

    def process(self, role: str, ours: str) -> str:
        """Return the process behind an end, which is known of our own."""
        return str(os.getpid()) if role == ours else ""

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
            wanted = self.documents(message)
        except Unreadable:
            return []
        held = self._registry.holdings.entries.values()
        return sorted({one.patient_id or "" for one in held if one.unique_id in wanted})

    def documents(self, message: Message) -> set[str]:
        """Return the documents or instances a retrieval asks for."""
        try:
            return {one.document for one in _retrieved(message)}
        except Unreadable:
            return set()


def _retrieved(message: Message) -> list[DocumentRequest]:
    action, body = message.addressing("Action"), message.body
    if body is None:
        return []
    if action == v.RETRIEVE:
        return list(read_retrieve(body))
    return [one.asked for one in read_imaging(body).instances] if action == v.RETRIEVE_IMAGING else []
