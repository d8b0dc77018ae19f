from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weighing import Bench, a_need, needs_of

from conformance.scoring import score
from conformance.scoring.price import Offer, of_quality_alone, offer, placed
from conformance.scoring.sensitivity import Flip, level_with_first, nearest_flip, order_of, sensitivity, shares_of

SHARES = {"N1": Fraction(1, 2), "N2": Fraction(1, 2)}


def statement(**method):
    split = {"quality": 50, "price": 50}
    return needs_of(
        [a_need("N1", weight=50), a_need("N2", weight=50)],
        **{"split": split, "price": "relative-to-lowest", **method},
    )


def bid(name: str, price: int, *points: int) -> Offer:
    quality = sum((SHARES[f"N{at}"] * value for at, value in enumerate(points, 1)), Fraction(0)) * 20
    return Offer(name, quality, Decimal(price), {f"need:N{at}": Fraction(one) for at, one in enumerate(points, 1)})


def test_shares_are_weights_within_themes_within_the_total():
    bench = Bench()
    bench.scenario("a")
    needs = needs_of(
        [
            a_need("N1", weight=30, scenarios=["a"]),
            a_need("N2", weight=30, scenarios=["a"]),
            a_need("N3", weight=40, evidence="panel", scenarios=[]),
            a_need("N4", theme="u", scenarios=["a"]),
            a_need("N5", theme="v", weight=0, scenarios=["a"]),
            a_need("N6", theme="v", weight=100, evidence="panel", scenarios=[]),
        ],
        themes=[("t", 40), ("u", 40), ("v", 20)],
    )

    found = shares_of(needs, score(needs, bench.results(a="PP"), bench.scenarios))

    assert found == {"N1": Fraction(1, 4), "N2": Fraction(1, 4), "N4": Fraction(1, 2), "N5": 0}


def test_every_change_is_tried_and_what_flips_is_marked():
    offers = [bid("A", 50, 5, 2), bid("B", 60, 3, 5)]

    tried = {one.change: one for one in sensitivity(statement(), offers, SHARES)}

    # As published, A has 35 + 50 = 85 and B has 40 + 41.67.
    assert order_of(statement().method, offers) == ("A", "B")
    assert set(tried) == {
        *(f"N{at} weighs a tenth {word}" for at in (1, 2) for word in ("more", "less")),
        "without N1",
        "without N2",
        "without the offer of A",
        "without the offer of B",
        "quality weighs a tenth more against price",
        "quality weighs a tenth less against price",
        "price relative-to-benchmark",
        "price fixed-ceiling",
        "price price-per-quality-point",
    }
    assert {change for change, one in tried.items() if one.flips} == {
        "without N1",  # A: 20 + 50; B: 50 + 41.67
        "price relative-to-benchmark",  # of 55, the mean: A: 35 + 50; B: 40 + 45.83
        "price fixed-ceiling",  # of 110, twice the mean: A: 35 + 27.27; B: 40 + 22.73
    }
    assert tried["without N1"].order == ("B", "A")
    assert tried["without the offer of A"].order == ("B",)


@pytest.mark.parametrize(
    ("quality", "more", "less"),
    [
        ("56.8", ("A", "B"), ("A", "B")),  # a tenth more is 62.48
        ("57", ("B", "A"), ("A", "B")),  # 62.7
        ("69", ("B", "A"), ("A", "B")),  # a tenth less is 62.1
        ("69.5", ("B", "A"), ("B", "A")),  # 62.55
    ],
)
def test_quality_takes_from_price_the_tenth_that_it_gains(quality, more, less):
    needs = statement(split={"quality": quality, "price": 100 - Decimal(quality)})
    # quality leads by 10 for B and price by 16.67 for A: level where quality weighs 16.67 / 26.67 = 62.5 %
    tried = sensitivity(needs, [bid("A", 50, 4, 3), bid("B", 60, 4, 4)], SHARES)

    orders = {one.change: one.order for one in tried}
    assert orders["quality weighs a tenth more against price"] == more
    assert orders["quality weighs a tenth less against price"] == less


