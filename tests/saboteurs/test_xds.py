"""The kill matrix of the XDS room: each vice is caught by the clauses that name it, and no oddity by any.

A vice meets the stories of its topic, or those its entry names; with CONFORMANCE_FULL_MATRIX=1 it meets them all.
"""

from __future__ import annotations

import os

import pytest
from matrix import Matrix

from conformance.kits import made
from conformance.model import Outcome, Saboteur, Verdict
from conformance.xds import KIT
from conformance.xds.simulator import SIMULATORS, AffinityDomain
from conformance.xds.simulator.serving import Told

SABOTEURS = KIT.saboteurs()
SCENARIOS = [scenario.id for scenario in KIT.scenarios()]
FULL = os.environ.get("CONFORMANCE_FULL_MATRIX") == "1"
SPEAKING = (
    "xds.provide.",
    "xds.retrieve.",
    "xds.register.accepted",
    "xds.register.unknown-patient",
    "xds.query.by-pat",
    "xds.query.must-understand",
)
TOPICS = {
    "repositories": ("xds.provide.", "xds.manifest."),
    "registries": ("xds.register.",),
    "lifecycles": ("xds.lifecycle.", "xds.register.all-or-nothing"),
    "finders": ("xds.query.", "xds.lifecycle.replacement", "xds.register.merged-patient"),
    "retrievals": ("xds.retrieve.", "xds.provide.", "xds.manifest.", "xds.imaging.", "xds.gateway.retrieve-unknown"),
    "senders": ("xds.retrieve.", "xds.provide.", "xds.manifest.", "xds.imaging."),
    "envelopes": (*SPEAKING, "xds.imaging."),
    "oddities": (
        *SPEAKING,
        "xds.register.",
        "xds.query.",
        "xds.lifecycle.",
        "xds.manifest.",
        "xds.imaging.",
        "xds.gateway.",
    ),
    "mobile": ("xds.mhd.",),
    "publishers": ("xds.mhd.",),
    "security": ("xds.secure.",),
    "audits": ("xds.audit.",),
    "xua": ("xds.xua.",),
    "callers": ("xds.source.", "xds.consumer.", "xds.image-consumer."),
    "consumers": ("xds.source.", "xds.consumer.", "xds.image-consumer."),
    "options": ("xds.update.", "xds.remove-", "xds.on-demand.", "xds.multi-patient."),
    "demanded": ("xds.on-demand.", "xds.retrieve."),
    "identities": ("xds.feed-v3.",),
    "late": ("xds.asynchronous.",),
    "linkers": ("xds.link-change.",),
    "gateways": ("xds.gateway.",),
    "initiators": ("xds.initiating.",),
    "carriers": ("xds.initiating.",),
    "receivers": ("xds.recipient.",),
    "manifests": ("xds.manifest.", "xds.imaging.", "xds.wado-"),
    "images": ("xds.imaging.", "xds.wado-"),
}
"""The stories that vices of a module meet; those of a module that is not here meet all."""
LONG = {"xds.query.thousand-entries"}
"""What takes a second is told only to whom it is named for."""
QUICK = {"http_s": 5.0, "settle_s": 0.5}


def met(saboteur: Saboteur):
    """Return the stories this saboteur is told."""
    if saboteur.scenarios:
        return set(saboteur.scenarios)
    topic = saboteur.make.partition(":")[0].rpartition(".")[2]
    topical = {one for one in SCENARIOS if FULL or one.startswith(TOPICS.get(topic, "xds."))}
    return topical if FULL or topic not in TOPICS else topical - LONG


def failed(results):
    return {finding.clause.id for result in results for finding in result.findings if finding.verdict is Verdict.FAILED}


def meet(arena, saboteur):
    with made(saboteur) as peer:
        return arena.run(peer.profile(), "xds", only=met(saboteur), limits=QUICK)


@pytest.fixture(scope="module")
def told(request):
    """Return a function that tells a saboteur its stories, once."""
    matrix = Matrix(meet)
    matrix.ahead(request)
    yield matrix
    matrix.close()


@pytest.mark.parametrize("name", SIMULATORS)
def test_an_honest_domain_passes_every_scenario(arena, name):
    with SIMULATORS[name]() as honest:
        results = arena.run(honest.profile(), "xds", limits=QUICK)

    assert len(results) == len(KIT.scenarios())
    assert {result.scenario: result.reason for result in results if result.outcome is not Outcome.PASSED} == {}


class Mute(AffinityDomain):
    """Takes every request and answers with a status of HTTP and no word more; does nothing it is asked for.

    Its patients are announced to somebody, so that stories go on to what they ask.
    """

    status = 200

    class Source(AffinityDomain.Source):
        """Submits nothing."""

        def deeds(self):
            return dict.fromkeys(super().deeds(), lambda values: None)

    class Consumer(AffinityDomain.Consumer):
        """Fetches nothing."""

        def deeds(self):
            return dict.fromkeys(super().deeds(), lambda values: None)

    def answers(self):
        return dict.fromkeys(super().answers(), lambda asked: Told(self.status, b"", ""))

    def profile(self):
        told = super().profile()
        by = {name: way | {"within_s": 0.1} for name, way in told["asked"]["by"].items()}
        xds = {name: value for name, value in told["xds"].items() if name != "secure"}
        return {"asked": {"by": by}, "xds": xds}


@pytest.mark.parametrize("status", [200, 500])
def test_whoever_answers_nothing_is_credited_with_nothing(arena, status):
    with Mute() as mute:
        mute.status = status
        results = arena.run(mute.profile(), "xds", limits={"http_s": 0.2, "settle_s": 0.05})

    assert len(results) > 100
    assert {one.scenario: one.findings for one in results if one.outcome is Outcome.ERROR} == {}
    passed = [
        (one.scenario, found.clause.id) for one in results for found in one.findings if found.verdict is Verdict.PASSED
    ]
    assert passed == []


@pytest.mark.parametrize("saboteur", SABOTEURS, ids=lambda saboteur: saboteur.id)
def test_each_vice_is_caught_and_nothing_else(told, saboteur):
    results = told(saboteur)
    caught = failed(results)

    assert {result.scenario: result.reason for result in results if result.outcome is Outcome.ERROR} == {}
    assert set(saboteur.fails) - caught == set()
    assert caught - {*saboteur.fails, *saboteur.also} == set()


@pytest.mark.parametrize("saboteur", [one for one in SABOTEURS if not one.fails], ids=lambda saboteur: saboteur.id)
def test_an_oddity_hides_nothing(told, saboteur):
    outcomes = {result.scenario: result.reason for result in told(saboteur) if result.outcome is not Outcome.PASSED}
    assert outcomes == {}


def test_every_scenario_is_failed_by_some_saboteur(told):
    unfailed = {scenario.id for scenario in KIT.scenarios()}
    for saboteur in SABOTEURS:
        unfailed -= {result.scenario for result in told(saboteur) if failed([result])}

    assert unfailed == set()


def test_every_clause_is_declared_by_a_scenario_and_named_by_a_saboteur():
    clauses = {clause.id for clause in KIT.clauses()}
    declared = {clause.id for scenario in KIT.scenarios() for clause in scenario.clauses}
    named = {clause for saboteur in SABOTEURS for clause in saboteur.fails}

    assert clauses - declared == set()
    assert clauses - named == set()
    assert {clause for saboteur in SABOTEURS for clause in saboteur.also} <= clauses
    assert len({saboteur.id for saboteur in SABOTEURS}) == len(SABOTEURS)
    assert {one for saboteur in SABOTEURS for one in saboteur.scenarios} <= set(SCENARIOS)
