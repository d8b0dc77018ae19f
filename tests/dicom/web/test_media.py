"""Media types are read whatever a field holds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.dicom.web.media import read_media_type, related


@settings(max_examples=300)
@given(st.text(max_size=80))
def test_reading_never_raises_and_ends(field):
    read_media_type(field)


@pytest.mark.parametrize(
    "field",
    [
        'multipart/related; type="application/dicom"; boundary=b',
        "Multipart/Related;TYPE=application/dicom;Boundary=b",
        'multipart/related ; type = "application/dicom" ;; boundary="b"',
    ],
)
def test_parameters_are_read_quoted_or_not(field):
    read = read_media_type(field)

    assert read.name == "multipart/related"
    assert (read.get("type"), read.get("boundary")) == ("application/dicom", "b")


def test_of_a_parameter_given_twice_the_first_counts():
    assert read_media_type("a/b; c=1; c=2").get("c") == "1"


def test_ours_is_read_as_it_was_meant():
    read = read_media_type(related("application/dicom", transfer_syntax="*"))

    assert (read.get("type"), read.get("transfer-syntax")) == ("application/dicom", "*")
