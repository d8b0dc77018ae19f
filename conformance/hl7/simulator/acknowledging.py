"""What a receiver answers with: an acknowledgement in the delimiters and version of the message, and its errors."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING

from conformance.hl7.simulator import sequences
from conformance.hl7.simulator.acceptance import CONDITIONS, Fault
from conformance.hl7.simulator.mllp_server import MllpServer
from conformance.hl7.simulator.sequences import Sequences
from conformance.hl7.wire.delimiters import STANDARD, Delimiters
from conformance.hl7.wire.draft import Draft, Fields, Value

if TYPE_CHECKING:
    from conformance.hl7.wire.message import Message, Unreadable

_NO_ERR_2 = frozenset({"2.1", "2.2", "2.3", "2.3.1", "2.4"})
_PLACE = re.compile(r"([A-Z0-9]{3})-(\d+)(?:\[(\d+)\])?(?:\.(\d+))?")


class Acknowledging(MllpServer):
    """Words acknowledgements; whoever receives decides what is wrong. Every method answers one question."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        super().__init__(host, port)
        self._numbers = count(1)
        self.sequences = Sequences()

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
