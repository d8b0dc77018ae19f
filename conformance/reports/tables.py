"""A run's results as the sheets of one spreadsheet: scores first, then scenarios, then every finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.reports.beside import changes_sheet, panel_sheets
from conformance.reports.csv import COLUMNS, rows
from conformance.reports.rules import plain
from conformance.reports.view import told
from conformance.sheets import Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.model import Scenario
    from conformance.needs import Needs
    from conformance.reports.beside import BaselineLines, PanelLines
    from conformance.runs import Run
    from conformance.scoring.assessment import Assessment


def tables(  # noqa: PLR0913 - what a spreadsheet is made of
    run: Run,
    needs: Needs | None,
    assessment: Assessment | None,
    scenarios: Mapping[str, Scenario],
    *,
    panel: PanelLines | None = None,
    baseline: BaselineLines | None = None,
) -> list[Sheet]:
    """Return the sheets of one run; without needs there are no scores, without a panel's record none of its sheets."""
    scored = [_gates(assessment), _needs(needs, assessment)] if needs and assessment else []
    beside = [*(panel_sheets(panel) if panel else []), *([changes_sheet(baseline)] if baseline else [])]
    return [*scored, *beside, _scenarios(run, scenarios), Sheet("Findings", (COLUMNS, *rows(run)))]


def _gates(assessment: Assessment) -> Sheet:
    found = tuple((one.need, one.text, one.result.value, one.why) for one in assessment.gates)
    return Sheet("Gates", (("need", "text", "result", "why"), *found))


def _needs(needs: Needs, assessment: Assessment) -> Sheet:
    columns = ("need", "theme", "text", "weight", "points", "out of", "status", "arithmetic")
    theme_of = {need.id: need.theme for need in needs.need}
    found = tuple(
        (
            *(one.need, theme_of[one.need], one.text, plain(one.weight), plain(one.value)),
            *(str(one.out_of), one.status.value, one.arithmetic),
        )
        for one in assessment.needs
    )
    total = ("Total", "", "Machine's scores alone", "", plain(assessment.total), "100", "", assessment.arithmetic)
    return Sheet("Needs", (columns, *found, total))


def _scenarios(run: Run, scenarios: Mapping[str, Scenario]) -> Sheet:
    columns = ("scenario", "purpose", "transaction", "outcome", "clauses", "attempts", "reason")
    found = tuple(
        (one.id, one.purpose, one.transaction, one.outcome.value, one.tally, str(len(one.attempts)), one.reason)
        for one in told(run, scenarios, None).values()
    )
    return Sheet("Scenarios", (columns, *found))
