"""Show how firmly the order stands: other weights, a bidder or a need left out, another formula, the nearest flip."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from conformance.scoring.figures import rounded
from conformance.scoring.price import HUNDRED, Offer, placed, price_points
from conformance.scoring.totals import PERCENT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.needs import Method, Needs
    from conformance.scoring.assessment import Assessment

STEP = Fraction(1, 10)
"""How much a weight is changed, up and down."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One change, the order it gives (best first; who shares a place stands together), and whether it is another."""

    change: str
    order: tuple[str, ...]
    flips: bool


@dataclass(frozen=True, slots=True)
class Flip:
    """The smallest change of one share that makes ``bidder`` level with the winner, in percentage points."""

    what: str
    bidder: str
    points: Decimal
    says: str


def shares_of(needs: Needs, assessment: Assessment) -> dict[str, Fraction]:
    """Return each scored need's exact part of the machine's total; the parts make 1."""
    wired = [one for one in assessment.needs if one.value is not None]
    themes = {one.id: Fraction(one.weight) for one in needs.theme}
    within = {
        theme: sum((Fraction(one.weight) for one in wired if one.theme == theme), Fraction(0)) for theme in themes
    }
    among = sum((weight for theme, weight in themes.items() if within[theme]), Fraction(0))
    return {
        one.need: Fraction(one.weight) / within[one.theme] * themes[one.theme] / among
        if within[one.theme]
        else Fraction(0)
        for one in wired
    }


def _reweighed(one: Offer, usual: Mapping[str, Fraction], shares: Mapping[str, Fraction]) -> Offer:
    """Return an offer with what other shares change added to its quality, which may be of rounded themes."""
    if not sum(shares.values()):
        return one
    return replace(one, quality=one.quality + _mean(one, shares) - _mean(one, usual))


def _mean(one: Offer, shares: Mapping[str, Fraction]) -> Fraction:
    """Return the quality, 0 to 100, that an offer's points make by these shares, which need not make 1."""
    products = sum(share * one.points[f"need:{need}"] for need, share in shares.items())
    return products * PERCENT / sum(shares.values())


def order_of(method: Method, offers: Sequence[Offer]) -> tuple[str, ...]:
    """Return the placed bidders, best first; those who share a place as one entry."""
    places: dict[int, list[str]] = {}
    for one in placed(method, offers):
        if one.place is not None:
            places.setdefault(one.place, []).append(one.bidder)
    return tuple(" = ".join(sorted(bidders)) for _, bidders in sorted(places.items()))


def sensitivity(needs: Needs, offers: Sequence[Offer], shares: Mapping[str, Fraction]) -> tuple[Tried, ...]:
    """Return what each change would do to the order; none of them changes the published result.

    ``shares`` are those of ``shares_of``, the same for every bidder.
    """
    method = needs.method
    usual = order_of(method, offers)

    def tried(change: str, order: tuple[str, ...], against: tuple[str, ...] = usual) -> Tried:
        return Tried(change, order, order != against)

    found = []
    for need, share in shares.items():
        for sign, word in ((1, "more"), (-1, "less")):
            changed = {**shares, need: share * (1 + sign * STEP)}
            order = order_of(method, [_reweighed(one, shares, changed) for one in offers])
            found.append(tried(f"{need} weighs a tenth {word}", order))
        if len(shares) > 1:
            left = {other: part for other, part in shares.items() if other != need}
            found.append(tried(f"without {need}", order_of(method, [_reweighed(one, shares, left) for one in offers])))
    for out in [one.bidder for one in offers if not one.out]:
        rest = [one for one in offers if one.bidder != out]
        expected = order_without(usual, out)
        found.append(tried(f"without the offer of {out}", order_of(method, rest), expected))
    others = (*_other_splits(method), *_other_formulas(method, offers)) if offers else ()
    found += [tried(change, order_of(other, offers)) for change, other in others]
    return tuple(found)


def order_without(order: tuple[str, ...], out: str) -> tuple[str, ...]:
    """Return the same order with one bidder struck out."""
    struck = (" = ".join(name for name in entry.split(" = ") if name != out) for entry in order)
    return tuple(entry for entry in struck if entry)


