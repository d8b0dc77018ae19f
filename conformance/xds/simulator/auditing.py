"""A secured application's audit trail: one record for each transaction it took part in (ITI-20; PS3.15 A.5)."""

from __future__ import annotations

import os
import socket
import ssl
import threading
from collections import deque
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree

from conformance.certificates import certificates
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

_CONNECT_S, _AGAIN_S = 5.0, 0.1
_WAITING_MOST = 32


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
"""PS3.15 A.5.3.11: what is recorded when an assertion is refused (ITI TF-2 3.40.4.1.3)."""
_MEANINGS = {
    "110114": "User Authentication",
    "110112": "Query",
    "110107": "Import",
    "110106": "Export",
    "110104": "DICOM Instances Transferred",
    "110153": "Source Role ID",
    "110152": "Destination Role ID",
}


class Auditor:
    """Sends records over TLS; what the sink can't take now waits, and is sent when it can (ITI TF-2 3.20.4.1.1)."""

    transport = "tls"

    def __init__(self, port: int, registry: Registry) -> None:
        self.port = port
        self._registry = registry
        self._waiting: deque[bytes] = deque(maxlen=_WAITING_MOST)
        self._sending = threading.Lock()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to send again what waits, every now and then."""
        self._thread = threading.Thread(target=self._again, name="xds-auditor", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Send no more."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join(_CONNECT_S * 4)

    def _again(self) -> None:
        while not self._stopped.wait(_AGAIN_S):
            self.flush()

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

    @property
    def waits(self) -> bool:
        """Return whether records wait for a sink."""
        return bool(self._waiting)

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

    def send(self, frame: bytes) -> None:
        """Send one frame after all that wait."""
        with self._sending:
            self._waiting.append(frame)
        self.flush()

    def flush(self) -> None:
        """Send all that waits, in order, when the sink is there."""
        with self._sending:
            if not self._waiting:
                return
            try:
                self.transmit(tuple(self._waiting))
            except OSError:
                if self.lets_wait():
                    return
            self._waiting.clear()

    def lets_wait(self) -> bool:
        """Return whether what could not be sent is kept."""
        return True

    def transmit(self, frames: tuple[bytes, ...]) -> None:
        """Send frames over one connection; raise OSError when the sink is not there."""
        link = socket.create_connection(("127.0.0.1", self.port), timeout=_CONNECT_S)
        with link, self.context().wrap_socket(link, server_hostname="localhost") as secured:
            secured.sendall(b"".join(frames))

    def context(self) -> ssl.SSLContext:
        """Return what is asked of the sink, and shown to it."""
        known = certificates()
        context = ssl.create_default_context(cafile=str(known.authority))
        context.load_cert_chain(known.good.cert, known.good.key)
        return context

    def profile(self) -> dict[str, Any]:
        """Return the ``audit`` part of a profile."""
        known = certificates()
        shown = {"cert": str(known.server.cert), "key": str(known.server.key), "ca": str(known.authority)}
        about = {"port": self.port, "transport": self.transport, "resends_within_s": 2.0, "synchronised": True}
        return {**about, **(shown if self.transport == "tls" else {})}

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
        self.identified(about, event)
        system = "DCM" if event is AUTHENTICATION else "IHE Transactions"
        _coded(about, "EventTypeCode", event.transaction, system, event.name)
        presented = read_security(message)
        for purpose in self.purposes(presented) if presented is not None else ():
            _coded(about, "PurposeOfUse", *purpose)
        for role, user, process in self.participants(event):
            one = etree.SubElement(root, "ActiveParticipant", UserID=user, UserIsRequestor="false")
            if process:
                one.set("AlternativeUserID", process)
            one.set("NetworkAccessPointID", "127.0.0.1")
            one.set("NetworkAccessPointTypeCode", "2")
            _coded(one, "RoleIDCode", role, "DCM", _MEANINGS[role])
        if presented is not None:
            human = etree.SubElement(root, "ActiveParticipant", UserID=presented.user, UserIsRequestor="true")
            human.set("UserName", self.user_name(presented))
        source = etree.SubElement(root, "AuditSourceIdentification")
        source.set("AuditSourceID", self.source())
        for patient in self.patients(message):
            _object(root, patient, ("1", "1"), ("2", "RFC-3881", "Patient Number"))
        for document in sorted(self.documents(message)):
            _object(root, document, ("2", "3"), ("9", "RFC-3881", "Report Number"))
        return printed(root)

    def purposes(self, presented: Presented) -> tuple[Coded, ...]:
        """Return for what the user wants it (ITI TF-2 3.40.4.1.2.3.1)."""
        return presented.purposes

    def user_name(self, presented: Presented) -> str:
        """Return the user as an assertion names it: alias<user@issuer>, without an alias (ITI TF-2 3.40.4.2)."""
        return f"<{presented.user}@{presented.issuer}>"

    def identified(self, about: etree._Element, event: Event) -> None:
        """Write the EventID, a coded value (PS3.15 A.5.1)."""
        _coded(about, "EventID", event.code, "DCM", _MEANINGS[event.code])

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


def _object(root: etree._Element, name: str, kind: tuple[str, str], coded: tuple[str, str, str]) -> None:
    one = etree.SubElement(root, "ParticipantObjectIdentification", ParticipantObjectID=name)
    one.set("ParticipantObjectTypeCode", kind[0])
    one.set("ParticipantObjectTypeCodeRole", kind[1])
    _coded(one, "ParticipantObjectIDTypeCode", *coded)


def _coded(parent: etree._Element, tag: str, code: str, system: str, text: str) -> None:
    one = etree.SubElement(parent, tag)
    one.set("csd-code", code)
    one.set("codeSystemName", system)
    one.set("originalText", text)
