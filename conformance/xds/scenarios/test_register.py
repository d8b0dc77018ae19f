"""Register Document Set-b (ITI-42): the registry takes what is right, keeps it, and leaves free what is free."""

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
