"""On-demand documents: entries of documents that are made when somebody asks for them (ITI-61, ITI-18, ITI-43)."""

from __future__ import annotations

from dataclasses import replace

from conformance.authoring import scenario
from conformance.model import Blocked
from conformance.xds import checks, clauses, samples
from conformance.xds import vocabulary as v
from conformance.xds.actors import answered

ACTOR, REPOSITORY = "document-registry", "on-demand-document-source"
ON_DEMAND = ["xds.registry", "xds.patient_feed", "xds.options.register_on_demand"]
ENTRY, FOLDER, SET = "$XDSDocumentEntry", "$XDSFolder", "$XDSSubmissionSet"
APPROVED = (v.APPROVED,)
TYPES = {v.STABLE: "stable", v.ON_DEMAND: "on demand"}


def _on_demand(administrator, name, **more):
    unmade = {"object_type": v.ON_DEMAND, "creation_time": None, "hash": None, "size": None}
    document = administrator.arrange.document(name, **{**unmade, **more})
    return document.entry, administrator.arrange.submission(name, document).objects


@scenario(
    "xds.on-demand.found",
    actor=ACTOR,
    transaction="ITI-61",
    clauses=[clauses.ON_DEMAND_FOUND, clauses.ON_DEMAND_APART],
    requires=ON_DEMAND,
    source="toolkit2 15804, 15805",
)
def test_an_on_demand_entry_is_found_by_who_asks_for_such(document_registry, administrator, check):
    """An on-demand entry is found when its type is asked for, and not when no type is named."""
    entry, objects = _on_demand(administrator, "on-demand")

    answer = administrator.at("register_on_demand").register_on_demand(objects)

    with check(clauses.ON_DEMAND_FOUND):
        assert answer.status == v.SUCCESS, answer.said
    if not answer.succeeded:
        return
    patient = administrator.arrange.patient()
    asked = answered(document_registry.find_documents(patient, Type=(v.ON_DEMAND,)))
    with check(clauses.ON_DEMAND_FOUND, where="asked for", evidence=asked.evidence):
        assert asked.objects.unique_ids() == {entry.unique_id}
    default = answered(document_registry.find_documents(patient))
    with check(clauses.ON_DEMAND_APART, evidence=default.evidence):
        assert default.objects.unique_ids() == set()


@scenario(
    "xds.on-demand.unmade",
    actor=ACTOR,
    transaction="ITI-61",
    clauses=[clauses.ON_DEMAND_UNMADE],
    requires=ON_DEMAND,
    source="toolkit2 15811",
)
def test_an_on_demand_entry_says_nothing_of_a_document(administrator, check):
    """An on-demand entry that has a creation time, a hash or a size is refused; one without is not."""
    register = administrator.at("register_on_demand").register_on_demand
    wrong = {"creation_time": "20260101", "hash": "0" * 40, "size": "1"}
    administrator.done(register(_on_demand(administrator, "before")[1]), "register an on-demand entry before")

    answers = {name: register(_on_demand(administrator, name, **{name: said})[1]) for name, said in wrong.items()}
    administrator.done(register(_on_demand(administrator, "after")[1]), "register an on-demand entry afterwards")

    for name, answer in answers.items():
        with check(clauses.ON_DEMAND_UNMADE, where=f"with {name}", evidence=answer.evidence):
            assert checks.refused(answer), answer.said


def _beside_a_stable_one(registry, administrator):
    """Register an on-demand entry beside a stable one, in one folder and submission; return what to ask, and names."""
    arrange, number = administrator.arrange, f"ZZ{administrator.arrange.story.token('number', 8)}"
    number = f"{number}^^^&{arrange.domain.source_id}&ISO^urn:ihe:iti:xds:2013:accession"
    entry, objects = _on_demand(administrator, "on-demand", reference_ids=(number,))
    administrator.done(
        administrator.at("register_on_demand").register_on_demand(objects), "register an on-demand entry"
    )
    found = registry.find_documents(arrange.patient(), Type=(v.ON_DEMAND,)).objects.entries
    held = next((one for one in found if one.unique_id == entry.unique_id), None)
    if held is None:
        raise Blocked("an on-demand entry that was registered is not found when such are asked for")
    stable, folder = arrange.document("stable", reference_ids=(number,)), arrange.folder("folder")
    filing = arrange.filing("filing", folder, stable)
    inside = samples.member(folder.id, held.id)
    set_id = filing.set.id
    ties = (
        samples.reference(set_id, held.id),
        inside,
        replace(samples.reference(set_id, inside.id), id="tie-inside", set_status=None),
        arrange.related(v.SNAPSHOT, stable, held.id),
    )
    registry.registered(replace(filing.objects, associations=(*filing.objects.associations, *ties)))
    about = {f"{ENTRY}PatientId": arrange.patient(), f"{ENTRY}Status": APPROVED}
    statuses = {f"{kind}Status": APPROVED for kind in (ENTRY, SET, FOLDER)}
    asked = {
        "FindDocuments": about,
        "GetAll": {"$patientId": arrange.patient(), **statuses},
        "GetSubmissionSetAndContents": {f"{SET}UniqueId": str(filing.set.unique_id)},
        "GetFolderAndContents": {f"{FOLDER}UniqueId": str(folder.unique_id)},
        "FindDocumentsByReferenceId": {**about, f"{ENTRY}ReferenceIdList": (number,)},
    }
    return asked, {stable.entry.unique_id: "stable", entry.unique_id: "on demand"}


