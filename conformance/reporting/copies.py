"""One run as one audience may have it: its page, and the files beside the page, all of the same filtered data."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING

from conformance.deviations import NOBODY
from conformance.kits import all_scenarios, kits
from conformance.reports.audiences import Audience, filtered, permitted, redaction
from conformance.reports.beside import baseline_lines, panel_lines
from conformance.reports.bundle import bundle
from conformance.reports.cover import identity
from conformance.reports.csv import findings_csv
from conformance.reports.draft import draft_page
from conformance.reports.exported import exported
from conformance.reports.html import bidder_page
from conformance.reports.junit import junit as junit_xml
from conformance.reports.pdf import pdf
from conformance.reports.tables import tables
from conformance.reports.visible import visible
from conformance.scoring import left_out, score
from conformance.scoring.panel import judged
from conformance.sheets import written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from conformance.deviations import Register
    from conformance.model import Scenario
    from conformance.needs import Needs
    from conformance.panel import Panel
    from conformance.reports.beside import BaselineLines, PanelLines
    from conformance.runs import Run
    from conformance.scoring.assessment import Assessment


def explain(media_type: str, octets: bytes) -> list[str] | None:
    """Return recorded octets as lines a person reads, by the first kit that knows them."""
    for kit in kits():
        lines = kit.explain(media_type, octets)
        if lines is not None:
            return lines
    return None


@dataclass(frozen=True, slots=True)
class Also:
    """The files to write beside one run's page; None: not that one."""

    junit: Path | None = None
    csv: Path | None = None
    sheet: Path | None = None
    json: Path | None = None
    pdf: Path | None = None
    evidence_zip: Path | None = None
    assessment_summary: Path | None = None

    def wanted(self) -> dict[str, Path]:
        """Return each option that was given, with its file."""
        named = {f"--{one.name.replace('_', '-')}": getattr(self, one.name) for one in fields(self)}
        return {option: path for option, path in named.items() if path}


class Copy:
    """One run as one audience may have it: the same filtered data in every format."""

    def __init__(  # noqa: PLR0913 - what a copy is made of
        self,
        run: Run,
        needs: Needs | None,
        scenarios: Mapping[str, Scenario],
        audience: Audience,
        blind: bool,  # noqa: FBT001 - as above
        register: Register | None,
        panel: Panel | None = None,
        baseline: Run | None = None,
    ) -> None:
        redact = redaction(run, needs, scenarios, blind=blind)
        self._whole = run
        self._redact = redact
        self._needs = needs
        self._scenarios = scenarios
        self._blind = blind
        self._audience = audience
        self._register = permitted(register, audience, redact) if register else None
        self._panel = panel
        self._baseline = baseline
        self._run = filtered(run, audience, redact, blind=blind)
        self.assessment = assessed(needs, [self._run])[0]

    def page(self) -> str:
        """Return the page."""
        return bidder_page(
            self._run,
            self._needs,
            self.assessment,
            explain=explain,
            scenarios=self._scenarios,
            blind=self._blind,
            audience=self._audience,
            register=self._register,
            panel=self._panel,
            baseline=self._baseline,
        )

    @cached_property
    def _record(self) -> PanelLines | None:
        """Return the panel's record; the public gets none of it."""
        if not (self._panel and self._needs and self.assessment) or self._audience is Audience.PUBLIC:
            return None
        return panel_lines(self._panel, judged(self._needs, self.assessment, self._panel), self._redact)

    @cached_property
    def _since(self) -> BaselineLines | None:
        if self._baseline is None:
            return None
        redact = redaction(self._baseline, self._needs, self._scenarios, blind=self._blind)
        before = filtered(self._baseline, self._audience, redact, blind=self._blind)
        return baseline_lines(before, self._run, identity(before.header, blind=self._blind).label, self._register)

    def json(self) -> str:
        """Return the JSON export."""
        return exported(
            self._run,
            self._needs,
            self.assessment,
            scenarios=self._scenarios,
            audience=self._audience,
            blind=self._blind,
            register=self._register,
            panel=self._record,
            baseline=self._since,
        )

    def write(self, also: Also, html: str) -> None:
        """Write the files beside the page."""
        if also.junit:
            save(also.junit, junit_xml(self._run, self._register or NOBODY))
        if also.csv:
            save(also.csv, findings_csv(self._run))
        if also.sheet:
            sheets = tables(
                self._run,
                self._needs,
                self.assessment,
                self._scenarios,
                panel=self._record,
                baseline=self._since,
            )
            save(also.sheet, written(also.sheet, sheets, visible))
        if also.json:
            save(also.json, self.json())
        if also.pdf:
            save(also.pdf, pdf(html))
        if also.assessment_summary and self._needs and self.assessment:
            draft = draft_page(self._run, self._needs, self.assessment, self._panel, scenarios=self._scenarios)
            save(also.assessment_summary, draft)
        if also.evidence_zip:
            bundle(self._whole, also.evidence_zip, self._scenarios)


def assessed(needs: Needs | None, made: Sequence[Run]) -> list[Assessment | None]:
    """Return what each run scores, without what no bidder of them claims; None each where there are no needs."""
    if needs is None:
        return [None for _ in made]
    scenarios = all_scenarios()
    excluded = left_out(needs, [run.results for run in made], scenarios)
    return [score(needs, run.results, scenarios, excluded=excluded) for run in made]


def save(path: Path, content: str | bytes) -> None:
    """Write a file, its folder too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
