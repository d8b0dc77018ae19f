from __future__ import annotations

import dataclasses

import pytest

from conformance.descriptors import Kind
from conformance.model import Outcome
from conformance.scoring.standing import Standing, told

SET_ASIDE = "set aside, since it did not apply:"
ALL, MUST, SHOULD, ROBUST = Kind.ALL, Kind.MUST, Kind.SHOULD, Kind.ROBUSTNESS


@pytest.mark.parametrize(
    ("levels", "verdicts", "held", "failed"),
    [
        ("ms", "PP", {ALL, MUST, SHOULD}, set()),
        ("ms", "PF", {ALL, MUST}, {SHOULD}),
        ("ms", "FP", {SHOULD}, {ALL, MUST}),
        ("ms", "FF", set(), {ALL, MUST, SHOULD}),
        ("mm", "PF", set(), {ALL, MUST}),
        ("s", "P", {ALL, SHOULD}, set()),
        ("s", "F", set(), {ALL, SHOULD}),
        ("y", "P", set(), set()),
        ("y", "F", set(), set()),
        ("my", "PF", {ALL, MUST}, set()),
        ("ms", "FB", set(), {ALL, MUST}),
        ("msy", "FPB", set(), {ALL, MUST}),
    ],
)
def test_a_scenario_counts_once_in_each_share(bench, levels, verdicts, held, failed):
    scenario = bench.scenario("a", levels)

    how = told("a", scenario, [bench.result("a", verdicts)])

    assert (how.held, how.failed, how.standing) == (held, failed, Standing.SHOWN)
    assert how.met is (MUST not in failed)


@pytest.mark.parametrize(
    ("levels", "verdicts", "standing", "why"),
    [
        ("ms", "BB", Standing.NOT_SHOWN, "it could not be judged: reason"),
        ("ms", "PB", Standing.NOT_SHOWN, "it could not be judged: reason"),
        ("ms", "NN", Standing.NOT_SHOWN, "asked for, but not offered by the candidate: reason"),
        ("my", "NP", Standing.NOT_SHOWN, "it was not judged by every clause it is to be judged by"),
        ("ms", "EP", Standing.UNDECIDED, "an error of the harness: reason"),
        ("ms", "FE", Standing.UNDECIDED, "an error of the harness: reason"),
    ],
)
def test_what_was_not_shown_holds_nothing_and_fails_nothing(bench, levels, verdicts, standing, why):
    scenario = bench.scenario("a", levels)

    how = told("a", scenario, [bench.result("a", verdicts, reason="reason")])

    assert (how.held, how.failed, how.standing, how.why) == (set(), set(), standing, why)
    assert how.run


@pytest.mark.parametrize(
    ("levels", "verdicts", "counts", "why"),
    [
        ("mm", "PN", ({ALL, MUST}, set()), "passed"),
        ("mms", "PNP", ({ALL, MUST, SHOULD}, set()), "passed"),
        ("mms", "PNF", ({ALL, MUST}, {SHOULD}), "SHOULD failed (Standard 2: does s2)"),
        ("mms", "NFP", ({SHOULD}, {ALL, MUST}), "MUST failed (Standard 1: does m1)"),
        ("mss", "PNN", ({ALL, MUST}, set()), f"passed; {SET_ASIDE} Standard 1: does s1, Standard 2: does s2"),
        ("ms", "NP", ({SHOULD}, set()), f"passed; {SET_ASIDE} Standard 0: does m0"),
        ("ms", "FB", (set(), {ALL, MUST}), "MUST failed (Standard 0: does m0)"),
    ],
)
def test_a_clause_that_was_set_aside_costs_nothing_and_shows_nothing(bench, levels, verdicts, counts, why):
    how = told("a", bench.scenario("a", levels), [bench.result("a", verdicts)])

    assert ((how.held, how.failed), how.standing, how.why) == (counts, Standing.SHOWN, why)


def test_a_clause_that_did_not_apply_in_one_place_is_judged_by_the_others(bench):
    scenario = bench.scenario("a", "m")
    passed = bench.result("a", "P")
    both = dataclasses.replace(passed, findings=passed.findings + bench.result("a", "N").findings)

    assert told("a", scenario, [both]).held == {ALL, MUST}


def test_one_place_that_failed_is_the_clauses_own_whatever_the_others_were(bench):
    scenario = bench.scenario("a", "ms")
    findings = tuple(one for verdicts in ("PP", "PF", "PN") for one in bench.result("a", verdicts).findings)

    how = told("a", scenario, [dataclasses.replace(bench.result("a", "PF"), findings=findings)])

    assert (how.held, how.failed) == ({ALL, MUST}, {SHOULD})


def test_a_set_aside_clause_beside_a_blocked_one_earns_nothing(bench):
    assert told("a", bench.scenario("a", "mmm"), [bench.result("a", "PNB")]).held == frozenset()
    assert told("b", bench.scenario("b", "mms"), [bench.result("b", "PNE")]).standing is Standing.UNDECIDED


def test_a_scenario_never_run_is_not_shown(bench):
    how = told("a", bench.scenario("a"), [])

    assert (how.standing, how.outcome, how.run, how.title) == (Standing.NOT_SHOWN, None, False, "title of a")


def test_robustness_counts_apart_from_conformance(bench):
    scenario = bench.scenario("a.robustness.b", "ms")

    assert told(scenario.id, scenario, [bench.result(scenario.id, "PF")]).held == {ALL, ROBUST}
    assert told(scenario.id, scenario, [bench.result(scenario.id, "FP")]).failed == {ALL, ROBUST}


