"""Documents brought in by mobile access, and what registry and repository then have (ITI-65)."""

from __future__ import annotations

from copy import deepcopy

from conformance.authoring import scenario
from conformance.model import Blocked
from conformance.xds import checks, clauses, mobile
from conformance.xds.wire import fhir

ACTOR, TRANSACTION = "document-recipient", "ITI-65"
REQUIRES = ["xds.mhd_recipient", "xds.repository", "xds.registry", "xds.patient_feed"]
CONTENT = b"\r\nFrom a telephone.\r\n"


def _entry(document_repository, document):
    """Return the entry the registry has of a document that was provided, or None."""
    answer = document_repository.registry.get_documents(str(document.entry.unique_id))
    if not answer.succeeded:
        raise Blocked(f"could not look up what became of it: {answer.said}")
    return answer.objects.entry(document.entry.unique_id)


@scenario(
    "xds.mhd.provide.accepted",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[
        clauses.MHD_TAKEN_IN,
        clauses.MHD_EACH_ENTRY,
        clauses.MHD_EQUAL,
        clauses.MHD_UTC,
        clauses.MHD_STORED,
    ],
    requires=REQUIRES,
    source="toolkit2 MHD",
)
def test_a_document_comes_in_as_a_bundle(document_repository, document_recipient, check):
    """A document provided as a Bundle is registered as ITI-41 would have it, times in UTC, and kept octet for octet."""
    arrange = document_repository.arrange
    document = arrange.document("mobile", CONTENT)
    submission = arrange.submission("mobile", document)
    bundle = document_recipient.bundle(submission)

    answer = document_recipient.provide(bundle)

    read = mobile.resource(answer)
    with check(clauses.MHD_TAKEN_IN, evidence=answer.evidence):
        assert (answer.status, read.get("type")) == (200, "transaction-response"), mobile.said(answer)
    with check(clauses.MHD_EACH_ENTRY, evidence=answer.evidence):
        assert checks.unanswered(bundle, mobile.created(answer)) == []
    entry = _entry(document_repository, document)
    with check(clauses.MHD_EQUAL):
        assert entry is not None, "the registry has no such document"
        assert checks.unlike_provided(document.entry, entry) == []
    if entry is None:
        return
    made = document_repository.registry.query(
        "GetSubmissionSetAndContents", {"$XDSSubmissionSetUniqueId": str(submission.set.unique_id)}
    )
    found = next((one for one in made.objects.submission_sets if one.unique_id == submission.set.unique_id), None)
    with check(clauses.MHD_EQUAL, where="submission set"):
        assert found is not None, f"the registry has no such submission set: {made.said}"
        assert checks.unlike_set(submission.set, found) == []
    with check(clauses.MHD_UTC):
        assert entry.creation_time == document.entry.creation_time
    if found is not None:
        with check(clauses.MHD_UTC, where="submission set"):
            assert found.submission_time == submission.set.submission_time
    fetched = document_repository.fetch(entry)
    copy = fetched.document(entry.unique_id)
    with check(clauses.MHD_STORED, evidence=fetched.evidence):
        assert copy is not None, fetched.said
        assert checks.described(copy.octets) == checks.described(CONTENT)


@scenario(
    "xds.mhd.provide.xml",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.MHD_XML],
    requires=REQUIRES,
)
def test_a_bundle_in_xml_is_taken_too(document_repository, document_recipient, check):
    """A Bundle in XML is taken in, and its document registered."""
    arrange = document_repository.arrange
    document = arrange.document("in-xml")

    answer = document_recipient.provide(document_recipient.bundle(arrange.submission("in-xml", document)), fhir.XML)

    with check(clauses.MHD_XML, evidence=answer.evidence):
        assert answer.status == 200, mobile.said(answer)
        assert _entry(document_repository, document) is not None, "the registry has no such document"


@scenario(
    "xds.mhd.provide.atomic",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.MHD_REFUSED, clauses.MHD_OUTCOME, clauses.MHD_ATOMIC],
    requires=REQUIRES,
)
def test_a_bundle_comes_in_whole_or_not_at_all(document_repository, document_recipient, check):
    """Of a Bundle whose second DocumentReference has no content nothing is registered; right ones are taken in."""
    arrange = document_repository.arrange
    right, wrong = arrange.document("whole"), arrange.document("without-content")
    bundle = deepcopy(document_recipient.bundle(arrange.submission("two", right, wrong)))
    references = [one["resource"] for one in bundle["entry"] if one["request"]["url"] == "DocumentReference"]
    del references[1]["content"]
    document_recipient.provided(arrange.submission("before", arrange.document("before")))

    answer = document_recipient.provide(bundle)

    document_recipient.provided(arrange.submission("after", arrange.document("after")))
    with check(clauses.MHD_REFUSED, evidence=answer.evidence):
        assert answer.status in range(400, 600), mobile.said(answer)
    if answer.status in range(400, 600):
        with check(clauses.MHD_OUTCOME, evidence=answer.evidence):
            assert mobile.resource(answer).get("resourceType") == "OperationOutcome", mobile.said(answer)
        with check(clauses.MHD_ATOMIC):
            assert [one.title for one in (_entry(document_repository, each) for each in (right, wrong)) if one] == []


@scenario(
    "xds.mhd.provide.published",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.MHD_PUBLISHED],
    requires=[*REQUIRES, "xds.mhd"],
)
def test_what_came_in_is_found_by_mobile_access(document_repository, document_recipient, document_responder, check):
    """Two documents of one Bundle are found by their patient and fetched, octet for octet."""
    arrange = document_repository.arrange
    documents = [arrange.document(name, f"{name}\r\n".encode()) for name in ("first", "second")]
    document_recipient.provided(arrange.submission("published", *documents))

    answer = document_responder.search("DocumentReference", arrange.patient(), status="current")

    found = mobile.matches(answer, "DocumentReference")
    for document in documents:
        where = next((one for one in found if document.entry.unique_id in mobile.identifiers(one)), None)
        with check(clauses.MHD_PUBLISHED, where=document.entry.title, evidence=answer.evidence):
            assert where is not None, f"it was not found: {mobile.said(answer)}"
        if where is not None:
            url = str(mobile.attachment(where).get("url", ""))
            fetched = document_responder.get(url, str(document.entry.mime_type))
            with check(clauses.MHD_PUBLISHED, where=document.entry.title, evidence=fetched.evidence):
                assert fetched.body == document.content, mobile.said(fetched)


@scenario(
    "xds.mhd.provide.capability",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.MHD_RECIPIENT],
    requires=REQUIRES[:1],
)
def test_mobile_access_says_what_it_takes(document_recipient, check):
    """The base tells by a CapabilityStatement that it takes transactions."""
    answer = document_recipient.capability()

    said = [
        one.get("code")
        for part in mobile.listed(mobile.resource(answer), "rest")
        for one in mobile.listed(part, "interaction")
    ]
    with check(clauses.MHD_RECIPIENT):
        assert "transaction" in said, f"{mobile.said(answer)}; the interactions are {said}"
