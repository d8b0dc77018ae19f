"""Provide and Register Document Set-b (ITI-41): what a source hands over is kept whole, or refused whole."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from conformance.authoring import scenario
from conformance.model import Blocked
from conformance.xds import checks, clauses
from conformance.xds import vocabulary as v
from conformance.xds.client import Manner
from conformance.xds.wire.registry import Carried
from conformance.xds.wire.soap import MTOM

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


@scenario(
    "xds.provide.web-service-manners",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[
        clauses.PROVIDE_RESPONSE_MTOM,
        clauses.RETRIEVE_RESPONSE_MTOM,
        clauses.MTOM_PACKAGE,
        clauses.RELATES_TO,
        clauses.RESPONSE_ACTION,
        clauses.ACTION_MUST_UNDERSTAND,
    ],
    requires=REQUIRES,
    source="toolkit2 11966",
)
def test_responses_of_a_repository_are_packaged_and_addressed(document_repository, check):
    """The repository's responses are MTOM packages that name their request, their action and their parts."""
    repository, arrange = document_repository, document_repository.arrange
    document = arrange.document("manners")
    provided = repository.submit(arrange.submission("manners", document))
    answers = {"ITI-41": provided}
    if provided.succeeded:
        answers["ITI-43"] = repository.fetch(*repository.registry.entries(str(document.entry.unique_id)))

    packaging = {"ITI-41": clauses.PROVIDE_RESPONSE_MTOM, "ITI-43": clauses.RETRIEVE_RESPONSE_MTOM}
    for transaction, answer in answers.items():
        if not answer.status:
            continue
        with check(packaging[transaction], evidence=answer.evidence):
            assert answer.packaging == MTOM, answer.packaging or answer.said
        with check(clauses.MTOM_PACKAGE, where=transaction, evidence=answer.evidence):
            assert answer.problems == (), "; ".join(answer.problems)
        with check(clauses.RELATES_TO, where=transaction, evidence=answer.evidence):
            assert answer.relates_to == answer.sent[0]
        with check(clauses.RESPONSE_ACTION, where=transaction, evidence=answer.evidence):
            assert answer.action == v.RESPONSE_ACTIONS[answer.sent[1]]
        with check(clauses.ACTION_MUST_UNDERSTAND, where=transaction, evidence=answer.evidence):
            assert answer.action_must_be_understood, "wsa:Action has no mustUnderstand"


@scenario(
    "xds.provide.action-parameter",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SOAP_ACTION_IGNORED],
    requires=REQUIRES,
)
def test_the_action_parameter_makes_no_difference(document_repository, check):
    """A request with an action parameter in its Content-Type is answered like one without."""
    repository, arrange = document_repository, document_repository.arrange
    manners = {"with": Manner(action_parameter=True), "without": Manner()}

    answers = {
        name: repository.submit(arrange.submission(name, arrange.document(name)), manner=manner)
        for name, manner in manners.items()
    }
    if not any(answer.succeeded for answer in answers.values()):
        raise Blocked(f"a right submission was accepted neither with nor without it: {answers['without'].said}")

    for name, answer in answers.items():
        with check(clauses.SOAP_ACTION_IGNORED, where=f"{name} the parameter", evidence=answer.evidence):
            assert answer.status == v.SUCCESS, answer.said


@scenario(
    "xds.provide.must-understand",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.MUST_UNDERSTAND],
    requires=REQUIRES,
)
def test_a_header_that_must_be_understood_is_not_passed_over(document_repository, check):
    """A header block that demands to be understood, and is not, is answered by a MustUnderstand fault."""
    repository, arrange = document_repository, document_repository.arrange
    header = etree.Element("{urn:conformance:unheard-of}Consent")
    header.set(v.clark(v.SOAP, "mustUnderstand"), "true")
    document = arrange.document("consent")
    repository.control("before")

    answer = repository.submit(arrange.submission("consent", document), manner=Manner(headers=(header,)))
    repository.control("after")

    with check(clauses.MUST_UNDERSTAND, evidence=answer.evidence):
        assert answer.fault is not None, answer.said
        assert answer.fault.code == "MustUnderstand", answer.said
