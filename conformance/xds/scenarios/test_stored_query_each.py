"""Registry Stored Query (ITI-18), each query in each of its ways: statuses, filters, identifiers, references."""

from __future__ import annotations

from dataclasses import replace

from conformance.authoring import scenario
from conformance.model import Blocked
from conformance.xds import checks, clauses, samples
from conformance.xds import vocabulary as v
from conformance.xds.actors import answered
from conformance.xds.scenarios.test_stored_query_every import found
from conformance.xds.wire.registry import LEAF_CLASS, OBJECT_REF

ACTOR, TRANSACTION = "document-registry", "ITI-18"
REQUIRES = ["xds.registry", "xds.patient_feed"]
ENTRY, FOLDER, SET = "$XDSDocumentEntry", "$XDSFolder", "$XDSSubmissionSet"
ONLY_OLD, OLD_FIRST, OLD_LAST = (v.DEPRECATED,), (v.DEPRECATED, v.APPROVED), (v.APPROVED, v.DEPRECATED)


def all_of(arrange, **statuses):
    """Return the parameters of GetAll, every status Approved but those of the kinds named."""
    kinds = dict.fromkeys(("DocumentEntry", "SubmissionSet", "Folder"), (v.APPROVED,))
    asked = {f"$XDS{kind}Status": one for kind, one in {**kinds, **statuses}.items()}
    return {"$patientId": arrange.patient(), **asked}


@scenario(
    "xds.query.statuses-of-packages",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.PACKAGE_STATUS, clauses.GET_ALL],
    requires=REQUIRES,
    source="toolkit2 11898, 11899, 15803",
)
def test_submissions_and_folders_are_found_by_status(document_registry, check):
    """Submissions and folders are found among the Approved alone, documents by the status asked for, or by both."""
    registry, arrange = document_registry, document_registry.arrange
    old, folder, new = registry.holds("old"), arrange.folder("folder"), arrange.document("new")
    relation = arrange.related(v.RPLC, new, old.id)
    filing = arrange.filing("filing", folder, new)
    ties = (*filing.objects.associations, relation)
    registry.registered(replace(filing.objects, associations=ties))
    mine = {folder.unique_id: "folder", filing.set.unique_id: "set", new.entry.unique_id: "new", old.unique_id: "old"}

    for kind, name, ask in (
        ("SubmissionSet", "set", lambda asked: registry.find_sets(arrange.patient(), Status=asked)),
        ("Folder", "folder", lambda asked: registry.find_folders(arrange.patient(), Status=asked)),
        ("SubmissionSet", "set", lambda asked: registry.query("GetAll", all_of(arrange, SubmissionSet=asked))),
        ("Folder", "folder", lambda asked: registry.query("GetAll", all_of(arrange, Folder=asked))),
    ):
        for statuses, expected in ((ONLY_OLD, set()), (OLD_FIRST, {name}), (OLD_LAST, {name})):
            answer = ask(statuses)
            where = f"{kind}: {' and '.join(v.short(one) for one in statuses)}"
            with check(clauses.PACKAGE_STATUS, where=where, evidence=answer.evidence):
                assert answer.succeeded, answer.said
                assert found(answer, mine) & {name} == expected, answer.said
    for statuses, expected in (((v.APPROVED,), {"new"}), (OLD_FIRST, {"new", "old"})):
        answer = registry.query("GetAll", all_of(arrange, DocumentEntry=statuses))
        where = f"documents: {' and '.join(v.short(one) for one in statuses)}"
        with check(clauses.GET_ALL, where=where, evidence=answer.evidence):
            assert found(answer, mine) & {"new", "old"} == expected, answer.said


