"""The verbs of the command line; each reads its words, calls one room and prints; no logic of its own."""

from __future__ import annotations

import json
import signal
import sys
import threading
from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from conformance import __version__, buying, deviations, doctor, needs, panel, prices, resources, runs, systems
from conformance.differences import FailOn, differences, exceeds
from conformance.files import BadFile
from conformance.kits import all_scenarios, kits
from conformance.reports.audiences import Audience  # noqa: TC001 - typer reads it from the annotations
from conformance.reports.visible import visible
from conformance.running import Exit, Order, Standing, Status, Threshold, read_if_there, verdict_on
from conformance.running import run as run_order
from conformance.ways import ASKED

app = typer.Typer(
    name="conformance",
    help="Does an imaging system really speak DICOM, HL7 v2, XDS and XDS-I? Run, score, report.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

System = Annotated[Path, typer.Argument(metavar="SYSTEM.toml", help="the candidate's profile")]
DeviationsFile = Annotated[
    Path | None, typer.Option("--deviations", metavar="F", help="failures somebody expects, with reasons and an end")
]
Baseline = Annotated[
    Path | None, typer.Option("--baseline", metavar="RUN", help="also say what changed since this earlier run")
]
NeedsFile = Annotated[Path | None, typer.Option("--needs", metavar="F", help="the statement of needs")]


def main() -> NoReturn:
    """Run the command line; a bad file is exit 4 with what to write instead."""
    try:
        code = app(standalone_mode=False)
    except BadFile as bad:
        err.print(escape(str(bad)), style="bold red")
        code = Exit.WRONG_USE
    except typer.Abort:
        code = Exit.INTERRUPTED
    except typer.Exit as leaving:
        code = leaving.exit_code
    except Exception as error:
        if hasattr(error, "format_message"):
            err.print(escape(error.format_message()), style="bold red")
            code = Exit.WRONG_USE
        else:
            raise
    sys.exit(int(code or 0))


def _default_run_dir(system: Path) -> Path:
    return Path("runs") / f"{systems.read(system).system.id}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"


@app.command()
def run(  # noqa: PLR0913 - the options of the verb
    system: System,
    needs_file: NeedsFile = None,
    run_dir: Annotated[Path | None, typer.Option("--out", metavar="RUN", help="the run folder to write")] = None,
    only: Annotated[list[str] | None, typer.Option(metavar="GLOB", help="only scenarios whose id fits")] = None,
    skip: Annotated[list[str] | None, typer.Option(metavar="GLOB", help="all but scenarios whose id fits")] = None,
    seed: Annotated[str | None, typer.Option(metavar="N", help="repeat a run's messages exactly")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="go on with the run in --out")] = False,
    fail_on: Annotated[Threshold, typer.Option(help="what makes the exit code 1")] = Threshold.GATE,
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
    order = Order(system, folder, needs_file, only or (), skip or (), seed, resume, standing)
    code = _run_and_report(order, fail_on, expected)
    if baseline and code in {Exit.MET, Exit.NOT_MET} and _told_apart(baseline, folder, fail_on_change, expected):
        code = Exit.NOT_MET
    raise typer.Exit(code)


def _run_and_report(order: Order, fail_on: Threshold, expected: Path | None = None) -> int:
    """Run, write the report into the run folder, and say in one line how it ended."""
    from conformance import reporting  # noqa: PLC0415 - jinja2 is loaded only where a page is written

    code = run_order(order, err)
    if code == Exit.WRONG_USE:
        return code
    made = read_if_there(order.run_dir)
    if made is None:
        return Exit.OUR_ERROR
    written = reporting.write([order.run_dir], order.needs, order.run_dir / "report.html", deviations=expected)
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


@app.command()
def demo(
    run_dir: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="where the run goes")] = None,
    seed: Annotated[str | None, typer.Option(metavar="N", help="repeat a run's messages exactly")] = None,
) -> None:
    """Do the whole main job on the embedded reference hospital: run, score, report."""
    from conformance import practice  # noqa: PLC0415 - starts a hospital

    folder = run_dir or Path("runs") / f"demo-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    with practice.hospital(folder.parent / f"{folder.name}.toml") as profile:
        needs_file = resources.profiles() / "needs" / "national-pacs.toml"
        code = _run_and_report(Order(profile, folder, needs_file, seed=seed), Threshold.ANY)
    raise typer.Exit(code)


