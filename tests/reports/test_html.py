"""The pages: the same bytes every time, everything on them, and nothing a candidate could smuggle in."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import html as reader
from recorded import EVALUATORS, an_offer, document, moderated, override, panel_of, prices_of, scored, task

from conformance import runs, scoring
from conformance.model import Outcome
from conformance.reports import Bidder, bidder_page, comparison_page, draft_page
from conformance.reports.audiences import Audience
from conformance.reports.visible import visible
from conformance.resources import templates

PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</style><script>alert(1)</script>",
    "</title><svg onload=alert(1)>",
    "javascript:alert(1)",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "{{ 7 * 7 }}{% include 'style.css' %}",
    "lone \ud800 half, \x00 nothing, \ufffe none",
    "\u202eDESSAP\u202c \u200bPASSED",
    "<!-- ]]> --> &#60;script&#62; &lt;b&gt;",
    "../../../etc/passwd' #top onclick=1 " + "<a href='http://evil.example/'>" * 400,
]


def test_the_same_run_gives_the_same_pages_byte_for_byte(pages, golden, regenerate):
    kept = regenerate.kept(pages)

    assert {one.name for one in golden.iterdir() if one.suffix in {".html", ".xml", ".csv"}} == kept.keys()
    for name, text in kept.items():
        assert text.encode("utf-8") == (golden / name).read_bytes(), name


def test_a_page_is_kept_without_its_style_and_what_another_has_too(pages, regenerate):
    """A style of its own, or one letter of a section, would show."""
    kept = regenerate.kept(pages)
    since = pages["since.html"]
    other = {
        **pages,
        "since.html": since.replace("--paper: #ffffff", "--paper: #fffffe").replace("Method</h2>", "Mode</h2>"),
    }

    assert "/* style.css */" in kept["report.html"]
    assert "/* script.js */" in kept["report.html"]
    assert 'id="method"' in kept["report.html"]
    assert "Method</h2>" not in kept["since.html"]
    assert "#fffffe" in regenerate.kept(other)["since.html"]
    assert "Mode</h2>" in regenerate.kept(other)["since.html"]


def test_the_golden_folders_are_whole(golden):
    assert runs.problems(golden / "run-a") == []
    assert runs.problems(golden / "run-b") == []


def poisoned(run, payload):
    """Return the run with the payload in every text it holds."""

    def poison(result):
        names = ("scenario", "kit", "actor", "transaction", "title", "reason", "started", "transcript")
        words = dict.fromkeys(("says", "section", "standard", "edition"), payload)
        return replace(
            result,
            **dict.fromkeys(names, payload),
            findings=tuple(
                replace(one, clause=replace(one.clause, **words), expected=payload, saw=payload, where=payload)
                for one in result.findings
            ),
            evidence=tuple(
                replace(one, id=payload, at=payload, peer=payload, summary=payload, media_type=payload)
                for one in result.evidence
            ),
        )

    def everywhere(value):
        if isinstance(value, dict):
            return {key: everywhere(inner) for key, inner in value.items()}
        return [everywhere(inner) for inner in value] if isinstance(value, list) else payload

    stated = {"status": payload, "by": payload, "witness": payload, "seen": (payload, payload)}
    header = everywhere(run.header) | {"options": {payload: payload}, "limits": {payload: payload, "x_s": payload}}
    header |= stated
    # Half keep their ids, so that both kinds of anchor are met.
    results = tuple(
        poison(one) if at % 2 else replace(poison(one), scenario=one.scenario) for at, one in enumerate(run.results)
    )
    return replace(run, header=header, results=results, end=None, torn=True)


def harmless(text):
    """Assert that a page holds our one script, our one style, and no attribute that acts."""
    tree = reader.document_fromstring(text)
    ours = (templates() / "script.js").read_text()
    known = set(re.findall(r"\.([a-z][a-z-]*)", (templates() / "style.css").read_text()))
    ids = [element.get("id") for element in tree.iter() if element.get("id") is not None]

    assert [script.text for script in tree.iter("script")] == [ours]
    assert len(list(tree.iter("style"))) == 1
    assert not list(tree.iter("img", "iframe", "object", "embed", "form", "link", "base", "audio", "video"))
    assert len(ids) == len(set(ids))
    for element in tree.iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert name not in {"src", "style", "srcdoc", "action", "formaction", "xlink:href"}
            if name in {"href", "for", "aria-labelledby"}:
                assert value.removeprefix("#") in ids, value
            if name == "id":
                assert re.fullmatch(r"[A-Za-z0-9-]+", value), value
            if name == "class":
                assert set(value.split()) <= known | {"half", "cross", "bar", "tick", "ring", "triangle"}, value
    return tree


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(1, len(PAYLOADS) + 1))
@pytest.mark.parametrize("blind", [False, True], ids=["named", "blind"])
def test_no_text_of_a_candidate_becomes_markup(run, invented, statement, payload, blind):
    bad = poisoned(run, payload)
    assessed = scoring.score(statement, bad.results, list(invented.TOLD.values()))
    text = bidder_page(
        bad, statement, assessed, explain=lambda media, octets: [payload] * 3, scenarios=invented.TOLD, blind=blind
    )

    tree = harmless(text)
    text.encode("utf-8")
    shown = visible(payload).split(" … [cut here")[0]
    assert blind or shown in tree.text_content()


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(1, len(PAYLOADS) + 1))
def test_no_text_of_a_candidate_becomes_markup_in_a_comparison(run, invented, statement, payload):
    told = list(invented.TOLD.values())
    bidders = [Bidder(one, scoring.score(statement, one.results, told)) for one in (run, poisoned(run, payload))]

    harmless(comparison_page(bidders, statement, scenarios=invented.TOLD))


def poisoned_record(payload):
    """Return a panel's record with the payload in every text that may hold any."""
    text = payload.replace("\ud800", "")
    tables = {
        "evaluator": [{**one, "name": text, "role": text, "conflict": text} for one in EVALUATORS],
        "score": [scored("SON-10", reason=text)],
        "moderated": [moderated("SON-10", reason=text)],
        "document": [document("SON-16", title=text, place=text, reason=text, by=text)],
        "demonstration": [task("SON-10") | {"task": text, "reason": text, "by": text}],
        "override": [override("SON-01", gate="pass", points=1) | {"name": text, "reason": text}],
    }
    return panel_of(needs="trust-x-2027", version="1.0", **tables)


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(1, len(PAYLOADS) + 1))
def test_no_text_of_a_panel_or_a_price_becomes_markup(run, invented, statement, payload):
    told = list(invented.TOLD.values())
    assessed = scoring.score(statement, run.results, told)
    record = poisoned_record(payload)
    items = [{"name": payload.replace("\ud800", ""), "amount": "1"}]
    prices = prices_of(an_offer("bidder-b", "1", item=items), an_offer("bidder-c"))
    other = replace(run, header=run.header | {"system": {"system": {"id": "bidder-c"}}})

    page = harmless(bidder_page(run, statement, assessed, explain=invented.explain, scenarios={}, panel=record))
    harmless(draft_page(poisoned(run, payload), statement, assessed, record, scenarios=invented.TOLD))
    bidders = [Bidder(run, assessed, record), Bidder(other, assessed)]
    harmless(comparison_page(bidders, statement, scenarios=invented.TOLD, prices=prices))

    assert page.get_element_by_id("panel").text_content().count(visible(payload.replace("\ud800", ""))[:20]) >= 8


