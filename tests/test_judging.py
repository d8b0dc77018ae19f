from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.judging import KEPT, SHOWN, Judge, note_comparison, shown
from conformance.model import ALLOWED, Blocked, Clause, Level, NotApplicable, Outcome, Verdict, outcome_of

FINDS = Clause("a.finds", "Standard", "1", "2.3", "finds it")
POLITE = Clause("a.polite", "Standard", "1", "2.4", "is polite", Level.SHOULD)


@pytest.fixture
def judge() -> Judge:
    return Judge((FINDS, POLITE), lambda: ("c0.r1",))


def only(judge: Judge):
    (found,) = judge.findings()[:1]
    return found


def fail(judge: Judge, clause: Clause = FINDS, **options):
    with judge(clause, **options):
        raise AssertionError("saw nothing")


def test_a_check_that_holds_passes_with_the_newest_evidence(judge):
    with judge(FINDS, where="study 1"):
        assert judge

    found = only(judge)
    assert (found.verdict, found.expected, found.saw) == (Verdict.PASSED, "finds it", "as expected")
    assert (found.where, found.evidence) == ("study 1", ("c0.r1",))


def test_a_check_may_name_its_evidence_and_expectation(judge):
    with judge(FINDS, expected="one match", evidence=["c1.s2"]):
        assert judge

    assert (only(judge).expected, only(judge).evidence) == ("one match", ("c1.s2",))


def test_a_comparison_gives_both_sides(judge):
    with judge(FINDS):
        note_comparison("==", 3, 4)
        raise AssertionError("assert 3 == 4")

    assert (only(judge).expected, only(judge).saw) == ("finds it (here: 4)", "3")


def test_a_clause_that_is_set_aside_leaves_the_pass_of_another(judge):
    with judge(FINDS):
        assert judge
    judge.sets_aside(POLITE, "nothing was said")

    passed, aside = judge.findings()
    assert (passed.verdict, aside.verdict) == (Verdict.PASSED, Verdict.NOT_APPLICABLE)
    assert (aside.saw, aside.evidence) == ("nothing was said", ("c0.r1",))
    assert outcome_of((passed, aside)) is Outcome.PASSED


def test_what_each_may_do_that_documents_it_is_set_aside_as_that(judge):
    judge.allows(POLITE, "names match in any case")

    aside = next(one for one in judge.findings() if one.clause is POLITE)
    assert (aside.verdict, aside.saw) == (Verdict.NOT_APPLICABLE, f"{ALLOWED}: names match in any case")
    assert outcome_of((aside,)) is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("op", "words"), [("in", "one of [4]"), ("not in", "none of [4]"), ("!=", "anything but [4]"), ("<", "< [4]")]
)
def test_a_comparison_is_worded(judge, op, words):
    with judge(FINDS):
        note_comparison(op, 3, [4])
        raise AssertionError(f"assert 3 {op} [4]")

    assert only(judge).expected == f"finds it (here: {words})"


def test_own_words_are_what_was_seen(judge):
    with judge(FINDS, expected="four"):
        note_comparison("==", 3, 4)
        raise AssertionError("three of them\nassert 3 == 4")

    assert (only(judge).expected, only(judge).saw) == ("four", "three of them")


def test_own_words_without_a_comparison_are_what_was_seen(judge):
    fail(judge)

    assert (only(judge).expected, only(judge).saw) == ("finds it", "saw nothing")


@pytest.mark.parametrize(("error", "saw"), [(AssertionError(), "the condition"), (AssertionError("assert x"), "x")])
def test_a_bare_condition_is_told(judge, error, saw):
    with judge(FINDS):
        raise error

    assert only(judge).saw == f"this did not hold: {saw}"


def test_a_comparison_does_not_outlive_its_check(judge):
    with judge(POLITE):
        with judge(FINDS):
            note_comparison("==", 3, 4)
            raise AssertionError("assert 3 == 4")
        raise AssertionError("rude")

    assert [one.saw for one in judge.findings()] == ["3", "rude"]


def test_an_error_of_ours_is_recorded_and_goes_on(judge):
    with pytest.raises(KeyError), judge(FINDS):
        raise KeyError("x")

    assert (only(judge).verdict, only(judge).saw) == (Verdict.ERROR, "KeyError: 'x'")


