import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.dicom.equality import differences
from conformance.dicom.wire import DataSet, Element, SequenceItem, data_set, element, read_data_set, write_data_set
from conformance.dicom.wire.syntaxes import DEFLATED, EXPLICIT_BIG, EXPLICIT_LITTLE, IMPLICIT_LITTLE

SYNTAXES = (IMPLICIT_LITTLE, EXPLICIT_LITTLE, EXPLICIT_BIG, DEFLATED)


def sample(**changes):
    values = {
        "SpecificCharacterSet": "ISO_IR 100",
        "PatientName": "M\u00fcller^A",
        "PatientID": "ZZ1",
        "Rows": 4,
        "PixelSpacing": ["0.5", "0.25"],
        "RequestAttributesSequence": [data_set(RequestedProcedureID="R1"), data_set(RequestedProcedureID="R2")],
        "StudyInstanceUID": "2.25.12",
    }
    private = {0x00110010: "HARNESS", 0x00111001: b"\1\2\3\4"}
    return data_set(private, **{**values, **changes}).replacing(element("PixelData", b"\1\2\3\4"))


def again(made, syntax):
    return read_data_set(write_data_set(made, syntax), syntax)


@pytest.mark.parametrize("one", SYNTAXES)
@pytest.mark.parametrize("other", SYNTAXES)
def test_another_transfer_syntax_is_no_difference(one, other):
    assert differences(again(sample(), one), again(sample(), other)) == []


@pytest.mark.parametrize(
    "came",
    [
        sample().replacing(Element(0x00100000, "UL", b"\4\0\0\0")),
        sample().replacing(Element(0xFFFCFFFC, "OB", bytes(10))),
        sample().replacing(Element(0x00100020, "LO", b"ZZ1     ")),
        sample().replacing(Element(0x0020000D, "UI", b"2.25.12\0")),
        sample(SpecificCharacterSet="ISO_IR 192"),
        sample().replacing(
            element("RequestAttributesSequence", sample().sequence("RequestAttributesSequence"), undefined=True)
        ),
    ],
    ids=["group length", "trailing padding", "spaces", "nul", "character set", "undefined length"],
)
def test_what_the_standard_lets_differ_is_no_difference(came):
    assert differences(sample(), came) == []


@pytest.mark.parametrize(
    ("came", "path", "kind"),
    [
        (sample().without("PatientID"), "PatientID", "element"),
        (sample().without(0x00111001), "(0011,1001)", "element"),
        (sample(Rows=5), "Rows", "element"),
        (sample(PatientComments="new"), "PatientComments", "element"),
        (sample(PatientName="Muller^A"), "PatientName", "text"),
        (sample().replacing(Element(0x00080005, "CS", b"ISO_IR 101")), None, None),
        (sample().replacing(Element(0x00100010, "PN", "M\u00fcller^A".encode())), "PatientName", "text"),
        (sample().replacing(element("PixelData", b"\1\2\3\5")), "PixelData", "pixels"),
        (sample().without("PixelData"), "PixelData", "pixels"),
        (sample().replacing(element("PixelData", b"\1\2\3\4\0\0")), "PixelData", "pixels"),
        (sample(RequestAttributesSequence=[]), "RequestAttributesSequence", "element"),
        (
            sample(RequestAttributesSequence=[data_set(RequestedProcedureID="R1"), data_set(RequestedProcedureID="")]),
            "RequestAttributesSequence[2].RequestedProcedureID",
            "text",
        ),
        (sample(PixelSpacing=["0.5", "0.2500"]), "PixelSpacing", "element"),
    ],
)
def test_anything_else_is_a_difference(came, path, kind):
    found = differences(sample(), came)

    if path is None:
        assert found == []
        return
    assert [one.path for one in found] == [path]
    assert found[0].kind == kind
    assert "came back as" in str(found[0])


def pixels(*fragments):
    return DataSet((Element(0x7FE00010, "OB", fragments=fragments, undefined=True),))


def test_fragments_are_compared_one_by_one_but_for_the_offset_table():
    assert differences(pixels(b"", b"ab", b"cd"), pixels(b"\0\0\0\0\4\0\0\0", b"ab", b"cd")) == []
    for other in (pixels(b"", b"ab"), pixels(b"", b"abcd"), pixels(b"", b"ab", b"ce")):
        assert [one.kind for one in differences(pixels(b"", b"ab", b"cd"), other)] == ["pixels"]
    native = DataSet((Element(0x7FE00010, "OW", b"abcd"),))
    assert [one.kind for one in differences(pixels(b"", b"ab"), native)] == ["pixels"]


def test_a_sequence_that_came_as_unknown_octets_is_still_compared_item_by_item():
    items = (SequenceItem(data_set(PatientID="A ")), SequenceItem(data_set(PatientID="B ")))
    stored = DataSet((Element(0x00111005, "SQ", items=items),))
    raw = write_data_set(stored, IMPLICIT_LITTLE)[8:]

    assert differences(stored, DataSet((Element(0x00111005, "UN", raw),))) == []
    changed = DataSet((Element(0x00111005, "UN", raw.replace(b"B ", b"C ")),))
    assert [one.path for one in differences(stored, changed)] == ["(0011,1005)[2].PatientID"]


def test_coercions_that_were_told_are_allowed():
    came = sample(PatientID="OTHER").replacing(element("OriginalAttributesSequence", [data_set(PatientID="ZZ1")]))

    assert differences(sample(), came, [0x00100020]) == []
    assert len(differences(sample(), came)) == 2


@given(st.binary(max_size=120), st.binary(max_size=120), st.sampled_from(SYNTAXES))
def test_no_octets_break_the_comparison(one, other, syntax):
    first, second = read_data_set(one, syntax), read_data_set(other, syntax)

    assert differences(first, first) == []
    assert all(str(difference) for difference in differences(first, second))
