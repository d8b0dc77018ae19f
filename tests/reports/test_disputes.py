"""The dispute register on the page: every deviation with its state, and no text of its file becomes markup."""

from __future__ import annotations

from dataclasses import replace

import pytest
from injection import PAYLOADS
from lxml import html as reader
from test_html import harmless

from conformance import scoring
from conformance.deviations import Deviations, register
from conformance.model import Verdict
from conformance.reports import bidder_page
from conformance.reports.audiences import Audience
from conformance.reports.undisputed import both_ways, upheld
from conformance.reports.visible import visible


def held(run, *rows):
    made = [
        {"scenario": scenario, "clause": clause, "reason": reason, "author": author, "expires": expires}
        for scenario, clause, reason, author, expires in rows
    ]
    return register(run, Deviations.model_validate({"schema": "deviations/1", "deviation": made}))


@pytest.fixture
def failed(run):
    """Return the scenario and the clause of a failure in the golden run."""
    return "hl7.adt.a08", run.latest["hl7.adt.a08"].findings[0].clause.id


@pytest.fixture
def page(run, invented):
    def page(found, **given):
        return bidder_page(run, explain=invented.explain, scenarios=invented.TOLD, register=found, **given)

    return page


def test_each_deviation_stands_with_reason_author_end_and_state(run, failed, page):
    found = held(
        run,
        (*failed, "known", "J. Doe", "2027-01-31"),
        ("dicom.echo", "none", "never seen", "K. Roe", "2027-01-31"),
        (failed[0], "other", "over", "L. Poe", "2026-11-23"),
    )
    text = " ".join(reader.document_fromstring(page(found)).text_content().split())

    for said in ("Dispute register", "known", "J. Doe, 31 January 2027", "Failed as expected", "Not seen in this run"):
        assert said in text
    assert "Expired: counts as unexpected" in text
    assert found.says() in text


def test_without_a_file_there_is_no_register_and_with_an_empty_one_there_is(run, page):
    assert "Dispute register" not in page(None)
    assert "Dispute register" in page(held(run))


@pytest.mark.parametrize("audience", Audience)
def test_every_audience_learns_of_each_deviation_and_the_public_not_by_whom(run, failed, page, audience):
    found = held(run, (*failed, "known", "J. Doe", "2027-01-31"))

    text = " ".join(reader.document_fromstring(page(found, audience=audience)).text_content().split())

    assert "Failed as expected" in text
    assert found.says() in text
    assert ("J. Doe" in text) is (audience is not Audience.PUBLIC)


def test_every_figure_is_counted_with_and_without(run, statement, assessment, invented, page):
    """Where the disputes are upheld the gate opens and the total rises; what is published stays as it is."""
    wrong = [
        (result.scenario, one.clause.id)
        for result in run.latest.values()
        for one in result.findings
        if one.verdict is Verdict.FAILED
    ]
    found = held(run, *((*one, "known", "J. Doe", "2027-01-31") for one in dict.fromkeys(wrong)))

    rows = {one.name: (one.counted, one.without) for one in both_ways(run, found, statement, assessment, invented.TOLD)}
    again = scoring.score(statement, upheld(run, found).results, list(invented.TOLD.values()))

    assert rows["Failed clauses"] == (str(found.failed), "0")
    assert rows["Failed scenarios"][0] != rows["Failed scenarios"][1] == "0"
    assert rows["Total of the machine's scores"] == (f"{assessment.total} of 100", f"{again.total} of 100")
    assert again.total > assessment.total
    assert "SON-01" in rows["Gates not met"][0]
    assert "SON-01" not in rows["Gates not met"][1]
    section = reader.document_fromstring(page(found)).get_element_by_id("disputes")
    assert "if every dispute were upheld" in section.text_content()
    assert ["Failed clauses", str(found.failed), "0"] in [
        [cell.text_content() for cell in row] for row in section.iter("tr")
    ]


def test_a_dispute_that_has_expired_or_was_not_seen_changes_no_figure(run, failed, invented):
    found = held(run, (*failed, "over", "L. Poe", "2026-11-23"), ("dicom.echo", "none", "n", "K. Roe", "2027-01-31"))

    assert upheld(run, found) == run
    assert all(one.counted == one.without for one in both_ways(run, found, None, None, invented.TOLD))


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(1, len(PAYLOADS) + 1))
def test_no_text_of_the_file_becomes_markup(run, failed, page, payload):
    found = held(run, (*failed, "reason", "author", "2027-01-31"))
    spoiled = found.entries[0].deviation.model_copy(update={"reason": payload, "author": payload, "clause": payload})
    bad = replace(found, entries=(replace(found.entries[0], deviation=spoiled),))

    tree = harmless(page(bad))

    assert visible(payload).split(" … [cut here")[0] in tree.text_content().replace("\r\n", "\n")
