"""The kill matrix of the HL7 room: each vice is caught by the clauses that name it, and no oddity by any.

A vice meets the stories of its topic, or those its entry names; with CONFORMANCE_FULL_MATRIX=1 it meets them all.
"""

from __future__ import annotations

import os
import socket

import pytest
from matrix import Matrix

from conformance.hl7 import KIT
from conformance.hl7.simulator import SIMULATORS, MessageSender, Receiver
from conformance.hl7.wire.mllp import framed
from conformance.kits import made
from conformance.model import Outcome, Saboteur, Verdict

SABOTEURS = KIT.saboteurs()
SCENARIOS = [scenario.id for scenario in KIT.scenarios()]
FULL = os.environ.get("CONFORMANCE_FULL_MATRIX") == "1"
QUICK = {"frame_s": 1.0, "settle_s": 0.5, "quiet_s": 0.05, "connect_s": 2.0}
"""Seconds that an honest receiver on this machine never needs."""

SILENT = {"ML05": 0.6, "ML06": 0.2, "hl7.every-seventh-lost": 0.6}
"""Vices that show by silence, story after story: these are waited for less long."""

TOPICS = {
    "framing": ("hl7.framing.", "hl7.ack.", "hl7.result.large-document"),
    "acknowledging": ("hl7.ack.", "hl7.framing.one-block-one-answer", "hl7.encoding.other-delimiters"),
    "refusing": ("hl7.ack.", "hl7.adt.", "hl7.order.", "hl7.result.", "hl7.encoding."),
    "unwilling": ("hl7.adt.", "hl7.order.", "hl7.result.", "hl7.encoding."),
    "reading": ("hl7.ack.", "hl7.adt.", "hl7.order.", "hl7.result.", "hl7.encoding."),
    "enhanced": ("hl7.enhanced.",),
    "securing": ("hl7.secure.",),
    "sequencing": ("hl7.sequence.", "hl7.framing.two-connections"),
    "batching": ("hl7.batch.",),
    "querying": ("hl7.pix.", "hl7.pdq."),
    "matching": ("hl7.pix.", "hl7.pdq."),
    "identities": ("hl7.pix.", "hl7.pdq."),
    "eventful": (
        "hl7.adt.",
        "hl7.order.",
        "hl7.result.many",
        "hl7.schedule.",
        "hl7.charge.",
        "hl7.encoding.",
        "hl7.pix.link",
    ),
    "claiming": ("hl7.adt.encounter", "hl7.adt.moved", "hl7.adt.update-", "hl7.order.", "hl7.charge.", "hl7.uk."),
    "oddities": ("hl7.",),
}


def met(saboteur: Saboteur):
    """Return the stories this saboteur is told."""
    if saboteur.scenarios:
        return set(saboteur.scenarios)
    topic = saboteur.make.partition(":")[0].rpartition(".")[2]
    return {one for one in SCENARIOS if FULL or one.startswith(TOPICS[topic])}


def failed(results):
    return {finding.clause.id for result in results for finding in result.findings if finding.verdict is Verdict.FAILED}


def meet(arena, saboteur):
    with made(saboteur) as peer:
        limits = QUICK | {"frame_s": SILENT.get(saboteur.id, QUICK["frame_s"])}
        return arena.run(peer.profile(), "hl7", only=met(saboteur), limits=limits)


@pytest.fixture(scope="module")
def told(request):
    """Return a function that tells a saboteur its stories, once."""
    matrix = Matrix(meet)
    matrix.ahead(request)
    yield matrix
    matrix.close()


@pytest.mark.parametrize("name", SIMULATORS)
def test_an_honest_actor_passes_every_scenario_of_its_side(arena, name):
    with SIMULATORS[name]() as honest:
        results = arena.run(honest.profile(), "hl7", limits=QUICK)

    side = {"hl7-receiver": "hl7v2.in", "hl7-sender": "hl7v2.out"}[name]
    assert {one.scenario for one in results} == {
        one.id for one in KIT.scenarios() if any(part.startswith(side) for part in one.requires)
    }
    assert {result.scenario: result.reason for result in results if result.outcome is not Outcome.PASSED} == {}


class Mute(Receiver):
    """Takes everything and says nothing."""

    def answer(self, frame):
        del frame


def test_whoever_answers_nothing_is_credited_with_nothing(arena):
    with Mute() as mute:
        results = arena.run(mute.profile(), "hl7", limits={"frame_s": 0.1, "settle_s": 0.1, "quiet_s": 0.05})

    assert len(results) > 50
    assert {one.scenario: one.findings for one in results if one.outcome is Outcome.ERROR} == {}
    passed = [
        (one.scenario, found.clause.id) for one in results for found in one.findings if found.verdict is Verdict.PASSED
    ]
    assert passed == []


class Idle(MessageSender):
    """Is asked to send, and sends nothing."""

    def profile(self):
        told = super().profile()
        return {**told, "asked": {"by": {name: way | {"within_s": 0.1} for name, way in told["asked"]["by"].items()}}}

    def deeds(self):
        return dict.fromkeys(super().deeds(), lambda values: None)


class Babbling(Idle):
    """Sends a block that holds no message, whatever it is asked for, and never minds the answer."""

    def deeds(self):
        return dict.fromkeys(super().deeds(), self.babble)

    def babble(self, values):
        with socket.create_connection((values["host"], int(values["port"])), 2) as link:
            link.sendall(framed(b"OK\r"))


def test_whoever_sends_nothing_is_credited_with_nothing(arena):
    with Idle() as idle:
        results = arena.run(idle.profile(), "hl7", limits={"frame_s": 0.1, "settle_s": 0.1, "quiet_s": 0.05})

    assert len(results) > 30
    assert {one.outcome for one in results} == {Outcome.BLOCKED}
    assert {found.verdict for one in results for found in one.findings} == {Verdict.BLOCKED}


def test_whoever_sends_no_message_is_credited_with_its_block_alone(arena):
    with Babbling() as babbling:
        profile = babbling.profile()
        del profile["hl7v2"]["out"]["secure"]
        results = arena.run(profile, "hl7", limits={"frame_s": 0.1, "settle_s": 0.1, "quiet_s": 0.05})

    assert {one.scenario: one.findings for one in results if one.outcome is Outcome.ERROR} == {}
    passed = {
        (one.scenario, found.clause.id) for one in results for found in one.findings if found.verdict is Verdict.PASSED
    }
    assert passed == {("hl7.sender.one-block", "hl7.send.in-a-block")}


@pytest.mark.parametrize("saboteur", SABOTEURS, ids=lambda saboteur: saboteur.id)
def test_each_vice_is_caught_and_nothing_else(told, saboteur):
    results = told(saboteur)
    caught = failed(results)

    assert {result.scenario: result.reason for result in results if result.outcome is Outcome.ERROR} == {}
    assert set(saboteur.fails) - caught == set()
    assert caught - {*saboteur.fails, *saboteur.also} == set()


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
