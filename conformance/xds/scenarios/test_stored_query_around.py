"""Registry Stored Query (ITI-18), what stands around an object: folders, associations, contents, relations."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.xds import checks, clauses, samples
from conformance.xds import vocabulary as v
from conformance.xds.actors import answered

ACTOR, TRANSACTION = "document-registry", "ITI-18"
REQUIRES = ["xds.registry", "xds.patient_feed"]
ENTRY, FOLDER, SET = "$XDSDocumentEntry", "$XDSFolder", "$XDSSubmissionSet"


def ends(answer):
    """Return type and both ends of each association of an answer."""
    return {(v.short(one.type), one.source, one.target) for one in answer.objects.associations}


@scenario(
    "xds.query.get-folders",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.GET_FOLDERS, clauses.EITHER_OR],
    requires=REQUIRES,
    source="toolkit2 11902",
)
def test_folders_are_got_by_either_identifier(document_registry, check):
    """Folders are got by the registry's identifier or by their own, several at once, but not by both."""
    registry, arrange = document_registry, document_registry.arrange
    folders = [arrange.folder(f"folder-{number}") for number in (1, 2, 3)]
    registry.registered(arrange.submission("folders", folders=folders).objects)
    names = tuple(str(one.unique_id) for one in folders[:2])

    by_name = registry.query("GetFolders", {f"{FOLDER}UniqueId": names})
    ids = tuple(one.id for one in by_name.objects.folders)
    by_id = registry.query("GetFolders", {f"{FOLDER}EntryUUID": ids or ("urn:uuid:none",)})
    both = registry.query("GetFolders", {f"{FOLDER}EntryUUID": ids or ("urn:uuid:none",), f"{FOLDER}UniqueId": names})
    registry.control("after")

    for where, answer in (("uniqueId", by_name), ("entryUUID", by_id)):
        with check(clauses.GET_FOLDERS, where=where, evidence=answer.evidence):
            assert sorted(str(one.unique_id) for one in answer.objects.folders) == sorted(names), answer.said
    with check(clauses.EITHER_OR, where="both", evidence=both.evidence):
        assert checks.refused(both, "XDSStoredQueryParamNumber"), both.said


@scenario(
    "xds.query.associations",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.GET_ASSOCIATIONS, clauses.DOCUMENTS_AND_ASSOCIATIONS],
    requires=REQUIRES,
    source="toolkit2 11903, 11904",
)
def test_what_ties_objects_together_is_found_from_either_end(document_registry, check):
    """Associations are found from the document at their end, alone or together with the document."""
    registry, arrange = document_registry, document_registry.arrange
    parent, other = registry.holds("parent"), registry.holds("other")
    addendum = arrange.document("addendum")
    relation = arrange.related(v.APND, addendum, parent.id)
    registry.registered(arrange.submission("adding", addendum, associations=[relation]).objects)
    [added] = registry.entries(str(addendum.entry.unique_id))

    answers = {
        "from the target": registry.get_associations(parent.id),
        "from the source": registry.get_associations(added.id),
        "of two": registry.get_associations(added.id, other.id),
    }
    together = registry.query("GetDocumentsAndAssociations", {f"{ENTRY}UniqueId": (str(parent.unique_id),)})

    tie = ("APND", added.id, parent.id)
    for where, answer in answers.items():
        with check(clauses.GET_ASSOCIATIONS, where=where, evidence=answer.evidence):
            assert tie in ends(answer), answer.said
    with check(clauses.GET_ASSOCIATIONS, where="of two, and of no third", evidence=answers["of two"].evidence):
        strangers = [one for one in ends(answers["of two"]) if not {added.id, other.id} & {*one[1:]}]
        assert strangers == []
    with check(clauses.DOCUMENTS_AND_ASSOCIATIONS, evidence=together.evidence):
        assert together.objects.unique_ids() == {parent.unique_id}, together.said
        assert tie in ends(together), together.said


