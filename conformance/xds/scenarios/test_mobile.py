"""Mobile access to what was shared: search and fetch by FHIR (ITI-66, ITI-67, ITI-68)."""

from __future__ import annotations

import base64
import hashlib

from conformance.authoring import scenario
from conformance.model import Blocked
from conformance.xds import checks, clauses, mobile

ACTOR = "document-responder"
REQUIRES = ["xds.mhd", "xds.repository", "xds.registry", "xds.patient_feed"]


def _searchset(answer):
    return (answer.status, mobile.resource(answer).get("resourceType"), mobile.resource(answer).get("type"))


def _reference(document_responder, entry):
    """Return the DocumentReference of an entry; raise Blocked when it is not found."""
    answer = document_responder.search("DocumentReference", str(entry.patient_id), status="current")
    found = [one for one in mobile.matches(answer, "DocumentReference") if entry.unique_id in mobile.identifiers(one)]
    if not found:
        raise Blocked(f"the document was not found by its patient: {mobile.said(answer)}")
    return answer, found[0]


@scenario(
    "xds.mhd.search",
    actor=ACTOR,
    transaction="ITI-67",
    clauses=[clauses.MHD_BUNDLE, clauses.MHD_FOUND, clauses.MHD_ONLY_THE_PATIENT],
    requires=REQUIRES,
)
def test_a_patients_documents_are_found_by_mobile_access(document_repository, document_responder, check):
    """A search by patient finds that patient's document and nobody else's; one without match is an empty Bundle."""
    hers = document_repository.holds("hers")
    other = document_repository.arrange.patient("other")
    his = document_repository.holds("his", patient_id=other)
    nobody = document_repository.arrange.patient("nobody")

    answer = document_responder.search("DocumentReference", str(hers.patient_id), status="current")
    empty = document_responder.search("DocumentReference", nobody, status="current")

    came = set().union(*map(mobile.identifiers, mobile.matches(answer, "DocumentReference")))
    for where, one in (("one document", answer), ("no document", empty)):
        with check(clauses.MHD_BUNDLE, where=where, evidence=one.evidence):
            assert _searchset(one) == (200, "Bundle", "searchset"), mobile.said(one)
    with check(clauses.MHD_FOUND, evidence=answer.evidence):
        assert hers.unique_id in came, mobile.said(answer)
    if not came:
        return
    with check(clauses.MHD_ONLY_THE_PATIENT, evidence=answer.evidence):
        assert his.unique_id not in came, "the document of another patient came"


@scenario(
    "xds.mhd.fetch",
    actor=ACTOR,
    transaction="ITI-68",
    clauses=[clauses.MHD_ATTACHMENT, clauses.MHD_SAME, clauses.MHD_HASH, clauses.MHD_NOT_THERE],
    requires=REQUIRES,
)
def test_a_document_is_fetched_by_mobile_access(document_repository, document_responder, story, check):
    """A document found is fetched where its reference says, octet for octet; another address gives nothing."""
    content = b"\r\nFor a telephone.\r\n"
    entry = document_repository.holds("fetched", content)
    answer, found = _reference(document_responder, entry)
    told = mobile.attachment(found)
    url = str(told.get("url", ""))

    with check(clauses.MHD_ATTACHMENT, evidence=answer.evidence):
        assert url, "no url"
        assert told.get("contentType") == entry.mime_type
    if not url:
        return
    fetched = document_responder.get(url, str(entry.mime_type))
    with check(clauses.MHD_SAME, evidence=fetched.evidence):
        assert (fetched.status, checks.described(fetched.body)) == (200, checks.described(content)), mobile.said(
            fetched
        )
    right = {
        "hash": base64.b64encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode(),
        "size": len(content),
    }
    with check(clauses.MHD_HASH, evidence=answer.evidence):
        assert {name: told[name] for name in right if name in told} == {n: right[n] for n in right if n in told}
    beside = f"{url.rpartition('/')[0]}/" if "/" in url and "?" not in url else "Binary/"
    gone = document_responder.get(beside + story.uid("nobody"), str(entry.mime_type))
    with check(clauses.MHD_NOT_THERE, evidence=gone.evidence):
        assert gone.status in {403, 404, 410}, mobile.said(gone)


@scenario("xds.mhd.lists", actor=ACTOR, transaction="ITI-66", clauses=[clauses.MHD_LISTS], requires=REQUIRES)
def test_submission_sets_are_found_by_mobile_access(document_repository, document_responder, check):
    """A search for submission sets by patient finds the one the document came in."""
    arrange = document_repository.arrange
    submission = arrange.submission("listed", arrange.document("listed"))
    document_repository.provided(submission.objects, submission.carried)

    answer = document_responder.search("List", arrange.patient(), code="submissionset", status="current")

    came = set().union(*map(mobile.identifiers, mobile.matches(answer, "List")))
    with check(clauses.MHD_LISTS):
        assert submission.set.unique_id in came, mobile.said(answer)


@scenario(
    "xds.mhd.capability", actor=ACTOR, transaction="ITI-67", clauses=[clauses.MHD_CAPABILITY], requires=REQUIRES[:1]
)
def test_mobile_access_says_what_it_offers(document_responder, check):
    """The base tells by a CapabilityStatement that DocumentReferences can be searched."""
    answer = document_responder.get("metadata")

    kinds = [
        one.get("type")
        for part in mobile.listed(mobile.resource(answer), "rest")
        for one in mobile.listed(part, "resource")
    ]
    with check(clauses.MHD_CAPABILITY):
        assert mobile.resource(answer).get("resourceType") == "CapabilityStatement", mobile.said(answer)
        assert "DocumentReference" in kinds, f"the resources are {kinds}"
