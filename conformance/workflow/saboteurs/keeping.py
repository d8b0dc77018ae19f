"""Hospitals that do not keep what they acknowledged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.hl7.simulator.acceptance import Fault
from conformance.hospital import Hospital

if TYPE_CHECKING:
    from conformance.hl7.wire.message import Message


class KnowsByControlIdAlone(Hospital):
    """Takes whatever comes under a used control id for what came under it before, and drops it."""

    class Receiver(Hospital.Receiver):
        """A port that remembers control ids, and not what came under them."""

        def __init__(self, happens: Hospital) -> None:
            super().__init__(happens)
            self._had: dict[bytes, Fault | None] = {}

        def settled(self, message: Message) -> Fault | None:
            """Answer as before."""
            control_id = message.get("MSH-10") or b""
            if control_id not in self._had:
                self._had[control_id] = super().settled(message)
            return self._had[control_id]


class ForgetsOrders(Hospital):
    """Keeps orders in memory alone: after a restart the worklist is empty."""

    class Archive(Hospital.Archive):
        """An archive with a worklist in memory."""

        def restarted(self) -> None:
            """Begin with an empty one."""
            for item in self.worklist.items():
                self.worklist.cancel(str(item.ScheduledProcedureStepSequence[0].ScheduledProcedureStepID))


class RefusesUsedControlIds(Hospital):
    """Refuses another message under a used control id."""

    class Receiver(Hospital.Receiver):
        """A port that wants each control id to be one message's."""

        def __init__(self, happens: Hospital) -> None:
            super().__init__(happens)
            self._of: dict[bytes, bytes] = {}

        def settled(self, message: Message) -> Fault | None:
            """Refuse what is another message."""
            control_id = message.get("MSH-10") or b""
            octets = message.encode()
            if self._of.setdefault(control_id, octets) != octets:
                return Fault("AE", 205, "MSH-10", "the control id was used before")
            return super().settled(message)
