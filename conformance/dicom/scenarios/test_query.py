"""Query: what matches is told, once and whole, and nothing else is (PS3.4 C.2.2, C.4.1, C.6)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.dicom import checks, clauses, samples
from conformance.model import NotApplicable

STUDY_KEYS = ("StudyDate", "StudyTime", "AccessionNumber", "PatientName", "PatientID", "StudyID", "StudyInstanceUID")
SERIES_KEYS = ("Modality", "SeriesNumber", "SeriesInstanceUID")
IMAGE_KEYS = ("InstanceNumber", "SOPInstanceUID")
FINDS = "status 0000, and matches"


def universal(*keywords):
    """Return keys of no value, which match everything and are to come back."""
    return dict.fromkeys(keywords, "")


def by_uid(*studies):
    """Return the studies by their UID."""
    return {one.study_uid: one for one in studies}


@scenario(
    "dicom.query.by-patient-id",
    actor="archive",
    transaction="RAD-14",
    clauses=[
        clauses.FIND_SUCCEEDS,
        clauses.FIND_MATCHES_SINGLE_VALUE,
        clauses.FIND_ONE_RESPONSE_PER_MATCH,
        clauses.FIND_STUDY_LEVEL,
        *checks.FORM,
        *checks.RESPONSES,
    ],
    requires=["dicom"],
)
def test_a_query_by_patient_id_returns_that_patients_studies_and_no_other(archive, story, check):
    """Asked for one patient's studies, the archive returns those and no others, with every key asked for."""
    who = samples.patient(story, "hers")
    hers = [samples.study(story, name, patient=who, series=1, images=1) for name in ("hers-1", "hers-2")]
    his = samples.study(story, "his", series=1, images=1)
    archive.holds(*hers[0].instances, *hers[1].instances, *his.instances)

    keys = universal(*STUDY_KEYS) | {"PatientID": who.id}
    answer = archive.find("STUDY", **keys)

    with check(clauses.FIND_SUCCEEDS, expected="status 0000"):
        assert answer.status == 0, answer.outcome
    if answer.matches:
        with check(clauses.FIND_MATCHES_SINGLE_VALUE):
            assert answer.values("PatientID") <= {who.id}
    with check(clauses.FIND_ONE_RESPONSE_PER_MATCH):
        assert checks.found(answer, "StudyInstanceUID") == sorted(one.study_uid for one in hers)
    with check(clauses.FIND_STUDY_LEVEL, expected="her 2 studies"):
        assert answer.values("StudyInstanceUID") >= {one.study_uid for one in hers}, f"{len(answer.matches)} matches"
    checks.judge_form(check, answer, "STUDY", STUDY_KEYS, by_uid(*hers), "StudyInstanceUID")
    for clause, faults in checks.responses(answer).items():
        with check(clause):
            assert not faults, checks.words(faults)


@scenario(
    "dicom.query.patients",
    actor="archive",
    transaction="RAD-14",
    clauses=[clauses.FIND_PATIENT_LEVEL, clauses.FIND_ONE_RESPONSE_PER_MATCH, *checks.FORM],
    requires=["dicom"],
)
def test_a_patient_is_found_at_the_patient_level(archive, story, check):
    """A patient with two studies is one patient."""
    who = samples.patient(story, "hers")
    hers = [samples.study(story, name, patient=who, series=1, images=1) for name in ("hers-1", "hers-2")]
    archive.holds(*hers[0].instances, *hers[1].instances)

    answer = archive.find("PATIENT", model="patient", PatientID=who.id, PatientName="")

    if answer.unoffered:
        raise NotApplicable("the candidate offers no query by Patient Root")
    with check(clauses.FIND_PATIENT_LEVEL, expected="success, and the patient among the matches"):
        assert answer.status == 0, answer.outcome
        assert answer.values("PatientID") == {who.id}, f"patients {answer.values('PatientID')}"
    with check(clauses.FIND_ONE_RESPONSE_PER_MATCH):
        assert checks.found(answer, "PatientID") == [who.id]
    checks.judge_form(check, answer, "PATIENT", ("PatientID", "PatientName"), {who.id: hers[0]}, "PatientID")


@scenario(
    "dicom.query.patient-root-studies",
    actor="archive",
    transaction="RAD-14",
    clauses=[clauses.FIND_PATIENT_LEVEL, clauses.FIND_ONE_RESPONSE_PER_MATCH],
    requires=["dicom"],
)
def test_a_patients_studies_are_found_by_patient_root(archive, story, check):
    """The Patient Root model leads from the patient to the studies, the series and the images."""
    study = samples.study(story, "rooted", modality=("CT", "MR"), series=2, images=2)
    archive.holds(*study.instances)
    upper = {"PatientID": study.patient_id}

    studies = archive.find("STUDY", model="patient", **upper, StudyInstanceUID="")
    upper["StudyInstanceUID"] = study.study_uid
    series = archive.find("SERIES", model="patient", **upper, SeriesInstanceUID="")
    upper["SeriesInstanceUID"] = study.series[0].series_uid
    images = archive.find("IMAGE", model="patient", **upper, SOPInstanceUID="")

    if studies.unoffered:
        raise NotApplicable("the candidate offers no query by Patient Root")
    for level, answer in (("STUDY", studies), ("SERIES", series), ("IMAGE", images)):
        with check(clauses.FIND_PATIENT_LEVEL, where=level, expected=FINDS, evidence=answer.evidence):
            assert answer.status == 0, answer.outcome
            assert answer.matches, "no match"
    told = [
        checks.found(studies, "StudyInstanceUID"),
        checks.found(series, "SeriesInstanceUID"),
        checks.found(images, "SOPInstanceUID"),
    ]
    with check(clauses.FIND_ONE_RESPONSE_PER_MATCH, expected="1 study, its 2 series, the 2 images of the first"):
        assert told == [
            [study.study_uid],
            sorted(one.series_uid for one in study.series),
            sorted(one.sop_instance for one in study.series[0].instances),
        ], f"{[len(one) for one in told]} of study, series and images"


