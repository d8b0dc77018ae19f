"""The draft of a bidder's assessment summary: every criterion with its score and its reasons, nobody else's data."""

from __future__ import annotations

from lxml import html as reader
from recorded import document, moderated, override, panel_of

from conformance.reports import draft_page


def text_of(page):
    return " ".join(reader.document_fromstring(page).text_content().split())


def test_each_criterion_has_score_source_and_reasons(run, statement, assessment, invented):
    record = panel_of(
        needs="trust-x-2027",
        version="1.0",
        moderated=[moderated("SON-10", 4, reason="answers within a day"), moderated("SON-16", 5)],
        document=[document("SON-16")],
        override=[override("SON-01", gate="pass", points=3)],
    )
    text = text_of(draft_page(run, statement, assessment, record, scenarios=invented.TOLD))

    for need in statement.need:
        assert f"{need.id} {need.text}" in text
    assert "4 of 5 (the panel's) Meets the need, with strict" in text
    assert "The panel: answers within a day" in text
    assert "The test gave 2 of 5. Cay Chair differs: shown at another site" in text
    assert "The test: not met. Overridden by Cay Chair on 2027-01-12" in text
    assert "Example Imaging" not in text
    assert "For the authority to complete" in text


def test_without_the_panel_it_says_so(run, statement, assessment, invented):
    text = text_of(draft_page(run, statement, assessment, scenarios=invented.TOLD))

    assert "No panel record was given: only what the wire shows is assessed here." in text
    assert "not assessed yet" in text
    assert f"{assessment.total} of 100, the machine's scores alone" in text
