"""The kill matrix of the DICOM room: each vice is caught by the clauses that name it, and no oddity by any.

A vice meets the stories of its topic, or those its entry names; with CONFORMANCE_FULL_MATRIX=1 it meets them all.
"""

from __future__ import annotations

import os

import pytest
from matrix import Matrix

from conformance.dicom import KIT, uids
from conformance.dicom.client import Proposal
from conformance.dicom.saboteurs.workstations.searching import HurriedWorkstation
from conformance.dicom.simulator import SIMULATORS, Archive, Modality
from conformance.dicom.simulator.web import Told, Web
from conformance.kits import made
from conformance.model import Outcome, Saboteur, Verdict

SABOTEURS = KIT.saboteurs()
SCENARIOS = [scenario.id for scenario in KIT.scenarios()]
FULL = os.environ.get("CONFORMANCE_FULL_MATRIX") == "1"
IMPATIENT = {"pdu_s": 0.05, "responses_s": 0.1, "settle_s": 0.1, "quiet_s": 0.05}
"""For who never answers: whoever does is given less credit for being slow, never more."""
QUICK = {"pdu_s": 1.5, "responses_s": 3.0}
"""Seconds that an honest archive on this machine never needs."""

ASSOCIATING = ("dicom.association.", "dicom.echo.")
FOLLOWING = ("dicom.web.subscriptions.", "dicom.web.channel.")
"""Stories with more vices of their own than there is time for: each vice meets those that must catch it, and of the
oddities only their own."""
TOPICS = {
    "associations": ASSOCIATING,
    "refusing": ASSOCIATING,
    "endings": ASSOCIATING,
    "negotiating": ASSOCIATING,
    "dimse": ASSOCIATING,
    "storage": ("dicom.store.",),
    "keeping": ("dicom.store.",),
    "breadth": ("dicom.store.",),
    "queries": ("dicom.query.",),
    "responses": ("dicom.query.",),
    "matching": ("dicom.query.",),
    "keying": ("dicom.query.",),
    "commitments": ("dicom.commitment.",),
    "worklists": ("dicom.worklist.",),
    "steps": ("dicom.performed-step.",),
    "securing": ("dicom.secure.",),
    "trails": ("dicom.audit.",),
    "restarts": ("dicom.restart.",),
    "claims": ("dicom.claims.",),
    "validity": ("dicom.objects.", "dicom.web.retrieve."),
    "upset": ("dicom.store.", "dicom.get.", "dicom.web.retrieve."),
    "admitting": ("dicom.association.", "dicom.web.guarded"),
    "retrieval": ("dicom.move.", "dicom.get."),
    "outcomes": ("dicom.move.", "dicom.get."),
    "searches": ("dicom.web.search.",),
    "objects": ("dicom.web.search.", "dicom.web.metadata.", "dicom.web.bulk.", "dicom.web.store."),
    "retrievals": tuple(f"dicom.web.{part}." for part in ("retrieve", "metadata", "frames", "uri")),
    "renditions": tuple(f"dicom.web.{part}." for part in ("bulk", "frames", "rendered", "uri")),
    "stores": ("dicom.web.store.",),
    "working": ("dicom.web.workitems.",),
    **dict.fromkeys(("subscribing", "events", "channels"), FOLLOWING),
    "peculiar": ("dicom.web.",),
    "oddities": ("dicom.",),
    **dict.fromkeys(("requests", "sending", "making", "odd"), ("dicom.initiator.",)),
    **dict.fromkeys(("searching", "retrieving", "unusual"), ("dicom.workstation.",)),
    "telling": ("dicom.modality.", "dicom.initiator.study"),
}


def met(saboteur: Saboteur):
    """Return the stories this saboteur is told; a silent one is told few in any case, for the time it takes."""
    if saboteur.scenarios:
        return set(saboteur.scenarios)
    beginnings = TOPICS[saboteur.make.partition(":")[0].rpartition(".")[2]]
    if FULL:
        return set(SCENARIOS)
    told = {one for one in SCENARIOS if one.startswith(beginnings)}
    if beginnings != FOLLOWING:
        return {one for one in told if not one.startswith(FOLLOWING)}
    return told & judging(saboteur) if saboteur.fails else told


def judging(saboteur: Saboteur):
    """Return the stories that judge a clause this saboteur is to fail."""
    return {one.id for one in KIT.scenarios() if {clause.id for clause in one.clauses} & set(saboteur.fails)}


def failed(results):
    return {finding.clause.id for result in results for finding in result.findings if finding.verdict is Verdict.FAILED}


