"""Search over the web: what matches is told at every level, with what its level returns (PS3.18 8.3.4, 10.6)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.dicom import clauses, samples
from conformance.dicom.checks import web
from conformance.model import Blocked


def judge_retrieve_urls(check, web_archive, answer, paths, unique):
    """Judge that each match's Retrieve URL is that of its resource; what can't be retrieved over the web needs none."""
    for one in answer.objects:
        path = paths.get(one.text(unique))
        told = one.text("RetrieveURL")
        if not told and web_archive.web.wado is None:
            why = "the profile names no retrieval over the web (dicom.web.wado), and no Retrieve URL is told"
            check.sets_aside(clauses.SEARCH_RETRIEVE_URL, why, evidence=answer.evidence)
        elif path is not None:
            with check(clauses.SEARCH_RETRIEVE_URL, where=one.text(unique), expected=f"a URL ending in {path}"):
                assert told.startswith("http"), told or "none"
                assert web.path(told).endswith(path), told


@scenario(
    "dicom.web.search.studies",
    actor="archive",
    transaction="RAD-129",
    clauses=[
        *web.SEARCHED,
        clauses.SEARCH_MATCHES,
        clauses.SEARCH_RETURNS,
        clauses.SEARCH_COUNTS,
        clauses.SEARCH_RETRIEVE_URL,
    ],
    requires=["dicom", "dicom.web.qido"],
)
def test_a_patients_studies_are_found_and_no_others(web_archive, story, check):
    """Asked for one patient's studies over the web, the archive tells those and no others, with all a study returns."""
    who = samples.patient(story, "hers")
    hers = [samples.study(story, name, patient=who, series=2, images=2) for name in ("hers-1", "hers-2")]
    his = samples.study(story, "his", series=1, images=1)
    web_archive.holds(*hers[0].instances, *hers[1].instances, *his.instances)

    answer = web_archive.search("/studies", PatientID=who.id)

    web.judge_search(check, answer)
    with check(clauses.SEARCH_MATCHES, expected="her 2 studies"):
        assert answer.values("StudyInstanceUID") == sorted(one.study_uid for one in hers)
    stored = {one.study_uid: one.get for one in hers}
    web.judge_returned(check, answer, web.STUDY_ATTRIBUTES, stored, "StudyInstanceUID")
    for one in answer.objects:
        counts = [one.text(f"NumberOfStudyRelated{what}") for what in ("Series", "Instances")]
        with check(clauses.SEARCH_COUNTS, where=one.text("StudyInstanceUID")):
            assert [*counts, one.text("ModalitiesInStudy")] == ["2", "4", "CT"]
    judge_retrieve_urls(check, web_archive, answer, {uid: f"/studies/{uid}" for uid in stored}, "StudyInstanceUID")


@scenario(
    "dicom.web.search.series",
    actor="archive",
    transaction="RAD-129",
    clauses=[
        *web.SEARCHED,
        clauses.SEARCH_MATCHES,
        clauses.SEARCH_RETURNS,
        clauses.SEARCH_COUNTS,
        clauses.SEARCH_RETRIEVE_URL,
    ],
    requires=["dicom", "dicom.web.qido"],
)
def test_the_series_of_a_study_are_found(web_archive, story, check):
    """Below a study the archive tells its series, with modality, number and how many instances there are."""
    study = samples.study(story, "a", modality=("CT", "MR"), series=2, images=3)
    other = samples.study(story, "b", patient=study.patient, series=1, images=1)
    web_archive.holds(*study.instances, *other.instances)

    answer = web_archive.search(f"/studies/{study.study_uid}/series")

    web.judge_search(check, answer)
    stored = {one.series_uid: one.instances[0].get for one in study.series}
    with check(clauses.SEARCH_MATCHES, expected="the 2 series"):
        assert answer.values("SeriesInstanceUID") == sorted(stored)
    web.judge_returned(check, answer, web.SERIES_ATTRIBUTES, stored, "SeriesInstanceUID")
    with check(clauses.SEARCH_COUNTS):
        assert answer.values("NumberOfSeriesRelatedInstances") == ["3", "3"]
    paths = {uid: f"/studies/{study.study_uid}/series/{uid}" for uid in stored}
    judge_retrieve_urls(check, web_archive, answer, paths, "SeriesInstanceUID")


