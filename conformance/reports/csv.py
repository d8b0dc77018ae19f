"""A spreadsheet's view of a run: one row per finding, with no cell a spreadsheet would take for a formula."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from conformance.reports.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.runs import Run

COLUMNS = (
    *("scenario", "attempt", "outcome", "kit", "actor", "transaction", "started", "seconds", "reason"),
    *("clause id", "clause", "edition", "level", "says", "verdict", "expected", "saw", "where", "evidence"),
)

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def findings_csv(run: Run) -> str:
    """Return every finding of every attempt as CSV (RFC 4180), a header first."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([cell(value) for value in row] for row in rows(run))
    return out.getvalue()


def rows(run: Run) -> Iterator[tuple[str, ...]]:
    """Yield one row of text per finding, in the order of ``COLUMNS``."""
    for one in run.results:
        start = (one.scenario, str(one.attempt), one.outcome.value, one.kit, one.actor, one.transaction)
        when = (one.started, f"{one.seconds:.3f}", one.reason)
        for found in one.findings:
            clause = found.clause
            stated = (clause.id, clause.citation, clause.edition, clause.level.value, clause.says)
            seen = (found.verdict.value, found.expected, found.saw, found.where or "", " ".join(found.evidence))
            yield (*start, *when, *stated, *seen)


def cell(text: str) -> str:
    """Return text that a spreadsheet shows and never runs: an apostrophe before what would begin a formula."""
    shown = visible(text)
    return f"'{shown}" if shown.lstrip(" \n").startswith(_FORMULA) else shown
