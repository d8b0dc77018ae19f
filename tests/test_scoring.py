"""One assessment worked out by hand, and each of the rules of scoring shown once."""

from __future__ import annotations

from decimal import Decimal

import pytest
from weighing import Bench, a_need, needs_of

from conformance.scoring import GateResult, Status, left_out, not_tested, score

EVERY = {"0": "<50%", "2": ">=50%", "3": "must:100%", "4": "must:100% & should:>=80%", "5": "must:100% & should:100%"}


@pytest.fixture
def bench() -> Bench:
    return Bench()


@pytest.fixture
def four(bench: Bench) -> Bench:
    for name in "abcd":
        bench.scenario(name)
    return bench


def test_an_assessment_can_be_recomputed_by_hand(four):
    needs = needs_of(
        [
            a_need("N1", weight=30, scenarios=["a", "b", "c"], score=EVERY, gate=True, why="ours"),
            a_need("N2", weight=40, scenarios=["d"], score=EVERY),
            a_need("N3", weight=30, evidence="panel", scenarios=[], proxies=["speed of answers"]),
            a_need("N4", theme="u", scenarios=["a", "b"], score=EVERY),
        ],
        themes=[("t", 70), ("u", 30)],
    )

    found = score(needs, four.results(a="PP", b="PF", c="FP", d="PP"), four.scenarios)

    assert [(one.need, one.points, one.word) for one in found.needs] == [
        ("N1", "2", "word 2"),
        ("N2", "5", "word 5"),
        ("N3", "for the panel", ""),
        ("N4", "3", "word 3"),
    ]
    # t: (30 x 2 + 40 x 5) / 70 = 260/70; u: 3; total: (70 x 260/70 + 30 x 3) / 100 = 3.5 of 5
    assert [(one.value, one.percent) for one in found.themes] == [
        (Decimal("3.71"), Decimal("74.29")),
        (Decimal("3.00"), Decimal("60.00")),
    ]
    assert [(one.needs, one.for_panel) for one in found.themes] == [(("N1", "N2"), ("N3",)), (("N4",), ())]
    assert (found.total, found.at_most, found.complete) == (Decimal("70.00"), Decimal("70.00"), True)
    assert found.word == "2 of 3 needs are met"
    assert found.themes[0].arithmetic == (
        "N1: weight 30 x 2 points = 60\n"
        "N2: weight 40 x 5 points = 200\n"
        "Sum 260 / weights 70 = 3.71 of 5 (74.29 %)\n"
        "Not in the machine's sum, for every bidder alike: N3 (weight 30, for the panel)."
    )
    assert found.arithmetic == (
        "t: weight 70 x 26/7 = 260\n"
        "u: weight 30 x 3 = 90\n"
        "Sum 350 / weights 100 = 3.5 of 5; x 100 / 5 = 70.00 of 100\n"
        "Rounded half-up to 2 places: the total alone."
    )
    assert [one.share_of_total for one in found.needs] == [Decimal(x) for x in ("30.00", "40.00", "0.00", "30.00")]
    assert [(one.need, one.counts) for one in found.strengths] == [("N2", Decimal("40.00")), ("N4", Decimal("18.00"))]
    assert [(one.need, one.counts) for one in found.gaps] == [("N1", Decimal("18.00")), ("N4", Decimal("12.00"))]


def test_each_step_is_rounded_when_that_is_published(four):
    needs = needs_of(
        [
            a_need("N1", weight=30, scenarios=["a"], score=EVERY),
            a_need("N2", weight=70, scenarios=["b"], score=EVERY),
            a_need("N3", theme="u", scenarios=["c"], score=EVERY),
        ],
        themes=[("t", 33), ("u", 67)],
        rounding={"places": 0, "when": "each-step", "mode": "half-even"},
    )

    found = score(needs, four.results(a="PP", b="PF", c="PP"), four.scenarios)

    # t: (30 x 5 + 70 x 3) / 100 = 3.6, rounded 4; total: (33 x 4 + 67 x 5) / 100 = 4.67, in percent 93.4
    assert (found.themes[0].value, found.total) == (Decimal(4), Decimal(93))
    assert "t: weight 33 x 4 = 132" in found.arithmetic
    assert found.arithmetic.endswith(
        "Rounded half-even to 0 places: each theme, then the total from the rounded themes."
    )


def test_a_theme_without_machine_points_leaves_the_total_to_the_others(four):
    needs = needs_of(
        [a_need("N1", scenarios=["a"], score=EVERY), a_need("N2", theme="u", evidence="price", scenarios=[])],
        themes=[("t", 40), ("u", 60)],
    )

    found = score(needs, four.results(a="PP"), four.scenarios)

    assert found.total == Decimal("100.00")
    assert "Not in the machine's total, for every bidder alike: u (weight 60)." in found.arithmetic


def test_a_theme_that_weighs_nothing_decides_nothing(four):
    needs = needs_of(
        [a_need("N1", weight=0, scenarios=["a"]), a_need("N2", weight=100, evidence="panel", scenarios=[])],
    )

    found = score(needs, four.results(a="PP"), four.scenarios)

    assert (found.total, found.needs[0].points, found.needs[0].share_of_total) == (None, "4", Decimal(0))
    says = "No need of this theme that weighs anything has machine points, so the theme has none."
    assert found.themes[0].arithmetic == says


