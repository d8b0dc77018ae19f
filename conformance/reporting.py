"""Bring run folders, needs, scores and pages together: what the verbs run, demo and report have in common."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from conformance import needs as statements
from conformance import runs
from conformance.deviations import NOBODY, Register
from conformance.deviations import read as read_deviations
from conformance.deviations import register as expect
from conformance.files import BadFile
from conformance.kits import all_scenarios, kits
from conformance.panel import check as check_panel
from conformance.panel import read as read_panel
from conformance.prices import check as check_prices
from conformance.prices import read as read_prices
from conformance.reports.audiences import Audience, filtered, permitted, redaction
from conformance.reports.beside import baseline_lines, panel_lines
from conformance.reports.bundle import bundle
from conformance.reports.comparison import Bidder, comparison_page
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

    from conformance.model import Scenario
    from conformance.needs import Needs
    from conformance.panel import Panel
    from conformance.prices import Prices
    from conformance.reports.beside import BaselineLines, PanelLines
    from conformance.runs import Run
    from conformance.scoring.assessment import Assessment


@dataclass(frozen=True, slots=True)
class Written:
    """The page that was written, whether the gates are met (None: no needs), and what to print about it."""

    path: Path
    gates_met: bool | None
    summary: tuple[str, ...]
    register: Register = NOBODY


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


@dataclass(frozen=True, slots=True)
class Beside:
    """What people found, to lay beside what the machine found: panel records by bidder, and prices."""

    panels: Mapping[str, Panel]
    prices: Prices | None = None

    def of(self, run: Run) -> Panel | None:
        """Return the panel's record of the bidder a run is of."""
        return self.panels.get(_bidder(run))


def _bidder(run: Run) -> str:
    return str(run.header["system"]["system"]["id"])


def beside(made: Sequence[Run], needs: Needs | None, panels: Sequence[Path], prices: Path | None) -> Beside:
    """Read panel records and prices; raise BadFile for what does not fit these runs and needs."""
    option = "--panel" if panels else "--prices"
    if (panels or prices) and needs is None:
        raise BadFile(option, "", "belongs to a statement of needs", "add --needs")
    if prices and len(made) == 1:
        raise BadFile("--prices", "", "is for the comparison alone, never in one bidder's report", "name several runs")
    found: dict[str, Panel] = {}
    bidders = [_bidder(run) for run in made]
    for path in panels:
        one = read_panel(path)
        if needs:
            check_panel(one, needs)
        if one.record.bidder not in bidders:
            problem = f"no run is {one.record.bidder}'s"
            raise BadFile(path, "record.bidder", problem, f"write one of {', '.join(bidders)}")
        if one.record.bidder in found:
            raise BadFile(path, "record.bidder", f"there are two records of {one.record.bidder}", "name one")
        found[one.record.bidder] = one
    asked = read_prices(prices) if prices else None
    if asked and needs:
        check_prices(asked, needs, {_bidder(run): run.digest for run in made})
    return Beside(found, asked)


def write(  # noqa: PLR0913 - what is written, and as what
    folders: Sequence[Path],
    needs_file: Path | None,
    page: Path,
    *,
    also: Also = Also(),
    blind: bool = False,
    audience: Audience | None = None,
    deviations: Path | None = None,
    panels: Sequence[Path] = (),
    prices: Path | None = None,
    baseline: Path | None = None,
) -> Written:
    """Score the runs and write their page, one bidder's or the comparison of several, and the files beside it."""
    single = {"--deviations": deviations, "--baseline": baseline}
    _fits(folders, needs_file, also, audience, blind=blind, single=single)
    scenarios = all_scenarios()
    known = {one.id: one for one in scenarios}
    needs = statements.read(needs_file) if needs_file else None
    if needs:
        statements.check(needs, known)
    made = [runs.read(folder) for folder in folders]
    people = beside(made, needs, panels, prices)
    if len(made) > 1:
        assessed = _assessed(needs, made)
        bidders = [Bidder(run, assessment, people.of(run)) for run, assessment in zip(made, assessed, strict=True)]
        _save(page, comparison_page(bidders, needs, scenarios=known, prices=people.prices))
        summary = tuple(line for run, one in zip(made, assessed, strict=True) for line in _summary(run, one, len(made)))
        return Written(page, assessed[0].gates_met if assessed[0] else None, summary)
    register = expect(made[0], read_deviations(deviations, scenarios)) if deviations else None
    earlier = runs.read(baseline) if baseline else None
    copy = Copy(made[0], needs, known, audience or Audience.SUPPLIER, blind, register, people.of(made[0]), earlier)
    html = copy.page()
    _save(page, html)
    copy.write(also, html)
    says = (f"deviations  {register.says()}",) if register else ()
    met = copy.assessment.gates_met if copy.assessment else None
    return Written(page, met, (*_summary(made[0], copy.assessment, 1), *says), register or NOBODY)


