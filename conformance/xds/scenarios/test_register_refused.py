"""Register (ITI-42), what a registry must not take: the wrong patient, the wrong content, half a submission."""

from __future__ import annotations

from dataclasses import replace

from conformance.authoring import scenario
from conformance.model import Blocked
from conformance.xds import checks, clauses
from conformance.xds import vocabulary as v

ACTOR, TRANSACTION = "document-registry", "ITI-42"
REQUIRES = ["xds.registry", "xds.patient_feed"]
SAME_IDENTIFIER = ("XDSRegistryDuplicateUniqueIdInMessage", "XDSNonIdenticalHash", "XDSNonIdenticalSize")


@scenario(
    "xds.register.unknown-patient",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[
        clauses.UNKNOWN_PATIENT,
        clauses.NOTHING_STORED,
        clauses.REPORTED_AS_RESPONSE,
        clauses.ERRORS_FIT_STATUS,
        clauses.ERROR_ATTRIBUTES,
    ],
    requires=REQUIRES,
    source="toolkit2 11996",
)
def test_a_patient_nobody_announced_is_refused(document_registry, check):
    """Documents of a patient the patient feed never announced are refused: they might be anybody's."""
    registry, arrange = document_registry, document_registry.arrange
    nobody = f"{arrange.story.patient_id('nobody')}^^^&{arrange.story.system.xds.patient_id_root}&ISO"
    document = arrange.document("orphan", patient_id=nobody)
    registry.control("before")

    answer = registry.register(arrange.submission("orphan", document).objects)
    found = registry.get_documents(document.entry.unique_id)
    registry.control("after")

    with check(clauses.UNKNOWN_PATIENT, evidence=answer.evidence):
        assert checks.refused(answer, "XDSUnknownPatientId"), answer.said
    with check(clauses.REPORTED_AS_RESPONSE, evidence=answer.evidence):
        assert answer.status != "", answer.said
    if answer.status == v.FAILURE:
        with check(clauses.ERRORS_FIT_STATUS, evidence=answer.evidence):
            assert checks.status_troubles(answer) == []
        with check(clauses.ERROR_ATTRIBUTES, evidence=answer.evidence):
            assert checks.error_troubles(answer) == []
        with check(clauses.NOTHING_STORED, evidence=found.evidence):
            assert found.objects.unique_ids() == set()


@scenario(
    "xds.register.two-patients",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.ONE_PATIENT, clauses.NOTHING_STORED],
    requires=REQUIRES,
    source="toolkit2 11997",
)
def test_two_patients_in_one_submission_are_refused(document_registry, check):
    """A submission for one patient that holds another patient's document mixes up two people: it is refused."""
    registry, arrange = document_registry, document_registry.arrange
    hers, his = arrange.patient("hers"), arrange.patient("his")
    document = arrange.document("mixed", patient_id=his)
    registry.control("before")

    answer = registry.register(arrange.submission("mixed", document, patient=hers).objects)
    found = registry.get_documents(document.entry.unique_id)
    registry.control("after")

    with check(clauses.ONE_PATIENT, evidence=answer.evidence):
        assert checks.refused(answer, "XDSPatientIdDoesNotMatch"), answer.said
    if answer.status == v.FAILURE:
        with check(clauses.NOTHING_STORED, evidence=found.evidence):
            assert found.objects.unique_ids() == set()


@scenario(
    "xds.register.same-identifier",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.OTHER_HASH_REFUSED, clauses.IDENTICAL_ACCEPTED, clauses.ATOMIC],
    requires=REQUIRES,
    source="toolkit2 12004, 12084",
)
def test_one_identifier_never_stands_for_two_contents(document_registry, check):
    """A known identifier with other content is refused with all that came along; with the same content it is taken."""
    registry, arrange = document_registry, document_registry.arrange
    known = registry.holds("known")
    other = arrange.document("other", b"Other content.\n", unique_id=known.unique_id)
    beside = arrange.document("beside")
    twin = arrange.document("twin", unique_id=known.unique_id, hash=known.hash, size=known.size)

    answer = registry.register(arrange.submission("other", beside, other).objects)
    found = registry.get_documents(beside.entry.unique_id)
    again = registry.register(arrange.submission("twin", twin).objects)

    with check(clauses.IDENTICAL_ACCEPTED, evidence=again.evidence):
        assert again.status == v.SUCCESS, again.said
    with check(clauses.OTHER_HASH_REFUSED, evidence=answer.evidence):
        assert checks.refused(answer, "XDSNonIdenticalHash", "XDSNonIdenticalSize"), answer.said
    if answer.status == v.FAILURE:
        with check(clauses.ATOMIC, evidence=(*answer.evidence, *found.evidence)):
            assert found.objects.unique_ids() == set()


@scenario(
    "xds.register.other-size",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.OTHER_SIZE_REFUSED],
    requires=REQUIRES,
    source="toolkit2 12004",
)
def test_one_identifier_never_stands_for_two_sizes(document_registry, check):
    """A known identifier with the same hash and another size is not the same document: it is refused."""
    registry, arrange = document_registry, document_registry.arrange
    known = registry.holds("known")
    size = str(int(known.size or "1") + 1)
    other = arrange.document("other", unique_id=known.unique_id, hash=known.hash, size=size)
    twin = arrange.document("twin", unique_id=known.unique_id, hash=known.hash, size=known.size)

    answer = registry.register(arrange.submission("other", other).objects)
    again = registry.register(arrange.submission("twin", twin).objects)
    if not again.succeeded:
        raise Blocked(f"the same identifier with the same hash and size was not accepted either: {again.said}")

    with check(clauses.OTHER_SIZE_REFUSED, evidence=answer.evidence):
        assert checks.refused(answer, "XDSNonIdenticalSize", "XDSNonIdenticalHash"), answer.said


