"""The statements of needs that are shipped: each can be read, each names what exists, each can be earned."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

import conformance
from conformance import needs, resources
from conformance.descriptors import Kind
from conformance.kits import all_scenarios
from conformance.model import Finding, Result, Verdict, outcome_of
from conformance.scoring import GateResult, score

if TYPE_CHECKING:
    from pathlib import Path

    from conformance.model import Scenario

SHIPPED = sorted((resources.profiles() / "needs").glob("*.toml"))
NATIONAL = needs.read(resources.profiles() / "needs" / "national-pacs.toml")
every_statement = pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)


def all_passed(scenario: Scenario) -> Result:
    findings = tuple(Finding(clause, Verdict.PASSED, clause.says, "as expected") for clause in scenario.clauses)
    return Result(
        scenario=scenario.id,
        kit=scenario.kit,
        actor=scenario.actor,
        transaction=scenario.transaction,
        title=scenario.title,
        outcome=outcome_of(findings),
        findings=findings,
        evidence=(),
        started="2026-11-24T10:00:00Z",
        seconds=0.1,
    )


def test_the_statements_a_buyer_may_start_from_are_there():
    assert {path.stem for path in SHIPPED} >= {
        "national-pacs",
        "pacs",
        "vna",
        "ris",
        "xds-record",
        "primary-care",
        "modality",
    }


@every_statement
def test_every_scenario_and_pattern_names_something_of_this_suite(path: Path):
    needs.check(needs.read(path), [one.id for one in all_scenarios()], conformance.__version__)


@every_statement
def test_every_descriptor_can_be_reached(path: Path):
    statement = needs.read(path)

    found = score(statement, [all_passed(one) for one in all_scenarios()], all_scenarios())

    for need in found.needs:
        assert need.unreachable == ()
        assert need.value in {None, 5}
    assert found.total == 100
    assert {gate.result for gate in found.gates} <= {GateResult.MET, GateResult.FOR_PANEL}


@every_statement
def test_every_wire_need_has_conformance_to_lose(path: Path):
    statement = needs.read(path)

    for need in score(statement, [], all_scenarios()).needs:
        if need.evidence == "wire":
            assert {share.kind: share.of for share in need.shares}[Kind.MUST] >= 3
            assert need.points == "0"


@every_statement
def test_every_weight_gate_and_disposition_has_its_why(path: Path):
    statement = needs.read(path)

    assert all(theme.why for theme in statement.theme)
    assert all(need.why for need in statement.need)
    assert all(need.evidence == "wire" or need.proxies for need in statement.need)
    assert statement.statement.status == "published"


@every_statement
def test_a_release_pins_what_its_patterns_stand_for(path: Path):
    """Between releases scenarios come and go, and a pin would refuse each; a release says for good what was asked."""
    changelog = (resources.profiles().parent / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.findall(r"^## (\S+)$", changelog, re.MULTILINE)[0]

    assert newest in {"Unreleased", conformance.__version__}
    assert (needs.read(path).method.scenario_list is None) == (newest == "Unreleased")


def test_the_national_statement_names_all_eighteen_needs_with_their_gates():
    assert {need.id for need in NATIONAL.need} == {f"SON-{number:02}" for number in range(1, 19)}
    assert {need.id for need in NATIONAL.need if need.gate} == {
        f"SON-{number:02}" for number in (1, 2, 3, 4, 11, 15, 16, 18)
    }
    assert {need.id for need in NATIONAL.need if need.disposition == "retire"} == {"SON-13", "SON-14"}
    assert {need.id for need in NATIONAL.need if need.moscow == "must"} == {
        f"SON-{number:02}" for number in (1, 2, 3, 4, 5, 7, 9, 11, 15, 16, 18)
    }


def test_every_scenario_of_the_suite_serves_a_national_need():
    ids = [one.id for one in all_scenarios()]

    assert set(ids) - set(needs.asked(NATIONAL, ids)) == set()


@every_statement
def test_a_lot_asks_for_what_the_nation_does_by_the_same_ids(path: Path):
    """Lots can be laid side by side: a need is the same need, proven alike unless its lot can't show it on the wire."""
    ids = [one.id for one in all_scenarios()]
    national = {need.id: need for need in NATIONAL.need}

    for need in needs.read(path).need:
        same = national[need.id]
        assert (need.text, need.moscow, need.gate) == (same.text, same.moscow, same.gate)
        assert need.evidence == same.evidence or (need.evidence, path.stem, need.id) == ("document", "ris", "SON-15")
        assert set(need.resolved(ids)) <= set(needs.asked(NATIONAL, ids))


@every_statement
def test_no_reason_says_that_the_suite_lacks_what_it_has(path: Path):
    assert "not yet shown" not in path.read_text(encoding="utf-8")
