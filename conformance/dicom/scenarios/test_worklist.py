"""The modality worklist: the step that is scheduled is found by each required key, and told whole (PS3.4 K)."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.dicom import checks, clauses
from conformance.dicom.worklist import STEPS
from conformance.model import Blocked, NotApplicable

LONGEST_TITLE = 16
REQUIRES = ["dicom.worklist", "dicom.worklist.sample"]


def judge_key(check, clause, provider, asked, *, found):
    """Judge for each query whether the sample is among its matches; ``asked`` maps words to the answer."""
    for where, answer in asked.items():
        expected = "the scheduled step" if found else "success, and not the step"
        with check(clause, where=where, expected=expected, evidence=answer.evidence):
            assert answer.status == 0, answer.outcome
            assert bool(provider.told(answer)) == found, f"{len(answer.matches)} matches, {answer.outcome}"


@scenario(
    "dicom.worklist.by-patient",
    actor="worklist",
    transaction="RAD-5",
    clauses=[
        clauses.WORKLIST_SUCCEEDS,
        clauses.WORKLIST_ONE_RESPONSE,
        clauses.WORKLIST_MATCHES_PATIENT,
        clauses.WORKLIST_TELLS_ITEM,
        *checks.ITEMS,
        *checks.RESPONSES,
    ],
    requires=REQUIRES,
)
def test_the_scheduled_step_of_a_patient_is_told_whole(worklist_provider, check):
    """Asked for a patient's work, the list tells the scheduled step with all a modality must know, and no others."""
    answer = worklist_provider.work()

    with check(clauses.WORKLIST_SUCCEEDS, expected="status 0000"):
        assert answer.status == 0, answer.outcome
    found = worklist_provider.told(answer)
    with check(clauses.WORKLIST_ONE_RESPONSE, expected="the scheduled step in 1 response"):
        assert len(found) == 1, f"in {len(found)} of {len(answer.matches)}"
    if answer.matches:
        with check(clauses.WORKLIST_MATCHES_PATIENT):
            assert answer.values("PatientID") <= {worklist_provider.sample.patient_id}
    for one in found:
        wrong = checks.differing(one, worklist_provider.expected())
        for step in one.sequence(STEPS):
            wrong += checks.differing(step, worklist_provider.expected_step())
        with check(clauses.WORKLIST_TELLS_ITEM):
            assert not wrong, checks.words(wrong)
    checks.judge_items(check, answer)
    for clause, faults in checks.responses(answer).items():
        with check(clause):
            assert not faults, checks.words(faults)


@scenario(
    "dicom.worklist.by-date",
    actor="worklist",
    transaction="RAD-5",
    clauses=[clauses.WORKLIST_MATCHES_DATE],
    requires=REQUIRES,
)
def test_a_step_is_on_the_list_of_its_day_and_of_no_other(worklist_provider, check):
    """Today's list has today's work: by the day, by a range of days, and not on the day before or after."""

    def on(date):
        return worklist_provider.work({"ScheduledProcedureStepStartDate": date})

    before, day, after = (worklist_provider.day(days) for days in (-1, 0, 1))
    worklist_provider.has_sample()

    found = {one: on(one) for one in (day, f"{before}-{after}", f"{day}-{day}", f"{day}-", f"-{day}")}
    others = {one: on(one) for one in (before, after, f"{after}-", f"-{before}")}

    judge_key(check, clauses.WORKLIST_MATCHES_DATE, worklist_provider, found, found=True)
    judge_key(check, clauses.WORKLIST_MATCHES_DATE, worklist_provider, others, found=False)


@scenario(
    "dicom.worklist.by-time",
    actor="worklist",
    transaction="RAD-5",
    clauses=[clauses.WORKLIST_MATCHES_TIME],
    requires=REQUIRES,
)
def test_a_step_is_on_the_list_of_its_hour_and_of_no_other(worklist_provider, check):
    """The list of an hour has the work of that hour, on the day asked for, and not that of another hour."""

    def at(time):
        step = {"ScheduledProcedureStepStartDate": worklist_provider.day(), "ScheduledProcedureStepStartTime": time}
        return worklist_provider.work(step)

    hour = int(worklist_provider.sample.start_time[:2])
    worklist_provider.has_sample()

    found = {one: at(one) for one in (f"{hour:02}0000-{hour:02}5959", "000000-235959")}
    other = (hour + 1) % 24
    others = {one: at(one) for one in (f"{other:02}0000-{other:02}5959",)}

    judge_key(check, clauses.WORKLIST_MATCHES_TIME, worklist_provider, found, found=True)
    judge_key(check, clauses.WORKLIST_MATCHES_TIME, worklist_provider, others, found=False)


@scenario(
    "dicom.worklist.by-station",
    actor="worklist",
    transaction="RAD-5",
    clauses=[clauses.WORKLIST_MATCHES_STATION, clauses.WORKLIST_MATCHES_MODALITY],
    requires=REQUIRES,
)
def test_a_step_is_on_the_list_of_its_station_and_modality_and_of_no_other(worklist_provider, check, story):
    """Each scanner gets its own work: by its AE title and by its modality."""
    sample = worklist_provider.sample
    elsewhere, other = f"ZZ{story.token('station', 8)}", "MR" if sample.modality != "MR" else "CT"
    worklist_provider.has_sample()

    for clause, keyword, mine, not_mine in (
        (clauses.WORKLIST_MATCHES_STATION, "ScheduledStationAETitle", sample.station_aet, elsewhere),
        (clauses.WORKLIST_MATCHES_MODALITY, "Modality", sample.modality, other),
    ):
        found = worklist_provider.work({keyword: mine})
        others = worklist_provider.work({keyword: not_mine})
        judge_key(check, clause, worklist_provider, {f"{keyword} {mine}": found}, found=True)
        judge_key(check, clause, worklist_provider, {f"{keyword} {not_mine}": others}, found=False)


