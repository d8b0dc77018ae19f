"""Attribute matching: each kind by examples from PS3.4 C.2.2.2, and by the laws it keeps."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset

from conformance.dicom.samples.modules import item
from conformance.dicom.simulator.matching import WILD, Matching

MATCHING = Matching()
TEXT = st.text("ABCabc012 *?.^-", max_size=12)


def element(vr, value):
    return DataElement(0x00091001, vr, value)


def matches(vr, asked, held):
    return MATCHING.matches(element(vr, asked), None if held is None else element(vr, held))


@pytest.mark.parametrize(
    ("vr", "asked", "held", "expected"),
    [
        ("LO", "", "X", True),
        ("LO", "", None, True),
        ("LO", "*", None, True),
        ("LO", "X", None, False),
        ("LO", "A1", "A1", True),
        ("LO", "a1", "A1", False),
        ("LO", "A1 ", "A1", True),
        ("LO", "A*", "A11", True),
        ("LO", "A?", "A11", False),
        ("LO", "A??", "A11", True),
        ("LO", "A.", "AX", False),
        ("UI", "1.2*", "1.2.3", False),
        ("UI", ["1.2", "1.3"], "1.3", True),
        ("UI", ["1.2", "1.3"], "1.4", False),
        ("LO", "B", ["A", "B"], True),
        ("PN", "doe^john", "DOE^JOHN", True),
        ("PN", "山田^太郎", "YAMADA^TAROU=山田^太郎", True),
        ("PN", "YAM*", "YAMADA^TAROU=山田^太郎", True),
        ("PN", "DOE", "DOE^JOHN", False),
        ("DA", "20260101-20260131", "20260101", True),
        ("DA", "20260101-20260131", "20260131", True),
        ("DA", "20260101-20260131", "20260201", False),
        ("DA", "-20260131", "20251231", True),
        ("DA", "-20260131", "20260201", False),
        ("DA", "20260131-", "20260201", True),
        ("DA", "20260131-", "20260130", False),
        ("TM", "1000-1130", "113059.999", True),
        ("TM", "1000-1130", "113100", False),
        ("TM", "10", "103000", True),
        ("TM", "1030", "103059", True),
        ("TM", "103000", "103001", False),
        ("IS", "7", "007", True),
        ("DS", "1.50", "1.5", True),
    ],
)
def test_a_key_matches_as_the_standard_says(vr, asked, held, expected):
    assert matches(vr, asked, held) is expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ([], True),
        ([item(Modality="", ScheduledStationAETitle="")], True),
        ([item(Modality="CT")], True),
        ([item(Modality="CT", ScheduledStationAETitle="B")], False),
        ([item(Modality="MR", ScheduledStationAETitle="B")], True),
        ([item(Modality="US")], False),
    ],
)
def test_a_sequence_matches_when_one_item_matches_all_keys(asked, expected):
    held = [item(Modality="CT", ScheduledStationAETitle="A"), item(Modality="MR", ScheduledStationAETitle="B")]
    assert MATCHING.matches(element("SQ", asked), element("SQ", held)) is expected
    assert MATCHING.matches(element("SQ", [Dataset()]), None)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(WILD - {"PN"})), TEXT, TEXT)
def test_a_value_without_wild_cards_matches_itself_alone(vr, asked, held):
    asked, held = asked.strip(), held.strip()
    if asked and not set(asked) & {"*", "?", "\\"} and held:
        assert matches(vr, asked, held) is (asked == held)


@settings(max_examples=150, deadline=None)
@given(st.text("ABC1", min_size=1, max_size=8), st.data())
def test_a_value_matches_itself_with_any_of_its_characters_made_wild(held, data):
    at = data.draw(st.integers(0, len(held) - 1))
    assert matches("LO", f"{held[:at]}?{held[at + 1 :]}", held)
    assert matches("LO", f"{held[:at]}*", held)
    assert matches("LO", f"*{held[at:]}", held)


@settings(max_examples=150, deadline=None)
@given(st.dates(), st.dates(), st.dates())
def test_a_range_holds_exactly_what_lies_between_its_ends(low, high, held):
    low, high, day = (f"{one:%Y%m%d}".rjust(8, "0") for one in (low, high, held))
    assert matches("DA", f"{low}-{high}", day) is (low <= day <= high)
    assert matches("DA", f"{low}-", day) is (low <= day)
    assert matches("DA", f"-{high}", day) is (day <= high)
