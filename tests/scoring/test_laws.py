"""The laws of scoring, whatever the needs, the scenarios and the results."""

from __future__ import annotations

import dataclasses
import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from weighing import Bench, a_need, needs_of

from conformance.model import Result, Verdict, outcome_of
from conformance.scoring import Assessment, GateResult, score
from conformance.scoring.figures import rounded

IDS = ["a", "b", "c.d", "c.e", "f.robustness.g", "f.robustness.h"]
TABLES: list[dict[str, str] | None] = [
    None,
    {"0": "<50%", "1": ">=10%", "3": "must:>=60%", "5": ">=100%"},
    {"0": "must:<30%", "2": "should:>=50%", "4": "robustness:>=50% & must:>=50%"},
    {"1": "should:>=1%", "5": "robustness:100%"},
]
GATES = [GateResult.NOT_MET, GateResult.NOT_SHOWN, GateResult.MET]
LINE = re.compile(r"(\w+): weight (\d+) x (\d) points = (\d+)")
LAW = settings(max_examples=100, deadline=None)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Any, list[Result], Bench]:
    """Two wire needs and one for the panel, under two themes, over up to six scenarios told up to three times."""
    bench = Bench()
    for one in IDS:
        bench.scenario(one, draw(st.text("msy", min_size=1, max_size=3)))
    results = [
        bench.result(
            scenario.id,
            draw(st.text("PPPPFBNE", min_size=len(scenario.clauses), max_size=len(scenario.clauses))),
            attempt,
        )
        for scenario in bench.scenarios
        for attempt in range(1, 1 + draw(st.integers(0, 3)))
    ]
    wires = [
        a_need(
            name,
            theme=name,
            gate=True,
            weight=draw(st.sampled_from([60, 100])),
            scenarios=draw(st.lists(st.sampled_from([*IDS, "c.*", "f.*", "z"]), min_size=1, max_size=4)),
            robustness=draw(st.lists(st.sampled_from(["a", "b", "c.*"]), max_size=2)),
            score=draw(st.sampled_from(TABLES)),
            pass_rule=draw(st.sampled_from(["must:100%", "must:>=50% & robustness:100%", ">=70%"])),
        )
        for name in ("t", "u")
    ]
    panels = [
        a_need(f"P{one['id']}", theme=one["id"], evidence="panel", scenarios=[], weight=100 - one["weight"])
        for one in wires
    ]
    weight = draw(st.integers(1, 99))
    return (
        needs_of(
            [*wires, *panels],
            [("t", weight), ("u", 100 - weight)],
            not_tested=draw(st.sampled_from(["zero", "exclude-for-all", "panel"])),
            rounding={
                "places": draw(st.integers(0, 3)),
                "mode": draw(st.sampled_from(["half-up", "half-even", "down"])),
                "when": draw(st.sampled_from(["final", "each-step"])),
            },
        ),
        results,
        bench,
    )


def figures(assessment: Assessment) -> list[Decimal]:
    """Return every number by which a candidate is judged."""
    values = [one.value for one in assessment.needs if one.value is not None]
    values += [one.value for one in assessment.themes if one.value is not None]
    return [*values, assessment.total or Decimal(0)]


def never_more(after: Assessment, before: Assessment) -> None:
    assert len(figures(after)) == len(figures(before))
    for new, old in zip(figures(after), figures(before), strict=True):
        assert new <= old
    for one, other in zip(after.gates, before.gates, strict=True):
        assert one.result is not GateResult.MET or other.result is GateResult.MET


@LAW
@given(cases(), st.data())
def test_a_pass_turned_into_a_failure_never_raises_anything(case, data):
    needs, results, bench = case
    passed = [
        (place, at)
        for place, result in enumerate(results)
        for at, finding in enumerate(result.findings)
        if finding.verdict is Verdict.PASSED
    ]
    if not passed:
        return
    place, at = data.draw(st.sampled_from(passed))
    findings = list(results[place].findings)
    findings[at] = dataclasses.replace(findings[at], verdict=Verdict.FAILED)
    worse = [*results]
    worse[place] = dataclasses.replace(results[place], findings=tuple(findings), outcome=outcome_of(tuple(findings)))

    before, after = score(needs, results, bench.scenarios), score(needs, worse, bench.scenarios)
    never_more(after, before)
    for one, other in zip(after.gates, before.gates, strict=True):
        assert GATES.index(one.result) <= GATES.index(other.result)