@scenario(
    "dicom.web.search.instances",
    actor="archive",
    transaction="RAD-129",
    clauses=[*web.SEARCHED, clauses.SEARCH_MATCHES, clauses.SEARCH_RETURNS, clauses.SEARCH_RETRIEVE_URL],
    requires=["dicom", "dicom.web.qido"],
)
def test_the_instances_of_a_series_are_found(web_archive, story, check):
    """Below a series the archive tells its instances, with class and number."""
    study = samples.study(story, "a", series=2, images=3)
    web_archive.holds(*study.instances)
    series = study.series[0]

    answer = web_archive.search(f"/studies/{study.study_uid}/series/{series.series_uid}/instances")

    web.judge_search(check, answer)
    stored = {one.sop_instance: one.get for one in series.instances}
    with check(clauses.SEARCH_MATCHES, expected="the 3 instances"):
        assert answer.values("SOPInstanceUID") == sorted(stored)
    web.judge_returned(check, answer, web.INSTANCE_ATTRIBUTES, stored, "SOPInstanceUID")
    above = f"/studies/{study.study_uid}/series/{series.series_uid}/instances"
    judge_retrieve_urls(check, web_archive, answer, {uid: f"{above}/{uid}" for uid in stored}, "SOPInstanceUID")


@scenario(
    "dicom.web.search.across",
    actor="archive",
    transaction="RAD-129",
    clauses=[clauses.SEARCH_RESOURCES],
    requires=["dicom", "dicom.web.qido"],
)
def test_series_and_instances_are_found_across_studies(web_archive, story, check):
    """Series and instances are searched as a whole too, and instances below a study without naming its series."""
    study = samples.study(story, "a", series=2, images=2)
    web_archive.holds(*study.instances)
    series = sorted(one.series_uid for one in study.series)
    instances = sorted(one.sop_instance for one in study.instances)

    found = {
        "/series": (web_archive.search("/series", StudyInstanceUID=study.study_uid), "SeriesInstanceUID", series),
        "/instances": (web_archive.search("/instances", StudyInstanceUID=study.study_uid), "SOPInstanceUID", instances),
        "/studies/{study}/instances": (
            web_archive.search(f"/studies/{study.study_uid}/instances"),
            "SOPInstanceUID",
            instances,
        ),
    }

    for resource, (answer, unique, wanted) in found.items():
        with check(clauses.SEARCH_RESOURCES, where=resource, evidence=answer.evidence):
            assert answer.ok, answer.outcome
            assert answer.values(unique) == wanted


@scenario(
    "dicom.web.search.required-keys",
    actor="archive",
    transaction="RAD-129",
    clauses=[clauses.SEARCH_REQUIRED_KEYS],
    requires=["dicom", "dicom.web.qido"],
)
def test_every_required_key_is_matched(web_archive, story, check):
    """Each key a level must match finds what has the value, and leaves out what has another."""
    who = samples.patient(story, "who")
    day = {"StudyDate": "20250102", "StudyTime": "101112", "ReferringPhysicianName": "ZZONE"}
    one = samples.study(story, "one", patient=who, modality="CT", series=1, images=2, **day)
    day = {"StudyDate": "20250203", "StudyTime": "131415", "ReferringPhysicianName": "ZZOTHER"}
    other = samples.study(story, "other", patient=who, modality="MR", series=1, images=1, **day)
    web_archive.holds(*one.instances, *other.instances)
    image = one.instances[0]
    of_studies = ("StudyDate", "StudyTime", "AccessionNumber", "StudyID", "ReferringPhysicianName", "StudyInstanceUID")
    keys = {
        ("/studies", "StudyInstanceUID"): {"ModalitiesInStudy": "CT"} | {name: one.get(name) for name in of_studies},
        ("/series", "SeriesInstanceUID"): {"Modality": "CT", "SeriesInstanceUID": image.get("SeriesInstanceUID")},
        (f"/studies/{one.study_uid}/instances", "SOPInstanceUID"): {
            "SOPInstanceUID": image.sop_instance,
            "InstanceNumber": image.get("InstanceNumber"),
        },
    }

    for (resource, unique), listed in keys.items():
        for name, value in listed.items():
            answer = web_archive.search(resource, **{"PatientID": who.id, name: value})
            with check(clauses.SEARCH_REQUIRED_KEYS, where=f"{resource} {name}", evidence=answer.evidence):
                assert answer.ok, answer.outcome
                assert answer.values(unique) == [image.get(unique)]


