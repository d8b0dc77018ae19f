"""Weigh quality against price by the published formula, put the offers in order, and print the sum of each."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from conformance.scoring.assessment import GateResult
from conformance.scoring.figures import plain, rounded
from conformance.scoring.totals import PERCENT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.needs import Method
    from conformance.scoring.assessment import Assessment

HUNDRED = Fraction(100)

LOWEST_WARNING = (
    "Price is relative to the lowest price: who wins can depend on a bidder who does not, so withdrawing one "
    "offer can change the order of the others."
)

_WARNINGS = {
    "relative-to-benchmark": (
        "Price is relative to a published benchmark: every price at or below it earns all price points, so nothing "
        "is won by going lower."
    ),
    "fixed-ceiling": (
        "Price is held against a fixed ceiling: a price at or above it earns no price points, however much above."
    ),
    "relative-to-lowest": LOWEST_WARNING,
    "price-per-quality-point": (
        "Price per quality point leaves out the published split of quality and price: a cheap offer of little "
        "quality can come first."
    ),
}


def warnings(method: Method) -> tuple[str, ...]:
    """Return what a reader must know of the published formula; nothing when price does not count."""
    if not method.split.price and method.price != "price-per-quality-point":
        return ("Price does not count in these needs; it is shown for information.",)
    return (_WARNINGS[method.price],)


def of_quality_alone(method: Method) -> Method:
    """Return the method by which offers stand in order before any price is known, when one price stands for all."""
    split = method.split.model_copy(update={"quality": Decimal(100), "price": Decimal(0)})
    breaks = tuple(entry for entry in method.tie_break if entry != "price")
    return method.model_copy(update={"split": split, "price": "relative-to-lowest", "tie_break": breaks})


@dataclass(frozen=True, slots=True)
class Offer:
    """One bidder's quality (0 to 100, exact, locked before price is known) and price (more than 0).

    ``points`` are its points by need and by theme (``need:SON-05``, ``theme:archive``), for ties.
    ``out`` says why it can't be placed: a gate, an assessment that is not decided, or one without any points.
    """

    bidder: str
    quality: Fraction
    price: Decimal
    points: Mapping[str, Fraction]
    out: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """One offer in its place (None when it is out). Offers that nothing parts share a place.

    ``combined`` is out of 100, more is better; by price per quality point it is that price, less is better.
    """

    place: int | None
    bidder: str
    quality: Decimal
    price: Decimal
    price_points: Decimal | None
    combined: Decimal | None
    arithmetic: str
    parted_by: str


def offer(bidder: str, assessment: Assessment, price: Decimal) -> Offer:
    """Return a bidder's offer; raise ValueError for a price of nothing or less."""
    if not price.is_finite() or price <= 0:
        raise ValueError(f"the price of {bidder} is {price}; a price is more than 0")
    points = {f"need:{one.need}": Fraction(one.value) for one in assessment.needs if one.value is not None}
    points |= {f"theme:{one.theme}": one.exact for one in assessment.themes if one.exact is not None}
    return Offer(bidder, (assessment.exact or Fraction(0)) * PERCENT, price, points, _out(assessment))


def _out(assessment: Assessment) -> str:
    not_met = [gate.need for gate in assessment.gates if gate.result is GateResult.NOT_MET]
    not_shown = [gate.need for gate in assessment.gates if gate.result is GateResult.NOT_SHOWN]
    if not_met:
        return f"gates not met: {', '.join(not_met)}"
    again = [one for one in assessment.to_repeat if one not in assessment.excluded]
    if again:
        return f"not decidable until repeated: {', '.join(again)}"
    if not_shown:
        return f"gates not shown: {', '.join(not_shown)}"
    return "no need has points to weigh" if assessment.exact is None else ""


def price_points(method: Method, price: Decimal, prices: Sequence[Decimal]) -> Fraction | None:
    """Return the points, 0 to 100, of a price among all prices; None when the formula gives none."""
    own = Fraction(price)
    if method.price == "relative-to-benchmark" and method.benchmark is not None:
        return min(HUNDRED, HUNDRED * Fraction(method.benchmark) / own)
    if method.price == "fixed-ceiling" and method.ceiling is not None:
        return max(Fraction(0), HUNDRED * (Fraction(method.ceiling) - own) / Fraction(method.ceiling))
    if method.price == "relative-to-lowest":
        return HUNDRED * Fraction(min(prices)) / own
    return None


