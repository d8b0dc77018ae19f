from dataclasses import replace

import pytest

from conformance.xds import samples
from conformance.xds import vocabulary as v
from conformance.xds.affinity import default
from conformance.xds.wire.registry import quoted, single

CT, DX, CHEST = default().values("eventCodeList")
NORMAL, RESTRICTED = default().values("confidentialityCode")


def codes(answer):
    assert answer.response.status == v.FAILURE
    assert answer.listed
    assert not len(answer.objects)
    return [error.code for error in answer.response.errors]


def names(answer):
    assert (answer.response.status, answer.response.errors) == (v.SUCCESS, ())
    return {one.title.removeprefix("Document ") for one in answer.objects.entries}


@pytest.fixture
def full(speaker, story):
    """A registry with three documents of our patient, one of another, and a folder."""
    other = samples.patient(story, "other")
    speaker.domain.registry.register_patient(other)
    a = samples.document(
        story,
        "a",
        creation_time="20260101",
        event_codes=(CT, CHEST),
        service_start="202601011200",
        reference_ids=("R1",),
    )
    b = samples.document(
        story, "b", creation_time="2026", event_codes=(DX,), confidentiality_codes=(NORMAL, RESTRICTED)
    )
    c = samples.document(story, "c", creation_time="20251231235959", class_code=default().code("classCode", 1))
    folder = samples.folder(story, "f")
    first = samples.submission(story, "1", [a, b], [folder], [samples.member(folder.id, a.entry.id)])
    second = samples.submission(story, "2", [c])
    third = samples.submission(story, "3", [samples.document(story, "x", patient_id=other)])
    for one in (first, second, third):
        assert speaker.register(one).status == v.SUCCESS
    return speaker


@pytest.fixture
def ids(full):
    return {one.title.removeprefix("Document "): one.id for one in full.domain.registry.holdings.entries.values()}


@pytest.fixture
def patient(story):
    return samples.patient(story)


def test_a_patients_documents_and_no_others(full, patient):
    assert names(full.find(patient)) == {"a", "b", "c"}
    assert names(full.find(patient, status=[v.DEPRECATED])) == set()
    assert names(full.find("ZZ0^^^&1.2.3&ISO")) == set()


def test_references_are_returned_when_asked_for(full, patient, ids):
    answer = full.query(
        "FindDocuments",
        "ObjectRef",
        XDSDocumentEntryPatientId=single(patient),
        XDSDocumentEntryStatus=quoted(v.APPROVED),
    )
    assert set(answer.objects.refs) == {ids[one] for one in "abc"}
    assert not answer.objects.entries


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ([("$XDSDocumentEntryEventCodeList", (quoted(CT.asked(), DX.asked()),))], "ab"),
        ([("$XDSDocumentEntryEventCodeList", (quoted(CT.asked()), quoted(DX.asked())))], "ab"),
        ([("$XDSDocumentEntryEventCodeList", (quoted(one.asked()),)) for one in (CT, CHEST)], "a"),
        ([("$XDSDocumentEntryEventCodeList", (quoted(one.asked()),)) for one in (CT, DX)], ""),
        ([("$XDSDocumentEntryConfidentialityCode", (quoted(RESTRICTED.asked()),))], "b"),
        ([("$XDSDocumentEntryClassCode", (quoted(default().code("classCode").asked()),))], "ab"),
        ([("$XDSDocumentEntryClassCode", (quoted("422735006^^1.2.3"),))], ""),
        ([("$XDSDocumentEntryCreationTimeFrom", ("'20260101'",))], "ab"),
        ([("$XDSDocumentEntryCreationTimeTo", ("20260101000000",))], "c"),
        (
            [
                ("$XDSDocumentEntryCreationTimeFrom", ("'20251231235959'",)),
                ("$XDSDocumentEntryCreationTimeTo", ("'2026'",)),
            ],
            "c",
        ),
        ([("$XDSDocumentEntryServiceStartTimeTo", ("'2026'",))], "bc"),
        ([("$XDSDocumentEntryAuthorPerson", (quoted("%^Writer^Synthet_c%"),))], "abc"),
        ([("$XDSDocumentEntryAuthorPerson", (quoted("Writer"),))], ""),
        ([("$XDSDocumentEntryType", (quoted(v.ON_DEMAND),))], ""),
        ([("$XDSDocumentEntryType", (quoted(v.ON_DEMAND, v.STABLE),))], "abc"),
    ],
)
def test_filters(full, patient, more, expected):
    assert names(full.find(patient, *more)) == set(expected)


def test_by_reference_id(full, patient):
    about = {"XDSDocumentEntryPatientId": single(patient), "XDSDocumentEntryStatus": quoted(v.APPROVED)}
    asked = lambda value: full.query(  # noqa: E731 - one line, used twice
        "FindDocumentsByReferenceId", **about, XDSDocumentEntryReferenceIdList=quoted(value)
    )
    assert names(asked("R1")) == {"a"}
    assert names(asked("R2")) == set()


def test_refusals(full, patient, ids):
    assert codes(full.query("urn:uuid:00000000-0000-4000-8000-000000000000")) == ["XDSUnknownStoredQuery"]
    assert codes(full.query("FindDocuments", XDSDocumentEntryPatientId=single(patient))) == [
        "XDSStoredQueryMissingParam"
    ]
    assert codes(full.query("GetDocuments")) == ["XDSStoredQueryMissingParam"]
    assert codes(full.find(patient, status=["urn:nobody:knows"])) == ["XDSRegistryError"]
    assert codes(full.query("GetAssociations", "LeafClassWithRepositoryItem", uuid=quoted(ids["a"]))) == [
        "XDSRegistryError"
    ]


