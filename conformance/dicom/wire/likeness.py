"""Octets that differ in a few values alone: where their elements stand is found once and holds for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Likeness:
    """What is the same in octets of one length, and where the values stand that differ; ``spans`` are by tag."""

    __slots__ = ("_pieces", "known", "mask", "same", "size", "spans")

    def __init__(
        self,
        octets: bytes,
        spans: Mapping[int, slice],
        differing: tuple[int, ...],
        known: Mapping[str, int | None],
    ) -> None:
        """Take one of the kind as an example; the values of the tags ``differing``, in order, may be others.

        ``known`` are numbers that all of them have, by keyword.
        """
        pieces, at = [], 0
        mask = bytearray(b"\xff" * len(octets))
        for tag in differing:
            span = spans[tag]
            pieces.append(octets[at : span.start])
            mask[span] = bytes(span.stop - span.start)
            at = span.stop
        self.size = len(octets)
        self.spans = spans
        self.known = known
        self._pieces = (*pieces, octets[at:])
        self.mask = int.from_bytes(mask, "little")
        self.same = int.from_bytes(octets, "little") & self.mask

    def has(self, octets: bytes) -> bool:
        """Return whether octets differ in those values alone: as one number each, which is the fastest way to tell."""
        return len(octets) == self.size and int.from_bytes(octets, "little") & self.mask == self.same

    def filled(self, *values: bytes) -> bytes:
        """Return octets with other values, given in the order they stand; each has to be as long as in the example."""
        parts = [b""] * (2 * len(values) + 1)
        parts[::2] = self._pieces
        parts[1::2] = values
        return b"".join(parts)
