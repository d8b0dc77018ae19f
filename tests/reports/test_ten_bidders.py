"""A comparison of ten, the widest page there is: no barrier, no sideways page on a narrow screen, all of it printed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_browser import axe, opened, violations

from conformance import runs, scoring
from conformance.reports import Bidder, comparison_page

__all__ = ["axe", "opened"]

pytestmark = pytest.mark.peer

TEN = 10
LANDSCAPE = {"width": 1001, "height": 665}
"""The printed area of an A4 page on its side within our margins, in CSS pixels: what is wide is printed so."""


@pytest.fixture(scope="module")
def ten(golden, statement, invented, regenerate, tmp_path_factory):
    """Write the page of ten bidders, with records and prices of the first three; return where."""
    told = list(invented.TOLD.values())
    bidders, prices = regenerate.tender(statement)
    for number in range(len(bidders), TEN):
        run = runs.read(golden / ("run-a" if number % 2 else "run-b"))
        header = {**run.header, "system": {**run.header["system"], "system": {"id": f"bidder-{number}"}}}
        bidders.append(Bidder(replace(run, header=header), scoring.score(statement, run.results, told)))
    page = tmp_path_factory.mktemp("ten") / "page.html"
    page.write_text(comparison_page(bidders, statement, scenarios=invented.TOLD, prices=prices), encoding="utf-8")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_rule_of_axe_is_broken_and_nobody_is_asked(opened, axe, ten, scheme):
    tab = opened(ten, color_scheme=scheme, viewport={"width": 1280, "height": 900})
    tab.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")

    assert tab.locator("#needs thead th").count() == TEN + 1
    assert violations(tab, axe) == []
    assert tab.requests == [tab.address]


def test_a_narrow_screen_scrolls_the_table_and_not_the_page(opened, ten):
    tab = opened(ten, viewport={"width": 320, "height": 640})
    tab.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    grid = tab.locator("#needs .grid")

    assert tab.evaluate("document.documentElement.scrollWidth") == 320
    assert grid.evaluate("(one) => one.scrollWidth > one.clientWidth && one.tabIndex === 0")
    grid.focus()
    assert grid.evaluate("(one) => one === document.activeElement")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_print_shows_every_bidder_and_opens_what_is_folded(opened, ten, script):
    tab = opened(ten, java_script_enabled=script, viewport=LANDSCAPE)
    tab.emulate_media(media="print")

    for name in ("needs", "matrix", "gates", "differing", "themes", "totals"):
        boxes = [one.bounding_box() for one in tab.locator(f"[aria-labelledby='{name}-caption'] thead th").all()]
        assert len(boxes) == TEN + 1
        assert all(box["x"] >= 0 and box["x"] + box["width"] <= LANDSCAPE["width"] + 1 for box in boxes), name
    over = "(all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.innerText)"
    assert tab.locator(".grid td, .grid th").evaluate_all(over) == []
    assert tab.locator("#runs details p").first.bounding_box()["height"] > 5