@pytest.mark.parametrize("kind", [Blocked, NotApplicable])
def test_a_story_that_breaks_off_inside_a_check_is_not_our_error(judge, kind):
    with pytest.raises(kind), judge(FINDS):
        raise kind("nobody there")

    assert Verdict.ERROR not in {one.verdict for one in judge.findings()}


def test_an_undeclared_clause_cannot_be_checked(judge):
    with pytest.raises(LookupError, match=r"a\.other"):
        judge(Clause("a.other", "Standard", "1", "9", "else"))


def test_a_declared_clause_nobody_checked_is_blocked(judge):
    fail(judge)

    assert {one.clause: one.verdict for one in judge.findings()} == {FINDS: Verdict.FAILED, POLITE: Verdict.BLOCKED}


@pytest.mark.parametrize(
    ("broke_off", "verdict"),
    [
        (Blocked("no answer"), Verdict.BLOCKED),
        (ValueError("ours"), Verdict.ERROR),
        (NotApplicable("not offered"), Verdict.NOT_APPLICABLE),
    ],
)
def test_a_story_that_broke_off_leaves_no_pass_and_keeps_what_failed(judge, broke_off, verdict):
    with judge(POLITE):
        assert judge
    fail(judge, FINDS)

    found = {one.clause: one.verdict for one in judge.findings(broke_off)}

    assert found == {FINDS: Verdict.FAILED, POLITE: verdict}


def test_passes_are_condensed_and_failures_kept_up_to_a_number(judge):
    for place in range(KEPT + 5):
        with judge(POLITE, where=f"place {place}"):
            assert judge
        fail(judge, FINDS, where=f"place {place}")

    found = judge.findings()

    assert [one.where for one in found if one.clause == FINDS] == [f"place {place}" for place in range(KEPT)]
    (polite,) = (one for one in found if one.clause == POLITE)
    assert (polite.saw, polite.where) == (f"as expected, in {KEPT + 5} places", None)


def test_a_failure_is_not_lost_behind_what_was_blocked(judge):
    for place in range(KEPT + 5):
        with judge(FINDS, where=f"place {place}"):
            assert judge
    fail(judge, FINDS, where="the last place")

    found = judge.findings(Blocked("cut off"))

    assert outcome_of(found) is Outcome.FAILED
    assert [one.where for one in found if one.verdict is Verdict.FAILED] == ["the last place"]


STEPS = st.lists(st.tuples(st.sampled_from([FINDS, POLITE]), st.booleans()), max_size=60)
ENDS = st.sampled_from([None, Blocked("x"), NotApplicable("x"), RuntimeError("x")])


@given(STEPS, ENDS)
def test_every_declared_clause_has_a_finding_and_the_worst_decides(steps, end):
    judge = Judge((FINDS, POLITE))
    for clause, holds in steps:
        with judge(clause):
            assert holds

    found = judge.findings(end)

    assert {one.clause for one in found} == {FINDS, POLITE}
    for clause in (FINDS, POLITE):
        failed = any(step == (clause, False) for step in steps)
        assert failed is any(one.clause == clause and one.verdict is Verdict.FAILED for one in found)
    if end is not None:
        assert Verdict.PASSED not in {one.verdict for one in found}


@given(st.text(max_size=50) | st.binary(max_size=50) | st.integers() | st.lists(st.text(max_size=5), max_size=5))
def test_what_is_shown_can_be_stored_and_printed(value):
    text = shown(value)

    assert text.encode("utf-8").decode("utf-8") == text
    assert all(letter.isprintable() or letter == "\n" for letter in text)


@pytest.mark.parametrize(
    ("value", "size"), [("x" * 9_000_000, "9000000 characters"), (b"\x00" * 9_000_000, "9000000 octets")]
)
def test_a_huge_value_is_cut_and_its_size_told(value, size):
    text = shown(value)

    assert text.endswith(f"... ({size})")
    assert len(text) == SHOWN + len(f"... ({size})")


def test_control_characters_are_written_out():
    assert shown("a\x1b[31m\ud800\nb") == "a\\x1b[31m\\xd800\nb"
