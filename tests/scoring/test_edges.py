"""Edges of the sums: each of these once could have been otherwise without any other test seeing it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import pytest
from recorded import moderated, panel_of
from weighing import Bench, a_need, needs_of

from conformance.model import Outcome, Scenario
from conformance.needs import Method, Rounding
from conformance.scoring import claims, score, standing
from conformance.scoring import sensitivity as trying
from conformance.scoring.figures import plain, rounded
from conformance.scoring.panel import judged
from conformance.scoring.price import Offer, offer, placed
from conformance.scoring.sensitivity import nearest_flip, order_without
from conformance.scoring.standing import REASON, told
from conformance.scoring.totals import met_words
from conformance.systems import Claim

TWO = needs_of(
    [
        a_need("N1", weight=50, gate=True, pass_rule="must:100% & should:100%"),
        a_need("N2", weight=20, evidence="panel", scenarios=[]),
        a_need("N3", weight=30, evidence="document", scenarios=[], gate=True),
    ]
)


@pytest.fixture
def both(bench: Bench) -> Bench:
    bench.scenario("a")
    bench.scenario("b")
    return bench


def method(formula="relative-to-lowest", quality=50, **more):
    split = {"quality": quality, "price": 100 - quality}
    return Method.model_validate({"suite": "2026.12", "price": formula, "split": split, **more})


def bid(name, quality, price, out="", **points):
    return Offer(name, Fraction(quality), Decimal(price), {f"need:{k}": Fraction(v) for k, v in points.items()}, out)


def test_more_than_one_of_anything_is_listed_with_commas(both):
    found = score(TWO, both.results(a="PP", b="PP"), both.scenarios)
    left = "for every bidder alike: N2 (weight 20, for the panel), N3 (weight 30, for the panel)."
    failed = score(TWO, both.results(a="FF", b="PP"), both.scenarios)

    assert found.themes[0].arithmetic.endswith(left)
    assert found.gates[0].why == (
        "2 of 2 scenarios with MUST clauses (100.0 %) and 2 of 2 scenarios with SHOULD clauses (100.0 %) hold."
    )
    assert "(50.0 %) hold: not a (MUST failed (Standard 0: does m0)); only 1 of 2" in failed.gates[0].why


def test_two_that_must_be_repeated_are_named_with_a_comma(both):
    needs = needs_of([a_need("N1")])
    found = score(needs, both.results(a="EE", b="EE"), both.scenarios)

    assert offer("A", found, Decimal(1)).out == "not decidable until repeated: a, b"


def test_a_need_nobody_asks_for_is_named_when_it_is_looked_up(both):
    with pytest.raises(KeyError, match="N9"):
        score(TWO, [], both.scenarios).need("N9")


def test_a_need_all_of_whose_scenarios_are_excluded_says_so(both):
    needs = needs_of([a_need("N1")], not_tested="exclude-for-all")
    none, all_ = (
        score(needs, [], both.scenarios, excluded=excluded) for excluded in (frozenset(), frozenset({"a", "b"}))
    )

    assert all_.need("N1").arithmetic == "Every scenario is excluded for all bidders: no points for anyone."
    assert "What was not tested counts as not held here; only a comparison can leave it out, for every bidder." in (
        none.remarks
    )


def test_figures_of_any_length_are_exact():
    long = Fraction(10**40 * 3 + 1, 10**6)

    assert rounded(long, Rounding(places=6)) == Decimal(f"{3 * 10**34}.000001")
    assert plain(Fraction(1, 5**30)) == f"{Decimal(2**30).scaleb(-30):f}"


def test_without_a_need_that_has_points_there_is_no_total(both):
    needs = needs_of([a_need("N1", evidence="price", scenarios=[])])
    found = judged(needs, score(needs, [], both.scenarios), panel_of())

    assert found.assessment.total is None
    assert found.assessment.arithmetic == "No need has points."


def test_what_was_left_to_the_panel_has_no_points_until_it_is_moderated(both):
    needs = needs_of([a_need("N1", weight=60), a_need("N2", weight=40, scenarios=["a"])], not_tested="panel")
    found = judged(needs, score(needs, both.results(a="PP"), both.scenarios), panel_of())

    assert found.lacking == ("N1",)
    assert (found.assessment.need("N1").value, found.assessment.need("N1").at_most) == (None, None)
    assert found.assessment.themes[0].needs == ("N2",)


def test_a_gate_is_moderated_by_its_own_entry_alone(both):
    others = [moderated("N2", 3, gate="fail"), moderated("N3", 3, gate="pass")]
    found = judged(TWO, score(TWO, both.results(a="PP", b="PP"), both.scenarios), panel_of(moderated=others))

    assert [gate.stands.value for gate in found.gates if gate.need == "N3"] == ["met"]


def test_what_works_though_nobody_claimed_it_has_an_empty_claim(both):
    (row,) = claims([], both.results(a="PP", b="PP"), both.scenarios).rows

    assert (row.transaction, row.level, row.source, row.due) == ("RAD-8", "", "", "")
    assert row.seen == "2 of 2 scenarios met"
    assert [one.scenario for one in row.scenarios] == ["a", "b"]


def test_a_claim_is_judged_by_every_clause_that_is_declared(both):
    (a, b) = both.results(a="PP", b="PP")
    (row,) = claims(
        [Claim(transaction="RAD-8", level="yes")], [a, replace(b, findings=b.findings[:1])], both.scenarios
    ).rows

    assert row.seen == "1 of 2 scenarios met; 1 not shown"


def test_a_transaction_without_a_number_comes_first(both):
    stated = [Claim(transaction=name, level="yes") for name in ("ITI-0", "ITI")]

    assert [row.transaction for row in claims(stated, [], []).rows] == ["ITI", "ITI-0"]


def test_a_costly_point_is_still_better_than_none():
    (first, second) = placed(method("price-per-quality-point"), [bid("A", 0, 1), bid("B", 1, 500)])

    assert (first.bidder, second.bidder) == ("B", "A")


def test_figures_below_one_are_in_order():
    found = placed(method(quality=100), [bid("A", Fraction(1, 4), 1), bid("B", Fraction(3, 4), 1)])

    assert [one.bidder for one in found] == ["B", "A"]


def test_who_has_no_points_in_a_tie_break_has_none():
    found = placed(method(quality=100, tie_break=["need:N"]), [bid("A", 50, 1), bid("B", 50, 1, N=Fraction(1, 2))])

    assert [one.bidder for one in found] == ["B", "A"]
    assert found[0].parted_by == "a tie, broken by need:N"


def test_a_scenario_that_is_not_in_the_list_keeps_the_title_of_its_result(both):
    (result,) = both.results(a="PP")

    assert told("a", None, [result]).title == "title of a"


def test_a_record_with_a_gap_names_the_attempts_it_has(both):
    tries = [both.result("a", "BB", 1), both.result("a", "PP", 3)]

    assert told("a", both.scenarios[0], tries).why == "the record of its attempts is not whole (found: 1, 3)"


def test_the_first_decided_attempt_counts_whatever_came_after(both):
    tries = [both.result("a", "PP", 1), both.result("a", "BB", 2)]

    found = told("a", both.scenarios[0], tries)

    assert found.met
    assert found.outcome is Outcome.PASSED


def test_a_finding_of_another_clause_is_survived_and_one_without_clauses_holds_nothing(both):
    (a, b) = both.results(a="PP", b="PP")
    mixed = replace(a, findings=(*a.findings, *b.findings))
    bare = Scenario("a", "a", "k", "a", "t", (), ())

    assert told("a", both.scenarios[0], [mixed]).met
    assert told("a", bare, [a]).held == frozenset()


def test_a_reason_of_just_the_length_is_whole(both):
    for length, said in ((REASON, "x" * REASON), (REASON + 1, f"{'x' * REASON}...")):
        (result,) = (both.result("a", "BB", 1, "x" * length),)
        assert standing._reason(result) == said


def needs_with(names, **given):
    return needs_of(
        [a_need(name, weight=100 // len(names)) for name in names], split={"quality": 50, "price": 50}, **given
    )


def test_each_weight_is_tried_a_tenth_more_and_a_tenth_less(monkeypatch):
    tried = []

    def spied(one, usual, shares):
        tried.append(dict(shares))
        return one

    monkeypatch.setattr(trying, "_reweighed", spied)
    shares = {"N1": Fraction(1, 2), "N2": Fraction(1, 2)}
    trying.sensitivity(needs_with(["N1", "N2"], price="relative-to-lowest"), [bid("A", 50, 1)], shares)

    assert tried[0] == {"N1": Fraction(11, 20), "N2": Fraction(1, 2)}
    assert tried[1] == {"N1": Fraction(9, 20), "N2": Fraction(1, 2)}


def test_other_weights_make_another_quality():
    one = bid("A", 60, 1, N1=5, N2=1)
    usual = {"N1": Fraction(1, 2), "N2": Fraction(1, 2)}

    assert trying._reweighed(one, usual, {"N1": Fraction(3, 4), "N2": Fraction(1, 2)}).quality == 20 * Fraction(17, 5)


def test_what_rounding_at_each_step_made_of_quality_is_no_change_of_a_weight():
    one, usual = bid("A", Fraction("66.6"), 1, N1=5, N2=0), {"N1": Fraction(2, 3), "N2": Fraction(1, 3)}

    assert trying._reweighed(one, usual, usual).quality == Fraction("66.6")
    assert trying._reweighed(one, usual, {"N1": Fraction(1, 2), "N2": Fraction(1, 2)}).quality == (
        Fraction("66.6") - Fraction(50, 3)
    )


def test_who_shares_a_place_with_two_shares_it_with_the_other_when_one_leaves():
    assert order_without(("A = B = C", "D"), "B") == ("A = C", "D")


def test_the_mean_price_stands_in_for_what_was_not_published():
    offers = [bid("A", 50, 10), bid("B", 50, 20)]
    made = dict(trying._other_formulas(method(), offers))
    known = dict(trying._other_formulas(method(benchmark=7, ceiling=9), offers))

    assert made["price relative-to-benchmark"].benchmark == 15
    assert made["price fixed-ceiling"].ceiling == 30
    assert known["price relative-to-benchmark"].benchmark == 7
    assert known["price fixed-ceiling"].ceiling == 9


@pytest.mark.parametrize(
    ("points", "says"),
    [
        ((), ""),
        ((3,), "Every need that has points is met"),
        ((2, 5), "1 of 2 needs is met"),
        ((2, 3, 5), "2 of 3 needs are met"),
        ((0, 2), "No need that has points is met"),
        ((None, 5), "Every need that has points is met"),
    ],
)
def test_of_a_mean_is_said_how_many_needs_are_met(points, says):
    values = [None if one is None else Decimal(one) for one in points]

    assert met_words([SimpleNamespace(value=one) for one in values]) == says


def test_a_price_at_the_ceiling_leads_by_nothing():
    offers = [bid("A", 50, 100), bid("B", 50, 75)]

    assert trying._leads(method("fixed-ceiling", ceiling=100), *offers, offers) == (0, -25)


def test_with_one_need_alone_its_share_can_flip_nothing():
    needs = needs_with(["N1"], price="relative-to-lowest")
    offers = [bid("A", 100, 10, N1=5), bid("B", 60, 10, N1=3)]

    assert nearest_flip(needs, offers, {"N1": Fraction(1)}) is None


def test_a_need_that_can_flip_nothing_hides_no_other():
    needs = needs_with(["N1", "N2"], price="relative-to-lowest")
    shares = {"N1": Fraction(1, 2), "N2": Fraction(1, 2)}
    offers = [bid("A", 70, 10, N1=5, N2=2), bid("B", 60, 10, N1=3, N2=3)]
    found = nearest_flip(needs, offers, shares)

    assert found is not None
    assert (found.what, found.bidder) == ("N1", "B")
    reverse = nearest_flip(needs, [bid("A", 70, 10, N1=2, N2=5), bid("B", 60, 10, N1=3, N2=3)], shares)
    assert reverse is not None
    assert reverse.what == "N1"


def test_a_need_both_are_level_on_hides_no_other():
    needs = needs_with(["N1", "N2"], price="relative-to-lowest")
    shares = {"N1": Fraction(1, 2), "N2": Fraction(1, 2)}
    found = nearest_flip(needs, [bid("A", 80, 10, N1=3, N2=5), bid("B", 60, 10, N1=3, N2=3)], shares)

    assert found is not None
    assert found.what == "N2"


def test_a_share_may_go_to_nothing_to_make_two_level():
    needs = needs_with(["N1", "N2"], price="relative-to-lowest")
    shares = {"N1": Fraction(1, 2), "N2": Fraction(1, 2)}
    found = nearest_flip(needs, [bid("A", 70, 10, N1=4, N2=3), bid("B", 60, 10, N1=3, N2=3)], shares)

    assert found is not None
    assert (found.what, found.says) == ("N1", "B draws level when the share of N1 goes from 50.00 to 0.00 %")
