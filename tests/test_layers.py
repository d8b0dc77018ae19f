"""Who may import whom: the rooms of the house stay apart."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import conformance

PACKAGE = Path(conformance.__file__).parent
ROOMS = {"dicom", "hl7", "xds"}
PROTOCOL = {"pynetdicom", "pydicom", "hl7apy", "zeep", "lxml", "h11", "starlette", "uvicorn"}
CORE = {
    "model",
    "judging",
    "evidence",
    "guarded",
    "network",
    "limits",
    "story",
    "http",
    "multipart",
    "papers",
    "secured",
    "hello",
    "visitors",
    "ajar",
    "bcp195",
    "audits",
    "kits",
    "systems",
    "resources",
    "files",
    "asking",
    "desk",
    "ways",
    "certificates",
    "waiting",
    "ports",
}
PURE = {
    "evidence",
    "sealing",
    "systems",
    "needs",
    "runs",
    "scoring",
    "judging",
    "guarded",
    "network",
    "replay",
    "story",
    "files",
}
PURE |= {"asking", "bringing", "desk", "ways"}
PURE |= {"panel", "prices", "sheets", "lines"}
REPORTED = {"model", "runs", "lines", "needs", "descriptors", "panel", "prices", "scoring", "sheets"}
REPORTED |= {"deviations", "differences", "evidence", "systems", "ways", "files", "resources"}
"""What a report may be made of: records and their reading; nothing that runs a story, nothing that makes a report."""
ABOVE = {"workflow", "hospital"}
KNOW_ROOMS = ROOMS | ABOVE | {"practice"}
"""A room knows itself, and the rooms are known to what is wired of them; everything else takes any kit alike."""
PYTEST = {"authoring", "plugin", "worker", "running"}


def modules():
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        yield parts[:-1] if parts[-1] == "__init__" else parts, path


def imports(path):
    """Return (top-level package, first module inside ours or None) of each import that happens at run time."""
    found = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for branch in ast.walk(tree):
        if isinstance(branch, ast.If) and ast.unparse(branch.test) == "TYPE_CHECKING":
            branch.body = [ast.Pass()]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            top, _, rest = name.partition(".")
            found.add((top, rest.split(".")[0] if top == "conformance" else None))
    return found


ALL = [pytest.param(parts, path, id=".".join(parts) or "conformance") for parts, path in modules()]


@pytest.mark.parametrize(("parts", "path"), ALL)
def test_imports_go_one_way(parts, path):
    found = imports(path)
    outside = {top for top, _ in found} - {"conformance"}
    inside = {name for top, name in found if top == "conformance" and name}
    room = parts[0] if parts else "__init__"
    scenario = "scenarios" in parts or (parts and parts[-1] == "fixtures")

    if room == "model":
        assert not inside
        assert not outside & PROTOCOL
    if room in PURE:
        assert not outside & (PROTOCOL | {"pytest"})
        assert not inside & {"reports", "cli"}
    if room not in KNOW_ROOMS:
        assert not inside & (ROOMS | ABOVE)
    if room in ROOMS:
        known = CORE | {room} | ({"authoring"} if scenario else set())
        assert inside <= known | {name for name in inside if name in dir(conformance)}, inside - known
    if room == "reports":
        assert not outside & (PROTOCOL | {"pytest"})
        assert inside <= REPORTED | {"reports"}, inside - REPORTED
    assert "cli" not in inside or room in {"cli", "__main__"}
    if "pytest" in outside:
        assert room in PYTEST or scenario
    if room in ABOVE:
        assert not inside & {"reports", "cli", "plugin", "session"}
