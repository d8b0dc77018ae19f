"""An abstract message structure as a regular expression over segment names, matched by its automaton.

The expression is turned into the automaton of its positions (Glushkov), whose states are made when first met: one step
per segment whatever the message, so no list of segments makes it slow. A state also knows what could have come.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ANY = "ANYHL7SEGMENT"
"""Stands in some query structures for a segment of any name."""
_START = -1


@dataclass(frozen=True, slots=True)
class Element:
    """One part of a structure: a segment, or a group of ``parts`` in sequence or, as ``choice``, one of them."""

    name: str
    optional: bool = False
    repeats: bool = False
    parts: tuple[Element, ...] = ()
    choice: bool = False


@dataclass(frozen=True, slots=True)
class _Span:
    """Where an expression can begin and end, and whether it can be empty."""

    first: frozenset[int]
    last: frozenset[int]
    empty: bool


@dataclass(slots=True)
class State:
    """Where a message has got to: the positions its last segment may stand at."""

    positions: frozenset[int]
    complete: bool
    steps: dict[str, State | None] = field(default_factory=dict)
    ways: dict[str, tuple[tuple[str, ...], State] | None] = field(default_factory=dict)


class Structure:
    """One compiled structure; ``names`` are the segments it knows."""

    def __init__(self, name: str, parts: Sequence[Element]) -> None:
        self.name = name
        self._names: list[str] = []
        self._follow: dict[int, set[int]] = {_START: set()}
        whole = self._built(Element(name, parts=tuple(parts)))
        self._follow[_START] |= whole.first
        self._last = whole.last | ({_START} if whole.empty else frozenset())
        self._states: dict[frozenset[int], State] = {}
        self.names = frozenset(self._names)
        self.start = self._state(frozenset({_START}))

    def step(self, state: State, name: str) -> State | None:
        """Return the state after one more segment, or None when it can't stand there."""
        try:
            return state.steps[name]
        except KeyError:
            pass
        if name not in self.names and ANY not in self.names:
            return None
        reached = frozenset(at for at in self._after(state) if self._names[at] in {name, ANY})
        found = self._state(reached) if reached else None
        if name in self.names:
            state.steps[name] = found
        return found

    def way(self, state: State, name: str) -> tuple[tuple[str, ...], State] | None:
        """Return the fewest segments that are missing before ``name`` could stand, and the state after it.

        The empty name asks for the end of the message. None when the message is past every such place.
        """
        if name not in state.ways:
            state.ways[name] = self._way(state, name)
        return state.ways[name]

    def expected(self, state: State) -> tuple[str, ...]:
        """Return the names that can come next."""
        return tuple(dict.fromkeys(self._names[at] for at in sorted(self._after(state))))

    def accepts(self, names: Sequence[str]) -> bool:
        """Return whether these segments in this order are a whole message of the structure."""
        state: State | None = self.start
        for name in names:
            state = state and self.step(state, name)
        return state is not None and state.complete

    def _after(self, state: State) -> set[int]:
        return set().union(*(self._follow[at] for at in state.positions))

    def _state(self, positions: frozenset[int]) -> State:
        if positions not in self._states:
            self._states[positions] = State(positions, bool(positions & self._last))
        return self._states[positions]

    def _way(self, state: State, name: str) -> tuple[tuple[str, ...], State] | None:
        queue: deque[tuple[int, tuple[str, ...]]] = deque((at, ()) for at in sorted(state.positions))
        seen = set(state.positions)
        while queue:
            at, missing = queue.popleft()
            if not name and at in self._last:
                return missing, self._state(frozenset({at}))
            for following in sorted(self._follow[at]):
                if name and self._names[following] == name:
                    return missing, self._state(frozenset({following}))
                if following not in seen:
                    seen.add(following)
                    queue.append((following, (*missing, self._names[following])))
        return None

    def _built(self, element: Element) -> _Span:
        if element.parts:
            spans = [self._built(part) for part in element.parts]
            span = _one_of(spans) if element.choice else self._in_sequence(spans)
        else:
            here = len(self._names)
            self._names.append(element.name)
            self._follow[here] = set()
            span = _Span(frozenset({here}), frozenset({here}), empty=False)
        if element.repeats:
            for at in span.last:
                self._follow[at] |= span.first
        return _Span(span.first, span.last, span.empty or element.optional)

    def _in_sequence(self, spans: list[_Span]) -> _Span:
        whole = _Span(frozenset(), frozenset(), empty=True)
        for span in spans:
            for at in whole.last:
                self._follow[at] |= span.first
            whole = _Span(
                whole.first | span.first if whole.empty else whole.first,
                span.last | whole.last if span.empty else span.last,
                empty=whole.empty and span.empty,
            )
        return whole


def _one_of(spans: list[_Span]) -> _Span:
    first = frozenset().union(*(span.first for span in spans))
    last = frozenset().union(*(span.last for span in spans))
    return _Span(first, last, empty=any(span.empty for span in spans))