def meet(arena, saboteur):
    with made(saboteur) as peer:
        results = arena.run(peer.profile(), "dicom", only=met(saboteur), limits=QUICK)
    assert peer.faults == []
    return results


@pytest.fixture(scope="module")
def told(request):
    """Return a function that tells a saboteur its stories, once."""
    matrix = Matrix(meet)
    matrix.ahead(request)
    yield matrix
    matrix.close()


def test_honest_actors_pass_every_scenario(arena):
    results = []
    for actor in SIMULATORS.values():
        with actor() as honest:
            results += arena.run(honest.profile(), "dicom", limits=QUICK)

    assert sorted(result.scenario for result in results) == sorted(SCENARIOS)
    assert {result.scenario: result.reason for result in results if result.outcome is not Outcome.PASSED} == {}


class MuteArchive(Archive):
    """Accepts associations, and answers no request."""

    def send_response(self, association, message, command, data):
        """Say nothing."""


class AmnesiacArchive(Archive):
    """Says of every instance that it is stored, and keeps none."""

    def keep(self, instance):
        del instance
        return 0


class LostSite(Web):
    """Knows no address."""

    def answer(self, asked):
        del asked
        return Told(404)


class LostArchive(Archive):
    """Has services over the web that know no address."""

    web = LostSite


class IdleModality(Modality):
    """Whatever it is asked to do, opens an association for all of it and lets it go."""

    def deeds(self):
        return dict.fromkeys(super().deeds(), self.idle)

    def idle(self, values):
        services = (uids.VERIFICATION, uids.CT, uids.MODALITY_WORKLIST_FIND, uids.PERFORMED_STEP)
        association = self.associated(values, *(Proposal(one) for one in (*services, uids.STORAGE_COMMITMENT)))
        if association.open:
            self.finish(association)


class IdleWorkstation(HurriedWorkstation):
    """Whatever it is asked to do, opens an association for all of it and lets it go."""

    def deeds(self):
        return dict.fromkeys(super().deeds(), self.idle)

    def idle(self, values):
        self.conversed(values, lambda _: None, *uids.FIND.values(), *uids.MOVE.values(), *uids.GET.values())


FETCHING = ("dicom.query.", "dicom.get.", "dicom.move.", "dicom.objects.")
USELESS = {
    MuteArchive: (*FETCHING, "dicom.store.", "dicom.restart.", "dicom.worklist.", "dicom.commitment.", "dicom.claims."),
    AmnesiacArchive: (*FETCHING, "dicom.store.kept", "dicom.restart.kept", "dicom.restart.found"),
    LostArchive: ("dicom.web.",),
    IdleModality: ("dicom.modality.", "dicom.initiator."),
    IdleWorkstation: ("dicom.workstation.",),
}
"""Actors that are there and do nothing of use, and the stories that must not pass on them."""
BARE = {"dicom.initiator.request", "dicom.initiator.all-refused"}
"""Stories of a modality about the association alone, which the idle one does open and let go."""
CREDITED = {MuteArchive: set(), LostArchive: {"dicom.web.store.honest"}}
"""The clauses that who answers nothing, and who refuses all, keep to for once."""


@pytest.mark.parametrize("actor", USELESS, ids=lambda actor: actor.__name__)
def test_whoever_does_nothing_of_use_passes_no_story(arena, actor):
    told = {one for one in SCENARIOS if one.startswith(USELESS[actor])}
    with actor() as useless:
        results = arena.run(useless.profile(), "dicom", only=told, limits=IMPATIENT)

    assert len(results) == len(told) > 15
    assert {one.scenario: one.reason for one in results if one.outcome is Outcome.ERROR} == {}
    assert {one.scenario for one in results if one.outcome is Outcome.PASSED} - BARE == set()
    credit = {one.clause.id for result in results for one in result.findings if one.verdict is Verdict.PASSED}
    assert credit - CREDITED.get(actor, credit) == set()


@pytest.mark.parametrize("saboteur", SABOTEURS, ids=lambda saboteur: saboteur.id)
def test_each_vice_is_caught_and_nothing_else(told, saboteur):
    results = told(saboteur)
    caught = failed(results)

    assert {result.scenario: result.reason for result in results if result.outcome is Outcome.ERROR} == {}
    assert set(saboteur.fails) - caught == set()
    assert caught - {*saboteur.fails, *saboteur.also} == set()


@pytest.mark.timeout(1800)
def test_every_scenario_is_failed_by_some_saboteur(told):
    unfailed = set(SCENARIOS)
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
