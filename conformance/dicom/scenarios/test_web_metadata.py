"""Metadata and bulk data over the web (PS3.18 8.7.3, 10.4, Annex F)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.dicom import clauses, samples
from conformance.dicom.checks import web, words
from conformance.dicom.instances import contents
from conformance.dicom.web import media
from conformance.dicom.web.candidate import at
from conformance.model import Blocked, NotApplicable

PLAIN = media.related(media.OCTETS)


@scenario(
    "dicom.web.metadata.instance",
    actor="archive",
    transaction="RAD-107",
    clauses=[*web.SEARCHED, clauses.METADATA_COMPLETE, clauses.METADATA_SAME],
    requires=["dicom", "dicom.web.wado"],
)
def test_metadata_hold_every_attribute(web_archive, story, check):
    """Metadata in JSON hold all that was stored: names, sequences, private, empty and many values."""
    variants = [samples.nested, samples.multi_valued, samples.private, samples.empty_type_2]
    who = samples.patient(story, "who", script="japanese")
    study = samples.study(story, "a", patient=who, series=1, images=1, variants=variants)
    web_archive.holds(*study.instances)
    image = study.instances[0]

    answer = web_archive.retrieve(at(image, "/metadata"), media.JSON)

    web.judge_search(check, answer)
    with check(clauses.METADATA_COMPLETE, expected="the instance, once", evidence=answer.evidence):
        assert answer.values("SOPInstanceUID") == [image.sop_instance], answer.outcome
    for one in answer.objects:
        wrong = web.metadata_differences(one, contents(image))
        with check(clauses.METADATA_SAME, evidence=answer.evidence):
            assert not wrong, words(wrong)


@scenario(
    "dicom.web.metadata.study",
    actor="archive",
    transaction="RAD-107",
    clauses=[*web.SEARCHED, clauses.METADATA_COMPLETE, clauses.METADATA_SAME],
    requires=["dicom", "dicom.web.wado"],
)
def test_metadata_of_a_study_are_those_of_each_instance(web_archive, story, check):
    """The metadata of a study, and of a series, tell of each of its instances once."""
    study = samples.study(story, "a", modality=("CT", "SR"), series=2, images=2)
    web_archive.holds(*study.instances)
    series = study.series[0]
    asked = {
        f"/studies/{study.study_uid}": study.instances,
        f"/studies/{study.study_uid}/series/{series.series_uid}": series.instances,
    }

    for path, wanted in asked.items():
        answer = web_archive.retrieve(f"{path}/metadata", media.JSON)
        web.judge_search(check, answer)
        stored = {one.sop_instance: one for one in wanted}
        with check(clauses.METADATA_COMPLETE, where=path, evidence=answer.evidence):
            assert answer.values("SOPInstanceUID") == sorted(stored), answer.outcome
        for one in answer.objects:
            image = stored.get(one.text("SOPInstanceUID"))
            if image is None:
                continue
            wrong = web.metadata_differences(one, contents(image))
            with check(clauses.METADATA_SAME, where=one.text("SOPInstanceUID"), evidence=answer.evidence):
                assert not wrong, words(wrong)


@scenario(
    "dicom.web.metadata.xml",
    actor="archive",
    transaction="RAD-107",
    clauses=[clauses.WEB_OK, clauses.WEB_MULTIPART, clauses.METADATA_XML],
    requires=["dicom", "dicom.web.wado"],
)
def test_metadata_come_in_xml_too(web_archive, story, check):
    """Metadata in XML come in one part for each instance, and hold what was stored: names, sequences, many values."""
    who = samples.patient(story, "who", script="japanese")
    study = samples.study(
        story, "a", patient=who, series=1, images=2, variants=[samples.nested, samples.multi_valued]
    )  # fmt: skip
    web_archive.holds(*study.instances)

    answer = web_archive.retrieve(f"/studies/{study.study_uid}/metadata", media.related(media.XML))

    with check(clauses.WEB_OK, expected="200 and a payload", evidence=answer.evidence):
        assert answer.ok, answer.outcome
    if not answer.ok:
        raise Blocked(f"metadata in XML can't be had: {answer.outcome}")
    with check(clauses.WEB_MULTIPART, evidence=answer.evidence):
        assert not answer.package_problems, words(answer.package_problems)
    stored = {one.sop_instance: one for one in study.instances}
    unreadable = [one for one in answer.documents if isinstance(one, str)]
    told = [one for one in answer.documents if not isinstance(one, str)]
    with check(clauses.METADATA_XML, expected="each instance, once", evidence=answer.evidence):
        assert not unreadable, words(unreadable)
        assert sorted(one.text("SOPInstanceUID") for one in told) == sorted(stored)
    for one in told:
        image = stored.get(one.text("SOPInstanceUID"))
        wrong = [*one.faults.told["type"], *(web.metadata_differences(one, contents(image)) if image else ())]
        with check(clauses.METADATA_XML, where=one.text("SOPInstanceUID"), evidence=answer.evidence):
            assert not wrong, words(wrong)


@scenario(
    "dicom.web.bulk.uris",
    actor="archive",
    transaction="RAD-107",
    clauses=[clauses.BULK_RESOLVES, clauses.BULK_SAME],
    requires=["dicom", "dicom.web.wado"],
)
def test_uris_of_bulk_data_lead_to_them(web_archive, story, check):
    """Each BulkDataURI of an uncompressed image's metadata leads to the octets of the value, at the same service."""
    study = samples.study(story, "a", series=1, images=1, variants=[samples.private])
    web_archive.holds(*study.instances)
    image = study.instances[0]
    metadata = web_archive.retrieve(at(image, "/metadata"), media.JSON)
    if len(metadata.objects) != 1:
        raise Blocked(f"the metadata of the instance can't be had: {metadata.outcome}")
    bulk = {path: uri for path, uri in metadata.objects[0].bulk.items() if "[" not in path}
    if not bulk:
        raise NotApplicable("the metadata replace no value by a BulkDataURI, as they may")

    stored = contents(image)
    for path, uri in bulk.items():
        answer = web_archive.bulk(uri, metadata.asked, PLAIN)
        evidence = metadata.evidence if isinstance(answer, str) else (*metadata.evidence, *answer.evidence)
        came = None if isinstance(answer, str) else web.octets(answer)
        with check(clauses.BULK_RESOLVES, where=path, evidence=evidence):
            assert came is not None, answer if isinstance(answer, str) else answer.outcome
        element = stored.get(int(path, 16))
        if came is not None and element is not None:
            with check(clauses.BULK_SAME, where=path, evidence=evidence):
                assert web.same_octets(came, element.value), f"{len(came)} octets, of {len(element.value)} stored"
