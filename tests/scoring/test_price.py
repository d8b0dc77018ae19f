from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from weighing import Bench, a_need, needs_of

from conformance.needs import Method
from conformance.scoring import score
from conformance.scoring.price import Offer, offer, placed, price_points


def method(formula: str = "relative-to-lowest", quality: int = 50, **more: Any) -> Method:
    split = {"quality": quality, "price": 100 - quality}
    return Method.model_validate({"suite": "2026.12", "price": formula, "split": split, **more})


def bid(name: str, quality: float, price: int, out: str = "", **points: int) -> Offer:
    return Offer(name, Fraction(quality), Decimal(price), {f"need:{k}": Fraction(v) for k, v in points.items()}, out)


A, B, C = bid("A", 60, 50), bid("B", 90, 80), bid("C", 20, 30)


def figures(formula: Method, *offers: Offer) -> list[tuple[str, str]]:
    return [(one.bidder, str(one.combined)) for one in placed(formula, offers)]


def test_relative_to_the_lowest_price_ranks_flip_when_a_third_withdraws():
    assert figures(method(), A, B, C) == [("B", "63.75"), ("A", "60.00"), ("C", "60.00")]
    assert figures(method(), A, B) == [("A", "80.00"), ("B", "76.25")]


def test_relative_to_a_benchmark_no_other_bidder_matters():
    formula = method("relative-to-benchmark", benchmark=60)

    assert figures(formula, A, B, C) == [("B", "82.50"), ("A", "80.00"), ("C", "60.00")]
    assert figures(formula, A, B) == [("B", "82.50"), ("A", "80.00")]


def test_a_benchmark_or_ceiling_that_is_not_the_formula_changes_nothing():
    formula = method("relative-to-lowest", benchmark=60, ceiling=80)

    assert figures(formula, A, B) == [("A", "80.00"), ("B", "76.25")]
    assert price_points(method("fixed-ceiling", benchmark=60, ceiling=80), Decimal(60), []) == 25


def test_a_price_at_the_ceiling_earns_nothing():
    formula = method("fixed-ceiling", ceiling=80)

    assert [str(price_points(formula, Decimal(price), [])) for price in (40, 80, 100)] == ["50", "0", "0"]


def test_by_price_per_quality_point_less_is_better():
    found = placed(method("price-per-quality-point"), [A, B, bid("D", 0, 1)])

    assert [(one.bidder, str(one.combined), one.price_points) for one in found] == [
        ("A", "0.83", None),
        ("B", "0.89", None),
        ("D", "None", None),
    ]
    assert found[0].arithmetic == "Price 50 / quality 60 = 0.83 per quality point"
    assert found[2].arithmetic == "Price 1 buys no quality point."


def test_the_sum_is_printed_with_its_numbers():
    found = placed(method(), [A, B, C])

    assert found[0].arithmetic == ("Price points by relative-to-lowest: 37.5; 50 % x quality 90 + 50 % x 37.5 = 63.75")
    assert found[0].price_points == Decimal("37.50")


@pytest.mark.parametrize(
    ("tie_break", "order", "parted"),
    [
        (["quality"], ["A", "C"], "a tie, broken by quality"),
        (["price"], ["C", "A"], "a tie, broken by price"),
        (["need:N1", "quality"], ["C", "A"], "a tie, broken by need:N1"),
        (["need:N2", "need:N9"], ["A", "C"], "a tie that nothing published breaks: the place is shared"),
    ],
)
def test_a_tie_is_broken_as_published(tie_break, order, parted):
    one, other = bid("A", 60, 50, N1=3, N2=3), bid("C", 20, 30, N1=4, N2=3)

    found = placed(method(tie_break=tie_break), [other, B, one])[1:]

    assert [place.bidder for place in found] == order
    assert {place.parted_by for place in found} == {parted}
    assert [place.place for place in found] == ([2, 2] if "shared" in parted else [2, 3])


def test_an_offer_that_is_out_is_shown_and_its_price_moves_nobody():
    found = placed(method(), [A, B, bid("C", 20, 30, out="gates not met: N1")])

    assert [(one.bidder, one.place, str(one.combined)) for one in found] == [
        ("A", 1, "80.00"),
        ("B", 2, "76.25"),
        ("C", None, "None"),
    ]
    assert found[2].arithmetic == "Not placed: gates not met: N1."


@pytest.mark.parametrize(
    ("verdicts", "out"),
    [
        ({"a": "PP", "b": "PP"}, ""),
        ({"a": "PP", "b": "FP"}, "gates not met: N1"),
        ({"a": "PP", "b": "BB"}, "gates not shown: N1"),
        ({"a": "PP", "b": "EE"}, "not decidable until repeated: b"),
        ({"a": "EE", "b": "FP"}, "gates not met: N1"),
    ],
)
def test_gates_stand_before_any_number(verdicts, out):
    bench = Bench()
    bench.scenario("a")
    bench.scenario("b")
    needs = needs_of([a_need(gate=True)])

    made = offer("X", score(needs, bench.results(**verdicts), bench.scenarios), Decimal(100))

    assert made.out == out
    if not out:
        assert (made.quality, made.points) == (Fraction(80), {"need:N1": Fraction(4), "theme:t": Fraction(4)})


