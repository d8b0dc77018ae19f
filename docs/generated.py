"""The reference, written from the code: every verb, scenario and clause, and the glossary of the reports."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import typer.main

from conformance.cli import app
from conformance.kits import kits
from conformance.reports.words import LEVELS, actor_title, glossary, transaction_title

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conformance.kits import Kit
    from conformance.model import Clause, Scenario

OURS = ("dicom", "hl7", "xds", "workflow")


def write(folder: Path) -> None:
    """Write every page of the reference into ``folder``."""
    folder.mkdir(exist_ok=True)
    shipped = [kit for kit in kits() if kit.id in OURS]
    pages = {"verbs": verbs(), "glossary": words()}
    for kit in shipped:
        pages[f"scenarios-{kit.id}"] = scenarios(kit)
        pages[f"clauses-{kit.id}"] = clauses(kit, shipped)
    for name, text in pages.items():
        path = folder / f"{name}.md"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")


def plain(text: str) -> str:
    """Return text that MyST sets as it is."""
    return re.sub(r"([\\`*_{}\[\]<>#|$~&!])", r"\\\1", " ".join(text.split()))


def _anchor(kind: str, name: str) -> str:
    return f"{kind}-{name}".replace(".", "-")


def scenarios(kit: Kit) -> str:
    """Return the page of a kit's scenarios."""
    told = kit.scenarios()
    parts = [f"# Scenarios: {plain(kit.title)}", f"{len(told)} scenarios."]
    parts += [part for one in told for part in _scenario(one)]
    return "\n\n".join(parts) + "\n"


def _scenario(one: Scenario) -> Iterator[str]:
    what = transaction_title(one.transaction)
    said = f"{plain(what)} ({plain(one.transaction)})" if what else plain(one.transaction)
    yield f"({_anchor('scenario', one.id)})=\n## `{one.id}`"
    yield plain(one.purpose)
    yield f"{said}, asked of the {plain(actor_title(one.actor))}. Needs of the profile: `{'`, `'.join(one.requires)}`."
    yield "\n".join(
        f"- [`{clause.id}`](#{_anchor('clause', clause.id)}): {plain(clause.says)}" for clause in one.clauses
    )


def clauses(kit: Kit, shipped: list[Kit]) -> str:
    """Return the page of a kit's clauses, each with the scenarios that judge by it."""
    used: dict[str, list[str]] = {}
    found: dict[str, Clause] = {clause.id: clause for clause in kit.clauses()}
    declared = {clause.id for other in shipped if other.id != kit.id for clause in other.clauses()}
    for other in shipped:
        for one in other.scenarios():
            for clause in one.clauses:
                used.setdefault(clause.id, []).append(one.id)
                if other.id == kit.id and clause.id not in declared:
                    found.setdefault(clause.id, clause)
    parts = [f"# Clauses: {plain(kit.title)}", f"{len(found)} clauses."]
    parts += [part for name in sorted(found) for part in _clause(found[name], used.get(name, []))]
    return "\n\n".join(parts) + "\n"


def _clause(clause: Clause, used: list[str]) -> Iterator[str]:
    yield f"({_anchor('clause', clause.id)})=\n## `{clause.id}`"
    yield f"{plain(clause.says)}"
    yield f"{plain(clause.citation)}, edition {plain(clause.edition)}; {LEVELS[clause.level]}."
    links = ", ".join(f"[`{one}`](#{_anchor('scenario', one)})" for one in dict.fromkeys(used))
    yield f"Judged in {links}." if links else "No scenario judges by it yet."


def words() -> str:
    """Return the glossary."""
    return "# Glossary\n\n" + "\n\n".join(f"{plain(term)}\n: {plain(says)}" for term, says in glossary()) + "\n"


def verbs() -> str:
    """Return the page of the command line: every verb with its arguments and options."""
    group = typer.main.get_command(app)
    parts = ["# The command line", "Exit codes: 0 the threshold is met; 1 it is not; 2 interrupted; 3 error of the"]
    parts[-1] += " harness; 4 wrong use or file; 5 nothing to run."
    parts += list(_verbs(group, "conformance"))
    return "\n\n".join(parts) + "\n"


def _verbs(command: object, name: str) -> Iterator[str]:
    inner = getattr(command, "commands", None)
    if inner:
        for word, one in sorted(inner.items()):
            yield from _verbs(one, f"{name} {word}")
        return
    yield f"## `{name}`"
    yield plain(getattr(command, "help", "") or "")
    rows = []
    for one in getattr(command, "params", []):
        told = ", ".join(one.opts) if one.param_type_name == "option" else one.metavar or one.name
        rows.append(f"- `{told}`: {plain(getattr(one, 'help', '') or '')}")
    if rows:
        yield "\n".join(rows)
