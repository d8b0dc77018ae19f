"""What a strict receiver refuses, and with which condition: header, then type, then content (HL7 v2.5.1, 2.9.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.hl7.message_profiles import ihe_radiology
from conformance.hl7.wire.charsets import undeclared

if TYPE_CHECKING:
    from conformance.hl7.wire.message import Message

CONDITIONS = {
    100: "Segment sequence error",
    101: "Required field missing",
    102: "Data type error",
    103: "Table value not found",
    200: "Unsupported message type",
    201: "Unsupported event code",
    202: "Unsupported processing id",
    203: "Unsupported version id",
    204: "Unknown key identifier",
    205: "Duplicate key identifier",
    207: "Application internal error",
}
"""Table 0357, message error condition codes."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a message is not accepted: MSA-1, the condition (table 0357), its place as a path, and words."""

    code: str
    condition: int
    where: str
    says: str


def trigger(message: Message) -> str:
    """Return message type and event as ``ADT^A01``."""
    return f"{message['MSH-9.1']}^{message['MSH-9.2']}"


def control_fault(message: Message) -> Fault | None:
    """Return what is missing among the header fields that a receiver can't do without."""
    for path in ("MSH-9.1", "MSH-10", "MSH-11.1", "MSH-12.1"):
        if not message[path]:
            return Fault("AR", 101, path, f"{path} is required")
    return None


def type_fault(message: Message, triggers: frozenset[str]) -> Fault | None:
    """Return whether type or event is not one of ours."""
    kinds = {one.split("^")[0] for one in triggers}
    if message["MSH-9.1"] not in kinds:
        return Fault("AR", 200, "MSH-9.1", f"message type {message['MSH-9.1']} is not supported")
    if trigger(message) not in triggers:
        return Fault("AR", 201, "MSH-9.2", f"event {message['MSH-9.2']} is not supported")
    return None


def version_fault(message: Message, versions: tuple[str, ...]) -> Fault | None:
    """Return whether the version is not one of ours."""
    if message["MSH-12.1"] not in versions:
        return Fault("AR", 203, "MSH-12.1", f"version {message['MSH-12.1']} is not supported")
    return None


def processing_fault(message: Message) -> Fault | None:
    """Return whether the processing id is none of table 0103."""
    if message["MSH-11.1"] not in {"P", "T", "D"}:
        return Fault("AR", 202, "MSH-11.1", f"processing id {message['MSH-11.1']} is not supported")
    return None


def charset_fault(message: Message) -> Fault | None:
    """Return where the octets leave the declared character set."""
    for segment in message.segments_in_order:
        if undeclared(segment.octets, message.charset) is not None:
            declared = message.charset or "ASCII, as MSH-18 is empty"
            return Fault("AE", 102, f"{segment.name}-0", f"octets of {segment.name} are not in {declared}")
    return None


def content_fault(message: Message) -> Fault | None:
    """Return the first segment or field that is required and not there."""
    profile = ihe_radiology().get(trigger(message))
    for name in profile.segments if profile else ():
        if message.segment(name) is None:
            return Fault("AE", 100, f"{name}-0", f"segment {name} is required")
    for path in profile.fields if profile else ():
        if not message.get(path):
            return Fault("AE", 101, path, f"{path} is required")
    return None