@app.command()
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
    )
    for line in written.summary:
        out.print(escape(line))
    out.print(f"report      {escape(str(written.path))}")
    if baseline:
        _told_apart(baseline, folders[-1], FailOn.NEVER, expected)


@app.command("diff")
def tell_apart(
    before: Annotated[Path, typer.Argument(metavar="A", help="the earlier run folder")],
    after: Annotated[Path, typer.Argument(metavar="B", help="the later run folder")],
    fail_on: Annotated[FailOn, typer.Option(help="which differences make the exit code 1")] = FailOn.NEW,
    expected: DeviationsFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="as JSON, for a program")] = False,
) -> None:
    """Say what changed between two runs: new failures, mended, no longer tested, seen otherwise."""
    raise typer.Exit(Exit.NOT_MET if _told_apart(before, after, fail_on, expected, as_json) else Exit.MET)


def _told_apart(
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


app.command("init")(buying.init)
app.add_typer(buying.needs_verbs, name="needs")
app.add_typer(buying.panel_verbs, name="panel")

listing = typer.Typer(help="What there is, and what no scenario covers.", no_args_is_help=True)
app.add_typer(listing, name="list")
Json = Annotated[bool, typer.Option("--json", help="as JSON, for a program")]


def _show(rows: list[dict[str, Any]], as_json: bool) -> None:  # noqa: FBT001 - a flag handed on
    if as_json:
        typer.echo(json.dumps(rows, indent=1))
        return
    table = Table(*(rows[0] if rows else ()), box=None, header_style="bold", pad_edge=False)
    for row in rows:
        table.add_row(*(escape(str(value)) for value in row.values()))
    out.print(table)


@listing.command("scenarios")
def list_scenarios(as_json: Json = False) -> None:
    """Every scenario: id, actor, transaction, purpose."""
    rows = [
        {"id": one.id, "actor": one.actor, "transaction": one.transaction, "purpose": one.purpose}
        for one in all_scenarios()
    ]
    _show(rows, as_json)


@listing.command("clauses")
def list_clauses(as_json: Json = False) -> None:
    """Every clause, and how many scenarios judge by it."""
    used: dict[str, int] = {}
    for one in all_scenarios():
        for clause in one.clauses:
            used[clause.id] = used.get(clause.id, 0) + 1
    known = {clause.id: clause for kit in kits() for clause in kit.clauses()}
    rows = [
        {
            "id": clause.id,
            "clause": clause.citation,
            "edition": clause.edition,
            "level": clause.level.value,
            "scenarios": used.get(clause.id, 0),
            "says": clause.says,
        }
        for clause in known.values()
    ]
    _show(rows, as_json)


@listing.command("deeds")
def list_deeds(as_json: Json = False) -> None:
    """What a candidate that begins by itself can be asked to do (a profile's [asked]), and for how many scenarios."""
    asked = Counter(
        part.removeprefix(ASKED) for one in all_scenarios() for part in one.requires if part.startswith(ASKED)
    )
    _show([{"id": deed, "scenarios": count} for deed, count in sorted(asked.items())], as_json)


@listing.command("kits")
def list_kits(as_json: Json = False) -> None:
    """Every installed kit, with its scenarios, simulators and faults."""
    rows = [
        {
            "id": kit.id,
            "title": kit.title,
            "scenarios": len(kit.scenarios()),
            "simulators": ", ".join(kit.simulators()),
            "faults": len(kit.saboteurs()),
        }
        for kit in kits()
    ]
    _show(rows, as_json)


@listing.command("needs")
def list_needs(
    needs_file: Annotated[Path | None, typer.Argument(metavar="[F]", help="default: national-pacs.toml")] = None,
    as_json: Json = False,
) -> None:
    """Each need with its scenarios, then needs without scenario and scenarios no need asks for."""
    ids = [one.id for one in all_scenarios()]
    statement = needs.read(needs_file or resources.profiles() / "needs" / "national-pacs.toml")
    counts = [(need, len(set(need.resolved(ids)) & set(ids))) for need in statement.need]
    rows = [
        {
            "id": need.id,
            "gate": "gate" if need.gate else "",
            "evidence": need.evidence,
            "scenarios": count,
            "covered": "yes" if count else f"no scenario: for {need.evidence}",
            "text": need.text,
        }
        for need, count in counts
    ]
    beside = sorted(set(ids) - set(needs.asked(statement, ids)))
    rows += [
        {"id": one, "gate": "", "evidence": "wire", "scenarios": 1, "covered": "no need asks for it", "text": ""}
        for one in beside
    ]
    _show(rows, as_json)
    if not as_json:
        without = sum(not count for _, count in counts)
        out.print(f"{without} of {len(counts)} needs have no scenario; {len(beside)} scenarios no need asks for")


@listing.command("faults")
def list_faults(as_json: Json = False) -> None:
    """Every fault and oddity that simulate can play."""
    rows = [
        {"id": one.id, "kit": kit.id, "kind": "fault" if one.fails else "oddity", "says": one.says}
        for kit in kits()
        for one in kit.saboteurs()
    ]
    _show(rows, as_json)


@app.command("doctor")
def examine(system: System) -> None:
    """Reachability and TLS of each place in the profile; no score."""
    symptoms = doctor.examine(systems.read(system), system.resolve().parent)
    for one in symptoms:
        mark = "[green]well[/]" if one.well else "[bold red]ill [/]"
        out.print(f"{mark}  {escape(one.part):18} {escape(one.says)}")
    raise typer.Exit(Exit.MET if all(one.well for one in symptoms) else Exit.NOT_MET)


@app.command()
def check(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="profiles, needs, deviations, panel and price files")
    ],
    needs_file: NeedsFile = None,
) -> None:
    """Validate files: keys, hosts, weights, gates, unknown scenario ids; panel and prices against --needs too."""
    statement = needs.read(needs_file) if needs_file else None
    for path in files:
        kind = resources.schema_of(path)
        if kind == "needs/1":
            needs.check(needs.read(path), [one.id for one in all_scenarios()], __version__)
        elif kind == "panel/1":
            record = panel.read(path)
            if statement:
                panel.check(record, statement)
        elif kind == "prices/1":
            prices.read(path)
        elif kind == "deviations/1":
            deviations.read(path, all_scenarios())
        else:
            systems.read(path)
        out.print(f"[green]good[/]  {escape(str(path))}")


