"""The kill matrix of the stories across rooms: every vice is caught by its clauses, every oddity is let pass."""

from __future__ import annotations

import pytest

from conformance.kits import made
from conformance.model import Outcome, Verdict
from conformance.workflow import clauses
from conformance.workflow.saboteurs import SABOTEURS
from conformance.workflow.simulator import SIMULATORS

QUICK = {"settle_s": 0.6}


def told(arena, hospital, **limits):
    with hospital:
        return arena.run(hospital.profile(), "workflow", limits={**QUICK, **limits})


def clauses_of(results, verdict):
    return {one.clause.id for result in results for one in result.findings if one.verdict is verdict}


def test_the_honest_hospital_passes_everything(arena):
    results = told(arena, SIMULATORS["hospital"]())

    assert len(results) > 10
    assert {result.scenario: result.outcome for result in results if result.outcome is not Outcome.PASSED} == {}


@pytest.mark.parametrize("saboteur", SABOTEURS, ids=lambda one: one.id)
def test_each_vice_is_caught_by_its_clauses_alone(arena, saboteur):
    results = told(arena, made(saboteur))
    failed = clauses_of(results, Verdict.FAILED)

    assert [result.scenario for result in results if result.outcome is Outcome.ERROR] == []
    assert failed >= set(saboteur.fails)
    assert failed <= {*saboteur.fails, *saboteur.also}
    if not saboteur.fails:
        assert {result.outcome for result in results} == {Outcome.PASSED}


def test_every_clause_is_the_fate_of_some_vice():
    caught = {clause for one in SABOTEURS for clause in one.fails}
    declared = {value.id for name, value in vars(clauses).items() if name.isupper()}

    assert declared - caught == set()
