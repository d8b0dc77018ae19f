"""Asynchronous exchange: responses of registry, repository and gateway that come to an address of ours."""

from __future__ import annotations

from dataclasses import replace

from conformance.authoring import scenario
from conformance.xds import checks, clauses
from conformance.xds import vocabulary as v
from conformance.xds.actors import where
from conformance.xds.client.administration import GatewayQueryClient, GatewayRetrieveClient

REGISTRY, REPOSITORY = "document-registry", "document-repository"
KNOWN = ["xds.registry", "xds.patient_feed", "xds.asynchronous"]
SHELVES = ["xds.repository", *KNOWN]
SAID = [
    clauses.LATER_PROMISED,
    clauses.LATER_DELIVERED,
    clauses.LATER_SAME,
    clauses.RELATES_TO,
    clauses.RESPONSE_ACTION,
]
ANSWERED_ELSEWHERE = range(200, 203)


def _judge(check, later, answer):
    """Judge that nothing but a promise came at once, and that the response came to our address.

    Who says nothing and sends nothing has promised nothing.
    """
    promise = later.promise
    silent = promise.trouble == "" and promise.status in ANSWERED_ELSEWHERE and len(promise.body) == 0
    if answer.message is not None or not silent:
        with check(clauses.LATER_PROMISED, evidence=promise.evidence):
            assert promise.trouble == ""
            assert promise.status in ANSWERED_ELSEWHERE, f"HTTP {promise.status}"
            assert len(promise.body) == 0, f"HTTP {promise.status} with a body of {len(promise.body)} octets"
    with check(clauses.LATER_DELIVERED, evidence=answer.evidence):
        assert answer.message is not None, answer.said
    if answer.message is not None:
        with check(clauses.RELATES_TO, evidence=answer.evidence):
            assert answer.relates_to == answer.sent[0]
        with check(clauses.RESPONSE_ACTION, evidence=answer.evidence):
            assert answer.action == v.RESPONSE_ACTIONS[answer.sent[1]]


@scenario(
    "xds.asynchronous.query",
    actor=REGISTRY,
    transaction="ITI-18",
    clauses=SAID,
    requires=KNOWN,
    source="toolkit2 12331",
)
def test_a_query_is_answered_later(document_registry, later_registry, check):
    """A stored query that names our address for its response is answered there, with what it asked for."""
    held = document_registry.holds("found-later")

    answer = later_registry.get_documents(str(held.unique_id))

    _judge(check, later_registry.speaker, answer)
    if answer.message is not None:
        with check(clauses.LATER_SAME, evidence=answer.evidence):
            assert [one.id for one in answer.objects.entries] == [held.id], answer.said


@scenario(
    "xds.asynchronous.register",
    actor=REGISTRY,
    transaction="ITI-42",
    clauses=SAID,
    requires=KNOWN,
    source="toolkit2 12332",
)
def test_a_registration_is_answered_later(document_registry, later_registry, check):
    """A registration that names our address for its response is carried out, and answered there."""
    arrange = document_registry.arrange
    document = arrange.document("registered-later")

    answer = later_registry.register(arrange.submission("registered-later", document).objects)

    _judge(check, later_registry.speaker, answer)
    if answer.message is not None:
        with check(clauses.LATER_SAME, evidence=answer.evidence):
            assert answer.status == v.SUCCESS, answer.said
    if answer.succeeded:
        found = document_registry.get_documents(str(document.entry.unique_id))
        with check(clauses.LATER_SAME, where="what is found", evidence=found.evidence):
            assert len(found.objects.entries) == 1, found.said


@scenario(
    "xds.asynchronous.provide",
    actor=REPOSITORY,
    transaction="ITI-41",
    clauses=SAID,
    requires=SHELVES,
    source="toolkit2 12333",
)
def test_a_submission_is_answered_later(document_repository, later_repository, check):
    """A document provided with our address for the response is stored, and the response comes there."""
    arrange = document_repository.arrange
    document = arrange.document("provided-later")
    submission = arrange.submission("provided-later", document)

    answer = later_repository.provide(submission.objects, submission.carried)

    _judge(check, later_repository.speaker, answer)
    if answer.message is not None:
        with check(clauses.LATER_SAME, evidence=answer.evidence):
            assert answer.status == v.SUCCESS, answer.said
    if answer.succeeded:
        [entry] = document_repository.registry.entries(str(document.entry.unique_id))
        octets, evidence = document_repository.fetched(entry)
        with check(clauses.LATER_SAME, where="what is retrieved", evidence=evidence):
            assert checks.described(octets) == checks.described(document.content)


@scenario(
    "xds.asynchronous.retrieve",
    actor=REPOSITORY,
    transaction="ITI-43",
    clauses=SAID,
    requires=SHELVES,
    source="toolkit2 12334",
)
def test_a_retrieval_is_answered_later(document_repository, later_repository, check):
    """A retrieval that names our address for its response is answered there, with the very octets."""
    content = b"For later.\r\n"
    entry = document_repository.holds("retrieved-later", content)

    answer = later_repository.retrieve(where(entry))

    _judge(check, later_repository.speaker, answer)
    if answer.message is not None:
        copy = answer.document(entry.unique_id)
        with check(clauses.LATER_SAME, evidence=answer.evidence):
            assert copy is not None, answer.said
            assert checks.described(copy.octets) == checks.described(content)


@scenario(
    "xds.asynchronous.gateway-query",
    actor="responding-gateway",
    transaction="ITI-38",
    clauses=SAID,
    requires=["xds.gateway.query", "xds.gateway.asynchronous", "xds.registry", "xds.patient_feed"],
    source="toolkit2 12336",
)
def test_a_query_of_another_community_is_answered_later(document_registry, gateway, check):
    """A query from another community that names our address for its response is answered there."""
    held = document_registry.holds("found-abroad")
    later = gateway.later("query")
    asked = {"$XDSDocumentEntryPatientId": str(held.patient_id), "$XDSDocumentEntryStatus": (v.APPROVED,)}

    answer = GatewayQueryClient(later).query("FindDocuments", asked)

    _judge(check, later, answer)
    if answer.message is not None:
        with check(clauses.LATER_SAME, evidence=answer.evidence):
            assert answer.objects.entry(held.unique_id) is not None, answer.said


@scenario(
    "xds.asynchronous.gateway-retrieve",
    actor="responding-gateway",
    transaction="ITI-39",
    clauses=SAID,
    requires=[
        *("xds.gateway.retrieve", "xds.gateway.asynchronous", "xds.repository", "xds.registry"),
        "xds.patient_feed",
    ],
    source="toolkit2 12337",
)
def test_a_retrieval_of_another_community_is_answered_later(document_repository, gateway, check):
    """A retrieval from another community that names our address for its response is answered there."""
    content = b"For abroad, later.\r\n"
    asked = where(document_repository.holds("retrieved-abroad", content))
    later = gateway.later("retrieve")

    answer = GatewayRetrieveClient(later).retrieve(replace(asked, home=gateway.home))

    _judge(check, later, answer)
    if answer.message is not None:
        copy = answer.document(asked.document)
        with check(clauses.LATER_SAME, evidence=answer.evidence):
            assert copy is not None, answer.said
            assert checks.described(copy.octets) == checks.described(content)
