"""Write the golden run folders and pages anew, by hand: read the difference before committing it.

Kept of a page is what has no other source: see ``kept``.
"""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import invented  # noqa: E402 - beside this script
from recorded import a_record, an_offer, document, moderated, override, prices_of, scored, task  # noqa: E402 - as above

from conformance import needs as statements  # noqa: E402 - as above
from conformance import runs, scoring  # noqa: E402 - as above
from conformance.panel import Panel  # noqa: E402 - as above
from conformance.reports import Bidder, bidder_page, comparison_page, draft_page, findings_csv, junit  # noqa: E402 - as above
from conformance.resources import templates  # noqa: E402 - as above

WHOLE = "report.html"
SECTION = re.compile(r"^(?=<section |</main>)", re.MULTILINE)
DIGEST = re.compile(r"sha256-[A-Za-z0-9+/]{43}=")
TENDER = {"needs": "trust-x-2027", "version": "1.0"}


def panel(bidder, points):
    """Return the panel's record of one bidder, with something of everything."""
    agreed = [moderated("SON-10", points), moderated("SON-16", points, gate="pass")]
    individual = [scored("SON-10", points), scored("SON-10", 2, "e2", "two defects stayed open for a month")]
    changed = [override("SON-01", gate="pass", points=3)] if bidder == "bidder-b" else []
    tables = {"score": individual, "moderated": agreed, "document": [document("SON-16")], "override": changed}
    tables["demonstration"] = [task("SON-10"), task("SON-10", None)]
    return Panel.model_validate(a_record(bidder, **TENDER, **tables))


def tender(needs):
    """Return three bidders with their records, and the prices of four offers by two routes."""
    told = list(invented.TOLD.values())
    ours, theirs = runs.read(HERE / "run-b"), runs.read(HERE / "run-a")
    header = theirs.header | {"system": theirs.header["system"] | {"system": {"id": "bidder-c"}}}
    third = replace(theirs, header=header)
    bidders = [
        Bidder(run, scoring.score(needs, run.results, told), panel(name, points))
        for run, name, points in ((theirs, "bidder-a", 3), (ours, "bidder-b", 4), (third, "bidder-c", 2))
    ]
    items = [{"name": "licences", "amount": 900_000}, {"name": "interfaces", "amount": 250_000}]
    offers = [an_offer("bidder-a", "1300000"), an_offer("bidder-b", "1100000"), an_offer("bidder-c", "1120000")]
    offers.append(an_offer("bidder-a", "1150000", "framework", item=items))
    return bidders, prices_of(*offers, **TENDER)


def pages():
    """Return each golden file's name and text."""
    needs = statements.read(HERE / "needs.toml")
    ours, theirs = runs.read(HERE / "run-b"), runs.read(HERE / "run-a")
    told = list(invented.TOLD.values())
    assessed, other = scoring.score(needs, ours.results, told), scoring.score(needs, theirs.results, told)
    three, prices = tender(needs)
    given = {"explain": invented.explain, "scenarios": invented.TOLD}
    return {
        "report.html": bidder_page(ours, needs, assessed, **given),
        "without-needs.html": bidder_page(ours, **given),
        "blind.html": bidder_page(ours, needs, assessed, blind=True, **given),
        "comparison.html": comparison_page(
            [Bidder(theirs, other), Bidder(ours, assessed)], needs, scenarios=invented.TOLD
        ),
        "since.html": bidder_page(ours, needs, assessed, baseline=theirs, **given),
        "panel.html": bidder_page(ours, needs, assessed, panel=panel("bidder-b", 4), **given),
        "draft.html": draft_page(ours, needs, assessed, panel("bidder-b", 4), scenarios=invented.TOLD),
        "tender.html": comparison_page(three, needs, scenarios=invented.TOLD, prices=prices),
        "junit.xml": junit(ours),
        "findings.csv": findings_csv(ours),
    }


def kept(pages):
    """Return the same files as they are kept: without our style and script, and without what stands in WHOLE.

    The style and the script, which have files of their own, and their digests become placeholders, and so does each
    section of another page that is WHOLE's to the octet. So one change changes one file here.
    """
    found = {name: _bare(text) if name.endswith(".html") else text for name, text in pages.items()}
    sections = set(SECTION.split(found[WHOLE])[1:-1])
    return {name: text if name == WHOLE else _shortened(text, sections) for name, text in found.items()}


def _bare(text):
    for name in ("style.css", "script.js"):
        text = text.replace((templates() / name).read_text(encoding="utf-8"), f"/* {name} */")
    return DIGEST.sub("sha256-...", text)


def _shortened(text, sections):
    parts = SECTION.split(text)
    return "".join(
        f"<!-- {part.partition('>')[0]}> as in {WHOLE} -->\n" if part in sections else part for part in parts
    )


def main():
    needs = statements.read(HERE / "needs.toml")
    invented.write(HERE / "run-a", "bidder-a", invented.STORY_A, needs.digest)
    invented.write(HERE / "run-b", "bidder-b", invented.STORY_B, needs.digest)
    for name, text in kept(pages()).items():
        (HERE / name).write_bytes(text.encode("utf-8"))


if __name__ == "__main__":
    main()
