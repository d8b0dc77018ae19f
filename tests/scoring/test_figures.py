from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.needs import Rounding
from conformance.scoring.figures import plain, rounded, weighted_mean

fractions = st.fractions(min_value=0, max_value=1000, max_denominator=10_000)


@pytest.mark.parametrize(
    ("value", "mode", "says"),
    [
        ("0.125", "half-up", "0.13"),
        ("0.125", "half-even", "0.12"),
        ("0.125", "down", "0.12"),
        ("0.135", "half-even", "0.14"),
        ("0.1249", "half-up", "0.12"),
        ("0.1251", "half-even", "0.13"),
        ("0.129", "down", "0.12"),
        ("7", "half-up", "7.00"),
    ],
)
def test_a_tie_goes_where_the_mode_says(value, mode, says):
    assert str(rounded(Fraction(value), Rounding(places=2, mode=mode))) == says


@given(fractions, st.integers(0, 6))
def test_rounding_is_within_half_a_unit_and_down_is_never_up(value, places):
    half = Fraction(1, 2 * 10**places)

    assert abs(Fraction(rounded(value, Rounding(places=places))) - value) <= half
    assert abs(Fraction(rounded(value, Rounding(places=places, mode="half-even"))) - value) <= half
    assert 0 <= value - Fraction(rounded(value, Rounding(places=places, mode="down"))) < 2 * half


@given(fractions, fractions, st.integers(0, 3), st.sampled_from(["half-up", "half-even", "down"]))
def test_rounding_keeps_the_order(one, other, places, mode):
    rounding = Rounding(places=places, mode=mode)

    assert rounded(min(one, other), rounding) <= rounded(max(one, other), rounding)


@given(st.lists(st.tuples(st.decimals(1, 100, places=1), fractions), min_size=1, max_size=5))
def test_a_mean_lies_between_its_values(parts):
    mean = weighted_mean(parts)

    assert mean is not None
    assert min(value for _, value in parts) <= mean <= max(value for _, value in parts)


@pytest.mark.parametrize("parts", [[], [(Decimal(0), Fraction(5))]])
def test_nothing_that_weighs_has_no_mean(parts):
    assert weighted_mean(parts) is None


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (Decimal("66.60"), "66.6"),
        (Decimal("1E+3"), "1000"),
        (Fraction(26, 7), "26/7"),
        (Fraction(7, 2), "3.5"),
        (Decimal(1_250_000), "1250000"),
    ],
)
def test_a_number_is_written_as_a_person_writes_it(value, says):
    assert plain(value) == says


@given(fractions)
def test_a_written_number_is_exact(value):
    assert Fraction(plain(value)) == value
