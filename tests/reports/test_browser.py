"""The pages in a real browser: no barrier, no request, no script needed, narrow or printed."""

from __future__ import annotations

import os
from dataclasses import replace
from importlib.resources import files

import pytest

from conformance import scoring
from conformance.deviations import Deviations, register
from conformance.reports import bidder_page
from conformance.reports.audiences import Audience

pytestmark = pytest.mark.peer

PAGES = [
    "report.html",
    "without-needs.html",
    "blind.html",
    "comparison.html",
    "panel.html",
    "since.html",
    "draft.html",
    "tender.html",
]
A4 = {"width": 673, "height": 994}
"""The printed area of an A4 page within our margins, in CSS pixels."""


@pytest.fixture(scope="module")
def axe():
    name = "axe_playwright_python"
    if os.environ.get("CONFORMANCE_REQUIRE_PEERS") != "1":
        pytest.importorskip(name)
    return files(name).joinpath("axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def opened(browser, written):
    """Open a golden page (or a path) with the settings of a reader; every request is kept."""
    contexts = []

    def opened(name, **settings):
        context = browser.new_context(**settings)
        contexts.append(context)
        tab = context.new_page()
        tab.requests = []
        tab.complaints = []
        tab.on("request", lambda request: tab.requests.append(request.url))
        tab.on("console", lambda message: tab.complaints.append(message.text))
        tab.on("pageerror", lambda error: tab.complaints.append(str(error)))
        tab.on("dialog", lambda dialog: tab.complaints.append(dialog.message))
        tab.address = (written / name).as_uri()
        tab.goto(tab.address)
        return tab

    yield opened
    for context in contexts:
        context.close()


def violations(tab, axe):
    tab.evaluate(axe)
    found = tab.evaluate(
        """() => axe.run(document, {
            rules: Object.fromEntries(axe.getRules().map((rule) => [rule.ruleId, { enabled: true }])),
        })"""
    )
    assert len(found["passes"]) > 20
    return [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found["violations"]]


@pytest.mark.parametrize(
    ("name", "scheme"),
    [
        *((name, "light") for name in PAGES),
        ("report.html", "dark"),
        ("comparison.html", "dark"),
        ("panel.html", "dark"),
        ("tender.html", "dark"),
    ],
)
def test_no_rule_of_axe_is_broken_with_everything_open(opened, axe, name, scheme):
    tab = opened(name, color_scheme=scheme, viewport={"width": 1280, "height": 900})
    tab.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")

    assert violations(tab, axe) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_rule_of_axe_is_broken_on_a_narrow_screen_with_everything_folded(opened, axe, scheme):
    tab = opened("report.html", color_scheme=scheme, viewport={"width": 320, "height": 640})

    assert violations(tab, axe) == []


@pytest.mark.parametrize("audience", Audience)
def test_no_rule_of_axe_is_broken_in_a_copy_with_its_register(  # noqa: PLR0913 - what such a page is made of
    opened, axe, run, invented, tmp_path, audience
):
    clause = run.latest["hl7.adt.a08"].findings[0].clause.id
    made = {"scenario": "hl7.adt.a08", "clause": clause, "reason": "r", "author": "a", "expires": "2027-01-31"}
    held = register(run, Deviations.model_validate({"schema": "deviations/1", "deviation": [made]}))
    page = tmp_path / "page.html"
    text = bidder_page(run, explain=invented.explain, scenarios=invented.TOLD, audience=audience, register=held)
    page.write_text(text, encoding="utf-8")
    tab = opened(page, viewport={"width": 1280, "height": 900})
    tab.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")

    assert tab.locator("#disputes").is_visible()
    assert violations(tab, axe) == []


def test_axe_would_find_a_barrier(opened, axe):
    tab = opened("report.html")
    tab.evaluate("document.querySelector('.quiet').style.color = '#707070'")
    tab.evaluate("document.documentElement.removeAttribute('lang')")

    assert {"html-has-lang", "color-contrast-enhanced"} <= {rule for rule, _ in violations(tab, axe)}


@pytest.mark.parametrize("name", PAGES)
def test_opening_a_page_asks_nobody_for_anything(opened, name):
    tab = opened(name)

    assert tab.requests == [tab.address]
    assert tab.complaints == []


@pytest.mark.parametrize("name", PAGES)
def test_a_narrow_screen_needs_no_sideways_scrolling(opened, name):
    tab = opened(name, viewport={"width": 320, "height": 640})
    tab.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")

    assert tab.evaluate("document.documentElement.scrollWidth") == 320


def test_everything_is_readable_without_script(opened, run, invented):
    tab = opened("report.html", java_script_enabled=False)
    folded = tab.locator("details:not([open]) > summary:visible")
    while folded.count():
        folded.first.click()
    text = " ".join(tab.locator("main").inner_text().split())

    for result in run.latest.values():
        assert invented.TOLD[result.scenario].purpose in text
        for finding in result.findings:
            assert finding.clause.citation in text
    assert "MSA-1: CA" in text
    assert not tab.get_by_role("button", name="Open all").is_visible()


def test_what_passed_can_be_hidden_without_script(opened):
    tab = opened("report.html", java_script_enabled=False)
    passed = tab.locator("#s-dicom-echo")

    assert passed.is_visible()
    tab.get_by_label("Only what needs attention").check()
    assert not passed.is_visible()
    assert tab.locator("#s-hl7-adt-a08").is_visible()


def test_all_is_opened_and_closed_with_two_buttons(opened):
    tab = opened("report.html")
    answer = tab.get_by_text("MSA-1: CA")

    assert not answer.is_visible()
    tab.get_by_role("button", name="Open all").click()
    assert answer.is_visible()
    tab.get_by_role("button", name="Close all").click()
    assert not answer.is_visible()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_print_opens_what_is_folded(opened, script):
    tab = opened("report.html", java_script_enabled=script, viewport=A4)
    tab.emulate_media(media="print")

    for text in ("MSA-1: CA", "The acknowledgement says AA, AE or AR", "How the number comes about"):
        box = tab.get_by_text(text).first.bounding_box()
        assert box is not None
        assert box["height"] > 5
    for hidden in (".contents", ".tools", ".skip"):
        assert not tab.locator(hidden).is_visible()


def test_messages_can_be_left_out_of_print(opened):
    tab = opened("report.html", viewport=A4)
    tab.get_by_label("Print the recorded messages too").uncheck()
    tab.emulate_media(media="print")

    assert not tab.locator(".messages").first.is_visible()
    assert tab.locator(".finding").first.is_visible()


@pytest.mark.parametrize("name", ["report.html", "without-needs.html", "blind.html"])
def test_the_summary_is_one_printed_page(opened, name):
    tab = opened(name, viewport=A4)
    tab.emulate_media(media="print")

    assert tab.locator("#summary").bounding_box()["height"] <= A4["height"]


def test_printing_gives_a_tagged_pdf(opened):
    octets = opened("report.html").pdf(prefer_css_page_size=True, tagged=True)

    assert octets.startswith(b"%PDF")
    assert b"/MarkInfo" in octets


def test_the_keyboard_reaches_the_report_first(opened):
    tab = opened("report.html")
    tab.keyboard.press("Tab")
    skip = tab.locator(".skip")

    assert skip.evaluate("(one) => one === document.activeElement")
    assert skip.bounding_box()["y"] >= 0
    tab.keyboard.press("Enter")
    assert tab.evaluate("location.hash") == "#content"


def test_other_weights_are_tried_without_changing_what_is_published(opened):
    tab = opened("tender.html")
    rows = tab.locator("[data-what] tbody tr")
    published = rows.locator("[data-figure]").all_inner_texts()
    themes = [[float(one) for one in row.get_attribute("data-themes").split()] for row in rows.all()]
    points = [float(row.get_attribute("data-points")) for row in rows.all()]

    tab.locator("#weight1").fill("10")
    tab.get_by_label("Share of quality, in %").fill("80")

    by_hand = [f"{0.8 * (10 * a + 40 * b) / 50 + 0.2 * p:.2f}" for (a, b), p in zip(themes, points, strict=True)]
    assert rows.locator("[data-figure]").all_inner_texts() == by_hand != published
    assert tab.get_by_role("status").inner_text() == "What if only: the published result stays as it is."
    assert rows.locator("td:first-of-type").all_inner_texts() == published
    tab.get_by_role("button", name="Back to the published weights").click()
    assert rows.locator("[data-figure]").all_inner_texts() == published
    assert tab.complaints == []


def test_the_published_order_is_whole_without_script(opened):
    tab = opened("tender.html", java_script_enabled=False)

    assert tab.locator("#weight1").is_disabled()
    assert not tab.get_by_role("button", name="Back to the published weights").is_visible()
    assert "Price points by relative-to-benchmark" in tab.locator("#price").inner_text()


def test_motion_only_for_those_who_like_it(opened):
    how = "getComputedStyle(document.documentElement).scrollBehavior"

    assert opened("report.html", reduced_motion="reduce").evaluate(how) == "auto"
    assert opened("report.html", reduced_motion="no-preference").evaluate(how) == "smooth"


def test_forced_colours_keep_marks_and_bars(opened):
    tab = opened("report.html", forced_colors="active")

    assert tab.locator(".mark").first.evaluate("(one) => getComputedStyle(one).borderTopStyle") == "solid"
    fill = tab.locator(".bar .fill").first.evaluate("(one) => getComputedStyle(one).fill")
    track = tab.locator(".bar .track").first.evaluate("(one) => getComputedStyle(one).fill")
    assert fill != track


HOSTILE = "</pre></details><script>alert('x')</script><img src=http://127.0.0.1:9/x onerror=alert(1)>"


def test_a_hostile_candidate_runs_nothing_and_reaches_nobody(opened, run, statement, invented, tmp_path):
    def spoiled(result):
        findings = tuple(replace(one, saw=HOSTILE, where=HOSTILE) for one in result.findings)
        return replace(result, findings=findings, reason=HOSTILE, title=HOSTILE, transaction=HOSTILE)

    bad = replace(run, results=tuple(spoiled(one) for one in run.results))
    assessed = scoring.score(statement, bad.results, list(invented.TOLD.values()))
    page = tmp_path / "page.html"
    text = bidder_page(bad, statement, assessed, explain=lambda media, octets: [HOSTILE], scenarios=invented.TOLD)
    page.write_text(text, encoding="utf-8")
    tab = opened(page)

    assert tab.requests == [tab.address]
    assert tab.complaints == []
    assert tab.locator("script").count() == 1


def test_the_policy_stops_even_a_script_that_got_in(opened, pages, tmp_path):
    page = tmp_path / "page.html"
    page.write_text(pages["report.html"].replace("</main>", "<script>alert('in')</script></main>"), encoding="utf-8")
    tab = opened(page)

    assert tab.requests == [tab.address]
    assert any("Content Security Policy" in one for one in tab.complaints)
    assert "in" not in tab.complaints
