"""Registry Stored Query (ITI-18) by patient: everything that was asked for, and nothing else."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.xds import checks, clauses
from conformance.xds import vocabulary as v
from conformance.xds.wire.ebrim import Author
from conformance.xds.wire.registry import OBJECT_REF
from conformance.xds.wire.soap import SIMPLE

ACTOR, TRANSACTION = "document-registry", "ITI-18"
REQUIRES = ["xds.registry", "xds.patient_feed"]
PATIENT, STATUS = "$XDSDocumentEntryPatientId", "$XDSDocumentEntryStatus"


@scenario(
    "xds.query.by-patient",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[
        clauses.QUERY_ANSWERED,
        clauses.ONLY_THE_PATIENT,
        clauses.LEAF_CLASS,
        clauses.OBJECT_REF,
        clauses.QUERY_RESPONSE_SIMPLE,
        clauses.RELATES_TO,
        clauses.RESPONSE_ACTION,
    ],
    requires=REQUIRES,
    source="toolkit2 11897/leafclass, objectref",
)
def test_a_patients_documents_are_found_and_no_others(document_registry, check):
    """Asked for one patient's documents, the registry returns those and no others, whole or by reference as asked."""
    registry, arrange = document_registry, document_registry.arrange
    documents = [arrange.document(name, patient_id=arrange.patient("hers")) for name in ("first", "second")]
    registry.registered(arrange.submission("hers", *documents).objects)
    hers = registry.entries(*(str(one.entry.unique_id) for one in documents))
    registry.holds("other", patient_id=arrange.patient("his"))

    answer = registry.find_documents(arrange.patient("hers"))
    references = registry.find_documents(arrange.patient("hers"), returns=OBJECT_REF)

    with check(clauses.QUERY_ANSWERED, evidence=answer.evidence):
        assert answer.status == v.SUCCESS, answer.said
    if not answer.status:
        return
    with check(clauses.QUERY_RESPONSE_SIMPLE, evidence=answer.evidence):
        assert answer.packaging == SIMPLE, answer.packaging or answer.said
    with check(clauses.RELATES_TO, evidence=answer.evidence):
        assert answer.relates_to == answer.sent[0]
    with check(clauses.RESPONSE_ACTION, evidence=answer.evidence):
        assert answer.action == v.RESPONSE_ACTIONS[v.STORED_QUERY]
    if not answer.succeeded:
        return
    with check(clauses.ONLY_THE_PATIENT, evidence=answer.evidence):
        assert answer.objects.unique_ids() == {entry.unique_id for entry in hers}, answer.said
    for document in documents:
        returned = answer.objects.entry(document.entry.unique_id)
        if returned is not None:
            with check(clauses.LEAF_CLASS, where=document.entry.title, evidence=answer.evidence):
                assert checks.lacking(returned) == []
    with check(clauses.OBJECT_REF, evidence=references.evidence):
        assert {entry.id for entry in hers} <= set(references.objects.refs), references.said
    with check(clauses.OBJECT_REF, where="whole objects", evidence=references.evidence):
        assert len(references.objects.entries) == 0, references.said


@scenario(
    "xds.query.no-match",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.NO_MATCH_IS_SUCCESS, clauses.ERRORS_FIT_STATUS],
    requires=REQUIRES,
)
def test_nothing_found_is_no_failure(document_registry, check):
    """A patient without documents gives an empty list and Success, not an error."""
    patient = document_registry.arrange.patient("fresh")

    answer = document_registry.find_documents(patient)

    with check(clauses.NO_MATCH_IS_SUCCESS):
        assert answer.status == v.SUCCESS, answer.said
        assert len(answer.objects) == 0, answer.said
    with check(clauses.NO_MATCH_IS_SUCCESS, where="rim:RegistryObjectList"):
        assert answer.listed, "there is no rim:RegistryObjectList, not even an empty one"
    if answer.status:
        with check(clauses.ERRORS_FIT_STATUS):
            assert checks.status_troubles(answer) == []


