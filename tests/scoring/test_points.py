from __future__ import annotations

import pytest
from weighing import a_need, needs_of

from conformance.scoring import GateResult, Kind, Status, score

EVERY = {"0": "<50%", "2": ">=50%", "3": "must:100%", "4": "must:100% & should:>=80%", "5": "must:100% & should:100%"}


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


def test_a_descriptor_of_0_that_nothing_can_escape_is_remarked_on(bench):
    bench.scenario("a", "m")
    needs = needs_of([a_need(scenarios=["a"], score={"0": "should:<60%", "3": "must:100%"})])
    both = needs_of([a_need(scenarios=["a"], score={"0": "should:<60% & must:<50%", "3": "must:100%"})])

    (never,), (either,) = (score(one, bench.results(a="P"), bench.scenarios).needs for one in (needs, both))

    assert (never.points, never.unreachable) == ("0", (3,))
    assert (either.points, either.unreachable) == ("3", ())


def test_a_gate_that_nobody_can_pass_is_remarked_on(bench):
    bench.scenario("a", "s")
    rows = [
        a_need("N1", weight=40, scenarios=["a"], gate=True),
        a_need("N2", weight=40, scenarios=["a"], gate=True, pass_rule="should:100%"),
        a_need("N3", weight=10, scenarios=["a"]),
        a_need("N4", weight=10, evidence="document", scenarios=[], gate=True),
    ]

    found = score(needs_of(rows), bench.results(a="P"), bench.scenarios)

    says = "Nobody can pass the gate N1: no scenario of it shows what its rule asks for (must:100%)."
    assert [one for one in found.remarks if "gate" in one] == [says]
    assert [gate.result for gate in found.gates[:2]] == [GateResult.NOT_SHOWN, GateResult.MET]


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
    assert (with_signs.status, without.status) == (Status.FOR_PANEL, Status.PRICE)
    assert (with_signs.points, without.points) == ("for the panel", "weighed apart, with the price")


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
