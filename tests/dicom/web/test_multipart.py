"""Multipart payloads: octet exact, and bounded whatever comes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.dicom.web.multipart import Part, read_multipart, write_multipart
from conformance.dicom.wire import Unreadable

TYPE = 'multipart/related; type="application/dicom"; boundary=B'
HEAD = (("Content-Type", "application/dicom"),)


@settings(max_examples=60)
@given(st.lists(st.binary(max_size=200), min_size=1, max_size=5))
def test_parts_come_back_octet_for_octet(bodies):
    parts = tuple(Part(HEAD, body) for body in bodies)
    boundary = "never-in-a-body-0123456789"

    read = read_multipart(TYPE.replace("=B", f"={boundary}"), write_multipart(parts, boundary))

    assert read.parts == parts
    assert read.problems == ()


@settings(max_examples=200)
@given(st.text(max_size=60), st.binary(max_size=300))
def test_nothing_but_unreadable_is_raised(field, octets):
    for content_type in (field, TYPE):
        try:
            read_multipart(content_type, octets)
        except Unreadable:
            continue


def test_preamble_epilogue_and_padding_mean_nothing():
    octets = b"words\r\n--B \t\r\nContent-Type: a/b\r\n\r\n\r\n1\n2\r\n\r\n--B--\r\nmore words"

    read = read_multipart(TYPE, octets)

    assert [part.body for part in read.parts] == [b"\r\n1\n2\r\n"]
    assert read.problems == ()


def test_a_boundary_inside_data_is_data():
    body = b"\r\n--Bx\r\n--B-\r\n--"

    assert read_multipart(TYPE, b"--B\r\n\r\n" + body + b"\r\n--B--\r\n").parts[0].body == body


@pytest.mark.parametrize(
    ("field", "octets", "words"),
    [
        ("multipart/related; type=x", b"--B--", "names no boundary"),
        ("text/html", b"<html>", "not multipart/related"),
        (TYPE, b"nothing here", "nowhere in the payload"),
        (TYPE, b"--B--\r\n", "has no part"),
        (TYPE, b"--B\r\nA: b\r\n--B--", "no empty line"),
        (TYPE, b"--B\r\nA: " + b"x" * 70_000 + b"\r\n\r\n1\r\n--B--", "no empty line"),
        (TYPE, b"--B\r\n" + b"\r\n1\r\n--B\r\n" * 10_001, "more than 10000 parts"),
    ],
)
def test_what_is_no_package_is_named(field, octets, words):
    with pytest.raises(Unreadable, match=words):
        read_multipart(field, octets)


@pytest.mark.parametrize(
    ("field", "octets", "words"),
    [
        (TYPE, b"--B\r\n\r\n1\r\n", "never closed"),
        ("multipart/related; boundary=B", b"--B\r\n\r\n1\r\n--B--", "no type parameter"),
        (
            TYPE.replace("=B", f"={'B' * 71}"),
            b"--" + b"B" * 71 + b"\r\n\r\n1\r\n--" + b"B" * 71 + b"--",
            "70 is the most",
        ),
        (TYPE, b"--B\r\nno field\r\n\r\n1\r\n--B--", "no field"),
    ],
)
def test_what_is_wrong_with_a_package_is_told(field, octets, words):
    assert words in " ".join(read_multipart(field, octets).problems)


def test_our_own_boundary_may_not_begin_a_line_of_a_part():
    with pytest.raises(ValueError, match="choose another"):
        write_multipart([Part(HEAD, b"x\r\n--B")], "B")
