"""What was parsed encodes to what was read, whatever it was; and every value is found by its path."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import reference_data

from conformance.hl7.wire.message import Unreadable, parse, place

PIECES = st.lists(
    st.sampled_from(
        [b"|", b"^", b"~", b"\\", b"&", b"\r", b"\n", b"\r\n", b'""', b"PID|", b"ZZZ", b"MSH", b"\\F\\", b"\\X0D\\",
         b"\xe9", b"\xc3\xa9", b"\x00", b"a", b"5"]
    ),
    max_size=40,
).map(b"".join)  # fmt: skip
HEADERS = st.sampled_from(
    [b"MSH|^~\\&|", b"MSH#*!\\&#", b"MSH|^~\\&#|", b"MSH||", b"MSH", b"MSH\r", b"MSHMSH", b"MSH|^"]
)


@settings(max_examples=400)
@given(before=st.sampled_from([b"", b"\r", b"\xef\xbb\xbf", b"FHS|^~\\&\r"]), header=HEADERS, rest=PIECES)
def test_every_message_with_a_header_encodes_to_what_was_read(before, header, rest):
    octets = before + header + rest

    assert parse(octets).encode() == octets


@settings(max_examples=300)
@given(octets=st.binary(max_size=200) | PIECES)
def test_any_octets_are_read_or_refused_and_reading_values_never_fails(octets):
    try:
        message = parse(octets)
    except Unreadable:
        return
    for path in ("MSH-1", "MSH-2", "MSH-10", "MSH-18", "PID-3[2].1.2", "PID-5.1"):
        assert isinstance(message[path], str)
    for segment in message.segments_in_order:
        assert isinstance(segment.name, str)
        joined = b"".join(part for number in range(1, 5) for part in segment.repetitions(number))
        assert len(joined) <= len(octets)


FOLDER = reference_data()
OTHERS = sorted(FOLDER.glob("hl7/messages/*/*.hl7")) if FOLDER else []


def test_there_are_messages_of_others():
    if FOLDER is None:
        pytest.skip("the reference data is not here; set CONFORMANCE_REFERENCE_DATA to its folder")
    assert len(OTHERS) == 75


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_messages_of_others_encode_to_what_was_read(path):
    octets = path.read_bytes()
    message = parse(octets)

    assert message.encode() == octets
    assert message.segment("MSH") is not None


HERS = (
    "MSH|^~\\&|RIS|HOSP|PACS|HOSP|20261124100000||ADT^A08^ADT_A01|42|P|2.5.1||||||UNICODE UTF-8\r"
    'PID|1||ZZ1^^^HOSP&1.2.3&ISO^PI~9990000018^^^NHS^NH||ZÉ\\T\\CO^Ann||19600102|F|||""||\r'
    "OBX|1|TX|A||one\r"
    "OBX|2|TX|B||two\\.br\\lines\r"
).encode()


def test_values_are_found_by_their_path():
    message = parse(HERS)

    assert message["MSH-1"] == "|"
    assert message["MSH-2"] == "^~\\&"
    assert message["MSH-9.3"] == "ADT_A01"
    assert message["PID-3.1"] == "ZZ1"
    assert message["PID-3[2].1"] == "9990000018"
    assert message["PID-3.4.2"] == "1.2.3"
    assert message["PID-5.1"] == "ZÉ&CO"
    assert message["OBX[2]-5"] == "two\\.br\\lines"
    assert [segment["5"] for segment in message.segments("OBX")] == ["one", "two\\.br\\lines"]


def test_absent_empty_and_null_are_told_apart():
    message = parse(HERS)

    assert message.get("PID-11") == b'""'
    assert message.get("PID-12") == b""
    assert message.get("PID-40") is None
    assert message.get("ZZZ-1") is None
    assert message["PID-40"] == ""


@pytest.mark.parametrize(("end", "count"), [(b"\r", 4), (b"\n", 4), (b"\r\n", 4)])
def test_segments_are_found_whatever_ends_them(end, count):
    message = parse(HERS.replace(b"\r", end))

    assert [segment.end for segment in message.segments_in_order] == [end] * count


def test_a_line_feed_inside_text_ends_no_segment():
    message = parse(b"MSH|^~\\&|\rOBX|1|TX|A||one\ntwo\r")

    assert message["OBX-5"] == "one\ntwo"


def test_other_delimiters_are_believed():
    message = parse(b"MSH#*!\\%$#A#B#\rPID###ZZ1***H%1.2!2\r")

    assert message["PID-3.4.2"] == "1.2"
    assert message["PID-3[2].1"] == "2"
    assert message.delimiters.truncation == b"$"


def test_octets_outside_the_declared_character_set_are_shown_not_lost():
    message = parse(b"MSH|^~\\&|||||||||||||||||\rPID|||\xe9\r")

    assert message["PID-3"] == "\\xe9"
    assert message.get("PID-3") == b"\xe9"


def test_without_a_header_there_is_no_message():
    with pytest.raises(Unreadable):
        parse(b"HELLO MSH|^~\\&|")


def test_a_path_of_ours_that_is_wrong_is_refused():
    with pytest.raises(ValueError, match="no path"):
        place("PID.3")


@pytest.mark.parametrize("flood", [b"\r", b"\n", b"|", b"\nA", b"xMSH"])
def test_a_flood_of_delimiters_is_read_in_no_time_and_kept(flood):
    octets = b"MSH|^~\\&|\rMSA|AA|1\r" + flood * ((1 << 20) // len(flood))
    began = process_time()
    message = parse(octets)

    assert message["MSA-2"].startswith("1")
    assert message.encode() == octets
    assert process_time() - began < 1
