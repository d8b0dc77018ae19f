"""Whatever was recorded is explained, within bounds, and fields are called by their names."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.hl7.explain import LINES, explain
from conformance.hl7.wire.mllp import MEDIA_TYPE, framed

HERS = framed(
    b"MSH|^~\\&|RIS|HOSP|PACS|HOSP|20261124100000||ADT^A08^ADT_A01|42|P|2.5.1\r"
    b"PID|||ZZ1^^^H~9990000018^^^NHS||ZZ\\T\\CO^ANN||||||||||||||||||\x01\r"
    b"ZDS|1.2.3^H\r"
)


def test_fields_are_called_by_number_and_name():
    lines = explain(MEDIA_TYPE, HERS)

    assert lines[0] == f"MLLP block of {len(HERS)} octets"
    assert "MSH-1 Field Separator: |" in lines
    assert "MSH-12 Version ID: 2.5.1" in lines
    assert "PID-3[2] Patient Identifier List: 9990000018^^^NHS" in lines
    assert "PID-5 Patient Name: ZZ\\T\\CO^ANN" in lines
    assert "ZDS-1: 1.2.3^H" in lines
    assert lines[-2].endswith("\\x01")


def test_what_is_wrong_with_a_block_is_said():
    [block, *_] = explain(MEDIA_TYPE, b"junk" + HERS)
    assert "4 octets before the start block" in block
    assert "the record ends here" in explain(MEDIA_TYPE, HERS[:-30])[0]
    assert "no MSH segment: hello" in explain(MEDIA_TYPE, framed(b"hello"))[1]
    assert any("ends with b'\\n'" in line for line in explain(MEDIA_TYPE, HERS.replace(b"\r", b"\n")))


def test_what_is_wrong_with_a_message_is_said_before_its_fields():
    lines = explain(MEDIA_TYPE, framed(HERS[1:-2].replace(b"|42|P|", b"|42|X|")))
    told = [line for line in lines if line.startswith("wrong: ")]

    assert any(line.startswith("wrong: MSH-11.1: ") for line in told)
    assert lines[1 : 1 + len(told)] == told


def test_two_blocks_in_one_record_are_explained_one_after_the_other():
    assert sum(line.startswith("MLLP block") for line in explain(MEDIA_TYPE, HERS * 2)) == 2


def test_other_media_types_are_not_ours():
    assert explain("application/vnd.dicom.pdu", HERS) is None


@settings(max_examples=150)
@given(octets=st.binary(max_size=300) | st.binary(max_size=200).map(lambda rest: HERS[:60] + rest))
def test_any_octets_are_explained(octets):
    lines = explain(MEDIA_TYPE, octets)
    assert len(lines) <= LINES
    assert all(line.isprintable() for line in lines)


def test_a_long_message_is_cut():
    lines = explain(MEDIA_TYPE, framed(HERS[1:-2] + b"OBX|1|TX|A||one\r" * 500))
    assert len(lines) == LINES
    assert "more" in lines[-1]
