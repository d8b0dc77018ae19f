"""What the standard asks of every instance of a SOP class: the table beside this module, read once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("standard.tsv")


@dataclass(slots=True)
class Asked:
    """What is asked of one element: its type, 1, 2 or 0 for neither, and the same of the elements in its items."""

    type: int = 0
    within: dict[int, Asked] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the dictionary allows of an element: its VRs, and how many values (PS3.6, PS3.5 6.4)."""

    vrs: frozenset[str]
    multiplicities: tuple[str, ...]

    def takes(self, values: int) -> bool:
        """Return whether so many values are allowed."""
        return not self.multiplicities or any(_fits(one, values) for one in self.multiplicities)


@dataclass(frozen=True, slots=True)
class Standard:
    """The table, read."""

    classes: dict[str, tuple[str, ...]]
    modules: dict[str, tuple[tuple[int, tuple[int, ...]], ...]]
    elements: dict[int, Allowed]


@cache
def standard() -> Standard:
    """Return the table."""
    classes: dict[str, tuple[str, ...]] = {}
    modules: dict[str, list[tuple[int, tuple[int, ...]]]] = {}
    elements: dict[int, Allowed] = {}
    name = ""
    for line in TABLE.read_text(encoding="ascii").splitlines():
        kind, *rest = line.split("\t")
        if kind == "class":
            classes[rest[0]] = tuple(rest[1].split())
        elif kind == "module":
            name = rest[0]
            modules[name] = []
        elif kind == "element":
            elements[int(rest[0], 16)] = Allowed(frozenset(rest[1].split("|")), tuple(filter(None, rest[2].split("|"))))
        elif kind in {"1", "2"}:
            modules[name].append((int(kind), tuple(int(one, 16) for one in rest[0].split("."))))
    return Standard(classes, {one: tuple(paths) for one, paths in modules.items()}, elements)


@cache
def asked_of(sop_class: str) -> Asked | None:
    """Return what is asked of every instance of a SOP class, None when the table does not know it.

    Where two modules ask differently for one element, the milder counts.
    """
    known = standard().classes.get(sop_class)
    if known is None:
        return None
    whole = Asked()
    for module in known:
        for kind, path in standard().modules[module]:
            _put(whole, kind, path)
    return whole


def allowed(tag: int) -> Allowed | None:
    """Return what the dictionary allows of an element, None when the table does not know it."""
    return standard().elements.get(tag)


def _put(whole: Asked, kind: int, path: tuple[int, ...]) -> None:
    at = whole
    for tag in path:
        at = at.within.setdefault(tag, Asked())
    at.type = max(at.type, kind)


def _fits(multiplicity: str, values: int) -> bool:
    """Return whether a number of values fits one of PS3.6's ways to say it: 1, 1-3, 1-n, 2-2n."""
    least, _, most = multiplicity.partition("-")
    if not most:
        return values == int(least)
    if most.endswith("n"):
        step = int(most[:-1] or "1")
        return values >= int(least) and values % step == 0
    return int(least) <= values <= int(most)
