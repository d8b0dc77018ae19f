"""A page as a tagged PDF with an outline, printed by Chromium with no script and no network; same page, same bytes."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from conformance.files import BadFile

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "msedge")
HOW = "pip install 'imaging-conformance[pdf]', and Chromium (Debian: chromium; or: playwright install chromium)"

_NODE = re.compile(rb"\(node(\d{8})\)")
_MOMENT = re.compile(rb"(/(?:Creation|Mod)Date \(D:)\d{14}")


def pdf(html: str) -> bytes:
    """Return the page as PDF, everything folded opened; raise BadFile when the extra or a browser is missing.

    It is printed in a thread of its own, since playwright refuses one with an event loop.
    """
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(_printed, html).result()


def _printed(html: str) -> bytes:
    playwright = _engine()
    with tempfile.TemporaryDirectory() as folder, playwright() as started:
        page = Path(folder) / "report.html"
        page.write_text(html, encoding="utf-8", newline="\n")
        browser = _browser(started)
        try:
            tab = browser.new_context(java_script_enabled=False, offline=True).new_page()
            tab.goto(page.as_uri())
            octets: bytes = tab.pdf(prefer_css_page_size=True, tagged=True, outline=True)
        finally:
            browser.close()
    return steady(octets)


def steady(octets: bytes) -> bytes:
    """Return a PDF of Chromium's without what differs each time: moments, and where its count of nodes began.

    Ids of nodes keep their order and their width, so that no offset and no sorted tree changes.
    """
    ranks = {name: at for at, name in enumerate(sorted(set(_NODE.findall(octets))), 1)}
    counted = _NODE.sub(lambda found: b"(node%08d)" % ranks[found[1]], octets)
    return _MOMENT.sub(rb"\g<1>19800101000000", counted)


def _engine() -> Any:  # noqa: ANN401 - an extra that need not be there
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - as above
    except ImportError:
        raise BadFile("--pdf", "", "PDF is an extra that is not installed here", HOW) from None
    return sync_playwright


def _browser(started: Any) -> Any:  # noqa: ANN401 - as above
    """Return a running browser: the machine's own, else the one playwright installs; root has no sandbox to lose."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    try:
        return started.chromium.launch(executable_path=found, args=["--no-sandbox"] if root else [])
    except Exception as error:  # noqa: BLE001 - whatever hinders a browser, the reader is told what to install
        problem = f"no browser could be started: {str(error).splitlines()[0]}"[:200]
        raise BadFile("--pdf", "", problem, HOW) from None
