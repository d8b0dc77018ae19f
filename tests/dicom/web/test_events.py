"""Event reports as they come: the example of the standard is read, what is none says why, and nothing raises."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.dicom.web.events import Event
from conformance.limits import Limits

LIMITS = Limits()
EXAMPLE = {
    "00000002": {"vr": "UI", "Value": ["1.2.840.10008.5.1.4.34.6.4"]},
    "00000110": {"vr": "US", "Value": [23]},
    "00001000": {"vr": "UI", "Value": ["1.2.3"]},
    "00001002": {"vr": "US", "Value": [1]},
    "00404041": {"vr": "US", "Value": ["READY"]},
    "00741000": {"vr": "LT", "Value": ["SCHEDULED"]},
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*EXAMPLE, "vr", "Value", "00741002", "x"]), inner, max_size=4)
    ),
    max_leaves=12,
)


def event(told, *, text=True):
    return Event(json.dumps(told).encode(), LIMITS, text)


def test_the_example_of_the_standard_is_read():
    """PS3.18 11.13, with representations that its attributes do not have."""
    one = event(EXAMPLE)

    assert one.problem == ""
    assert one.is_a(1, "1.2.3")
    assert (one.state, one.sop_class) == ("SCHEDULED", "1.2.840.10008.5.1.4.34.6.4")
    assert one.values("InputReadinessState") == ("READY",)
    assert str(one) == "UPS State Report SCHEDULED 1.2.3"
    assert event([EXAMPLE]).is_a(1, "1.2.3")


def test_items_are_asked_for_what_is_in_them():
    item = {"00741006": {"vr": "ST", "Value": ["half"]}}
    one = event({"00741002": {"vr": "SQ", "Value": [item, 7, {}]}})

    assert one.within("ProcedureStepProgressInformationSequence", "ProcedureStepProgressDescription") == ("half",)
    assert one.within("ScheduledStationNameCodeSequence", "CodeValue") == ()


@pytest.mark.parametrize(
    ("octets", "says"),
    [
        (b"", "not readable as JSON"),
        (b"\xff", "not readable as JSON in UTF-8"),
        (b"[" * 100_000, "nested too deep"),
        (b"{NaN}", "not readable as JSON"),
        (b'{"00000110": {"vr": "US", "Value": [NaN]}}', "NaN is no JSON"),
        (b"[]", "not one object"),
        (b"[{}, {}]", "not one object"),
        (b"{}", "an object of nothing"),
        (b'{"0000100a": {"vr": "UI"}}', "no tag of eight upper-case"),
        (b'{"00001000": ["1.2.3"]}', "no object with a vr"),
        (b'{"00001000": {"Value": ["1.2.3"]}}', "no object with a vr"),
        (b'{"00001000": {"vr": "UI", "Value": "1.2.3"}}', "is no array"),
    ],
)
def test_what_is_no_event_report_says_why(octets, says):
    one = Event(octets, LIMITS)

    assert says in one.problem
    assert says in str(one)


def test_a_binary_message_is_none():
    assert event(EXAMPLE, text=False).problem == "a binary message, not text"


@settings(max_examples=150)
@given(JSON)
def test_whatever_is_told_can_be_asked(told):
    one = event(told)

    assert isinstance(str(one), str)
    assert isinstance(one.is_a(1, "1"), bool)
    for values in (
        one.values("ProcedureStepState"),
        one.within("ProcedureStepProgressInformationSequence", "CodeValue"),
    ):
        assert all(isinstance(value, str) for value in values)