@scenario(
    "xds.query.missing-parameter",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.MISSING_PARAMETER, clauses.ERRORS_FIT_STATUS, clauses.ERROR_ATTRIBUTES],
    requires=REQUIRES,
)
def test_a_query_without_a_required_parameter_is_refused(document_registry, check):
    """A query that does not say which status or which patient is asked for is refused, not answered with everything."""
    registry, arrange = document_registry, document_registry.arrange
    patient = arrange.patient()
    registry.holds("there")

    answers = {
        "without a status": registry.query("FindDocuments", {PATIENT: patient}),
        "without a patient": registry.query("FindDocuments", {STATUS: (v.APPROVED,)}),
    }
    registry.control("after")

    for where, answer in answers.items():
        with check(clauses.MISSING_PARAMETER, where=where, evidence=answer.evidence):
            assert checks.refused(answer, "XDSStoredQueryMissingParam"), answer.said
        if answer.status != v.FAILURE:
            continue
        with check(clauses.ERRORS_FIT_STATUS, where=where, evidence=answer.evidence):
            assert checks.status_troubles(answer) == []
        with check(clauses.ERROR_ATTRIBUTES, where=where, evidence=answer.evidence):
            assert checks.error_troubles(answer) == []


@scenario(
    "xds.query.unknown-query",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.UNKNOWN_QUERY, clauses.REPORTED_AS_RESPONSE],
    requires=REQUIRES,
)
def test_a_query_nobody_defined_is_refused(document_registry, check):
    """A query identifier the registry does not know is refused by name, not answered with nothing found."""
    registry, arrange = document_registry, document_registry.arrange
    unheard_of = f"urn:uuid:{arrange.story.uuid('unheard-of')}"
    registry.control("before")

    answer = registry.query(unheard_of, {PATIENT: arrange.patient(), STATUS: (v.APPROVED,)})
    registry.control("after")

    with check(clauses.UNKNOWN_QUERY, evidence=answer.evidence):
        assert checks.refused(answer, "XDSUnknownStoredQuery"), answer.said
    with check(clauses.REPORTED_AS_RESPONSE, evidence=answer.evidence):
        assert answer.status != "", answer.said


@scenario(
    "xds.query.by-code",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.QUERY_ANSWERED, clauses.CODE_WITH_SCHEME],
    requires=REQUIRES,
    source="toolkit2 11897/classcode_one, classcode_two, hcftc_scheme, practicesetting_scheme",
)
def test_a_code_matches_with_its_scheme(document_registry, check):
    """A coded filter finds the documents of that code and scheme; the same code of another scheme finds none."""
    registry, arrange = document_registry, document_registry.arrange
    one, two = arrange.codes("classCode", 2)
    first = registry.holds("first", class_code=one)
    second = registry.holds("second", class_code=two)
    patient = arrange.patient()

    answers = {
        "one code": (registry.find_documents(patient, ClassCode=(one.asked(),)), {first.unique_id}),
        "two codes": (
            registry.find_documents(patient, ClassCode=(one.asked(), two.asked())),
            {first.unique_id, second.unique_id},
        ),
        "another scheme": (registry.find_documents(patient, ClassCode=(f"{one.code}^^1.2.3.4.5.6.7.8.9",)), set()),
    }

    mine = {first.unique_id: "the first", second.unique_id: "the second"}
    for where, (answer, expected) in answers.items():
        with check(clauses.QUERY_ANSWERED, where=where, evidence=answer.evidence):
            assert answer.status == v.SUCCESS, answer.said
        if answer.succeeded:
            with check(clauses.CODE_WITH_SCHEME, where=where, evidence=answer.evidence):
                found = {mine[one] for one in answer.objects.unique_ids() if one in mine}
                assert found == {mine[one] for one in expected}


