"""A responding gateway asked by another community: ITI-38, ITI-39."""

from __future__ import annotations

from dataclasses import replace

from conformance.authoring import scenario
from conformance.model import Blocked
from conformance.xds import checks, clauses
from conformance.xds import vocabulary as v
from conformance.xds.actors import where
from conformance.xds.wire.repository import DocumentRequest

ACTOR = "responding-gateway"
QUERY = ["xds.gateway.query", "xds.registry", "xds.patient_feed"]
RETRIEVE = ["xds.gateway.retrieve", "xds.repository", "xds.registry", "xds.patient_feed"]


@scenario(
    "xds.gateway.query",
    actor=ACTOR,
    transaction="ITI-38",
    clauses=[clauses.GATEWAY_FOUND, clauses.GATEWAY_HOME],
    requires=QUERY,
    source="toolkit2 12309",
)
def test_a_patients_documents_are_found_through_the_gateway(document_registry, gateway, check):
    """Another community finds a patient's document, which bears the name of this community."""
    held = document_registry.holds("found")

    answer = gateway.find(str(held.patient_id))

    with check(clauses.GATEWAY_FOUND):
        assert answer.objects.unique_ids() == {held.unique_id}, answer.said
    for entry in answer.objects.entries:
        with check(clauses.GATEWAY_HOME, where=entry.id):
            assert entry.home == gateway.home


@scenario(
    "xds.gateway.query-home",
    actor=ACTOR,
    transaction="ITI-38",
    clauses=[clauses.GATEWAY_NO_HOME, clauses.GATEWAY_OTHER_HOME, clauses.GATEWAY_ERROR_LOCATION],
    requires=QUERY,
    source="toolkit2 15815",
)
def test_a_query_by_identifier_names_its_community(document_registry, gateway, story, check):
    """A query by identifier is refused without a community and with another one, and answered with the right one."""
    held = document_registry.holds("held")
    unique_id = str(held.unique_id)

    without = gateway.get(unique_id, None)
    strange = f"urn:oid:{story.uid('community')}"
    other = gateway.get(unique_id, strange)
    right = gateway.get(unique_id, gateway.home)
    if right.objects.unique_ids() != {unique_id}:
        raise Blocked(f"a query that names this community was not answered either: {right.said}")

    refusals = (
        (clauses.GATEWAY_NO_HOME, without, "XDSMissingHomeCommunityId"),
        (clauses.GATEWAY_OTHER_HOME, other, "XDSUnknownCommunity"),
    )
    for clause, answer, code in refusals:
        with check(clause, evidence=answer.evidence):
            assert checks.refused(answer, code), answer.said
        if answer.errors:
            with check(clauses.GATEWAY_ERROR_LOCATION, where=code, evidence=answer.evidence):
                homes = {str(error.location) for error in answer.errors}
                assert [one for one in homes if not one.startswith("urn:oid:") or one == strange] == []


@scenario(
    "xds.gateway.retrieve",
    actor=ACTOR,
    transaction="ITI-39",
    clauses=[clauses.GATEWAY_SAME, clauses.GATEWAY_DOCUMENT_HOME],
    requires=RETRIEVE,
    source="toolkit2 12311",
)
def test_a_document_comes_through_the_gateway(document_repository, gateway, check):
    """Another community retrieves a document as it was stored."""
    content = b"\r\nThrough the gateway and back.\r\n"
    asked = where(document_repository.holds("crossing", content))

    answer = gateway.documents.retrieve(replace(asked, home=gateway.home))

    copy = answer.document(asked.document)
    with check(clauses.GATEWAY_SAME):
        assert copy is not None, answer.said
        assert checks.described(copy.octets) == checks.described(content)
    if copy is not None:
        with check(clauses.GATEWAY_DOCUMENT_HOME):
            assert copy.home == gateway.home


