"""A message made ready to be sent: its octets in their block, looked at by the guard, and what it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from conformance.hl7.send_guard import only_synthetic
from conformance.hl7.wire.mllp import framed

if TYPE_CHECKING:
    from conformance.hl7.wire.draft import Draft


class Prepared(NamedTuple):
    """A message in its block, looked at before it leaves, and what it is called."""

    block: bytes
    says: str
    control_id: bytes


def prepared(message: Draft) -> Prepared:
    """Return a message as ``Sender.in_turn`` sends it; raise NotOurs when it names a patient who is not synthetic."""
    block = framed(message.octets())
    only_synthetic(block)
    return Prepared(block, describe(message), message.control_id)


def describe(draft: Draft) -> str:
    """Return one line that names a message: trigger and control id."""
    return f"{draft.trigger} {draft.control_id.decode('ascii', 'replace')}"
