"""Documents read as text, whatever they are."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.workflow import texts
from conformance.workflow.texts import Shown, readable


@pytest.mark.parametrize(
    ("kind", "octets", "says"),
    [
        ("text/plain", b"ZZONE\r\nZZTWO", "ZZONE\r\nZZTWO"),
        ("text/plain; charset=utf-8", "Größe".encode(), "Größe"),
        ("text/xml", b"<a><b>ZZONE</b>A &amp; B</a>", "ZZONE"),
        ("TEXT/XML", b"<a><b>ZZONE</b>A &amp; B</a>", "A & B"),
        ("text/xml", b'<value xsi:type="PQ" value="12.5" unit="mm"/>', "12.5 mm"),
        (
            "text/xml",
            b'<nonXMLBody><text mediaType="text/plain" representation="B64">%s</text></nonXMLBody>'
            % base64.b64encode(b"ZZONE"),
            "ZZONE",
        ),
        ("text/xml", b'<text representation="B64">*not base64*</text>', "*not base64*"),
    ],
)
def test_a_document_is_read_as_text(kind, octets, says):
    text = readable(kind, octets)

    assert text is not None
    assert says in text


def test_what_is_no_text_is_none():
    assert readable("application/pdf", b"%PDF") is None
    assert not Shown("application/pdf", None).says("ZZONE")


@given(st.sampled_from(["text/plain", "text/xml", "text/html", ""]), st.binary(max_size=200))
def test_nothing_that_comes_stops_the_reader(kind, octets):
    text = readable(kind, octets)

    assert text is None or isinstance(text, str)


@pytest.mark.parametrize("piece", ["<", "<text ", "<value ", '<text representation="B64" '])
def test_markup_that_is_never_closed_is_read_in_time(piece):
    written = piece * 50_000

    assert readable("text/xml", written.encode()).strip() == written.strip()


def test_an_order_that_was_left_is_told():
    words = ["ZZA", "ZZB", "ZZC"]

    assert texts.out_of_order("ZZA ZZB ZZC", words) == ""
    assert texts.out_of_order("ZZB ZZA ZZC", words) == "ZZB stands before ZZA"
    assert texts.out_of_order("ZZA ZZC", words) == "ZZB is missing"


def test_words_without_anything_between_them_are_run_together():
    assert texts.run_together("ZZAZZB", ["ZZA", "ZZB"]) == "ZZAZZB"
    assert texts.run_together("ZZA\nZZB", ["ZZA", "ZZB"]) == ""


def test_units_stand_beside_their_number():
    assert texts.has_units("flow 12.5 mL/min", "12.5", "mL/min")
    assert texts.has_units("flow (mL/min): 12.5", "12.5", "mL/min")
    assert not texts.has_units("flow: 12.5", "12.5", "mL/min")
    assert not texts.has_units(f"12.5 {'x' * 60} mL/min", "12.5", "mL/min")


def test_the_document_that_says_the_words_is_the_current_one():
    shown = [Shown("text/plain", "ZZA"), Shown("application/pdf", None), Shown("text/plain", "ZZA ZZB")]

    assert texts.current(shown, "ZZA", "ZZB") == "ZZA ZZB"
    assert texts.current(shown, "ZZC") == ""
