"""The verbs that read runs: report and diff."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from conformance import deviations, runs
from conformance.cli.options import Baseline, DeviationsFile, NeedsFile, out
from conformance.differences import FailOn, differences, exceeds
from conformance.kits import all_scenarios
from conformance.reports.audiences import Audience  # noqa: TC001 - typer reads it from the annotations
from conformance.reports.visible import visible
from conformance.running import Exit


def report(  # noqa: PLR0913 - the options of the verb
    folders: Annotated[list[Path], typer.Argument(metavar="RUN...", help="run folders; several give a comparison")],
    needs_file: NeedsFile = None,
    page: Annotated[Path | None, typer.Option("--out", metavar="F", help="the page to write")] = None,
    audience: Annotated[Audience | None, typer.Option("--for", help="leave out what this reader may not have")] = None,
    junit: Annotated[Path | None, typer.Option(metavar="F", help="also write JUnit XML (one run)")] = None,
    csv: Annotated[Path | None, typer.Option(metavar="F", help="also write a table of findings (one run)")] = None,
    sheet: Annotated[Path | None, typer.Option(metavar="F", help="also write a spreadsheet: .xlsx or .ods")] = None,
    as_json: Annotated[Path | None, typer.Option("--json", metavar="F", help="also write JSON (schema report)")] = None,
    pdf: Annotated[Path | None, typer.Option(metavar="F", help="also print a tagged PDF (extra: pdf)")] = None,
    evidence_zip: Annotated[Path | None, typer.Option(metavar="F", help="also pack the evidence and an index")] = None,
    draft: Annotated[
        Path | None, typer.Option("--assessment-summary", metavar="F", help="also draft the bidder's summary")
    ] = None,
    expected: DeviationsFile = None,
    baseline: Baseline = None,
    record: Annotated[list[Path] | None, typer.Option("--panel", metavar="F", help="a panel's record")] = None,
    price: Annotated[Path | None, typer.Option("--prices", metavar="F", help="prices (comparison alone)")] = None,
    blind: Annotated[bool, typer.Option("--blind", help="hide the supplier behind its label")] = False,
) -> None:
    """Score and render; needs no candidate. Several runs give a comparison."""
    from conformance import reporting  # noqa: PLC0415 - as above

    named = f"report-{audience.value}.html" if audience else "report.html"
    target = page or (folders[0] / named if len(folders) == 1 else Path("comparison.html"))
    also = reporting.Also(junit, csv, sheet, as_json, pdf, evidence_zip, draft)
    written = reporting.write(
        folders,
        needs_file,
        target,
        also=also,
        blind=blind,
        audience=audience,
        deviations=expected,
        panels=record or (),
        prices=price,
        baseline=baseline,
    )
    for line in written.summary:
        out.print(escape(line))
    out.print(f"report      {escape(str(written.path))}")
    if baseline:
        told_apart(baseline, folders[-1], FailOn.NEVER, expected)


def tell_apart(
    before: Annotated[Path, typer.Argument(metavar="A", help="the earlier run folder")],
    after: Annotated[Path, typer.Argument(metavar="B", help="the later run folder")],
    fail_on: Annotated[FailOn, typer.Option(help="which differences make the exit code 1")] = FailOn.NEW,
    expected: DeviationsFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="as JSON, for a program")] = False,
) -> None:
    """Say what changed between two runs: new failures, mended, no longer tested, seen otherwise."""
    raise typer.Exit(Exit.NOT_MET if told_apart(before, after, fail_on, expected, as_json) else Exit.MET)


def told_apart(
    before: Path,
    after: Path,
    fail_on: FailOn,
    expected: Path | None,
    as_json: bool = False,  # noqa: FBT001 - a flag handed on
) -> bool:
    """Print what changed; return whether it is more than ``fail_on`` lets pass."""
    later = runs.read(after)
    register = deviations.NOBODY
    if expected:
        register = deviations.register(later, deviations.read(expected, all_scenarios()))
    changes = differences(runs.read(before), later, register)
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in changes], indent=1))
    else:
        for one in changes:
            said = visible(f"{one.scenario}: {one.before} -> {one.after}" + (f"; {one.says}" if one.says else ""))
            out.print(f"{one.kind.value:>16}  {escape(' '.join(said.split()))}")
        out.print(f"{len(changes)} differences" if changes else "no differences")
    return exceeds(changes, fail_on)