def test_objects_of_two_patients_come_as_references_only(full, ids):
    both = quoted(ids["a"], ids["x"])
    assert codes(full.query("GetDocuments", XDSDocumentEntryEntryUUID=both)) == ["XDSResultNotSinglePatient"]
    answer = full.query("GetDocuments", "ObjectRef", XDSDocumentEntryEntryUUID=both)
    assert set(answer.objects.refs) == {ids["a"], ids["x"]}


def test_what_is_known_is_got_by_name(full, ids):
    (folder,) = full.domain.registry.holdings.folders.values()
    submission = next(iter(full.domain.registry.holdings.sets.values()))
    entry = next(iter(full.domain.registry.holdings.entries.values()))
    assert names(full.query("GetDocuments", XDSDocumentEntryUniqueId=quoted(entry.unique_id))) == {"a"}
    found = full.query("GetFolders", XDSFolderEntryUUID=quoted(folder.id)).objects
    assert [one.id for one in found.folders] == [folder.id]
    about = full.query("GetAssociations", uuid=quoted(ids["a"])).objects
    assert {one.source for one in about.associations} == {folder.id, submission.id}
    both = full.query("GetDocumentsAndAssociations", XDSDocumentEntryEntryUUID=quoted(ids["a"]))
    assert (names(both), len(both.objects.associations)) == ({"a"}, 2)
    sets = full.query("GetSubmissionSets", uuid=quoted(ids["a"], folder.id)).objects
    assert ([one.id for one in sets.submission_sets], len(sets.associations)) == ([submission.id], 2)
    folders = full.query("GetFoldersForDocument", XDSDocumentEntryEntryUUID=single(ids["a"])).objects
    assert [one.id for one in folders.folders] == [folder.id]


def test_contents(full, ids):
    (folder,) = full.domain.registry.holdings.folders.values()
    submission = next(iter(full.domain.registry.holdings.sets.values()))
    inside = full.query("GetFolderAndContents", XDSFolderEntryUUID=single(folder.id))
    assert names(inside) == {"a"}
    assert [(one.source, one.target) for one in inside.objects.associations] == [(folder.id, ids["a"])]
    whole = full.query("GetSubmissionSetAndContents", XDSSubmissionSetUniqueId=single(submission.unique_id))
    assert names(whole) == {"a", "b"}
    assert len(whole.objects.folders) == 1
    assert len(whole.objects.associations) == 5
    restricted = full.query(
        "GetSubmissionSetAndContents",
        XDSSubmissionSetEntryUUID=single(submission.id),
        XDSDocumentEntryConfidentialityCode=quoted(RESTRICTED.asked()),
    )
    assert names(restricted) == {"b"}
    assert ids["a"] not in {one.target for one in restricted.objects.associations}


def test_sets_folders_and_all(full, patient):
    sets = full.query(
        "FindSubmissionSets", XDSSubmissionSetPatientId=single(patient), XDSSubmissionSetStatus=quoted(v.APPROVED)
    )
    assert len(sets.objects.submission_sets) == 2
    by_author = full.query(
        "FindSubmissionSets",
        XDSSubmissionSetPatientId=single(patient),
        XDSSubmissionSetStatus=quoted(v.APPROVED),
        XDSSubmissionSetAuthorPerson=single("nobody%"),
    )
    assert not by_author.objects.submission_sets
    folders = full.query("FindFolders", XDSFolderPatientId=single(patient), XDSFolderStatus=quoted(v.APPROVED))
    assert len(folders.objects.folders) == 1
    approved = quoted(v.APPROVED)
    whole = full.query(
        "GetAll",
        patientId=single(patient),
        XDSDocumentEntryStatus=approved,
        XDSSubmissionSetStatus=approved,
        XDSFolderStatus=approved,
    )
    assert names(whole) == {"a", "b", "c"}
    assert (len(whole.objects.submission_sets), len(whole.objects.folders)) == (2, 1)
    assert len(whole.objects.associations) == 6


def test_related_documents(full, story, ids):
    types = {"AssociationTypes": quoted(v.RPLC)}
    nothing = full.query("GetRelatedDocuments", XDSDocumentEntryEntryUUID=single(ids["a"]), **types)
    assert len(nothing.objects) == 0
    new = samples.document(story, "new")
    one = samples.submission(story, "4", [new], associations=[samples.replaces(new.entry.id, ids["a"])])
    assert full.register(one).status == v.SUCCESS
    both = full.query("GetRelatedDocuments", XDSDocumentEntryEntryUUID=single(ids["a"]), **types)
    assert names(both) == {"a", "new"}
    assert len(both.objects.associations) == 1


def test_a_merge_unites_two_patients_for_every_query(full, patient, story, ids):
    other = samples.patient(story, "other")
    assert full.domain.registry.merge(other, patient) == ""
    answer = full.query("GetDocuments", XDSDocumentEntryEntryUUID=quoted(ids["a"], ids["x"]))
    assert names(answer) == {"a", "x"}
    assert {one.patient_id for one in answer.objects.entries} == {patient}
    assert replace(answer.objects.entries[0], patient_id=None).unique_id
