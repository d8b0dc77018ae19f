"""An initiating gateway, asked by a consumer of its own community about two others, which are ours: ITI-18, ITI-43."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conformance.authoring import scenario
from conformance.model import Blocked
from conformance.xds import checks, clauses
from conformance.xds import vocabulary as v
from conformance.xds.wire.registry import RegistryError, RegistryResponse
from conformance.xds.wire.repository import DocumentRequest

ACTOR = "initiating-gateway"
KNOWN = ["xds.registry", "xds.patient_feed"]
QUERY = ["xds.initiating_gateway.query", *KNOWN]
RETRIEVE = ["xds.initiating_gateway.retrieve", *KNOWN]
ENTRY, UNHEARD = "$XDSDocumentEntry", "$ConformanceUnheardOf"


@pytest.fixture
def abroad(document_registry, initiating_gateway):
    """Return the gateway under test; each community has one document of a patient that its own registry knows."""
    arrange = document_registry.arrange
    for name, community in zip("ab", (initiating_gateway.first, initiating_gateway.second), strict=True):
        made = arrange.document(f"abroad-{name}", repository_unique_id=initiating_gateway.communities.repository_id)
        entry = replace(made.entry, id=f"urn:uuid:{arrange.story.uuid(name)}", status=v.APPROVED)
        community.entries.append(entry)
        initiating_gateway.communities.documents[str(entry.unique_id)] = (str(entry.mime_type), made.content)
    return initiating_gateway


def of_patient(abroad, **more):
    """Ask the gateway for the documents of the patient."""
    patient = str(abroad.first.entries[0].patient_id)
    asked = {f"{ENTRY}PatientId": patient, f"{ENTRY}Status": (v.APPROVED,), **more}
    return abroad.query("FindDocuments", asked, calls=2)


def homes(answer, abroad):
    """Return of which community each document of ours that came is."""
    ours = {one.unique_id for community in (abroad.first, abroad.second) for one in community.entries}
    return {one.unique_id: one.home for one in answer.objects.entries if one.unique_id in ours}


def where_it_is(*communities):
    """Return the homeCommunityId of each document of these communities."""
    return {one.unique_id: community.home for community in communities for one in community.entries}


def documents(abroad):
    """Return the request for the document of each community, by its home."""
    held = {community.home: community.entries[0] for community in (abroad.first, abroad.second)}
    return {
        home: DocumentRequest(str(entry.repository_unique_id), str(entry.unique_id), home)
        for home, entry in held.items()
    }


@scenario(
    "xds.initiating.query",
    actor=ACTOR,
    transaction="ITI-18",
    clauses=[clauses.ABROAD_ASKED, clauses.ABROAD_TOGETHER],
    requires=QUERY,
    source="toolkit2 15808, 15810",
)
def test_what_other_communities_have_comes_together(abroad, check):
    """Asked for a patient's documents, the gateway asks both other communities and gives what they have at once."""
    answer = of_patient(abroad, **{UNHEARD: "of no framework"})

    calls = abroad.asked()
    evidence = [one for call in calls for one in call.evidence] or answer.evidence
    with check(clauses.ABROAD_ASKED, evidence=evidence):
        assert {call.path for call in calls if call.action == v.CROSS_QUERY} == {*abroad.communities.by}
    for call in calls:
        with check(clauses.ABROAD_ASKED, where=f"parameters at {call.path}", evidence=call.evidence):
            named = {name for name, _ in abroad.communities.query_of(call).parameters}
            assert {f"{ENTRY}PatientId", f"{ENTRY}Status", UNHEARD} - named == set(), call.said
    with check(clauses.ABROAD_TOGETHER, evidence=answer.evidence):
        assert answer.status == v.SUCCESS, answer.said
        assert homes(answer, abroad) == where_it_is(abroad.first, abroad.second)


@scenario(
    "xds.initiating.partial",
    actor=ACTOR,
    transaction="ITI-18",
    clauses=[clauses.ABROAD_PARTIAL, clauses.ABROAD_UNKNOWN_PATIENT, clauses.ABROAD_UNAVAILABLE],
    requires=QUERY,
    source="toolkit2 15814",
)
def test_one_community_that_fails_hides_no_other(abroad, check):
    """When one community refuses or is away, what the other has comes; not to know the patient is no error."""
    control = of_patient(abroad)
    if homes(control, abroad) != where_it_is(abroad.first, abroad.second):
        raise Blocked(f"what two communities have did not come while both answered: {control.said}")

    answers = {}
    for where, code in (("refuses", "XDSRegistryError"), ("does not know the patient", "XDSUnknownPatientId")):
        error = RegistryError(code, "told by a story", location=abroad.second.home)
        abroad.second.outcome = RegistryResponse(v.FAILURE, (error,), v.ERROR)
        answers[where] = of_patient(abroad)
    abroad.second.outcome = None
    answers["is away"] = of_patient(abroad)

    refuses, unknown, away = answers.values()
    for where, answer, clause, code in (
        ("refuses", refuses, clauses.ABROAD_PARTIAL, "XDSRegistryError"),
        ("is away", away, clauses.ABROAD_UNAVAILABLE, "XDSUnavailableCommunity"),
    ):
        with check(clause, where=f"one {where}", evidence=answer.evidence):
            assert answer.status == v.PARTIAL_SUCCESS, answer.said
            assert homes(answer, abroad) == where_it_is(abroad.first)
            assert code in answer.codes, answer.said
    with check(clauses.ABROAD_UNKNOWN_PATIENT, evidence=unknown.evidence):
        assert answers["does not know the patient"].status == v.SUCCESS, unknown.said
        assert homes(unknown, abroad) == where_it_is(abroad.first)
        assert "XDSUnknownPatientId" not in unknown.codes | unknown.warnings, unknown.said


