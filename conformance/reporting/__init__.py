"""Bring run folders, needs, scores and pages together: what the verbs run, demo and report have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance import needs as statements
from conformance import runs
from conformance.deviations import NOBODY, Register
from conformance.deviations import read as read_deviations
from conformance.deviations import register as expect
from conformance.files import BadFile
from conformance.kits import all_scenarios
from conformance.reporting.copies import Also, Copy, assessed, explain, save
from conformance.reporting.people import beside
from conformance.reports.audiences import Audience
from conformance.reports.comparison import Bidder, comparison_page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from conformance.runs import Run
    from conformance.scoring.assessment import Assessment

__all__ = ["Also", "Written", "explain", "write"]

_NOTHING = Also()


@dataclass(frozen=True, slots=True)
class Written:
    """The page that was written, whether the gates are met (None: no needs), and what to print about it."""

    path: Path
    gates_met: bool | None
    summary: tuple[str, ...]
    register: Register = NOBODY


def write(  # noqa: PLR0913 - what is written, and as what
    folders: Sequence[Path],
    needs_file: Path | None,
    page: Path,
    *,
    also: Also = _NOTHING,
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
        scores = assessed(needs, made)
        bidders = [Bidder(run, assessment, people.of(run)) for run, assessment in zip(made, scores, strict=True)]
        save(page, comparison_page(bidders, needs, scenarios=known, prices=people.prices))
        summary = tuple(line for run, one in zip(made, scores, strict=True) for line in _summary(run, one, len(made)))
        return Written(page, scores[0].gates_met if scores[0] else None, summary)
    register = expect(made[0], read_deviations(deviations, scenarios)) if deviations else None
    earlier = runs.read(baseline) if baseline else None
    copy = Copy(made[0], needs, known, audience or Audience.SUPPLIER, blind, register, people.of(made[0]), earlier)
    html = copy.page()
    save(page, html)
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


def _summary(run: Run, assessment: Assessment | None, of: int) -> list[str]:
    if assessment is None:
        return []
    who = f"{run.header['system']['system']['id']}: " if of > 1 else ""
    gates = [f"{who}gate {gate.need}  {gate.result.value}" for gate in assessment.gates]
    total = "not scored" if assessment.total is None else f"{assessment.total} of 100 (machine score, wire needs)"
    unfinished = [] if assessment.complete else [f"{who}not decidable yet: some scenarios must be run again"]
    return [*gates, f"{who}total  {total}", *unfinished]