@scenario(
    "dicom.query.series",
    actor="archive",
    transaction="RAD-14",
    clauses=[
        clauses.FIND_SERIES_LEVEL,
        clauses.FIND_ONE_RESPONSE_PER_MATCH,
        clauses.FIND_MATCHES_SINGLE_VALUE,
        *checks.FORM,
    ],
    requires=["dicom"],
)
def test_the_series_of_a_study_are_found(archive, story, check):
    """Asked for the series of a study, the archive tells each once, and by modality only those of that modality."""
    study = samples.study(story, "series", modality=("CT", "MR"), series=3, images=1)
    other = samples.study(story, "other", series=1, images=1)
    archive.holds(*study.instances, *other.instances)

    keys = universal(*SERIES_KEYS)
    answer = archive.find("SERIES", StudyInstanceUID=study.study_uid, **keys)
    of_mr = archive.find("SERIES", StudyInstanceUID=study.study_uid, **(keys | {"Modality": "MR"}))

    with check(clauses.FIND_SERIES_LEVEL, expected=FINDS, evidence=answer.evidence):
        assert answer.status == 0, answer.outcome
        assert answer.matches, "no match"
    with check(clauses.FIND_ONE_RESPONSE_PER_MATCH, evidence=answer.evidence):
        assert checks.found(answer, "SeriesInstanceUID") == sorted(one.series_uid for one in study.series)
    with check(clauses.FIND_MATCHES_SINGLE_VALUE, expected="the series of modality MR", evidence=of_mr.evidence):
        assert checks.found(of_mr, "SeriesInstanceUID") == [
            one.series_uid for one in study.series if one.modality == "MR"
        ]
    stored = {one.series_uid: one.instances[0] for one in study.series}
    checks.judge_form(check, answer, "SERIES", ("StudyInstanceUID", *SERIES_KEYS), stored, "SeriesInstanceUID")


@scenario(
    "dicom.query.images",
    actor="archive",
    transaction="RAD-14",
    clauses=[clauses.FIND_IMAGE_LEVEL, clauses.FIND_ONE_RESPONSE_PER_MATCH, *checks.FORM],
    requires=["dicom"],
)
def test_the_images_of_a_series_are_found(archive, story, check):
    """Asked for the images of a series, the archive tells each once."""
    study = samples.study(story, "images", series=2, images=3)
    archive.holds(*study.instances)
    series = study.series[1]

    answer = archive.find(
        "IMAGE", StudyInstanceUID=study.study_uid, SeriesInstanceUID=series.series_uid, **universal(*IMAGE_KEYS)
    )

    with check(clauses.FIND_IMAGE_LEVEL, expected=FINDS):
        assert answer.status == 0, answer.outcome
        assert answer.matches, "no match"
    with check(clauses.FIND_ONE_RESPONSE_PER_MATCH):
        assert checks.found(answer, "SOPInstanceUID") == sorted(one.sop_instance for one in series.instances)
    stored = {one.sop_instance: one for one in series.instances}
    asked = ("StudyInstanceUID", "SeriesInstanceUID", *IMAGE_KEYS)
    checks.judge_form(check, answer, "IMAGE", asked, stored, "SOPInstanceUID")


@scenario(
    "dicom.query.empty-values",
    actor="archive",
    transaction="RAD-14",
    clauses=[clauses.FIND_SUCCEEDS, clauses.FIND_RETURNS_REQUIRED_KEYS],
    requires=["dicom"],
)
def test_required_keys_without_a_value_come_back_empty(archive, story, check):
    """A study without time or study ID is found, and says so by empty values rather than by none."""
    study = samples.study(story, "empty", series=1, images=1, variants=(samples.empty_type_2,))
    archive.holds(*study.instances)

    answer = archive.find("STUDY", **(universal(*STUDY_KEYS) | {"PatientID": study.patient_id}))

    with check(clauses.FIND_SUCCEEDS, expected="status 0000 and the study"):
        assert answer.status == 0, answer.outcome
        assert checks.found(answer, "StudyInstanceUID") == [study.study_uid], f"{len(answer.matches)} matches"
    for match in answer.matches:
        missing = [one for one in STUDY_KEYS if one not in match]
        with check(clauses.FIND_RETURNS_REQUIRED_KEYS, where=match.text("StudyInstanceUID")):
            assert not missing, f"missing: {checks.words(missing)}"
