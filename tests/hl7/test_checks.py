"""Each judgement says what is wrong, and says nothing about what is right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.hl7 import checks
from conformance.hl7.answers import Answer
from conformance.hl7.wire.draft import Draft
from conformance.hl7.wire.mllp import Frame, framed

HEADER = b"MSH|^~\\&|P|H|R|H|20261124100000||ACK^A04^ACK|7|P|2.5.1\r"
MSA = b"MSA|AA|42\r"
TOLD = Draft((("MSH", {9: ("ADT", "A04", "ADT_A01"), 10: "42", 12: "2.5.1"}),))
OLD = TOLD.putting("MSH-12", "2.3.1")


def heard(content: bytes) -> Answer:
    return Answer.of(Frame(framed(content), content))


JUDGED = {
    "structure": checks.structure,
    "header": checks.missing_header_fields,
    "event": lambda answer: checks.event_and_structure(answer, TOLD),
    "ends": checks.segment_ends,
    "last": checks.last_segment,
    "charset": checks.outside_charset,
    "shape": checks.error_shape,
}


@pytest.mark.parametrize("judge", JUDGED.values(), ids=JUDGED)
@pytest.mark.parametrize(
    "content",
    [
        HEADER + MSA,
        HEADER + b"SFT|A|1|B|1\r" + MSA + b"ERR||PID^1|101^Required^HL70357|E\rERR||PID|207|W\r",
        HEADER.replace(b"2.5.1", b"2.3.1").replace(b"ACK^A04^ACK", b"ACK").replace(b"20261124100000", b"") + MSA,
        HEADER.replace(b"2.5.1", b"2.4") + MSA + b"ERR|PID^1^3^101\r",
        HEADER.replace(b"2.5.1\r", b"2.5.1||||||UNICODE UTF-8\r") + "MSA|AA|42|für\r".encode(),
        HEADER.replace(b"20261124100000", b"20261124100000.1234+0100") + MSA,
    ],
)
def test_what_is_right_is_let_pass(judge, content):
    assert not judge(heard(content))


@pytest.mark.parametrize(
    ("judge", "content", "words"),
    [
        ("structure", HEADER + HEADER + MSA, "MSH MSH MSA"),
        ("structure", HEADER, "the segments are MSH"),
        ("structure", HEADER + b"ERR|\r" + MSA, "MSH ERR MSA"),
        ("structure", b"\r" + HEADER + MSA, "before the MSH"),
        ("structure", b"hello", "no MSH segment"),
        ("header", HEADER.replace(b"|7|", b"||") + MSA, "MSH-10 is empty"),
        ("header", HEADER.replace(b"20261124100000", b"") + MSA, "MSH-7 is empty"),
        ("header", HEADER.replace(b"20261124100000", b"now") + MSA, "no time"),
        ("event", HEADER.replace(b"ACK^A04^ACK", b"ACK") + MSA, "MSH-9 is ACK"),
        ("event", HEADER.replace(b"ACK^A04^ACK", b"ACK^A08^ACK") + MSA, "ACK^A08^ACK"),
        ("ends", (HEADER + MSA).replace(b"\r", b"\n"), "MSH ends with b'\\n'"),
        ("ends", (HEADER + MSA).replace(b"\r", b"\r\n"), "b'\\r\\n'"),
        ("ends", HEADER + b"MSA|AA|4\n2\r", "holds a line feed"),
        ("last", HEADER + MSA[:-1], "nothing ends"),
        ("charset", HEADER + b"MSA|AA|42|f\xfcr\r", "0xFC, and MSH-18 is empty"),
        ("charset", HEADER.replace(b"2.5.1\r", b"2.5.1||||||KLINGON\r") + b"MSA|AA|\xe9\r", "MSH-18 is KLINGON"),
        ("shape", HEADER + MSA + b"ERR|PID^1^3^101\r", "ERR-3 is empty; ERR-4 is ''"),
        ("shape", HEADER + MSA + b"ERR||PID|101|X\r", "ERR-4 is 'X'"),
        ("shape", HEADER.replace(b"2.5.1", b"2.3.1") + MSA + b"ERR||PID|101|E\r", "ERR-1 is empty"),
    ],
)
def test_what_is_wrong_is_said(judge, content, words):
    assert words in JUDGED[judge](heard(content))


def test_a_character_set_we_can_not_check_is_not_failed():
    foreign = HEADER.replace(b"2.5.1\r", b"2.5.1||||||CNS 11643-1992\r") + b"MSA|AA|42|\xe9\r"
    assert not checks.outside_charset(heard(foreign))
    assert not checks.outside_charset(heard(HEADER.replace(b"2.5.1\r", b"2.5.1||||||KLINGON\r") + MSA))


def test_an_error_names_its_place_in_either_shape():
    assert not checks.error_place(heard(HEADER + MSA + b"ERR||MSH^1|1|E\rERR||PID^1|1|E\r"), "PID")
    assert not checks.error_place(heard(HEADER + MSA + b"ERR|PID^1^3\r"), "PID")
    assert checks.error_place(heard(HEADER + MSA + b"ERR|||101|E\r"), "PID") == "ERR names no place, not PID"


def test_an_error_must_be_told_from_version_2_5_on():
    assert checks.errors_told(heard(HEADER + MSA + b"ERR|||1|E\r"), TOLD)
    assert not checks.errors_told(heard(HEADER + MSA), TOLD)
    assert checks.errors_told(heard(HEADER + MSA), OLD)


def test_orders_may_be_answered_by_order_responses():
    assert checks.answers_to(TOLD) == {"ACK"}
    assert checks.answers_to(TOLD.putting("MSH-9", ("ORM", "O01"))) == {"ACK", "ORR"}


def test_a_row_of_answers_is_compared_one_by_one():
    told = [TOLD, TOLD.putting("MSH-10", "43")]
    one, two = heard(HEADER + MSA), heard(HEADER + b"MSA|AA|43\r")

    assert not checks.not_in_order([one, two], told)
    assert "answer 1 of 2" in checks.not_in_order([two, one], told)
    assert checks.not_in_order([one], told) == "1 answers to 2 messages"
    assert checks.not_in_order([one, two, two], told) == "3 answers to 2 messages"


@given(rest=st.binary(max_size=120))
def test_no_octets_break_a_judgement(rest):
    answer = heard(b"MSH" + rest)
    for judge in JUDGED.values():
        assert isinstance(judge(answer), str)
    assert isinstance(checks.error_place(answer, "PID"), str)
