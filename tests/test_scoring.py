"""One assessment worked out by hand, and each of the rules of scoring shown once."""

from __future__ import annotations

from decimal import Decimal

import pytest
from weighing import Bench, a_need, needs_of

from conformance.scoring import GateResult, Kind, Status, left_out, not_tested, score

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
    assert found.word == "word 3"
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


def test_points_are_explained_line_by_line(four):
    needs = needs_of([a_need(scenarios=["a", "b", "c", "d"], score=EVERY)])

    (need,) = score(needs, four.results(a="PP", b="PF", c="FP"), four.scenarios).needs

    assert need.arithmetic == (
        "2 of 4 scenarios (50.0 %).\n"
        "2 of 4 scenarios with MUST clauses (50.0 %).\n"
        "2 of 4 scenarios with SHOULD clauses (50.0 %).\n"
        "No robustness scenarios in this need.\n"
        "Counted as not held, since not shown: d (it was not run).\n"
        "0 points for <50%: no.\n"
        "2 points for >=50%: yes.\n"
        "3 points for must:100%: no.\n"
        "4 points for must:100% & should:>=80%: no.\n"
        "5 points for must:100% & should:100%: no.\n"
        "The highest that holds gives 2 of 5."
    )
    assert need.why == (
        "3 points ask for must:100%; only 2 of 4 scenarios with MUST clauses (50.0 %) hold: "
        "not c (MUST failed (Standard 0: does m0)), d (it was not run)."
    )
    assert need.missing == ("d",)
    assert need.descriptors[0] == (0, "<50%")
    assert {share.kind: share.held for share in need.shares} == {
        Kind.ALL: 2,
        Kind.MUST: 2,
        Kind.SHOULD: 2,
        Kind.ROBUSTNESS: 0,
    }


def test_the_descriptor_of_0_stops_all_others(four):
    needs = needs_of([a_need(scenarios=["a", "b"], score={"0": "should:<60%", "3": "must:100%"})])

    (need,) = score(needs, four.results(a="PP", b="PF"), four.scenarios).needs

    assert need.points == "0"
    assert need.arithmetic.endswith("The condition of 0 holds, so 0 of 5.")
    assert need.why == (
        "only 1 of 2 scenarios with SHOULD clauses (50.0 %) hold: not b (SHOULD failed (Standard 1: does s1)): "
        "below the share under which nothing is earned."
    )


def test_without_a_descriptor_that_holds_there_are_no_points(four):
    needs = needs_of([a_need(scenarios=["a"], score={"3": "must:100%"})])

    (need,) = score(needs, four.results(a="FP"), four.scenarios).needs

    assert need.arithmetic.endswith("None above 0 holds, so 0 of 5.")


def test_the_best_is_told_as_the_best(four):
    needs = needs_of([a_need(scenarios=["a"], score=EVERY)])

    assert (
        score(needs, four.results(a="PP"), four.scenarios).needs[0].why
        == "This is the highest descriptor of this need."
    )


def test_points_nobody_can_earn_are_remarked_on(bench):
    bench.scenario("a", "m")
    needs = needs_of([a_need(scenarios=["a"])])

    found = score(needs, bench.results(a="P"), bench.scenarios)

    assert (found.needs[0].points, found.needs[0].unreachable) == ("3", (4, 5))
    assert "there are no scenarios with SHOULD clauses in this need, so nobody can be given more" in found.needs[0].why
    assert found.remarks == ("Nobody can earn 4 or 5 points for N1: no scenario of it shows them.",)


def test_many_scenarios_are_not_all_named_in_a_sentence(bench):
    for name in "abcdefg":
        bench.scenario(name)
    needs = needs_of(
        [a_need("N1", weight=50, scenarios=list("abcdefg")), a_need("N2", weight=50, scenarios=list("abcde"))]
    )

    seven, five = score(needs, [], bench.scenarios).needs

    assert "e (it was not run) and 2 more" in seven.why
    assert "d (it was not run), e (it was not run): below" in five.why


def test_what_the_panel_judges_is_told_with_the_signs_to_look_for(bench):
    needs = needs_of(
        [
            a_need("N1", weight=50, evidence="panel", scenarios=[], proxies=["speed", "manners"]),
            a_need("N2", weight=50, evidence="price", scenarios=[]),
        ]
    )

    with_signs, without = score(needs, [], bench.scenarios).needs

    assert with_signs.arithmetic == "No machine points: judged by panel. Signs to look for: speed; manners."
    assert without.arithmetic == "No machine points: judged by price."


def test_what_was_shown_is_not_the_panels_to_judge(four):
    needs = needs_of([a_need(score=EVERY)], not_tested="panel")

    assert score(needs, four.results(a="PP", b="FP"), four.scenarios).needs[0].status is Status.SCORED


