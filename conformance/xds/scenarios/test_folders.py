"""Folders and references (ITI-42): what is put where, by whom, and what may not be put there."""

from __future__ import annotations

from dataclasses import replace

from conformance.authoring import scenario
from conformance.xds import checks, clauses, samples
from conformance.xds import vocabulary as v
from conformance.xds.actors import answered

ACTOR, TRANSACTION = "document-registry", "ITI-42"
REQUIRES = ["xds.registry", "xds.patient_feed"]


def held(registry, folder):
    """Return a folder that must be there with its contents, as the registry shows them."""
    return answered(registry.query("GetFolderAndContents", {"$XDSFolderUniqueId": str(folder.unique_id)}))


@scenario(
    "xds.lifecycle.empty-folder",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.FOLDER_ACCEPTED, clauses.REGISTER_VISIBLE],
    requires=REQUIRES,
    source="toolkit2 11999",
)
def test_a_folder_may_be_empty(document_registry, check):
    """A folder is opened before there is anything to put in it: it is accepted and found, with nothing in it."""
    registry, arrange = document_registry, document_registry.arrange
    folder = arrange.folder("empty", comments="A comment.")
    registry.control("before")

    answer = registry.register(arrange.submission("empty", folders=[folder]).objects)

    with check(clauses.FOLDER_ACCEPTED):
        assert answer.status == v.SUCCESS, answer.said
    if not answer.succeeded:
        return
    contents = held(registry, folder)
    with check(clauses.REGISTER_VISIBLE, evidence=contents.evidence):
        assert [one.title for one in contents.objects.folders] == [folder.title], contents.said
    with check(clauses.FOLDER_ACCEPTED, where="contents", evidence=contents.evidence):
        assert contents.objects.unique_ids() == set()


@scenario(
    "xds.lifecycle.folder-joined",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.FOLDER_JOINED, clauses.FOLDER_UPDATE_TIME],
    requires=REQUIRES,
    source="toolkit2 12000, 12001, 12326",
)
def test_documents_are_put_into_folders_in_all_four_ways(document_registry, check):
    """New and known documents are put into new and known folders, and each is found where it was put."""
    registry, arrange = document_registry, document_registry.arrange
    known_folder, new_folder = arrange.folder("known"), arrange.folder("new")
    registry.registered(arrange.submission("known", folders=[known_folder]).objects)
    [there] = held(registry, known_folder).objects.folders
    known = registry.holds("known-document")
    other = registry.holds("other-document")
    both, late = arrange.document("both-new"), arrange.document("late")

    def join(name, *documents, into, entry, folders=()):
        tie = samples.member(into, entry)
        return registry.register(arrange.submission(name, *documents, folders=folders, associations=[tie]).objects)

    answers = {
        "new into new": join("nn", both, into=new_folder.id, entry=both.entry.id, folders=[new_folder]),
        "new into known": join("nk", late, into=there.id, entry=late.entry.id),
        "known into known": join("kk", into=there.id, entry=known.id),
    }
    third = arrange.folder("third")
    answers["known into new"] = join("kn", into=third.id, entry=other.id, folders=[third])

    for where, answer in answers.items():
        with check(clauses.FOLDER_JOINED, where=where, evidence=answer.evidence):
            assert answer.status == v.SUCCESS, answer.said
    if not all(answer.succeeded for answer in answers.values()):
        return
    wanted = (
        (new_folder, {both.entry.unique_id}),
        (known_folder, {late.entry.unique_id, known.unique_id}),
        (third, {other.unique_id}),
    )
    for folder, expected in wanted:
        contents = held(registry, folder)
        with check(clauses.FOLDER_JOINED, where=f"contents of {folder.title}", evidence=contents.evidence):
            assert contents.objects.unique_ids() == expected, contents.said
        times = [one.last_update_time or "" for one in contents.objects.folders]
        with check(clauses.FOLDER_UPDATE_TIME, where=folder.title, evidence=contents.evidence):
            assert len(times) == 1, contents.said
            assert checks.is_about_now(times[0], arrange.story.now), f"lastUpdateTime is {times[0] or 'absent'}"


