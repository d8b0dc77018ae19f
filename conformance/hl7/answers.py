"""What a receiver answered, kept as it came and read when somebody asks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Self

from conformance.hl7.wire.message import Message, Unreadable, header_at, parse

if TYPE_CHECKING:
    from conformance.hl7.wire.mllp import Frame


class Reading:
    """What a block says, read when somebody asks: an answer is told of in time, and judged afterwards."""

    def __init__(self, frame: Frame, instead: str = "") -> None:
        self._frame = frame
        self._instead = instead

    @cached_property
    def message(self) -> Message | None:
        """Return the message, None when the block holds none."""
        if not self._frame.octets:
            return None
        try:
            return parse(self._frame.content)
        except Unreadable:
            return None

    @cached_property
    def trouble(self) -> str:
        """Return why there is no message, empty when there is one."""
        if not self._frame.octets:
            return self._instead or f"no acknowledgement: {self._frame.trouble}"
        try:
            header_at(self._frame.content)
        except Unreadable as fault:
            return f"what came is no HL7 message ({fault.says}): {self._frame.content[:40]!r}"
        return ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whatever it was. ``message`` is None when no HL7 message could be read from it."""

    frame: Frame
    reading: Reading
    evidence: tuple[str, ...] = ()

    @classmethod
    def of(cls, frame: Frame, instead: str = "") -> Self:
        """Return the answer a block is; ``instead`` says why there is none."""
        return cls(frame, Reading(frame, instead))

    @property
    def message(self) -> Message | None:
        """Return the message, None when none could be read."""
        return self.reading.message

    @property
    def trouble(self) -> str:
        """Return why there is no message, empty when there is one."""
        return self.reading.trouble

    @property
    def code(self) -> str:
        """Return MSA-1, empty when there is none."""
        return self.message["MSA-1"] if self.message else ""

    @property
    def control_id(self) -> bytes:
        """Return the octets of MSA-2, empty when there are none."""
        return (self.message.get("MSA-2") or b"") if self.message else b""

    @property
    def came(self) -> bool:
        """Return whether an HL7 message came at all."""
        return not self.trouble

    def field(self, path: str) -> str:
        """Return the text at a path such as ``MSH-9.1``, empty when it is absent or nothing could be read."""
        return self.message[path] if self.message else ""

    @property
    def says(self) -> str:
        """Return what came, in one line of words."""
        if self.message is None:
            return self.trouble
        text = self.message["MSA-3"] or self.message["ERR-8"] or self.message["ERR-7"] or self.message["ERR-1"]
        return f"MSA-1 is {self.code or 'empty'}" + (f": {text}" if text else "")


def named(reading: Reading) -> str:
    """Return what came in one line that names it."""
    message = reading.message
    if message is None:
        return f"unreadable: {reading.trouble}"
    control_id = (message.get("MSA-2") or b"").decode("ascii", "replace")
    return f"{message['MSH-9.1'] or 'no type'} {message['MSA-1'] or 'no code'} for {control_id or 'no message'}"
