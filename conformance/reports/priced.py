"""Price beside quality, for the comparison alone: places, routes, warnings, and how firmly the order stands."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.files import BadFile
from conformance.prices import ROUTES
from conformance.reports.firm import basis, firm, in_order, whole
from conformance.reports.rules import plain
from conformance.reports.words import counted
from conformance.scoring.price import offer, placed, warnings
from conformance.scoring.sensitivity import order_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from conformance.needs import Needs
    from conformance.prices import Offer as Asked
    from conformance.prices import Prices
    from conformance.reports.firm import Firm
    from conformance.scoring.assessment import Assessment
    from conformance.scoring.panel import Judged
    from conformance.scoring.price import Placed

_ROUTES = {
    "local": "Local procurement",
    "framework": "Local, through a central framework",
    "central": "Central procurement",
}


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
class PriceView:
    """The whole of it."""

    locked: str
    basis: str
    lines: tuple[Line, ...]
    machine_order: str
    routes: tuple[ByRoute, ...]
    warnings: tuple[str, ...]
    firm: Firm
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
    with_panel, quality = whole(assessed, judged)
    named = _named(prices, labels)
    offers = [offer(name, quality[one.bidder], one.total) for one, name in named]
    alone = [offer(name, assessed[one.bidder], one.total) for one, name in named]
    asked = {name: one for one, name in named}
    places = placed(needs.method, offers)
    terms = prices.prices
    behind = {name: quality[one.bidder] for one, name in named}
    return PriceView(
        locked=f"Quality was locked on {terms.quality_locked.isoformat()} by {terms.locked_by}, before any price.",
        basis=basis(with_panel=with_panel, some=bool(judged)),
        lines=tuple(_line(one, asked[one.bidder], terms.currency) for one in places),
        machine_order=in_order(order_of(needs.method, alone)) if with_panel else "",
        routes=_routes(places, asked, terms.currency),
        warnings=(*warnings(needs.method), *_open_gates(quality, labels)),
        firm=firm(needs, offers, behind, places),
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


def _open_gates(quality: Mapping[str, Assessment], labels: Mapping[str, str]) -> list[str]:
    whose: dict[str, list[str]] = {}
    for bidder, one in quality.items():
        left = ", ".join(gate.need for gate in one.gates if gate.result.value == "for the panel")
        if left:
            whose.setdefault(left, []).append(labels[bidder])
    return [f"Gates of {', '.join(own)} that the panel has still to decide: {left}." for left, own in whose.items()]


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