def _other_splits(method: Method) -> list[tuple[str, Method]]:
    """Return quality a tenth more and a tenth less, price taking the rest, where price counts in shares at all."""
    split, found = method.split, []
    if split.price and method.price != "price-per-quality-point":
        for tenths, word in ((11, "more"), (9, "less")):
            quality = min(Decimal(100), split.quality * tenths / 10)
            changed = split.model_copy(update={"quality": quality, "price": 100 - quality})
            found.append((f"quality weighs a tenth {word} against price", method.model_copy(update={"split": changed})))
    return found


def _other_formulas(method: Method, offers: Sequence[Offer]) -> list[tuple[str, Method]]:
    """Return the formulas that were not published; the mean price stands in for a benchmark, twice it for a ceiling.

    There are none to try where price does not count.
    """
    if not (method.split.price or method.price == "price-per-quality-point"):
        return []
    mean = sum((one.price for one in offers), Decimal(0)) / len(offers)
    known = {"benchmark": method.benchmark or mean, "ceiling": method.ceiling or 2 * mean}
    names = ("relative-to-benchmark", "fixed-ceiling", "relative-to-lowest", "price-per-quality-point")
    return [
        (f"price {name}", method.model_copy(update={"price": name, **known})) for name in names if name != method.price
    ]


def level_with_first(method: Method, offers: Sequence[Offer]) -> tuple[str, ...]:
    """Return who has the figure of the first as printed: a tie-break alone parts them from it, or nothing does."""
    found = [one for one in placed(method, offers) if one.place is not None]
    return tuple(one.bidder for one in found[1:] if one.combined == found[0].combined)


def nearest_flip(needs: Needs, offers: Sequence[Offer], shares: Mapping[str, Fraction]) -> Flip | None:
    """Return the smallest change of one need's share, or of quality's, that brings another level with the winner.

    None when nothing of that kind can, or another is level with the winner as it is.
    """
    method = needs.method
    standing = [one for one in offers if not one.out]
    if not standing or level_with_first(method, standing):
        return None
    first = placed(method, standing)[0].bidder
    leader = next(one for one in standing if one.bidder == first)
    flips = [
        flip
        for other in standing
        if other is not leader
        for flip in (*_by_needs(method, leader, other, standing, shares), *_by_split(method, leader, other, standing))
    ]
    return min(flips, key=lambda flip: (flip.points, flip.what, flip.bidder), default=None)


def _leads(method: Method, leader: Offer, other: Offer, offers: Sequence[Offer]) -> tuple[Fraction, Fraction]:
    """Return the leader's lead in quality and in price points, each out of 100 (a price without points gives 0)."""
    prices = [one.price for one in offers]
    ours, theirs = (price_points(method, one.price, prices) or Fraction(0) for one in (leader, other))
    return leader.quality - other.quality, ours - theirs


def _by_needs(
    method: Method, leader: Offer, other: Offer, offers: Sequence[Offer], shares: Mapping[str, Fraction]
) -> list[Flip]:
    """Solve lead(x) = 0 for a share that grows by x while the others keep theirs and all are made 1 again."""
    _, in_price = _leads(method, leader, other, offers)

    def lead(ours: Fraction, theirs: Fraction) -> Fraction:
        if method.price == "price-per-quality-point":
            return Fraction(other.price) * ours - Fraction(leader.price) * theirs
        return Fraction(method.split.quality) * (ours - theirs) + Fraction(method.split.price) * in_price

    found = []
    for need, share in shares.items():
        slope = lead(*(one.points[f"need:{need}"] * PERCENT for one in (leader, other)))
        change = -lead(leader.quality, other.quality) / slope if slope else Fraction(-1)
        if share + change < 0 or change <= -1:
            continue
        found.append(_flip(method, need, other, share * HUNDRED, (share + change) / (1 + change) * HUNDRED))
    return found


def _by_split(method: Method, leader: Offer, other: Offer, offers: Sequence[Offer]) -> list[Flip]:
    """Solve for the share of quality at which both are level, whatever price then has; none where price has none."""
    in_quality, in_price = _leads(method, leader, other, offers)
    if in_quality * in_price >= 0 or not method.split.price:
        return []
    level = in_price / (in_price - in_quality) * HUNDRED
    return [_flip(method, "quality against price", other, Fraction(method.split.quality), level)]


def _flip(method: Method, what: str, other: Offer, now: Fraction, then: Fraction) -> Flip:
    size = rounded(abs(then - now), method.rounding)
    before, after = rounded(now, method.rounding), rounded(then, method.rounding)
    says = f"{other.bidder} draws level when the share of {what} goes from {before} to {after} %"
    return Flip(what, other.bidder, size, says)
