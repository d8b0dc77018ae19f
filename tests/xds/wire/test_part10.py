from hypothesis import given
from hypothesis import strategies as st

from conformance.xds.simulator import sample_study
from conformance.xds.wire.part10 import read_head


def test_the_head_of_an_image_is_read():
    for (_, _, sop), octets in sample_study.images().items():
        head = read_head(octets)
        assert (head.sop_instance, head.transfer_syntax, head.problem) == (sop, "1.2.840.10008.1.2.1", "")
        assert head.sop_class == "1.2.840.10008.5.1.4.1.1.2"


@given(st.binary(max_size=80))
def test_no_octets_make_the_reader_raise(octets):
    read_head(octets)
    read_head(b"\0" * 128 + b"DICM" + octets)
    read_head(b"\0" * 128 + b"DICM\2\0\2\0UI" + octets)


def test_what_is_no_dicom_file_is_said_in_words():
    assert "DICM" in read_head(b"").problem
    assert "cut short" in read_head(b"\0" * 128 + b"DICM\2\0\2\0UI\x40\0").problem
    assert "cut short" in read_head(b"\0" * 128 + b"DICM\2\0\1\0OB\0\0").problem
