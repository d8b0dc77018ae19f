"""Enhanced acknowledgement mode: what is answered to a message when, and with which code (HL7 v2.5.1, 2.9.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conformance.hl7.simulator.acceptance import Fault
    from conformance.hl7.wire.message import Message

CONDITIONS = {"AL": (True, True), "ER": (False, True), "SU": (True, False), "NE": (False, False)}
"""Table 0155: whether success and whether an error is acknowledged."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One acknowledgement: the field that asks for it, its code, and the fault it tells of."""

    field: str
    code: str
    fault: Fault | None


def is_asked(message: Message) -> bool:
    """Return whether the message asks for enhanced mode: MSH-15 or MSH-16 has a value."""
    return bool(message["MSH-15"] or message["MSH-16"])


def stages(fault: Fault | None) -> list[Stage]:
    """Return both acknowledgements of a message; what is rejected at once gets no second one."""
    if fault is not None and fault.code == "AR":
        return [Stage("MSH-15", "CR", fault)]
    return [Stage("MSH-15", "CA", None), Stage("MSH-16", fault.code if fault else "AA", fault)]


def is_wanted(message: Message, stage: Stage) -> bool:
    """Return whether the message asks for this acknowledgement; a field left empty asks for none."""
    success, error = CONDITIONS.get(message[stage.field], (False, False))
    return error if stage.fault else success
