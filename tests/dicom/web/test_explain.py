"""Recorded HTTP with DICOM in it is shown as lines; what is of another kind is left to others."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.dicom.explain import MOST_LINES, explain
from conformance.dicom.samples import CT, ExplicitVRLittleEndian
from conformance.dicom.web.part10 import write_file

HTTP = "application/http"
FILE = write_file(CT, "2.25.1", ExplicitVRLittleEndian, b"")


def response(media_type, body, more=b""):
    return b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\n%s\r\n%s" % (media_type, more, body)


def test_objects_are_shown_by_keyword():
    body = (
        b'[{"00100010":{"vr":"PN","Value":[{"Alphabetic":"ZZ^A"}]},"00400275":{"vr":"SQ","Value":[{}]},'
        b'"7FE00010":{"vr":"OW","BulkDataURI":"http://x/1"},"x":{}}]'
    )

    lines = explain(HTTP, response(b"application/dicom+json", body))

    assert "  (0010,0010) PN PatientName 'ZZ^A'" in lines
    assert "  7FE00010 at http://x/1" in lines
    assert any("! 'x' is no tag" in line for line in lines)


@pytest.mark.parametrize("chunked", [False, True])
def test_parts_are_listed_with_the_files_in_them(chunked):
    body = b"--B\r\nContent-Type: application/dicom\r\n\r\n" + FILE + b"\r\n--B--\r\n"
    more = b"Transfer-Encoding: chunked\r\n" if chunked else b""
    if chunked:
        body = b"%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n" % (40, body[:40], len(body) - 40, body[40:])

    lines = explain(HTTP, response(b'multipart/related; type="application/dicom"; boundary=B', body, more))

    assert any(line.startswith("  DICOM file of 2.25.1") for line in lines)


def test_a_request_is_shown():
    lines = explain(HTTP, b"GET /dicom-web/studies?PatientID=ZZ1 HTTP/1.1\r\nAccept: application/dicom+json\r\n\r\n")

    assert lines == ["GET /dicom-web/studies?PatientID=ZZ1 HTTP/1.1", "Accept: application/dicom+json"]


def test_what_is_of_another_kind_is_left_to_others():
    assert explain(HTTP, response(b"application/soap+xml", b"<x/>")) is None
    assert explain(HTTP, b"GET /registry HTTP/1.1\r\n\r\n") is None


@settings(max_examples=150)
@given(
    st.binary(max_size=200),
    st.sampled_from([b"application/dicom+json", b"image/png", b"multipart/related; type=image/jls; boundary=B"]),
)
def test_nothing_is_raised_and_lines_are_bounded(body, kind):
    for octets in (body, response(kind, body), response(kind, b"--B\r\n\r\n" + body + b"\r\n--B--")):
        assert len(explain(HTTP, octets) or []) <= MOST_LINES + 1
