"""Every room is furnished, every scenario is complete, every check has its saboteur."""

from __future__ import annotations

import re
from importlib import import_module
from pkgutil import walk_packages

import pytest

from conformance.kits import all_scenarios, in_order, kits, place
from conformance.model import Clause, Level, Saboteur

SCENARIOS = all_scenarios()
CLAUSES = {clause.id: clause for kit in kits() for clause in kit.clauses()}
SABOTEURS = [one for kit in kits() for one in kit.saboteurs()]


def test_the_four_rooms_are_there():
    assert [kit.id for kit in kits()] == ["dicom", "hl7", "xds", "workflow"]
    for kit in kits():
        assert kit.scenarios(), kit.id
        assert kit.simulators(), kit.id
        assert kit.saboteurs(), kit.id
        assert kit.fixtures(), kit.id


@pytest.mark.parametrize("told", SCENARIOS, ids=lambda told: told.id)
def test_a_scenario_is_complete(told):
    assert re.fullmatch(r"[a-z0-9]+(\.[a-z0-9][a-z0-9-]*)+", told.id)
    assert not re.search(r"\.\d+$", told.id), "numbered by position"
    assert told.clauses
    assert told.requires
    assert told.purpose.endswith(".")
    assert {clause.id for clause in told.clauses} <= set(CLAUSES)


@pytest.mark.parametrize("clause", CLAUSES.values(), ids=lambda clause: clause.id)
def test_a_clause_can_be_looked_up(clause):
    assert clause.standard
    assert clause.edition
    assert clause.section
    assert len(clause.says) > 15
    assert clause.level in Level


@pytest.mark.parametrize("told", SCENARIOS, ids=lambda told: told.id)
def test_a_scenario_has_a_saboteur_it_catches(told):
    mine = {clause.id for clause in told.clauses}
    assert any(mine & set(one.fails) for one in SABOTEURS if one.make), told.id


@pytest.mark.parametrize("one", SABOTEURS, ids=lambda one: one.id)
def test_a_saboteur_names_clauses_there_are_and_can_be_made(one):
    assert set(one.fails) | set(one.also) <= set(CLAUSES)
    module, _, name = one.make.partition(":")
    assert isinstance(getattr(import_module(module), name), type)


@pytest.mark.parametrize(("room", "kind"), [("saboteurs", Saboteur), ("clauses", Clause)])
def test_no_module_of_vices_or_clauses_was_left_unjoined(room, kind):
    """A module of a topic that its package does not join would judge nothing, and nobody would miss it."""
    joined = {one.id for one in (SABOTEURS if kind is Saboteur else CLAUSES.values())}
    modules = 0
    for kit in kits():
        package = import_module(f"{kit.package}.{room}")
        for found in walk_packages(getattr(package, "__path__", ()), f"{package.__name__}."):
            modules += 1
            held = [
                value if isinstance(value, tuple) else (value,) for value in vars(import_module(found.name)).values()
            ]
            assert {one.id for group in held for one in group if isinstance(one, kind)} <= joined, found.name
    assert modules > 25


def test_no_two_saboteurs_share_an_id():
    ids = [one.id for one in SABOTEURS]
    assert sorted(ids) == sorted(set(ids))


def test_no_explanation_raises():
    for kit in kits():
        for media_type in ("application/vnd.dicom.pdu", "application/vnd.hl7.mllp", "application/http", "text/x"):
            for octets in (b"", b"\x00", bytes(range(256)), b"\x0bMSH|^~\\&\r\x1c\r", b"HTTP/1.1 200 OK\r\n\r\n<"):
                lines = kit.explain(media_type, octets)
                assert lines is None or all(isinstance(line, str) for line in lines)


def test_what_takes_the_candidate_away_is_told_after_what_does_not():
    ordered = in_order(SCENARIOS)
    places = [place(told) for told in ordered]

    assert places == sorted(places)
    assert [told.id for told in ordered][-1] == "dicom.association.half-open"
    assert {told for kit in kits() for told in kit.stalling} == {told.id for told in ordered if place(told) == 3}
    assert {told.id for told in ordered if place(told) == 1} == {
        "dicom.restart.kept",
        "dicom.restart.found",
        "dicom.restart.commitment",
    }
    assert [told.id for told in ordered if place(told) == 0] == [told.id for told in SCENARIOS if place(told) == 0]
