"""Updates of more than an entry's attributes: status, folders, associations, and where an entry belongs (ITI-57)."""

from __future__ import annotations

from dataclasses import replace

from conformance.authoring import scenario
from conformance.model import Blocked
from conformance.xds import checks, clauses
from conformance.xds import vocabulary as v
from conformance.xds.actors import answered

ACTOR, TRANSACTION = "document-registry", "ITI-57"
UPDATES = ["xds.registry", "xds.patient_feed", "xds.options.update"]
FOLDER = "$XDSFolder"
UNHEARD = "urn:oasis:names:tc:ebxml-regrep:StatusType:Unheard"


def filed(registry, name):
    """Register a document in a folder; return both as the registry has them."""
    folder, document = registry.arrange.folder(name), registry.arrange.document(name)
    registry.registered(registry.arrange.filing(f"filing-{name}", folder, document).objects)
    [entry] = registry.entries(str(document.entry.unique_id))
    return folder_of(registry, folder), entry


def folder_of(registry, folder):
    """Return the Approved version of a folder as the registry has it; raise Blocked when there is none."""
    found = answered(registry.query("GetFolders", {f"{FOLDER}UniqueId": (str(folder.unique_id),)}))
    approved = [one for one in found.objects.folders if one.status in {v.APPROVED, None}]
    if not approved:
        raise Blocked(f"a folder that was registered is not found: {found.said}")
    return approved[0]


def inside(registry, folder):
    """Return the answer that tells what is in a folder, by its entryUUID."""
    return answered(registry.query("GetFolderAndContents", {f"{FOLDER}EntryUUID": folder.id}))


@scenario(
    "xds.update.restored",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.UPDATE_RESTORED, clauses.UPDATE_STATUS_FITS],
    requires=UPDATES,
    source="toolkit2 15802, 20002",
)
def test_an_entry_is_withdrawn_and_restored(document_registry, administrator, check):
    """An entry that was withdrawn is restored by an update; one that names no change, or the wrong one, is refused."""
    registry, held = document_registry, document_registry.holds("withdrawn")
    update, status = administrator.at("update").update, administrator.new_status
    wrong = {
        "no new status": (v.APPROVED, None),
        "no original status": (None, v.DEPRECATED),
        "a status nobody knows": (v.APPROVED, UNHEARD),
        "the same status": (v.APPROVED, v.APPROVED),
        "an original status it has not": (v.DEPRECATED, v.APPROVED),
    }

    refused = {
        where: update(status(f"wrong-{number}", held, *pair)) for number, (where, pair) in enumerate(wrong.items())
    }
    administrator.done(update(status("withdraw", held, v.APPROVED, v.DEPRECATED)), "withdraw an entry")
    answer = update(status("restore", held, v.DEPRECATED, v.APPROVED))

    for where, one in refused.items():
        with check(clauses.UPDATE_STATUS_FITS, where=where, evidence=one.evidence):
            assert checks.refused(one), one.said
    with check(clauses.UPDATE_RESTORED, evidence=answer.evidence):
        assert answer.status == v.SUCCESS, answer.said
    if answer.succeeded:
        found = answered(registry.get_entries(held.id))
        with check(clauses.UPDATE_RESTORED, where="the entry", evidence=found.evidence):
            assert [one.status for one in found.objects.entries] == [v.APPROVED]


@scenario(
    "xds.update.folder",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.UPDATE_FOLDER],
    requires=UPDATES,
    source="toolkit2 20003",
)
def test_a_folder_is_updated_to_a_new_version(document_registry, administrator, check):
    """An updated folder has its new title and what was in it; the version before is Deprecated."""
    registry = document_registry
    folder, entry = filed(registry, "folder")

    answer = administrator.at("update").update(administrator.new_folder("better", folder, title="A better title"))

    with check(clauses.UPDATE_FOLDER):
        assert answer.status == v.SUCCESS, answer.said
    if not answer.succeeded:
        return
    found = answered(registry.query("GetFolders", {f"{FOLDER}UniqueId": (str(folder.unique_id),)}))
    with check(clauses.UPDATE_FOLDER, where="what is Approved", evidence=found.evidence):
        assert [one.title for one in found.objects.folders if one.status == v.APPROVED] == ["A better title"]
    contents = inside(registry, folder_of(registry, folder))
    with check(clauses.UPDATE_FOLDER, where="what is in it", evidence=contents.evidence):
        assert contents.objects.unique_ids() == {entry.unique_id}