@scenario(
    "dicom.web.search.nothing",
    actor="archive",
    transaction="RAD-129",
    clauses=[clauses.SEARCH_NOTHING],
    requires=["dicom", "dicom.web.qido"],
)
def test_a_search_without_results_says_so(web_archive, story, check):
    """Asked for a patient nobody knows, the archive answers 204 with nothing in it."""
    study = samples.study(story, "a", series=1, images=1)
    web_archive.holds(*study.instances)
    if web_archive.search("/studies", PatientID=study.patient_id).values("PatientID") != [study.patient_id]:
        raise Blocked("a search for what is there, as a control, did not find it")

    answer = web_archive.search("/studies", PatientID=story.patient_id("nobody"))

    with check(clauses.SEARCH_NOTHING, expected="204 without payload"):
        assert answer.empty, answer.outcome


@scenario(
    "dicom.web.search.includefield",
    actor="archive",
    transaction="RAD-129",
    clauses=[clauses.SEARCH_INCLUDES],
    requires=["dicom", "dicom.web.qido"],
)
def test_what_is_asked_to_be_included_comes_too(web_archive, story, check):
    """Study Description comes back when includefield names it, by keyword or by tag, in one list or in several."""
    study = samples.study(story, "a", series=1, images=1)
    web_archive.holds(*study.instances)
    ways = {
        "by keyword": [("includefield", "StudyDescription")],
        "by tag": [("includefield", "00081030")],
        "in a list": [("includefield", "StudyDescription,00081030,PatientSex")],
        "in two": [("includefield", "PatientSex"), ("includefield", "StudyDescription")],
    }

    for way, parameters in ways.items():
        answer = web_archive.search("/studies", *parameters, PatientID=study.patient_id)
        with check(clauses.SEARCH_INCLUDES, where=way, evidence=answer.evidence):
            assert answer.ok, answer.outcome
            assert answer.values("StudyDescription") == [study.get("StudyDescription")]


@scenario(
    "dicom.web.search.names",
    actor="archive",
    transaction="RAD-129",
    clauses=[*web.SEARCHED, clauses.SEARCH_RETURNS],
    requires=["dicom", "dicom.web.qido"],
)
def test_names_in_other_scripts_are_told_group_by_group(web_archive, story, check):
    """Names in Japanese, Latin and Korean letters come in UTF-8, each component group by itself."""
    scripts = ("japanese", "latin", "korean", "utf-8")
    people = {script: samples.patient(story, script, script=script) for script in scripts}
    studies = {script: samples.study(story, script, patient=one, series=1, images=1) for script, one in people.items()}
    web_archive.holds(*(study.instances[0] for study in studies.values()))

    for study in studies.values():
        answer = web_archive.search("/studies", PatientID=study.patient_id)
        web.judge_search(check, answer)
        if not answer.objects:
            raise Blocked(f"a study stored a moment ago was not found: {answer.outcome}")
        names = {study.study_uid: study.get}
        web.judge_returned(check, answer, ("PatientName",), names, "StudyInstanceUID")


@scenario(
    "dicom.web.search.as-find",
    actor="archive",
    transaction="RAD-129",
    clauses=[clauses.SEARCH_AS_FIND],
    requires=["dicom", "dicom.web.qido"],
)
def test_a_search_finds_what_c_find_finds(web_archive, story, check):
    """The same question by C-FIND and over the web has the same answer, at each level."""
    who = samples.patient(story, "who")
    studies = [samples.study(story, name, patient=who, series=2, images=2) for name in ("a", "b")]
    web_archive.holds(*studies[0].instances, *studies[1].instances)
    study, find = studies[0], web_archive.archive.find
    above = {"StudyInstanceUID": study.study_uid}
    series = study.series[0].series_uid
    asked = {
        "studies": (
            web_archive.search("/studies", PatientID=who.id),
            find("STUDY", PatientID=who.id, StudyInstanceUID=""),
            "StudyInstanceUID",
        ),
        "series": (
            web_archive.search(f"/studies/{study.study_uid}/series"),
            find("SERIES", **above, SeriesInstanceUID=""),
            "SeriesInstanceUID",
        ),
        "instances": (
            web_archive.search(f"/studies/{study.study_uid}/series/{series}/instances"),
            find("IMAGE", **above, SeriesInstanceUID=series, SOPInstanceUID=""),
            "SOPInstanceUID",
        ),
    }

    for level, (searched, found, unique) in asked.items():
        if found.status != 0:
            raise Blocked(f"C-FIND for {level} ended with {found.outcome}")
        if not found.matches and not searched.objects:
            raise Blocked(f"neither C-FIND nor a search for {level} found what was stored a moment ago")
        evidence = (*searched.evidence, *found.evidence)
        with check(clauses.SEARCH_AS_FIND, where=level, evidence=evidence):
            assert searched.values(unique) == sorted(one.text(unique) for one in found.matches)
