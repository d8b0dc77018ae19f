"""The dispute register on the page: every deviation with its state, and no text of its file becomes markup."""

from __future__ import annotations

from dataclasses import replace

import pytest
from injection import PAYLOADS
from lxml import html as reader
from test_html import harmless

from conformance.deviations import Deviations, register
from conformance.reports import bidder_page
from conformance.reports.audiences import Audience
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


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(1, len(PAYLOADS) + 1))
def test_no_text_of_the_file_becomes_markup(run, failed, page, payload):
    found = held(run, (*failed, "reason", "author", "2027-01-31"))
    spoiled = found.entries[0].deviation.model_copy(update={"reason": payload, "author": payload, "clause": payload})
    bad = replace(found, entries=(replace(found.entries[0], deviation=spoiled),))

    tree = harmless(page(bad))

    assert visible(payload).split(" … [cut here")[0] in tree.text_content().replace("\r\n", "\n")
