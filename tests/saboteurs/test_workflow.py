"""The kill matrix of the stories across rooms: every vice is caught by its clauses, every oddity is let pass.

A vice meets the stories of its topic; with CONFORMANCE_FULL_MATRIX=1 it meets them all. An oddity meets them all.
"""

from __future__ import annotations

import os

import pytest
from matrix import Matrix

from conformance.kits import made
from conformance.model import Outcome, Verdict
from conformance.workflow import KIT, clauses
from conformance.workflow.saboteurs import SABOTEURS
from conformance.workflow.simulator import SIMULATORS

QUICK = {"settle_s": 0.6}
FULL = os.environ.get("CONFORMANCE_FULL_MATRIX") == "1"
SCENARIOS = [scenario.id for scenario in KIT.scenarios()]
_CHANGES = ("workflow.update-", "workflow.merge-", "workflow.order-", "workflow.changed-order-")
TOPICS = {
    "orders": (
        "workflow.begun-step-",
        "workflow.order-",
        "workflow.omi-order-",
        "workflow.cancelled-order-",
        "workflow.changed-order-",
    ),
    "patients": ("workflow.update-", "workflow.merge-"),
    "misreading": _CHANGES,
    "keeping": ("workflow.order-",),
    "notices": (*_CHANGES, "workflow.report-finalised"),
    "reports": ("workflow.report-",),
    "sharing": ("workflow.study-shared-", "workflow.changed-study-"),
}


def met(saboteur):
    """Return the stories this saboteur is told."""
    topic = saboteur.make.partition(":")[0].rpartition(".")[2]
    everything = FULL or not saboteur.fails
    return {one for one in SCENARIOS if everything or one.startswith(TOPICS[topic])}


def meet(arena, saboteur):
    with made(saboteur) as hospital:
        return arena.run(hospital.profile(), "workflow", only=met(saboteur), limits=QUICK)


@pytest.fixture(scope="module")
def told(request):
    """Return a function that tells a saboteur its stories, once."""
    matrix = Matrix(meet)
    matrix.ahead(request)
    yield matrix
    matrix.close()


def clauses_of(results, verdict):
    return {one.clause.id for result in results for one in result.findings if one.verdict is verdict}


def test_the_honest_hospital_passes_everything(arena):
    with SIMULATORS["hospital"]() as hospital:
        results = arena.run(hospital.profile(), "workflow", limits=QUICK)

    assert len(results) > 10
    assert {result.scenario: result.outcome for result in results if result.outcome is not Outcome.PASSED} == {}


@pytest.mark.parametrize("saboteur", SABOTEURS, ids=lambda one: one.id)
def test_each_vice_is_caught_by_its_clauses_alone(told, saboteur):
    results = told(saboteur)
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
