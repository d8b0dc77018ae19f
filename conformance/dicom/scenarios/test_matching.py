"""Matching: each kind finds what it should and nothing else (PS3.4 C.2.2.2)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.dicom import checks, clauses, samples
from conformance.model import Blocked


@scenario(
    "dicom.query.case",
    actor="archive",
    transaction="RAD-14",
    clauses=[clauses.FIND_CASE_SENSITIVE],
    requires=["dicom"],
)
def test_identifiers_are_matched_case_by_case(archive, story, check):
    """Two accession numbers that differ in case only are two accession numbers."""
    who = samples.patient(story, "case")
    upper = f"ZZ{story.token('accession', 6)}AB"
    study = samples.study(story, "case", patient=who, series=1, images=1, AccessionNumber=upper)
    archive.holds(*study.instances)

    right = archive.find("STUDY", PatientID=who.id, AccessionNumber=upper, StudyInstanceUID="")
    lower = archive.find("STUDY", PatientID=who.id, AccessionNumber=upper.lower(), StudyInstanceUID="")

    if checks.found(right, "StudyInstanceUID") != [study.study_uid]:
        raise Blocked(f"the accession number itself did not find the study: {right.outcome}")
    with check(clauses.FIND_CASE_SENSITIVE, expected="no match for the lower-case accession number"):
        assert lower.status == 0, lower.outcome
        assert checks.found(lower, "StudyInstanceUID") == []


@scenario(
    "dicom.query.whole-value",
    actor="archive",
    transaction="RAD-14",
    clauses=[clauses.FIND_MATCHES_SINGLE_VALUE],
    requires=["dicom"],
)
def test_a_value_is_not_a_prefix(archive, story, check):
    """An accession number finds its own study and none whose number merely begins or ends with it."""
    who = samples.patient(story, "whole")
    number = f"ZZ{story.token('accession', 6)}"
    mine, longer, later = (
        samples.study(story, name, patient=who, series=1, images=1, AccessionNumber=value)
        for name, value in (("mine", number), ("longer", f"{number}7"), ("later", f"7{number}"))
    )
    archive.holds(*mine.instances, *longer.instances, *later.instances)

    answer = archive.find("STUDY", PatientID=who.id, AccessionNumber=number, StudyInstanceUID="")

    with check(clauses.FIND_MATCHES_SINGLE_VALUE, expected="the study with this number alone"):
        assert checks.found(answer, "StudyInstanceUID") == [mine.study_uid]


@scenario(
    "dicom.query.spaces",
    actor="archive",
    transaction="RAD-14",
    clauses=[clauses.FIND_SPACES_DO_NOT_COUNT],
    requires=["dicom"],
)
def test_padding_of_a_key_does_not_count(archive, story, check):
    """A patient ID padded with spaces is the same patient ID, and no other patient's."""
    hers, his = (samples.study(story, name, series=1, images=1) for name in ("hers", "his"))
    archive.holds(*hers.instances, *his.instances)

    answer = archive.find("STUDY", PatientID=f"{hers.patient_id}    ", StudyInstanceUID="")

    with check(clauses.FIND_SPACES_DO_NOT_COUNT, expected="her study alone"):
        assert checks.found(answer, "StudyInstanceUID") == [hers.study_uid]


@scenario(
    "dicom.query.uid-list",
    actor="archive",
    transaction="RAD-14",
    clauses=[clauses.FIND_SUCCEEDS, clauses.FIND_MATCHES_UID_LIST, clauses.FIND_NO_WILDCARDS_IN_UIDS],
    requires=["dicom"],
)
def test_a_list_of_uids_finds_each_of_them(archive, story, check):
    """A list of study UIDs finds each study in it and no other; a wild card in a UID finds nothing."""
    studies = [samples.study(story, f"listed-{number}", series=1, images=1) for number in range(3)]
    archive.holds(*(one for study in studies for one in study.instances))
    wanted = sorted(one.study_uid for one in studies[:2])

    answer = archive.find("STUDY", StudyInstanceUID=wanted)
    wild = archive.find("STUDY", PatientID=studies[2].patient_id, StudyInstanceUID=f"{studies[2].study_uid[:-4]}*")

    with check(clauses.FIND_SUCCEEDS, expected="status 0000", evidence=answer.evidence):
        assert answer.status == 0, answer.outcome
    with check(clauses.FIND_MATCHES_UID_LIST, expected="the two studies listed", evidence=answer.evidence):
        assert checks.found(answer, "StudyInstanceUID") == wanted
    if not answer.matches:
        raise Blocked(f"studies are not found by their own UIDs either: {answer.outcome}")
    with check(clauses.FIND_NO_WILDCARDS_IN_UIDS, expected="no match, or a refusal", evidence=wild.evidence):
        assert not wild.silent, wild.outcome
        assert checks.found(wild, "StudyInstanceUID") == []


