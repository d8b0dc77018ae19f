"""The profile one reads to write one's own: it is valid, and tells of the hospital as it is."""

from __future__ import annotations

import re
import tomllib
from typing import get_args

from conformance import resources, systems
from conformance.files import Part
from conformance.systems import SystemProfile

PATH = resources.profiles() / "systems" / "reference.toml"


def places(section):
    """Return a section without what differs from start to start: ports, addresses with ports in them, folders."""
    if isinstance(section, dict):
        return {name: places(value) for name, value in section.items() if name not in {"port", "closed_port"}}
    placed = isinstance(section, str) and (section.startswith(("http", "ws:")) or section.endswith(".pem"))
    return section.rpartition("/")[2] if placed else section


def test_it_is_a_valid_profile():
    profile = systems.read(PATH)

    assert profile.system.id == "reference"
    for part in ("dicom.store_back", "dicom.worklist", "hl7v2.in", "xds.imaging_source", "xds.patient_feed"):
        assert profile.offers(part)


def test_it_says_of_every_part_what_the_hospital_says_of_itself(hospital):
    written = tomllib.loads(PATH.read_text(encoding="utf-8"))
    told = hospital.profile()
    deeds = told.pop("asked")["by"]

    for name, section in told.items():
        assert contains(places(written[name]), places(section)), name
    profile = systems.read(PATH)
    assert [deed for deed in deeds if not profile.offers(f"asked.{deed}")] == []


def contains(written, told):
    """Return whether all that is told is written, whatever else is."""
    if isinstance(told, dict):
        return all(name in written and contains(written[name], value) for name, value in told.items())
    return sorted(written) == sorted(told) if isinstance(told, list) else written == told


KEPT_BACK = re.compile(r'^# (?=[a-z_]+ = [\["{\w])', re.MULTILINE)
"""A key that the hospital has no use for stands in a comment, in its place."""


def parts(annotation):
    """Return the sections of a profile that a key may hold, with those of one that stand side by side in a table."""
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return {annotation}
    return set().union(*map(parts, get_args(annotation)))


def keys(part):
    """Return what a section may hold: each key as it is written, with the type of its value."""
    return {field.alias or name: field.annotation for name, field in part.model_fields.items()}


def shown(part, section):
    """Yield each key that a section of the file shows, as the section's kind and the key's name."""
    for name, value in section.items():
        yield from ((kind, name) for kind in part.__mro__)
        tables = [value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else []
        for kind in parts(keys(part)[name]):
            for table in tables:
                if isinstance(table, dict) and table.keys() <= keys(kind).keys():
                    yield from shown(kind, table)


def kinds(part):
    """Yield a section and all that may stand in it."""
    yield part
    for annotation in keys(part).values():
        for inner in parts(annotation):
            yield from kinds(inner)


def test_it_shows_every_key_there_is():
    everything = tomllib.loads(KEPT_BACK.sub("", PATH.read_text(encoding="utf-8")))
    there = {(kind, name) for kind in kinds(SystemProfile) for name in keys(kind)}

    lacking = sorted(f"{kind.__name__}.{name}" for kind, name in there - set(shown(SystemProfile, everything)))

    assert len(there) > 200
    assert lacking == []
