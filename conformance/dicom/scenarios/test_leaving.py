"""Leaving: patients, series, images and all there is are fetched complete and as they were (PS3.4 C.4.2, C.4.3)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.dicom import checks, clauses, samples
from conformance.dicom.checks import web
from conformance.dicom.equality import differences
from conformance.dicom.instances import contents
from conformance.dicom.samples import sopclasses as s
from conformance.model import NotApplicable

WHOLE = [clauses.RETRIEVE_SUCCEEDS, clauses.RETRIEVE_COMPLETE, clauses.RETRIEVE_UNCHANGED]


def judge_whole(check, name, answer, wanted, received):
    """Judge that a retrieve succeeded and brought what was wanted, each once and as it was."""
    with check(clauses.RETRIEVE_SUCCEEDS, where=name, expected="status 0000", evidence=answer.evidence):
        assert answer.status == 0, answer.outcome
    faults = checks.instances([one.sop_instance for one in wanted], received)
    expected = f"{len(wanted)} instances, each once"
    with check(clauses.RETRIEVE_COMPLETE, where=name, expected=expected, evidence=answer.evidence):
        assert not faults, checks.words(faults)
    back = {one.sop_instance: one for one in received}
    for one in wanted:
        if one.sop_instance in back:
            came = back[one.sop_instance]
            found = differences(contents(one), contents(came))
            with check(clauses.RETRIEVE_UNCHANGED, where=one.sop_instance, evidence=[came.evidence]):
                assert not found, checks.words(found)


@scenario(
    "dicom.move.patient",
    actor="archive",
    transaction="RAD-16",
    clauses=WHOLE,
    requires=["dicom", "dicom.store_back"],
)
def test_all_studies_of_a_patient_are_moved(archive, story, check):
    """A patient who changes hospitals takes all studies along, in one request by Patient Root, and nobody else's."""
    who = samples.patient(story, "leaving")
    studies = [samples.study(story, name, patient=who, series=1, images=2) for name in ("first", "second")]
    other = samples.study(story, "staying", series=1, images=1)
    wanted = [one for study in studies for one in study.instances]
    archive.holds(*wanted, *other.instances)

    with archive.receiver() as receiver:
        answer = archive.move("PATIENT", model="patient", PatientID=who.id)
        received = receiver.finished()

    if answer.unoffered:
        raise NotApplicable("the candidate offers no C-MOVE by Patient Root")
    judge_whole(check, "the patient", answer, wanted, received)


@scenario(
    "dicom.move.image",
    actor="archive",
    transaction="RAD-16",
    clauses=WHOLE,
    requires=["dicom", "dicom.store_back"],
)
def test_images_named_by_a_list_are_moved_and_no_others(archive, story, check):
    """Two images of three, named by their UIDs in one request, arrive; the third stays."""
    study = samples.study(story, "listed", series=1, images=3)
    archive.holds(*study.instances)
    wanted = study.instances[:2]

    with archive.receiver() as receiver:
        answer = archive.move(
            "IMAGE",
            StudyInstanceUID=study.study_uid,
            SeriesInstanceUID=study.series[0].series_uid,
            SOPInstanceUID=[one.sop_instance for one in wanted],
        )
        received = receiver.finished()

    if answer.unoffered:
        raise NotApplicable("the candidate offers no C-MOVE by Study Root")
    judge_whole(check, "two images", answer, wanted, received)


@scenario(
    "dicom.get.image",
    actor="archive",
    transaction="RAD-16",
    clauses=WHOLE,
    requires=["dicom"],
)
def test_a_series_and_an_image_are_fetched_alone(archive, story, check):
    """A workstation fetches one series of two, then one image of it, and nothing more."""
    study = samples.study(story, "alone", series=2, images=2)
    archive.holds(*study.instances)
    series = study.series[1]
    one = series.instances[0]
    storage = [(one.sop_class, one.transfer_syntax)]
    upper = {"StudyInstanceUID": study.study_uid, "SeriesInstanceUID": series.series_uid}

    whole = archive.get("SERIES", storage=storage, **upper)
    single = archive.get("IMAGE", storage=storage, **upper, SOPInstanceUID=one.sop_instance)

    if whole.unoffered:
        raise NotApplicable("the candidate offers no C-GET by Study Root")
    judge_whole(check, "the series", whole, series.instances, whole.received)
    judge_whole(check, "the image", single, [one], single.received)


@scenario(
    "dicom.move.exit",
    actor="archive",
    transaction="RAD-16",
    clauses=[*WHOLE, clauses.RETRIEVE_AGREES_WITH_QUERY, clauses.RETRIEVE_COUNTS, clauses.RETRIEVE_NO_REMAINING],
    requires=["dicom", "dicom.store_back"],
)
def test_everything_can_be_taken_out_again(archive, story, check):
    """The rehearsal of leaving: what was put in, study by study, of many kinds, comes out complete and unchanged."""
    held = of_many_kinds(story)
    for instances in held.values():
        archive.holds(*instances)

    for study_uid, instances in held.items():
        counted = archive.find("STUDY", StudyInstanceUID=study_uid, NumberOfStudyRelatedInstances="")
        answer, received = archive.moved(study_uid)
        judge_whole(check, study_uid, answer, instances, received)
        checks.judge_counts(check, answer)
        checks.judge_agreement(check, received, answer, counted, study_uid)


def of_many_kinds(story):
    """Return the instances of three studies of images, reports and documents, by Study Instance UID."""
    images = samples.study(story, "ct", modality=("CT", "MR"), series=2, images=4)
    report = samples.study(story, "report", series=1, images=1, sop_class=samples.BASIC_TEXT_SR, of=images)
    angiogram = samples.study(story, "xa", series=1, images=2, sop_class=s.XA)
    letter = samples.study(story, "letter", series=1, images=1, sop_class=samples.ENCAPSULATED_PDF)
    return {
        images.study_uid: (*images.instances, *report.instances),
        angiogram.study_uid: angiogram.instances,
        letter.study_uid: letter.instances,
    }


@scenario(
    "dicom.web.retrieve.exit",
    actor="archive",
    transaction="RAD-107",
    clauses=[*web.FETCHED, clauses.FETCH_UNCHANGED, clauses.FETCH_PIXELS, clauses.SEARCH_COUNTS],
    requires=["dicom", "dicom.web.wado", "dicom.web.qido"],
)
def test_everything_can_be_taken_out_over_the_web(web_archive, story, check):
    """The rehearsal of leaving over the web: study by study, of many kinds, all comes out complete and unchanged."""
    held = of_many_kinds(story)
    for instances in held.values():
        web_archive.holds(*instances)

    for study_uid, instances in held.items():
        counted = web_archive.search("/studies", StudyInstanceUID=study_uid)
        answer = web_archive.retrieve(f"/studies/{study_uid}")
        web.judge_fetched(check, answer, instances)
        for uid, found in web.changed(answer, instances).items():
            for clause in (clauses.FETCH_UNCHANGED, clauses.FETCH_PIXELS):
                wrong = [one for one in found if web.clause_of_change(one) is clause]
                with check(clause, where=uid, evidence=answer.evidence):
                    assert not wrong, checks.words(wrong)
        told = {one.text("NumberOfStudyRelatedInstances") for one in counted.objects}
        with check(clauses.SEARCH_COUNTS, where=study_uid, expected=f"{len(instances)}", evidence=counted.evidence):
            assert told == {str(len(instances))}, f"the search told {checks.words(sorted(told)) or counted.outcome}"
