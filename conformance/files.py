"""Read a TOML file into a pydantic model, so that every mistake names file, line, key and what to write instead."""

from __future__ import annotations

import difflib
import hashlib
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ConfigDict, PrivateAttr, ValidationError
from pydantic_core import PydanticCustomError

if TYPE_CHECKING:
    from collections.abc import Iterator

Model = TypeVar("Model", bound=BaseModel)

_HEADER = re.compile(r"\s*(\[\[?)([^\[\]]+)\]")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")


class Part(BaseModel):
    """Every part of a file: unknown keys are refused, nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Whole(Part):
    """A whole file, which knows what no file can say of itself: its digest and where it was read."""

    _digest: str = PrivateAttr("")
    _path: Path = PrivateAttr(Path())

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the file's octets; empty when it was not read from a file."""
        return self._digest

    @property
    def path(self) -> Path:
        """Return the file it was read from."""
        return self._path

    def read_from(self, path: Path, octets: bytes) -> None:
        """Note the file and the octets it was read from."""
        self._digest = hashlib.sha256(octets).hexdigest()
        self._path = path


class BadFile(Exception):  # noqa: N818 - the user reads it as a fact
    """A file (or a word of the command line) that can't be used; the text says where and what to write instead."""

    def __init__(self, path: Path | str, key: str, problem: str, instead: str = "") -> None:
        line = line_of(path, key) if key and not isinstance(path, str) else None
        place = f"{path}" + (f", line {line}" if line else "") + (f", {key}" if key else "")
        super().__init__(f"{place}: {problem}" + (f"\n  Instead: {instead}." if instead else ""))


def elsewhere(key: str, problem: str, instead: str) -> PydanticCustomError:
    """Return the error a validator of the whole file raises for the one ``key`` that is at fault."""
    return PydanticCustomError("elsewhere", "{problem}", {"key": key, "problem": problem, "instead": instead})


def load(path: Path, model: type[Model]) -> Model:
    """Read ``path`` as ``model``; raise BadFile for the first thing that is wrong."""
    try:
        octets = path.read_bytes()
        made = model.model_validate(tomllib.loads(octets.decode("utf-8")))
    except OSError as error:
        raise BadFile(path, "", f"can't be read: {error.strerror or error}", "name a file that exists") from None
    except UnicodeDecodeError as error:
        raise BadFile(path, "", f"is not UTF-8 at octet {error.start}", "save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise BadFile(path, "", f"is not TOML: {error}", "mend the line it names") from None
    except RecursionError:
        raise BadFile(path, "", "is nested deeper than any file of ours", "do not use this file") from None
    except ValidationError as error:
        key, problem, instead = problem_of(error, model)
        raise BadFile(path, key, problem, instead) from None
    if isinstance(made, Whole):
        made.read_from(path, octets)
    return made


def problem_of(error: ValidationError, model: type[BaseModel]) -> tuple[str, str, str]:
    """Return the dotted key of the first thing that is wrong, what is wrong there, and what to write instead."""
    # A misspelt key is also a missing one: the unknown key says more.
    first = min(error.errors(), key=lambda one: one["type"] != "extra_forbidden")
    key = ".".join(str(part) for part in first["loc"]) or str(first.get("ctx", {}).get("key", ""))
    return key, *_worded(dict(first), model)


def _worded(error: dict[str, Any], model: type[BaseModel]) -> tuple[str, str]:
    kind, name = error["type"], str(error["loc"][-1]) if error["loc"] else ""
    if kind == "extra_forbidden":
        close = difflib.get_close_matches(name, _keys(model), n=1)
        return "this key is unknown", f"write {close[0]!r}" if close else "remove it"
    if kind == "missing":
        return "this key is missing", f"add {name} = ..."
    if kind == "elsewhere":
        return error["ctx"]["problem"], error["ctx"]["instead"]
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
    """Return the line where a dotted key (``theme.1.weight``: in the second [[theme]]) stands, or what holds it."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    wanted = tuple(key.split("."))
    best: tuple[int, int | None] = (0, None)
    for place, number in _places(text):
        if place == wanted[: len(place)] and len(place) > best[0]:
            best = (len(place), number)
    return best[1]


def _places(text: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield every header and key of a TOML text as a path with the indices of its tables, and its line."""
    counts: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    quoted = ""
    for number, line in enumerate(text.splitlines(), 1):
        if quoted:
            quoted = "" if quoted in line else quoted
            continue
        header = _HEADER.match(line)
        key = _KEY.match(line)
        if header:
            table = _table(_parts(header[2]), counts, another=header[1] == "[[")
            yield table, number
        elif key:
            yield (*table, *_parts(key[1])), number
        quoted = next((mark for mark in ('"""', "'''") if line.count(mark) % 2), "")


def _table(parts: tuple[str, ...], counts: dict[tuple[str, ...], int], *, another: bool) -> tuple[str, ...]:
    """Return a header's path; of every array of tables on the way it means the newest table."""
    path: tuple[str, ...] = ()
    for depth, part in enumerate(parts, 1):
        path = (*path, part)
        if another and depth == len(parts):
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, str(counts[path]))
    return path


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))