@scenario(
    "xds.query.every-content-filter",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.GET_ALL, clauses.CONTENTS_FILTERED, clauses.FOLDER_CONTENTS],
    requires=REQUIRES,
    source="toolkit2 11906, 11907, 15803",
)
def test_contents_are_restricted_in_every_way(document_registry, check):
    """What there is of a patient, a submission or a folder is restricted by one code, any of two, or both of two."""
    registry, arrange = document_registry, document_registry.arrange
    formats, secrets = arrange.codes("formatCode", 2), arrange.codes("confidentialityCode", 2)
    about = {"one": (0, secrets[:1]), "two": (1, secrets[1:]), "both": (0, secrets)}
    documents = {
        name: arrange.document(name, format_code=formats[turn], confidentiality_codes=tuple(held))
        for name, (turn, held) in about.items()
    }
    folder = arrange.folder("folder")
    filing = arrange.filing("filing", folder, *documents.values())
    registry.registered(filing.objects)
    other = arrange.document("another")
    registry.registered(arrange.filing("another", arrange.folder("another"), other).objects)
    mine = {one.entry.unique_id: name for name, one in documents.items()} | {other.entry.unique_id: "elsewhere"}
    folders = answered(registry.query("GetFolders", {f"{FOLDER}UniqueId": (str(folder.unique_id),)})).objects.folders
    sets = answered(registry.query("GetSubmissionSets", {"$uuid": tuple(one.id for one in folders)})).objects

    codes = {"FormatCode": formats, "ConfidentialityCode": secrets}
    a, b = (one.asked() for one in secrets)
    asked = {
        f"{name}, two values": ({name: tuple(one.asked() for one in both)}, {*about}) for name, both in codes.items()
    }
    asked |= {
        "no filter": ({}, {*about}),
        "FormatCode": ({"FormatCode": (formats[1].asked(),)}, {"two"}),
        "ConfidentialityCode, two slots": ({"ConfidentialityCode": [(a,), (b,)]}, {"both"}),
    }
    queries = [(clauses.GET_ALL, "GetAll", all_of(arrange))]
    queries += [
        (clauses.CONTENTS_FILTERED, "GetSubmissionSetAndContents", {f"{SET}EntryUUID": one.id})
        for one in sets.submission_sets
    ]
    queries += [(clauses.FOLDER_CONTENTS, "GetFolderAndContents", {f"{FOLDER}EntryUUID": one.id}) for one in folders]
    for clause, query, named in queries:
        for where, (filters, expected) in asked.items():
            answer = registry.query(query, {**named, **{f"{ENTRY}{name}": one for name, one in filters.items()}})
            with check(clause, where=f"{query}: {where}", evidence=answer.evidence):
                assert answer.succeeded, answer.said
                came = found(answer, mine)
                assert came - {"elsewhere"} == expected, answer.said
                assert "elsewhere" not in came or query == "GetAll", "what is elsewhere came"
    with check(clauses.CONTENTS_FILTERED, where="the submission"):
        assert [one.unique_id for one in sets.submission_sets] == [filing.set.unique_id]
    with check(clauses.FOLDER_CONTENTS, where="the folder"):
        assert [one.unique_id for one in folders] == [folder.unique_id]


@scenario(
    "xds.query.either-identifier",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.DOCUMENTS_AND_ASSOCIATIONS, clauses.GET_ASSOCIATIONS, clauses.RELATED_DOCUMENTS],
    requires=REQUIRES,
    source="toolkit2 11903, 11904, 11909",
)
def test_what_is_around_documents_is_found_by_either_identifier(document_registry, check):
    """Several documents come with their ties by either identifier, and related ones whatever type stands first."""
    registry, arrange = document_registry, document_registry.arrange
    parent, lonely, addendum = registry.holds("parent"), registry.holds("lonely"), arrange.document("addendum")
    relation = arrange.related(v.APND, addendum, parent.id)
    registry.registered(arrange.submission("adding", addendum, associations=[relation]).objects)
    mine = {parent.unique_id: "parent", lonely.unique_id: "lonely", addendum.entry.unique_id: "addendum"}
    named = {"EntryUUID": (parent.id, lonely.id), "UniqueId": (str(parent.unique_id), str(lonely.unique_id))}

    for where, asked in named.items():
        answer = registry.query("GetDocumentsAndAssociations", {f"{ENTRY}{where}": asked})
        ends = {end for one in answer.objects.associations for end in (one.source, one.target)}
        with check(clauses.DOCUMENTS_AND_ASSOCIATIONS, where=where, evidence=answer.evidence):
            assert found(answer, mine) == {"parent", "lonely"}, answer.said
        with check(clauses.DOCUMENTS_AND_ASSOCIATIONS, where=f"{where}, associations", evidence=answer.evidence):
            assert {parent.id, lonely.id} - ends == set(), answer.said
    ties = registry.get_associations(parent.id, lonely.id)
    with check(clauses.GET_ASSOCIATIONS, where="of two", evidence=ties.evidence):
        ends = {end for one in ties.objects.associations for end in (one.source, one.target)}
        assert {parent.id, lonely.id} - ends == set(), ties.said
    for types in ((v.APND, v.RPLC), (v.RPLC, v.APND)):
        asked = {f"{ENTRY}UniqueId": str(parent.unique_id), "$AssociationTypes": types}
        answer = registry.query("GetRelatedDocuments", asked)
        where = f"by uniqueId, {' and '.join(v.short(one) for one in types)}"
        with check(clauses.RELATED_DOCUMENTS, where=where, evidence=answer.evidence):
            assert found(answer, mine) == {"parent", "addendum"}, answer.said


