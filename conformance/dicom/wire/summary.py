"""One short line for each PDU and message, as the list of evidence shows it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from conformance.dicom.wire.command import message_name
from conformance.dicom.wire.pdu import ASSOCIATE_RQ, NAMES, Abort, Associate, Reject, Release

if TYPE_CHECKING:
    from conformance.dicom.wire.command import Command
    from conformance.dicom.wire.pdu import Read

PENDING = frozenset({0xFF00, 0xFF01})
_KINDS = ((PENDING, "pending"), (frozenset({0}), "success"), (frozenset({0xFE00}), "cancelled"))


def status_words(status: int | None) -> str:
    """Return a status as hex with its kind (PS3.7 Annex C)."""
    if status is None:
        return "no status"
    kind = next((words for codes, words in _KINDS if status in codes), None)
    if kind is None:
        kind = "warning" if status >> 12 == 0xB or status in {1, 0x0107, 0x0116} else "failure"  # noqa: PLR2004 - C.4
    return f"{kind} {status:04X}"


def told(command: Command) -> str:
    """Return a message's name, status and number."""
    status = command.status
    with_status = status is not None or command.raw("Status") is not None
    begins, answers = _begun(command.number("CommandField"), status, with_status)
    number = command.number("MessageIDBeingRespondedTo") if answers else command.number("MessageID")
    if not answers:
        number = number or command.number("MessageIDBeingRespondedTo")
    return f"{begins}, message {number}"


@lru_cache
def _begun(field: int | None, status: int | None, has_status: bool) -> tuple[str, bool]:  # noqa: FBT001 - cached by place
    """Return how the words of a message begin, and whether it answers another."""
    name = message_name(field)
    if has_status or "-RSP" in name:
        return f"{name} {status_words(status)}", True
    return name, False


def summary(what: Read) -> str:
    """Return what one PDU says in a line."""
    if isinstance(what, Associate):
        return _associate(what)
    if isinstance(what, Reject):
        return f"A-ASSOCIATE-RJ result {what.result}, source {what.source}, reason {what.reason}"
    if isinstance(what, Abort):
        return f"A-ABORT source {what.source}, reason {what.reason}"
    if isinstance(what, Release):
        return NAMES[what.kind]
    return f"P-DATA-TF, {len(what.pdvs)} PDVs"


def _associate(what: Associate) -> str:
    if what.kind == ASSOCIATE_RQ:
        return f"A-ASSOCIATE-RQ {what.calling_title} to {what.called_title}, {len(what.contexts)} contexts"
    accepted = sum(one.accepted for one in what.contexts)
    return f"A-ASSOCIATE-AC, {accepted} of {len(what.contexts)} contexts accepted"