@pytest.mark.parametrize("price", ["0", "-1", "NaN"])
def test_a_price_is_more_than_nothing(price):
    assessment = score(needs_of([a_need()]), [], Bench().scenarios)

    with pytest.raises(ValueError, match="a price is more than 0"):
        offer("X", assessment, Decimal(price))


def test_without_machine_points_there_is_no_quality_to_weigh():
    assessment = score(needs_of([a_need(evidence="panel", scenarios=[])]), [], Bench().scenarios)

    made = offer("X", assessment, Decimal(100))

    assert (made.quality, made.out) == (0, "no need has points to weigh")


def test_what_is_left_out_for_all_keeps_no_offer_out():
    bench = Bench()
    bench.scenario("a")
    bench.scenario("b")
    results = bench.results(a="PP", b="EE")
    found = {
        gate: score(
            needs_of([a_need(gate=gate)], not_tested="exclude-for-all"),
            results,
            bench.scenarios,
            excluded=frozenset("b"),
        )
        for gate in (False, True)
    }

    assert offer("X", found[False], Decimal(1)).out == ""
    assert offer("X", found[True], Decimal(1)).out == "gates not shown: N1"


def test_who_shares_a_place_and_who_was_parted_are_told_apart():
    made = [bid("A", 60, 50), bid("B", 50, 60), bid("C", 50, 60), bid("D", 0, 1000)]

    found = placed(method("fixed-ceiling", ceiling=100, tie_break=["quality"]), made)

    # A makes 30 + 25, B and C 25 + 20
    assert [(one.place, one.parted_by) for one in found[:3]] == [(1, ""), *[(2, TIED)] * 2]
    # all three make 55
    level = [bid("A", 60, 50), *(bid(name, 50, 40) for name in "BC")]
    found = placed(method("fixed-ceiling", ceiling=100, tie_break=["quality"]), level)
    assert [(one.place, one.parted_by) for one in found] == [(1, "a tie, broken by quality"), *[(2, TIED)] * 2]


TIED = "a tie that nothing published breaks: the place is shared"


def test_a_tie_is_broken_by_what_is_printed_not_by_what_nobody_can_see():
    one, other = bid("A", Fraction("70.004"), 50), bid("B", Fraction("69.996"), 50)
    found = placed(method(tie_break=["quality"]), [one, other])

    assert [(each.place, str(each.quality), each.parted_by) for each in found] == [(1, "70.00", TIED)] * 2


def test_three_offers_may_share_the_first_place():
    found = placed(method(tie_break=["quality"]), [bid(name, 60, 50) for name in "CAB"])

    assert [(one.bidder, one.place) for one in found] == [("A", 1), ("B", 1), ("C", 1)]


def test_a_price_may_be_as_small_as_its_unit_lets_it():
    assessment = score(needs_of([a_need()]), [], Bench().scenarios)

    assert offer("X", assessment, Decimal("0.01")).price == Decimal("0.01")


offers = st.lists(
    st.builds(bid, st.sampled_from("ABCDEFG"), st.integers(0, 100), st.integers(1, 200)),
    min_size=1,
    max_size=5,
    unique_by=lambda one: one.bidder,
)
formulas = st.sampled_from(
    [
        method(),
        method("relative-to-benchmark", 70, benchmark=60),
        method("fixed-ceiling", 30, ceiling=100),
        method("price-per-quality-point", tie_break=["price"]),
    ]
)


@given(offers, formulas, st.randoms(use_true_random=False))
def test_the_order_in_which_offers_come_in_changes_nothing(made, formula, random):
    assert placed(formula, random.sample(made, len(made))) == placed(formula, made)


@given(offers, formulas, st.integers(1, 100))
def test_a_better_offer_never_falls_behind(made, formula, more):
    first = made[0]
    better = bid(first.bidder, min(100, first.quality + more), int(first.price))

    def place(all_: list[Offer]) -> int:
        return next(one.place for one in placed(formula, all_) if one.bidder == first.bidder) or 0

    assert place([better, *made[1:]]) <= place(made)


@given(offers, formulas)
def test_figures_are_within_their_bounds(made, formula):
    for one in placed(formula, made):
        assert one.place is not None
        assert one.price_points is None or 0 <= one.price_points <= 100
        if formula.price != "price-per-quality-point":
            assert one.combined is not None
            assert 0 <= one.combined <= 100