@scenario(
    "dicom.query.universal",
    actor="archive",
    transaction="RAD-14",
    clauses=[clauses.FIND_MATCHES_UNIVERSAL],
    requires=["dicom"],
)
def test_an_empty_key_and_an_asterisk_match_everything(archive, story, check):
    """A key left empty, or set to an asterisk, leaves nothing out."""
    who = samples.patient(story, "all")
    studies = [samples.study(story, f"all-{number}", patient=who, series=1, images=1) for number in range(3)]
    archive.holds(*(one for study in studies for one in study.instances))
    wanted = sorted(one.study_uid for one in studies)

    empty = archive.find("STUDY", PatientID=who.id, AccessionNumber="", StudyInstanceUID="")
    asterisk = archive.find("STUDY", PatientID=who.id, AccessionNumber="*", StudyInstanceUID="")

    for key, answer in (("an empty key", empty), ("an asterisk", asterisk)):
        with check(clauses.FIND_MATCHES_UNIVERSAL, where=key, expected="all 3 studies", evidence=answer.evidence):
            assert checks.found(answer, "StudyInstanceUID") == wanted


@scenario(
    "dicom.query.wildcards",
    actor="archive",
    transaction="RAD-14",
    clauses=[clauses.FIND_MATCHES_WILDCARDS],
    requires=["dicom"],
)
def test_wildcards_match_any_and_one_character(archive, story, check):
    """Looking for the beginning, the end or the middle of a text finds what has it, and a ? stands for one letter."""
    who = samples.patient(story, "wild")
    token = story.token("wild", 6)
    numbers = {name: f"ZZ{token}{name}" for name in ("A1", "A2", "B1", "A11")}
    studies = {
        name: samples.study(story, name, patient=who, series=1, images=1, AccessionNumber=number)
        for name, number in numbers.items()
    }
    archive.holds(*(one for study in studies.values() for one in study.instances))

    for pattern, names in (
        (f"ZZ{token}A*", {"A1", "A2", "A11"}),
        (f"*{token}?1", {"A1", "B1"}),
        (f"ZZ{token}A?", {"A1", "A2"}),
        (f"*{token[2:]}B*", {"B1"}),
    ):
        answer = archive.find("STUDY", PatientID=who.id, AccessionNumber=pattern, StudyInstanceUID="")
        with check(clauses.FIND_MATCHES_WILDCARDS, where=pattern, expected=f"{checks.words(sorted(names))}"):
            assert checks.found(answer, "StudyInstanceUID") == sorted(studies[name].study_uid for name in names), (
                f"{answer.outcome}, {len(answer.matches)} matches"
            )


@scenario(
    "dicom.query.names",
    actor="archive",
    transaction="RAD-14",
    clauses=[clauses.FIND_MATCHES_WILDCARDS, clauses.FIND_MATCHES_SINGLE_VALUE],
    requires=["dicom"],
)
def test_a_patient_is_found_by_name(archive, story, check):
    """The whole name finds the patient, and so does its beginning with an asterisk."""
    hers, his = (samples.study(story, name, series=1, images=1) for name in ("hers", "his"))
    archive.holds(*hers.instances, *his.instances)
    family = hers.patient_name.split("^")[0]

    whole = archive.find("STUDY", PatientID=hers.patient_id, PatientName=hers.patient_name, StudyInstanceUID="")
    part = archive.find("STUDY", PatientID=hers.patient_id, PatientName=f"{family[:8]}*", StudyInstanceUID="")
    other = archive.find("STUDY", PatientID=his.patient_id, PatientName=hers.patient_name, StudyInstanceUID="")

    with check(clauses.FIND_MATCHES_SINGLE_VALUE, where="her name", evidence=whole.evidence):
        assert checks.found(whole, "StudyInstanceUID") == [hers.study_uid]
    with check(clauses.FIND_MATCHES_SINGLE_VALUE, where="her name, his ID", evidence=other.evidence):
        assert other.status == 0, other.outcome
        assert checks.found(other, "StudyInstanceUID") == []
    with check(clauses.FIND_MATCHES_WILDCARDS, where=f"{family[:8]}*", evidence=part.evidence):
        assert checks.found(part, "StudyInstanceUID") == [hers.study_uid]


