"""Add need points up to themes and a total by the published weights, with the sums a reader can repeat."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from conformance.scoring.assessment import OUT_OF, NeedScore, ThemeScore, Weighed
from conformance.scoring.figures import plain, rounded, weighted_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.needs import Needs, Theme

PERCENT = Fraction(100, OUT_OF)
"""What one point out of five is in percent."""


def theme_score(theme: Theme, needs: Needs, scores: Sequence[NeedScore]) -> ThemeScore:
    """Return one theme's score: the weighted mean of the needs under it that have machine points."""
    own = [one for one in scores if one.theme == theme.id]
    wired = [one for one in own if one.value is not None]
    exact = weighted_mean((one.weight, Fraction(one.value or 0)) for one in wired)
    most = weighted_mean((one.weight, Fraction(one.at_most or 0)) for one in wired)
    others = tuple(one.need for one in own if one.value is None)
    if exact is None or most is None:
        which = "No need of this theme that weighs anything" if wired else "No need of this theme"
        says = f"{which} has machine points, so the theme has none."
        return ThemeScore(theme.id, theme.title, theme.weight, None, None, None, "", says, None, None, (), others)
    rounding = needs.method.rounding
    if rounding.when == "each-step":
        exact, most = Fraction(rounded(exact, rounding)), Fraction(rounded(most, rounding))
    return ThemeScore(
        theme.id,
        theme.title,
        theme.weight,
        rounded(exact, rounding),
        rounded(exact * PERCENT, rounding),
        rounded(most, rounding),
        met_words(wired),
        _theme_sum(wired, [one for one in own if one.value is None], needs, exact),
        exact,
        most,
        tuple(one.need for one in wired),
        others,
    )


def met_words(scores: Sequence[NeedScore]) -> str:
    """Return how many of the needs that have points are met.

    The scale describes a need; said of a mean it would be untrue, since 5 and 2 make 3.5 and not every MUST holds.
    """
    met = [one.value >= MEETS for one in scores if one.value is not None]
    if all(met):
        return "Every need that has points is met" if met else ""
    verb = "is" if sum(met) == 1 else "are"
    return f"{sum(met)} of {len(met)} needs {verb} met" if any(met) else "No need that has points is met"


def _theme_sum(wired: Sequence[NeedScore], others: Sequence[NeedScore], needs: Needs, exact: Fraction) -> str:
    products = [Fraction(one.weight) * Fraction(one.value or 0) for one in wired]
    weights = [Fraction(one.weight) for one in wired]
    rounding = needs.method.rounding
    lines = [
        f"{one.need}: weight {plain(one.weight)} x {one.points} points = {plain(product)}"
        for one, product in zip(wired, products, strict=True)
    ]
    lines.append(
        f"Sum {plain(sum(products, Fraction(0)))} / weights {plain(sum(weights, Fraction(0)))}"
        f" = {rounded(exact, rounding)} of {OUT_OF} ({rounded(exact * PERCENT, rounding)} %)"
    )
    if others:
        left = ", ".join(f"{one.need} (weight {plain(one.weight)}, {one.status.value})" for one in others)
        lines.append(f"Not in the machine's sum, for every bidder alike: {left}.")
    return "\n".join(lines)


def total_of(themes: Sequence[ThemeScore], *, at_most: bool = False) -> Fraction | None:
    """Return the exact total, 0 to 5, of the themes that have one; or what it can be once repeated."""
    values = [(one.weight, one.exact_most if at_most else one.exact) for one in themes]
    return weighted_mean((weight, value) for weight, value in values if value is not None)


def total_sum(themes: Sequence[ThemeScore], needs: Needs, exact: Fraction | None) -> str:
    """Return the sum of the total in words and numbers, with the rounding it ends in."""
    if exact is None:
        return "No theme has machine points, so there is no total."
    rounding = needs.method.rounding
    counted = [one for one in themes if one.exact is not None]
    lines = [
        f"{one.theme}: weight {plain(one.weight)} x {plain(one.exact)} = {plain(Fraction(one.weight) * one.exact)}"
        for one in counted
        if one.exact is not None
    ]
    products = sum((Fraction(one.weight) * one.exact for one in counted if one.exact is not None), Fraction(0))
    weights = sum((Fraction(one.weight) for one in counted), Fraction(0))
    lines.append(
        f"Sum {plain(products)} / weights {plain(weights)} = {plain(exact)} of {OUT_OF};"
        f" x 100 / {OUT_OF} = {rounded(exact * PERCENT, rounding)} of 100"
    )
    others = [f"{one.theme} (weight {plain(one.weight)})" for one in themes if one.exact is None]
    if others:
        lines.append(f"Not in the machine's total, for every bidder alike: {', '.join(others)}.")
    when = "the total alone" if rounding.when == "final" else "each theme, then the total from the rounded themes"
    lines.append(f"Rounded {rounding.mode} to {rounding.places} places: {when}.")
    return "\n".join(lines)


def with_shares(scores: Sequence[NeedScore], themes: Sequence[ThemeScore], needs: Needs) -> tuple[NeedScore, ...]:
    """Return the needs with the percentage of the machine's total each can decide."""
    return tuple(
        replace(one, share_of_total=rounded(_share(one, scores, themes) * 100, needs.method.rounding)) for one in scores
    )


def _share(score: NeedScore, scores: Sequence[NeedScore], themes: Sequence[ThemeScore]) -> Fraction:
    counted = {one.theme: one.weight for one in themes if one.exact is not None}
    if score.value is None or score.theme not in counted:
        return Fraction(0)
    within = sum((one.weight for one in scores if one.theme == score.theme and one.value is not None), Decimal(0))
    among = sum(counted.values(), Decimal(0))
    return (
        Fraction(score.weight) / Fraction(within) * Fraction(counted[score.theme]) / Fraction(among)
        if among
        else Fraction(0)
    )


def weighed(
    scores: Sequence[NeedScore], themes: Sequence[ThemeScore], needs: Needs
) -> tuple[tuple[Weighed, ...], tuple[Weighed, ...]]:
    """Return strengths (needs met or better) and gaps (needs with points left), what weighs most first."""
    strengths, gaps = [], []
    for one in scores:
        if one.value is None:
            continue
        share = _share(one, scores, themes) * 100
        brings = rounded(share * Fraction(one.value) / OUT_OF, needs.method.rounding)
        costs = rounded(share * (OUT_OF - Fraction(one.value)) / OUT_OF, needs.method.rounding)
        if one.value >= MEETS:
            says = f"{one.points} of {OUT_OF} ({one.word}); brings {brings} of 100."
            strengths.append(Weighed(one.need, one.text, brings, says))
        if one.value < OUT_OF:
            gaps.append(
                Weighed(one.need, one.text, costs, f"{one.points} of {OUT_OF}; costs {costs} of 100. {one.why}")
            )
    order = [one.need for one in scores]
    strengths.sort(key=lambda one: (-one.counts, order.index(one.need)))
    gaps.sort(key=lambda one: (-one.counts, order.index(one.need)))
    return tuple(strengths), tuple(gaps)


MEETS = 3
"""The descriptor from which a need is met."""
