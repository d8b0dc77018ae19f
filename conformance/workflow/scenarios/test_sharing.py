"""Studies shared: stored by DICOM, published as a manifest, found and fetched by XDS-I (RAD-68, RAD-69)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.dicom.wire.syntaxes import EXPLICIT_LITTLE, IMPLICIT_LITTLE
from conformance.model import Blocked
from conformance.workflow import checks, clauses
from conformance.xds.actors import where
from conformance.xds.vocabulary import DEPRECATED, DICOM_UID_SCHEME, KEY_OBJECT_SELECTION


def _shared(hospital, patient, study, wanted):
    """Return the answer with a study's approved manifests and each as it was read, once one lists what is wanted."""

    def ask():
        found = hospital.documents_of(patient)
        entries = [one for one in found.objects.entries if one.repository_unique_id and one.unique_id]
        fetched = hospital.repository.retrieve(*map(where, entries)) if entries else None
        read = [checks.published(entry, fetched.document(entry.unique_id)) for entry in entries]
        return found, [one for one in read if one.may_be_of(study.study_uid)]

    return hospital.settled(ask, lambda now: any(one.lists == wanted for one in now[1]), "a manifest lists the study")


@scenario(
    "workflow.study-shared-as-manifest",
    actor="hospital",
    transaction="RAD-68",
    clauses=[
        clauses.STUDY_SHARED,
        clauses.MANIFEST_DESCRIBED,
        clauses.MANIFEST_RETRIEVED,
        clauses.MANIFEST_TITLED,
        clauses.MANIFEST_COMPLETE,
        clauses.MANIFEST_LOCATES,
        clauses.INSTANCES_RETRIEVED,
        clauses.ELEMENTS_SAME,
        clauses.PIXELS_SAME,
    ],
    requires=["hl7v2.in", "dicom", "xds.registry", "xds.repository", "xds.imaging_source"],
)
def test_a_stored_study_is_shared_and_fetched_as_it_was_stored(hospital, check):
    """A known patient's study is stored: its manifest is in the registry, and every image comes back the same."""
    her = hospital.person("her")
    hospital.registers(her)
    if hospital.documents_of(her).objects.entries:
        raise Blocked(f"the registry has documents of {her.id} before anything was stored")
    study = hospital.study("hers", her, series=2, each=2)
    wanted = {one.sop_instance for one in study.instances}

    hospital.archive.holds(*study.instances)
    found, manifests = _shared(hospital, her, study, wanted)
    with check(clauses.STUDY_SHARED):
        assert manifests, f"no manifest of the study among the documents of {her.id}: {found.said}"
    if not manifests:
        raise Blocked("the candidate did not share the study, so there is no manifest to judge")
    best = max(manifests, key=lambda one: len(one.lists & wanted))
    entry, document, manifest = best.entry, best.document, best.manifest
    answer = hospital.imaging_source.retrieve(checks.requests(manifest), [EXPLICIT_LITTLE, IMPLICIT_LITTLE])
    came = checks.instances(answer)

    with check(clauses.MANIFEST_DESCRIBED):
        described = (entry.mime_type, entry.format_code.key if entry.format_code else None, entry.unique_id)
        assert described == (
            "application/dicom",
            (KEY_OBJECT_SELECTION, DICOM_UID_SCHEME),
            manifest.sop_instance,
        )
    with check(clauses.MANIFEST_RETRIEVED, expected=f"hash {entry.hash}, size {entry.size}"):
        assert document is not None, "the repository did not return it"
        assert not (wrong := checks.described_wrongly(entry, document)), wrong
    with check(clauses.MANIFEST_TITLED):
        assert not manifest.trouble, manifest.trouble
        assert (manifest.sop_class, manifest.title) == (KEY_OBJECT_SELECTION, ("113030", "DCM"))
        assert manifest.studies == {study.study_uid}, f"of study {', '.join(sorted(manifest.studies))}"
    with check(clauses.MANIFEST_COMPLETE, expected="the instances that were stored, each once"):
        assert not (wrong := checks.set_apart(wanted, [one.sop for one in manifest.instances])), wrong
    with check(clauses.MANIFEST_LOCATES):
        assert manifest.instances, "the manifest lists no series"
        assert all(one.location for one in manifest.instances), "a series has no Retrieve Location UID"
    with check(clauses.INSTANCES_RETRIEVED, expected="every instance the manifest lists"):
        assert manifest.instances, "the manifest lists no instance"
        listed = {one.sop for one in manifest.instances}
        assert not (wrong := checks.set_apart(listed, [one.sop_instance for one in came])), f"{answer.said}: {wrong}"
    for one in came:
        for clause, differs in checks.differences(study, one).items():
            with check(clause, where=one.sop_instance):
                assert not differs, differs


@scenario(
    "workflow.changed-study-replaces-manifest",
    actor="hospital",
    transaction="RAD-68",
    clauses=[clauses.MANIFEST_REPLACED, clauses.OLD_MANIFEST_DEPRECATED],
    requires=["hl7v2.in", "dicom", "xds.registry", "xds.repository", "xds.imaging_source"],
)
def test_a_study_that_grows_gets_a_new_manifest_in_place_of_the_old(hospital, check):
    """More images of a shared study are stored: the registry shows one manifest, with all of them."""
    her = hospital.person("her")
    hospital.registers(her)
    study = hospital.study("hers", her, series=1, each=3)
    early, late = study.instances[:2], study.instances[2:]
    hospital.archive.holds(*early)
    first, wanted = ({one.sop_instance for one in some} for some in (early, study.instances))
    _, before = _shared(hospital, her, study, first)
    if [one.lists for one in before] != [first]:
        raise Blocked("the study is not shared by one manifest of its instances before it grows")

    hospital.archive.holds(*late)
    found, after = _shared(hospital, her, study, wanted)
    old = hospital.documents_of(her, DEPRECATED)

    with check(clauses.MANIFEST_REPLACED, expected="one approved manifest, which lists all instances"):
        assert len(after) == 1, f"{len(after)} approved manifests of the study: {found.said}"
        assert not (wrong := checks.set_apart(wanted, after[0].lists)), wrong
    with check(clauses.OLD_MANIFEST_DEPRECATED):
        assert before[0].entry.unique_id in old.objects.unique_ids(), old.said
