"""Bring run folders, needs, scores and pages together: what the verbs run, demo and report have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance import needs as statements
from conformance import runs
from conformance.files import BadFile
from conformance.kits import all_scenarios, kits
from conformance.reports.comparison import Bidder, comparison_page
from conformance.reports.csv import findings_csv
from conformance.reports.html import bidder_page
from conformance.reports.junit import junit as junit_xml
from conformance.scoring import left_out, score

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from conformance.needs import Needs
    from conformance.runs import Run
    from conformance.scoring.assessment import Assessment


@dataclass(frozen=True, slots=True)
class Written:
    """The page that was written, whether the gates are met (None: no needs), and what to print about it."""

    path: Path
    gates_met: bool | None
    summary: tuple[str, ...]


def explain(media_type: str, octets: bytes) -> list[str] | None:
    """Return recorded octets as lines a person reads, by the first kit that knows them."""
    for kit in kits():
        lines = kit.explain(media_type, octets)
        if lines is not None:
            return lines
    return None


def write(  # noqa: PLR0913 - what is written, and as what
    folders: Sequence[Path],
    needs_file: Path | None,
    page: Path,
    *,
    junit: Path | None = None,
    csv: Path | None = None,
    blind: bool = False,
) -> Written:
    """Score the runs and write their page: one bidder's, or the comparison of several."""
    for option, path in (("--junit", junit), ("--csv", csv)):
        if path and len(folders) != 1:
            raise BadFile(option, "", "is for one run", "name one run folder")
    scenarios = all_scenarios()
    known = {one.id: one for one in scenarios}
    needs = statements.read(needs_file) if needs_file else None
    if needs:
        statements.check(needs, known)
    made = [runs.read(folder) for folder in folders]
    assessed = _assessed(needs, made)
    if len(made) == 1:
        html = bidder_page(made[0], needs, assessed[0], explain=explain, scenarios=known, blind=blind)
    else:
        bidders = [Bidder(run, assessment) for run, assessment in zip(made, assessed, strict=True)]
        html = comparison_page(bidders, needs, scenarios=known)
    _save(page, html)
    for path, written in ((junit, junit_xml), (csv, findings_csv)):
        if path:
            _save(path, written(made[0]))
    summary = tuple(line for run, one in zip(made, assessed, strict=True) for line in _summary(run, one, len(made)))
    met = assessed[0].gates_met if assessed[0] else None
    return Written(page, met, summary)


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


def _save(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