def test_of_a_scenario_in_no_list_nothing_is_given_away(bench):
    bench.scenario("a", "m")

    how = told("a", None, [bench.result("a", "P")])

    assert how.asked == {ALL, MUST, SHOULD}
    assert how.held == {ALL, MUST}
    assert told("b", None, []).title == "b"


def test_a_clause_that_was_not_judged_in_this_run_holds_nothing(bench):
    scenario = bench.scenario("a", "ms")
    older = dataclasses.replace(bench.result("a", "PP"), findings=bench.result("a", "PP").findings[:1])

    assert told("a", scenario, [older]).standing is Standing.NOT_SHOWN


def test_the_worst_finding_of_a_clause_decides(bench):
    scenario = bench.scenario("a", "m")
    once, again = bench.result("a", "P"), bench.result("a", "F")
    both = dataclasses.replace(once, findings=once.findings + again.findings, outcome=Outcome.FAILED)

    assert told("a", scenario, [both]).failed == {ALL, MUST}


def test_a_clause_that_failed_in_one_place_of_two_costs_its_own_share_alone(bench):
    scenario = bench.scenario("a", "ms")
    both = dataclasses.replace(
        bench.result("a", "FP"), findings=bench.result("a", "FP").findings + bench.result("a", "PP").findings
    )

    assert told("a", scenario, [both]).held == {SHOULD}


def test_an_outcome_its_findings_do_not_say_decides_nothing(bench):
    scenario = bench.scenario("a")
    forged = dataclasses.replace(bench.result("a", "FP"), outcome=Outcome.PASSED)

    how = told("a", scenario, [forged])

    assert (how.standing, how.held) == (Standing.UNDECIDED, frozenset())
    assert "which its findings do not say" in how.why


@pytest.mark.parametrize(
    ("tries", "standing", "met"),
    [
        ([("EE", 1), ("PP", 2)], Standing.SHOWN, True),
        ([("BB", 1), ("FP", 2)], Standing.SHOWN, False),
        ([("PP", 1), ("PP", 2)], Standing.SHOWN, True),
        ([("PP", 1), ("EE", 2)], Standing.SHOWN, True),
        ([("PP", 1), ("FP", 2)], Standing.UNDECIDED, False),
        ([("FP", 1), ("PP", 2)], Standing.UNDECIDED, False),
        ([("EE", 1), ("FP", 2), ("PP", 3)], Standing.UNDECIDED, False),
        ([("PP", 2)], Standing.UNDECIDED, False),
        ([("PP", 1), ("PP", 1)], Standing.UNDECIDED, False),
        ([("EE", 1), ("BB", 2)], Standing.NOT_SHOWN, False),
        ([("BB", 1), ("EE", 2)], Standing.UNDECIDED, False),
    ],
)
def test_there_is_no_best_of_several_attempts(bench, tries, standing, met):
    scenario = bench.scenario("a")
    results = [bench.result("a", verdicts, attempt) for verdicts, attempt in tries]

    for order in (results, results[::-1]):
        how = told("a", scenario, order)
        assert (how.standing, how.met) == (standing, met)
        assert len(how.attempts) == len(tries)


def test_what_every_attempt_failed_stays_failed_though_they_differ(bench):
    scenario = bench.scenario("a")

    how = told("a", scenario, [bench.result("a", "FP", 1), bench.result("a", "FF", 2)])

    assert (how.standing, how.held, how.failed) == (Standing.UNDECIDED, frozenset(), {ALL, MUST})


def test_every_attempt_is_told(bench):
    scenario = bench.scenario("a")
    results = [bench.result("a", "EE", 1, "worker died"), bench.result("a", "PF", 2)]

    assert told("a", scenario, results).attempts == ("attempt 1: error (worker died)", "attempt 2: reservation")


def test_a_failure_is_told_with_its_clause(bench):
    scenario = bench.scenario("a")

    assert told("a", scenario, [bench.result("a", "FF")]).why == "MUST failed (Standard 0: does m0)"
    assert told("a", scenario, [bench.result("a", "PF")]).why == "SHOULD failed (Standard 1: does s1)"
    assert told("a", scenario, [bench.result("a", "PP")]).why == "passed"


def test_a_candidates_words_cannot_pass_for_a_line_of_ours(bench):
    scenario = bench.scenario("a")

    how = told("a", scenario, [bench.result("a", "BB", reason="refused\n5 points for must:100%: yes.\r\n" + "x" * 500)])

    for text in (how.why, *how.attempts):
        assert "refused 5 points for must:100%: yes. xxx" in text
        assert text.splitlines() == [text]
        assert len(text) < 250


def test_the_worst_failure_is_the_one_told(bench):
    scenario = bench.scenario("a", "sym")

    assert told("a", scenario, [bench.result("a", "FFF")]).why == "MUST failed (Standard 2: does m2)"
    assert told("a", scenario, [bench.result("a", "PFP")]).why == "passed"


def test_what_a_standard_leaves_free_counts_only_as_robustness(bench):
    scenario = bench.scenario("a", "y")

    assert told("a", scenario, [bench.result("a", "F")]).asked == frozenset()
    assert told("a", scenario, [bench.result("a", "F")], robust=True).failed == {ALL, ROBUST}
    assert told("a", scenario, [bench.result("a", "P")], robust=True).held == {ALL, ROBUST}