@scenario(
    "xds.initiating.by-identifier",
    actor=ACTOR,
    transaction="ITI-18",
    clauses=[clauses.ABROAD_NAMED, clauses.ABROAD_UNKNOWN],
    requires=QUERY,
    source="toolkit2 15808, 15815",
)
def test_a_query_by_identifier_goes_where_it_belongs(abroad, story, check):
    """A query by identifier goes to the community it names alone; one for a community nobody knows is refused."""
    [entry] = abroad.second.entries
    named = {f"{ENTRY}UniqueId": (str(entry.unique_id),)}

    answer = abroad.query("GetDocuments", named, home=abroad.second.home, calls=1)
    paths = [call.path for call in abroad.asked()]
    strange = abroad.query("GetDocuments", named, home=f"urn:oid:{story.uid('community')}", calls=0)

    with check(clauses.ABROAD_NAMED, evidence=answer.evidence):
        assert paths == ["/community/2"], answer.said
        assert homes(answer, abroad) == where_it_is(abroad.second), answer.said
    if homes(answer, abroad):
        with check(clauses.ABROAD_UNKNOWN, evidence=strange.evidence):
            assert checks.refused(strange, "XDSUnknownCommunity"), strange.said


@scenario(
    "xds.initiating.retrieve",
    actor=ACTOR,
    transaction="ITI-43",
    clauses=[clauses.ABROAD_RETRIEVED, clauses.ABROAD_UNKNOWN],
    requires=RETRIEVE,
    source="toolkit2 15809, 15810",
)
def test_documents_of_several_communities_come_together(abroad, story, check):
    """Documents of two communities come in one answer, each from its own; one of no community is reported."""
    wanted = documents(abroad)

    answer = abroad.retrieve(*wanted.values(), calls=2)
    asked = {(call.path, one.home) for call in abroad.asked() for one in abroad.communities.documents_of(call)}
    strange = replace(wanted[abroad.first.home], home=f"urn:oid:{story.uid('community')}")
    refused = abroad.retrieve(strange, calls=0)

    with check(clauses.ABROAD_RETRIEVED, evidence=answer.evidence):
        assert answer.status == v.SUCCESS, answer.said
    for request in wanted.values():
        copy, (_, content) = answer.document(request.document), abroad.communities.documents[request.document]
        with check(clauses.ABROAD_RETRIEVED, where=str(request.home), evidence=answer.evidence):
            assert copy is not None, answer.said
            assert (copy.home, checks.described(copy.octets)) == (request.home, checks.described(content))
    with check(clauses.ABROAD_RETRIEVED, where="whom it asked", evidence=answer.evidence):
        assert asked == {(path, one.home) for path, one in abroad.communities.by.items()}
    if answer.documents:
        with check(clauses.ABROAD_UNKNOWN, evidence=refused.evidence):
            assert checks.refused(refused, "XDSUnknownCommunity"), refused.said


@scenario(
    "xds.initiating.retrieve-partial",
    actor=ACTOR,
    transaction="ITI-43",
    clauses=[clauses.ABROAD_RETRIEVED_PARTIAL, clauses.ABROAD_UNAVAILABLE],
    requires=RETRIEVE,
)
def test_one_community_without_its_document_hides_no_other(abroad, story, check):
    """When one community has not the document asked for, or is away, that of the other comes with an error."""
    mine, theirs = documents(abroad).values()
    control = abroad.retrieve(mine, theirs, calls=2)
    if {one.document for one in control.documents} != {mine.document, theirs.document}:
        raise Blocked(f"documents of two communities did not come while both answered: {control.said}")

    nowhere = abroad.retrieve(mine, replace(theirs, document=story.uid("nobody")), calls=2)
    abroad.second.outcome = None
    away = abroad.retrieve(mine, theirs, calls=2)

    for where, answer in (("has it not", nowhere), ("is away", away)):
        with check(clauses.ABROAD_RETRIEVED_PARTIAL, where=f"one {where}", evidence=answer.evidence):
            came = [one.document for one in answer.documents]
            assert (answer.status, came) == (v.PARTIAL_SUCCESS, [mine.document]), answer.said
            assert checks.status_troubles(answer) == []
    with check(clauses.ABROAD_UNAVAILABLE, evidence=away.evidence):
        assert "XDSUnavailableCommunity" in away.codes, away.said
