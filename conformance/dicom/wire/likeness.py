"""Octets that differ in a few values alone: where their elements stand is found once and holds for all of them."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Likeness:
    """What is the same in octets of one length, and where the values stand that differ; ``spans`` are by tag."""

    __slots__ = ("_same", "_split", "known", "size", "spans")

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
        form, at = [], 0
        for tag in differing:
            start, end = spans[tag].start, spans[tag].stop
            form.append(f"{start - at}s{end - start}s")
            at = end
        split = struct.Struct("".join((*form, f"{len(octets) - at}s")))
        self.size = len(octets)
        self.spans = spans
        self.known = known
        self._split = split.unpack
        self._same: tuple[bytes, ...] = split.unpack(octets)[::2]

    def has(self, octets: bytes) -> bool:
        """Return whether octets differ in those values alone."""
        return len(octets) == self.size and self._split(octets)[::2] == self._same

    def filled(self, *values: bytes) -> bytes:
        """Return octets with other values, given in the order they stand; each has to be as long as in the example."""
        same = self._same
        return b"".join([piece for pair in zip(same, values, strict=False) for piece in pair]) + same[-1]
