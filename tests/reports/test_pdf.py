"""PDF: tagged, with an outline and a language, the same bytes; and clear words when it can't be made."""

from __future__ import annotations

import os
import sys

import pytest

from conformance.files import BadFile
from conformance.reports import pdf as printing
from conformance.reports.pdf import pdf, steady


@pytest.mark.peer
@pytest.mark.usefixtures("chromium")
def test_a_page_becomes_a_tagged_pdf_the_same_every_time(pages):
    page = pages["without-needs.html"]
    octets = pdf(page)

    assert octets.startswith(b"%PDF")
    for mark in (b"/MarkInfo", b"/StructTreeRoot", b"/Lang", b"/Outlines"):
        assert mark in octets
    assert octets == pdf(page)


def test_what_differs_each_time_is_taken_out_and_offsets_stay():
    one = b"/CreationDate (D:20261124101112+00'00') /ID (node00000155) /Headers [(node00000156)(node00000155)]"
    other = b"/CreationDate (D:20271224101112+00'00') /ID (node00000009) /Headers [(node00000010)(node00000009)]"

    assert steady(one) == steady(other)
    assert len(steady(one)) == len(one)
    assert steady(one) != steady(one.replace(b"[(node00000156)", b"[(node00000155)"))


@pytest.mark.peer
@pytest.mark.usefixtures("chromium")
def test_nothing_is_run_and_nothing_fetched():
    assert b"%PDF" in pdf("<script>while (true);</script><img src='http://127.0.0.1:9/'><p>well")


def test_without_the_extra_the_reader_is_told_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "playwright.sync_api", None)

    with pytest.raises(BadFile, match=r"imaging-conformance\[pdf\]"):
        pdf("<p>")


def test_without_a_browser_too(monkeypatch):
    pytest.importorskip("playwright.sync_api")
    monkeypatch.setattr(printing, "BROWSERS", ())
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", os.devnull)

    with pytest.raises(BadFile, match="no browser could be started"):
        pdf("<p>")
