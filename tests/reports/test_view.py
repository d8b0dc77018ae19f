"""The view of a run: the attempt that counts, what is wrong first, ids that nobody else can shape."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conformance.model import ALLOWED, Outcome, Verdict
from conformance.reports.evidence import Decoder
from conformance.reports.view import counting, groups, repeat, tallies, tally_words, told


@pytest.fixture
def seen(run, invented):
    return told(run, invented.TOLD, None)


def test_every_scenario_is_there_with_its_purpose(seen, invented):
    assert list(seen) == list(invented.TOLD)
    assert seen["dicom.echo"].purpose == "Asked whether it is there, the archive says yes."


def test_a_scenario_unknown_here_keeps_its_title_and_gets_a_counted_anchor(run):
    seen = told(run, {}, None)

    assert seen["dicom.echo"].purpose == "The archive answers"
    assert [one.anchor for one in seen.values()] == [f"s{number}" for number in range(1, 13)]


def test_the_first_decided_attempt_counts(run):
    first, second = (one for one in run.results if one.scenario == "hl7.oru.r01")

    assert counting([first, second]).outcome is Outcome.PASSED
    assert counting([first]).outcome is Outcome.ERROR
    assert counting([replace(first, outcome=Outcome.FAILED), second]).outcome is Outcome.FAILED


def test_all_attempts_are_shown(seen):
    assert [one.mark.word for one in seen["hl7.oru.r01"].attempts] == ["Our error", "Passed"]


def test_what_is_wrong_comes_first(seen):
    dicom = groups(seen)[0]

    assert dicom.title == "Images (DICOM)"
    assert [one.id for one in groups(seen)[-1].scenarios] == ["dicom.robust.garbage"]
    assert [one.outcome for one in dicom.scenarios] == [
        Outcome.FAILED,
        Outcome.RESERVATION,
        Outcome.NOT_APPLICABLE,
        *[Outcome.PASSED] * 2,
    ]
    assert (dicom.tallies[0].mark.word, dicom.tallies[0].count) == ("Failed", 1)


def test_a_kit_with_something_wrong_comes_before_one_without(seen):
    dicom = {one.id: one for one in seen.values() if one.kit == "dicom"}
    other = {one.id: replace(one, kit="hl7", outcome=Outcome.PASSED) for one in dicom.values()}
    renamed = {f"{name}.too": replace(one, id=f"{name}.too") for name, one in other.items()}

    first, second, *_ = groups({**renamed, **dicom})

    assert (first.title, second.title) == ("Images (DICOM)", "Patient, order and report messages (HL7 v2)")


def test_what_the_needs_take_for_robustness_stands_apart(seen):
    *_, last = groups(seen, frozenset({"hl7.oru.r01"}))

    assert {one.id for one in last.scenarios} == {"dicom.robust.garbage", "hl7.oru.r01"}
    assert last.title == "Robustness: behaviour under faults"


def test_tallies_leave_nobody_out(seen):
    assert sum(one.count for one in tallies(list(seen.values()))) == len(seen)


def test_a_recommendation_that_failed_is_not_called_a_requirement(seen):
    wrong = seen["dicom.query.other-letters"].wrong

    assert [(one.mark.word, one.level) for one in wrong] == [("Not done", "recommended")]


def test_what_is_allowed_where_it_is_documented_is_called_that(run, invented):
    story = run.latest["dicom.query.other-letters"]
    left = replace(story.findings[0], verdict=Verdict.NOT_APPLICABLE, saw=f"{ALLOWED}: names match in any case")
    allowed = replace(run, results=(replace(story, outcome=Outcome.NOT_APPLICABLE, findings=(left,)),))
    seen = told(allowed, invented.TOLD, None)["dicom.query.other-letters"]

    assert [one.mark.word for one in (*seen.wrong, *seen.right)] == ["Allowed if documented"]


def test_clauses_are_counted_by_their_worst_place(run):
    assert tally_words(run.latest["dicom.query.by-patient-id"]) == "2 of 4 clauses met"


def test_a_finding_names_the_messages_it_points_at(seen):
    pointers = seen["hl7.adt.a08"].wrong[0].messages

    assert [(one.number, one.anchor) for one in pointers] == [(1, "s-hl7-adt-a08-m1"), (2, "s-hl7-adt-a08-m2")]


def test_a_message_that_is_not_listed_is_not_jumped_to(run, invented):
    result = run.latest["hl7.adt.a08"]
    many = tuple(replace(result.evidence[0], sha256=f"{n:064x}") for n in range(50))
    findings = (replace(result.findings[0], evidence=tuple(f"sha256:{one.sha256}" for one in many)),)
    crowded = replace(run, results=(replace(result, evidence=many, findings=findings),))
    pointers = told(crowded, invented.TOLD, None)["hl7.adt.a08"].wrong[0].messages

    assert len(pointers) == 50
    assert [one.number for one in pointers if one.anchor] == list(range(1, 13))


def test_passing_scenarios_open_no_message(run, invented):
    asked = []
    decoder = Decoder(lambda media, octets: asked.append(media), run.octets)
    seen = told(run, invented.TOLD, decoder)

    assert not seen["dicom.roundtrip.bit-exact"].decoded
    assert seen["hl7.adt.a08"].decoded
    assert len(asked) == 4 + 2 + 2 + 1 + 1


@pytest.mark.parametrize(
    ("scenario", "seed", "command"),
    [
        ("dicom.echo", "5eed", "conformance run SYSTEM.toml --only dicom.echo --seed 5eed"),
        ("dicom.echo", "", "conformance run SYSTEM.toml --only dicom.echo"),
        ("dicom.echo", "$(id)", "conformance run SYSTEM.toml --only dicom.echo --seed '$(id)'"),
        ("a; rm -rf /", "1", ""),
        ("--out=x", "1", ""),
    ],
)
def test_the_command_to_repeat_is_safe_to_paste(scenario, seed, command):
    assert repeat(scenario, seed) == command


def test_the_worst_finding_is_shown_above_the_rest(seen):
    assert all(one.mark.word != "Met" for one in seen["dicom.query.by-patient-id"].wrong)
    assert {one.mark.word for one in seen["dicom.query.by-patient-id"].right} == {"Met"}
    assert Verdict.PASSED.value not in {one.mark.word for one in seen["hl7.adt.a08"].wrong}
