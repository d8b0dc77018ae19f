"""Provide and Register (ITI-41), what a repository must not take: wrong, half, or not wanted by the registry."""

from __future__ import annotations

from dataclasses import replace

from conformance.authoring import scenario
from conformance.xds import checks, clauses
from conformance.xds import vocabulary as v
from conformance.xds.wire.registry import Carried

ACTOR, TRANSACTION = "document-repository", "ITI-41"
REQUIRES = ["xds.repository", "xds.registry", "xds.patient_feed"]


@scenario(
    "xds.provide.wrong-hash",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.WRONG_HASH_REFUSED, clauses.NOTHING_STORED, clauses.REPORTED_AS_RESPONSE],
    requires=REQUIRES,
    source="toolkit2 12369/hash",
)
def test_a_document_that_is_not_what_its_hash_says_is_refused(document_repository, check):
    """A document whose hash in the metadata is another's was damaged or exchanged on the way: it is refused."""
    repository, arrange = document_repository, document_repository.arrange
    document = arrange.document("damaged", hash=checks.sha1(b"another document"))
    submission = arrange.submission("damaged", document)
    repository.control("before")

    answer = repository.submit(submission)
    found = repository.registry.get_documents(document.entry.unique_id)
    repository.control("after")

    with check(clauses.WRONG_HASH_REFUSED, evidence=answer.evidence):
        assert checks.refused(answer, "XDSRepositoryMetadataError"), answer.said
    with check(clauses.REPORTED_AS_RESPONSE, evidence=answer.evidence):
        assert answer.status != "", answer.said
    if answer.status == v.FAILURE:
        with check(clauses.NOTHING_STORED, evidence=found.evidence):
            assert found.objects.unique_ids() == set()


@scenario(
    "xds.provide.wrong-size",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.WRONG_SIZE_REFUSED, clauses.NOTHING_STORED],
    requires=REQUIRES,
    source="toolkit2 12369/size",
)
def test_a_document_that_is_not_as_long_as_its_size_says_is_refused(document_repository, check):
    """A document with more or fewer octets than its metadata say is refused."""
    repository, arrange = document_repository, document_repository.arrange
    document = arrange.document("cut")
    document = replace(document, entry=replace(document.entry, size=str(len(document.content) + 1)))
    repository.control("before")

    answer = repository.submit(arrange.submission("cut", document))
    found = repository.registry.get_documents(document.entry.unique_id)
    repository.control("after")

    with check(clauses.WRONG_SIZE_REFUSED, evidence=answer.evidence):
        assert checks.refused(answer, "XDSRepositoryMetadataError"), answer.said
    if answer.status == v.FAILURE:
        with check(clauses.NOTHING_STORED, evidence=found.evidence):
            assert found.objects.unique_ids() == set()


@scenario(
    "xds.provide.missing-document",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.MISSING_DOCUMENT],
    requires=REQUIRES,
    source="toolkit2 11983",
)
def test_an_entry_without_its_document_is_refused(document_repository, check):
    """Metadata that promise a document which is not in the package are refused."""
    repository, arrange = document_repository, document_repository.arrange
    document = arrange.document("absent")
    submission = arrange.submission("absent", document)
    repository.control("before")

    answer = repository.provide(submission.objects, [])
    repository.control("after")

    with check(clauses.MISSING_DOCUMENT, evidence=answer.evidence):
        assert checks.refused(answer, "XDSMissingDocument"), answer.said


@scenario(
    "xds.provide.missing-metadata",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.MISSING_METADATA],
    requires=REQUIRES,
    source="toolkit2 11983",
)
def test_a_document_without_its_entry_is_refused(document_repository, check):
    """A document that no metadata describe is refused, rather than kept where nobody can find it."""
    repository, arrange = document_repository, document_repository.arrange
    submission = arrange.submission("extra", arrange.document("known"))
    repository.control("before")

    answer = repository.provide(submission.objects, [*submission.carried, Carried("document-stray", b"stray")])
    repository.control("after")

    with check(clauses.MISSING_METADATA, evidence=answer.evidence):
        assert checks.refused(answer, "XDSMissingDocumentMetadata"), answer.said


@scenario(
    "xds.provide.registry-refusal-relayed",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.REGISTRY_ERROR_RELAYED, clauses.NOTHING_STORED],
    requires=REQUIRES,
    source="toolkit2 11986",
)
def test_the_refusal_of_the_registry_reaches_the_source(document_repository, check):
    """When the registry does not know the patient, the source is told so, and the document can't be found."""
    repository, arrange = document_repository, document_repository.arrange
    nobody = f"{arrange.story.patient_id('nobody')}^^^&{arrange.story.system.xds.patient_id_root}&ISO"
    document = arrange.document("orphan", patient_id=nobody)
    repository.control("before")

    answer = repository.submit(arrange.submission("orphan", document))
    found = repository.registry.get_documents(document.entry.unique_id)
    repository.control("after")

    with check(clauses.REGISTRY_ERROR_RELAYED, evidence=answer.evidence):
        assert checks.refused(answer, "XDSUnknownPatientId"), answer.said
    if answer.status == v.FAILURE:
        with check(clauses.NOTHING_STORED, evidence=found.evidence):
            assert found.objects.unique_ids() == set()
