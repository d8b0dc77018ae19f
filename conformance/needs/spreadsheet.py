"""A statement of needs as a spreadsheet and back, without loss: what the buyer changes there is validated here."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, get_args, get_origin

import tomlkit
from pydantic import ValidationError

from conformance import sheets
from conformance.files import BadFile, problem_of
from conformance.needs import Method, Need, Needs, Rounding, Split, Statement, Theme
from conformance.needs.consistency import inconsistencies
from conformance.sheets import Sheet, Value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from pydantic import BaseModel

ABOUT, THEMES, NEEDS = "Statement", "Themes", "Needs"
_SCORE = re.compile(r"\s*(\d+)\s*: ?(.*)")
_HEADER = """A statement of needs, written from {name}. Everything here is the buyer's to change: "conformance check"
says whether it still adds up, and "conformance schema needs" what each key may hold."""


def export(needs: Needs, path: Path) -> None:
    """Write a statement as three tables; raise BadFile when the file is there already."""
    sheets.write(path, tables(needs))


def tables(needs: Needs) -> list[Sheet]:
    """Return the statement, its themes and its needs as tables; what a need leaves to the default stays empty."""
    about: list[tuple[Value, ...]] = [("key", "value")]
    about += [(f"statement.{name}", value) for name, value in _cells(needs.statement)]
    about += [(f"scale.{points}", text) for points, text in needs.scale.items()]
    for prefix, part in (
        ("method", needs.method),
        ("method.split", needs.method.split),
        ("method.rounding", needs.method.rounding),
    ):
        about += [(f"{prefix}.{name}", value) for name, value in _cells(part) if name not in {"split", "rounding"}]
    return [
        Sheet(ABOUT, tuple(about)),
        Sheet(THEMES, (tuple(Theme.model_fields), *(tuple(v for _, v in _cells(one)) for one in needs.theme))),
        Sheet(NEEDS, (tuple(Need.model_fields), *(tuple(v for _, v in _cells(one)) for one in needs.need))),
    ]


def _cells(part: BaseModel) -> Iterator[tuple[str, Value]]:
    for name in type(part).model_fields:
        yield name, _cell(getattr(part, name))


def _cell(value: object) -> Value:
    """Return a field as a cell: a list one entry a line, a table ``points: condition`` a line."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, tuple):
        return "\n".join(_line(str(one)) for one in value)
    if isinstance(value, dict):
        return "\n".join(f"{key}: {_line(one)}" for key, one in value.items())
    return sheets.worded(value)


def _line(text: str) -> str:
    """Return an entry as one line of a cell: in quotes, as JSON has them, where it would not be one otherwise."""
    return json.dumps(text, ensure_ascii=False) if "\n" in text or not text.strip() or text[0] == '"' else text


def _unlined(line: str) -> str:
    """Return the entry that ``_line`` was given."""
    try:
        return str(json.loads(line)) if line.startswith('"') else line
    except ValueError:
        return line


def load(path: Path) -> Needs:
    """Read a statement from a spreadsheet; raise BadFile naming sheet, row and column of what is wrong."""
    found = {sheet.name: sheet for sheet in sheets.read(path)}
    for name in (ABOUT, THEMES, NEEDS):
        if name not in found:
            raise BadFile(path, "", f"has no sheet {name!r}", 'begin from one that "conformance needs export" wrote')
    written = _written(path, found)
    try:
        needs = Needs.model_validate(written)
    except ValidationError as error:
        key, problem, instead = problem_of(error, Needs)
        raise BadFile(str(path), _place(key), problem, instead) from None
    for key, problem, instead in inconsistencies(needs):
        raise BadFile(str(path), _place(key), problem, instead)
    return needs


def _written(path: Path, found: Mapping[str, Sheet]) -> dict[str, Any]:
    """Return what the TOML file would hold."""
    whole: dict[str, Any] = {"schema": "needs/1", "scale": {}}
    models: dict[str, type[BaseModel]] = {
        "statement": Statement,
        "method": Method,
        "method.split": Split,
        "method.rounding": Rounding,
    }
    for at, (key, value, *_) in enumerate(_rows(found[ABOUT])[1:], 2):
        prefix, _, name = key.strip().rpartition(".")
        if prefix == "scale":
            whole["scale"][name] = value
        elif prefix in models and name in models[prefix].model_fields:
            table = whole
            for part in prefix.split("."):
                table = table.setdefault(part, {})
            _put(table, name, value, models[prefix])
        elif key or value:
            raise BadFile(path, "", f"sheet {ABOUT}, row {at}: there is no key {key!r}", "remove the row")
    whole["theme"] = _parts(path, found[THEMES], Theme)
    whole["need"] = _parts(path, found[NEEDS], Need)
    return whole


