"""The profile one reads to write one's own: it is valid, and tells of the hospital as it is."""

from __future__ import annotations

import tomllib

from conformance import resources, systems

PATH = resources.profiles() / "systems" / "reference.toml"


def places(section):
    """Return a section without what differs from start to start: ports, addresses with ports in them, folders."""
    if isinstance(section, dict):
        return {name: places(value) for name, value in section.items() if name not in {"port", "closed_port"}}
    placed = isinstance(section, str) and (section.startswith("http") or section.endswith(".pem"))
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