@scenario(
    "xds.register.all-or-nothing",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.UNRESOLVED_REFUSED, clauses.ATOMIC],
    requires=REQUIRES,
    source="toolkit2 12084",
)
def test_a_submission_that_fails_in_one_part_fails_whole(document_registry, check):
    """A submission of two documents, one of which replaces what is not there, leaves neither behind."""
    registry, arrange = document_registry, document_registry.arrange
    good, bad = arrange.document("good"), arrange.document("bad")
    nothing = f"urn:uuid:{arrange.story.uuid('nothing')}"
    relation = arrange.related(v.RPLC, bad, nothing)
    submission = arrange.submission("both", good, bad, associations=[relation])
    registry.control("before")

    answer = registry.register(submission.objects)
    found = registry.get_documents(good.entry.unique_id, bad.entry.unique_id)
    registry.control("after")

    with check(clauses.UNRESOLVED_REFUSED, evidence=answer.evidence):
        assert checks.refused(answer, "UnresolvedReferenceException"), answer.said
    if answer.status == v.FAILURE:
        with check(clauses.ATOMIC, evidence=(*answer.evidence, *found.evidence)):
            assert found.objects.unique_ids() == set()


REQUIRED = {
    "classCode": {"class_code": None},
    "confidentialityCode": {"confidentiality_codes": ()},
    "creationTime": {"creation_time": None},
    "formatCode": {"format_code": None},
    "hash": {"hash": None},
    "healthcareFacilityTypeCode": {"facility_code": None},
    "languageCode": {"language": None},
    "practiceSettingCode": {"practice_code": None},
    "repositoryUniqueId": {"repository_unique_id": None},
    "size": {"size": None},
    "sourcePatientId": {"source_patient_id": None},
    "typeCode": {"type_code": None},
    "uniqueId": {"unique_id": None},
}


@scenario(
    "xds.register.required-attributes",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.REQUIRED_ATTRIBUTES],
    requires=REQUIRES,
    source="toolkit2 11998a",
)
def test_an_entry_without_a_required_attribute_is_refused(document_registry, check):
    """Each attribute the framework requires is missed when it is not there, whichever it is."""
    registry, arrange = document_registry, document_registry.arrange
    registry.control("before")

    answers = {}
    for attribute, without in REQUIRED.items():
        document = arrange.document(f"without-{attribute}")
        entry = replace(document.entry, **without)
        submission = arrange.submission(f"without-{attribute}", replace(document, entry=entry))
        answers[attribute] = registry.register(submission.objects)
    for name, without in {"sourceId": {"source_id": None}, "contentTypeCode": {"content_type": None}}.items():
        submission = arrange.submission(f"without-{name}", arrange.document(f"with-set-without-{name}"), **without)
        answers[f"SubmissionSet.{name}"] = registry.register(submission.objects)
    registry.control("after")

    for attribute, answer in answers.items():
        with check(clauses.REQUIRED_ATTRIBUTES, where=attribute, evidence=answer.evidence):
            assert checks.refused(answer), answer.said


@scenario(
    "xds.register.duplicate-identifiers",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.DUPLICATE_IN_MESSAGE, clauses.SET_ID_UNUSED],
    requires=REQUIRES,
    source="toolkit2 12002",
)
def test_identifiers_are_used_once(document_registry, check):
    """One identifier for two documents of a submission, or for two submission sets, is refused."""
    registry, arrange = document_registry, document_registry.arrange
    first = arrange.document("first")
    second = arrange.document("second", b"Other content.", unique_id=first.entry.unique_id)
    used = arrange.submission("used", arrange.document("used"))
    registry.registered(used.objects)
    reused = arrange.submission("reused", arrange.document("reused"), unique_id=used.set.unique_id)

    twice = registry.register(arrange.submission("twice", first, second).objects)
    again = registry.register(reused.objects)
    registry.control("after")

    with check(clauses.DUPLICATE_IN_MESSAGE, evidence=twice.evidence):
        assert checks.refused(twice, *SAME_IDENTIFIER), twice.said
    with check(clauses.SET_ID_UNUSED, evidence=again.evidence):
        assert checks.refused(again, "XDSDuplicateUniqueIdInRegistry"), again.said


@scenario(
    "xds.register.service-times",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SERVICE_TIMES],
    requires=REQUIRES,
)
def test_a_service_that_stops_before_it_starts_is_refused(document_registry, check):
    """An entry whose service stopped before it started is refused."""
    registry, arrange = document_registry, document_registry.arrange
    document = arrange.document("backwards", service_start="20260102", service_stop="20260101")
    registry.control("before")

    answer = registry.register(arrange.submission("backwards", document).objects)
    registry.control("after")

    with check(clauses.SERVICE_TIMES, evidence=answer.evidence):
        assert checks.refused(answer), answer.said
