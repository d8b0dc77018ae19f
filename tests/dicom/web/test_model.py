"""The DICOM JSON Model: what pydicom writes reads without fault and the same; what is wrong is named."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydicom.dataset import Dataset

from conformance.dicom.web.model import NAME, NULL, OBJECT, TYPE, read_json
from conformance.dicom.wire import Unreadable
from conformance.limits import Limits

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["00100010", "00080060", "vr", "Value", "InlineBinary", "x"]), inner, max_size=3
        )
    ),
    max_leaves=12,
)


def read(**attributes):
    (one,) = read_json(json.dumps([attributes["told"]]).encode())
    return one


def told(vr, *values, tag="00100020"):
    return read(told={tag: {"vr": vr, "Value": list(values)}})


def test_what_pydicom_writes_reads_the_same():
    item = Dataset()
    item.ScheduledProcedureStepID = "SPS1"
    data_set = Dataset()
    data_set.PatientName = "Yamada^Tarou=山田^太郎=やまだ^たろう"
    data_set.PatientID, data_set.StudyDate = "ZZ1", "20260101"
    data_set.Rows, data_set.PixelSpacing, data_set.InstanceNumber = 16, ["0.5", "1.25"], "3"
    data_set.FrameIncrementPointer = 0x00181063
    data_set.RequestAttributesSequence = [item, Dataset()]
    data_set.add_new(0x00091001, "OB", b"\x00\x01\xff")
    data_set.SoftwareVersions = ["1.0", "", "beta"]
    data_set.PatientSex = ""

    (one,) = read_json(json.dumps([data_set.to_json_dict()], sort_keys=True).encode())

    assert not any(one.faults.told[about] for about in (OBJECT, TYPE, NAME))
    assert one.text("PatientName") == "Yamada^Tarou=山田^太郎=やまだ^たろう"
    assert one.text("PixelSpacing") == "0.5\\1.25"
    assert (one.text("Rows"), one.text("InstanceNumber")) == ("16", "3")
    assert one.text("FrameIncrementPointer") == "00181063"
    assert [item.text("ScheduledProcedureStepID") for item in one.data.sequence("RequestAttributesSequence")] == [
        "SPS1",
        "",
    ]
    assert one.data.get(0x00091001).value == b"\x00\x01\xff"
    assert one.data.texts("SoftwareVersions") == ("1.0", "", "beta")
    assert one.names("PatientSex")


@settings(max_examples=120)
@given(JSON)
def test_nothing_but_unreadable_is_raised(value):
    for whole in (value, [value], [{"00100010": value}], [{"00400275": {"vr": "SQ", "Value": value}}]):
        try:
            read_json(json.dumps(whole).encode())
        except Unreadable:
            continue


@pytest.mark.parametrize(
    ("octets", "words"),
    [
        (b"{}", "an object, not an array"),
        (b"[1]", "a number, not an object"),
        (b"[{", "not readable as JSON"),
        (b'["\xff"]', "not readable as JSON in UTF-8"),
        (b"<html></html>", "not readable as JSON"),
        (b"[" * 200_000, "nested too deep"),
        (b'[{"00400275":{"vr":"SQ","Value":' * 1, "not readable as JSON"),
    ],
)
def test_what_is_no_array_of_objects_is_named(octets, words):
    with pytest.raises(Unreadable, match=words):
        read_json(octets)


def test_sequences_are_read_as_deep_as_the_limit_and_no_deeper():
    nested = {"00100020": {"vr": "LO"}}
    for _ in range(70):
        nested = {"00400275": {"vr": "SQ", "Value": [nested]}}

    with pytest.raises(Unreadable, match="over the cap of 64"):
        read_json(json.dumps([nested]).encode())


@pytest.mark.parametrize(
    ("what", "about", "words"),
    [
        ({"0010001G": {"vr": "PN"}}, OBJECT, "no tag"),
        ({"0010000a": {"vr": "PN"}}, OBJECT, "no tag"),
        ({"00100000": {"vr": "UL", "Value": [8]}}, OBJECT, "group length"),
        ({"00000900": {"vr": "US", "Value": [0]}}, OBJECT, "group 0000"),
        ({"00100020": {"Value": ["x"]}}, OBJECT, "no vr"),
        ({"00100020": {"vr": "XX"}}, OBJECT, "the vr 'XX'"),
        ({"00100020": "x"}, OBJECT, "a string, no object"),
        ({"00100020": {"vr": "LO"}, "00100010": {"vr": "PN"}}, OBJECT, "not in ascending order"),
        ({"7FE00010": {"vr": "OW", "InlineBinary": "AA==", "BulkDataURI": "http://x/"}}, OBJECT, "and InlineBinary"),
        ({"00100020": {"vr": "LO", "BulkDataURI": "http://x/"}}, OBJECT, "replaced by a BulkDataURI"),
        ({"00100020": {"vr": "LO", "Value": [5]}}, TYPE, "is a number"),
        ({"00280010": {"vr": "US", "Value": ["16"]}}, TYPE, "is a string"),
        ({"00280010": {"vr": "US", "Value": [70000]}}, TYPE, "out of range"),
        ({"00280030": {"vr": "DS", "Value": ["0.5 mm"]}}, TYPE, "'0.5 mm'"),
        ({"00200013": {"vr": "IS", "Value": [True]}}, TYPE, "a boolean"),
        ({"00200013": {"vr": "IS", "Value": "3"}}, TYPE, "not an array"),
        ({"7FE00010": {"vr": "OW", "InlineBinary": "no base64!"}}, TYPE, "not base64"),
        ({"00400275": {"vr": "SQ", "Value": ["x"]}}, TYPE, "item 1"),
        ({"00100010": {"vr": "PN", "Value": ["Doe^Jane"]}}, NAME, "a string"),
        ({"00100010": {"vr": "PN", "Value": [{"Latin": "Doe^Jane"}]}}, NAME, "'Latin'"),
        ({"00100020": {"vr": "LO", "Value": []}}, NULL, "without elements"),
        ({"00181020": {"vr": "LO", "Value": ["a", ""]}}, NULL, "empty string"),
    ],
)
def test_what_is_wrong_is_named(what, about, words):
    faults = read(told=what).faults.told

    assert words in " ".join(faults[about])


@pytest.mark.parametrize("number", ["3", 3, 3.0, " 3 "])
def test_numbers_in_text_may_be_numbers_or_strings(number):
    assert not any(told("IS", number, tag="00200013").faults.told.values())


def test_a_name_said_twice_is_told():
    (one,) = read_json(b'[{"00100020":{"vr":"LO"},"00100020":{"vr":"LO"}}]')

    assert "stands twice" in one.faults.told[OBJECT][0]


@pytest.mark.parametrize("written", ["NaN", "Infinity", "-Infinity"])
def test_what_only_python_takes_for_json_is_none(written):
    with pytest.raises(Unreadable, match="is no JSON"):
        read_json(f'[{{"00100020":{{"vr":"FD","Value":[{written}]}}}}]'.encode())


def test_many_names_and_one_twice_are_read_soon():
    members = ",".join(f'"{number:08X}":0' for number in range(30_000))

    with pytest.raises(Unreadable, match="more than 50 attributes"):
        read_json(f'[{{{members},"{29_999:08X}":0}}]'.encode(), Limits(elements=50))
