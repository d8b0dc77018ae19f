"""What changed between two runs, and what of it counts."""

from __future__ import annotations

import pytest
from test_deviations import CLAUSES

from conformance.deviations import Register
from conformance.differences import FailOn, Kind, differences, exceeds
from conformance.model import Finding, Outcome, Result, Verdict
from conformance.runs import Run

OUTCOMES = {"passed": Verdict.PASSED, "failed": Verdict.FAILED, "blocked": Verdict.BLOCKED, "error": Verdict.ERROR}


def told(outcome, saw="y", clause=0):
    if outcome is None:
        return Run(None, {}, (), {}, "")
    findings = (Finding(CLAUSES[clause], OUTCOMES[outcome], "x", saw),)
    result = Result("s.x", "k", "a", "t", "s", Outcome(outcome), findings, (), "", 0.0, 1, "why")
    return Run(None, {}, (result,), {}, "")


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (("passed",), ("failed",), Kind.NEW_FAILURE),
        (("blocked",), ("failed",), Kind.NEW_FAILURE),
        ((None,), ("failed",), Kind.NEW_FAILURE),
        (("failed",), ("failed", "y", 1), Kind.NEW_FAILURE),
        (("passed",), ("blocked",), Kind.NOT_TESTED),
        (("failed",), ("error",), Kind.NOT_TESTED),
        (("passed",), (None,), Kind.NOT_TESTED),
        (("failed",), ("passed",), Kind.MENDED),
        (("blocked",), ("passed",), Kind.NEWLY_TESTED),
        ((None,), ("passed",), Kind.NEWLY_TESTED),
        (("failed", "one"), ("failed", "two"), Kind.CHANGED),
        (("blocked",), ("error",), Kind.CHANGED),
        (("failed", "127.0.0.1:1 said no"), ("failed", "127.0.0.1:2 said no"), None),
        (("passed",), ("passed",), None),
        ((None,), ("blocked",), None),
    ],
)
def test_each_change_has_its_kind(before, after, kind):
    found = [one.kind for one in differences(told(*before), told(*after))]

    assert found == ([kind] if kind else [])


def test_a_new_failure_says_what_was_seen():
    (one,) = differences(told("passed"), told("failed", "nothing came"))

    assert (one.scenario, one.before, one.after) == ("s.x", "passed", "failed")
    assert one.says == "c.a: saw nothing came"


def test_an_expected_failure_is_no_news():
    register = Register((), frozenset({("s.x", "c.a")}), 1)

    assert differences(told("passed"), told("failed"), register) == ()
    assert len(differences(told("passed"), told("failed", clause=1), register)) == 1


@pytest.mark.parametrize(
    ("after", "counts"),
    [
        ("failed", {FailOn.NEW, FailOn.NOT_TESTED, FailOn.ANY}),
        ("blocked", {FailOn.NOT_TESTED, FailOn.ANY}),
        ("passed", set()),
    ],
)
def test_what_counts_is_chosen(after, counts):
    changes = differences(told("passed"), told(after))

    assert {one for one in FailOn if exceeds(changes, one)} == counts
