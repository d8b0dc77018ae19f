import pytest

from conformance.dicom.wire import DataSet, Element, data_set, element
from conformance.dicom.wire.elements import texts


@pytest.mark.parametrize(
    ("vr", "value", "told"),
    [
        ("US", b"\1\0\2\0", ("1", "2")),
        ("US", b"\1\0\2", ("1",)),
        ("SS", b"\xff\xff", ("-1",)),
        ("FD", b"\0\0\0\0\0\0\xf8?", ("1.5",)),
        ("AT", b"\x10\0\x20\0", ("00100020",)),
        ("LO", b" a\\b ", ("a", "b")),
        ("ST", b"a\\b ", ("a\\b",)),
        ("UI", b"1.2\0", ("1.2",)),
        ("OB", b"\xff", ("\\xff",)),
        ("LO", b"", ()),
    ],
)
def test_values_are_told_as_text(vr, value, told):
    assert texts(Element(0x00090001, vr, value)) == told


def test_what_is_absent_reads_as_nothing():
    made = data_set(PatientID="A", Rows=3, PatientName="")

    assert made.text("StudyID") == ""
    assert made.texts("StudyID") == ()
    assert made.numbers("PatientID") == ()
    assert made.numbers("Rows") == (3.0,)
    assert made.sequence("PatientID") == ()
    assert "PatientName" in made
    assert made.get("PatientName").empty
    assert "StudyID" not in made
    with pytest.raises(LookupError, match="no keyword"):
        made.get("NoSuchKeyword")


def test_elements_are_replaced_in_order_and_taken_away():
    made = data_set(PatientID="A", Rows=3)

    assert [one.keyword for one in made.replacing(element("PatientName", "B"))] == ["PatientName", "PatientID", "Rows"]
    assert made.replacing(element("PatientID", "C")).text("PatientID") == "C"
    assert [one.keyword for one in made.without("PatientID", 0x00280010)] == []


def test_a_character_set_is_read_from_its_own_element():
    assert DataSet((Element(0x00080005, "CS", b"\\ISO 2022 IR 87 "),)).character_sets == ("", "ISO 2022 IR 87")
    assert DataSet(inherited=("GBK",)).character_sets == ("GBK",)
