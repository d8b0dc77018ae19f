"""The journal itself: appended to in whole events, by one system call each, and read back by place."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MOST_PARTS = 512
_STEP = 1 << 20


class Journal:
    """Over a file that is written by its descriptor where the platform can, or over any other binary stream."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.descriptor: int | None = None
        if hasattr(os, "pwritev"):
            with contextlib.suppress(OSError, AttributeError):
                self.descriptor = file.fileno()
        self._end = 0

    def add(self, octets: bytes) -> int:
        """Append a few octets that leave this process at once; return the place of the first."""
        place = self._end
        if self.descriptor is None:
            return self.append((octets,))
        wrote = os.pwrite(self.descriptor, octets, place)
        self._end += wrote
        if wrote < len(octets):
            self.append((octets[wrote:],))
        return place

    def append(self, parts: Sequence[bytes | memoryview]) -> int:
        """Append octets that leave this process at once; return the place of the first."""
        place = self._end
        if self.descriptor is None:
            for part in parts:
                self._file.write(part)
                self._end += len(part)
            self._file.flush()
            return place
        left = list(parts)
        while left:
            wrote = os.pwritev(self.descriptor, left[:_MOST_PARTS], self._end)
            self._end += wrote
            left = after(left, wrote)
        return place

    def pieces(self, place: int, size: int) -> Iterator[bytes]:
        """Yield ``size`` octets from ``place`` on, at most 1 MiB at a time."""
        while size:
            piece = self._read(place, min(size, _STEP))
            if not piece:
                raise EOFError(f"the journal ends at octet {place}")
            yield piece
            place, size = place + len(piece), size - len(piece)

    def _read(self, place: int, size: int) -> bytes:
        if self.descriptor is not None:
            return os.pread(self.descriptor, size, place)
        back = self._file.tell()
        self._file.seek(place)
        piece = self._file.read(size)
        self._file.seek(back)
        return piece


def after(parts: list[bytes | memoryview], size: int) -> list[bytes | memoryview]:
    """Return what is left of the parts behind ``size`` octets."""
    for number, part in enumerate(parts):
        if size < len(part):
            return [memoryview(part)[size:], *parts[number + 1 :]]
        size -= len(part)
    return []


@dataclass(frozen=True, slots=True)
class Stretch:
    """Octets that lie together in a journal."""

    journal: Journal
    place: int
    size: int
    view: memoryview | None = None
    """The same octets, where they are in memory too: they are sent from there."""

    def __len__(self) -> int:
        return self.size

    def pieces(self) -> Iterator[bytes]:
        """Yield the octets, at most 1 MiB at a time."""
        return self.journal.pieces(self.place, self.size)

    def cut(self, start: int, size: int) -> Stretch:
        """Return ``size`` octets of it from ``start`` on."""
        view = None if self.view is None else self.view[start : start + size]
        return Stretch(self.journal, self.place + start, size, view)


@dataclass(frozen=True, slots=True)
class Recorded:
    """Octets that are in a journal, in as many stretches as they came in; few or none of them are in memory."""

    parts: tuple[bytes | Stretch, ...]

    def __len__(self) -> int:
        return sum(map(len, self.parts))

    def octets(self) -> bytes:
        """Return them all, read back."""
        return joined(self.parts)

    def cut(self, start: int, size: int) -> list[bytes | Stretch]:
        """Return ``size`` octets from ``start`` on, as the parts they lie in."""
        found: list[bytes | Stretch] = []
        for part in self.parts:
            taken = min(len(part) - start, size)
            if taken > 0:
                cut = part[start : start + taken] if isinstance(part, bytes) else part.cut(start, taken)
                found.append(cut)
                size -= taken
            start = max(0, start - len(part))
        return found


def joined(parts: Sequence[bytes | memoryview | Stretch]) -> bytes:
    """Return the octets of parts, those in a journal read back."""
    return b"".join(piece for part in parts for piece in (part.pieces() if isinstance(part, Stretch) else (part,)))
