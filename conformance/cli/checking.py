"""The verbs that look before or after a run, and score nothing: doctor, check, verify and schema."""

from __future__ import annotations

import json
from pathlib import Path  # noqa: TC003 - typer reads it from the annotations
from typing import Annotated

import typer
from rich.markup import escape

from conformance import __version__, deviations, doctor, needs, panel, prices, resources, runs, systems
from conformance.cli.options import NeedsFile, System, out
from conformance.kits import all_scenarios
from conformance.running import Exit


def examine(system: System) -> None:
    """Reachability and TLS of each place in the profile; no score."""
    symptoms = doctor.examine(systems.read(system), system.resolve().parent)
    for one in symptoms:
        mark = "[green]well[/]" if one.well else "[bold red]ill [/]"
        out.print(f"{mark}  {escape(one.part):18} {escape(one.says)}")
    raise typer.Exit(Exit.MET if all(one.well for one in symptoms) else Exit.NOT_MET)


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


def schema(
    what: Annotated[str, typer.Argument(help="run, system, needs, panel, prices, deviations or report")],
) -> None:
    """Print the JSON Schema of a file."""
    from conformance import schemas  # noqa: PLC0415 - seldom asked for

    typer.echo(json.dumps(schemas.schema(what), indent=1))
