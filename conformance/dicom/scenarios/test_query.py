"""Query: what matches is told, once and whole, and nothing else is (PS3.4 C.2.2, C.4.1, C.6)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.dicom import checks, clauses, samples
from conformance.model import Blocked, NotApplicable

STUDY_KEYS = ("StudyDate", "StudyTime", "AccessionNumber", "PatientName", "PatientID", "StudyID", "StudyInstanceUID")
SERIES_KEYS = ("Modality", "SeriesNumber", "SeriesInstanceUID")
IMAGE_KEYS = ("InstanceNumber", "SOPInstanceUID")
FORM = (
    clauses.FIND_READABLE,
    clauses.FIND_ECHOES_LEVEL,
    clauses.FIND_RETURNS_ONLY_ASKED,
    clauses.FIND_RETURNS_REQUIRED_KEYS,
    clauses.FIND_VALUES_FIT,
    clauses.FIND_NAMES_RETRIEVE_AE,
)


def universal(*keywords):
    """Return keys of no value, which match everything and are to come back."""
    return dict.fromkeys(keywords, "")


def same(keyword, told, stored):
    """Return whether a value told is the value stored; person names without empty components at their end."""
    if keyword == "PatientName":
        return told.rstrip("^= ") == str(stored).rstrip("^= ")
    return told == str(stored)


def judge_form(check, answer, level, asked, entities, unique):  # noqa: PLR0913 - one level of the model
    """Judge each response as a data set: readable, of the level, with the keys asked for, of the right values.

    ``entities`` maps the value of the unique key to what was stored, as a ``get`` by keyword.
    """
    for response, match in zip(answer.pending, answer.matches, strict=False):
        which = match.text(unique)
        at = {"where": which or "a match without unique key", "evidence": [response.evidence]}
        with check(clauses.FIND_READABLE, **at):
            assert not match.problems, checks.words(match.problems)
        with check(clauses.FIND_ECHOES_LEVEL, expected=level, **at):
            assert match.text("QueryRetrieveLevel") == level
        extra = checks.identifier(match, asked)
        with check(clauses.FIND_RETURNS_ONLY_ASKED, **at):
            assert not extra, checks.words(extra)
        wrong = checks.values(match)
        with check(clauses.FIND_VALUES_FIT, **at):
            assert not wrong, checks.words(wrong)
        with check(clauses.FIND_NAMES_RETRIEVE_AE, expected="Retrieve AE Title, or a file-set", **at):
            told = [match.text(one) for one in ("RetrieveAETitle", "StorageMediaFileSetID", "RetrieveURL")]
            assert any(told), "none of them"
        stored = entities.get(which)
        if stored is not None:
            faults = [
                f"{one} is {match.text(one)!r}, stored was {stored.get(one)!r}" if one in match else f"{one} is missing"
                for one in asked
                if one not in match or not same(one, match.text(one), stored.get(one))
            ]
            with check(clauses.FIND_RETURNS_REQUIRED_KEYS, **at):
                assert not faults, checks.words(faults)


def found(answer, keyword):
    """Return the values of a key over all matches, in order of their octets, so that twice shows as twice."""
    return sorted(match.text(keyword) for match in answer.matches)


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
        *FORM,
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
    with check(clauses.FIND_MATCHES_SINGLE_VALUE):
        assert answer.values("PatientID") <= {who.id}
    with check(clauses.FIND_ONE_RESPONSE_PER_MATCH):
        assert found(answer, "StudyInstanceUID") == sorted(one.study_uid for one in hers)
    with check(clauses.FIND_STUDY_LEVEL, expected="her 2 studies"):
        assert answer.values("StudyInstanceUID") >= {one.study_uid for one in hers}, f"{len(answer.matches)} matches"
    judge_form(check, answer, "STUDY", STUDY_KEYS, by_uid(*hers), "StudyInstanceUID")
    for clause, faults in checks.responses(answer).items():
        with check(clause):
            assert not faults, checks.words(faults)


@scenario(
    "dicom.query.patients",
    actor="archive",
    transaction="RAD-14",
    clauses=[clauses.FIND_PATIENT_LEVEL, clauses.FIND_ONE_RESPONSE_PER_MATCH, *FORM],
    requires=["dicom"],
)
def test_a_patient_is_found_at_the_patient_level(archive, story, check):
    """A patient with two studies is one patient."""
    who = samples.patient(story, "hers")
    hers = [samples.study(story, name, patient=who, series=1, images=1) for name in ("hers-1", "hers-2")]
    archive.holds(*hers[0].instances, *hers[1].instances)

    answer = archive.find("PATIENT", model="patient", PatientID=who.id, PatientName="")

    if not answer.asked.context:
        raise NotApplicable("the candidate offers no query by Patient Root")
    with check(clauses.FIND_PATIENT_LEVEL, expected="success, and the patient among the matches"):
        assert answer.status == 0, answer.outcome
        assert answer.values("PatientID") == {who.id}, f"patients {answer.values('PatientID')}"
    with check(clauses.FIND_ONE_RESPONSE_PER_MATCH):
        assert found(answer, "PatientID") == [who.id]
    judge_form(check, answer, "PATIENT", ("PatientID", "PatientName"), {who.id: hers[0]}, "PatientID")


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

    if not studies.asked.context:
        raise NotApplicable("the candidate offers no query by Patient Root")
    for level, answer in (("STUDY", studies), ("SERIES", series), ("IMAGE", images)):
        with check(clauses.FIND_PATIENT_LEVEL, where=level, expected="status 0000", evidence=answer.evidence):
            assert answer.status == 0, answer.outcome
    told = [found(studies, "StudyInstanceUID"), found(series, "SeriesInstanceUID"), found(images, "SOPInstanceUID")]
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
    clauses=[clauses.FIND_SERIES_LEVEL, clauses.FIND_ONE_RESPONSE_PER_MATCH, clauses.FIND_MATCHES_SINGLE_VALUE, *FORM],
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

    with check(clauses.FIND_SERIES_LEVEL, expected="status 0000", evidence=answer.evidence):
        assert answer.status == 0, answer.outcome
    with check(clauses.FIND_ONE_RESPONSE_PER_MATCH, evidence=answer.evidence):
        assert found(answer, "SeriesInstanceUID") == sorted(one.series_uid for one in study.series)
    with check(clauses.FIND_MATCHES_SINGLE_VALUE, expected="the series of modality MR", evidence=of_mr.evidence):
        assert found(of_mr, "SeriesInstanceUID") == [one.series_uid for one in study.series if one.modality == "MR"]
    stored = {one.series_uid: one.instances[0] for one in study.series}
    judge_form(check, answer, "SERIES", ("StudyInstanceUID", *SERIES_KEYS), stored, "SeriesInstanceUID")


@scenario(
    "dicom.query.images",
    actor="archive",
    transaction="RAD-14",
    clauses=[clauses.FIND_IMAGE_LEVEL, clauses.FIND_ONE_RESPONSE_PER_MATCH, *FORM],
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

    with check(clauses.FIND_IMAGE_LEVEL, expected="status 0000"):
        assert answer.status == 0, answer.outcome
    with check(clauses.FIND_ONE_RESPONSE_PER_MATCH):
        assert found(answer, "SOPInstanceUID") == sorted(one.sop_instance for one in series.instances)
    stored = {one.sop_instance: one for one in series.instances}
    asked = ("StudyInstanceUID", "SeriesInstanceUID", *IMAGE_KEYS)
    judge_form(check, answer, "IMAGE", asked, stored, "SOPInstanceUID")


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
        assert found(answer, "StudyInstanceUID") == [study.study_uid], f"{len(answer.matches)} matches"
    for match in answer.matches:
        missing = [one for one in STUDY_KEYS if one not in match]
        with check(clauses.FIND_RETURNS_REQUIRED_KEYS, where=match.text("StudyInstanceUID")):
            assert not missing, f"missing: {checks.words(missing)}"


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
    if found(control, "StudyInstanceUID") != [present.study_uid]:
        raise Blocked(f"a query for a patient that is there, as a control, ended with {control.outcome}")

    answer = archive.find("STUDY", PatientID=story.patient_id("nobody"), StudyInstanceUID="")

    with check(clauses.FIND_NO_MATCH, expected="one response, success"):
        assert [one.status for one in answer.responses] == [0], answer.outcome
    for clause, faults in checks.responses(answer).items():
        with check(clause):
            assert not faults, checks.words(faults)


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

    if found(right, "StudyInstanceUID") != [study.study_uid]:
        raise Blocked(f"the accession number itself did not find the study: {right.outcome}")
    with check(clauses.FIND_CASE_SENSITIVE, expected="no match for the lower-case accession number"):
        assert found(lower, "StudyInstanceUID") == []


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
        assert found(answer, "StudyInstanceUID") == [hers.study_uid]


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
        assert found(answer, "StudyInstanceUID") == wanted
    with check(clauses.FIND_NO_WILDCARDS_IN_UIDS, expected="no match, or a refusal", evidence=wild.evidence):
        assert found(wild, "StudyInstanceUID") == []


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
            assert found(answer, "StudyInstanceUID") == wanted


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
            assert found(answer, "StudyInstanceUID") == sorted(studies[name].study_uid for name in names), (
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
        assert found(whole, "StudyInstanceUID") == [hers.study_uid]
    with check(clauses.FIND_MATCHES_SINGLE_VALUE, where="her name, his ID", evidence=other.evidence):
        assert found(other, "StudyInstanceUID") == []
    with check(clauses.FIND_MATCHES_WILDCARDS, where=f"{family[:8]}*", evidence=part.evidence):
        assert found(part, "StudyInstanceUID") == [hers.study_uid]


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
            assert found(answer, "StudyInstanceUID") == sorted(studies[day].study_uid for day in wanted), (
                f"{answer.outcome}, studies of {checks.words(found(answer, 'StudyDate'))}"
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
            assert found(answer, "StudyInstanceUID") == sorted(studies[at].study_uid for at in wanted), (
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
            assert found(answer, "StudyInstanceUID") == [study.study_uid], f"{len(answer.matches)} matches"
        for match in answer.matches:
            name = match.text("PatientName")
            with check(clauses.FIND_TRUE_CHARACTER_SET, where=study.name, expected=study.patient_name):
                assert same("PatientName", name, study.patient_name), f"{name} in {match.character_sets or 'no set'}"


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
    if found(control, "StudyInstanceUID") != [study.study_uid]:
        raise Blocked(f"the patient ID alone did not find the study: {control.outcome}")

    answer = archive.find("STUDY", PatientID=who.id, PatientName=who.name, StudyInstanceUID="", charset="ISO_IR 192")

    with check(clauses.FIND_TEXT_IN_ANY_SET, expected="the study"):
        assert found(answer, "StudyInstanceUID") == [study.study_uid], answer.outcome


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
        assert found(answer, "SOPInstanceUID") == sorted(one.sop_instance for one in study.instances), (
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
    if found(control, "SeriesInstanceUID") != [series]:
        raise Blocked(f"the series was not found in its study, as a control: {control.outcome}")

    answer = archive.find("SERIES", SeriesInstanceUID=series)

    with check(clauses.FIND_NEEDS_UPPER_KEYS, expected="no match, or a refusal"):
        assert found(answer, "SeriesInstanceUID") == [], answer.outcome


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
        cancel_after=1,
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
