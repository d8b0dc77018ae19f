"""A profile says in one way at most how a deed is asked for."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from conformance.ways import Asked, Way, host_of


def test_deeds_are_asked_for_in_the_default_way_unless_they_have_their_own():
    asked = Asked.model_validate(
        {"deeds": ["dicom.*"], "operator": True, "by": {"dicom.verify": {"url": "http://127.0.0.1:8080/do"}}}
    )

    assert asked.way("dicom.send-study") is asked
    assert asked.way("dicom.verify").url == "http://127.0.0.1:8080/do"
    assert asked.way("hl7.send.admission") is None


def test_a_way_that_says_nothing_is_none():
    asked = Asked.model_validate({"deeds": ["dicom.*"], "by": {"hl7.send": {"within_s": 3}}})

    assert asked.way("dicom.verify") is None
    assert asked.way("hl7.send") is None


@pytest.mark.parametrize(
    "way",
    [
        {"operator": True, "url": "http://127.0.0.1/"},
        {"command": ["x"], "operator": True},
        {"url": "file:///etc/passwd"},
        {"url": "http://"},
        {"within_s": 0},
        {"within_s": 901},
        {"quiet_s": float("inf")},
        {"unknown": 1},
    ],
)
def test_a_way_that_is_none_or_two_is_refused(way):
    with pytest.raises(ValidationError):
        Way.model_validate(way)


@pytest.mark.parametrize(
    ("url", "host"), [("http://a:1/b", "a"), ("http://a:0/", ""), ("http://a:99999/", ""), ("nothing", "")]
)
def test_the_host_of_an_address(url, host):
    assert host_of(url) == host