def _rows(sheet: Sheet) -> list[tuple[str, ...]]:
    return [tuple(str(value) for value in (*row, "", "")[: max(2, len(row))]) for row in sheet.rows]


def _parts(path: Path, sheet: Sheet, model: type[BaseModel]) -> list[dict[str, Any]]:
    rows = _rows(sheet)
    heading = [name.strip() for name in rows[0]] if rows else []
    for name in heading:
        if name and name not in model.model_fields:
            known = ", ".join(model.model_fields)
            raise BadFile(path, "", f"sheet {sheet.name}: there is no column {name!r}", f"use {known}")
    parts = []
    for row in rows[1:]:
        part: dict[str, Any] = {}
        for name, value in zip(heading, row, strict=False):
            if name:
                _put(part, name, value, model)
        parts.append(part)
    return parts


def _put(table: dict[str, Any], name: str, value: str, model: type[BaseModel]) -> None:
    """Put a cell's text into ``table`` as the kind of value its field is; an empty cell is left to the default."""
    about = model.model_fields[name]
    kinds = {get_origin(kind) or kind for kind in (about.annotation, *get_args(about.annotation))}
    if tuple in kinds:
        # Empty is said too where it is not the default: no tie-break at all is a choice.
        table[name] = [_unlined(line) for line in value.split("\n") if line.strip()]
    elif value == "" and not about.is_required():
        if about.default == "" or about.default is None:
            return
        if kinds == {str}:
            table[name] = ""
    elif dict in kinds:
        table[name] = dict(_pairs(value))
    elif kinds == {bool}:
        table[name] = {"yes": True, "no": False, "true": True, "false": False}.get(value.strip().lower(), value)
    else:
        table[name] = value if str in kinds else value.strip()


def _pairs(value: str) -> Iterator[tuple[str, str]]:
    for line in value.split("\n"):
        read = _SCORE.fullmatch(line)
        if read:
            yield read[1], _unlined(read[2])
        elif line.strip():
            yield line.strip(), ""


def _place(key: str) -> str:
    """Return where a key of the TOML file stands in the spreadsheet."""
    part, _, rest = key.partition(".")
    index, _, field = rest.partition(".")
    sheet = {"theme": THEMES, "need": NEEDS}.get(part)
    if sheet is None or not index.isdigit():
        return f"sheet {ABOUT}, {key}"
    return f"sheet {sheet}, row {int(index) + 2}" + (f", column {field}" if field else "")


def dumps(needs: Needs, name: str) -> str:
    """Return the statement as TOML that reads back the same; ``name`` is where it came from."""
    document = tomlkit.document()
    for line in _HEADER.format(name=" ".join(name.split())).splitlines():
        document.add(tomlkit.comment(line))
    document.add(tomlkit.nl())
    document["schema"] = "needs/1"
    document["statement"] = _table(needs.statement)
    document["scale"] = {str(points): text for points, text in needs.scale.items()}
    document["method"] = _table(needs.method)
    for key, parts in (("theme", needs.theme), ("need", needs.need)):
        listed = tomlkit.aot()
        for part in parts:
            listed.append(_table(part))
        document[key] = listed
    return tomlkit.dumps(document)


def _table(part: BaseModel) -> tomlkit.items.Table:
    table = tomlkit.table()
    for name in type(part).model_fields:
        value = getattr(part, name)
        if value is not None and (value != type(part).model_fields[name].default or type(part) is Method):
            table[name] = _toml(value)
    return table


def _toml(value: Any) -> Any:  # noqa: ANN401 - whatever a field holds
    if isinstance(value, Decimal):
        return sheets.number_or_text(value)
    if isinstance(value, Split | Rounding):
        inline = tomlkit.inline_table()
        inline.update({name: _toml(getattr(value, name)) for name in type(value).model_fields})
        return inline
    if isinstance(value, tuple):
        array = tomlkit.array()
        array.extend(value)
        return array.multiline(len(value) > 1)
    if isinstance(value, dict):
        inline = tomlkit.inline_table()
        inline.update({str(key): one for key, one in value.items()})
        return inline
    return value if isinstance(value, bool | int | date) else str(value)


def write(needs: Needs, path: Path, source: Sequence[str] = ()) -> None:
    """Write the statement as TOML to a new file; raise BadFile when it is there already."""
    if path.exists():
        raise BadFile(path, "", "is there already, and nothing is overwritten", "name another file, or remove it")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dumps(needs, ", ".join(source)), encoding="utf-8", newline="\n")
