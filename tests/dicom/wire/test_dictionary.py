import pytest

from conformance.dicom.wire import dictionary


@pytest.mark.parametrize(
    ("tag", "vr"),
    [
        (0x00100010, "PN"),
        (0x00100000, "UL"),
        (0x7FE00010, "OW"),
        (0x00280106, "US"),
        (0x00110010, "LO"),
        (0x00111001, "UN"),
        (0x00119999, "UN"),
        (0x12345678, "UN"),
        (0x60003000, "OW"),
    ],
)
def test_a_tag_has_one_representation(tag, vr):
    assert dictionary.representation(tag) == vr


def test_keywords_and_tags_name_each_other():
    assert dictionary.tag("PatientID") == dictionary.tag("(0010,0020)") == dictionary.tag("00100020") == 0x00100020
    assert dictionary.keyword(0x00100020) == "PatientID"
    assert dictionary.keyword(0x00111001) == "(0011,1001)"
    assert dictionary.uid_name("1.2.840.10008.1.1") == "Verification SOP Class"
    assert dictionary.uid_name("2.25.1") == ""
    for name in ("NoKeyword", "zzzzzzzz"):
        with pytest.raises(LookupError):
            dictionary.tag(name)
