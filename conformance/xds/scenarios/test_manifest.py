"""Manifests in the record (RAD-68): replaced, found, and what the candidate's own source says in them."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.model import Blocked
from conformance.xds import clauses, samples
from conformance.xds import vocabulary as v
from conformance.xds.actors import CT_IMAGE, answered, invented_study
from conformance.xds.wire.manifest import read_manifest

REPOSITORY, SOURCE, TRANSACTION = "document-repository", "imaging-document-source", "RAD-68"
KEPT = ["xds.repository", "xds.registry", "xds.patient_feed"]
SHARED = ["xds.imaging_source", "xds.sample_study.manifest", "xds.registry", "xds.repository"]


@scenario(
    "xds.manifest.replaced",
    actor=REPOSITORY,
    transaction=TRANSACTION,
    clauses=[clauses.MANIFEST_REPLACED],
    requires=KEPT,
    source="toolkit2 ids_2018-4801c",
)
def test_a_manifest_of_a_changed_study_replaces_the_one_before(document_repository, check):
    """When a study grew, its new manifest takes the place of the old one, which is Deprecated."""
    repository, arrange = document_repository, document_repository.arrange
    study = invented_study(arrange.story)
    first = arrange.manifest("first", study)
    repository.provided(*_sent(arrange.submission("first", first)))
    [held] = repository.registry.entries(str(first.entry.unique_id))
    grown = study.series[0]._replace(
        instances=[*study.series[0].instances, (CT_IMAGE, arrange.story.uid("instance/late"))]
    )
    second = arrange.manifest("second", study._replace(series=[grown, *study.series[1:]]))
    tie = samples.replaces(second.entry.id, held.id)

    answer = repository.submit(arrange.submission("second", second, associations=(tie,)))

    with check(clauses.MANIFEST_REPLACED):
        assert answer.status == v.SUCCESS, answer.said
    if not answer.succeeded:
        return
    for where, document, status in (("the first", first, v.DEPRECATED), ("the second", second, v.APPROVED)):
        found = answered(repository.registry.get_documents(str(document.entry.unique_id)))
        entry = found.objects.entry(document.entry.unique_id)
        with check(clauses.MANIFEST_REPLACED, where=where, evidence=found.evidence):
            assert entry is not None, found.said
            assert entry.status == status


def _sent(submission):
    return submission.objects, submission.carried


@scenario(
    "xds.manifest.two-modalities",
    actor=REPOSITORY,
    transaction=TRANSACTION,
    clauses=[clauses.MANIFEST_EVENTS],
    requires=KEPT,
    source="toolkit2 ids_2018-4801b",
)
def test_a_manifest_of_two_modalities_is_found_by_each(document_repository, check):
    """A manifest with two acquisition modalities keeps both and is found by either."""
    repository, arrange = document_repository, document_repository.arrange
    codes = arrange.codes("eventCodeList", 2)
    document = arrange.manifest("both", invented_study(arrange.story), event_codes=tuple(codes))
    repository.provided(*_sent(arrange.submission("both", document)))

    answers = {
        code.asked(): answered(repository.registry.find_documents(arrange.patient(), EventCodeList=(code.asked(),)))
        for code in codes
    }

    for asked, answer in answers.items():
        entry = answer.objects.entry(document.entry.unique_id)
        with check(clauses.MANIFEST_EVENTS, where=f"asked for {asked}", evidence=answer.evidence):
            assert entry is not None, answer.said
        if entry is not None:
            with check(clauses.MANIFEST_EVENTS, where="the codes", evidence=answer.evidence):
                assert {one.key for one in entry.event_codes} == {one.key for one in codes}


@scenario(
    "xds.manifest.by-accession",
    actor=REPOSITORY,
    transaction=TRANSACTION,
    clauses=[clauses.MANIFEST_BY_REFERENCE],
    requires=KEPT,
    source="toolkit2 11897/refid",
)
def test_a_manifest_is_found_by_its_accession_number(document_repository, check):
    """A manifest is found by the accession number of its study, and by no other."""
    repository, arrange = document_repository, document_repository.arrange
    document = arrange.manifest("accession", invented_study(arrange.story))
    repository.provided(*_sent(arrange.submission("accession", document)))
    [reference] = [one for one in document.entry.reference_ids if one.endswith(":accession")]

    def asked(wanted):
        named = {"$XDSDocumentEntryPatientId": arrange.patient(), "$XDSDocumentEntryStatus": (v.APPROVED,)}
        named["$XDSDocumentEntryReferenceIdList"] = (wanted,)
        return repository.registry.query("FindDocumentsByReferenceId", named)

    answer = asked(reference)
    other = asked(f"ZZNONE{reference}")

    with check(clauses.MANIFEST_BY_REFERENCE, evidence=answer.evidence):
        assert answer.objects.unique_ids() == {document.entry.unique_id}, answer.said
    with check(clauses.MANIFEST_BY_REFERENCE, where="another accession number", evidence=other.evidence):
        assert (other.status, other.objects.unique_ids()) == (v.SUCCESS, set()), other.said


@scenario(
    "xds.manifest.published-content",
    actor=SOURCE,
    transaction=TRANSACTION,
    clauses=[clauses.MANIFEST_CONTENT, clauses.MANIFEST_EVIDENCE],
    requires=SHARED,
    source="toolkit2 ids_2018-4801a",
)
def test_the_manifest_of_a_shared_study_is_a_key_object_selection(shared_study, check):
    """The manifest the source shared is a key object selection of the right template, title and evidence."""
    manifest = shared_study.manifest()

    with check(clauses.MANIFEST_CONTENT):
        assert manifest.troubles == []
    with check(clauses.MANIFEST_EVIDENCE):
        assert manifest.disagreements == []


@scenario(
    "xds.manifest.published-complete",
    actor=SOURCE,
    transaction=TRANSACTION,
    clauses=[clauses.MANIFEST_COMPLETE, clauses.MANIFEST_LOCATION],
    requires=SHARED,
    source="toolkit2 ids_2018-4801a",
)
def test_the_manifest_of_a_shared_study_lists_its_instances(shared_study, check):
    """The manifest the source shared lists the instances of the study, and says where they are."""
    study = shared_study.source.study
    manifest = shared_study.manifest()
    if manifest.problem:
        raise Blocked(f"the manifest can't be read: {manifest.problem}")

    listed = {one.sop_uid for one in manifest.listed if (one.study, one.series) == (study.study_uid, study.series_uid)}
    with check(clauses.MANIFEST_COMPLETE):
        assert set(study.sop_uids) - listed == set(), "instances of the study the manifest does not list"
    for series in dict.fromkeys(one.series for one in manifest.listed):
        [first, *_] = [one for one in manifest.listed if one.series == series]
        with check(clauses.MANIFEST_LOCATION, where=f"series {series}"):
            assert first.location == study.repository_unique_id
        with check(clauses.MANIFEST_LOCATION, where=f"AE title of series {series}"):
            assert first.retrieve_ae, "no Retrieve AE Title"


@scenario(
    "xds.manifest.published-entry",
    actor=SOURCE,
    transaction=TRANSACTION,
    clauses=[clauses.MANIFEST_ENTRY],
    requires=SHARED,
    source="toolkit2 ids_2018-4801a",
)
def test_the_entry_of_a_shared_study_describes_its_manifest(shared_study, check):
    """The entry of the manifest the source shared names it by its SOP Instance UID, class and media type."""
    entry = shared_study.entry()
    manifest = read_manifest(shared_study.octets())
    if manifest.problem:
        raise Blocked(f"the manifest can't be read: {manifest.problem}")

    with check(clauses.MANIFEST_ENTRY, where="uniqueId"):
        assert entry.unique_id == manifest.sop_uid
    with check(clauses.MANIFEST_ENTRY, where="mimeType"):
        assert entry.mime_type == "application/dicom"
    with check(clauses.MANIFEST_ENTRY, where="formatCode"):
        assert entry.format_code is not None, "no formatCode"
        assert entry.format_code.key == (v.KEY_OBJECT_SELECTION, v.DICOM_UID_SCHEME)
