"""Batches of messages: BHS, the messages, BTS; and files of batches between FHS and FTS (HL7 v2.5.1, 2.10.3)."""

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


@dataclass(frozen=True, slots=True)
class File:
    """Batches in one file; ``control_id`` is FHS-11."""

    control_id: bytes
    batches: tuple[Batch, ...]
    header: Draft

    def octets(self) -> bytes:
        """Return the file in ER7, its batches counted."""
        trailer = Draft((("FTS", {1: str(len(self.batches))}),))
        return b"".join((self.header.octets(), *(one.octets() for one in self.batches), trailer.octets()))


def batch(story: Story, label: str, *messages: Draft, of: Draft | None = None) -> Batch:
    """Return these messages in a batch, from the application that sends the first (or ``of``) to the one it is for."""
    control_id, header = _headed(story, "BHS", f"batch/{label}", of or messages[0])
    return Batch(control_id, messages, header)


def file(story: Story, label: str, *batches: Batch) -> File:
    """Return these batches in a file, from the application that sends the first to the one it is for."""
    control_id, header = _headed(story, "FHS", f"file/{label}", batches[0].messages[0])
    return File(control_id, batches, header)


def _headed(story: Story, name: str, label: str, message: Draft) -> tuple[bytes, Draft]:
    """Return a control id and the header that holds it (field 11), addressed as a message is."""
    control_id = f"ZZ{story.token(label, 14)}".encode("ascii")
    addressed = {number: message.segments[0][1].get(number) for number in (3, 4, 5, 6)}
    return control_id, Draft(((name, {**addressed, 7: f"{story.now:%Y%m%d%H%M%S}", 11: control_id}),))
