"""What MSH-9 and MSH-12 say a message is, and whether they agree with each other and with the event segment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.hl7.structures import Trouble, edition, known_structures, structure_of

if TYPE_CHECKING:
    from conformance.hl7.structures import Edition, Structure
    from conformance.hl7.validation.faults import Findings
    from conformance.hl7.wire.message import Message

_TYPE, _VERSION = 9, 12


@dataclass(frozen=True, slots=True)
class Kind:
    """What a message says it is: no edition where its version is not judged, no structure where none is known."""

    edition: Edition | None
    structure: Structure | None


def read(found: Findings) -> Kind:
    """Return what the message is judged by, and note where its header contradicts itself."""
    kind, event, declared, version = _said(found.message)
    by = edition(version)
    if by is None:
        if not version:
            found.field(0, _VERSION, Trouble("cardinality", "MSH-12 is required"))
        return Kind(None, None)
    if not kind or "Z" in {kind[:1], event[:1]}:
        return Kind(by, by.structure(declared) if declared[:1] != "Z" else None)
    name = structure_of(kind, event, by.version)
    if declared:
        _declared(found, by, kind, event, declared)
    structure = by.structure(name) or by.structure(declared)
    if structure is None:
        _unknown(found, by, kind, event)
    _event(found, event)
    return Kind(by, structure)


def _said(message: Message) -> tuple[str, str, str, str]:
    """Return type, event and structure of MSH-9 and the version of MSH-12, each empty where nothing is said."""
    header = message.segments_in_order[0]
    fields, component = header.fields, message.delimiters.component
    kind, event, structure = _three(fields, _TYPE, component)
    return kind, event, structure, _three(fields, _VERSION, component)[0]


def _three(fields: tuple[bytes, ...], number: int, component: bytes) -> list[str]:
    """Return the first three components of a field; all of them are codes in ASCII, whatever MSH-18 says."""
    value = (fields[number - 1] if len(fields) >= number else b"").decode("latin-1")
    parts = value.split(component.decode("latin-1"), 3) if component else [value]
    return [*parts, "", ""][:3]


def _declared(found: Findings, by: Edition, kind: str, event: str, declared: str) -> None:
    right = known_structures(kind, event) or frozenset({structure_of(kind, event, by.version)})
    exists = by.structure(next(iter(right))) is not None
    if declared not in right and exists:
        reason = f"{kind}^{event} has the structure {' or '.join(sorted(right))}, not {declared[:20]!a}"
        found.field(0, _TYPE, Trouble("structure", reason, (3,)))


def _unknown(found: Findings, by: Edition, kind: str, event: str) -> None:
    if kind not in by.message_types:
        found.field(0, _TYPE, Trouble("table", f"{kind[:20]!a} is no message type of HL7 v{by.version}", (1,)))
    elif event and event not in by.events:
        found.field(0, _TYPE, Trouble("table", f"{event[:20]!a} is no event of HL7 v{by.version}", (2,)))


def _event(found: Findings, event: str) -> None:
    """EVN-1, where it is still sent, names the event of MSH-9 (HL7 v2.5.1, 3.4.1.1)."""
    if "EVN" not in found.names:
        return
    index = found.names.index("EVN")
    told = (*found.message.segments_in_order[index].fields, b"")[0].decode("latin-1")
    if told and event and told != event:
        found.field(index, 1, Trouble("structure", f"EVN-1 is {told[:20]!a}, and MSH-9 says {event}"))
