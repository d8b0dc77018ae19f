"""What a story can ask of web services: what is sent, and what never is."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from arena import profile_of

from conformance.dicom import samples
from conformance.dicom.simulator import Archive
from conformance.dicom.web import media
from conformance.dicom.web.candidate import WebArchiveUnderTest, at
from conformance.evidence import Recorder
from conformance.limits import Limits
from conformance.model import Blocked
from conformance.network import Network
from conformance.story import Story
from conformance.systems import SystemProfile


@pytest.fixture
def web():
    with Archive() as honest:
        profile = SystemProfile.model_validate(profile_of(honest.profile()))
        recorder = Recorder(io.BytesIO())
        doors = Network(recorder, Limits(pdu_s=2, http_s=2))
        begun = Story("dicom.web", "ab", datetime(2026, 11, 24, 10, tzinfo=UTC), doors, recorder, profile)
        yield WebArchiveUnderTest(begun, profile.dicom)
        doors.close()
        assert honest.faults == []


def test_a_search_of_everybody_is_never_sent(web):
    for path, match in (("/studies", {}), ("/series", {"Modality": "CT"}), ("/instances", {"PatientID": ""})):
        with pytest.raises(ValueError, match="a search of ours names one of"):
            web.search(path, **match)


def test_values_are_percent_encoded(web):
    asked = web.search("/studies", PatientID="ZZ1", PatientName="ZZ^Ä &#[]=").asked

    assert asked.endswith("/studies?PatientID=ZZ1&PatientName=ZZ%5E%C3%84%20%26%23%5B%5D%3D")


@pytest.mark.parametrize(
    "uri",
    ["http://127.0.0.9/x", "https://127.0.0.1/x", "file:///etc/hostname", "http://[", "//elsewhere/x", "gopher:x"],
)
def test_a_uri_to_another_place_is_not_followed(web, uri):
    assert isinstance(web.bulk(uri, web.web.wado, "*/*"), str)


def test_a_relative_uri_is_followed_from_where_it_was_told(web):
    image = samples.study(web.story, "a", series=1, images=1).instances[0]
    web.holds(image)

    answer = web.bulk("bulkdata/7FE00010", web.web.wado + at(image, "/metadata"), media.OCTETS)

    assert answer.body == image.pixels


def test_a_service_the_profile_does_not_name_blocks(web):
    web.web = web.web.model_copy(update={"stow": None})

    with pytest.raises(Blocked, match=r"no dicom.web.stow"):
        web.post(b"", "text/plain")


def test_an_answer_of_no_kind_has_nothing_in_it(web):
    answer = web.retrieve("/studies/1.2.3", media.JSON)

    assert (answer.ok, answer.refused, answer.status) == (False, True, 404)
    assert answer.parts == answer.files == answer.objects == ()
    assert "not multipart/related" in answer.package_problems[0]
    assert "not readable as JSON" in answer.json_problem