@scenario(
    "xds.query.sets-of-objects",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.GET_SUBMISSION_SETS],
    requires=REQUIRES,
    source="toolkit2 11905",
)
def test_the_submission_of_a_document_is_found(document_registry, check):
    """From a document and from a folder the submission is found by which each came, with what ties them to it."""
    registry, arrange = document_registry, document_registry.arrange
    folder, document = arrange.folder("folder"), arrange.document("document")
    filing = arrange.filing("filing", folder, document)
    alone = arrange.submission("alone", arrange.document("alone"))
    for one in (filing, alone):
        registry.registered(one.objects)
    [entry, other] = registry.entries(str(document.entry.unique_id), str(alone.documents[0].entry.unique_id))
    held = answered(registry.query("GetFolders", {f"{FOLDER}UniqueId": (str(folder.unique_id),)})).objects.folders

    asked = {
        "a document": ((entry.id,), {filing.set.unique_id}),
        "a folder": (tuple(one.id for one in held), {filing.set.unique_id}),
        "documents of two": ((entry.id, other.id), {filing.set.unique_id, alone.set.unique_id}),
    }
    for where, (uuids, expected) in asked.items():
        answer = registry.query("GetSubmissionSets", {"$uuid": uuids or ("urn:uuid:none",)})
        with check(clauses.GET_SUBMISSION_SETS, where=where, evidence=answer.evidence):
            assert {one.unique_id for one in answer.objects.submission_sets} == expected, answer.said
        with check(clauses.GET_SUBMISSION_SETS, where=f"{where}, associations", evidence=answer.evidence):
            assert {one[2] for one in ends(answer) if one[0] == "HasMember"} == {*uuids}, answer.said


@scenario(
    "xds.query.contents",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.CONTENTS_FILTERED, clauses.FOLDER_CONTENTS],
    requires=REQUIRES,
    source="toolkit2 11906, 11907",
)
def test_contents_are_restricted_by_format_and_confidentiality(document_registry, check):
    """What a submission set or a folder holds is given whole, or only what is of a format or confidentiality."""
    registry, arrange = document_registry, document_registry.arrange
    formats, secrets = arrange.codes("formatCode", 2), arrange.codes("confidentialityCode", 2)
    documents = [
        arrange.document(f"document-{turn}", format_code=formats[turn], confidentiality_codes=(secrets[turn],))
        for turn in (0, 1)
    ]
    folder = arrange.folder("folder")
    submission = arrange.filing("filing", folder, *documents)
    registry.registered(submission.objects)
    mine = {one.entry.unique_id: name for one, name in zip(documents, ("first", "second"), strict=True)}

    filters = {
        "no filter": ({}, {"first", "second"}),
        "FormatCode": ({f"{ENTRY}FormatCode": (formats[1].asked(),)}, {"second"}),
        "ConfidentialityCode": ({f"{ENTRY}ConfidentialityCode": (secrets[0].asked(),)}, {"first"}),
    }
    queries = (
        (clauses.CONTENTS_FILTERED, "GetSubmissionSetAndContents", {f"{SET}UniqueId": str(submission.set.unique_id)}),
        (clauses.FOLDER_CONTENTS, "GetFolderAndContents", {f"{FOLDER}UniqueId": str(folder.unique_id)}),
    )
    for clause, query, named in queries:
        for where, (filtering, expected) in filters.items():
            answer = registry.query(query, {**named, **filtering})
            with check(clause, where=where, evidence=answer.evidence):
                assert {mine.get(one) for one in answer.objects.unique_ids()} == expected, answer.said
            with check(clause, where=f"{where}, associations without an end", evidence=answer.evidence):
                held = {one.id for one in answer.objects}
                assert [one for one in ends(answer) if not {*one[1:]} <= held] == []


@scenario(
    "xds.query.folders-of-document",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.FOLDERS_FOR_DOCUMENT],
    requires=REQUIRES,
    source="toolkit2 11908",
)
def test_the_folders_of_a_document_are_found(document_registry, check):
    """A document that is in two folders of three is found in those two, by either of its identifiers."""
    registry, arrange = document_registry, document_registry.arrange
    folders = [arrange.folder(f"folder-{number}") for number in (1, 2, 3)]
    document = arrange.document("document")
    other = arrange.document("other")
    members = [samples.member(one.id, document.entry.id) for one in folders[:2]]
    members.append(samples.member(folders[2].id, other.entry.id))
    registry.registered(arrange.submission("filing", document, other, folders=folders, associations=members).objects)
    [entry] = registry.entries(str(document.entry.unique_id))

    answers = {
        "entryUUID": registry.query("GetFoldersForDocument", {f"{ENTRY}EntryUUID": entry.id}),
        "uniqueId": registry.query("GetFoldersForDocument", {f"{ENTRY}UniqueId": str(entry.unique_id)}),
    }

    for where, answer in answers.items():
        with check(clauses.FOLDERS_FOR_DOCUMENT, where=where, evidence=answer.evidence):
            assert {one.unique_id for one in answer.objects.folders} == {one.unique_id for one in folders[:2]}, (
                answer.said
            )


