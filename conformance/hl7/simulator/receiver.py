"""An honest, strict receiver of ADT, ORM, OMI and ORU messages, in original and enhanced acknowledgement mode."""

from __future__ import annotations

import hashlib
import re
import threading
from collections import OrderedDict
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING, Any

from conformance.hl7.message_profiles import ihe_radiology
from conformance.hl7.simulator import acceptance, batches, enhanced, events, queries, sequences
from conformance.hl7.simulator.acceptance import CONDITIONS, Fault
from conformance.hl7.simulator.events import Events, Refused
from conformance.hl7.simulator.mllp_server import MllpServer
from conformance.hl7.simulator.queries import Answering
from conformance.hl7.simulator.sequences import Sequences
from conformance.hl7.wire.delimiters import STANDARD, Delimiters
from conformance.hl7.wire.draft import Draft, Fields, Value
from conformance.hl7.wire.message import Message, Unreadable, parse
from conformance.hl7.wire.mllp import Frame, framed

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformance.hl7.simulator.batches import Batch
    from conformance.hl7.simulator.enhanced import Stage

CLAIMS = ("order_filler", "order_placer", "pix_consumer", "uk")
"""What the reference receiver claims to take beside what IHE asks of every receiver."""

_REMEMBERED = 5_000
_NO_ERR_2 = frozenset({"2.1", "2.2", "2.3", "2.3.1", "2.4"})
_PLACE = re.compile(r"([A-Z0-9]{3})-(\d+)(?:\[(\d+)\])?(?:\.(\d+))?")