def combined(method: Method, one: Offer, offers: Sequence[Offer]) -> Fraction | None:
    """Return the exact combined figure of an offer among all; None when price per point has no point to divide by.

    By price per quality point it is negative, so that more is always better here.
    """
    if method.price == "price-per-quality-point":
        return -Fraction(one.price) / one.quality if one.quality else None
    points = price_points(method, one.price, [other.price for other in offers]) or Fraction(0)
    split = method.split
    return (Fraction(split.quality) * one.quality + Fraction(split.price) * points) / HUNDRED


def placed(method: Method, offers: Sequence[Offer]) -> tuple[Placed, ...]:
    """Return the offers in order, those that are out last; ties are broken as published, on the printed figures."""
    standing = [one for one in offers if not one.out]
    keyed = sorted(((_key(method, one, standing), one) for one in standing), key=lambda pair: (pair[0], pair[1].bidder))
    found: list[Placed] = []
    for index, (key, one) in enumerate(keyed):
        before = keyed[index - 1][0] if index else None
        shared = before == key
        place = found[-1].place if shared else index + 1
        after = keyed[index + 1][0] if index + 1 < len(keyed) else None
        found.append(_place(method, one, standing, place, _parted(method, key, before, after)))
    return (*found, *(_place(method, one, standing, None, "") for one in offers if one.out))


Key = tuple[Fraction, ...]


def _key(method: Method, one: Offer, offers: Sequence[Offer]) -> Key:
    """Return what orders an offer, less is better: the printed figure, then each published tie-break."""
    figure = combined(method, one, offers)
    first = Fraction(10**30) if figure is None else -_printed(method, figure)
    return (first, *(_breaks(method, entry, one) for entry in method.tie_break))


def _printed(method: Method, figure: Fraction) -> Fraction:
    size = Fraction(rounded(abs(figure), method.rounding))
    return size if figure >= 0 else -size


def _breaks(method: Method, entry: str, one: Offer) -> Fraction:
    """Return what an offer has to break a tie, less is better: figures as printed, or nobody could see what did."""
    if entry == "price":
        return Fraction(one.price)
    return -_printed(method, one.quality if entry == "quality" else one.points.get(entry, Fraction(0)))


def _parted(method: Method, key: Key, before: Key | None, after: Key | None) -> str:
    """Return in words what parted an offer from a neighbour with the same figure."""
    if key in {before, after}:
        return "a tie that nothing published breaks: the place is shared"
    broken = (
        f"a tie, broken by {entry}"
        for other in (before, after)
        if other is not None and other[0] == key[0]
        for entry, own, theirs in zip(method.tie_break, key[1:], other[1:], strict=True)
        if own != theirs
    )
    return next(broken, "")


def _place(method: Method, one: Offer, offers: Sequence[Offer], place: int | None, parted_by: str) -> Placed:
    quality = rounded(one.quality, method.rounding)
    if one.out:
        return Placed(None, one.bidder, quality, one.price, None, None, f"Not placed: {one.out}.", "")
    figure = combined(method, one, offers)
    points = price_points(method, one.price, [other.price for other in offers])
    shown = None if points is None else rounded(points, method.rounding)
    total = None if figure is None else rounded(abs(figure), method.rounding)
    says = _says(method, one, points, total)
    return Placed(place, one.bidder, quality, one.price, shown, total, says, parted_by)


def _says(method: Method, one: Offer, points: Fraction | None, total: Decimal | None) -> str:
    if total is None:
        return f"Price {plain(one.price)} buys no quality point."
    if points is None:
        return f"Price {plain(one.price)} / quality {plain(one.quality)} = {total} per quality point"
    split = method.split
    return (
        f"Price points by {method.price}: {plain(points)}; "
        f"{plain(split.quality)} % x quality {plain(one.quality)} + {plain(split.price)} % x {plain(points)} = {total}"
    )