@scenario(
    "xds.query.related-documents",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.RELATED_DOCUMENTS],
    requires=REQUIRES,
    source="toolkit2 11909",
)
def test_related_documents_come_by_the_kind_of_relation(document_registry, check):
    """A document's addendum is found when addenda are asked for; asked for replacements, nothing is."""
    registry, arrange = document_registry, document_registry.arrange
    parent, lonely = registry.holds("parent"), registry.holds("lonely")
    addendum = arrange.document("addendum")
    relation = arrange.related(v.APND, addendum, parent.id)
    registry.registered(arrange.submission("adding", addendum, associations=[relation]).objects)

    def related(uuid, *types):
        return registry.query("GetRelatedDocuments", {f"{ENTRY}EntryUUID": uuid, "$AssociationTypes": types})

    together = {parent.unique_id, addendum.entry.unique_id}
    told = (
        ("addenda", related(parent.id, v.APND), together, 1),
        ("addenda and replacements", related(parent.id, v.APND, v.RPLC), together, 1),
        ("replacements", related(parent.id, v.RPLC), set(), 0),
        ("of a document that stands alone", related(lonely.id, v.APND, v.HAS_MEMBER), set(), 0),
    )
    for where, answer, expected, count in told:
        with check(clauses.RELATED_DOCUMENTS, where=where, evidence=answer.evidence):
            assert answer.succeeded, answer.said
            assert (answer.objects.unique_ids(), len(answer.objects.associations)) == (expected, count)


@scenario(
    "xds.query.reference-id",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.REFERENCE_ID],
    requires=REQUIRES,
    source="toolkit2 11897/refid",
)
def test_documents_are_found_by_accession_number(document_registry, check):
    """The documents of one order are found by its accession number, and those of another are not."""
    registry, arrange = document_registry, document_registry.arrange
    numbers = {
        name: f"ZZ{arrange.story.token(name, 8)}^^^&{arrange.domain.source_id}&ISO^urn:ihe:iti:xds:2013:accession"
        for name in ("first", "second")
    }
    mine = {registry.holds(name, reference_ids=(one,)).unique_id: name for name, one in numbers.items()}

    answer = registry.query(
        "FindDocumentsByReferenceId",
        {
            f"{ENTRY}PatientId": arrange.patient(),
            f"{ENTRY}Status": (v.APPROVED,),
            f"{ENTRY}ReferenceIdList": (numbers["second"],),
        },
    )

    with check(clauses.REFERENCE_ID):
        assert {mine.get(one) for one in answer.objects.unique_ids()} == {"second"}, answer.said


@scenario(
    "xds.query.single-patient-around",
    actor=ACTOR,
    transaction=TRANSACTION,
    clauses=[clauses.SINGLE_PATIENT],
    requires=REQUIRES,
    source="toolkit2 12368",
)
def test_no_query_gives_whole_objects_of_two_patients(document_registry, check):
    """Two patients' folders, submissions or documents with their ties are never in one answer of whole objects."""
    registry, arrange = document_registry, document_registry.arrange
    folders, entries = [], []
    for name in ("hers", "his"):
        patient = arrange.patient(name)
        folders.append(arrange.folder(f"folder-{name}", patient_id=patient))
        document = arrange.document(name, patient_id=patient)
        registry.registered(arrange.filing(name, folders[-1], document).objects)
        entries += registry.entries(str(document.entry.unique_id))
    registry.control("before")

    answers = {
        "GetFolders": {f"{FOLDER}UniqueId": tuple(str(one.unique_id) for one in folders)},
        "GetDocumentsAndAssociations": {f"{ENTRY}UniqueId": tuple(str(one.unique_id) for one in entries)},
        "GetSubmissionSets": {"$uuid": tuple(one.id for one in entries)},
    }
    for name, asked in answers.items():
        answer = registry.query(name, asked)
        with check(clauses.SINGLE_PATIENT, where=name, evidence=answer.evidence):
            assert checks.refused(answer, "XDSResultNotSinglePatient"), answer.said
