"""Options of a registry and repository: updates, removal, several patients at once."""

from __future__ import annotations

from dataclasses import replace

from conformance.authoring import scenario
from conformance.model import Blocked
from conformance.xds import checks, clauses
from conformance.xds import vocabulary as v
from conformance.xds.actors import answered
from conformance.xds.wire.repository import DocumentRequest

REGISTRY, REPOSITORY = "document-registry", "document-repository"
KNOWN = ["xds.registry", "xds.patient_feed"]
UPDATES = [*KNOWN, "xds.options.update"]
REMOVES = [*KNOWN, "xds.options.remove_metadata"]
SHELVES = ["xds.repository", *KNOWN, "xds.options.remove_documents"]
PATIENTS = [*KNOWN, "xds.options.multi_patient_query"]


@scenario(
    "xds.update.new-version",
    actor=REGISTRY,
    transaction="ITI-57",
    clauses=[clauses.UPDATE_VERSION, clauses.UPDATE_CONTENT],
    requires=UPDATES,
    source="toolkit2 15801",
)
def test_an_entry_is_updated_to_a_new_version(document_registry, administrator, check):
    """An updated entry has its new title; the version before is Deprecated."""
    held = document_registry.holds("updated")
    title = "A better title"

    answer = administrator.at("update").update(administrator.new_version("better", held, title=title))

    with check(clauses.UPDATE_VERSION):
        assert answer.status == v.SUCCESS, answer.said
    if not answer.succeeded:
        return
    found = answered(document_registry.get_documents(str(held.unique_id)))
    approved = [one for one in found.objects.entries if one.status == v.APPROVED]
    with check(clauses.UPDATE_VERSION, where="one version is Approved", evidence=found.evidence):
        assert len(approved) == 1, found.said
    for one in found.objects.entries:
        if one.id == held.id:
            with check(clauses.UPDATE_VERSION, where="the version before", evidence=found.evidence):
                assert one.status == v.DEPRECATED
    for one in approved:
        with check(clauses.UPDATE_CONTENT, evidence=found.evidence):
            assert one.title == title


@scenario(
    "xds.update.availability",
    actor=REGISTRY,
    transaction="ITI-57",
    clauses=[clauses.UPDATE_AVAILABILITY],
    requires=UPDATES,
    source="toolkit2 15802",
)
def test_an_entry_is_deprecated_by_an_update(document_registry, administrator, check):
    """An entry whose availability is updated to Deprecated is Deprecated."""
    held = document_registry.holds("withdrawn")
    update = administrator.new_status("withdraw", held, v.APPROVED, v.DEPRECATED)

    answer = administrator.at("update").update(update)

    with check(clauses.UPDATE_AVAILABILITY):
        assert answer.status == v.SUCCESS, answer.said
    if answer.succeeded:
        found = answered(document_registry.get_entries(held.id))
        with check(clauses.UPDATE_AVAILABILITY, where="the entry", evidence=found.evidence):
            assert [one.status for one in found.objects.entries] == [v.DEPRECATED]


@scenario(
    "xds.update.refused",
    actor=REGISTRY,
    transaction="ITI-57",
    clauses=[clauses.UPDATE_WRONG_VERSION, clauses.UPDATE_NOTHING, clauses.UPDATE_IDENTIFIER],
    requires=UPDATES,
    source="toolkit2 20002",
)
def test_an_update_of_the_wrong_thing_is_refused(document_registry, administrator, check):
    """An update of an old version, of nothing, or of the identifier itself is refused; a right one is not."""
    registry, story = document_registry, administrator.arrange.story
    held = registry.holds("kept")
    unknown = replace(held, id=f"urn:uuid:{story.uuid('nobody')}", lid=None)
    update = administrator.at("update").update
    first, last = registry.holds("control-before"), registry.holds("control-after")
    administrator.done(update(administrator.new_version("before", first, title="Before")), "update an entry before")

    old = update(administrator.new_version("old", held, "7", title="Late"))
    nothing = update(administrator.new_version("nothing", unknown, title="Nobody"))
    other = update(administrator.new_version("other", held, unique_id=story.uid("other"), title="Other"))
    administrator.done(update(administrator.new_version("after", last, title="After")), "update an entry afterwards")

    with check(clauses.UPDATE_WRONG_VERSION, evidence=old.evidence):
        assert checks.refused(old, "XDSMetadataVersionError"), old.said
    with check(clauses.UPDATE_NOTHING, evidence=nothing.evidence):
        assert checks.refused(nothing), nothing.said
    with check(clauses.UPDATE_IDENTIFIER, evidence=other.evidence):
        assert checks.refused(other), other.said


def _all_of(registry, held):
    """Return the ids of an entry, its submission set and what ties them."""
    ties = answered(registry.get_associations(held.id)).objects.associations
    if not ties:
        raise Blocked("the registry returns no association of a registered entry")
    return [held.id, *(one.id for one in ties), *dict.fromkeys(one.source for one in ties)]