def _fits(  # noqa: PLR0913 - whatever was given
    folders: Sequence[Path],
    needs_file: Path | None,
    also: Also,
    audience: Audience | None,
    *,
    blind: bool,
    single: Mapping[str, Path | None],
) -> None:
    """Refuse what makes no sense together."""
    for option in (*also.wanted(), *(option for option, path in single.items() if path)):
        if len(folders) != 1:
            raise BadFile(option, "", "is for one run", "name one run folder")
    if len(folders) > 1 and audience not in {None, Audience.PANEL}:
        raise BadFile("--for", "", "a comparison is for the panel only", "write one run's page for this audience")
    if also.assessment_summary and not needs_file:
        raise BadFile("--assessment-summary", "", "is by a statement of needs", "add --needs")
    if also.assessment_summary and audience is Audience.PUBLIC:
        raise BadFile("--assessment-summary", "", "is for the bidder and the panel", "leave --for out")
    if also.evidence_zip and (blind or audience not in {None, Audience.SUPPLIER}):
        raise BadFile("--evidence-zip", "", "holds every message, names and all", "leave --blind and --for out")


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
        self.assessment = _assessed(needs, [self._run])[0]

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

    def _record(self) -> PanelLines | None:
        """Return the panel's record; the public gets none of it."""
        if not (self._panel and self._needs and self.assessment) or self._audience is Audience.PUBLIC:
            return None
        return panel_lines(self._panel, judged(self._needs, self.assessment, self._panel), self._redact)

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
            panel=self._record(),
            baseline=self._since(),
        )

    def write(self, also: Also, html: str) -> None:
        """Write the files beside the page."""
        if also.junit:
            _save(also.junit, junit_xml(self._run, self._register or NOBODY))
        if also.csv:
            _save(also.csv, findings_csv(self._run))
        if also.sheet:
            sheets = tables(
                self._run,
                self._needs,
                self.assessment,
                self._scenarios,
                panel=self._record(),
                baseline=self._since(),
            )
            _save(also.sheet, written(also.sheet, sheets, visible))
        if also.json:
            _save(also.json, self.json())
        if also.pdf:
            _save(also.pdf, pdf(html))
        if also.assessment_summary and self._needs and self.assessment:
            draft = draft_page(self._run, self._needs, self.assessment, self._panel, scenarios=self._scenarios)
            _save(also.assessment_summary, draft)
        if also.evidence_zip:
            bundle(self._whole, also.evidence_zip, self._scenarios)


def _assessed(needs: Needs | None, made: Sequence[Run]) -> list[Assessment | None]:
    if needs is None:
        return [None for _ in made]
    scenarios = all_scenarios()
    excluded = left_out(needs, [run.results for run in made], scenarios)
    return [score(needs, run.results, scenarios, excluded=excluded) for run in made]


def _summary(run: Run, assessment: Assessment | None, of: int) -> list[str]:
    if assessment is None:
        return []
    who = f"{run.header['system']['system']['id']}: " if of > 1 else ""
    gates = [f"{who}gate {gate.need}  {gate.result.value}" for gate in assessment.gates]
    total = "not scored" if assessment.total is None else f"{assessment.total} of 100 (machine score, wire needs)"
    unfinished = [] if assessment.complete else [f"{who}not decidable yet: some scenarios must be run again"]
    return [*gates, f"{who}total  {total}", *unfinished]


def _save(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