@LAW
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_results_changes_nothing(case, random):
    needs, results, bench = case

    shuffled = random.sample(results, len(results))

    assert score(needs, shuffled, bench.scenarios) == score(needs, results, bench.scenarios)


@LAW
@given(cases(), st.sampled_from(IDS))
def test_leaving_a_scenario_out_never_raises_anything_and_is_told(case, dropped):
    needs, results, bench = case

    before = score(needs, results, bench.scenarios)
    after = score(needs, [one for one in results if one.scenario != dropped], bench.scenarios)

    never_more(after, before)
    if any(told.scenario == dropped for need in after.needs for told in need.scenarios):
        assert not after.complete
        assert dropped in after.not_run
        assert dropped in dict(after.missing)


@LAW
@given(cases(), st.data())
def test_leaving_an_attempt_out_before_the_last_never_raises_anything(case, data):
    needs, results, bench = case
    last = {one.scenario: one.attempt for one in results}
    early = [one for one in results if one.attempt < last[one.scenario]]
    if not early:
        return
    dropped = data.draw(st.sampled_from(early))

    never_more(
        score(needs, [one for one in results if one is not dropped], bench.scenarios),
        score(needs, results, bench.scenarios),
    )


@LAW
@given(cases(), st.data())
def test_a_result_recorded_twice_never_raises_anything(case, data):
    needs, results, bench = case
    if not results:
        return
    doubled = [*results, data.draw(st.sampled_from(results))]

    never_more(score(needs, doubled, bench.scenarios), score(needs, results, bench.scenarios))


@LAW
@given(cases())
def test_every_figure_is_within_its_bounds(case):
    needs, results, bench = case

    found = score(needs, results, bench.scenarios)

    for need in found.needs:
        if need.value is not None and need.at_most is not None:
            assert 0 <= need.value <= need.at_most <= 5
            assert need.value == need.value.to_integral_value()
    for theme in found.themes:
        if theme.value is not None and theme.at_most is not None and theme.percent is not None:
            assert 0 <= theme.value <= theme.at_most <= 5
            assert 0 <= theme.percent <= 100
    assert found.total is not None
    assert found.at_most is not None
    assert 0 <= found.total <= found.at_most <= 100


@LAW
@given(cases())
def test_what_is_decided_leaves_no_room_and_what_must_be_repeated_is_named(case):
    needs, results, bench = case

    found = score(needs, results, bench.scenarios)

    if not found.to_repeat:
        assert found.total == found.at_most
    assert set(found.to_repeat) <= set(dict(found.missing))
    assert found.complete is not bool(found.to_repeat or found.not_run)


@LAW
@given(cases())
def test_nothing_shown_earns_nothing_and_meets_no_gate(case):
    needs, _, bench = case

    found = score(needs, [], bench.scenarios)

    assert set(figures(found)) == {Decimal(0)}
    assert {gate.result for gate in found.gates} <= {GateResult.NOT_SHOWN, GateResult.FOR_PANEL}


@LAW
@given(cases())
def test_the_denominators_do_not_depend_on_the_candidate(case):
    needs, results, bench = case

    def sizes(assessment: Assessment) -> list[int]:
        return [share.of for need in assessment.needs for share in need.shares]

    assert sizes(score(needs, results, bench.scenarios)) == sizes(score(needs, [], bench.scenarios))


@LAW
@given(cases())
def test_the_printed_sums_give_the_printed_total(case):
    needs, results, bench = case
    found = score(needs, results, bench.scenarios)

    for theme in found.themes:
        *lines, last = [line for line in theme.arithmetic.splitlines() if not line.startswith("Not in")]
        parts = [LINE.fullmatch(line).groups() for line in lines]
        assert [name for name, *_ in parts] == list(theme.needs)
        weights, points, products = ([Fraction(part[at]) for part in parts] for at in (1, 2, 3))
        assert products == [weight * point for weight, point in zip(weights, points, strict=True)]
        assert last.startswith(f"Sum {sum(products)} / weights {sum(weights)} = {theme.value} of 5 ({theme.percent} %)")
        assert theme.value == rounded(sum(products) / sum(weights), needs.method.rounding)
    assert found.arithmetic.splitlines()[len(found.themes)].endswith(f"x 100 / 5 = {found.total} of 100")