@app.command()
def simulate(
    actor: Annotated[str, typer.Argument(help="hospital, or an actor that list kits names")],
    fault: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="play this fault or oddity (list faults); may be repeated")
    ] = None,
    label: Annotated[str, typer.Option(metavar="LABEL", help="the blind label in its profile")] = "",
    profile: Annotated[Path | None, typer.Option("--out", metavar="F", help="where its profile is written")] = None,
) -> None:
    """Start a practice target on loopback and write the profile that reaches it; stop with Ctrl-C."""
    from conformance import practice  # noqa: PLC0415 - loads every simulator

    target = profile or Path(f"{actor}.toml")
    done = threading.Event()
    for name in ("SIGINT", "SIGTERM"):
        signal.signal(getattr(signal, name), lambda *_: done.set())
    with practice.actor(actor, fault, target, label):
        out.print(f"{escape(actor)} is ready; its profile is {escape(str(target))}; Ctrl-C stops it")
        sys.stdout.flush()
        while not done.wait(0.5):
            pass


@app.command()
def verify(
    folder: Annotated[Path, typer.Argument(metavar="RUN", help="a run folder")],
    again: Annotated[bool, typer.Option("--rejudge", help="also judge every recording again, offline")] = False,
) -> None:
    """Is the evidence whole and untouched; with --rejudge, do the recordings give the same verdicts."""
    found = runs.problems(folder)
    for line in found:
        out.print(f"[bold red]{escape(line)}[/]")
    if again:
        from conformance.rejudging import rejudge  # noqa: PLC0415 - starts workers

        made = runs.read(folder)
        rows = list(rejudge(made))
        same = sum(not row.differs for row in rows)
        for row in rows:
            found += [f"{row.live.scenario}: {line}" for line in row.differs]
            for line in row.differs:
                out.print(f"[bold red]{escape(row.live.scenario)}[/]: {escape(line)}")
        out.print(f"{same} of {len(rows)} recorded scenarios give the same verdicts again")
    if not found:
        out.print("the evidence is whole and untouched")
    raise typer.Exit(Exit.NOT_MET if found else Exit.MET)


@app.command()
def schema(
    what: Annotated[str, typer.Argument(help="run, system, needs, panel, prices, deviations or report")],
) -> None:
    """Print the JSON Schema of a file."""
    from conformance import schemas  # noqa: PLC0415 - seldom asked for

    typer.echo(json.dumps(schemas.schema(what), indent=1))