@scenario(
    "xds.query.references",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.OBJECT_REF],
    requires=REQUIRES,
    source="toolkit2 11897/objectref",
)
def test_every_query_gives_references_when_asked_for(document_registry, check):
    """Asked for references, every query gives those of the objects it gives whole when asked for objects."""
    registry, arrange = document_registry, document_registry.arrange
    folder, document, addendum = arrange.folder("folder"), arrange.document("document"), arrange.document("addendum")
    filing = arrange.filing("filing", folder, document)
    registry.registered(filing.objects)
    [entry] = registry.entries(str(document.entry.unique_id))
    relation = arrange.related(v.APND, addendum, entry.id)
    registry.registered(arrange.submission("adding", addendum, associations=[relation]).objects)
    patient, unique_id = arrange.patient(), str(entry.unique_id)

    named = {f"{ENTRY}UniqueId": (unique_id,)}
    asked = {
        "FindDocuments": {f"{ENTRY}PatientId": patient, f"{ENTRY}Status": (v.APPROVED,)},
        "FindSubmissionSets": {f"{SET}PatientId": patient, f"{SET}Status": (v.APPROVED,)},
        "FindFolders": {f"{FOLDER}PatientId": patient, f"{FOLDER}Status": (v.APPROVED,)},
        "GetAll": all_of(arrange),
        "GetDocuments": named,
        "GetFolders": {f"{FOLDER}UniqueId": (str(folder.unique_id),)},
        "GetAssociations": {"$uuid": (entry.id,)},
        "GetDocumentsAndAssociations": named,
        "GetSubmissionSets": {"$uuid": (entry.id,)},
        "GetSubmissionSetAndContents": {f"{SET}UniqueId": str(filing.set.unique_id)},
        "GetFolderAndContents": {f"{FOLDER}UniqueId": str(folder.unique_id)},
        "GetFoldersForDocument": {f"{ENTRY}UniqueId": unique_id},
        "GetRelatedDocuments": {f"{ENTRY}UniqueId": unique_id, "$AssociationTypes": (v.APND,)},
    }
    for query, parameters in asked.items():
        whole = answered(registry.query(query, parameters, LEAF_CLASS))
        if not [*whole.objects]:
            raise Blocked(f"{query} finds nothing of what it should: {whole.said}")
        references = registry.query(query, parameters, OBJECT_REF)
        with check(clauses.OBJECT_REF, where=query, evidence=references.evidence):
            assert [type(one).__name__ for one in references.objects] == [], references.said
            assert {one.id for one in whole.objects} - set(references.objects.refs) == set(), references.said


@scenario(
    "xds.query.single-patient-in-contents",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SINGLE_PATIENT],
    requires=REQUIRES,
    source="toolkit2 12368",
)
def test_a_submission_that_refers_to_another_patient_is_not_given_whole(document_registry, check):
    """A submission for one patient that refers to another's document is not given whole with its contents."""
    registry, arrange = document_registry, document_registry.arrange
    his = registry.holds("his", patient_id=arrange.patient("his"))
    submission = arrange.submission("referring", arrange.document("hers", patient_id=arrange.patient("hers")))
    tie = samples.reference(submission.set.id, his.id)
    objects = replace(submission.objects, associations=(*submission.objects.associations, tie))
    registry.registered(objects)

    named = {f"{SET}UniqueId": str(submission.set.unique_id)}
    answer = registry.query("GetSubmissionSetAndContents", named)
    registry.control("after")

    with check(clauses.SINGLE_PATIENT, evidence=answer.evidence):
        assert checks.refused(answer, "XDSResultNotSinglePatient"), answer.said
