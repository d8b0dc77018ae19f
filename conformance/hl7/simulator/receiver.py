"""An honest, strict receiver of ADT, ORM, OMI and ORU messages, in original and enhanced acknowledgement mode."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Self

from conformance.hl7.message_profiles import ihe_radiology
from conformance.hl7.simulator import acceptance, batches, enhanced, events, queries, secure
from conformance.hl7.simulator.acceptance import Fault
from conformance.hl7.simulator.acknowledging import Acknowledging
from conformance.hl7.simulator.events import Events, Refused
from conformance.hl7.simulator.queries import Answering
from conformance.hl7.wire.draft import Draft, Fields
from conformance.hl7.wire.message import Message, Unreadable, parse
from conformance.hl7.wire.mllp import Frame, framed

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformance.hl7.simulator.batches import Batch, File
    from conformance.hl7.simulator.enhanced import Stage

CLAIMS = ("batch_files", "order_filler", "order_placer", "pix_consumer", "uk")
"""What the reference receiver claims to take beside what IHE asks of every receiver."""

_REMEMBERED = 5_000


class Receiver(Acknowledging):
    """Receives for one hospital. Pass ``happens`` to hear of what was accepted, or override single answers.

    ``with Receiver(happens) as receiver: receiver.profile()``; every method below answers one question.
    """

    answering: type[Answering] = Answering
    """Who answers queries, out of what this receiver was told."""

    versions = ("2.3.1", "2.4", "2.5", "2.5.1")
    triggers = frozenset(ihe_radiology())

    def __init__(self, happens: Events | None = None, *, host: str = "127.0.0.1", port: int = 0) -> None:
        super().__init__(host, port)
        self._happens = happens or Events()
        self.queries = self.answering()
        self.secure = self.SecureDoor(self)
        self._one_at_a_time = threading.Lock()
        self._settled: OrderedDict[tuple[bytes, bytes], Fault | None] = OrderedDict()

    class SecureDoor(secure.SecureDoor):
        """Its TLS door."""

    def __enter__(self) -> Self:
        self.secure.__enter__()
        return super().__enter__()

    def __exit__(self, *_: object) -> None:
        super().__exit__(*_)
        self.secure.__exit__(*_)

    def closed_port(self) -> int:
        """Return a port at which nothing is received without TLS, as they say."""
        return self.secure.closed_port

    def profile(self) -> dict[str, Any]:
        """Return the section of a candidate's profile that reaches this receiver."""
        host, port = self.address
        listening: dict[str, Any] = {"host": host, "port": port, "version": "2.5.1", "triggers": sorted(self.triggers)}
        listening["claims"] = dict.fromkeys(("enhanced_mode", "sequence_numbers", "batches", *CLAIMS), True)
        asked = {"host": host, "port": port}
        secured = self.secure.profile(self.closed_port())
        return {"hl7v2": {"in": listening, "pix": asked, "pdq": {**asked, "visits": True}, "secure": secured}}

    def answer(self, frame: Frame) -> bytes | None:
        """Return the blocks that answer one, or None."""
        file = batches.opened(frame.content)
        answers = [self.file(file)] if file else self.replies(frame.content)
        return b"".join(self.block(one) for one in answers) if answers else None

    def file(self, file: File) -> bytes:
        """Return what answers a file of batches, or a batch alone."""
        return file.answered([self.batch(one) for one in file.batches], self.own_id())

    def batch(self, batch: Batch) -> bytes:
        """Return the batch that answers one."""
        return batch.answered([reply for one in batch.messages for reply in self.replies(one)], self.own_id())

    def replies(self, content: bytes) -> list[bytes]:
        """Return the acknowledgements of one message; an acknowledgement is never acknowledged."""
        try:
            message = parse(content)
        except Unreadable as unreadable:
            return [self.rejection(unreadable)]
        if self.is_answer(message):
            return []
        with self._one_at_a_time:
            if acceptance.trigger(message) in queries.RESPONSES:
                return [self.response(message)]
            fault = self.settled(message)
        return self.answers(message, fault)

    def answers(self, message: Message, fault: Fault | None) -> list[bytes]:
        """Return the one acknowledgement of original mode, or those that enhanced mode asks for."""
        if not enhanced.is_asked(message):
            return [self.acknowledgement(message, fault)]
        stages = enhanced.stages(fault)
        wanted = [one for one in stages if self.wants(message, one)]
        return [self.acknowledgement(message, one.fault, one.code) for one in wanted]

    def wants(self, message: Message, stage: Stage) -> bool:
        """Return whether enhanced mode asks for an acknowledgement, by MSH-15 or MSH-16."""
        return enhanced.is_wanted(message, stage)

    def block(self, content: bytes) -> bytes:
        """Return an acknowledgement in its MLLP block."""
        return framed(content)

    def is_answer(self, message: Message) -> bool:
        """Return whether a message is itself an acknowledgement."""
        return message["MSH-9.1"] in {"ACK", "MCF"}

    def settled(self, message: Message) -> Fault | None:
        """Return what is wrong with a message; one sent again is answered as before and has no second effect."""
        key = (message.get("MSH-10") or b"", hashlib.sha256(message.encode()).digest())
        if key not in self._settled:
            self._settled[key] = self.refusal(message) or self.processed(message)
            if self._settled[key] is None:
                self.sequences.accepted(message)
            while len(self._settled) > _REMEMBERED:
                self._settled.popitem(last=False)
        return self._settled[key]

    def refusal(self, message: Message) -> Fault | None:
        """Return the first reason not to accept a message."""
        return (
            acceptance.control_fault(message)
            or self.type_fault(message)
            or self.version_fault(message)
            or self.processing_fault(message)
            or self.charset_fault(message)
            or self.content_fault(message)
            or self.sequence_fault(message)
        )

    def sequence_fault(self, message: Message) -> Fault | None:
        """Return what is wrong with the sequence number."""
        return self.sequences.fault(message)

    def type_fault(self, message: Message) -> Fault | None:
        """Return what is wrong with type and event."""
        return acceptance.type_fault(message, self.triggers)

    def version_fault(self, message: Message) -> Fault | None:
        """Return what is wrong with the version."""
        return acceptance.version_fault(message, self.versions)

    def processing_fault(self, message: Message) -> Fault | None:
        """Return what is wrong with the processing id."""
        return acceptance.processing_fault(message)

    def charset_fault(self, message: Message) -> Fault | None:
        """Return where the octets leave the declared character set."""
        return acceptance.charset_fault(message)

    def content_fault(self, message: Message) -> Fault | None:
        """Return what is missing in the content."""
        return acceptance.content_fault(message)

    def processed(self, message: Message) -> Fault | None:
        """Let the hospital know what happened; return why it refused, if it did."""
        try:
            self.dispatch(message)
        except Refused as refused:
            return Fault("AE", refused.condition, refused.where or "MSH-9", refused.says)
        self.known(message)
        return None

    def known(self, message: Message) -> None:
        """Keep what a message says of a patient, to answer queries by."""
        kind, directory = acceptance.trigger(message), self.queries.directory
        if kind in {"ADT^A34", "ADT^A40", "ADT^A47"}:
            directory.merged(events.prior(message), events.patient(message))
        elif kind in {"ADT^A24", "ADT^A37"}:
            directory.link(*events.both(message), joined=kind == "ADT^A24")
        elif kind.startswith("ADT^") and kind not in {"ADT^A43", "ADT^A44"}:
            visit = message.segment("PV1")
            directory.heard(events.patient(message), visit.fields if visit else ())

    def response(self, message: Message) -> bytes:
        """Return the response to a query, or why it is none that can be answered."""
        fault = acceptance.control_fault(message) or self.version_fault(message) or self.charset_fault(message)
        if fault:
            return self.acknowledgement(message, fault)
        kind = acceptance.trigger(message)
        reply = self.queries.reply(kind, message)
        event, structure = queries.RESPONSES[kind]
        code = reply.faults[0].code if reply.faults else "AA"
        segments: list[tuple[str, Fields]] = [
            ("MSH", {**self.header(message), 9: ("RSP", event, structure), 18: "UNICODE UTF-8"}),
            ("MSA", {1: code, 2: self.acknowledged_id(message)}),
            *(("ERR", fields) for fault in reply.faults for fields in self.errors(message, fault)),
            ("QAK", {1: self.tag(message), 2: reply.status}),
            *self.echoed(message),
            *reply.rows,
        ]
        segments += [("DSC", {1: reply.pointer, 2: "I"})] if reply.pointer else []
        return self.encoded(Draft(tuple(segments), self.delimiters(message)))

    def tag(self, message: Message) -> bytes:
        """Return QAK-1, the query tag."""
        return message.get("QPD-2") or b""

    def echoed(self, message: Message) -> list[tuple[str, Fields]]:
        """Return the QPD of a response: that of the query, octet for octet."""
        asked = message.segment("QPD")
        return [("QPD", dict(enumerate(asked.fields, 1)))] if asked else []

    def dispatch(self, message: Message) -> None:
        """Tell the hospital the event a message stands for."""
        kind, happens = acceptance.trigger(message), self._happens
        if kind.startswith("ADT^"):
            self._moved(kind.removeprefix("ADT^"), message)
        elif kind == "ORU^R01":
            happens.report_received(events.report(message))
        elif kind.startswith("SIU^"):
            happens.appointment_told(events.appointment(message))
        elif kind == "DFT^P03":
            happens.charge_posted(events.patient(message))
        else:
            self._ordered(events.order(message))

    def _moved(self, event: str, message: Message) -> None:
        """RAD-1, RAD-12, ITI-30, ITI-31: the event says what became of the patient."""
        happens = self._happens
        if event in {"A34", "A40", "A47"}:
            told = happens.patient_renumbered if event == "A47" else happens.patients_merged
            told(events.prior(message), events.patient(message))
        elif event in {"A24", "A37"}:
            joined = happens.patients_linked if event == "A24" else happens.patients_unlinked
            joined(*events.both(message))
        elif event in {"A43", "A44"}:
            happens.part_moved(events.prior(message), events.patient(message))
        elif event in {"A11", "A38"}:
            happens.admission_cancelled(events.patient(message))
        elif event in {"A01", "A04", "A05", "A28"}:
            happens.patient_registered(events.patient(message))
        else:
            happens.patient_updated(events.patient(message))

    def _ordered(self, order: events.Order) -> None:
        """RAD-4 and RAD-13: the order control code (ORC-1) says what became of the order."""
        told: dict[str, Callable[[events.Order], None]] = {
            "NW": self._happens.procedure_scheduled,
            "CA": self._happens.order_cancelled,
            "DC": self._happens.order_cancelled,
            "OC": self._happens.order_cancelled,
            "SN": self._happens.order_numbered,
        }
        told.get(order.control, self._happens.order_updated)(order)
