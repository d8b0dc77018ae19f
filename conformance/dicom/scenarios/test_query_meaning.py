"""Meaning: times, periods, sequences and names are matched by what they mean (PS3.4 C.2.2.2)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.dicom import checks, clauses, samples
from conformance.dicom.wire import data_set
from conformance.model import Blocked, NotApplicable


@scenario(
    "dicom.query.time-precision",
    actor="archive",
    transaction="RAD-14",
    clauses=[clauses.FIND_TIME_BY_MEANING],
    requires=["dicom"],
)
def test_a_time_range_may_be_written_to_the_hour(archive, story, check):
    """From 08 to 11 finds the study of half past nine and not that of noon, however precisely either is written."""
    who = samples.patient(story, "hours")
    times = ("070000", "093000.250000", "103000", "130000")
    studies = {at: samples.study(story, at, patient=who, series=1, images=1, StudyTime=at) for at in times}
    archive.holds(*(one for study in studies.values() for one in study.instances))

    for period, wanted in (("08-12", times[1:3]), ("0800-120000", times[1:3]), ("12-", times[3:]), ("-08", times[:1])):
        answer = archive.find("STUDY", PatientID=who.id, StudyTime=period, StudyInstanceUID="")
        with check(clauses.FIND_TIME_BY_MEANING, where=period, expected=f"the studies of {checks.words(wanted)}"):
            assert checks.found(answer, "StudyInstanceUID") == sorted(studies[at].study_uid for at in wanted), (
                f"{answer.outcome}, {len(answer.matches)} matches"
            )


@scenario(
    "dicom.query.date-and-time",
    actor="archive",
    transaction="RAD-14",
    clauses=[clauses.FIND_DATE_AND_TIME_APART],
    requires=["dicom"],
)
def test_a_time_range_counts_on_each_day_of_a_date_range(archive, story, check):
    """Two days and the hours from 8 to 12 are two mornings, not the time from one morning to the next noon."""
    who = samples.patient(story, "mornings")
    moments = (("20200310", "100000"), ("20200310", "180000"), ("20200311", "090000"), ("20200311", "150000"))
    studies = {
        (day, at): samples.study(story, day + at, patient=who, series=1, images=1, StudyDate=day, StudyTime=at)
        for day, at in moments
    }
    archive.holds(*(one for study in studies.values() for one in study.instances))

    answer = archive.find(
        "STUDY", PatientID=who.id, StudyDate="20200310-20200311", StudyTime="080000-120000", StudyInstanceUID=""
    )

    mornings = sorted(studies[one].study_uid for one in (moments[0], moments[2]))
    with check(clauses.FIND_DATE_AND_TIME_APART, expected="the studies of the two mornings"):
        assert checks.found(answer, "StudyInstanceUID") == mornings, f"{answer.outcome}, {len(answer.matches)} matches"


@scenario(
    "dicom.query.sequence",
    actor="archive",
    transaction="RAD-14",
    clauses=[clauses.FIND_MATCHES_SEQUENCE],
    requires=["dicom"],
)
def test_a_key_inside_a_sequence_narrows_the_query(archive, story, check):
    """The series made for one scheduled step is told from the one made for another, where the archive tells steps."""
    steps = {name: f"ZZ{story.token(name, 8)}" for name in ("first", "second")}
    first = samples.study(story, "first", series=1, images=1, RequestAttributesSequence=requested(steps["first"]))
    second = samples.study(
        story, "second", series=1, images=1, of=first, RequestAttributesSequence=requested(steps["second"])
    )
    archive.holds(*first.instances, *second.instances)
    wanted = {"StudyInstanceUID": first.study_uid, "SeriesInstanceUID": ""}
    everything = archive.find("SERIES", **wanted, RequestAttributesSequence=[data_set(ScheduledProcedureStepID="")])
    told = [match.get("RequestAttributesSequence") for match in everything.matches]
    if not {item.data.text("ScheduledProcedureStepID") for one in told if one for item in one.items or ()} - {""}:
        raise NotApplicable("the candidate does not tell Scheduled Procedure Step ID of series, an optional key")

    with check(clauses.FIND_MATCHES_SEQUENCE, where="an empty key", evidence=everything.evidence):
        assert checks.found(everything, "SeriesInstanceUID") == sorted(
            one.series[0].series_uid for one in (first, second)
        )
    for study in (first, second):
        step = steps[study.name]
        answer = archive.find("SERIES", **wanted, RequestAttributesSequence=[data_set(ScheduledProcedureStepID=step)])
        with check(clauses.FIND_MATCHES_SEQUENCE, where=step, expected="the one series", evidence=answer.evidence):
            assert checks.found(answer, "SeriesInstanceUID") == [study.series[0].series_uid], answer.outcome


def requested(step):
    """Return a Request Attributes Sequence of one item."""
    return [samples.item(ScheduledProcedureStepID=step, RequestedProcedureID="ZZRP1")]


@scenario(
    "dicom.query.in-its-own-set",
    actor="archive",
    transaction="RAD-14",
    clauses=[clauses.FIND_TEXT_IN_ANY_SET],
    requires=["dicom"],
)
def test_a_name_is_found_in_the_set_it_was_stored_in(archive, story, check):
    """A modality that writes Latin-1, UTF-8, ISO 2022 Japanese and Korean, or GB18030 may ask in it as well."""
    for script in ("latin", "utf-8", "japanese", "korean", "chinese"):
        who = samples.patient(story, script, script=script)
        study = samples.study(story, script, patient=who, series=1, images=1)
        archive.holds(*study.instances)
        control = archive.find("STUDY", PatientID=who.id, StudyInstanceUID="")
        if checks.found(control, "StudyInstanceUID") != [study.study_uid]:
            raise Blocked(f"the patient ID alone did not find the study: {control.outcome}")

        answer = archive.find(
            "STUDY", PatientID=who.id, PatientName=who.name, StudyInstanceUID="", charset="\\".join(who.character_set)
        )

        with check(clauses.FIND_TEXT_IN_ANY_SET, where=script, expected="the study", evidence=answer.evidence):
            assert checks.found(answer, "StudyInstanceUID") == [study.study_uid], answer.outcome


@scenario(
    "dicom.query.name-case",
    actor="archive",
    transaction="RAD-14",
    clauses=[clauses.FIND_NAME_AS_CLAIMED],
    requires=["dicom"],
)
def test_names_match_in_either_case_where_that_is_claimed(archive, story, check):
    """An archive whose statement says that the case of names does not matter finds a name written small."""
    claimed = archive.profile.claims.pn_case_sensitive
    if claimed:
        raise NotApplicable("the profile says that names match in their own case alone (claims.pn_case_sensitive)")
    study = samples.study(story, "named", series=1, images=1)
    archive.holds(*study.instances)
    control = archive.find("STUDY", PatientID=study.patient_id, PatientName=study.patient_name, StudyInstanceUID="")
    if checks.found(control, "StudyInstanceUID") != [study.study_uid]:
        raise Blocked(f"the name itself did not find the study: {control.outcome}")

    small = study.patient_name.lower()
    answer = archive.find("STUDY", PatientID=study.patient_id, PatientName=small, StudyInstanceUID="")

    if claimed is None:
        found = "finds" if answer.matches else "does not find"
        what = f"a name written small {found} the study, and the profile claims neither (claims.pn_case_sensitive)"
        check.allows(clauses.FIND_NAME_AS_CLAIMED, what, evidence=answer.evidence)
        return
    with check(clauses.FIND_NAME_AS_CLAIMED, expected="the study", evidence=answer.evidence):
        assert checks.found(answer, "StudyInstanceUID") == [study.study_uid], answer.outcome
