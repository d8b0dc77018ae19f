"""The verbs list scenarios, clauses, deeds, kits, needs and faults."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path  # noqa: TC003 - typer reads it from the annotations
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from conformance import needs, resources
from conformance.cli.options import Json, out
from conformance.kits import all_scenarios, kits
from conformance.ways import ASKED

listing = typer.Typer(help="What there is, and what no scenario covers.", no_args_is_help=True)


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
