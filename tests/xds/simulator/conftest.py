"""A wired affinity domain and someone to talk to it without the client under test elsewhere."""

from __future__ import annotations

import io
import urllib.request
from datetime import UTC, datetime
from urllib.error import HTTPError

import pytest

from conformance.evidence import Recorder
from conformance.limits import Limits
from conformance.network import Network
from conformance.story import Story
from conformance.xds import samples, vocabulary
from conformance.xds.simulator import AffinityDomain
from conformance.xds.wire import registry as registering
from conformance.xds.wire import repository as retrieving
from conformance.xds.wire import soap


class EmptyDomain(AffinityDomain):
    """Shares nothing from the beginning, so that a test knows all that is there."""

    def publish_sample(self):
        pass


class Speaker:
    """Sends one SOAP message and reads one answer; ``last`` is that answer's envelope, ``status`` its HTTP status."""

    def __init__(self, domain):
        self.domain = domain
        self.number = 0
        self.status = 0
        self.last = None
        self.heard = []

    def post(self, where, content_type, body):
        url = self.domain.profile()["xds"][where]
        request = urllib.request.Request(url, body, {"Content-Type": content_type}, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                self.status, kind, octets = answer.status, answer.headers["Content-Type"], answer.read()
        except HTTPError as error:
            with error:
                self.status, kind, octets = error.code, error.headers["Content-Type"], error.read()
        self.last = soap.read_message(kind, octets, Limits())
        self.heard.append(self.last)
        return self.last

    def addressing(self, action, **more):
        self.number += 1
        about = {"message_id": f"urn:uuid:{self.number}", **more}
        return soap.Addressing(action, **about)

    def plain(self, where, action, body, **more):
        envelope = soap.write_envelope(body, self.addressing(action, **more))
        return self.post(where, soap.simple_type(action), envelope)

    def packed(self, where, action, body, parts=(), **more):
        envelope = soap.write_envelope(body, self.addressing(action, **more))
        return self.post(where, *soap.write_mtom(envelope, list(parts), f"t{self.number}", action))

    def register(self, submission, placement=None):
        body = registering.write_submission(submission.objects, placement)
        return registering.read_registry_response(self.plain("registry", vocabulary.REGISTER, body).body)

    def provide(self, submission, *, inline=False):
        body, parts = registering.write_provide(submission.objects, submission.carried, "t", inline=inline)
        answer = self.packed("repository", vocabulary.PROVIDE, body, parts)
        return registering.read_registry_response(answer.body)

    def query(self, name, return_type="LeafClass", *more, **parameters):
        slots = [(f"${key}", (value,)) for key, value in parameters.items()]
        request = registering.QueryRequest(vocabulary.QUERIES.get(name, name), (*slots, *more), return_type=return_type)
        answer = self.plain("registry", vocabulary.STORED_QUERY, registering.write_query(request))
        return registering.read_query_response(answer.body)

    def find(self, patient, *more, status=(vocabulary.APPROVED,), **parameters):
        about = {
            "XDSDocumentEntryPatientId": registering.single(patient),
            "XDSDocumentEntryStatus": registering.quoted(*status),
            **parameters,
        }
        return self.query("FindDocuments", "LeafClass", *more, **about)

    def retrieve(self, *asked):
        body = retrieving.write_retrieve([retrieving.DocumentRequest(*one) for one in asked])
        return retrieving.read_retrieve_response(self.packed("repository", vocabulary.RETRIEVE, body))

    def images(self, instances, syntaxes):
        asked = tuple(
            retrieving.InstanceRequest(study, series, retrieving.DocumentRequest(*about))
            for study, series, about in instances
        )
        body = retrieving.write_imaging(retrieving.ImagingRequest(asked, tuple(syntaxes)))
        return retrieving.read_retrieve_response(self.packed("imaging_source", vocabulary.RETRIEVE_IMAGING, body))


@pytest.fixture
def domain():
    with EmptyDomain() as one:
        yield one


@pytest.fixture
def speak_to():
    """Return who speaks to a domain."""
    return Speaker


@pytest.fixture
def speaker(domain, story):
    domain.registry.register_patient(samples.patient(story))
    return Speaker(domain)


@pytest.fixture
def story():
    recorder = Recorder(io.BytesIO())
    moment = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    return Story("xds.test", "5eed", moment, Network(recorder, Limits()), recorder, None)
