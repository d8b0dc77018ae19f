"""Keys: each narrows at its level, by either root; levels, options, what is optional (PS3.4 C.2.2.1, C.4.1, C.6)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.dicom import checks, clauses, samples, uids
from conformance.dicom.candidate import ALSO
from conformance.dicom.client import Proposal, find, keys
from conformance.dicom.wire import Extended
from conformance.model import Blocked, NotApplicable

STUDY_KEYS = ("StudyDate", "StudyTime", "AccessionNumber", "StudyID", "StudyInstanceUID")
AVAILABILITIES = {"ONLINE", "NEARLINE", "OFFLINE", "UNAVAILABLE"}


def two_studies(archive, story):
    """Have the archive hold two studies of one patient that differ in every key of the study level."""
    who = samples.patient(story, "keys")
    first = samples.study(story, "first", patient=who, series=1, images=1, StudyDate="20210304", StudyTime="081500")
    second = samples.study(story, "second", patient=who, series=1, images=1, StudyDate="20220506", StudyTime="194500")
    archive.holds(*first.instances, *second.instances)
    return who, first, second


def judge_keys(archive, check, who, studies, model):
    """Ask for each study by each of its keys in turn."""
    for keyword in STUDY_KEYS:
        for study in studies:
            wanted = {"StudyInstanceUID": "", keyword: study.get(keyword)}
            answer = archive.find("STUDY", model=model, PatientID=who.id, **wanted)
            if answer.unoffered:
                raise NotApplicable(f"the candidate offers no query by {model} root")
            at = {"where": f"{keyword} {study.get(keyword)}", "expected": "that study alone"}
            with check(clauses.FIND_MATCHES_EACH_KEY, **at, evidence=answer.evidence):
                assert answer.status == 0, answer.outcome
                assert checks.found(answer, "StudyInstanceUID") == [study.study_uid], f"{len(answer.matches)} matches"


@scenario(
    "dicom.query.each-study-key",
    actor="archive",
    transaction="RAD-14",
    clauses=[clauses.FIND_MATCHES_EACH_KEY],
    requires=["dicom"],
)
def test_each_key_of_a_study_finds_it(archive, story, check):
    """Date, time, accession number, study ID and UID each tell one of a patient's studies from the other."""
    who, *studies = two_studies(archive, story)
    judge_keys(archive, check, who, studies, "study")


@scenario(
    "dicom.query.each-patient-root-key",
    actor="archive",
    transaction="RAD-14",
    clauses=[clauses.FIND_MATCHES_EACH_KEY],
    requires=["dicom"],
)
def test_each_key_of_a_study_finds_it_under_its_patient(archive, story, check):
    """By Patient Root too, each key of the study level tells one of a patient's studies from the other."""
    who, *studies = two_studies(archive, story)
    judge_keys(archive, check, who, studies, "patient")


@scenario(
    "dicom.query.each-series-key",
    actor="archive",
    transaction="RAD-14",
    clauses=[clauses.FIND_MATCHES_EACH_KEY],
    requires=["dicom"],
)
def test_each_key_of_a_series_finds_it(archive, story, check):
    """Modality, number and UID each tell one series of a study from the other."""
    study = samples.study(story, "series", modality=("CT", "MR"), series=2, images=1)
    archive.holds(*study.instances)

    for series in study.series:
        first = series.instances[0]
        for keyword in ("Modality", "SeriesNumber", "SeriesInstanceUID"):
            wanted = {"SeriesInstanceUID": "", keyword: first.get(keyword)}
            answer = archive.find("SERIES", StudyInstanceUID=study.study_uid, **wanted)
            at = {"where": f"{keyword} {first.get(keyword)}", "expected": "that series alone"}
            with check(clauses.FIND_MATCHES_EACH_KEY, **at, evidence=answer.evidence):
                assert answer.status == 0, answer.outcome
                assert checks.found(answer, "SeriesInstanceUID") == [series.series_uid]


@scenario(
    "dicom.query.each-image-key",
    actor="archive",
    transaction="RAD-14",
    clauses=[clauses.FIND_MATCHES_EACH_KEY],
    requires=["dicom"],
)
def test_each_key_of_an_image_finds_it(archive, story, check):
    """Number and UID each tell one image of a series from the others."""
    study = samples.study(story, "images", series=1, images=3)
    archive.holds(*study.instances)
    upper = {"StudyInstanceUID": study.study_uid, "SeriesInstanceUID": study.series[0].series_uid}

    for one in study.instances[:2]:
        for keyword in ("InstanceNumber", "SOPInstanceUID"):
            answer = archive.find("IMAGE", **upper, **({"SOPInstanceUID": ""} | {keyword: one.get(keyword)}))
            at = {"where": f"{keyword} {one.get(keyword)}", "expected": "that image alone"}
            with check(clauses.FIND_MATCHES_EACH_KEY, **at, evidence=answer.evidence):
                assert answer.status == 0, answer.outcome
                assert checks.found(answer, "SOPInstanceUID") == [one.sop_instance]


@scenario(
    "dicom.query.level",
    actor="archive",
    transaction="RAD-14",
    clauses=[clauses.FIND_LEVEL_REFUSED],
    requires=["dicom"],
)
def test_a_level_the_model_does_not_have_finds_nothing(archive, story, check):
    """A query at no level, at one nobody knows, or for patients by Study Root is refused rather than guessed at."""
    study = samples.study(story, "level", series=1, images=1)
    archive.holds(*study.instances)
    control = archive.find("STUDY", PatientID=study.patient_id, StudyInstanceUID="")
    if checks.found(control, "StudyInstanceUID") != [study.study_uid]:
        raise Blocked(f"the study was not found at its own level, as a control: {control.outcome}")

    for name, level in (("no level", None), ("level NONSENSE", "NONSENSE"), ("level PATIENT", "PATIENT")):
        answer = archive.find(level, PatientID=study.patient_id, StudyInstanceUID="")
        at = {"where": name, "expected": "a refusal such as A900, or no match"}
        with check(clauses.FIND_LEVEL_REFUSED, **at, evidence=answer.evidence):
            assert not answer.silent, answer.outcome
            assert not answer.matches, f"{len(answer.matches)} matches, {answer.outcome}"


