"""Find the data files that travel with the package: inside the installed wheel, or beside it in a checkout."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path

from conformance.files import BadFile

SCHEMAS = ("sut/1", "needs/1", "panel/1", "prices/1", "deviations/1")
"""The kinds of file a user writes: profiles, statements of needs, panel records, prices, deviations."""


def templates() -> Path:
    """Return the folder of the report templates."""
    return _folder("reports_templates")


def profiles() -> Path:
    """Return the folder of the shipped systems, needs, affinity domains and message profiles."""
    return _folder("profiles")


def schema_of(path: Path) -> str:
    """Return the ``schema`` a TOML file declares, one of ``SCHEMAS``; raise BadFile when it declares none."""
    try:
        declared = tomllib.loads(path.read_text(encoding="utf-8")).get("schema")
    except (OSError, UnicodeDecodeError, RecursionError, tomllib.TOMLDecodeError) as error:
        raise BadFile(path, "", f"can't be read as TOML: {error}", "name a profile or a needs file") from None
    if declared not in SCHEMAS:
        known = ", ".join(SCHEMAS)
        raise BadFile(path, "schema", f"{declared!r} is no schema we know", f'write schema = "..." with one of {known}')
    return str(declared)


def _folder(name: str) -> Path:
    """Return the folder called ``name``; raise FileNotFoundError when this installation lacks it."""
    package = Path(str(files("conformance")))
    for folder in (package / "data" / name, package.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"this installation of the harness is not whole: its folder {name} is missing")