def test_quality_weighs_all_at_most_and_no_price_is_ever_worth_more_for_being_higher():
    needs = statement(split={"quality": 95, "price": 5}, tie_break=[])

    tried = sensitivity(needs, [bid("A", 50, 4, 4), bid("B", 60, 4, 4)], SHARES)

    orders = {one.change: one.order for one in tried}
    assert orders["quality weighs a tenth more against price"] == ("A = B",)


def test_where_price_does_not_count_neither_do_its_formulas_and_shares():
    tried = sensitivity(statement(split={"quality": 100, "price": 0}), [bid("A", 50, 5, 2), bid("B", 60, 3, 5)], SHARES)

    assert {one.change.split()[0] for one in tried} == {"N1", "N2", "without"}
    per_point = statement(split={"quality": 100, "price": 0}, price="price-per-quality-point")
    tried = sensitivity(per_point, [bid("A", 50, 5, 2)], SHARES)
    assert {one.change.split()[0] for one in tried} == {"N1", "N2", "without", "price"}


def test_by_quality_alone_no_price_decides_not_even_a_tie():
    method = of_quality_alone(statement(tie_break=["price", "need:N2"], price="price-per-quality-point").method)
    offers = [bid("A", 50, 5, 2), bid("B", 60, 2, 5), bid("C", 9, 1, 1)]

    assert order_of(method, offers) == ("B", "A", "C")
    assert [one.combined for one in placed(method, offers)] == [Decimal("70.00"), Decimal("70.00"), Decimal("20.00")]


def test_before_prices_are_known_one_stands_for_all_and_parts_nobody():
    method = of_quality_alone(statement(price="fixed-ceiling", ceiling=500).method)
    offers = [bid("A", 1, 5, 5), bid("B", 1, 5, 5), bid("C", 1, 1, 1)]

    found = placed(method, offers)

    assert [(one.bidder, one.place) for one in found] == [("A", 1), ("B", 1), ("C", 3)]
    assert {one.price_points for one in found} == {Decimal("100.00")}


def test_a_bidder_left_out_may_flip_the_others():
    offers = [bid("A", 50, 3, 3), bid("B", 80, 5, 4), bid("C", 30, 1, 1)]

    (tried,) = (one for one in sensitivity(statement(), offers, SHARES) if one.change == "without the offer of C")

    assert (tried.order, tried.flips) == (("A", "B"), True)


def test_shared_places_stand_together():
    assert order_of(statement(tie_break=[]).method, [bid("B", 50, 5, 5), bid("A", 50, 5, 5)]) == ("A = B",)
    tried = sensitivity(statement(tie_break=[]), [bid("B", 50, 5, 5), bid("A", 50, 5, 5)], SHARES)
    assert not any(one.flips for one in tried)


def test_who_is_out_is_in_no_order():
    offers = [bid("A", 50, 5, 5), replace(bid("B", 40, 4, 5), out="a gate")]

    assert order_of(statement().method, offers) == ("A",)


def test_one_need_is_never_left_out_and_a_weightless_one_changes_nothing():
    found = sensitivity(statement(), [bid("A", 50, 5, 0)], {"N1": Fraction(0)})

    assert "without N1" not in {one.change for one in found}
    assert not any(one.flips for one in found)
    assert sensitivity(statement(), [], {}) == ()


def test_the_nearest_flip_is_found_and_real():
    offers = [bid("A", 50, 5, 2), bid("B", 60, 3, 5)]

    flip = nearest_flip(statement(), offers, SHARES)

    # with N1 at share x: quality A = 40 + 60x, B = 100 - 40x; level when A + 100 = B + 83.33: x = 0.4333
    says = "B draws level when the share of N1 goes from 50.00 to 43.33 %"
    assert flip == Flip("N1", "B", Decimal("6.67"), says)


def test_the_split_may_be_the_nearest_flip():
    offers = [bid("A", 50, 3, 3), bid("B", 60, 4, 4)]

    # quality leads by 20 for B, price by 16.67 for A: level at q = 16.67 / 36.67
    flip = nearest_flip(statement(split={"quality": 45, "price": 55}), offers, SHARES)

    assert flip is not None
    assert (flip.what, flip.bidder, flip.says) == (
        "quality against price",
        "B",
        "B draws level when the share of quality against price goes from 45.00 to 45.45 %",
    )