@scenario(
    "dicom.query.relational",
    actor="archive",
    transaction="RAD-14",
    clauses=[clauses.FIND_RELATIONAL_TRUE],
    requires=["dicom"],
)
def test_a_relational_query_works_where_it_was_granted(archive, story, check):
    """An archive that grants relational queries finds a series without being told its study."""
    study = samples.study(story, "relational", series=1, images=1)
    archive.holds(*study.instances)
    series = study.series[0].series_uid

    wanted = (Extended(uids.STUDY_ROOT_FIND, b"\1\0\0\0"),)
    with archive.associate(Proposal(uids.STUDY_ROOT_FIND), ALSO, extended=wanted) as association:
        told = association.acceptance.user.extended if association.acceptance else ()
        if not any(one.sop_class == uids.STUDY_ROOT_FIND and one.information[:1] == b"\1" for one in told):
            raise NotApplicable("the candidate grants no relational queries")
        answer = find(association, uids.STUDY_ROOT_FIND, keys("SERIES", SeriesInstanceUID=series))

    with check(clauses.FIND_RELATIONAL_TRUE, expected="success and the series", evidence=answer.evidence):
        assert answer.status == 0, answer.outcome
        assert checks.found(answer, "SeriesInstanceUID") == [series], f"{len(answer.matches)} matches"


@scenario(
    "dicom.query.optional-key",
    actor="archive",
    transaction="RAD-14",
    clauses=[clauses.FIND_OPTIONAL_KEY_HARMLESS],
    requires=["dicom"],
)
def test_an_optional_key_fails_no_query(archive, story, check):
    """A key the archive may not know leaves the answer as it is, and is not made up."""
    study = samples.study(story, "optional", series=1, images=1)
    archive.holds(*study.instances)

    answer = archive.find("STUDY", StudyInstanceUID=study.study_uid, PatientState="", MedicalAlerts="")

    with check(clauses.FIND_OPTIONAL_KEY_HARMLESS, expected="success and the study"):
        assert answer.status == 0, answer.outcome
        assert checks.found(answer, "StudyInstanceUID") == [study.study_uid], f"{len(answer.matches)} matches"
    for match in answer.matches:
        made_up = {one: match.text(one) for one in ("PatientState", "MedicalAlerts") if match.text(one)}
        with check(clauses.FIND_OPTIONAL_KEY_HARMLESS, where="values", expected="none, the study has none"):
            assert not made_up, checks.words(f"{keyword} {text!r}" for keyword, text in made_up.items())


@scenario(
    "dicom.query.modalities",
    actor="archive",
    transaction="RAD-14",
    clauses=[clauses.FIND_MATCHES_MODALITIES],
    requires=["dicom"],
)
def test_a_study_of_two_modalities_is_found_by_either(archive, story, check):
    """A PET-CT study is found by PT and by CT, and not by MR."""
    who = samples.patient(story, "hybrid")
    hybrid = samples.study(story, "hybrid", patient=who, modality=("CT", "PT"), series=2, images=1)
    plain = samples.study(story, "plain", patient=who, modality="MR", series=1, images=1)
    archive.holds(*hybrid.instances, *plain.instances)
    control = archive.find("STUDY", PatientID=who.id, StudyInstanceUID="", ModalitiesInStudy="")
    if not any(match.text("ModalitiesInStudy") for match in control.matches):
        raise NotApplicable("the candidate does not tell Modalities in Study, which is an optional key")

    for modality, wanted in (("PT", hybrid), ("CT", hybrid), ("MR", plain)):
        answer = archive.find("STUDY", PatientID=who.id, StudyInstanceUID="", ModalitiesInStudy=modality)
        told = [sorted(match.texts("ModalitiesInStudy")) for match in answer.matches]
        with check(clauses.FIND_MATCHES_MODALITIES, where=modality, evidence=answer.evidence):
            assert checks.found(answer, "StudyInstanceUID") == [wanted.study_uid], answer.outcome
        with check(clauses.FIND_MATCHES_MODALITIES, where=f"{modality}, all told", evidence=answer.evidence):
            assert told == [sorted({one.modality for one in wanted.series})]


@scenario(
    "dicom.query.availability",
    actor="archive",
    transaction="RAD-14",
    clauses=[clauses.FIND_AVAILABILITY],
    requires=["dicom"],
)
def test_what_is_said_of_availability_is_true(archive, story, check):
    """A study said to be online can be fetched at once, and no other word is used than the standard's."""
    study = samples.study(story, "available", series=1, images=1)
    archive.holds(*study.instances)

    answer = archive.find("STUDY", StudyInstanceUID=study.study_uid, InstanceAvailability="")

    told = sorted(answer.values("InstanceAvailability") - {""})
    if not told:
        raise NotApplicable("the candidate does not tell Instance Availability, which is an optional key")
    with check(clauses.FIND_AVAILABILITY, expected=checks.words(sorted(AVAILABILITIES)), evidence=answer.evidence):
        assert set(told) <= AVAILABILITIES, checks.words(told)
    if told == ["ONLINE"]:
        received = archive.fetched(study.study_uid, study.instances)
        with check(clauses.FIND_AVAILABILITY, where="ONLINE", expected="1 instance fetched"):
            assert len(received) == 1, f"{len(received)} instances fetched"
