"""Provide and Register Document Set-b (ITI-41): what a source hands over is kept whole, and found."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.xds import checks, clauses
from conformance.xds import vocabulary as v
from conformance.xds.client import Manner

ACTOR, TRANSACTION = "document-repository", "ITI-41"
REQUIRES = ["xds.repository", "xds.registry", "xds.patient_feed"]


@scenario(
    "xds.provide.single-document",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[
        clauses.PROVIDE_ACCEPTED,
        clauses.ERRORS_FIT_STATUS,
        clauses.PROVIDE_FINDABLE,
        clauses.METADATA_KEPT,
        clauses.STATUS_APPROVED,
        clauses.EACH_DOCUMENT,
        clauses.SAME_OCTETS,
        clauses.MIME_TYPE,
        clauses.DESCRIBED_OCTETS,
    ],
    requires=REQUIRES,
    source="toolkit2 11966, 12029",
)
def test_a_document_is_stored_found_and_returned_unchanged(document_repository, check):
    """A document handed over with its metadata is found by query and comes back the same, octet for octet."""
    repository, arrange = document_repository, document_repository.arrange
    document = arrange.document("letter", mime_type=arrange.mime_type(1), comments="A comment.")

    answer = repository.submit(arrange.submission("letter", document))
    found = repository.registry.get_documents(document.entry.unique_id)
    entry = found.objects.entry(document.entry.unique_id)

    with check(clauses.PROVIDE_ACCEPTED, evidence=answer.evidence):
        assert answer.status == v.SUCCESS, answer.said
    if answer.status:
        with check(clauses.ERRORS_FIT_STATUS, evidence=answer.evidence):
            assert checks.status_troubles(answer) == []
    if not answer.succeeded:
        return
    with check(clauses.PROVIDE_FINDABLE, expected="GetDocuments finds the entry"):
        assert entry is not None, found.said
    if entry is None:
        return
    with check(clauses.METADATA_KEPT, where=entry.id):
        assert checks.unlike(document.entry, entry) == []
    with check(clauses.STATUS_APPROVED, where=entry.id):
        assert entry.status == v.APPROVED
    returned = repository.fetch(entry)
    copy = returned.document(entry.unique_id)
    with check(clauses.EACH_DOCUMENT):
        assert copy is not None, returned.said
    if copy is None:
        return
    with check(clauses.SAME_OCTETS):
        assert checks.described(copy.octets) == checks.described(document.content)
    with check(clauses.MIME_TYPE):
        assert copy.mime_type == document.entry.mime_type
    with check(clauses.DESCRIBED_OCTETS):
        assert checks.undescribed(entry, copy.octets) == []


AWKWARD = {
    "begins-and-ends-with-cr-lf": b"\r\n\r\nlines\r\n\r\n",
    "ends-with-lf": b"\ncontent\n",
    "nul": b"\0\0content\0\0",
    "white-space-only": b" \t\r\n ",
    "every-octet": bytes(range(256)),
    "base64-look": b"SGVsbG8=",
    "markup-look": b"<?xml version='1.0'?><a>&lt;]]></a>\r\n",
}


@scenario(
    "xds.provide.octets-kept",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.PROVIDE_XOP, clauses.SAME_OCTETS],
    requires=REQUIRES,
    source="MIME readers that trim CR and LF",
)
def test_documents_with_awkward_octets_come_back_as_they_were(document_repository, check):
    """Documents that begin or end with line ends or NUL, or hold every octet value, come back unchanged."""
    repository, arrange = document_repository, document_repository.arrange
    documents = {name: arrange.document(name, content) for name, content in AWKWARD.items()}
    repository.control("before")

    answers = {name: repository.submit(arrange.submission(name, one)) for name, one in documents.items()}

    for name, answer in answers.items():
        with check(clauses.PROVIDE_XOP, where=name, evidence=answer.evidence):
            assert answer.status == v.SUCCESS, answer.said
        if answer.succeeded:
            [entry] = repository.registry.entries(str(documents[name].entry.unique_id))
            copy, evidence = repository.fetched(entry)
            with check(clauses.SAME_OCTETS, where=name, evidence=evidence):
                assert checks.described(copy) == checks.described(AWKWARD[name])


@scenario(
    "xds.provide.boundary-in-document",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.PROVIDE_ACCEPTED, clauses.SAME_OCTETS],
    requires=REQUIRES,
)
def test_a_document_that_speaks_of_the_boundary_is_kept_whole(document_repository, check):
    """A document that holds the text of the MIME boundary, though not as a line of its own, is not cut there."""
    repository, arrange = document_repository, document_repository.arrange
    boundary = f"mark-{arrange.story.token('boundary', 12)}"
    repository.control("before")
    document = arrange.document("boundary", f"before --{boundary}-- between --{boundary}\r\nafter\r\n".encode())
    submission = arrange.submission("boundary", document)
    answer = repository.submit(submission, manner=Manner(boundary=boundary))
    with check(clauses.PROVIDE_ACCEPTED):
        assert answer.status == v.SUCCESS, answer.said
    if not answer.succeeded:
        return
    [entry] = repository.registry.entries(str(document.entry.unique_id))

    copy, evidence = repository.fetched(entry)

    with check(clauses.SAME_OCTETS, evidence=evidence):
        assert checks.described(copy) == checks.described(document.content)


@scenario(
    "xds.provide.large-document",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.PROVIDE_ACCEPTED, clauses.SAME_OCTETS],
    requires=REQUIRES,
)
def test_a_document_of_a_megabyte_is_kept_whole(document_repository, check):
    """A document of one mebibyte, binary throughout, comes back unchanged."""
    repository, arrange = document_repository, document_repository.arrange
    repository.control("before")
    pattern = bytes.fromhex(arrange.story.token("pattern", 62)) + b"\n"
    document = arrange.document("large", pattern * (2**20 // len(pattern)))
    answer = repository.submit(arrange.submission("large", document))
    with check(clauses.PROVIDE_ACCEPTED):
        assert answer.status == v.SUCCESS, answer.said
    if not answer.succeeded:
        return
    [entry] = repository.registry.entries(str(document.entry.unique_id))

    copy, evidence = repository.fetched(entry)

    with check(clauses.SAME_OCTETS, evidence=evidence):
        assert checks.described(copy) == checks.described(document.content)


@scenario(
    "xds.provide.empty-document",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.EMPTY_DOCUMENT],
    requires=REQUIRES,
)
def test_a_document_of_no_octets_is_kept(document_repository, check):
    """A document of no octets is a document: it is kept and returned."""
    repository, arrange = document_repository, document_repository.arrange
    document = arrange.document("empty", b"")
    repository.control("before")
    answer = repository.submit(arrange.submission("empty", document))
    if not answer.succeeded:
        with check(clauses.EMPTY_DOCUMENT):
            assert answer.status == v.SUCCESS, answer.said
        return
    [entry] = repository.registry.entries(str(document.entry.unique_id))

    copy, evidence = repository.fetched(entry)

    with check(clauses.EMPTY_DOCUMENT, evidence=evidence):
        assert copy == b""


@scenario(
    "xds.provide.two-documents",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.PROVIDE_SEVERAL],
    requires=REQUIRES,
    source="toolkit2 11979, 12360",
)
def test_two_documents_of_one_submission_are_kept_apart(document_repository, check):
    """Two documents of different types in one submission are both kept, each with its own octets and type."""
    repository, arrange = document_repository, document_repository.arrange
    documents = [
        arrange.document("text", b"plain text", mime_type=arrange.mime_type(0)),
        arrange.document("xml", b"<?xml version='1.0'?>\n<note/>", mime_type=arrange.mime_type(1)),
    ]
    repository.control("before")
    answer = repository.submit(arrange.submission("two", *documents))
    with check(clauses.PROVIDE_SEVERAL):
        assert answer.status == v.SUCCESS, answer.said
    if not answer.succeeded:
        return
    entries = repository.registry.entries(*(str(one.entry.unique_id) for one in documents))

    copies = [repository.fetched(entry) for entry in entries]

    for document, (copy, evidence) in zip(documents, copies, strict=True):
        with check(clauses.PROVIDE_SEVERAL, where=document.entry.title, evidence=evidence):
            assert checks.described(copy) == checks.described(document.content)


@scenario(
    "xds.provide.inline-base64",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.PROVIDE_INLINE, clauses.PROVIDE_XOP],
    requires=REQUIRES,
    source="toolkit2 PnrNoXop, PnrXop",
)
def test_a_document_is_taken_inline_and_as_a_part(document_repository, check):
    """A package may carry the document inline as base64 or as a part of its own; both are the same to a receiver."""
    repository, arrange = document_repository, document_repository.arrange
    inline, part = arrange.document("inline", b"inline\0"), arrange.document("part", b"part\0")

    first = repository.submit(arrange.submission("inline", inline), inline=True)
    second = repository.submit(arrange.submission("part", part))

    with check(clauses.PROVIDE_INLINE, evidence=first.evidence):
        assert first.status == v.SUCCESS, first.said
    with check(clauses.PROVIDE_XOP, evidence=second.evidence):
        assert second.status == v.SUCCESS, second.said
    told = ((clauses.PROVIDE_INLINE, first, inline), (clauses.PROVIDE_XOP, second, part))
    for clause, answer, document in told:
        if answer.succeeded:
            [entry] = repository.registry.entries(str(document.entry.unique_id))
            copy, evidence = repository.fetched(entry)
            with check(clause, where="what was kept", evidence=evidence):
                assert checks.described(copy) == checks.described(document.content)


@scenario(
    "xds.provide.repository-completes-metadata",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.REPOSITORY_ID_SET, clauses.HASH_AND_SIZE_ADDED],
    requires=REQUIRES,
    source="toolkit2 11981",
)
def test_the_repository_completes_what_only_it_knows(document_repository, check):
    """Submitted without hash and size and with a wrong repository, an entry is registered with the right ones."""
    repository, arrange = document_repository, document_repository.arrange
    elsewhere = arrange.story.uid("elsewhere")
    document = arrange.document("bare", hash=None, size=None, repository_unique_id=elsewhere)
    repository.control("before")

    answer = repository.submit(arrange.submission("bare", document))
    if not answer.succeeded:
        with check(clauses.HASH_AND_SIZE_ADDED):
            assert answer.status == v.SUCCESS, answer.said
        return
    [entry] = repository.registry.entries(str(document.entry.unique_id))

    with check(clauses.REPOSITORY_ID_SET):
        assert entry.repository_unique_id not in {None, "", elsewhere}
    with check(clauses.HASH_AND_SIZE_ADDED):
        assert checks.undescribed(entry, document.content) == []
    named = arrange.story.system.xds.repository_unique_id
    if named:
        with check(clauses.REPOSITORY_ID_SET, expected="the repositoryUniqueId the profile names"):
            assert entry.repository_unique_id == named
