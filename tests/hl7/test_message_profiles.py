"""The message profiles are readable, and a mistake in one is told with its line."""

from __future__ import annotations

import pytest

from conformance.files import BadFile
from conformance.hl7.message_profiles import ihe_radiology, read

ONE = """schema = "hl7/1"
title = "one"
source = "none"

[[message]]
trigger = "ADT^A04"
transaction = "RAD-1"
section = "4.1"
structure = "ADT_A01"
segments = ["PID"]
fields = ["PID-3.1"]
"""


def test_the_shipped_profiles_name_segments_for_each_field():
    found = ihe_radiology()

    assert {"ADT^A04", "ADT^A40", "ORM^O01", "OMI^O23", "ORU^R01"} <= set(found)
    for profile in found.values():
        assert {path[:3] for path in profile.fields} <= set(profile.segments)


def test_a_profile_of_ones_own_is_read(tmp_path):
    path = tmp_path / "one.toml"
    path.write_text(ONE)

    assert read(path)["ADT^A04"].structure == "ADT_A01"


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [('"PID-3.1"', '"PID.3"', "line 11"), ('"ADT^A04"', '"A04"', "line 6"), ("structure", "structur", "structur")],
)
def test_a_mistake_is_told_with_its_place(tmp_path, old, new, line):
    path = tmp_path / "one.toml"
    path.write_text(ONE.replace(old, new))

    with pytest.raises(BadFile) as told:
        read(path)
    assert line in str(told.value)
