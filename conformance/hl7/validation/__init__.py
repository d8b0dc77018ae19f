"""What is wrong with a message: against HL7 v2.3.1 to 2.5.1 and, where one is given, a transaction's profile.

Of messages of other versions only the encoding is judged, and what a profile asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.hl7.validation import encoding, fields, header, order, usage
from conformance.hl7.validation.faults import Fault, Findings

if TYPE_CHECKING:
    from conformance.hl7.message_profiles import MessageProfile
    from conformance.hl7.wire.message import Message

__all__ = ["Fault", "findings"]


def findings(message: Message, profile: MessageProfile | None = None) -> tuple[Fault, ...]:
    """Return the faults of a message, those of the whole first; at most 200, and none is an exception."""
    found = Findings(message)
    kind = header.read(found)
    if kind.edition:
        if kind.structure:
            order.check(found, kind.structure, kind.edition)
        fields.check(found, kind.edition)
    encoding.check(found)
    if profile:
        usage.check(found, profile)
    return tuple(found.faults)
