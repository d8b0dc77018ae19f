"""A whole report by keyboard alone: everything that acts is reached, in order, in sight, and lets go again."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.peer

ACTS = "a[href], button, input, summary, [tabindex]:not([tabindex='-1'])"
SHOWN = f"""() => [...document.querySelectorAll("{ACTS}")].filter((one) => one.checkVisibility()
    && !one.closest("details:not([open]) > :not(summary)") && !one.hidden).length"""
WHERE = """() => {
    const one = document.activeElement, box = one.getBoundingClientRect(), style = getComputedStyle(one);
    one.dataset.walked = (one.dataset.walked || 0) * 1 + 1;
    return { tag: one.tagName, times: one.dataset.walked, top: box.top + scrollY,
        seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight, outline: style.outlineStyle,
        tall: box.height, named: (one.innerText || one.ariaLabel || one.labels?.[0]?.innerText
            || document.getElementById(one.getAttribute("aria-labelledby"))?.innerText || "").trim() };
}"""


@pytest.fixture
def tab(browser, written, request):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    tab = context.new_page()
    tab.goto((written / request.param).as_uri())
    yield tab
    context.close()


WALKED = ["report.html", "comparison.html", "blind.html", "since.html", "tender.html"]


@pytest.mark.parametrize("tab", WALKED, indirect=True)
def test_the_tab_key_reaches_all_that_acts_once_in_sight_and_leaves(tab):
    expected = tab.evaluate(SHOWN)
    walked = []
    for _ in range(expected):
        tab.keyboard.press("Tab")
        walked.append(tab.evaluate(WHERE))

    assert expected > 10
    assert {one["times"] for one in walked} == {"1"}
    for one in walked:
        assert one["named"], one
        assert one["seen"], one
        assert one["outline"] != "none", one
        assert one["tall"] >= 24 or one["tag"] == "A", one
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.tagName") in {"BODY", "A"}


@pytest.mark.parametrize("tab", ["report.html"], indirect=True)
def test_folded_parts_open_and_close_by_keyboard_and_a_link_moves_on(tab):
    told = tab.locator("#s-hl7-adt-a08 > summary")
    told.focus()
    for key, is_open in (("Enter", True), ("Space", False), ("Enter", True)):
        tab.keyboard.press(key)
        assert tab.evaluate("document.activeElement.parentElement.open") is is_open
    tab.locator("nav a[href='#method']").focus()
    tab.keyboard.press("Enter")
    assert tab.evaluate("location.hash") == "#method"
    box = tab.locator("#only-trouble")
    box.focus()
    tab.keyboard.press("Space")
    assert box.is_checked()
    assert not tab.locator("#s-dicom-echo").is_visible()