@scenario(
    "dicom.query.date-range",
    actor="archive",
    transaction="RAD-14",
    clauses=[clauses.FIND_MATCHES_DATE_RANGE],
    requires=["dicom"],
)
def test_a_date_range_is_inclusive_and_may_be_open(archive, story, check):
    """Studies of a period, up to a day and from a day on are found, the days at its ends included."""
    who = samples.patient(story, "dated")
    days = ("20200131", "20200201", "20200229", "20200301")
    studies = {day: samples.study(story, day, patient=who, series=1, images=1, StudyDate=day) for day in days}
    archive.holds(*(one for study in studies.values() for one in study.instances))

    for period, wanted in (
        ("20200201-20200229", days[1:3]),
        ("-20200201", days[:2]),
        ("20200229-", days[2:]),
        ("20200201", days[1:2]),
    ):
        answer = archive.find("STUDY", PatientID=who.id, StudyDate=period, StudyInstanceUID="")
        with check(clauses.FIND_MATCHES_DATE_RANGE, where=period, expected=f"the studies of {checks.words(wanted)}"):
            assert checks.found(answer, "StudyInstanceUID") == sorted(studies[day].study_uid for day in wanted), (
                f"{answer.outcome}, studies of {checks.words(checks.found(answer, 'StudyDate'))}"
            )


@scenario(
    "dicom.query.time-range",
    actor="archive",
    transaction="RAD-14",
    clauses=[clauses.FIND_MATCHES_TIME_RANGE],
    requires=["dicom"],
)
def test_a_time_range_is_inclusive_and_may_be_open(archive, story, check):
    """Studies of a part of a day are found, the moments at its ends included."""
    who = samples.patient(story, "timed")
    times = ("080000", "093000", "120000", "174500")
    studies = {at: samples.study(story, at, patient=who, series=1, images=1, StudyTime=at) for at in times}
    archive.holds(*(one for study in studies.values() for one in study.instances))

    for period, wanted in (("093000-120000", times[1:3]), ("-093000", times[:2]), ("120000-", times[2:])):
        answer = archive.find("STUDY", PatientID=who.id, StudyTime=period, StudyInstanceUID="")
        with check(clauses.FIND_MATCHES_TIME_RANGE, where=period, expected=f"the studies of {checks.words(wanted)}"):
            assert checks.found(answer, "StudyInstanceUID") == sorted(studies[at].study_uid for at in wanted), (
                f"{answer.outcome}, {len(answer.matches)} matches"
            )


@scenario(
    "dicom.query.character-sets",
    actor="archive",
    transaction="RAD-14",
    clauses=[clauses.FIND_SUCCEEDS, clauses.FIND_TRUE_CHARACTER_SET],
    requires=["dicom"],
)
def test_names_of_all_scripts_are_told_right(archive, story, check):
    """A name in Latin, Japanese, Korean or Chinese characters comes back with all of them, and says in which set."""
    studies = []
    for script in ("latin", "utf-8", "japanese", "korean", "chinese"):
        who = samples.patient(story, script, script=script)
        studies.append(samples.study(story, script, patient=who, series=1, images=1))
    archive.holds(*(one for study in studies for one in study.instances))

    for study in studies:
        answer = archive.find(
            "STUDY", PatientID=study.patient_id, PatientName="", StudyInstanceUID="", charset="ISO_IR 192"
        )
        with check(clauses.FIND_SUCCEEDS, where=study.name, expected="status 0000 and the study"):
            assert answer.status == 0, answer.outcome
            assert checks.found(answer, "StudyInstanceUID") == [study.study_uid], f"{len(answer.matches)} matches"
        for match in answer.matches:
            name = match.text("PatientName")
            with check(clauses.FIND_TRUE_CHARACTER_SET, where=study.name, expected=study.patient_name):
                assert checks.same("PatientName", name, study.patient_name), (
                    f"{name} in {match.character_sets or 'no set'}"
                )


@scenario(
    "dicom.query.in-another-set",
    actor="archive",
    transaction="RAD-14",
    clauses=[clauses.FIND_TEXT_IN_ANY_SET],
    requires=["dicom"],
)
def test_a_name_is_found_whatever_set_it_was_stored_in(archive, story, check):
    """A name asked for in UTF-8 is found when a modality stored it in Latin-1."""
    who = samples.patient(story, "latin", script="latin")
    study = samples.study(story, "latin", patient=who, series=1, images=1)
    archive.holds(*study.instances)
    control = archive.find("STUDY", PatientID=who.id, StudyInstanceUID="")
    if checks.found(control, "StudyInstanceUID") != [study.study_uid]:
        raise Blocked(f"the patient ID alone did not find the study: {control.outcome}")

    answer = archive.find("STUDY", PatientID=who.id, PatientName=who.name, StudyInstanceUID="", charset="ISO_IR 192")

    with check(clauses.FIND_TEXT_IN_ANY_SET, expected="the study"):
        assert checks.found(answer, "StudyInstanceUID") == [study.study_uid], answer.outcome