class Receiver(MllpServer):
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
        self._numbers = count(1)
        self.queries = self.answering()
        self.sequences = Sequences()
        self._one_at_a_time = threading.Lock()
        self._settled: OrderedDict[tuple[bytes, bytes], Fault | None] = OrderedDict()

    def profile(self) -> dict[str, Any]:
        """Return the section of a candidate's profile that reaches this receiver."""
        host, port = self.address
        listening: dict[str, Any] = {"host": host, "port": port, "version": "2.5.1", "triggers": sorted(self.triggers)}
        listening["claims"] = dict.fromkeys(("enhanced_mode", "sequence_numbers", "batches", *CLAIMS), True)
        asked = {"host": host, "port": port}
        return {"hl7v2": {"in": listening, "pix": asked, "pdq": {**asked, "visits": True}}}

    def answer(self, frame: Frame) -> bytes | None:
        """Return the blocks that answer one, or None."""
        batch = batches.opened(frame.content)
        answers = [self.batch(batch)] if batch else self.replies(frame.content)
        return b"".join(self.block(one) for one in answers) if answers else None

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
            or acceptance.processing_fault(message)
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
        if kind in {"ADT^A40", "ADT^A47"}:
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
        if event in {"A40", "A47"}:
            told = happens.patients_merged if event == "A40" else happens.patient_renumbered
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

    def acknowledgement(self, message: Message, fault: Fault | None, code: str = "") -> bytes:
        """Return the ACK: header, MSA and, when something is wrong, ERR; in the delimiters as received.

        ``code`` is MSA-1 where enhanced mode decides it.
        """
        verdict = self.verdict(message, fault)
        segments: list[tuple[str, Fields]] = [
            ("MSH", self.header(message)),
            ("MSA", {**verdict, 1: code} if code else verdict),
        ]
        if fault:
            segments += [("ERR", fields) for fields in self.errors(message, fault)]
        elif self.wants_a_number(message):
            numbers = self.numbered(message)
            about: Fields = {2: numbers.get(2), 3: numbers.get(3), 4: message.get("OBR-4")}
            segments += [("ORC", numbers), ("OBR", about)]
        return self.encoded(Draft(tuple(segments), self.delimiters(message)))

    def encoded(self, draft: Draft) -> bytes:
        """Return an acknowledgement's octets."""
        return draft.octets()

    def delimiters(self, message: Message) -> Delimiters:
        """Return the delimiters to answer in: those received, completed where the message declares too few."""
        mine = message.delimiters
        lacking = {name: getattr(STANDARD, name) for name in ("component", "repetition", "escape", "subcomponent")}
        return replace(mine, **{name: value for name, value in lacking.items() if not getattr(mine, name)})

    def header(self, message: Message) -> dict[int, Value]:
        """Return the MSH of the ACK: receiver and sender swapped, version and character set as received."""
        return {
            3: message.get("MSH-5"),
            4: message.get("MSH-6"),
            5: message.get("MSH-3"),
            6: message.get("MSH-4"),
            7: f"{datetime.now(UTC):%Y%m%d%H%M%S}+0000",
            9: self.kind(message),
            10: self.control_id(message),
            11: message.get("MSH-11") or "P",
            12: message.get("MSH-12") or "2.5.1",
            18: message.get("MSH-18"),
        }

    def wants_a_number(self, message: Message) -> bool:
        """Return whether a filler asks for the placer's number of its order (RAD-3, SN)."""
        return message["MSH-9.1"] == "ORM" and message["ORC-1"] == "SN"

    def numbered(self, message: Message) -> Fields:
        """Return the ORC that gives a filler's order a number of the placer's: NA."""
        return {1: "NA", 2: (f"N{next(self._numbers):08d}", "PLACER"), 3: message.get("ORC-3")}

    def kind(self, message: Message) -> Value:
        """Return MSH-9 of the ACK: type, event acknowledged, structure; an order that wants a number has its own."""
        if self.wants_a_number(message):
            return ("ORR", "O02", "ORR_O02")
        return ("ACK", message["MSH-9.2"], "ACK")

    def control_id(self, message: Message) -> Value:
        """Return a control id of our own."""
        del message
        return self.own_id()

    def own_id(self) -> str:
        """Return the next control id of our own."""
        return f"R{next(self._numbers):08d}"

    def verdict(self, message: Message, fault: Fault | None) -> dict[int, Value]:
        """Return the MSA: the code, MSH-10 octet for octet, and the number expected next of who uses numbers."""
        verdict: dict[int, Value] = {1: self.code(message, fault), 2: self.acknowledged_id(message)}
        expected = self.expected(message, fault)
        return verdict if expected is None else {**verdict, 4: expected}

    def expected(self, message: Message, fault: Fault | None) -> str | None:
        """Return MSA-4, None to a sender that uses no sequence numbers."""
        del fault
        return None if sequences.number(message) is None else str(self.sequences.expected(message))

    def code(self, message: Message, fault: Fault | None) -> str:
        """Return MSA-1 of original mode."""
        del message
        return fault.code if fault else "AA"

    def acknowledged_id(self, message: Message) -> bytes:
        """Return MSA-2."""
        return message.get("MSH-10") or b""

    def errors(self, message: Message, fault: Fault) -> list[dict[int, Value]]:
        """Return the ERR in the shape of the message's version: ERR-1 up to 2.4, ERR-2 to ERR-4 from 2.5."""
        found = _PLACE.fullmatch(fault.where)
        segment, field, repetition, component = found.groups() if found else ("MSH", "0", None, None)
        where = [segment, "1"] + ([field] if field != "0" else [])
        condition = (str(fault.condition), CONDITIONS[fault.condition], "HL70357")
        if message["MSH-12.1"] in _NO_ERR_2:
            return [{1: (*where, *[None] * (3 - len(where)), condition)}]
        deep = [repetition or "1", *([component] if component else [])] if component or repetition else []
        return [{2: (*where, *deep), 3: condition, 4: "E", 8: fault.says}]

    def rejection(self, fault: Unreadable) -> bytes:
        """Return the answer to what is no HL7 message: rejected, with nothing to name it by."""
        header: dict[int, Value] = {7: f"{datetime.now(UTC):%Y%m%d%H%M%S}+0000", 9: ("ACK", None, "ACK")}
        header |= {10: self.own_id(), 11: "P", 12: "2.5.1"}
        wrong: dict[int, Value] = {2: ("MSH", "1"), 3: ("100", CONDITIONS[100], "HL70357"), 4: "E", 8: fault.says}
        return self.encoded(Draft((("MSH", header), ("MSA", {1: "AR"}), ("ERR", wrong))))
