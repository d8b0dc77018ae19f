"""Register Document Set-b (ITI-42): the registry lets the right in whole and keeps the wrong out whole."""

from __future__ import annotations

from dataclasses import replace

from conformance.authoring import scenario
from conformance.xds import checks, clauses
from conformance.xds import vocabulary as v
from conformance.xds.actors import answered
from conformance.xds.wire.ebrim import Code, Placement
from conformance.xds.wire.soap import SIMPLE

ACTOR, TRANSACTION = "document-registry", "ITI-42"
REQUIRES = ["xds.registry", "xds.patient_feed"]


@scenario(
    "xds.register.accepted",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[
        clauses.REGISTER_ACCEPTED,
        clauses.ERRORS_FIT_STATUS,
        clauses.REGISTER_VISIBLE,
        clauses.METADATA_KEPT,
        clauses.STATUS_APPROVED,
        clauses.REGISTER_RESPONSE_SIMPLE,
        clauses.RELATES_TO,
        clauses.RESPONSE_ACTION,
        clauses.ACTION_MUST_UNDERSTAND,
    ],
    requires=REQUIRES,
    source="toolkit2 11990",
)
def test_a_registered_entry_is_visible_with_all_its_metadata(document_registry, check):
    """What a repository registers is accepted, can be found at once, and has every attribute as it was sent."""
    registry, arrange = document_registry, document_registry.arrange
    document = arrange.document(
        "report",
        comments="A comment.",
        service_start="202601021030",
        service_stop="202601021045",
        event_codes=arrange.domain.values("eventCodeList")[:2],
        legal_authenticator=f"ZZ{arrange.story.token('legal', 6)}^Signer^Synthetic",
    )

    answer = registry.register(arrange.submission("report", document).objects)
    found = registry.get_documents(document.entry.unique_id)
    entry = found.objects.entry(document.entry.unique_id)

    with check(clauses.REGISTER_ACCEPTED, evidence=answer.evidence):
        assert answer.status == v.SUCCESS, answer.said
    if not answer.status:
        return
    with check(clauses.ERRORS_FIT_STATUS, evidence=answer.evidence):
        assert checks.status_troubles(answer) == []
    with check(clauses.REGISTER_RESPONSE_SIMPLE, evidence=answer.evidence):
        assert answer.packaging == SIMPLE, answer.packaging or answer.said
    with check(clauses.RELATES_TO, evidence=answer.evidence):
        assert answer.relates_to == answer.sent[0]
    with check(clauses.RESPONSE_ACTION, evidence=answer.evidence):
        assert answer.action == v.RESPONSE_ACTIONS[v.REGISTER]
    with check(clauses.ACTION_MUST_UNDERSTAND, evidence=answer.evidence):
        assert answer.action_must_be_understood, "wsa:Action has no mustUnderstand"
    if not answer.succeeded:
        return
    with check(clauses.REGISTER_VISIBLE):
        assert entry is not None, found.said
    if entry is None:
        return
    with check(clauses.METADATA_KEPT, where=entry.id):
        assert checks.unlike(document.entry, entry) == []
    with check(clauses.STATUS_APPROVED, where=entry.id):
        assert entry.status == v.APPROVED


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
    "xds.register.identifiers",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SYMBOLIC_IDS, clauses.UUIDS_KEPT],
    requires=REQUIRES,
    source="toolkit2 15806",
)
def test_symbolic_ids_become_uuids_and_uuids_stay(document_registry, check):
    """Ids that are only names within the submission become UUIDs wherever they stand; real UUIDs are kept."""
    registry, arrange = document_registry, document_registry.arrange
    named = arrange.document("named")
    fixed_id = f"urn:uuid:{arrange.story.uuid('fixed')}"
    fixed = arrange.document("fixed", id=fixed_id)
    registry.registered(arrange.submission("ids", named, fixed).objects)

    first, second = registry.entries(str(named.entry.unique_id), str(fixed.entry.unique_id))
    ties = answered(registry.get_associations(first.id))

    with check(clauses.SYMBOLIC_IDS):
        assert first.id.startswith("urn:uuid:"), f"the entry's id is {first.id}"
        assert first.id != named.entry.id
    with check(clauses.SYMBOLIC_IDS, where="the HasMember association"):
        members = [one for one in ties.objects.associations if one.type == v.HAS_MEMBER and one.target == first.id]
        assert members, f"no HasMember association leads to {first.id}: {ties.said}"
        assert [one.source for one in members if not one.source.startswith("urn:uuid:")] == []
    with check(clauses.UUIDS_KEPT):
        assert second.id == fixed_id


@scenario(
    "xds.register.extra-metadata",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.EXTRA_METADATA],
    requires=REQUIRES,
    source="toolkit2 12379",
)
def test_extra_metadata_are_kept_or_the_loss_is_told(document_registry, check):
    """A slot the framework does not define is no error: it is returned later, or a warning says it was not saved."""
    registry, arrange = document_registry, document_registry.arrange
    extra = {"urn:conformance:extra": ("first", "second")}
    document = arrange.document("extra", slots=extra)
    registry.control("before")

    answer = registry.register(arrange.submission("extra", document).objects)

    with check(clauses.EXTRA_METADATA, evidence=answer.evidence):
        assert answer.status == v.SUCCESS, answer.said
    if answer.succeeded and "XDSExtraMetadataNotSaved" not in answer.warnings:
        [entry] = registry.entries(str(document.entry.unique_id))
        with check(clauses.EXTRA_METADATA, expected="the slot as it was sent, since no warning was given"):
            assert sorted(entry.slots.get("urn:conformance:extra", ())) == ["first", "second"]


