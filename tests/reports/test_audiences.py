"""What a copy may not have is not in its data, so it can be in no format made of it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from injection import PAYLOADS, poisoned

from conformance import scoring
from conformance.files import BadFile
from conformance.reports import bidder_page
from conformance.reports.audiences import NOT_PUBLIC, Audience, filtered, redaction
from conformance.reports.exported import exported
from conformance.reports.junit import junit
from conformance.runs import record_of

NAMES = ("Example Imaging", "ExamplePACS", "EXAMPLEPACS1", "9.4")


def told(run, invented):
    return list(invented.TOLD.values())


@pytest.fixture
def page(statement, invented):
    def page(run, audience, *, blind=False):
        redact = redaction(run, statement, invented.TOLD, blind=blind)
        kept = filtered(run, audience, redact, blind=blind)
        assessed = scoring.score(statement, kept.results, list(invented.TOLD.values()))
        given = {"explain": invented.explain, "scenarios": invented.TOLD}
        return bidder_page(run, statement, assessed, blind=blind, audience=audience, **given)

    return page


def everything(run):
    return json.dumps([run.header, *map(record_of, run.results)], default=str)


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("blind", [False, True])
def test_every_copy_is_scored_alike_and_filtering_twice_changes_nothing(run, statement, invented, audience, blind):
    redact = redaction(run, statement, invented.TOLD, blind=blind)
    once = filtered(run, audience, redact, blind=blind)

    assert filtered(once, audience, redact, blind=blind) == once
    assert once.digest == run.digest
    for copy, whole in zip(once.results, run.results, strict=True):
        assert copy.outcome is whole.outcome
        assert [(one.clause, one.verdict) for one in copy.findings] == [
            (one.clause, one.verdict) for one in whole.findings
        ]
    both = [scoring.score(statement, one.results, told(run, invented)) for one in (once, run)]
    assert both[0].total == both[1].total
    assert [gate.result for gate in both[0].gates] == [gate.result for gate in both[1].gates]


def test_the_supplier_has_everything(run):
    assert filtered(run, Audience.SUPPLIER) is run


def test_the_public_has_no_message_and_no_word_of_the_system(run, page):
    public = filtered(run, Audience.PUBLIC)
    text, shown = everything(public), page(run, Audience.PUBLIC)

    assert all(not one.evidence and not one.transcript for one in public.results)
    for result in run.results:
        for item in result.evidence:
            assert item.sha256 not in text
            assert item.sha256 not in shown
        for finding in result.findings:
            if finding.verdict.value == "failed" and len(finding.saw) > 12:
                assert finding.saw not in text
    assert run.header["seed"] not in text
    assert "127.0.0.1" not in text
    assert "/invented" not in text
    assert NOT_PUBLIC in shown
    for digest in (one.sha256 for result in run.results for one in result.evidence):
        with pytest.raises(BadFile):
            public.octets(digest)


@pytest.mark.parametrize("audience", Audience)
def test_a_blind_copy_names_nobody_in_any_format(run, page, audience, invented, statement):
    redact = redaction(run, statement, invented.TOLD, blind=True)
    kept = filtered(run, audience, redact, blind=True)
    formats = [
        page(run, audience, blind=True),
        junit(kept),
        exported(kept, None, None, scenarios=invented.TOLD, audience=audience, blind=True),
    ]
    if audience is Audience.PUBLIC:
        formats.append(json.dumps([*map(record_of, kept.results)]))

    for text in formats:
        for name in NAMES:
            assert name.lower() not in text.lower()


def test_a_public_copy_that_is_not_blind_names_whom_it_is_about(run, page):
    assert "Example Imaging" in page(run, Audience.PUBLIC)
    assert "This copy is for" in page(run, Audience.PUBLIC)


def test_the_panel_has_what_decided_without_addresses_seed_and_commands(run, page):
    panel = filtered(run, Audience.PANEL)
    text = page(run, Audience.PANEL)
    failed = panel.latest["hl7.adt.a08"]

    assert failed.evidence
    assert len(failed.evidence) <= len(run.latest["hl7.adt.a08"].evidence)
    assert "MSA-1: CA" in text
    for gone in (run.header["seed"], "127.0.0.1:11112", "conformance run SYSTEM.toml", "/invented"):
        assert gone not in text
        assert gone not in everything(panel)
    assert "Conformance statement v9.4, 4.2.1.3" in text
    assert "Conformance statement v9.4, 4.2.1.3" not in page(run, Audience.PUBLIC)


def test_whose_cause_it_was_stays_true_without_the_messages(run, page):
    public, whole = page(run, Audience.PUBLIC), page(run, Audience.SUPPLIER)

    for cause in (
        "The system: a step",
        "The network or the system",
        "Ours: the test tool",
        "The supplier: its profile",
    ):
        assert (cause in public) == (cause in whole)


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(1, len(PAYLOADS) + 1))
def test_a_payload_reaches_the_public_in_no_form(run, page, payload):
    bad = poisoned(run, payload)

    assert "alert(1)" not in page(bad, Audience.PUBLIC).split("<script>")[0]
    assert everything(filtered(bad, Audience.PUBLIC)).count(json.dumps(payload)[1:-1]) == len(bad.results)


def test_headers_of_another_shape_are_survived(run, page):
    for header in ({}, {"system": "x"}, {"system": {"system": 3, "claim": 4}}, {"system": {"claim": [1, {}]}}):
        for audience in Audience:
            assert "Conformance report" in page(replace(run, header=header), audience, blind=True)
            assert "Conformance report" in page(replace(run, header=header), audience)
