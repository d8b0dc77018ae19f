"""Price beside quality, for the comparison alone: places, routes, warnings, and how firmly the order stands."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from conformance.files import BadFile
from conformance.prices import ROUTES
from conformance.reports.rules import plain
from conformance.reports.words import Mark, counted
from conformance.scoring.figures import rounded
from conformance.scoring.price import offer, placed, price_points, warnings
from conformance.scoring.sensitivity import nearest_flip, order_of, sensitivity, shares_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from conformance.needs import Needs
    from conformance.prices import Offer as Asked
    from conformance.prices import Prices
    from conformance.scoring.assessment import Assessment, ThemeScore
    from conformance.scoring.panel import Judged
    from conformance.scoring.price import Offer, Placed
    from conformance.scoring.sensitivity import Tried

_FLIPS, _STANDS = Mark("Another order", "triangle", "part"), Mark("Same order", "tick", "good")
_ROUTES = {
    "local": "Local procurement",
    "framework": "Local, through a central framework",
    "central": "Central procurement",
}
FINE = 6
"""Decimal places of the figures that the page itself computes with."""


@dataclass(frozen=True, slots=True)
class Line:
    """One offer in its place."""

    place: str
    offer: str
    route: str
    quality: str
    price: str
    points: str
    combined: str
    parted_by: str
    arithmetic: str
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ByRoute:
    """The offers by one procurement route."""

    route: str
    offers: str
    best: str
    quality: str
    price: str


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


@dataclass(frozen=True, slots=True)
class PriceView:
    """The whole of it."""

    locked: str
    basis: str
    lines: tuple[Line, ...]
    machine_order: str
    routes: tuple[ByRoute, ...]
    warnings: tuple[str, ...]
    flips: tuple[Change, ...]
    steady: tuple[Change, ...]
    nearest: str
    themes: tuple[tuple[str, str, str], ...]
    split: tuple[str, str]
    movable: tuple[Movable, ...]
    digest: str


def priced(
    needs: Needs,
    prices: Prices,
    labels: Mapping[str, str],
    assessed: Mapping[str, Assessment],
    judged: Mapping[str, Judged],
) -> PriceView:
    """Return price beside quality; ``labels``, ``assessed`` and ``judged`` are by bidder.

    Quality is the machine's with the panel's moderated scores when every bidder has them whole; else the
    machine's alone, and the page says which.
    """
    with_panel = set(judged) == set(assessed) and all(one.complete for one in judged.values())
    quality = {name: one.assessment for name, one in judged.items()} if with_panel else assessed
    named = _named(prices, labels)
    offers = [offer(name, quality[one.bidder], one.total) for one, name in named]
    alone = [offer(name, assessed[one.bidder], one.total) for one, name in named]
    asked = {name: one for one, name in named}
    places = placed(needs.method, offers)
    shares = shares_of(needs, next(iter(quality.values())))
    tried = sensitivity(needs, offers, shares)
    flip = nearest_flip(needs, offers, shares)
    terms = prices.prices
    return PriceView(
        locked=f"Quality was locked on {terms.quality_locked.isoformat()} by {terms.locked_by}, before any price.",
        basis=_basis(with_panel=with_panel, some=bool(judged)),
        lines=tuple(_line(one, asked[one.bidder], terms.currency) for one in places),
        machine_order=_in_order(order_of(needs.method, alone)) if with_panel else "",
        routes=_routes(places, asked, terms.currency),
        warnings=(*warnings(needs.method), *_open_gates(quality, labels)),
        flips=tuple(_change(one) for one in tried if one.flips),
        steady=tuple(_change(one) for one in tried if not one.flips),
        nearest=flip.says if flip else "No change of a single share brings another offer level with the first.",
        themes=tuple(
            (f"weight{number}", theme.title, plain(theme.weight)) for number, theme in enumerate(_counting(quality), 1)
        ),
        split=(plain(needs.method.split.quality), plain(needs.method.split.price)),
        movable=_movable(needs, offers, quality, asked, places),
        digest=prices.digest,
    )


def _named(prices: Prices, labels: Mapping[str, str]) -> list[tuple[Asked, str]]:
    times = Counter(one.bidder for one in prices.offer)
    return [
        (one, f"{labels[one.bidder]} ({one.route})" if times[one.bidder] > 1 else labels[one.bidder])
        for one in prices.offer
    ]


def by_bidder(ids: Sequence[str], prices: Prices) -> None:
    """Raise BadFile when two runs are of one bidder: a price could not be told whose it is."""
    twice = [name for name, times in Counter(ids).items() if times > 1]
    if twice:
        problem = f"two of the runs are of {twice[0]}, and a price is by bidder"
        raise BadFile(prices.path, "", problem, "compare one run of each bidder")


def _basis(*, with_panel: bool, some: bool) -> str:
    if with_panel:
        return "Quality is the machine's score with the panel's moderated scores in it, by each bidder's record."
    if some:
        return "Quality is the machine's score alone: not every bidder has a record with every need moderated."
    return "Quality is the machine's score alone: no panel record was given."


def _open_gates(quality: Mapping[str, Assessment], labels: Mapping[str, str]) -> list[str]:
    said = []
    for bidder, one in quality.items():
        left = [gate.need for gate in one.gates if gate.result.value == "for the panel"]
        if left:
            said.append(f"Gates of {labels[bidder]} that the panel has still to decide: {', '.join(left)}.")
    return said


def _money(amount: Decimal, currency: str) -> str:
    return f"{currency} {amount:,.2f}".removesuffix(".00")


def _line(one: Placed, asked: Asked, currency: str) -> Line:
    return Line(
        place="out" if one.place is None else str(one.place),
        offer=one.bidder,
        route=_ROUTES[asked.route],
        quality=plain(one.quality),
        price=_money(one.price, currency),
        points=plain(one.price_points) or "none",
        combined=plain(one.combined) or "none",
        parted_by=one.parted_by,
        arithmetic=one.arithmetic,
        items=tuple((item.name, _money(item.amount, currency)) for item in asked.item),
    )


def _in_order(order: Sequence[str]) -> str:
    return ", then ".join(order) or "nobody is placed"


def _change(one: Tried) -> Change:
    return Change(one.change, _in_order(one.order), _FLIPS if one.flips else _STANDS)


def _routes(places: Sequence[Placed], asked: Mapping[str, Asked], currency: str) -> tuple[ByRoute, ...]:
    rows = []
    for route in ROUTES:
        own = [one for one in places if asked[one.bidder].route == route]
        if not own:
            rows.append(ByRoute(_ROUTES[route], "no offer", "", "", ""))
            continue
        best = next((one for one in own if one.place is not None), None)
        qualities, amounts = [one.quality for one in own], [one.price for one in own]
        rows.append(
            ByRoute(
                _ROUTES[route],
                counted(len(own), "offer"),
                f"{best.bidder}, in place {best.place}" if best else "none is placed",
                _from_to(plain(min(qualities)), plain(max(qualities))),
                _from_to(_money(min(amounts), currency), _money(max(amounts), currency)),
            )
        )
    return tuple(rows)


def _from_to(least: str, most: str) -> str:
    return least if least == most else f"{least} to {most}"


def _counting(quality: Mapping[str, Assessment]) -> list[ThemeScore]:
    return [theme for theme in next(iter(quality.values())).themes if theme.exact is not None]


def _movable(
    needs: Needs,
    offers: Sequence[Offer],
    quality: Mapping[str, Assessment],
    asked: Mapping[str, Asked],
    places: Sequence[Placed],
) -> tuple[Movable, ...]:
    """Return, for each offer that stands, its points by theme and for its price, each out of 100."""
    standing = [one for one in offers if not one.out]
    fine = needs.method.rounding.model_copy(update={"places": FINE})
    published = {one.bidder: one for one in places}
    rows = []
    for one in standing:
        mine = {theme.theme: theme.exact for theme in quality[asked[one.bidder].bidder].themes}
        themes = tuple(str(rounded((mine[theme.theme] or Fraction(0)) * 20, fine)) for theme in _counting(quality))
        points = price_points(needs.method, one.price, [other.price for other in standing])
        if points is None:
            return ()
        rows.append(Movable(one.bidder, themes, str(rounded(points, fine)), plain(published[one.bidder].combined)))
    return tuple(rows)
