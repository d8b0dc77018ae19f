"""Batches of messages: BHS, the messages, BTS (HL7 v2.5.1, 2.10.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.hl7.wire.draft import Draft

if TYPE_CHECKING:
    from conformance.story import Story


@dataclass(frozen=True, slots=True)
class Batch:
    """Messages in one batch; ``control_id`` is BHS-11."""

    control_id: bytes
    messages: tuple[Draft, ...]
    header: Draft

    def octets(self) -> bytes:
        """Return the batch in ER7, its messages counted."""
        trailer = Draft((("BTS", {1: str(len(self.messages))}),))
        return b"".join(one.octets() for one in (self.header, *self.messages, trailer))


def batch(story: Story, label: str, *messages: Draft) -> Batch:
    """Return these messages in a batch, from the application that sends the first to the one it is for."""
    control_id = f"ZZ{story.token(f'batch/{label}', 14)}".encode("ascii")
    addressed = {number: messages[0].segments[0][1].get(number) for number in (3, 4, 5, 6)}
    header = Draft((("BHS", {**addressed, 7: f"{story.now:%Y%m%d%H%M%S}", 11: control_id}),))
    return Batch(control_id, messages, header)
