"""Write the golden run folders and pages anew, by hand: read the difference before committing it."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import invented  # noqa: E402 - beside this script

from conformance import needs as statements  # noqa: E402 - as above
from conformance import runs, scoring  # noqa: E402 - as above
from conformance.reports import Bidder, bidder_page, comparison_page, findings_csv, junit  # noqa: E402 - as above


def pages():
    """Return each golden file's name and text."""
    needs = statements.read(HERE / "needs.toml")
    ours, theirs = runs.read(HERE / "run-b"), runs.read(HERE / "run-a")
    told = list(invented.TOLD.values())
    assessed, other = scoring.score(needs, ours.results, told), scoring.score(needs, theirs.results, told)
    given = {"explain": invented.explain, "scenarios": invented.TOLD}
    return {
        "report.html": bidder_page(ours, needs, assessed, **given),
        "without-needs.html": bidder_page(ours, **given),
        "blind.html": bidder_page(ours, needs, assessed, blind=True, **given),
        "comparison.html": comparison_page(
            [Bidder(theirs, other), Bidder(ours, assessed)], needs, scenarios=invented.TOLD
        ),
        "junit.xml": junit(ours),
        "findings.csv": findings_csv(ours),
    }


def main():
    needs = statements.read(HERE / "needs.toml")
    invented.write(HERE / "run-a", "bidder-a", invented.STORY_A, needs.digest)
    invented.write(HERE / "run-b", "bidder-b", invented.STORY_B, needs.digest)
    for name, text in pages().items():
        (HERE / name).write_bytes(text.encode("utf-8"))


if __name__ == "__main__":
    main()