@scenario(
    "xds.register.affinity-domain-codes",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.CODES_CONSTRAINED, clauses.DISPLAY_NAME_FREE],
    requires=REQUIRES,
)
def test_only_codes_of_the_affinity_domain_are_taken_under_any_display_name(document_registry, check):
    """A code is what code and scheme say: one the domain lists is taken whatever it is called, another is not."""
    registry, arrange = document_registry, document_registry.arrange
    listed = arrange.domain.code("classCode")
    renamed = arrange.document("renamed", class_code=replace(listed, display="Called otherwise here"))
    foreign = arrange.document("foreign", class_code=Code("ZZ-NOT-LISTED", listed.scheme, listed.display))
    registry.control("before")

    answer = registry.register(arrange.submission("foreign", foreign).objects)
    accepted = registry.register(arrange.submission("renamed", renamed).objects)
    registry.control("after")

    with check(clauses.CODES_CONSTRAINED, evidence=answer.evidence):
        assert checks.refused(answer, "XDSRegistryMetadataError"), answer.said
    with check(clauses.DISPLAY_NAME_FREE, evidence=accepted.evidence):
        assert accepted.status == v.SUCCESS, accepted.said


@scenario(
    "xds.register.duplicate-identifiers",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.DUPLICATE_IN_MESSAGE, clauses.SET_ID_UNUSED],
    requires=REQUIRES,
    source="toolkit2 12002",
)
def test_identifiers_are_used_once(document_registry, check):
    """One identifier for two objects of a submission, or for two submission sets, is refused."""
    registry, arrange = document_registry, document_registry.arrange
    first = arrange.document("first")
    second = arrange.document("second", first.content, unique_id=first.entry.unique_id)
    used = arrange.submission("used", arrange.document("used"))
    registry.registered(used.objects)
    reused = arrange.submission("reused", arrange.document("reused"), unique_id=used.set.unique_id)

    twice = registry.register(arrange.submission("twice", first, second).objects)
    again = registry.register(reused.objects)
    registry.control("after")

    with check(clauses.DUPLICATE_IN_MESSAGE, evidence=twice.evidence):
        assert checks.refused(twice, "XDSRegistryDuplicateUniqueIdInMessage"), twice.said
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


@scenario(
    "xds.register.free-choices",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.NODE_PLACEMENT, clauses.OPAQUE_UNIQUE_ID],
    requires=REQUIRES,
)
def test_what_the_standard_leaves_free_is_accepted(document_registry, check):
    """The mark of a submission set may stand in it or beside it, and a document's identifier may be long."""
    registry, arrange = document_registry, document_registry.arrange
    beside = arrange.submission("beside", arrange.document("beside"))
    inside = arrange.submission("inside", arrange.document("inside"))
    long_id = f"{arrange.story.uid('root')}^{'EXTENSION' * 5}"[:110]
    long = arrange.document("long", unique_id=long_id)
    registry.control("before")

    answers = {
        "inside the package": registry.register(inside.objects, Placement(node_inside=True)),
        "beside the package": registry.register(beside.objects, Placement(node_inside=False)),
    }
    opaque = registry.register(arrange.submission("long", long).objects)

    for where, answer in answers.items():
        with check(clauses.NODE_PLACEMENT, where=where, evidence=answer.evidence):
            assert answer.status == v.SUCCESS, answer.said
    with check(clauses.OPAQUE_UNIQUE_ID, evidence=opaque.evidence):
        assert opaque.status == v.SUCCESS, opaque.said


@scenario(
    "xds.register.merged-patient",
    actor=ACTOR,
    transaction="ITI-8",
    clauses=[clauses.MERGED_TOGETHER, clauses.MERGED_PATIENT_REFUSED],
    requires=REQUIRES,
)
def test_after_a_merge_one_patient_has_both_histories(document_registry, check):
    """Two records of one person are merged: their documents stay together, and nothing more goes to the old one."""
    registry, arrange = document_registry, document_registry.arrange
    old, new = arrange.patient("old"), arrange.patient("new")
    before = registry.holds("before-merge", patient_id=old)
    own = registry.holds("own", patient_id=new)
    arrange.feed.merge(old, new, "ZZTEST")

    found = answered(registry.find_documents(new))
    late = registry.register(arrange.submission("late", arrange.document("late", patient_id=old)).objects)
    registry.control("after")

    with check(clauses.MERGED_TOGETHER, evidence=found.evidence):
        assert {before.unique_id, own.unique_id} <= found.objects.unique_ids(), found.said
    with check(clauses.MERGED_TOGETHER, where="patientId of each entry", evidence=found.evidence):
        shown = {one.patient_id for one in found.objects.entries if one.unique_id in {before.unique_id, own.unique_id}}
        assert shown == {new}
    with check(clauses.MERGED_PATIENT_REFUSED, evidence=late.evidence):
        assert checks.refused(late, "XDSUnknownPatientId"), late.said
