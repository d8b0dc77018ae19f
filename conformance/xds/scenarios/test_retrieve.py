"""Retrieve Document Set (ITI-43): what was asked for, or for each document the reason why not."""

from __future__ import annotations

from dataclasses import replace

from conformance.authoring import scenario
from conformance.xds import checks, clauses
from conformance.xds import vocabulary as v
from conformance.xds.actors import where
from conformance.xds.wire.repository import DocumentRequest

ACTOR, TRANSACTION = "document-repository", "ITI-43"
REQUIRES = ["xds.repository", "xds.registry", "xds.patient_feed"]


@scenario(
    "xds.retrieve.two-documents",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[
        clauses.EACH_DOCUMENT,
        clauses.ERRORS_FIT_STATUS,
        clauses.IDENTIFIERS_ECHOED,
        clauses.SAME_OCTETS,
        clauses.MTOM_PACKAGE,
    ],
    requires=REQUIRES,
    source="toolkit2 12021",
)
def test_two_documents_come_in_one_response(document_repository, check):
    """Two documents of two submissions, asked for together, come together, each under its own identifier."""
    repository = document_repository
    contents = {"first": b"The first.", "second": b"The second, which is longer."}
    entries = {name: repository.holds(name, content) for name, content in contents.items()}

    answer = repository.fetch(*entries.values())

    with check(clauses.EACH_DOCUMENT):
        assert answer.status == v.SUCCESS, answer.said
        assert sorted(one.document for one in answer.documents) == sorted(
            str(one.unique_id) for one in entries.values()
        )
    if not answer.status:
        return
    with check(clauses.ERRORS_FIT_STATUS):
        assert checks.status_troubles(answer) == []
    with check(clauses.MTOM_PACKAGE):
        assert answer.problems == (), "; ".join(answer.problems)
    for name, entry in entries.items():
        copy = answer.document(entry.unique_id)
        if copy is None or copy.problem:
            continue
        with check(clauses.SAME_OCTETS, where=name):
            assert checks.described(copy.octets) == checks.described(contents[name])
        with check(clauses.IDENTIFIERS_ECHOED, where=name):
            assert checks.misnamed(where(entry), copy) == []


@scenario(
    "xds.retrieve.unknown-document",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[
        clauses.UNKNOWN_DOCUMENT,
        clauses.ERROR_LOCATION,
        clauses.REPORTED_AS_RESPONSE,
        clauses.ERRORS_FIT_STATUS,
        clauses.ERROR_ATTRIBUTES,
    ],
    requires=REQUIRES,
    source="toolkit2 15816",
)
def test_a_document_that_is_not_there_is_reported_by_name(document_repository, check):
    """Asked for a document it does not hold, the repository says so for that document, and returns nothing."""
    repository = document_repository
    held = where(repository.holds("held"))
    unheld = DocumentRequest(held.repository, repository.arrange.story.uid("unheld"))

    answer = repository.retrieve(unheld)
    repository.still_returns(held)

    with check(clauses.UNKNOWN_DOCUMENT, evidence=answer.evidence):
        assert checks.refused(answer, "XDSDocumentUniqueIdError"), answer.said
    with check(clauses.REPORTED_AS_RESPONSE, evidence=answer.evidence):
        assert answer.status != "", answer.said
    if answer.status != v.FAILURE:
        return
    with check(clauses.ERROR_LOCATION, evidence=answer.evidence):
        assert {error.location for error in answer.errors} == {unheld.document}, answer.said
    with check(clauses.ERRORS_FIT_STATUS, evidence=answer.evidence):
        assert checks.status_troubles(answer) == []
    with check(clauses.ERROR_ATTRIBUTES, evidence=answer.evidence):
        assert checks.error_troubles(answer) == []


@scenario(
    "xds.retrieve.unknown-repository",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.UNKNOWN_REPOSITORY],
    requires=REQUIRES,
    source="toolkit2 15816",
)
def test_a_request_for_another_repository_is_refused(document_repository, check):
    """A document asked for from a repository that this one is not is refused, even if it has such a document."""
    repository = document_repository
    held = where(repository.holds("held"))

    answer = repository.retrieve(DocumentRequest(repository.arrange.story.uid("elsewhere"), held.document))
    repository.still_returns(held)

    with check(clauses.UNKNOWN_REPOSITORY, evidence=answer.evidence):
        assert checks.refused(answer, "XDSUnknownRepositoryId"), answer.said


@scenario(
    "xds.retrieve.home-community",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.IDENTIFIERS_ECHOED],
    requires=REQUIRES,
)
def test_a_home_community_comes_back_when_it_was_named(document_repository, check):
    """A document asked for with a home community comes back with it, one asked for without comes back without."""
    repository = document_repository
    held = where(repository.holds("held"))
    named = replace(held, home=f"urn:oid:{repository.arrange.story.uid('community')}")
    repository.still_returns(replace(held, home=None))

    for asked in (replace(held, home=None), named):
        answer = repository.retrieve(asked)

        copy = answer.document(held.document)
        if copy is not None:
            said = "with a community" if asked.home else "without a community"
            with check(clauses.IDENTIFIERS_ECHOED, where=said, evidence=answer.evidence):
                assert checks.misnamed(asked, copy) == []


@scenario(
    "xds.retrieve.partial-success",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.PARTIAL_SUCCESS, clauses.UNKNOWN_DOCUMENT, clauses.ERROR_LOCATION],
    requires=REQUIRES,
    source="toolkit2 15816",
)
def test_what_is_there_comes_and_what_is_not_is_reported(document_repository, check):
    """Of two documents asked for, the one that is there comes, and the other is reported as not there."""
    repository = document_repository
    held = where(repository.holds("held"))
    unheld = DocumentRequest(held.repository, repository.arrange.story.uid("unheld"))
    repository.still_returns(held)

    answer = repository.retrieve(held, unheld)

    with check(clauses.PARTIAL_SUCCESS):
        assert answer.status == v.PARTIAL_SUCCESS, answer.said
    with check(clauses.PARTIAL_SUCCESS, where="what came"):
        assert [one.document for one in answer.documents] == [held.document], answer.said
    if answer.status != v.PARTIAL_SUCCESS:
        return
    with check(clauses.UNKNOWN_DOCUMENT):
        assert answer.codes == {"XDSDocumentUniqueIdError"}, answer.said
    with check(clauses.ERROR_LOCATION):
        assert {error.location for error in answer.errors} == {unheld.document}, answer.said
