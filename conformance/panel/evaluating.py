"""Evaluator sheets out and in again: one workbook an evaluator, one for the moderation, records from both."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import tomlkit
from pydantic import ValidationError

from conformance import sheets
from conformance.files import BadFile, problem_of
from conformance.panel import Panel, check
from conformance.sheets import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from conformance.needs import Need, Needs

DECLARATION, SCORES, SCALE = "Declaration", "Scores", "Scale"
MODERATION, DOCUMENTS, DEMONSTRATIONS, OVERRIDES = "Moderation", "Documents", "Demonstrations", "Overrides"
_TABLES = {
    SCORES: ("score", ("need", "points", "reason")),
    MODERATION: ("moderated", ("need", "points", "gate", "reason", "on", "present")),
    DOCUMENTS: ("document", ("need", "title", "file", "sha256", "place", "result", "reason", "by")),
    DEMONSTRATIONS: ("demonstration", ("need", "task", "limit_s", "seconds", "reason", "by")),
    OVERRIDES: ("override", ("need", "points", "gate", "name", "reason", "on")),
}
_OURS = frozenset({"text", "look at", "proven by"})
_FILLED_IN = _OURS | {"bidder", "need"}
"""Columns that we fill in: a row with nothing else was left blank."""

Row = dict[str, str]


def left_to_people(needs: Needs) -> tuple[Need, ...]:
    """Return the needs an evaluator scores: those the wire can't show, and all of them where that is published."""
    return tuple(
        need
        for need in needs.need
        if need.evidence in {"panel", "document", "demonstration"}
        or (need.evidence == "wire" and needs.method.not_tested == "panel")
    )


def evaluator_book(
    needs: Needs, bidders: Sequence[str], evaluator: str, records: Mapping[str, Panel] | None = None
) -> list[Sheet]:
    """Return one evaluator's workbook, blank or as ``records`` (by bidder) have it; bidders by blind label alone."""
    records = records or {}
    known = next((one for record in records.values() for one in record.evaluator if one.id == evaluator), None)
    declared = {"name": "", "role": "", "conflict": "", "declared": ""}
    if known:
        declared = {
            "name": known.name,
            "role": known.role,
            "conflict": known.conflict,
            "declared": known.declared.isoformat(),
        }
    about = {"needs": needs.statement.id, "version": needs.statement.version, "evaluator": evaluator, **declared}
    rows = []
    for bidder in bidders:
        mine = {
            one.need: one for one in (records[bidder].score if bidder in records else ()) if one.evaluator == evaluator
        }
        for need in left_to_people(needs):
            said = mine.get(need.id)
            look = "; ".join(need.proxies)
            row = (bidder, need.id, need.text, look, need.evidence)
            rows.append((*row, str(said.points) if said else "", said.reason if said else ""))
    scale = tuple((str(points), text) for points, text in sorted(needs.scale.items()))
    return [
        Sheet(DECLARATION, (("key", "value"), *about.items())),
        Sheet(SCORES, (("bidder", "need", "text", "look at", "proven by", "points", "reason"), *rows)),
        Sheet(SCALE, (("points", "meaning"), *scale)),
    ]


def moderation_book(needs: Needs, bidders: Sequence[str], records: Mapping[str, Panel] | None = None) -> list[Sheet]:
    """Return the workbook of the moderation: agreed scores, documents, timed tasks and overrides of all bidders."""
    records = records or {}
    about = (("key", "value"), ("needs", needs.statement.id), ("version", needs.statement.version))
    book = [Sheet(DECLARATION, about)]
    for title in (MODERATION, DOCUMENTS, DEMONSTRATIONS, OVERRIDES):
        table, columns = _TABLES[title]
        rows: list[tuple[str, ...]] = []
        for bidder in bidders:
            said = [one.model_dump() for one in (getattr(records[bidder], table) if bidder in records else ())]
            rows += [(bidder, *(_cell(one[name]) for name in columns)) for one in said]
            if title == MODERATION:
                spoken = {one["need"] for one in said}
                blank = [need.id for need in left_to_people(needs) if need.id not in spoken]
                rows += [(bidder, need, *([""] * (len(columns) - 1))) for need in blank]
        book.append(Sheet(title, (("bidder", *columns), *rows)))
    return book


