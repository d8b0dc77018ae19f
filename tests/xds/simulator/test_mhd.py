"""Mobile access to an affinity domain, and how its answers are read."""

from __future__ import annotations

import json

import pytest

from conformance.http import Response
from conformance.xds import mobile
from conformance.xds.simulator import AffinityDomain, publishing, sample_study
from conformance.xds.simulator.serving import Asked


@pytest.fixture
def ask():
    domain = AffinityDomain()
    domain.publish_sample()
    patient = f"urn:oid:{domain.registry.patients.authority}|{sample_study.PATIENT}"

    def asking(target):
        told = domain.mhd.answer(Asked("GET", {}, b"", target.replace("PATIENT", patient)))
        return Response(told.status, "", (("content-type", told.media_type),), told.body)

    return asking


def test_a_document_is_found_and_fetched(ask):
    [found] = mobile.matches(ask("/fhir/DocumentReference?patient.identifier=PATIENT"), "DocumentReference")
    told = mobile.attachment(found)
    fetched = ask(f"/fhir/{told['url']}")

    assert publishing.MANIFEST in mobile.identifiers(found)
    assert (fetched.status, len(fetched.body)) == (200, told["size"])


def test_what_is_not_there(ask):
    assert mobile.matches(ask("/fhir/DocumentReference?patient.identifier=1.2|ZZ"), "DocumentReference") == []
    assert ask("/fhir/Binary/1.2").status == 404
    assert ask("/fhir/Patient").status == 404


def test_submission_sets_are_lists(ask):
    assert len(mobile.matches(ask("/fhir/List?patient.identifier=PATIENT"), "List")) == 1
    assert mobile.resource(ask("/fhir/metadata"))["resourceType"] == "CapabilityStatement"


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'"x"', b'{"entry": 1}', b'{"entry": [1, {}, {"resource": 2}]}', b"[" * 9999, b"\xff"]
)
def test_anything_is_read(body):
    answer = Response(200, body=body)
    assert mobile.matches(answer, "List") == []
    assert mobile.said(answer).startswith("HTTP 200")


@pytest.mark.parametrize(
    "found", [{}, {"content": 1}, {"content": [1]}, {"content": [{"attachment": 1}], "identifier": [3, {}]}]
)
def test_any_reference_is_read(found):
    assert mobile.attachment(json.loads(json.dumps(found))) == {}
    assert mobile.identifiers(found) <= {""}