@scenario(
    "dicom.worklist.by-name",
    actor="worklist",
    transaction="RAD-5",
    clauses=[clauses.WORKLIST_MATCHES_NAME],
    requires=REQUIRES,
)
def test_a_patient_is_found_by_name(worklist_provider, check, story):
    """A patient is found by the whole name and by its beginning, and not by another name."""
    worklist_provider.has_sample()

    found = {one: worklist_provider.work(PatientName=one) for one in worklist_provider.names()}
    nobody = f"ZZ{story.token('nobody', 8)}^NOBODY"
    others = {one: worklist_provider.work(PatientName=one) for one in (nobody, f"{nobody[:8]}*")}

    judge_key(check, clauses.WORKLIST_MATCHES_NAME, worklist_provider, found, found=True)
    judge_key(check, clauses.WORKLIST_MATCHES_NAME, worklist_provider, others, found=False)


@scenario(
    "dicom.worklist.same-study",
    actor="worklist",
    transaction="RAD-5",
    clauses=[clauses.WORKLIST_SAME_STUDY, clauses.WORKLIST_TYPE_1],
    requires=REQUIRES,
)
def test_a_step_has_the_same_study_each_time(worklist_provider, check):
    """Two scanners that ask for one step put their images into one study: its UID does not change."""
    answers = [worklist_provider.has_sample(), worklist_provider.work()]

    told = [one.text("StudyInstanceUID") for answer in answers for one in worklist_provider.told(answer)]
    evidence = [item for answer in answers for item in answer.evidence]
    with check(clauses.WORKLIST_TYPE_1, expected="a Study Instance UID", evidence=evidence):
        assert all(told), "none"
    with check(clauses.WORKLIST_SAME_STUDY, expected="the same Study Instance UID twice", evidence=evidence):
        assert len(told) > 1, answers[1].outcome
        assert len(set(told)) == 1, checks.words(told)


@scenario(
    "dicom.worklist.no-match",
    actor="worklist",
    transaction="RAD-5",
    clauses=[clauses.WORKLIST_NO_MATCH, clauses.WORKLIST_MATCHES_PATIENT, *checks.RESPONSES],
    requires=REQUIRES,
)
def test_nothing_scheduled_is_one_success(worklist_provider, check, story):
    """Asked for a patient nobody scheduled anything for, the list says that it is done, and nothing more."""
    worklist_provider.has_sample()

    answer = worklist_provider.work(PatientID=story.patient_id("nobody"))

    if not worklist_provider.told(worklist_provider.work()):
        raise Blocked("the scheduled step was not found afterwards, as a control")
    evidence = answer.evidence
    with check(clauses.WORKLIST_MATCHES_PATIENT, expected="no match", evidence=evidence):
        assert not answer.matches, f"{len(answer.matches)} matches"
    with check(clauses.WORKLIST_NO_MATCH, expected="one response, success", evidence=evidence):
        assert [one.status for one in answer.responses] == [0], answer.outcome
    for clause, faults in checks.responses(answer).items():
        with check(clause, evidence=evidence):
            assert not faults, checks.words(faults)


@scenario(
    "dicom.worklist.character-set",
    actor="worklist",
    transaction="RAD-5",
    clauses=[clauses.WORKLIST_CHARACTER_SET],
    requires=REQUIRES,
)
def test_a_name_beyond_ascii_reads_right(worklist_provider, check):
    """A name with letters beyond ASCII comes with the character set it is written in, and reads as it was ordered."""
    name = worklist_provider.sample.patient_name
    if name.isascii():
        raise NotApplicable("the name of the profile's dicom.worklist.sample is ASCII")

    answer = worklist_provider.has_sample()

    for one in worklist_provider.told(answer):
        told, declared = one.text("PatientName"), "\\".join(one.character_sets)
        with check(clauses.WORKLIST_CHARACTER_SET, expected=f"{name!r}, and the character set it is in"):
            assert checks.same("PatientName", told, name), f"{told!r} in character set {declared!r}"


@scenario(
    "dicom.worklist.called-by-path",
    actor="worklist",
    transaction="RAD-5",
    clauses=[clauses.WORKLIST_TITLE_IS_NO_PATH],
    requires=REQUIRES,
)
def test_a_title_is_no_path_to_somebody_s_list(worklist_provider, check):
    """Whoever is told the list of one department can't walk from there into that of another by a cunning AE title."""
    worklist_provider.has_sample()
    if worklist_provider.told(worklist_provider.work_by("ZZNOBODY")):
        raise NotApplicable("the worklist tells its items to whoever calls it by any AE title")
    own = worklist_provider.aet
    paths = [path for path in (f"./{own}", f"{own}/.", f"{own}/", f"ZZ/../{own}") if len(path) <= LONGEST_TITLE]
    if not paths:
        raise NotApplicable("its AE title is too long for a path to it")

    answers = {path: worklist_provider.work_by(path) for path in paths}

    worklist_provider.has_sample()
    for path, answer in answers.items():
        with check(clauses.WORKLIST_TITLE_IS_NO_PATH, where=path, expected="no item", evidence=answer.evidence):
            assert not worklist_provider.told(answer), f"the scheduled step of {own} was told"