@scenario(
    "xds.on-demand.every-query",
    actor=ACTOR,
    transaction="ITI-18",
    clauses=[clauses.ON_DEMAND_TYPES, clauses.REFERENCE_ID, clauses.RELATED_DOCUMENTS],
    requires=ON_DEMAND,
    source="toolkit2 15805",
)
def test_every_query_finds_documents_by_type(document_registry, administrator, check):
    """Every query that takes a type finds stable entries, on-demand entries or both, as it was asked."""
    registry = document_registry
    asked, mine = _beside_a_stable_one(registry, administrator)

    for query, parameters in asked.items():
        clause = clauses.REFERENCE_ID if query.endswith("ReferenceId") else clauses.ON_DEMAND_TYPES
        for types, expected in (
            ((), {"stable"}),
            ((v.ON_DEMAND,), {"on demand"}),
            ((v.STABLE, v.ON_DEMAND), {"stable", "on demand"}),
        ):
            answer = registry.query(query, {**parameters, **({f"{ENTRY}Type": types} if types else {})})
            where = f"{query}: {' and '.join(TYPES[one] for one in types) or 'no type'}"
            with check(clause, where=where, evidence=answer.evidence):
                assert answer.succeeded, answer.said
                assert {mine.get(one, "another") for one in answer.objects.unique_ids()} == expected
    stable = next(name for name, kind in mine.items() if kind == "stable")
    for types in ((v.ON_DEMAND,), (v.ON_DEMAND, v.STABLE), (v.STABLE, v.ON_DEMAND), ()):
        about = {f"{ENTRY}UniqueId": str(stable), "$AssociationTypes": (v.SNAPSHOT,)}
        answer = registry.query("GetRelatedDocuments", {**about, **({f"{ENTRY}Type": types} if types else {})})
        where = " and ".join(TYPES[one] for one in types) or "no type"
        with check(clauses.RELATED_DOCUMENTS, where=where, evidence=answer.evidence):
            came = {mine.get(one, "another") for one in answer.objects.unique_ids()}
            assert ("on demand" in came) is (v.ON_DEMAND in types), answer.said


@scenario(
    "xds.on-demand.retrieved",
    actor=REPOSITORY,
    transaction="ITI-43",
    clauses=[clauses.ON_DEMAND_NEW_ID, clauses.ON_DEMAND_SAME],
    requires=["xds.on_demand"],
    source="toolkit2 15812, 15829, 15830",
)
def test_an_on_demand_document_is_made_when_asked_for(on_demand_source, check):
    """A document made on demand comes under an identifier of its own, which always stands for the same octets."""
    asked = on_demand_source.request

    first, again = on_demand_source.retrieve(asked), on_demand_source.retrieve(asked)

    copy, second = first.document(asked.document), again.document(asked.document)
    for answer, came in ((first, copy), (again, second)):
        with check(clauses.ON_DEMAND_NEW_ID, evidence=answer.evidence):
            assert came is not None, answer.said
            assert came.problem == ""
            assert came.new_document, "there is no NewDocumentUniqueId"
            assert came.new_document != asked.document, "the NewDocumentUniqueId is the identifier asked for"
    if copy is None or second is None:
        return
    if copy.new_document and second.new_document:
        with check(clauses.ON_DEMAND_SAME, where="made twice", evidence=again.evidence):
            same = checks.described(second.octets) == checks.described(copy.octets)
            assert same or second.new_document != copy.new_document, "other octets came under the same identifier"
    if copy.new_document and copy.new_repository:
        kept = on_demand_source.retrieve(replace(asked, repository=copy.new_repository, document=copy.new_document))
        stored = kept.document(copy.new_document)
        if copy.new_repository == asked.repository:
            with check(clauses.ON_DEMAND_SAME, where="retrieved as what was kept", evidence=kept.evidence):
                assert stored is not None, kept.said
                assert checks.described(stored.octets) == checks.described(copy.octets)
