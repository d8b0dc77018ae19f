"""Build ``standard.tsv`` anew, at release time, from published tables that may be copied.

    pip download --no-deps dicom-standard==0.1.0 highdicom==0.28.2    # unpack both wheels
    python -m conformance.dicom.validity.building STANDARD WITNESS ATTRIBUTES

STANDARD is the folder of JSON of innolitics/dicom-standard, WITNESS the folder ``_standard`` of highdicom, which was
read from a later edition, and ATTRIBUTES the ``attributes.json`` of a later edition of the first. A requirement
stands in our table only where both say the same of it, a VR or a VM where either says it: nobody is blamed for what
editions disagree on. All three are under the MIT licence; NOTICE says whose they are.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from conformance.dicom.validity.table import TABLE

_DEEPEST = 4
_STRICT = frozenset({"1", "2"})
_MANDATORY = "M"
_BY_VALUE_TYPE = "sr-document-content"
"""A module whose macros each hold for one value type only, which neither table tells (PS3.3 table C.17-5)."""
_DISPUTED = frozenset({("multi-frame", ("00280009",))})
"""What one frame alone does not need by later editions: Frame Increment Pointer (PS3.3 C.7.6.6)."""

Modules = dict[str, dict[tuple[str, ...], str]]
HEAD = """\
# What PS3.3 and PS3.6 ask of every instance of a SOP class, whatever it shows: made by validity/building.py.
# class UID MODULES: the mandatory modules; module NAME, then TYPE PATH: its elements of type 1 and 2;
# element TAG VRS VMS: what the dictionary allows.
"""


def standard_modules(folder: Path) -> Modules:
    """Return the elements of type 1 and 2 of each module, by path of tags."""
    found: Modules = defaultdict(dict)
    for row in _read(folder / "module_to_attributes.json"):
        path = tuple(row["path"].split(":")[1:])
        if row["type"] in _STRICT and row["moduleId"] != _BY_VALUE_TYPE and len(path) <= _DEEPEST:
            found[row["moduleId"]][path] = row["type"]
    return found


def witnessed_modules(folder: Path, tags: dict[str, str]) -> Modules:
    """Return the same of the witness."""
    found: Modules = defaultdict(dict)
    for name, rows in _read(folder / "module_attribute_map.json").items():
        for row in rows:
            path = tuple(tags.get(one, "") for one in (*row["path"], row["keyword"]))
            if row["type"] in _STRICT and all(path):
                found[name][path] = row["type"]
    return found


def mandatory(folder: Path, witness: Path) -> dict[str, list[str]]:
    """Return the modules that both call mandatory for each SOP class both know."""
    names = {one["name"]: one["id"] for one in _read(folder / "ciods.json")}
    usage: dict[str, set[str]] = defaultdict(set)
    for row in _read(folder / "ciod_to_modules.json"):
        if row["usage"] == _MANDATORY:
            usage[row["ciodId"]].add(row["moduleId"])
    later = _read(witness / "iod_module_map.json")
    theirs = {
        uid: {one["key"] for one in later.get(iod, ()) if one["usage"] == _MANDATORY}
        for uid, iod in _read(witness / "sop_class_iod_map.json").items()
    }
    ours = {one["id"]: usage[names.get(one["ciod"], "")] for one in _read(folder / "sops.json")}
    return {uid: sorted(ours[uid] & theirs[uid]) for uid in sorted(ours) if ours[uid] & theirs.get(uid, set())}


def elements(*attributes: Path) -> dict[str, tuple[str, str]]:
    """Return the VRs and VMs of each tag in any of these, with a bar between."""
    vrs: dict[str, set[str]] = defaultdict(set)
    vms: dict[str, set[str]] = defaultdict(set)
    for path in attributes:
        for row in _read(path):
            vr, vm = row["valueRepresentation"], row["valueMultiplicity"]
            if row["id"].isalnum() and "x" not in row["id"] and vr and vm:
                vrs[row["id"]] |= {one for one in vr.split(" ") if one.isupper() and len(one) == 2}  # noqa: PLR2004 - a VR
                vms[row["id"]] |= {one for one in vm.split(" ") if one[0].isdigit()}
    return {tag: ("|".join(sorted(vrs[tag])), "|".join(sorted(vms[tag]))) for tag in sorted(vrs) if vrs[tag]}


def built(standard: Path, witness: Path, attributes: Path) -> str:
    """Return the table."""
    rows = [row for path in (standard / "attributes.json", attributes) for row in _read(path)]
    tags = {row["keyword"]: row["id"].upper() for row in rows}
    classes = mandatory(standard, witness)
    ours = {
        name: {tuple(one.upper() for one in path): kind for path, kind in paths.items()}
        for name, paths in standard_modules(standard).items()
    }
    theirs = witnessed_modules(witness, tags)
    agreed = {
        name: sorted(
            (path, kind)
            for path, kind in ours.get(name, {}).items()
            if theirs[name].get(path) == kind and (name, path) not in _DISPUTED
        )
        for name in sorted({one for modules in classes.values() for one in modules})
    }
    lines = [f"class\t{uid}\t{' '.join(one for one in modules if agreed[one])}" for uid, modules in classes.items()]
    for name, required in agreed.items():
        lines += [f"module\t{name}"] * bool(required)
        lines += [f"{kind}\t{'.'.join(path)}" for path, kind in required]
    allowed = elements(standard / "attributes.json", attributes).items()
    lines += [f"element\t{tag.upper()}\t{vr}\t{vm}" for tag, (vr, vm) in allowed]
    return HEAD + "\n".join(lines) + "\n"


def _read(path: Path) -> Any:  # noqa: ANN401 - JSON of others
    return json.loads(path.read_text(encoding="utf-8"))


def main() -> None:
    """Write the table in its place."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("standard", "witness", "attributes"):
        parser.add_argument(name, type=Path)
    given = parser.parse_args()
    TABLE.write_text(built(given.standard, given.witness, given.attributes), encoding="ascii")


if __name__ == "__main__":
    main()
