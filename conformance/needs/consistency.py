"""Find what is inconsistent in a statement of needs: weights, ids, evidence and method that do not fit together."""

from __future__ import annotations

import difflib
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.needs import Need, Needs

HUNDRED = Decimal(100)

Fault = tuple[str, str, str]
"""The key at fault, what is wrong with it, and what to write instead."""


def inconsistencies(needs: Needs) -> Iterator[Fault]:
    """Yield every fault of a statement whose parts are each well formed."""
    yield from _of_the_scale(needs)
    yield from _of_the_themes(needs)
    for index, need in enumerate(needs.need):
        yield from _of_a_need(f"need.{index}", need, needs)
    yield from _of_the_method(needs)


def _of_the_scale(needs: Needs) -> Iterator[Fault]:
    if needs.statement.status == "published" and needs.statement.published is None:
        yield (
            "statement.published",
            "a published statement has no date",
            'add published = 2026-12-01, or status = "draft"',
        )
    for points in range(6):
        if points not in needs.scale:
            yield f"scale.{points}", f"the scale has no descriptor for {points}", f'add {points} = "..."'
    for points in needs.scale:
        if points not in range(6):
            yield f"scale.{points}", f"{points} is not on the scale", "describe 0 to 5"


def _of_the_themes(needs: Needs) -> Iterator[Fault]:
    themes = [theme.id for theme in needs.theme]
    for index, name in enumerate(themes):
        if name in themes[:index]:
            yield f"theme.{index}.id", f"two themes are called {name!r}", "give each its own id"
    total = sum(theme.weight for theme in needs.theme)
    if total != HUNDRED:
        listed = " + ".join(f"{theme.weight}" for theme in needs.theme)
        yield "theme.0.weight", f"the weights of the themes make {total}: {listed}", "let them make 100"
    for index, theme in enumerate(needs.theme):
        own = needs.of_theme(theme.id)
        total = sum((need.weight for need in own), Decimal(0))
        if total != HUNDRED:
            listed = " + ".join(f"{need.id} {need.weight}" for need in own) or "no need at all"
            first = next((at for at, need in enumerate(needs.need) if need.theme == theme.id), None)
            key = f"theme.{index}.id" if first is None else f"need.{first}.weight"
            yield key, f"the weights of the needs under theme {theme.id!r} make {total}: {listed}", "let them make 100"


def _of_a_need(key: str, need: Need, needs: Needs) -> Iterator[Fault]:
    themes = [theme.id for theme in needs.theme]
    if sum(other.id == need.id for other in needs.need) > 1:
        yield f"{key}.id", f"two needs are called {need.id!r}", "give each its own id"
    if need.theme not in themes:
        close = difflib.get_close_matches(need.theme, themes, n=1, cutoff=0.5) or themes[:1]
        yield f"{key}.theme", f"there is no theme {need.theme!r}", f"write {close[0]!r}, or add that [[theme]]"
    listed = next((name for name in ("scenarios", "robustness", "score") if getattr(need, name)), "")
    if need.evidence == "wire" and not (need.scenarios or need.robustness):
        yield (
            f"{key}.evidence",
            f"{need.id} is to be proven on the wire but lists no scenarios",
            'add scenarios = ["..."], or evidence = "panel"',
        )
    if need.evidence != "wire" and listed:
        yield (
            f"{key}.{listed}",
            f"{need.id} is judged by {need.evidence}, so no scenario can score it",
            'remove this, or write evidence = "wire"',
        )


def _of_the_method(needs: Needs) -> Iterator[Fault]:
    method = needs.method
    if method.split.quality + method.split.price != HUNDRED:
        yield "method.split", "quality and price do not make 100", "write split = { quality = 60, price = 40 }"
    if method.split.price and method.price == "relative-to-benchmark" and method.benchmark is None:
        yield "method.benchmark", "price is relative to a benchmark that is not given", "add benchmark = 1_000_000"
    if method.split.price and method.price == "fixed-ceiling" and method.ceiling is None:
        yield "method.ceiling", "price is held against a ceiling that is not given", "add ceiling = 1_000_000"
    known = ["quality", "price", *(f"need:{n.id}" for n in needs.need), *(f"theme:{t.id}" for t in needs.theme)]
    for entry in method.tie_break:
        if entry not in known:
            close = difflib.get_close_matches(entry, known, n=1, cutoff=0.4) or ["quality"]
            yield "method.tie_break", f"{entry!r} breaks no tie", f"write {close[0]!r}"
        if method.tie_break.count(entry) > 1:
            yield "method.tie_break", f"{entry!r} is named twice", "name it once"
