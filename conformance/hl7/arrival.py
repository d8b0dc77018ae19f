"""One block that came from the candidate, whatever it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conformance.hl7.wire.message import Message
    from conformance.hl7.wire.mllp import Frame


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came from the candidate as one block, whatever it was. ``message`` is None when it is no HL7 message."""

    frame: Frame
    message: Message | None
    trouble: str
    evidence: tuple[str, ...]
    link: int

    @property
    def control_id(self) -> bytes:
        """Return the octets of MSH-10, empty when there are none."""
        return (self.message.get("MSH-10") or b"") if self.message else b""

    @property
    def trigger(self) -> str:
        """Return message type and event, ``ADT^A01``."""
        return f"{self.field('MSH-9.1')}^{self.field('MSH-9.2')}"

    @property
    def says(self) -> str:
        """Return what came, in one line of words."""
        return f"{self.trigger} {self.field('MSH-10')}" if self.message else self.trouble

    def repeats(self, other: Arrival) -> bool:
        """Return whether this is another message sent again: the same control id, or the same but for header and EVN.

        What could not be read may be anything.
        """
        if self.message is None or other.message is None or self.control_id == other.control_id:
            return True
        return self.trigger == other.trigger and self._body() == other._body()

    def _body(self) -> list[bytes]:
        segments = self.message.segments_in_order if self.message else ()
        return [one.octets for one in segments if one.name not in {"MSH", "EVN"}]

    def field(self, path: str) -> str:
        """Return the text at a path such as ``PID-3.1``, empty when it is absent or nothing could be read."""
        return self.message[path] if self.message else ""
