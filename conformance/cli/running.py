"""The verbs that run scenarios: run and demo."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from conformance import __version__, deviations, needs, resources, runs, systems
from conformance.cli.options import Baseline, DeviationsFile, NeedsFile, System, err, out
from conformance.cli.reporting import told_apart
from conformance.differences import FailOn
from conformance.kits import all_scenarios
from conformance.running import Exit, Order, Standing, Status, Threshold, read_if_there, verdict_on
from conformance.running import run as run_order


def _default_run_dir(system: Path) -> Path:
    return Path("runs") / f"{systems.read(system).system.id}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"


def run(  # noqa: PLR0913 - the options of the verb
    system: System,
    needs_file: NeedsFile = None,
    run_dir: Annotated[Path | None, typer.Option("--out", metavar="RUN", help="the run folder to write")] = None,
    only: Annotated[list[str] | None, typer.Option(metavar="GLOB", help="only scenarios whose id fits")] = None,
    skip: Annotated[list[str] | None, typer.Option(metavar="GLOB", help="all but scenarios whose id fits")] = None,
    seed: Annotated[str | None, typer.Option(metavar="N", help="repeat a run's messages exactly")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="go on with the run in --out")] = False,
    fail_on: Annotated[Threshold, typer.Option(help="what makes the exit code 1")] = Threshold.GATE,
    at_once: Annotated[
        bool, typer.Option("--at-once", help="tell DICOM, HL7 and XDS stories beside each other, for a quick look")
    ] = False,
    status: Annotated[Status, typer.Option(help="under whose eyes the run is made")] = Status.SELF_TEST,
    by: Annotated[str, typer.Option(metavar="NAME", help="who runs it")] = "",
    witness: Annotated[str, typer.Option(metavar="NAME", help="who witnesses it")] = "",
    expected: DeviationsFile = None,
    baseline: Baseline = None,
    fail_on_change: Annotated[FailOn, typer.Option(help="which differences from --baseline do too")] = FailOn.NEW,
) -> None:
    """Run what the profile and the needs ask for; keep every byte; write the report beside the run."""
    folder = run_dir or _default_run_dir(system)
    if needs_file:
        needs.check(needs.read(needs_file), [one.id for one in all_scenarios()], __version__)
    if expected:
        deviations.read(expected, all_scenarios())
    if baseline:
        runs.read(baseline)
    standing = Standing(status, by, witness)
    standing.check()
    order = Order(system, folder, needs_file, only or (), skip or (), seed, resume, standing, at_once)
    code = _run_and_report(order, fail_on, expected, baseline)
    if baseline and code in {Exit.MET, Exit.NOT_MET} and told_apart(baseline, folder, fail_on_change, expected):
        code = Exit.NOT_MET
    raise typer.Exit(code)


def _run_and_report(
    order: Order, fail_on: Threshold, expected: Path | None = None, baseline: Path | None = None
) -> int:
    """Run, write the report into the run folder, and say in one line how it ended."""
    from conformance import reporting  # noqa: PLC0415 - jinja2 is loaded only where a page is written

    code = run_order(order, err)
    if code == Exit.WRONG_USE:
        return code
    made = read_if_there(order.run_dir)
    if made is None:
        return Exit.OUR_ERROR
    page = order.run_dir / "report.html"
    written = reporting.write([order.run_dir], order.needs, page, deviations=expected, baseline=baseline)
    counted = ", ".join(f"{count} {name}" for name, count in sorted(_counts(made).items()))
    out.print(f"{len(made.latest)} scenarios: {counted}")
    for line in written.summary:
        out.print(escape(line))
    out.print(f"run folder  {escape(str(order.run_dir))}\nreport      {escape(str(written.path))}")
    return int(verdict_on(made, fail_on, gates_met=written.gates_met, register=written.register))


def _counts(made: runs.Run) -> dict[str, int]:
    counts: dict[str, int] = {}
    for result in made.latest.values():
        counts[result.outcome.value] = counts.get(result.outcome.value, 0) + 1
    return counts


def demo(
    run_dir: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="where the run goes")] = None,
    seed: Annotated[str | None, typer.Option(metavar="N", help="repeat a run's messages exactly")] = None,
) -> None:
    """Do the whole main job on the embedded reference hospital: run, score, report."""
    from conformance import practice  # noqa: PLC0415 - starts a hospital

    folder = run_dir or Path("runs") / f"demo-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    with practice.hospital(folder.parent / f"{folder.name}.toml") as profile:
        needs_file = resources.profiles() / "needs" / "national-pacs.toml"
        code = _run_and_report(Order(profile, folder, needs_file, seed=seed, at_once=True), Threshold.ANY)
    raise typer.Exit(code)
