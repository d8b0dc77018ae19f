"""A document recipient: what it takes in, however the patient is named, and what it refuses."""

from __future__ import annotations

import json

import pytest

from conformance.xds import samples
from conformance.xds.simulator import AffinityDomain
from conformance.xds.simulator.serving import Asked
from conformance.xds.wire import fhir


@pytest.fixture
def domain():
    return AffinityDomain()


@pytest.fixture
def submission(telling, domain):
    story = telling()
    domain.registry.register_patient(samples.patient(story))
    return samples.submission(story, "one", [samples.document(story, "one", b"octets")])


def bundle_of(submission, carried=None):
    return fhir.provided(submission, carried, lambda name: f"of-{name}")


def posted(domain, octets, form=fhir.JSON):
    told = domain.recipient.answer(Asked("POST", {"content-type": form, "accept": form}, octets))
    return told.status, told.body


@pytest.mark.parametrize("carried", [False, True])
@pytest.mark.parametrize("form", [fhir.JSON, fhir.XML])
def test_a_right_bundle_is_taken_in(domain, submission, form, carried):
    made = bundle_of(submission, fhir.a_patient(submission.set.patient_id) if carried else None)
    octets = fhir.to_xml(made) if form == fhir.XML else json.dumps(made).encode()

    assert posted(domain, octets, form)[0] == 200
    assert [one.unique_id for one in domain.registry.holdings.entries.values()] == [
        submission.documents[0].entry.unique_id
    ]


@pytest.mark.parametrize(
    ("octets", "form"),
    [
        (b"{}", fhir.JSON),
        (b"[1]", fhir.JSON),
        (b"no JSON", fhir.JSON),
        (b"<Bundle/>", fhir.XML),
        (b"no XML", fhir.XML),
        (b"{}", "text/plain"),
        (b'{"resourceType": "Bundle", "type": "transaction", "entry": [{"fullUrl": "a", "resource": 1}]}', fhir.JSON),
        (b'{"resourceType": "Bundle", "type": "transaction", "entry": []}', fhir.JSON),
    ],
)
def test_what_is_no_bundle_is_refused(domain, octets, form):
    status, body = posted(domain, octets, form)
    assert (status, b"OperationOutcome" in body) == (400, True)


def test_what_the_registry_refuses_is_told_with_its_code(domain, submission):
    made = bundle_of(submission)
    attachment = made["entry"][1]["resource"]["content"][0]["attachment"]
    attachment["hash"] = "AAAA"
    status, body = posted(domain, json.dumps(made).encode())

    assert (status, b"XDSRepositoryMetadataError" in body) == (422, True)
    assert not domain.registry.holdings.entries
