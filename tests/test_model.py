from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

import conformance
from conformance.model import Clause, Finding, Level, Outcome, Verdict, outcome_of

ORDER = [Outcome.ERROR, Outcome.FAILED, Outcome.BLOCKED, Outcome.RESERVATION, Outcome.NOT_APPLICABLE, Outcome.PASSED]


def finding(verdict: Verdict, level: Level = Level.MUST) -> Finding:
    return Finding(Clause("a.b", "Standard", "1", "2.3", "does it", level), verdict, "expected", "saw")


findings = st.builds(finding, st.sampled_from(Verdict), st.sampled_from(Level))


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        ([], Outcome.ERROR),
        ([finding(Verdict.PASSED)], Outcome.PASSED),
        ([finding(Verdict.FAILED)], Outcome.FAILED),
        ([finding(Verdict.FAILED, Level.SHOULD)], Outcome.RESERVATION),
        ([finding(Verdict.FAILED, Level.MAY)], Outcome.PASSED),
        ([finding(Verdict.BLOCKED)], Outcome.BLOCKED),
        ([finding(Verdict.NOT_APPLICABLE)], Outcome.NOT_APPLICABLE),
        ([finding(Verdict.PASSED), finding(Verdict.NOT_APPLICABLE)], Outcome.PASSED),
        ([finding(Verdict.FAILED), finding(Verdict.BLOCKED)], Outcome.FAILED),
        ([finding(Verdict.FAILED, Level.SHOULD), finding(Verdict.BLOCKED)], Outcome.BLOCKED),
        ([finding(Verdict.FAILED), finding(Verdict.ERROR)], Outcome.ERROR),
    ],
)
def test_findings_add_up_to_an_outcome(told, outcome):
    assert outcome_of(tuple(told)) is outcome


@given(st.lists(findings, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_findings_changes_nothing(told, random):
    shuffled = random.sample(told, len(told))

    assert outcome_of(tuple(told)) is outcome_of(tuple(shuffled))


@given(st.lists(findings, min_size=1, max_size=6), st.data())
def test_a_pass_turned_into_a_failure_never_makes_the_outcome_better(told, data):
    place = data.draw(st.integers(0, len(told) - 1))
    worse = [*told]
    worse[place] = dataclasses.replace(told[place], verdict=Verdict.FAILED)

    if told[place].verdict is Verdict.PASSED:
        assert ORDER.index(outcome_of(tuple(worse))) <= ORDER.index(outcome_of(tuple(told)))


@given(st.lists(findings, max_size=6))
def test_a_pass_needs_a_pass_and_no_proven_must_failure(told):
    if outcome_of(tuple(told)) is Outcome.PASSED:
        assert told
        assert all(one.verdict is not Verdict.FAILED or one.clause.level is Level.MAY for one in told)
        assert {one.verdict for one in told}.isdisjoint({Verdict.ERROR, Verdict.BLOCKED})
        assert {one.verdict for one in told} != {Verdict.NOT_APPLICABLE}


def test_values_are_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        finding(Verdict.PASSED).saw = "else"


def test_a_clause_cites_its_standard_and_section():
    assert finding(Verdict.PASSED).clause.citation == "Standard 2.3"


def test_the_package_offers_the_authors_vocabulary():
    assert set(conformance.__all__) >= {"Clause", "Level", "Blocked", "NotApplicable", "__version__"}
    assert all(hasattr(conformance, name) for name in conformance.__all__)