@scenario(
    "xds.query.and-or",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.QUERY_ANSWERED, clauses.AND_OR],
    requires=REQUIRES,
    source="toolkit2 11897/and, eventcode_multi_select",
)
def test_values_in_a_slot_are_alternatives_and_slots_add_up(document_registry, check):
    """Two event codes in one slot find documents with either; in two slots only those with both."""
    registry, arrange = document_registry, document_registry.arrange
    a, b = arrange.codes("eventCodeList", 2)
    codes = {"only a": (a,), "only b": (b,), "both": (a, b), "neither": ()}
    mine = {registry.holds(name.replace(" ", "-"), event_codes=held).unique_id: name for name, held in codes.items()}
    patient = arrange.patient()

    either = registry.find_documents(patient, EventCodeList=(a.asked(), b.asked()))
    together = registry.find_documents(patient, EventCodeList=[(a.asked(),), (b.asked(),)])

    told = (("both in one slot", either, {"only a", "only b", "both"}), ("a slot each", together, {"both"}))
    for where, answer, expected in told:
        with check(clauses.QUERY_ANSWERED, where=where, evidence=answer.evidence):
            assert answer.status == v.SUCCESS, answer.said
        if answer.succeeded:
            with check(clauses.AND_OR, where=where, evidence=answer.evidence):
                assert {mine[one] for one in answer.objects.unique_ids() if one in mine} == expected


@scenario(
    "xds.query.time-range",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.QUERY_ANSWERED, clauses.TIME_RANGE],
    requires=REQUIRES,
    source="toolkit2 11897/creationtime_left_edge, right_edge, between",
)
def test_a_time_range_includes_its_beginning_and_not_its_end(document_registry, check):
    """Asked for what was created from ten to eleven, ten o'clock belongs to it and eleven does not."""
    registry, arrange = document_registry, document_registry.arrange
    times = {name: f"20250601{name}" for name in ("095959", "100000", "103000", "110000")}
    held = {name: registry.holds(f"at-{name}", creation_time=time).unique_id for name, time in times.items()}

    answer = registry.find_documents(
        arrange.patient(), CreationTimeFrom=int(times["100000"]), CreationTimeTo=int(times["110000"])
    )

    names = {unique_id: name for name, unique_id in held.items()}
    with check(clauses.QUERY_ANSWERED):
        assert answer.status == v.SUCCESS, answer.said
    if answer.succeeded:
        with check(clauses.TIME_RANGE, expected="the documents of 10:00:00 and 10:30:00"):
            assert {names[one] for one in answer.objects.unique_ids() if one in names} == {"100000", "103000"}


@scenario(
    "xds.query.author-pattern",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.QUERY_ANSWERED, clauses.AUTHOR_PATTERN],
    requires=REQUIRES,
    source="toolkit2 11897/author",
)
def test_an_author_is_found_by_a_pattern(document_registry, check):
    """An author is found by part of the name: the percent sign stands for any text, the underscore for one sign."""
    registry, arrange = document_registry, document_registry.arrange
    token = arrange.story.token("author", 8)
    ada = registry.holds("ada", authors=(Author(f"^ZZ{token}^Ada^^^Dr"),))
    bob = registry.holds("bob", authors=(Author("^ZZOTHER^Bob^^^Dr"),))
    mine = {ada.unique_id: "Ada", bob.unique_id: "Bob"}
    patient = arrange.patient()

    answers = {
        "%": registry.find_documents(patient, AuthorPerson=(f"%ZZ{token}^A%",)),
        "_": registry.find_documents(patient, AuthorPerson=(f"^ZZ{token}^A_a^^^Dr",)),
    }

    for where, answer in answers.items():
        with check(clauses.QUERY_ANSWERED, where=where, evidence=answer.evidence):
            assert answer.status == v.SUCCESS, answer.said
        if answer.succeeded:
            with check(clauses.AUTHOR_PATTERN, where=where, evidence=answer.evidence):
                assert {mine[one] for one in answer.objects.unique_ids() if one in mine} == {"Ada"}
