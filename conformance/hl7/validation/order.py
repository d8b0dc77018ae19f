"""Whether the segments of a message are those of its structure, in its order and number."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conformance.hl7.structures import Edition, Structure
    from conformance.hl7.structures.grammar import State
    from conformance.hl7.validation.faults import Findings

_ANYWHERE = frozenset({"ADD"})
"""A segment's continuation may follow any segment (HL7 v2.5.1, 2.10.2)."""
_BATCH = frozenset({"BTS", "FTS"})


def _local(name: str) -> bool:
    return name[:1] == "Z"


def check(found: Findings, structure: Structure, edition: Edition) -> None:
    """Note what is missing, misplaced, repeated, or no part of the structure; one step for each segment."""
    state = structure.start
    for name in found.names:
        if _local(name) or name in _ANYWHERE:
            continue
        after = structure.step(state, name)
        if after is None:
            _Walk(found, structure, edition).whole()
            return
        state = after
    if not state.complete:
        _Walk(found, structure, edition).whole()


class _Walk:
    """The slower walk through a message known to be wrong, which says what is wrong and goes on behind it."""

    def __init__(self, found: Findings, structure: Structure, edition: Edition) -> None:
        self.found, self.structure, self.edition = found, structure, edition
        self.state = structure.start
        self.previous = ""
        self.later = Counter(found.names)
        self.early: Counter[str] = Counter()
        self.taken: Counter[str] = Counter()

    def whole(self) -> None:
        for index, name in enumerate(self.found.names):
            if self.found.full:
                return
            self.later[name] -= 1
            if not (_local(name) or name in _ANYWHERE or (name in _BATCH and self.found.message.preamble)):
                self._segment(index, name)
        self._end()

    def _segment(self, index: int, name: str) -> None:
        after = self.structure.step(self.state, name)
        if after:
            self._take(name, after)
            return
        if name not in self.structure.names:
            self._foreign(index, name)
            return
        way = self.structure.way(self.state, name)
        if way is None:
            self._too_late(index, name)
            return
        missing, after = way
        absent = self._not_seen_early(missing)
        later = [one for one in absent if self.later[one] > 0]
        if later:
            self.early[name] += 1
            wanted = " and ".join(later)
            self.found.segment(index, "structure", f"{name} stands before {wanted}, and {self._whose} wants it after")
            return
        for one in absent:
            self.found.segment(
                index, "structure", f"{one} is required before {name} in {self._whose}, and is missing", missing=one
            )
        self._take(name, after)

    def _take(self, name: str, after: State) -> None:
        self.state, self.previous = after, name
        self.taken[name] += 1

    @property
    def _whose(self) -> str:
        return self.structure.name

    def _not_seen_early(self, missing: tuple[str, ...]) -> list[str]:
        """Return the missing segments without those that stood too early, which were told then."""
        absent: list[str] = []
        for one in missing:
            if self.early[one]:
                self.early[one] -= 1
            else:
                absent.append(one)
        return absent

    def _foreign(self, index: int, name: str) -> None:
        version = self.edition.version
        if not name:
            reason = "an empty line is no segment"
        elif self.edition.segment(name) is None:
            reason = f"{name!a} is no segment of HL7 v{version}"
        else:
            reason = f"{name} is no part of {self._whose} in HL7 v{version}"
        self.found.segment(index, "structure", reason)

    def _too_late(self, index: int, name: str) -> None:
        if self.taken[name]:
            reason = f"{name} is there {self.taken[name] + 1} times, and {self._whose} allows no more than before"
            self.found.segment(index, "cardinality", reason)
            self.taken[name] += 1
            return
        self.found.segment(index, "structure", f"{name} can't stand after {self.previous} in {self._whose}")

    def _end(self) -> None:
        if self.state.complete:
            return
        way = self.structure.way(self.state, "")
        last = len(self.found.names)
        for one in self._not_seen_early(way[0] if way else ()):
            reason = f"{one} is required after {self.previous} in {self._whose}, and is missing"
            self.found.segment(last, "structure", reason, missing=one)
