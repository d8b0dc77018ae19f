"""The limits that were in force during a run, in words and with their units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.reports.view import Fact
from conformance.reports.words import sentence

if TYPE_CHECKING:
    from conformance.runs import Run

_LIMITS = {
    "connect_s": "To connect",
    "pdu_s": "For one DICOM unit (PDU)",
    "frame_s": "For one HL7 v2 message",
    "http_s": "For one HTTP answer",
    "release_s": "To end a DICOM connection",
    "quiet_s": "Listened for more that should not come",
    "settle_s": "For an effect that may come later",
    "pdu_bytes": "Largest DICOM unit (PDU)",
    "command_bytes": "Largest DICOM command",
    "identifier_bytes": "Largest DICOM search answer",
    "data_set_bytes": "Largest image object",
    "mllp_bytes": "Largest HL7 v2 message",
    "event_bytes": "Largest message on a WebSocket",
    "http_head_bytes": "Largest HTTP head",
    "http_body_bytes": "Largest HTTP body",
    "mtom_part_bytes": "Largest document in a message",
    "xml_bytes": "Largest XML document",
    "xml_depth": "Deepest XML nesting",
    "inflate_bytes": "Largest data when unpacked",
    "inflate_ratio": "Unpacked to packed, at most",
    "responses": "Answers to one request",
    "responses_s": "For all answers to one request",
    "responses_bytes": "All answers to one request",
    "nesting": "Deepest nesting of a data set",
    "elements": "Elements of a data set",
    "scenario_s": "For one scenario",
    "scenario_cpu_s": "Processor time of one scenario",
    "scenario_bytes": "Memory of one scenario",
}
"""What each limit bounds; one we have no words for keeps its own name."""

_UNITS = (("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10))


def limits(run: Run) -> list[Fact]:
    """Return the limits in a run's header; nothing when it states none."""
    stated = run.header.get("limits")
    return [_limit(str(name), value) for name, value in stated.items()] if isinstance(stated, dict) else []


def _limit(name: str, value: object) -> Fact:
    title = _LIMITS.get(name) or sentence(name.replace("_", " "))
    if name.endswith("_s") and isinstance(value, int | float):
        return Fact(title, f"{value:g} s")
    if name.endswith("_bytes") and isinstance(value, int):
        return Fact(title, _size(value))
    return Fact(title, f"{value:,}" if isinstance(value, int) else str(value))


def _size(octets: int) -> str:
    """Return a size in the largest unit that divides it: ``16 MiB``, ``1,500 bytes``."""
    for unit, worth in _UNITS:
        if octets and octets % worth == 0:
            return f"{octets // worth:,} {unit}"
    return f"{octets:,} bytes"