@scenario(
    "xds.remove-metadata.removed",
    actor=REGISTRY,
    transaction="ITI-62",
    clauses=[clauses.REMOVED],
    requires=REMOVES,
    source="toolkit2 30000",
)
def test_removed_objects_are_found_no_more(document_registry, administrator, check):
    """An entry removed together with its submission set is found no more."""
    held = document_registry.holds("removed")
    ids = _all_of(document_registry, held)

    answer = administrator.at("remove_metadata").remove_metadata(*ids)

    with check(clauses.REMOVED):
        assert answer.status == v.SUCCESS, answer.said
    if answer.succeeded:
        found = answered(document_registry.get_documents(str(held.unique_id)))
        with check(clauses.REMOVED, where="looked for", evidence=found.evidence):
            assert found.objects.unique_ids() == set()


@scenario(
    "xds.remove-metadata.refused",
    actor=REGISTRY,
    transaction="ITI-62",
    clauses=[clauses.REMOVE_UNKNOWN, clauses.REMOVE_REFERENCED],
    requires=REMOVES,
    source="toolkit2 30001, 30002",
)
def test_a_removal_that_leaves_loose_ends_is_refused(document_registry, administrator, check):
    """A removal of something unknown, or of something still referred to, is refused whole; a right one is not."""
    registry, story = document_registry, administrator.arrange.story
    remove = administrator.at("remove_metadata").remove_metadata
    one, other = registry.holds("one"), registry.holds("other")
    administrator.done(remove(*_all_of(registry, registry.holds("before"))), "remove an entry whole before")

    unknown = remove(*_all_of(registry, one), f"urn:uuid:{story.uuid('nobody')}")
    alone = remove(other.id)
    administrator.done(remove(*_all_of(registry, registry.holds("after"))), "remove an entry whole afterwards")

    for clause, held, answer, code in (
        (clauses.REMOVE_UNKNOWN, one, unknown, "UnresolvedReferenceException"),
        (clauses.REMOVE_REFERENCED, other, alone, "ReferencesExistException"),
    ):
        with check(clause, evidence=answer.evidence):
            assert checks.refused(answer, code), answer.said
        if answer.status == v.FAILURE:
            found = answered(registry.get_documents(str(held.unique_id)))
            with check(clause, where="the entry afterwards", evidence=found.evidence):
                assert found.objects.unique_ids() == {held.unique_id}


@scenario(
    "xds.remove-documents.removed",
    actor=REPOSITORY,
    transaction="ITI-86",
    clauses=[clauses.DOCUMENT_REMOVED],
    requires=SHELVES,
    source="toolkit2 50000",
)
def test_a_removed_document_is_gone(document_repository, administrator, check):
    """A document that was removed from the repository can't be retrieved any more."""
    entry = document_repository.holds("removed")
    document_repository.fetched(entry)
    asked = DocumentRequest(entry.repository_unique_id, entry.unique_id)

    answer = administrator.at("remove_documents").remove_document(asked)

    with check(clauses.DOCUMENT_REMOVED):
        assert answer.status == v.SUCCESS, answer.said
    if answer.succeeded:
        gone = document_repository.retrieve(asked)
        with check(clauses.DOCUMENT_REMOVED, where="retrieved", evidence=gone.evidence):
            assert checks.refused(gone, "XDSDocumentUniqueIdError"), gone.said


@scenario(
    "xds.remove-documents.refused",
    actor=REPOSITORY,
    transaction="ITI-86",
    clauses=[clauses.REMOVE_NO_DOCUMENT, clauses.REMOVE_ELSEWHERE],
    requires=SHELVES,
    source="toolkit2 50001, 50002",
)
def test_what_is_not_there_is_not_removed(document_repository, administrator, check):
    """The removal of a document that is unknown, or another repository's, is refused; the right one is not."""
    story = administrator.arrange.story
    remove = administrator.at("remove_documents").remove_document
    entry, control = document_repository.holds("kept"), document_repository.holds("control")
    here = str(entry.repository_unique_id)

    unknown = remove(DocumentRequest(here, story.uid("nobody")))
    elsewhere = remove(DocumentRequest(story.uid("elsewhere"), str(entry.unique_id)))
    administrator.done(remove(DocumentRequest(here, str(control.unique_id))), "remove a document that is there")

    with check(clauses.REMOVE_NO_DOCUMENT, evidence=unknown.evidence):
        assert checks.refused(unknown), unknown.said
    with check(clauses.REMOVE_ELSEWHERE, evidence=elsewhere.evidence):
        assert checks.refused(elsewhere, "XDSUnknownRepositoryId"), elsewhere.said


@scenario(
    "xds.multi-patient.two",
    actor=REGISTRY,
    transaction="ITI-51",
    clauses=[clauses.MULTI_ALL, clauses.MULTI_NO_OTHERS],
    requires=PATIENTS,
    source="toolkit2 12364",
)
def test_documents_of_two_patients_come_together(document_registry, administrator, check):
    """Asked for two of three patients, the registry returns the documents of those two."""
    registry, arrange = document_registry, administrator.arrange
    code = arrange.domain.code("classCode")
    held = {
        name: registry.holds(name, patient_id=arrange.patient(name), class_code=code)
        for name in ("one", "two", "three")
    }
    wanted = [held[name] for name in ("one", "two")]

    answer = administrator.of_patients(*(str(one.patient_id) for one in wanted), ClassCode=(code.asked(),))

    came = answer.objects.unique_ids()
    with check(clauses.MULTI_ALL):
        assert {one.unique_id for one in wanted} - came == set(), answer.said
    with check(clauses.MULTI_NO_OTHERS):
        assert held["three"].unique_id not in came, "a document of the third patient came"
