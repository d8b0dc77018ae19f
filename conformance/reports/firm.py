"""How firmly the order of the offers stands, with prices and before there are any, and what a reader may try."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from conformance.reports.rules import plain
from conformance.reports.words import Mark
from conformance.scoring.figures import rounded
from conformance.scoring.price import of_quality_alone, offer, placed, price_points
from conformance.scoring.sensitivity import level_with_first, nearest_flip, order_of, sensitivity, shares_of
from conformance.scoring.totals import PERCENT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.needs import Needs
    from conformance.scoring.assessment import Assessment
    from conformance.scoring.panel import Judged
    from conformance.scoring.price import Offer, Placed
    from conformance.scoring.sensitivity import Tried

_FLIPS, _STANDS = Mark("Another order", "triangle", "part"), Mark("Same order", "tick", "good")
FINE = 6
"""Decimal places of the figures that the page itself computes with."""
TOO_FEW = "Fewer than two offers stand in the order, so there is nothing that could flip."
NONE_NEARER = "No change of a single share brings another offer level with the first."


@dataclass(frozen=True, slots=True)
class Change:
    """One change that was tried, and the order it gives."""

    change: str
    order: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Movable:
    """What the page's own what-if computes with: numbers alone, as text."""

    offer: str
    themes: tuple[str, ...]
    points: str
    published: str
    place: str


@dataclass(frozen=True, slots=True)
class Firm:
    """What was tried on an order, and what a reader may try; ``lead`` and no ``share`` where quality stands alone."""

    lead: tuple[str, ...]
    flips: tuple[Change, ...]
    steady: tuple[Change, ...]
    nearest: str
    themes: tuple[tuple[str, str, str], ...]
    share: str
    movable: tuple[Movable, ...]


def firm(needs: Needs, offers: Sequence[Offer], behind: Mapping[str, Assessment], places: Sequence[Placed]) -> Firm:
    """Return how firmly the order stands; ``behind`` has, by offer, the assessment its quality is of."""
    shares = shares_of(needs, next(iter(behind.values())))
    standing = sum(not one.out for one in offers)
    tried = sensitivity(needs, offers, shares) if standing >= COMPARED else ()
    counting = [theme for theme in next(iter(behind.values())).themes if theme.exact is not None]
    return Firm(
        lead=(),
        flips=tuple(_change(one) for one in tried if one.flips),
        steady=tuple(_change(one) for one in tried if not one.flips),
        nearest=_nearest(needs, offers, shares) if standing >= COMPARED else TOO_FEW,
        themes=tuple((f"weight{at}", theme.title, plain(theme.weight)) for at, theme in enumerate(counting, 1)),
        share=plain(needs.method.split.quality) if needs.method.split.price else "",
        movable=_movable(needs, offers, [theme.theme for theme in counting], behind, places),
    )


def of_quality(
    needs: Needs, labels: Mapping[str, str], assessed: Mapping[str, Assessment], judged: Mapping[str, Judged]
) -> Firm:
    """Return how firm the order by quality alone is, before prices are opened; where it has fewer than two, only that.

    ``labels``, ``assessed`` and ``judged`` are by bidder.
    """
    with_panel, quality = whole(assessed, judged)
    alone = needs.model_copy(update={"method": of_quality_alone(needs.method)})
    behind = {labels[name]: one for name, one in quality.items()}
    offers = [offer(name, one, Decimal(1)) for name, one in behind.items()]
    first = basis(with_panel=with_panel, some=bool(judged))
    out = [f"Not in it: {one.bidder} ({one.out})." for one in offers if one.out]
    if len(offers) - len(out) < COMPARED:
        return Firm((first, TOO_FEW, *out), *_NOTHING)
    found = firm(alone, offers, behind, placed(alone.method, offers))
    order = f"By quality the order is: {in_order(order_of(alone.method, offers))}."
    return replace(found, lead=(first, order, *out))


COMPARED = 2
"""Offers that make an order."""
_NOTHING: tuple[Any, ...] = ((), (), "", (), "", ())


def whole(assessed: Mapping[str, Assessment], judged: Mapping[str, Judged]) -> tuple[bool, Mapping[str, Assessment]]:
    """Return whether every bidder has a whole record of the panel, and the assessments by which quality counts then."""
    with_panel = set(judged) == set(assessed) and all(one.complete for one in judged.values())
    return with_panel, {name: one.assessment for name, one in judged.items()} if with_panel else assessed


def basis(*, with_panel: bool, some: bool) -> str:
    """Return whose points quality is made of; ``some`` bidders may have a record though not all have."""
    if with_panel:
        return "Quality is the machine's score with the panel's moderated scores in it, by each bidder's record."
    if some:
        return "Quality is the machine's score alone: not every bidder has a record with every need moderated."
    return "Quality is the machine's score alone: no panel record was given."


def in_order(order: Sequence[str]) -> str:
    """Return an order as a reader reads it."""
    return ", then ".join(order) or "nobody is placed"


def _nearest(needs: Needs, offers: Sequence[Offer], shares: Mapping[str, Fraction]) -> str:
    level = level_with_first(needs.method, offers)
    if level:
        return (
            f"Nothing has to change: {' and '.join(level)} {'has' if len(level) == 1 else 'have'} the first's figure."
        )
    flip = nearest_flip(needs, offers, shares)
    return f"{flip.says}." if flip else NONE_NEARER


def _change(one: Tried) -> Change:
    return Change(one.change, in_order(one.order), _FLIPS if one.flips else _STANDS)


def _movable(
    needs: Needs,
    offers: Sequence[Offer],
    themes: Sequence[str],
    behind: Mapping[str, Assessment],
    places: Sequence[Placed],
) -> tuple[Movable, ...]:
    """Return, for each offer in its place, its points by theme and for its price, each out of 100."""
    prices = {one.bidder: one.price for one in offers if not one.out}
    fine = needs.method.rounding.model_copy(update={"places": FINE})
    rows = []
    for one in places:
        if one.place is None:
            continue
        mine = {theme.theme: theme.exact for theme in behind[one.bidder].themes}
        points = price_points(needs.method, prices[one.bidder], list(prices.values()))
        if points is None:
            return ()
        figures = tuple(str(rounded((mine[theme] or Fraction(0)) * PERCENT, fine)) for theme in themes)
        rows.append(Movable(one.bidder, figures, str(rounded(points, fine)), plain(one.combined), str(one.place)))
    return tuple(rows)