@scenario(
    "xds.lifecycle.folder-of-another",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.FOLDER_PATIENT, clauses.ONE_PATIENT, clauses.FOLDER_APPROVED],
    requires=REQUIRES,
    source="toolkit2 12002",
)
def test_a_folder_takes_only_what_belongs_there(document_registry, check):
    """Neither another patient's document nor one that is no longer valid comes into a folder."""
    registry, arrange = document_registry, document_registry.arrange
    hers, his = arrange.patient("hers"), arrange.patient("his")
    folder = arrange.folder("hers", patient_id=hers)
    registry.registered(arrange.submission("hers", folders=[folder]).objects)
    [there] = held(registry, folder).objects.folders
    strange, mixed = arrange.document("his", patient_id=his), arrange.folder("mixed", patient_id=his)
    old = registry.holds("old", patient_id=hers)
    new = arrange.document("new", patient_id=hers)
    relation = arrange.related(v.RPLC, new, old.id)
    registry.registered(arrange.submission("new", new, associations=[relation]).objects)

    joining = arrange.submission("joining", strange, associations=[samples.member(there.id, strange.entry.id)])
    joined = registry.register(joining.objects)
    document = arrange.document("with-mixed", patient_id=hers)
    both = registry.register(arrange.submission("mixed", document, folders=[mixed], patient=hers).objects)
    tie = samples.member(there.id, old.id)
    late = registry.register(arrange.submission("late", associations=[tie], patient=hers).objects)
    contents = registry.query("GetFolderAndContents", {"$XDSFolderUniqueId": str(folder.unique_id)})
    registry.control("after")

    with check(clauses.FOLDER_PATIENT, evidence=joined.evidence):
        assert checks.refused(joined, "XDSPatientIdDoesNotMatch"), joined.said
    with check(clauses.FOLDER_PATIENT, where="the folder afterwards", evidence=contents.evidence):
        assert "XDSResultNotSinglePatient" not in contents.codes, contents.said
        assert strange.entry.unique_id not in contents.objects.unique_ids(), contents.said
    with check(clauses.ONE_PATIENT, where="a folder of another in the submission", evidence=both.evidence):
        assert checks.refused(both, "XDSPatientIdDoesNotMatch"), both.said
    with check(clauses.FOLDER_APPROVED, evidence=late.evidence):
        assert checks.refused(late), late.said


@scenario(
    "xds.lifecycle.reference",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.REFERENCED],
    requires=REQUIRES,
)
def test_a_submission_refers_to_what_is_known(document_registry, check):
    """A submission that takes up a registered document by reference shows it beside what it brought itself."""
    registry, arrange = document_registry, document_registry.arrange
    known, own = registry.holds("known"), arrange.document("own")
    submission = arrange.submission("referring", own)
    tie = samples.reference(submission.set.id, known.id)
    objects = replace(submission.objects, associations=(*submission.objects.associations, tie))

    answer = registry.register(objects)

    with check(clauses.REFERENCED, evidence=answer.evidence):
        assert answer.status == v.SUCCESS, answer.said
    if not answer.succeeded:
        return
    named = {"$XDSSubmissionSetUniqueId": str(submission.set.unique_id)}
    contents = answered(registry.query("GetSubmissionSetAndContents", named))
    with check(clauses.REFERENCED, where="contents", evidence=contents.evidence):
        assert contents.objects.unique_ids() == {known.unique_id, own.entry.unique_id}, contents.said
    with check(clauses.REFERENCED, where="SubmissionSetStatus", evidence=contents.evidence):
        statuses = {one.target: one.set_status for one in contents.objects.associations if one.type == v.HAS_MEMBER}
        assert statuses.get(known.id) == "Reference"