@scenario(
    "xds.gateway.retrieve-home",
    actor=ACTOR,
    transaction="ITI-39",
    clauses=[clauses.GATEWAY_NO_HOME, clauses.GATEWAY_OTHER_HOME, clauses.GATEWAY_PARTIAL],
    requires=RETRIEVE,
    source="toolkit2 12312, 15831",
)
def test_a_retrieval_names_its_community(document_repository, gateway, story, check):
    """A retrieval is refused without a community and with another one; beside one that fails, what is there comes."""
    asked = where(document_repository.holds("held"))
    right = replace(asked, home=gateway.home)
    missing = DocumentRequest(asked.repository, story.uid("nobody"), gateway.home)

    without = gateway.documents.retrieve(replace(asked, home=None))
    other = gateway.documents.retrieve(replace(asked, home=f"urn:oid:{story.uid('community')}"))
    partial = gateway.documents.retrieve(right, missing)
    control = gateway.documents.retrieve(right)
    if control.document(asked.document) is None:
        raise Blocked(f"a retrieval that names this community was not answered either: {control.said}")

    with check(clauses.GATEWAY_NO_HOME, evidence=without.evidence):
        assert checks.refused(without, "XDSMissingHomeCommunityId"), without.said
    with check(clauses.GATEWAY_OTHER_HOME, evidence=other.evidence):
        assert checks.refused(other, "XDSUnknownCommunity"), other.said
    with check(clauses.GATEWAY_PARTIAL, evidence=partial.evidence):
        assert partial.status in {v.PARTIAL_SUCCESS, v.SUCCESS}, partial.said
        assert [one.document for one in partial.documents] == [asked.document], partial.said


@scenario(
    "xds.gateway.query-refused",
    actor=ACTOR,
    transaction="ITI-38",
    clauses=[
        clauses.MISSING_PARAMETER,
        clauses.EITHER_OR,
        clauses.UNKNOWN_QUERY,
        clauses.GATEWAY_UNKNOWN_PATIENT,
        clauses.GATEWAY_ERROR_LOCATION,
    ],
    requires=QUERY,
)
def test_a_gateway_refuses_what_a_registry_would(document_registry, gateway, story, check):
    """A query from another community that a registry would refuse is refused with the same code."""
    held = document_registry.holds("held")
    patient = str(held.patient_id)
    nobody = f"{story.patient_id('nobody')}^^^&{story.system.xds.patient_id_root}&ISO"
    entry, status = "$XDSDocumentEntry", ("$XDSDocumentEntryStatus", (f"('{v.APPROVED}')",))
    both = ((f"{entry}UniqueId", (f"('{held.unique_id}')",)), (f"{entry}EntryUUID", (f"('{held.id}')",)))
    about = ((f"{entry}PatientId", (f"'{patient}'",)), status)
    asked = (
        (clauses.MISSING_PARAMETER, "XDSStoredQueryMissingParam", gateway.ask("FindDocuments", (status,))),
        (clauses.EITHER_OR, "XDSStoredQueryParamNumber", gateway.ask("GetDocuments", both, gateway.home)),
        (
            clauses.UNKNOWN_QUERY,
            "XDSUnknownStoredQuery",
            gateway.ask(f"urn:uuid:{story.uuid('unheard-of')}", about, gateway.home),
        ),
    )
    unknown = gateway.find(nobody)
    right = gateway.find(patient)
    if right.objects.entry(held.unique_id) is None:
        raise Blocked(f"a right query was not answered either: {right.said}")

    for clause, code, answer in asked:
        with check(clause, evidence=answer.evidence):
            assert checks.refused(answer, code), answer.said
        if answer.errors:
            with check(clauses.GATEWAY_ERROR_LOCATION, where=code, evidence=answer.evidence):
                assert [one for one in answer.errors if not (one.location or "").startswith("urn:oid:")] == []
    with check(clauses.GATEWAY_UNKNOWN_PATIENT, evidence=unknown.evidence):
        nothing = unknown.succeeded and len(unknown.objects) == 0
        assert nothing or checks.refused(unknown, "XDSUnknownPatientId"), unknown.said


@scenario(
    "xds.gateway.retrieve-unknown",
    actor=ACTOR,
    transaction="ITI-39",
    clauses=[clauses.UNKNOWN_DOCUMENT, clauses.UNKNOWN_REPOSITORY],
    requires=RETRIEVE,
)
def test_a_gateway_reports_what_its_community_has_not(document_repository, gateway, story, check):
    """A document or a repository that the community does not have is reported as such to another community."""
    right = replace(where(document_repository.holds("held")), home=gateway.home)

    document = gateway.documents.retrieve(replace(right, document=story.uid("nobody")))
    repository = gateway.documents.retrieve(replace(right, repository=story.uid("nowhere")))
    control = gateway.documents.retrieve(right)
    if control.document(right.document) is None:
        raise Blocked(f"a document that is there did not come either: {control.said}")

    with check(clauses.UNKNOWN_DOCUMENT, evidence=document.evidence):
        assert checks.refused(document, "XDSDocumentUniqueIdError"), document.said
    with check(clauses.UNKNOWN_REPOSITORY, evidence=repository.evidence):
        assert checks.refused(repository, "XDSUnknownRepositoryId"), repository.said