def _cell(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else sheets.worded(value)


def collect(paths: Sequence[Path], needs: Needs) -> dict[str, Panel]:
    """Return the records that filled-in workbooks make, by bidder; raise BadFile naming sheet and row."""
    gathered = _Gathered(needs)
    for path in paths:
        gathered.add(path, {sheet.name: sheet for sheet in sheets.read(path)})
    if not gathered.bidders:
        problem = "nobody has filled in a row, so there is no record to make"
        raise BadFile(", ".join(map(str, paths)), "", problem, "fill in points and reasons, save, and collect again")
    return {bidder: gathered.record(bidder) for bidder in gathered.bidders}


class _Gathered:
    """What the workbooks hold so far, and where each row came from."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs
        self._evaluators: list[tuple[Row, str]] = []
        self._rows: dict[str, dict[str, list[tuple[dict[str, Any], str]]]] = {}

    @property
    def bidders(self) -> list[str]:
        return list(self._rows)

    def add(self, path: Path, book: Mapping[str, Sheet]) -> None:
        if DECLARATION not in book:
            raise BadFile(
                path, "", f"has no sheet {DECLARATION!r}", 'begin from one that "conformance panel sheets" wrote'
            )
        about = {str(row[0]).strip(): str(row[1]) for row in book[DECLARATION].rows[1:] if len(row) > 1}
        stated = (self._needs.statement.id, self._needs.statement.version)
        if (about.get("needs"), about.get("version")) != stated:
            problem = f"is for {about.get('needs')} {about.get('version')}, not for {' '.join(stated)}"
            raise BadFile(path, "", problem, "collect with the needs the sheets were made by")
        evaluator = about.get("evaluator", "")
        if evaluator:
            names = ("name", "role", "conflict", "declared")
            said = {"id": evaluator, **{name: about[name] for name in names if about.get(name)}}
            self._evaluators.append((said, f"{path}, sheet {DECLARATION}"))
        for title, (table, _) in _TABLES.items():
            for number, row in _filled(path, book.get(title)):
                bidder = row.pop("bidder", "")
                if table == "score":
                    row["evaluator"] = evaluator
                place = f"{path}, sheet {title}, row {number}"
                self._rows.setdefault(bidder, {}).setdefault(table, []).append((_typed(row), place))

    def record(self, bidder: str) -> Panel:
        """Return the record of one bidder; raise BadFile at the row that is wrong."""
        tables = self._rows[bidder]
        stated = {"needs": self._needs.statement.id, "version": self._needs.statement.version, "bidder": bidder}
        whole = {
            "schema": "panel/1",
            "record": stated,
            "evaluator": [said for said, _ in self._evaluators],
            **{table: [row for row, _ in rows] for table, rows in tables.items()},
        }
        places = {"evaluator": [place for _, place in self._evaluators]}
        places |= {table: [place for _, place in rows] for table, rows in tables.items()}
        try:
            panel = Panel.model_validate(whole)
        except ValidationError as error:
            key, problem, instead = problem_of(error, Panel)
            raise BadFile(*_at(places, key, bidder), problem, instead) from None
        check(panel, self._needs)
        return panel


def _at(places: Mapping[str, Sequence[str]], key: str, bidder: str) -> tuple[str, str]:
    table, _, rest = key.partition(".")
    index, _, field = rest.partition(".")
    known = places.get(table, ())
    if index.isdigit() and int(index) < len(known):
        return known[int(index)], field
    return f"the sheets of {bidder}", key


def _filled(path: Path, sheet: Sheet | None) -> Iterator[tuple[int, Row]]:
    """Yield each row somebody filled in, with its number."""
    if sheet is None or not sheet.rows:
        return
    heading = [str(name).strip() for name in sheet.rows[0]]
    for name in ("bidder", "need"):
        if name not in heading:
            raise BadFile(path, "", f"sheet {sheet.name} has no column {name!r}", "restore the first row")
    for number, values in enumerate(sheet.rows[1:], 2):
        row = {name: str(value) for name, value in zip(heading, values, strict=False) if name and str(value).strip()}
        if set(row) - _FILLED_IN:
            yield number, row


def _typed(row: Row) -> dict[str, Any]:
    """Return a row as the record holds it: whole points as a number, names as a list; the rest is text."""
    typed: dict[str, Any] = {name: value for name, value in row.items() if name not in _OURS}
    if row.get("points", "").strip().isdecimal():
        typed["points"] = int(row["points"])
    if "present" in row:
        typed["present"] = [name.strip() for name in row["present"].split(",") if name.strip()]
    return typed


def dumps(panel: Panel) -> str:
    """Return a record as TOML that reads back the same."""
    document = tomlkit.document()
    document.add(
        tomlkit.comment("A panel's record of one bidder. Laid beside the machine's result, never in place of it.")
    )
    document["schema"] = "panel/1"
    document["record"] = panel.record.model_dump()
    for table in ("evaluator", "score", "moderated", "document", "demonstration", "override"):
        rows = getattr(panel, table)
        if rows:
            listed = tomlkit.aot()
            for row in rows:
                listed.append(tomlkit.item({name: _toml(v) for name, v in row.model_dump(exclude_none=True).items()}))
            document[table] = listed
    return tomlkit.dumps(document)


def _toml(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return sheets.number_or_text(value) if isinstance(value, Decimal) else value


def write(panels: Mapping[str, Panel], folder: Path) -> list[Path]:
    """Write each record to a new file; raise BadFile, before any is written, when one is there already."""
    targets = {bidder: folder / f"panel-{bidder}.toml" for bidder in panels}
    for target in targets.values():
        if target.exists():
            raise BadFile(target, "", "is there already, and nothing is overwritten", "name another folder with --out")
    folder.mkdir(parents=True, exist_ok=True)
    for bidder, panel in panels.items():
        targets[bidder].write_text(dumps(panel), encoding="utf-8", newline="\n")
    return list(targets.values())