def test_the_public_gets_nothing_of_a_panel(run, invented, statement):
    assessed = scoring.score(statement, run.results, list(invented.TOLD.values()))
    text = bidder_page(
        run,
        statement,
        assessed,
        explain=invented.explain,
        scenarios=invented.TOLD,
        panel=poisoned_record("Zoe Nobody"),
        audience=Audience.PUBLIC,
    )

    assert "Zoe Nobody" not in text


def test_the_golden_pages_are_harmless_too(pages):
    for name, text in pages.items():
        if name.endswith(".html"):
            harmless(text)


def test_nothing_of_a_run_is_left_out(pages, run, invented):
    text = " ".join(reader.document_fromstring(pages["report.html"]).text_content().split())

    for result in run.latest.values():
        assert " ".join(invented.TOLD[result.scenario].purpose.split()) in text
        for finding in result.findings:
            assert " ".join(finding.clause.says.split()) in text
            assert finding.clause.citation in text
            if result.outcome is Outcome.FAILED:
                assert " ".join(visible(finding.saw).split()) in text
    assert run.digest in text
    assert run.header["seed"] in text


def test_without_needs_nothing_is_scored(pages):
    text = reader.document_fromstring(pages["without-needs.html"]).text_content()

    assert "none: results without scores" in text
    for word in ("Gates", "Total of", "Weights", "Score by theme"):
        assert word not in text


def test_a_blind_page_names_nobody_and_opens_no_message(pages):
    for name in ("Example Imaging", "ExamplePACS", "EXAMPLEPACS1", "9.4.1"):
        assert name.lower() in pages["report.html"].lower() or name == "EXAMPLEPACS1"
        assert name.lower() not in pages["blind.html"].lower()
        assert name.lower() not in pages["draft.html"].lower()
    assert "bidder-b" in pages["blind.html"]
    assert "<pre>" not in pages["blind.html"]


def test_a_comparison_names_nobody(pages):
    for name in ("Example Imaging", "ExamplePACS", "Another Imaging", "OtherPACS"):
        assert name.lower() not in pages["comparison.html"].lower()


def test_a_hundred_failing_scenarios_stay_under_five_megabytes(run, invented, statement):
    worst = run.latest["dicom.query.by-patient-id"]
    many = tuple(replace(worst, scenario=f"dicom.query.number-{n}") for n in range(100))
    text = bidder_page(
        replace(run, results=many), explain=lambda media, octets: ["x" * 230] * 400, scenarios=invented.TOLD
    )

    assert 2_500_000 < len(text.encode()) < 5_000_000
    assert "to keep this page light" in text


def test_a_run_that_was_cut_says_so(run, invented):
    text = bidder_page(replace(run, end=None, torn=True), explain=invented.explain, scenarios={})

    assert "This run is not complete." in text
    assert "The last line of its log is torn." in text


def test_a_run_without_results_is_a_page_still(run, invented):
    assert "This run has no results." in bidder_page(
        replace(run, results=()), explain=invented.explain, scenarios=invented.TOLD
    )


def test_a_header_of_another_shape_is_survived(run, invented):
    for header in ({}, {"system": "x", "limits": 3, "options": [], "weaker": []}, {"system": {"claim": [1, {}]}}):
        assert "Conformance report" in bidder_page(
            replace(run, header=header), explain=invented.explain, scenarios=invented.TOLD
        )
