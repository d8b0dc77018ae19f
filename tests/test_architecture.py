"""The map of the house is true: it names what there is, and there is what it names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import conformance

PACKAGE = Path(conformance.__file__).parent
MAP = PACKAGE.parent / "ARCHITECTURE.md"
SELF_EVIDENT = {"__init__.py", "__main__.py", "py.typed"}
TOP = re.compile(r"^  (\S.*)$", re.MULTILINE)
NAME = re.compile(r"\b([a-z_0-9]+(?:\.py|\.ini|/))(?= |:|$)")

pytestmark = pytest.mark.skipif(not MAP.exists(), reason="the map is in a checkout only")


def named():
    """Return what the map names directly under conformance/: lines that stand two spaces in."""
    house = MAP.read_text(encoding="utf-8").split("```")[1].partition("\nprofiles/")[0]
    return {name for line in TOP.findall(house) if line[0] != " " for name in NAME.findall(line)}


def there():
    found = {one.name for one in PACKAGE.iterdir() if one.is_file()}
    found |= {f"{one.parent.name}/" for one in PACKAGE.glob("*/__init__.py")}
    return found - SELF_EVIDENT


def test_every_module_and_room_is_on_the_map_and_nothing_else_is():
    assert len(there()) > 40
    assert named() - there() == set()
    assert there() - named() == set()


def test_every_folder_beside_the_package_is_on_the_map():
    house = MAP.read_text(encoding="utf-8").split("```")[1]
    for name in ("profiles", "reports_templates", "tests", "docs", "benchmarks"):
        assert (PACKAGE.parent / name).is_dir()
        assert f"\n{name}/ " in house


@pytest.mark.parametrize("room", ["dicom", "hl7", "xds"])
@pytest.mark.parametrize(
    "piece",
    [
        "clauses/",
        "samples",
        "wire",
        "client",
        "simulator",
        "saboteurs/",
        "checks",
        "explain.py",
        "fixtures.py",
        "scenarios/",
    ],
)
def test_every_room_has_the_furniture_the_map_names(room, piece):
    assert f"\n    {piece}" in MAP.read_text(encoding="utf-8")
    stem = PACKAGE / room / piece
    assert stem.exists() or stem.with_suffix(".py").exists()


def test_what_the_map_says_of_extending_is_where_it_says():
    text = MAP.read_text(encoding="utf-8").partition("## Extension points")[2].partition("## Invariants")[0]
    paths = re.findall(r"`([\w-]+/[\w/-]+\.(?:py|toml))`", text)
    assert len(paths) > 5
    for path in paths:
        assert (PACKAGE / path).exists() or (PACKAGE.parent / path).exists(), path
