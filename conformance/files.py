"""Read a TOML file into a pydantic model, so that every mistake names file, line, key and what to write instead."""

from __future__ import annotations

import difflib
import re
import tomllib
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

if TYPE_CHECKING:
    from pathlib import Path

Model = TypeVar("Model", bound=BaseModel)


class BadFile(Exception):  # noqa: N818 - the user reads it as a fact
    """A file that can't be used; the text says where and what to write instead."""

    def __init__(self, path: Path, key: str, problem: str, instead: str = "") -> None:
        line = line_of(path, key) if key else None
        place = f"{path}" + (f", line {line}" if line else "") + (f", {key}" if key else "")
        super().__init__(f"{place}: {problem}" + (f"\n  Instead: {instead}." if instead else ""))


def load(path: Path, model: type[Model]) -> Model:
    """Read ``path`` as ``model``; raise BadFile for the first thing that is wrong."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise BadFile(path, "", f"can't be read: {error.strerror or error}", "name a file that exists") from None
    except UnicodeDecodeError as error:
        raise BadFile(path, "", f"is not UTF-8 at octet {error.start}", "save it as UTF-8") from None
    try:
        return model.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadFile(path, "", f"is not TOML: {error}", "mend the line it names") from None
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise BadFile(path, key, *_worded(dict(first), model)) from None


def _worded(error: dict[str, Any], model: type[BaseModel]) -> tuple[str, str]:
    kind, name = error["type"], str(error["loc"][-1]) if error["loc"] else ""
    if kind == "extra_forbidden":
        close = difflib.get_close_matches(name, _keys(model), n=1)
        return "this key is unknown", f"write {close[0]!r}" if close else "remove it"
    if kind == "missing":
        return "this key is missing", f"add {name} = ..."
    message = error["msg"].removeprefix("Value error, ")
    problem, _, instead = message.partition("; ")
    return f"{problem} (found: {error.get('input')!r})"[:400], instead


def _keys(model: type[BaseModel], seen: frozenset[type[BaseModel]] = frozenset()) -> set[str]:
    keys: set[str] = set()
    if model in seen:
        return keys
    for name, about in model.model_fields.items():
        keys.add(about.alias or name)
        for inner in (about.annotation, *getattr(about.annotation, "__args__", ())):
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                keys |= _keys(inner, seen | {model})
    return keys


def line_of(path: Path, key: str) -> int | None:
    """Return the line where a dotted key (``theme.1.weight``: second [[theme]]) stands, or its table's."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    *tables, name = key.split(".")
    wanted = [part for part in tables if not part.isdigit()]
    index = next((int(part) for part in tables if part.isdigit()), 0)
    current: list[str] = []
    best: int | None = None
    seen = -1
    for number, line in enumerate(lines, 1):
        header = re.match(r"\s*(\[\[?)([^\]]+)\]", line)
        if header:
            current = [part.strip().strip('"') for part in header[2].split(".")]
            if current in (wanted, [*wanted, name]):
                seen += 1
                if seen == index:
                    best = number
            continue
        here = current == wanted and (seen == index or not wanted)
        if here and re.match(rf'\s*"?{re.escape(name)}"?\s*[=.]', line):
            return number
        if current == wanted[:-1] and wanted and re.match(rf'\s*"?{re.escape(wanted[-1])}"?\s*=', line):
            best = number
    return best
