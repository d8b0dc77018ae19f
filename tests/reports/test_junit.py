"""JUnit XML: a build goes red for what was not shown, and one scenario is one test case."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from conformance.model import Outcome
from conformance.reports import junit


def cases(run):
    tree = etree.fromstring(junit(run).encode())
    return tree, {case.get("name"): case for case in tree.iter("testcase")}


def test_one_case_per_scenario_in_suites_by_kit(run):
    tree, named = cases(run)

    assert set(named) == set(run.latest)
    assert [suite.get("name") for suite in tree.iter("testsuite")] == ["dicom", "hl7", "xds", "workflow"]
    assert dict(tree.attrib) == {
        "name": "conformance",
        "tests": "12",
        "failures": "5",
        "errors": "1",
        "time": "3.000",
    }


@pytest.mark.parametrize(
    ("scenario", "tags", "kind"),
    [
        ("dicom.echo", ["system-out"], None),
        ("dicom.query.by-patient-id", ["failure", "system-out"], "failed"),
        ("dicom.query.other-letters", ["system-out"], None),
        ("dicom.worklist.by-date", ["skipped", "system-out"], None),
        ("hl7.adt.a40", ["failure", "system-out"], "blocked"),
        ("xds.rad68.manifest", ["error", "system-out"], "error"),
        ("hl7.oru.r01", ["system-out"], None),
    ],
)
def test_each_outcome_has_its_element(run, scenario, tags, kind):
    case = cases(run)[1][scenario]

    assert [child.tag for child in case] == tags
    assert case[0].get("type") == kind
    assert case[-1].text.startswith("outcome: ")


def test_a_failure_names_clause_expected_seen_and_how_to_repeat(run):
    failure = cases(run)[1]["hl7.adt.a08"].find("failure")

    assert failure.get("message") == "HL7 v2.5.1 2.9.2.2: The acknowledgement says AA, AE or AR"
    assert failure.text.splitlines() == [
        "failed: HL7 v2.5.1 2.9.2.2 (2007, must): The acknowledgement says AA, AE or AR",
        "  expected: one of AA, AE, AR",
        "  saw: 'CA'",
        "  where: MSA-1",
        "failed: HL7 v2.5.1 2.14.8.2 (2007, must): The acknowledgement names the message it answers",
        "  expected: 'ZZ77'",
        "  saw: ''",
        "  where: MSA-2",
        f"repeat: conformance run SYSTEM.toml --only hl7.adt.a08 --seed {'5eed' * 8}",
    ]


@pytest.fixture(scope="module")
def schema():
    return etree.XMLSchema(etree.parse(Path(__file__).parent / "junit.xsd"))


def test_jenkins_takes_the_file(run, schema):
    tree, _ = cases(run)
    schema.assertValid(tree)
    schema.assertValid(cases(replace(run, results=()))[0])
    for junk in JUNK.values():
        spoiled = tuple(replace(one, reason=junk, transaction=junk, kit=junk, started=junk) for one in run.results)
        schema.assertValid(cases(replace(run, results=spoiled))[0])
    tree[0][0].append(etree.Element("properties"))
    assert not schema.validate(tree)


JUNK = {"unwritable": "\x00\x0b\ufffe\ud800", "markup": "<failure/>]]>&", "long": "x" * 100_000}


@pytest.mark.parametrize("junk", JUNK.values(), ids=JUNK)
def test_nothing_of_a_candidate_breaks_the_file(run, junk):
    def spoiled(result):
        findings = tuple(replace(one, saw=junk, expected=junk, where=junk) for one in result.findings)
        names = dict.fromkeys(("title", "reason", "scenario", "kit", "actor", "transaction", "started"), junk)
        return replace(result, findings=findings, **names)

    tree, named = cases(replace(run, results=tuple(spoiled(one) for one in run.results)))

    assert len(named) == 1
    assert {one.tag for one in tree.iter()} <= {
        *("testsuites", "testsuite", "testcase", "failure", "error", "skipped", "system-out"),
    }


def test_every_red_outcome_is_counted(run):
    for outcome in Outcome:
        results = tuple(replace(one, outcome=outcome) for one in run.latest.values())
        tree, _ = cases(replace(run, results=results))
        red = int(tree.get("failures")) + int(tree.get("errors"))
        assert red == (12 if outcome in {Outcome.FAILED, Outcome.BLOCKED, Outcome.ERROR} else 0)