def test_weightless_themes_give_no_share(four):
    needs = needs_of(
        [a_need("N1", scenarios=["a"]), a_need("N2", theme="u", evidence="panel", scenarios=[])],
        themes=[("t", 0), ("u", 100)],
    )

    found = score(needs, four.results(a="PP"), four.scenarios)

    assert (found.total, found.needs[0].share_of_total) == (None, Decimal(0))


def test_our_error_makes_a_need_undecided_and_never_counts_against_the_candidate(four):
    needs = needs_of([a_need(score=EVERY)])

    found = score(needs, four.results(a="PP", b="EE"), four.scenarios)

    need = found.need("N1")
    assert (need.status, need.value, need.at_most) == (Status.UNDECIDED, Decimal(2), Decimal(5))
    assert (found.total, found.at_most, found.complete) == (Decimal("40.00"), Decimal("100.00"), False)
    assert found.to_repeat == ("b",)
    assert found.remarks == ("Not decidable until repeated, through no fault of the candidate: b.",)


@pytest.mark.parametrize(
    ("choice", "status"), [("zero", Status.SCORED), ("exclude-for-all", Status.SCORED), ("panel", Status.FOR_PANEL)]
)
def test_what_could_not_be_reached_is_never_rewarded(four, choice, status):
    needs = needs_of([a_need(score=EVERY)], not_tested=choice)

    found = score(needs, four.results(a="PP", b="BB"), four.scenarios)

    assert (found.total, found.needs[0].status) == (Decimal("40.00"), status)
    assert found.missing == (("b", "it could not be judged"),)
    assert found.remarks == ()
    assert found.complete
    assert not_tested(needs, four.results(a="PP", b="BB"), four.scenarios) == frozenset()


def test_what_was_not_tested_is_excluded_for_all_or_for_nobody(four):
    needs = needs_of([a_need(score=EVERY, gate=True)], not_tested="exclude-for-all")
    results = four.results(a="PP")
    excluded = not_tested(needs, results, four.scenarios)

    alone, compared = score(needs, results, four.scenarios), score(needs, results, four.scenarios, excluded=excluded)

    assert excluded == {"b"}
    assert (alone.total, compared.total) == (Decimal("40.00"), Decimal("100.00"))
    assert "only a comparison can leave it out" in alone.remarks[1]
    assert (compared.excluded, compared.missing) == (("b",), ())
    assert compared.remarks[-1] == "Left out of the points for every bidder, though not out of gates: b."
    assert compared.gates[0].result is GateResult.NOT_SHOWN


@pytest.mark.parametrize("choice", ["zero", "exclude-for-all", "panel"])
def test_only_a_comparison_leaves_out_and_only_when_that_was_published(four, choice):
    needs = needs_of([a_need(scenarios=["a", "b", "c"])], not_tested=choice)
    whole, gap, unreachable = (
        four.results(a="PP", b="PP", c="PP"),
        four.results(a="PP", b="EE"),
        four.results(a="BB", b="BB", c="NN"),
    )

    assert left_out(needs, [gap], four.scenarios) == frozenset()
    assert left_out(needs, [whole, unreachable], four.scenarios) == frozenset()
    assert left_out(needs, [whole, gap], four.scenarios) == (frozenset("bc") if choice == "exclude-for-all" else set())


def test_a_bidder_of_whom_nothing_was_tested_leaves_no_bidder_without_points(four):
    needs = needs_of([a_need(scenarios=["a", "b"])], not_tested="exclude-for-all")
    whole = four.results(a="PP", b="PP")

    assert left_out(needs, [whole, []], four.scenarios) == frozenset()
    assert left_out(needs, [whole, four.results(a="EE", b="EE"), four.results(a="PP")], four.scenarios) == {"b"}


def test_a_need_without_any_scenario_left_is_excluded_for_all(four):
    needs = needs_of(
        [a_need("N1", weight=50), a_need("N2", weight=50, scenarios=["c"], score=EVERY)], not_tested="exclude-for-all"
    )

    found = score(needs, four.results(c="PP"), four.scenarios, excluded=frozenset("ab"))

    assert found.need("N1").status is Status.EXCLUDED
    assert found.total == Decimal("100.00")


def test_nothing_is_excluded_unless_that_was_published(four):
    with pytest.raises(ValueError, match="nothing may be excluded"):
        score(needs_of([a_need()]), [], four.scenarios, excluded=frozenset("a"))


def test_what_the_needs_do_not_ask_for_is_beside(four):
    found = score(needs_of([a_need()]), four.results(a="PP", b="PP", d="FF"), four.scenarios)

    assert found.beside == ("d",)


def test_a_scenario_the_list_does_not_know_still_counts(four):
    found = score(
        needs_of([a_need(scenarios=["a", "b", "nowhere.to-be-found"])]), four.results(a="PP", b="PP"), four.scenarios
    )

    assert found.needs[0].points == "2"
    assert found.not_run == ("nowhere.to-be-found",)


def test_a_need_that_is_not_there_is_not_found(four):
    with pytest.raises(KeyError):
        score(needs_of([a_need()]), [], four.scenarios).need("N9")
