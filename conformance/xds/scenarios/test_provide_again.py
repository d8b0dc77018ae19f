"""Provide and Register (ITI-41), handed over again, with one that is wrong among them, or what a registry refuses."""

from __future__ import annotations

from dataclasses import replace

from conformance.authoring import scenario
from conformance.model import Blocked
from conformance.xds import checks, clauses
from conformance.xds import vocabulary as v

ACTOR, TRANSACTION = "document-repository", "ITI-41"
REQUIRES = ["xds.repository", "xds.registry", "xds.patient_feed"]
SAME_IDENTIFIER = (
    *("XDSRepositoryDuplicateUniqueIdInMessage", "XDSRegistryDuplicateUniqueIdInMessage"),
    *("XDSNonIdenticalHash", "XDSNonIdenticalSize"),
)


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


def _refused_by_registries(repository):
    """Return what makes submissions a registry refuses, by what is wrong with them; each takes a name of its own."""
    registry, arrange = repository.registry, repository.arrange
    known, old = repository.holds("known"), repository.holds("old")
    new, used = arrange.document("new"), arrange.submission("used", arrange.document("used"))
    relation = arrange.related(v.RPLC, new, old.id)
    repository.provided(*_parts(arrange.submission("new", new, associations=[relation])))
    repository.provided(*_parts(used))
    nothing = f"urn:uuid:{arrange.story.uuid('nothing')}"
    foreign = replace(arrange.domain.code("classCode"), code=f"ZZ{arrange.story.token('code', 8)}")

    def replacing(name, target):
        document = arrange.document(name)
        return arrange.submission(name, document, associations=[arrange.related(v.RPLC, document, target)])

    def one(name, *content, **overrides):
        return arrange.submission(name, arrange.document(name, *content, **overrides))

    return registry, {
        "other content": lambda name: one(name, b"Other content.", unique_id=known.unique_id),
        "a used submission set": lambda name: arrange.submission(
            name, arrange.document(name), unique_id=used.set.unique_id
        ),
        "two patients": lambda name: arrange.submission(
            name, arrange.document(name, patient_id=arrange.patient("his")), patient=arrange.patient()
        ),
        "a replacement of what is replaced": lambda name: replacing(name, old.id),
        "a replacement of nothing": lambda name: replacing(name, nothing),
        "a code of no domain": lambda name: one(name, class_code=foreign),
    }


def _parts(submission):
    return submission.objects, submission.carried


@scenario(
    "xds.provide.every-refusal-relayed",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.REGISTRY_ERROR_RELAYED],
    requires=REQUIRES,
    source="toolkit2 11986",
)
def test_whatever_the_registry_refuses_the_source_hears(document_repository, check):
    """Whatever the registry refuses when it is asked alone is refused with the same code by way of the repository."""
    repository = document_repository
    registry, wrong = _refused_by_registries(repository)
    repository.control("before")

    told = {
        where: (registry.register(make(f"alone-{number}").objects), repository.submit(make(f"provided-{number}")))
        for number, (where, make) in enumerate(wrong.items())
    }
    repository.control("after")

    refused = {where: both for where, both in told.items() if checks.refused(both[0])}
    if not refused:
        raise Blocked("the registry refuses nothing that is wrong, so that there is nothing to relay")
    for where, (alone, provided) in refused.items():
        own = {one.replace("Registry", "Repository") for one in alone.codes}
        with check(clauses.REGISTRY_ERROR_RELAYED, where=where, evidence=(*alone.evidence, *provided.evidence)):
            assert checks.refused(provided, *alone.codes, *own), provided.said


@scenario(
    "xds.provide.identifier-twice",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.DUPLICATE_PROVIDED],
    requires=REQUIRES,
)
def test_one_identifier_is_not_two_documents(document_repository, check):
    """Two documents of one submission under one identifier are refused: one of them would be lost."""
    repository, arrange = document_repository, document_repository.arrange
    first = arrange.document("first", b"One content.")
    second = arrange.document("second", b"Another content.", unique_id=first.entry.unique_id)
    repository.control("before")

    answer = repository.submit(arrange.submission("twice", first, second))
    repository.control("after")

    with check(clauses.DUPLICATE_PROVIDED, evidence=answer.evidence):
        assert checks.refused(answer, *SAME_IDENTIFIER), answer.said
