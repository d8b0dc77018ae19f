"""Provide and Register (ITI-41), documents handed over again, or with one that is not right among them."""

from __future__ import annotations

from dataclasses import replace

from conformance.authoring import scenario
from conformance.xds import checks, clauses
from conformance.xds import vocabulary as v

ACTOR, TRANSACTION = "document-repository", "ITI-41"
REQUIRES = ["xds.repository", "xds.registry", "xds.patient_feed"]


@scenario(
    "xds.provide.identical-again",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.IDENTICAL_PROVIDED, clauses.HASH_CASE, clauses.SAME_OCTETS],
    requires=REQUIRES,
    source="toolkit2 12004",
)
def test_a_document_may_be_handed_over_again(document_repository, check):
    """A document handed over twice, unchanged, is accepted twice, in whatever case its hash is written."""
    repository, arrange = document_repository, document_repository.arrange
    held = repository.holds("once", b"The same octets.")
    again = arrange.document("again", b"The same octets.", unique_id=held.unique_id)
    upper = arrange.document("upper", b"Other octets.")
    upper = replace(upper, entry=replace(upper.entry, hash=(upper.entry.hash or "").upper()))

    second = repository.submit(arrange.submission("again", again))
    capital = repository.submit(arrange.submission("upper", upper))
    copy, evidence = repository.fetched(held)

    with check(clauses.IDENTICAL_PROVIDED, evidence=second.evidence):
        assert second.status == v.SUCCESS, second.said
    with check(clauses.HASH_CASE, evidence=capital.evidence):
        assert capital.status == v.SUCCESS, capital.said
    with check(clauses.SAME_OCTETS, evidence=evidence):
        assert checks.described(copy) == checks.described(b"The same octets.")


@scenario(
    "xds.provide.one-wrong-of-two",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.WRONG_HASH_REFUSED, clauses.NOTHING_STORED],
    requires=REQUIRES,
    source="toolkit2 12084, 12369",
)
def test_a_damaged_document_takes_its_companion_along(document_repository, check):
    """Of two documents handed over together one is damaged: neither is registered, and the source sends both anew."""
    repository, arrange = document_repository, document_repository.arrange
    good, bad = arrange.document("good"), arrange.document("bad", hash=checks.sha1(b"another document"))
    repository.control("before")

    answer = repository.submit(arrange.submission("both", good, bad))
    found = repository.registry.get_documents(str(good.entry.unique_id), str(bad.entry.unique_id))
    repository.control("after")

    with check(clauses.WRONG_HASH_REFUSED, evidence=answer.evidence):
        assert checks.refused(answer, "XDSRepositoryMetadataError"), answer.said
    if answer.status == v.FAILURE:
        with check(clauses.NOTHING_STORED, evidence=found.evidence):
            assert found.objects.unique_ids() == set()
