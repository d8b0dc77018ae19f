"""A registry that is told that documents are another patient's: Notify XAD-PID Link Change (ITI-64)."""

from __future__ import annotations

import pytest

from conformance.authoring import scenario
from conformance.model import Blocked
from conformance.xds import clauses
from conformance.xds import vocabulary as v
from conformance.xds.actors import answered

ACTOR, TRANSACTION = "document-registry", "ITI-64"
REQUIRES = ["xds.registry", "xds.patient_feed", "xds.link_change"]


@pytest.fixture
def patients(document_registry):
    """Return two patients the registry knows: the one documents are of, and the one they are to be of."""
    return document_registry.arrange.patient("previous"), document_registry.arrange.patient("new")


@pytest.fixture
def local(story):
    """Return a function that gives a local patient of a department, by name."""

    def local(name):
        return f"{story.patient_id(name)}^^^&{story.uid('department')}&ISO"

    return local


def of_local(registry, name, patient, local):
    """Register a document of a patient and of a local patient; return its entry."""
    return registry.holds(name, patient_id=patient, source_patient_id=local, source_patient_info=())


def written(registry, name, patient, local):
    """Return a document of a patient and of a local patient, to be registered with others."""
    about = {"patient_id": patient, "source_patient_id": local, "source_patient_info": ()}
    return registry.arrange.document(name, **about)


def related(registry, kind, patient, local):
    """Register a document, then another that replaces or is added to it; return the first's entry and the second."""
    arrange = registry.arrange
    first = of_local(registry, "first", patient, local)
    second = written(registry, "second", patient, local)
    submission = arrange.submission("second", second, associations=[arrange.related(kind, second, first.id)])
    registry.registered(submission.objects)
    return first, second


def found(registry, patient):
    """Return the entries of a patient that are not Deprecated by uniqueId, and the answer they came in."""
    answer = answered(registry.find_documents(patient))
    return {one.unique_id: one for one in answer.objects.entries if one.status != v.DEPRECATED}, answer


def changed(notice, *link):
    """Change a link that a story goes on from; raise Blocked when the registry does not take it."""
    code, says = notice.changed(*link)
    if code not in {"AA", "CA"}:
        raise Blocked(f"the link change was not taken: {says}")


def latest(registry, patient, *held):
    """Return the entries of these documents under a patient; raise Blocked when one is not there."""
    entries, answer = found(registry, patient)
    if not {one.unique_id for one in held} <= entries.keys():
        raise Blocked(f"the documents are not found under their new patient: {answer.said}")
    return [entries[one.unique_id] for one in held]


@scenario(
    "xds.link-change.moved",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.LINK_TAKEN, clauses.LINK_MOVED, clauses.LINK_LEFT, clauses.LINK_OTHERS],
    requires=REQUIRES,
    source="toolkit2 16101",
)
def test_documents_of_a_local_patient_move_to_another(document_registry, link_notice, patients, local, check):
    """The documents of one local patient move to another patient; those of a second local patient stay."""
    registry, (previous, new) = document_registry, patients
    mine = of_local(registry, "mine", previous, local("mine"))
    other = of_local(registry, "other", previous, local("other"))

    code, says = link_notice.changed(new, local("mine"), previous)

    with check(clauses.LINK_TAKEN):
        assert code in {"AA", "CA"}, says
    there, then = found(registry, new)
    here, now = found(registry, previous)
    with check(clauses.LINK_MOVED, evidence=then.evidence):
        assert mine.unique_id in there, then.said
        assert there[mine.unique_id].patient_id == new
    with check(clauses.LINK_LEFT, evidence=now.evidence):
        assert mine.unique_id not in here, "it is still there"
    with check(clauses.LINK_OTHERS, evidence=now.evidence):
        assert other.unique_id in here, now.said
    with check(clauses.LINK_OTHERS, where="under the new patient", evidence=then.evidence):
        assert other.unique_id not in there, "it moved too"


