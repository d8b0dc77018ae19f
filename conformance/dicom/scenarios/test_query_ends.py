"""Query: how many matches are told, how a query ends, and what it must name (PS3.4 C.2.2, C.4.1, C.6)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.dicom import checks, clauses, samples
from conformance.dicom.scenarios.test_query import IMAGE_KEYS, universal
from conformance.model import Blocked, NotApplicable


@scenario(
    "dicom.query.no-match",
    actor="archive",
    transaction="RAD-14",
    clauses=[clauses.FIND_NO_MATCH, *checks.RESPONSES],
    requires=["dicom"],
)
def test_a_query_without_match_is_one_success(archive, story, check):
    """Asked for a patient it does not have, the archive says that it is done, and nothing more."""
    present = samples.study(story, "present", series=1, images=1)
    archive.holds(*present.instances)
    control = archive.find("STUDY", PatientID=present.patient_id, StudyInstanceUID="")
    if checks.found(control, "StudyInstanceUID") != [present.study_uid]:
        raise Blocked(f"a query for a patient that is there, as a control, ended with {control.outcome}")

    answer = archive.find("STUDY", PatientID=story.patient_id("nobody"), StudyInstanceUID="")

    with check(clauses.FIND_NO_MATCH, expected="one response, success"):
        assert [one.status for one in answer.responses] == [0], answer.outcome
    for clause, faults in checks.responses(answer).items():
        with check(clause):
            assert not faults, checks.words(faults)


@scenario(
    "dicom.query.counts",
    actor="archive",
    transaction="RAD-14",
    clauses=[clauses.FIND_COUNTS],
    requires=["dicom"],
)
def test_the_numbers_of_a_study_are_true(archive, story, check):
    """The series, instances and modalities a study is said to have are those it has, also after a late image."""
    study = samples.study(story, "counted", modality=("CT", "MR"), series=2, images=2)
    *early, late = study.instances
    archive.holds(*early)
    keys = universal("NumberOfStudyRelatedSeries", "NumberOfStudyRelatedInstances", "ModalitiesInStudy")
    archive.find("STUDY", StudyInstanceUID=study.study_uid, **keys)
    archive.holds(late)

    answer = archive.find("STUDY", StudyInstanceUID=study.study_uid, **keys)

    if checks.found(answer, "StudyInstanceUID") != [study.study_uid]:
        raise Blocked(f"the study itself was not found: {answer.outcome}")
    told = [
        (keyword, sorted(match.texts(keyword)), wanted)
        for match in answer.matches
        for keyword, wanted in (
            ("NumberOfStudyRelatedSeries", ["2"]),
            ("NumberOfStudyRelatedInstances", ["4"]),
            ("ModalitiesInStudy", ["CT", "MR"]),
        )
        if match.text(keyword)
    ]
    if not told:
        raise NotApplicable("the candidate tells none of these optional keys")
    for keyword, saw, wanted in told:
        with check(clauses.FIND_COUNTS, where=keyword):
            assert saw == wanted


@scenario(
    "dicom.query.many",
    actor="archive",
    transaction="RAD-14",
    clauses=[clauses.FIND_SUCCEEDS, clauses.FIND_ONE_RESPONSE_PER_MATCH, clauses.PDU_WITHIN_MAXIMUM],
    requires=["dicom"],
)
def test_all_matches_are_told_in_pdus_no_longer_than_asked(archive, story, check):
    """A long list is told to its end, in pieces no longer than we said we take."""
    study = samples.study(story, "many", series=1, images=60)
    archive.holds(*study.instances)

    answer = archive.find(
        "IMAGE",
        maximum_length=4096,
        StudyInstanceUID=study.study_uid,
        SeriesInstanceUID=study.series[0].series_uid,
        **universal(*IMAGE_KEYS),
    )

    with check(clauses.FIND_SUCCEEDS, expected="status 0000"):
        assert answer.status == 0, answer.outcome
    with check(clauses.FIND_ONE_RESPONSE_PER_MATCH, expected="60 images, each once"):
        assert checks.found(answer, "SOPInstanceUID") == sorted(one.sop_instance for one in study.instances), (
            f"{len(answer.matches)} matches"
        )
    over = checks.responses(answer).get(clauses.PDU_WITHIN_MAXIMUM, [])
    with check(clauses.PDU_WITHIN_MAXIMUM):
        assert not over, checks.words(over)


@scenario(
    "dicom.query.needs-upper-keys",
    actor="archive",
    transaction="RAD-14",
    clauses=[clauses.FIND_NEEDS_UPPER_KEYS],
    requires=["dicom"],
)
def test_a_series_is_not_found_without_its_study(archive, story, check):
    """Without relational queries negotiated, a series is looked for in a study, not in the whole archive."""
    study = samples.study(story, "upper", series=1, images=1)
    archive.holds(*study.instances)
    series = study.series[0].series_uid
    control = archive.find("SERIES", StudyInstanceUID=study.study_uid, SeriesInstanceUID=series)
    if checks.found(control, "SeriesInstanceUID") != [series]:
        raise Blocked(f"the series was not found in its study, as a control: {control.outcome}")

    answer = archive.find("SERIES", SeriesInstanceUID=series)

    with check(clauses.FIND_NEEDS_UPPER_KEYS, expected="no match, or a refusal"):
        assert not answer.silent, answer.outcome
        assert checks.found(answer, "SeriesInstanceUID") == [], answer.outcome


@scenario(
    "dicom.query.cancelled",
    actor="archive",
    transaction="RAD-14",
    clauses=[clauses.FIND_CANCELLED, clauses.FINAL_WITHOUT_DATA_SET],
    requires=["dicom"],
)
def test_a_cancelled_query_ends(archive, story, check):
    """Who has seen enough says so, and the archive stops: with the status for that, or because it was done."""
    study = samples.study(story, "cancelled", series=1, images=60)
    archive.holds(*study.instances)

    answer = archive.find(
        "IMAGE",
        cancel_after=0,
        StudyInstanceUID=study.study_uid,
        SeriesInstanceUID=study.series[0].series_uid,
        **universal(*IMAGE_KEYS),
    )

    whole = len(answer.pending) == len(study.instances)
    with check(clauses.FIND_CANCELLED, expected="status FE00, or 0000 after all 60 images"):
        assert answer.status == 0xFE00 or (answer.status == 0 and whole), (
            f"{answer.outcome} after {len(answer.pending)} of 60 images"
        )
    carried = checks.responses(answer).get(clauses.FINAL_WITHOUT_DATA_SET, [])
    with check(clauses.FINAL_WITHOUT_DATA_SET):
        assert not carried, checks.words(carried)
