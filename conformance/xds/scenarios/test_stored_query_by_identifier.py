"""Registry Stored Query (ITI-18) by identifiers, and of very many objects: exactly those that were named."""

from __future__ import annotations

from dataclasses import replace

from conformance.authoring import scenario
from conformance.xds import checks, clauses
from conformance.xds import vocabulary as v
from conformance.xds.wire.registry import LEAF_CLASS, OBJECT_REF

ACTOR, TRANSACTION = "document-registry", "ITI-18"
REQUIRES = ["xds.registry", "xds.patient_feed"]
ENTRY_UUID, UNIQUE_ID = "$XDSDocumentEntryEntryUUID", "$XDSDocumentEntryUniqueId"


@scenario(
    "xds.query.by-identifier",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.GET_BY_IDENTIFIER, clauses.EITHER_OR],
    requires=REQUIRES,
    source="toolkit2 11901",
)
def test_entries_are_got_by_either_identifier(document_registry, check):
    """Entries are got by the registry's identifier or by the document's own, several at once, but not by both."""
    registry = document_registry
    held = [registry.holds(name) for name in ("first", "second", "third")]
    asked = held[:2]
    uuids, unique_ids = tuple(one.id for one in asked), tuple(str(one.unique_id) for one in asked)

    by_uuid = registry.get_entries(*uuids)
    by_unique_id = registry.get_documents(*unique_ids)
    both = registry.query("GetDocuments", {ENTRY_UUID: uuids, UNIQUE_ID: unique_ids})
    neither = registry.query("GetDocuments", {})
    registry.control("after")

    for where, answer in (("entryUUID", by_uuid), ("uniqueId", by_unique_id)):
        with check(clauses.GET_BY_IDENTIFIER, where=where, evidence=answer.evidence):
            assert sorted(one.id for one in answer.objects.entries) == sorted(uuids), answer.said
    with check(clauses.EITHER_OR, where="both", evidence=both.evidence):
        assert checks.refused(both, "XDSStoredQueryParamNumber"), both.said
    with check(clauses.EITHER_OR, where="neither", evidence=neither.evidence):
        assert checks.refused(neither, "XDSStoredQueryMissingParam"), neither.said


@scenario(
    "xds.query.many-identifiers",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.GET_BY_IDENTIFIER],
    requires=REQUIRES,
)
def test_a_long_list_of_identifiers_is_answered_in_full(document_registry, check):
    """Asked for a hundred and twenty entries by name, the registry returns them all, not the first hundred."""
    registry, arrange = document_registry, document_registry.arrange
    documents = [arrange.document(f"number-{number}") for number in range(120)]
    registry.registered(arrange.submission("many", *documents).objects)
    ids = [str(one.entry.unique_id) for one in documents]

    answer = registry.get_documents(*ids)

    with check(clauses.GET_BY_IDENTIFIER):
        assert answer.status == v.SUCCESS, answer.said
        assert len(answer.objects.unique_ids() & set(ids)) == len(ids), answer.said


@scenario(
    "xds.query.single-patient",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SINGLE_PATIENT, clauses.OBJECT_REF],
    requires=REQUIRES,
    source="toolkit2 12368",
)
def test_whole_objects_of_two_patients_are_never_in_one_answer(document_registry, check):
    """Two patients' entries asked for at once are refused as whole objects, and given as mere references."""
    registry, arrange = document_registry, document_registry.arrange
    hers = registry.holds("hers", patient_id=arrange.patient("hers"))
    his = registry.holds("his", patient_id=arrange.patient("his"))

    whole = registry.get_entries(hers.id, his.id, returns=LEAF_CLASS)
    references = registry.get_entries(hers.id, his.id, returns=OBJECT_REF)

    with check(clauses.SINGLE_PATIENT, evidence=whole.evidence):
        assert checks.refused(whole, "XDSResultNotSinglePatient"), whole.said
    with check(clauses.OBJECT_REF, evidence=references.evidence):
        assert set(references.objects.refs) == {hers.id, his.id}, references.said


@scenario(
    "xds.query.submission-sets",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SUBMISSION_SETS, clauses.SET_CONTENTS],
    requires=REQUIRES,
    source="toolkit2 11898, 11906",
)
def test_a_submission_is_found_with_what_it_held(document_registry, check):
    """The submissions for a patient are found, and each with the documents it brought."""
    registry, arrange = document_registry, document_registry.arrange
    documents = [arrange.document(name) for name in ("older", "newer")]
    older, submission = (arrange.submission(f"with-{one.entry.id}", one) for one in documents)
    other = arrange.submission("his", arrange.document("his", patient_id=arrange.patient("his")))
    for one in (older, submission, other):
        registry.registered(one.objects)

    found = registry.query(
        "FindSubmissionSets",
        {"$XDSSubmissionSetPatientId": arrange.patient(), "$XDSSubmissionSetStatus": (v.APPROVED,)},
    )
    contents = registry.query(
        "GetSubmissionSetAndContents", {"$XDSSubmissionSetUniqueId": str(submission.set.unique_id)}
    )

    with check(clauses.SUBMISSION_SETS, evidence=found.evidence):
        asked = {older.set.unique_id, submission.set.unique_id}
        came = {one.unique_id for one in found.objects.submission_sets}
        assert (asked - came, other.set.unique_id in came) == (set(), False), found.said
    held = contents.objects
    with check(clauses.SET_CONTENTS, evidence=contents.evidence):
        assert [one.unique_id for one in held.submission_sets] == [submission.set.unique_id], contents.said
        assert held.unique_ids() == {documents[1].entry.unique_id}, contents.said
    with check(clauses.SET_CONTENTS, where="HasMember", evidence=contents.evidence):
        ends = {(one.source, one.target) for one in held.associations if one.type == v.HAS_MEMBER}
        assert ends == {(one.id, other.id) for one in held.submission_sets for other in held.entries}, contents.said


@scenario(
    "xds.query.thousand-entries",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.MANY_ENTRIES],
    requires=REQUIRES,
)
def test_a_thousand_entries_come_whole_or_not_at_all(document_registry, check):
    """A patient with a thousand documents: all are returned, or the registry says that there are too many."""
    registry, arrange = document_registry, document_registry.arrange
    first = arrange.document("number-0")
    documents = [
        replace(
            first, entry=replace(first.entry, id=f"document-{number}", unique_id=f"{first.entry.unique_id}.{number}")
        )
        for number in range(1000)
    ]
    registry.registered(arrange.submission("thousand", *documents).objects)
    wanted = {one.entry.unique_id for one in documents}

    answer = registry.find_documents(arrange.patient())

    with check(clauses.MANY_ENTRIES):
        if not checks.refused(answer, "XDSTooManyResults"):
            assert answer.status == v.SUCCESS, answer.said
            assert len(answer.objects.unique_ids() & wanted) == len(wanted), answer.said