@pytest.mark.parametrize(
    ("verdicts", "result", "why"),
    [
        ({"a": "PP", "b": "PF"}, GateResult.MET, "2 of 2 scenarios with MUST clauses (100.0 %) hold."),
        (
            {"a": "PP", "b": "FP"},
            GateResult.NOT_MET,
            "Only 1 of 2 scenarios with MUST clauses (50.0 %) hold: not b (MUST",
        ),
        ({"a": "BB", "b": "FP"}, GateResult.NOT_MET, "Only 0 of 2"),
        ({"a": "EE", "b": "FP"}, GateResult.NOT_MET, "Only 0 of 2"),
        ({"a": "PP", "b": "BB"}, GateResult.NOT_SHOWN, "Only 1 of 2"),
        ({"a": "PP", "b": "NN"}, GateResult.NOT_SHOWN, "Only 1 of 2"),
        ({"a": "PP", "b": "EE"}, GateResult.NOT_SHOWN, "Only 1 of 2"),
        ({"a": "PP"}, GateResult.NOT_SHOWN, "Only 1 of 2"),
    ],
)
def test_a_gate_is_met_not_met_or_not_shown(four, verdicts, result, why):
    needs = needs_of([a_need(gate=True)])

    found = score(needs, four.results(**verdicts), four.scenarios)

    assert found.gates[0].result is result
    assert found.gates[0].why.startswith(why)
    assert found.gates_met is (result is GateResult.MET)
    assert found.gates_failed is (result is GateResult.NOT_MET)


def test_a_gate_whose_rule_speaks_of_no_scenario_is_not_shown(four):
    needs = needs_of([a_need(gate=True, pass_rule="must:100% & robustness:100%")])

    found = score(needs, four.results(a="PP", b="PP"), four.scenarios)

    assert found.gates[0].result is GateResult.NOT_SHOWN
    assert "no robustness scenarios in this need" in found.gates[0].why


def test_a_gate_of_documents_is_for_the_panel(four):
    needs = needs_of([a_need("N1", gate=True, evidence="document", scenarios=[])])

    found = score(needs, [], four.scenarios)

    assert found.gates[0].result is GateResult.FOR_PANEL
    assert found.gates_met
    assert (found.total, found.exact, found.word) == (None, None, "")
    assert found.arithmetic == "No theme has machine points, so there is no total."
    assert found.themes[0].arithmetic == "No need of this theme has machine points, so the theme has none."
    assert found.needs[0].status is Status.FOR_PANEL


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
    assert found.remarks[0] == "Not decidable until repeated, through no fault of the candidate: b."


@pytest.mark.parametrize(
    ("choice", "status"), [("zero", Status.SCORED), ("exclude-for-all", Status.SCORED), ("panel", Status.FOR_PANEL)]
)
def test_what_could_not_be_reached_is_never_rewarded(four, choice, status):
    needs = needs_of([a_need(score=EVERY)], not_tested=choice)

    found = score(needs, four.results(a="PP", b="BB"), four.scenarios)

    assert (found.total, found.needs[0].status) == (Decimal("40.00"), status)
    assert found.missing == (("b", "it could not be judged"),)
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


def test_what_a_need_calls_robustness_counts_apart_from_conformance(four):
    needs = needs_of(
        [
            a_need("N1", weight=50, scenarios=["a", "b"], robustness=["b", "c"], gate=True),
            a_need("N2", weight=50, scenarios=["b"], gate=True),
        ]
    )

    found = score(needs, four.results(a="PP", b="FP", c="PP"), four.scenarios)

    assert [share.text for share in found.need("N1").shares] == [
        "2 of 3 scenarios (66.6 %)",
        "1 of 1 scenarios with MUST clauses (100.0 %)",
        "1 of 1 scenarios with SHOULD clauses (100.0 %)",
        "1 of 2 robustness scenarios (50.0 %)",
    ]
    assert [gate.result for gate in found.gates] == [GateResult.MET, GateResult.NOT_MET]
    assert found.need("N1").points == "4"


def test_attempts_that_differ_are_undecided_in_every_need(four):
    needs = needs_of(
        [a_need("N1", weight=50, scenarios=["a"]), a_need("N2", weight=50, scenarios=[], robustness=["a"])]
    )

    found = score(needs, [four.result("a", "PP", 1), four.result("a", "PF", 2)], four.scenarios)

    assert {one.status for one in found.needs} == {Status.UNDECIDED}
    assert found.to_repeat == ("a",)


def test_a_need_that_is_not_there_is_not_found(four):
    with pytest.raises(KeyError):
        score(needs_of([a_need()]), [], four.scenarios).need("N9")
