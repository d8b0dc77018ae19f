"""The sequence number protocol on the receiver's side (HL7 v2.5.1, 2.10.1): a number per stream of messages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conformance.hl7.simulator.acceptance import Fault

if TYPE_CHECKING:
    from conformance.hl7.wire.message import Message

START, ANY = 0, -1
_NUMBER = re.compile(r"-1|\d{1,15}")


def number(message: Message) -> int | None:
    """Return the sequence number (MSH-13), None where the sender uses none."""
    found = _NUMBER.fullmatch(message["MSH-13"])
    return int(found[0]) if found else None


class Sequences:
    """What is expected next of each sending application; ``ANY`` where nothing was accepted yet."""

    def __init__(self) -> None:
        self._expected: dict[tuple[str, str], int] = {}

    def expected(self, message: Message) -> int:
        """Return the number expected next of whoever sent this."""
        return self._expected.get(_stream(message), ANY)

    def fault(self, message: Message) -> Fault | None:
        """Return what is wrong with a message's number."""
        told, expected = number(message), self.expected(message)
        if told in {None, START, ANY} or expected in {ANY, told}:
            return None
        return Fault("AE", 207, "MSH-13", f"sequence number {told} came, {expected} is expected")

    def accepted(self, message: Message) -> None:
        """Expect the number after this one; after -1 any."""
        told = number(message)
        if told is not None and told != START:
            self._expected[_stream(message)] = ANY if told == ANY else told + 1


def _stream(message: Message) -> tuple[str, str]:
    return message["MSH-3"], message["MSH-4"]