@pytest.mark.parametrize(
    "offers",
    [
        [],
        [bid("A", 50, 5, 5)],
        [bid("A", 50, 5, 5), bid("B", 50, 5, 5)],
        [bid("A", 50, 5, 5), bid("B", 50, 4, 4)],
        [bid("A", 50, 5, 5), replace(bid("B", 40, 4, 5), out="a gate")],
    ],
)
def test_where_nothing_can_flip_nothing_is_said(offers):
    assert nearest_flip(statement(tie_break=[]), offers, SHARES) is None


def test_by_price_per_quality_point_a_need_alone_can_make_two_level():
    offers = [bid("A", 50, 5, 2), bid("B", 60, 3, 5)]

    # with N1 at share x: A = 50 / (40 + 60x), B = 60 / (100 - 40x); level when 5000 - 2000x = 2400 + 3600x: x = 13/28
    flip = nearest_flip(statement(price="price-per-quality-point"), offers, SHARES)

    assert flip == Flip("N1", "B", Decimal("3.57"), "B draws level when the share of N1 goes from 50.00 to 46.43 %")


def test_where_price_does_not_count_no_share_of_it_makes_two_level():
    offers = [bid("A", 50, 3, 3), bid("B", 60, 4, 4)]

    assert nearest_flip(statement(split={"quality": 100, "price": 0}), offers, SHARES) is None


def test_a_tie_behind_the_first_hides_no_flip_of_it():
    offers = [bid("A", 50, 5, 2), *(bid(name, 60, 3, 5) for name in "BC"), bid("D", 200, 0, 0)]

    flip = nearest_flip(statement(), offers, SHARES)

    assert flip is not None
    assert (flip.bidder, flip.points) == ("B", Decimal("6.67"))


@pytest.mark.parametrize(
    ("tie_break", "level"), [([], ("B",)), (["price"], ("B",)), (["need:N1", "price"], ("B",)), (["quality"], ("A",))]
)
def test_who_has_the_figure_of_the_first_is_level_with_it_whatever_parts_them(tie_break, level):
    # A: 70 and 100, B: 80 and 90, each 85; C and D: 50
    formula = {"split": {"quality": 50, "price": 50}, "price": "fixed-ceiling", "ceiling": 100}
    needs = statement(tie_break=tie_break, **formula)
    offers = [bid("A", 30, 5, 2), bid("B", 40, 3, 5), bid("C", 100, 5, 5), replace(bid("D", 1, 5, 5), out="a gate")]

    assert level_with_first(needs.method, offers) == level
    assert nearest_flip(needs, offers, SHARES) is None
    assert level_with_first(needs.method, []) == ()


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 90), st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=4),
    st.integers(1, 99),
    st.sampled_from(["relative-to-lowest", "price-per-quality-point"]),
)
def test_beyond_the_nearest_flip_who_drew_level_stands_higher(rows, quality, price):
    split = {"quality": quality, "price": 100 - quality}
    needs = statement(tie_break=[], split=split, price=price, rounding={"places": 6})
    offers = [bid("ABCD"[at], price, *points) for at, (price, *points) in enumerate(rows)]
    flip = nearest_flip(needs, offers, SHARES)
    if flip is None or flip.what == "quality against price":
        return
    then = Fraction(flip.says.rsplit(" to ", 1)[1].removesuffix(" %")) / 100
    step = Fraction(1, 10_000) if then > SHARES[flip.what] else Fraction(-1, 10_000)
    share = then + step
    if not 0 < share < 1:
        return
    other = next(name for name in SHARES if name != flip.what)
    changed = {flip.what: share, other: 1 - share}

    def requalified(one: Offer) -> Offer:
        return replace(one, quality=sum(changed[need] * one.points[f"need:{need}"] for need in changed) * 20)

    def place(among: list[Offer]) -> int:
        return next(one.place or 0 for one in placed(needs.method, among) if one.bidder == flip.bidder)

    assert place([requalified(one) for one in offers]) < place(offers)


def test_an_offer_brings_what_sensitivity_needs():
    bench = Bench()
    bench.scenario("a")
    bench.scenario("b")
    needs = statement()
    assessment = score(needs, bench.results(a="PP", b="FP"), bench.scenarios)
    made = offer("A", assessment, Decimal(50))

    assert sensitivity(needs, [made], shares_of(needs, assessment))