@scenario(
    "xds.link-change.versions",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.LINK_VERSION, clauses.LINK_DEPRECATED, clauses.LINK_SET],
    requires=REQUIRES,
)
def test_a_document_moves_by_a_new_version(document_registry, link_notice, patients, local, check):
    """What moves is a new version in a submission set of its own; what was replaced long ago is left as it was."""
    registry, (previous, new) = document_registry, patients
    old, made = related(registry, v.RPLC, previous, local("mine"))
    [held] = registry.entries(str(made.entry.unique_id))
    changed(link_notice, new, local("mine"), previous)
    [moved] = latest(registry, new, held)

    versions = answered(registry.get_entries(held.id))
    replaced = answered(registry.get_entries(old.id))
    sets = answered(registry.query("GetSubmissionSets", {"$uuid": (moved.id,)}))

    with check(clauses.LINK_VERSION):
        assert moved.id != held.id, "the entry was changed in its place"
        assert moved.lid in {None, moved.id, held.lid or held.id}
    for one in versions.objects.entries:
        if one.id == held.id:
            with check(clauses.LINK_VERSION, where="the version before", evidence=versions.evidence):
                assert one.status == v.DEPRECATED
    with check(clauses.LINK_DEPRECATED, evidence=replaced.evidence):
        assert [(one.status, one.patient_id) for one in replaced.objects.entries] == [(v.DEPRECATED, previous)], (
            replaced.said
        )
    own = {one.id for one in sets.objects.submission_sets if one.patient_id == new}
    with check(clauses.LINK_SET, evidence=sets.evidence):
        assert own, f"no submission set of the new patient has it: {sets.said}"
    ties = [one for one in sets.objects.associations if one.source in own and one.target == moved.id]
    with check(clauses.LINK_SET, where="the version before", evidence=sets.evidence):
        assert [one.slots.get("PreviousVersion") for one in ties] == [("1",)]


@scenario(
    "xds.link-change.merged",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.LINK_MERGED],
    requires=REQUIRES,
    source="toolkit2 16102, 16103",
)
def test_a_local_patient_is_merged_into_another(document_registry, link_notice, patients, local, check):
    """After a local patient was merged into another, under the same or a new patient, its documents are the other's."""
    registry, (previous, new) = document_registry, patients
    stays = of_local(registry, "stays", previous, local("same"))
    moves = of_local(registry, "moves", previous, local("moves"))
    changed(link_notice, previous, local("kept"), previous, local("same"))
    changed(link_notice, new, local("linked"), previous, local("moves"))

    for where, held, patient, name in (
        ("under the same patient", stays, previous, "kept"),
        ("under a new one", moves, new, "linked"),
    ):
        entries, answer = found(registry, patient)
        with check(clauses.LINK_MERGED, where=where, evidence=answer.evidence):
            assert held.unique_id in entries, answer.said
            assert entries[held.unique_id].source_patient_id == local(name)


@scenario(
    "xds.link-change.folder",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.LINK_FOLDER],
    requires=REQUIRES,
    source="toolkit2 16102c",
)
def test_a_folder_moves_with_its_documents(document_registry, link_notice, patients, local, check):
    """A folder of two documents that both move is found under the new patient, with both in it."""
    registry, arrange, (previous, new) = document_registry, document_registry.arrange, patients
    folder = arrange.folder("both", patient_id=previous)
    documents = [written(registry, name, previous, local("mine")) for name in ("one", "two")]
    registry.registered(arrange.filing("filing", folder, *documents).objects)
    changed(link_notice, new, local("mine"), previous)
    moved = latest(registry, new, *(one.entry for one in documents))

    there = answered(registry.find_folders(new))
    here = answered(registry.find_folders(previous))

    called = [one for one in there.objects.folders if one.unique_id == folder.unique_id]
    with check(clauses.LINK_FOLDER, evidence=there.evidence):
        assert [one.patient_id for one in called] == [new], there.said
    with check(clauses.LINK_FOLDER, where="under the previous patient", evidence=here.evidence):
        left = [one.status for one in here.objects.folders if one.unique_id == folder.unique_id]
        assert [status for status in left if status != v.DEPRECATED] == []
    for one in called:
        inside = answered(registry.query("GetFolderAndContents", {"$XDSFolderEntryUUID": one.id}))
        with check(clauses.LINK_FOLDER, where="what is in it", evidence=inside.evidence):
            assert {entry.id for entry in inside.objects.entries} >= {entry.id for entry in moved}, inside.said


@scenario(
    "xds.link-change.related",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.LINK_RELATED],
    requires=REQUIRES,
    source="toolkit2 16101b, 16102b",
)
def test_documents_that_move_together_stay_related(document_registry, link_notice, patients, local, check):
    """A document and its addendum, both of the local patient, are found related after they moved."""
    registry, (previous, new) = document_registry, patients
    first, added = related(registry, v.APND, previous, local("mine"))
    changed(link_notice, new, local("mine"), previous)
    one, other = latest(registry, new, added.entry, first)

    ties = answered(registry.get_associations(one.id))

    with check(clauses.LINK_RELATED, evidence=ties.evidence):
        pairs = {(tie.source, tie.target) for tie in ties.objects.associations if tie.type == v.APND}
        assert (one.id, other.id) in pairs, ties.said
