"""Exact fractions inside, rounded decimals outside: the published rounding in one place."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformance.needs import Rounding

MODES = {"half-up": ROUND_HALF_UP, "half-even": ROUND_HALF_EVEN, "down": ROUND_DOWN}
_EXACT = Context(prec=120)


def rounded(value: Fraction, rounding: Rounding) -> Decimal:
    """Return ``value`` (never negative) rounded as published.

    Whether it is a tie is decided on the exact fraction, since a decimal can't hold a third.
    """
    scaled = value * 10**rounding.places
    whole, rest = divmod(scaled, 1)
    tie = Decimal("0.5") if rest == Fraction(1, 2) else Decimal("0.7") if rest > Fraction(1, 2) else Decimal("0.2")
    digits = _EXACT.add(Decimal(whole), tie).quantize(Decimal(1), MODES[rounding.mode], _EXACT)
    return digits.scaleb(-rounding.places, _EXACT)


def weighted_mean(parts: Iterable[tuple[Decimal, Fraction]]) -> Fraction | None:
    """Return sum(weight * value) / sum(weight), exact; None when nothing weighs anything."""
    weighed = [(Fraction(weight), value) for weight, value in parts]
    total = sum((weight for weight, _ in weighed), Fraction(0))
    return sum((weight * value for weight, value in weighed), Fraction(0)) / total if total else None


def plain(value: Decimal | Fraction) -> str:
    """Return a number as a person writes it: no exponent, no trailing zeros; a fraction as it is when endless."""
    exact = Fraction(value)
    if exact.denominator == 1:
        return str(exact.numerator)
    left = exact.denominator
    for prime in (2, 5):
        while left % prime == 0:
            left //= prime
    if left != 1:
        return f"{exact.numerator}/{exact.denominator}"
    return f"{(_EXACT.divide(Decimal(exact.numerator), Decimal(exact.denominator))):f}"