@scenario(
    "xds.update.propagated",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.UPDATE_PROPAGATED],
    requires=UPDATES,
    source="toolkit2 20000d, 20000e",
)
def test_a_new_version_stays_in_its_folder(document_registry, administrator, check):
    """The new version of an entry is in the folder of the one before, unless the update says that it is not to be."""
    registry, update = document_registry, administrator.at("update").update
    versions = {"unsaid": "", "yes": "yes", "no": "no"}

    for where, propagates in versions.items():
        folder, entry = filed(registry, where)
        made = administrator.new_version(f"version-{where}", entry, propagates=propagates, title=f"Better, {where}")
        administrator.done(update(made), "update an entry that is in a folder")
        contents = inside(registry, folder)
        titles = {one.title for one in contents.objects.entries if one.status == v.APPROVED}
        with check(clauses.UPDATE_PROPAGATED, where=f"AssociationPropagation: {where}", evidence=contents.evidence):
            assert titles == (set() if propagates == "no" else {f"Better, {where}"})


@scenario(
    "xds.update.association",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.UPDATE_ASSOCIATED, clauses.UPDATE_ASSOCIATION_ENDS],
    requires=UPDATES,
    source="toolkit2 20001, 20100b, 21004",
)
def test_registered_objects_are_associated(document_registry, administrator, check):
    """Registered objects are associated by an update, if both are there, Approved and one patient's."""
    registry, arrange = document_registry, document_registry.arrange
    update, new = administrator.at("update").update, administrator.new_association
    parent, addendum, old = (registry.holds(name) for name in ("parent", "addendum", "old"))
    his = registry.holds("his", patient_id=arrange.patient("his"))
    nobody = replace(parent, id=f"urn:uuid:{arrange.story.uuid('nobody')}")
    folder, _ = filed(registry, "folder")
    withdrawn = administrator.new_status("withdraw", old, v.APPROVED, v.DEPRECATED)
    administrator.done(update(withdrawn), "withdraw an entry")

    ends = {"a target that is not there": nobody, "a target that is Deprecated": old, "another patient's": his}
    refused = {where: update(new(f"wrong-{at}", v.APND, addendum, end)) for at, (where, end) in enumerate(ends.items())}
    related, member = (
        update(new("appending", v.APND, addendum, parent)),
        update(new("in", v.HAS_MEMBER, folder, parent)),
    )

    for where, answer in refused.items():
        if related.succeeded:
            with check(clauses.UPDATE_ASSOCIATION_ENDS, where=where, evidence=answer.evidence):
                assert checks.refused(answer), answer.said
    for where, answer in (("an addendum", related), ("in a folder", member)):
        with check(clauses.UPDATE_ASSOCIATED, where=where, evidence=answer.evidence):
            assert answer.status == v.SUCCESS, answer.said
    ties = answered(registry.get_associations(parent.id))
    with check(clauses.UPDATE_ASSOCIATED, where="what is found", evidence=ties.evidence):
        found = {(v.short(one.type), one.source) for one in ties.objects.associations if one.target == parent.id}
        assert {("APND", addendum.id), ("HasMember", folder.id)} - found == set()


@scenario(
    "xds.update.out-of-place",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.UPDATE_ELSEWHERE, clauses.UPDATE_ONCE],
    requires=UPDATES,
    source="toolkit2 20007, 21000",
)
def test_a_new_version_is_no_registration(document_registry, administrator, check):
    """A new version is refused where documents are registered, and twice in one submission; once it is an update."""
    registry, held, other = document_registry, document_registry.holds("kept"), document_registry.holds("doubled")
    update = administrator.at("update").update
    twice, again = (administrator.new_version(name, other, title=name) for name in ("twice", "again"))
    owner = twice.submission_sets[0].id
    ties = (*twice.associations, *(replace(one, source=owner) for one in again.associations))
    registry.control("before")

    registered = registry.register(administrator.new_version("registered", held, title="Registered"))
    both = update(replace(twice, entries=(*twice.entries, *again.entries), associations=ties))
    administrator.done(update(administrator.new_version("updated", held, title="Updated")), "update an entry")

    with check(clauses.UPDATE_ELSEWHERE, evidence=registered.evidence):
        assert checks.refused(registered), registered.said
    with check(clauses.UPDATE_ONCE, evidence=both.evidence):
        assert checks.refused(both), both.said
