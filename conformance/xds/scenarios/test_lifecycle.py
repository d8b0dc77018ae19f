"""The life of a registered document: replaced, added to, filed in folders, and what becomes of those around it."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.xds import checks, clauses, samples
from conformance.xds import vocabulary as v
from conformance.xds.actors import answered

ACTOR, TRANSACTION = "document-registry", "ITI-42"
REQUIRES = ["xds.registry", "xds.patient_feed"]


@scenario(
    "xds.lifecycle.replacement",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[
        clauses.REGISTER_ACCEPTED,
        clauses.REPLACED_DEPRECATED,
        clauses.STATUS_FILTER,
        clauses.ASSOCIATION_KEPT,
        clauses.DEPRECATED_TARGET_REFUSED,
    ],
    requires=REQUIRES,
    source="toolkit2 11992, 11993",
)
def test_a_replaced_document_gives_way_to_the_new_one(document_registry, check):
    """A corrected document takes the place of the wrong one: who asks for what is valid gets only the new."""
    registry, arrange = document_registry, document_registry.arrange
    old = registry.holds("old")
    new, late = arrange.document("new"), arrange.document("late")
    relation = arrange.related(v.RPLC, new, old.id)

    answer = registry.register(arrange.submission("replacing", new, associations=[relation]).objects)
    with check(clauses.REGISTER_ACCEPTED):
        assert answer.status == v.SUCCESS, answer.said
    if not answer.succeeded:
        return
    gone, replacement = registry.entries(str(old.unique_id), str(new.entry.unique_id))
    approved = answered(registry.find_documents(arrange.patient(), v.APPROVED))
    deprecated = answered(registry.find_documents(arrange.patient(), v.DEPRECATED))
    ties = answered(registry.get_associations(old.id))
    second = arrange.submission("again", late, associations=[arrange.related(v.RPLC, late, old.id)])
    again = registry.register(second.objects)
    registry.control("after")

    with check(clauses.REPLACED_DEPRECATED, where="the replaced document"):
        assert gone.status == v.DEPRECATED
    with check(clauses.REPLACED_DEPRECATED, where="its replacement"):
        assert replacement.status == v.APPROVED
    with check(clauses.ASSOCIATION_KEPT, evidence=ties.evidence):
        kept = {(one.type, one.source, one.target) for one in ties.objects.associations}
        assert (v.RPLC, replacement.id, old.id) in kept
    if gone.status == v.APPROVED:
        return
    mine = {old.unique_id: "the replaced", new.entry.unique_id: "the new"}
    with check(clauses.STATUS_FILTER, where="Approved", evidence=approved.evidence):
        assert {mine[one] for one in approved.objects.unique_ids() if one in mine} == {"the new"}, approved.said
    with check(clauses.STATUS_FILTER, where="Deprecated", evidence=deprecated.evidence):
        assert {mine[one] for one in deprecated.objects.unique_ids() if one in mine} == {"the replaced"}, (
            deprecated.said
        )
    with check(clauses.DEPRECATED_TARGET_REFUSED, evidence=again.evidence):
        assert checks.refused(again, "XDSRegistryDeprecatedDocumentError"), again.said


@scenario(
    "xds.lifecycle.addendum",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.REGISTER_ACCEPTED, clauses.ADDENDUM_LEAVES_APPROVED, clauses.ASSOCIATION_KEPT],
    requires=REQUIRES,
    source="toolkit2 11993",
)
def test_an_addendum_stands_beside_what_it_adds_to(document_registry, check):
    """An addendum changes nothing about the document it is added to: both are valid, and tied together."""
    registry, arrange = document_registry, document_registry.arrange
    parent = registry.holds("parent")
    addendum = arrange.document("addendum")
    relation = arrange.related(v.APND, addendum, parent.id)

    answer = registry.register(arrange.submission("adding", addendum, associations=[relation]).objects)
    with check(clauses.REGISTER_ACCEPTED, evidence=answer.evidence):
        assert answer.status == v.SUCCESS, answer.said
    if not answer.succeeded:
        return
    held, added = registry.entries(str(parent.unique_id), str(addendum.entry.unique_id))
    ties = answered(registry.get_associations(parent.id))

    with check(clauses.ADDENDUM_LEAVES_APPROVED):
        assert held.status == parent.status
    with check(clauses.ASSOCIATION_KEPT, evidence=ties.evidence):
        assert (v.APND, added.id, parent.id) in {
            (one.type, one.source, one.target) for one in ties.objects.associations
        }


@scenario(
    "xds.lifecycle.dependents",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.REPLACED_DEPRECATED, clauses.DEPENDENTS_DEPRECATED],
    requires=REQUIRES,
    source="toolkit2 11993, 11994, 12022",
)
def test_addenda_and_transformations_go_with_what_is_replaced(document_registry, check):
    """When a document is replaced, its addendum and its transformation are no longer valid either."""
    registry, arrange = document_registry, document_registry.arrange
    parent = registry.holds("parent")
    dependents = {v.APND: arrange.document("addendum"), v.XFRM: arrange.document("transformation")}
    for type_, document in dependents.items():
        relation = arrange.related(type_, document, parent.id)
        registry.registered(arrange.submission(v.short(type_), document, associations=[relation]).objects)
    new = arrange.document("new")
    relation = arrange.related(v.RPLC, new, parent.id)
    registry.registered(arrange.submission("replacing", new, associations=[relation]).objects)

    wanted = (parent.unique_id, *(one.entry.unique_id for one in dependents.values()))
    found = answered(registry.get_documents(*(str(one) for one in wanted)))

    statuses = {entry.unique_id: entry.status for entry in found.objects.entries}
    with check(clauses.REPLACED_DEPRECATED):
        assert statuses.get(parent.unique_id) == v.DEPRECATED, found.said
    if statuses.get(parent.unique_id) != v.DEPRECATED:
        return
    for type_, document in dependents.items():
        with check(clauses.DEPENDENTS_DEPRECATED, where=v.short(type_)):
            assert statuses.get(document.entry.unique_id) == v.DEPRECATED, f"the status is {statuses}"


@scenario(
    "xds.lifecycle.other-patient",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.OTHER_PATIENT_REFUSED, clauses.NOTHING_STORED],
    requires=REQUIRES,
    source="toolkit2 11998",
)
def test_one_patients_document_never_replaces_anothers(document_registry, check):
    """A document of one patient that would replace another patient's is refused, and the other's stays valid."""
    registry, arrange = document_registry, document_registry.arrange
    hers = registry.holds("hers", patient_id=arrange.patient("hers"))
    his = arrange.document("his", patient_id=arrange.patient("his"))
    relation = arrange.related(v.RPLC, his, hers.id)
    registry.control("before")

    answer = registry.register(arrange.submission("his", his, associations=[relation]).objects)
    [still] = registry.entries(str(hers.unique_id))
    gone = registry.get_documents(str(his.entry.unique_id))
    registry.control("after")

    with check(clauses.OTHER_PATIENT_REFUSED, evidence=answer.evidence):
        assert checks.refused(answer, "XDSPatientIdDoesNotMatch"), answer.said
    with check(clauses.OTHER_PATIENT_REFUSED, where="her document afterwards"):
        assert still.status == hers.status
    if answer.status == v.FAILURE:
        with check(clauses.NOTHING_STORED, evidence=gone.evidence):
            assert gone.objects.unique_ids() == set()


@scenario(
    "xds.lifecycle.folder",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.REGISTER_ACCEPTED, clauses.FOLDER_UPDATE_TIME, clauses.FOLDER_FOLLOWED],
    requires=REQUIRES,
    source="toolkit2 12000, 12323, 12327",
)
def test_a_replacement_stays_in_the_folder(document_registry, check):
    """A document in a folder is replaced: the new one is in the folder too, and the folder says when it changed."""
    registry, arrange = document_registry, document_registry.arrange
    folder, old = arrange.folder("episode", last_update_time="20000101000000"), arrange.document("old")
    filing = arrange.submission("filing", old, folders=[folder], associations=[samples.member(folder.id, old.entry.id)])

    answer = registry.register(filing.objects)
    with check(clauses.REGISTER_ACCEPTED):
        assert answer.status == v.SUCCESS, answer.said
    if not answer.succeeded:
        return
    filed = answered(registry.query("GetFolders", {"$XDSFolderUniqueId": (str(folder.unique_id),)}))
    [entry] = registry.entries(str(old.entry.unique_id))
    new = arrange.document("new")
    relation = arrange.related(v.RPLC, new, entry.id)
    registry.registered(arrange.submission("replacing", new, associations=[relation]).objects)
    contents = answered(registry.query("GetFolderAndContents", {"$XDSFolderUniqueId": str(folder.unique_id)}))

    times = [one.last_update_time or "" for one in filed.objects.folders]
    with check(clauses.FOLDER_UPDATE_TIME, evidence=filed.evidence):
        assert len(times) == 1, filed.said
        assert checks.is_about_now(times[0], arrange.story.now), f"lastUpdateTime is {times[0] or 'absent'}"
    with check(clauses.FOLDER_FOLLOWED, evidence=contents.evidence):
        assert contents.objects.entry(new.entry.unique_id) is not None, contents.said


@scenario(
    "xds.lifecycle.deprecated-document",
    actor="document-repository",
    transaction="ITI-43",
    clauses=[clauses.DEPRECATED_RETRIEVABLE],
    requires=["xds.repository", "xds.registry", "xds.patient_feed"],
)
def test_a_replaced_document_can_still_be_read(document_repository, check):
    """What was replaced was once acted upon: it can still be retrieved by who knows it."""
    repository, arrange = document_repository, document_repository.arrange
    old = repository.holds("old", b"The old version.")
    new = arrange.document("new")
    replacing = arrange.submission("replacing", new, associations=[arrange.related(v.RPLC, new, old.id)])
    repository.provided(replacing.objects, replacing.carried)

    returned = repository.fetch(old)

    copy = returned.document(old.unique_id)
    with check(clauses.DEPRECATED_RETRIEVABLE):
        assert copy is not None, returned.said
        assert checks.described(copy.octets) == checks.described(b"The old version.")
