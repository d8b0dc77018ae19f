"""The scored parts show what scoring says, and add nothing up themselves."""

from __future__ import annotations

from decimal import Decimal

import pytest
from weighing import a_need, needs_of

from conformance.reports.rules import rules
from conformance.reports.scored import BAR, anchor, bar, scored
from conformance.reports.view import told
from conformance.scoring import score


@pytest.fixture
def shown(run, statement, assessment, invented):
    return scored(statement, assessment, told(run, invented.TOLD, None))


def test_gates_are_named_what_is_not_met_first(shown):
    assert [(one.id, one.mark.word) for one in shown.gates] == [
        ("SON-01", "Not met"),
        ("SON-03", "Not met"),
        ("SON-16", "For the panel"),
        ("SON-04", "Met"),
    ]
    assert shown.gates[0].rule == "Every one of the scenarios with required clauses must pass (must:100%)"
    assert shown.gates[2].rule == "The panel records pass or fail"


def test_themes_hold_every_need_once(shown, statement):
    assert sorted(need.id for theme in shown.themes for need in theme.needs) == sorted(one.id for one in statement.need)


def test_numbers_are_those_of_the_assessment(shown, assessment):
    assert [theme.number for theme in shown.themes] == [f"{one.value} of 5" for one in assessment.themes]
    assert shown.total.number == f"{assessment.total} of 100"
    needs = {need.id: need for theme in shown.themes for need in theme.needs}
    for one in assessment.needs:
        assert needs[one.need].arithmetic == one.arithmetic
        assert needs[one.need].number == (f"{one.points} of 5" if one.value is not None else "for the panel")


def test_what_was_left_out_for_all_is_not_said_to_be_the_panels():
    needs = needs_of([a_need(scenarios=["a"])], not_tested="exclude-for-all")

    found = scored(needs, score(needs, [], [], excluded=frozenset("a")), {})

    assert (found.themes[0].number, found.total.number) == ("no machine points", "no machine points")


def test_what_our_own_errors_leave_open_is_said(shown):
    five = next(need for theme in shown.themes for need in theme.needs if need.id == "SON-05")

    assert five.missing[-1] == "Not decidable until repeated; it can become 2 of 5 at most."
    assert "once our own errors have been repeated" in shown.total.word


def test_a_need_jumps_to_its_scenarios(shown):
    one = next(need for theme in shown.themes for need in theme.needs if need.id == "SON-04")

    assert [(jump.anchor, jump.id, jump.says) for jump in one.scenarios] == [
        ("s-dicom-roundtrip-bit-exact", "dicom.roundtrip.bit-exact", "passed")
    ]


def test_the_scale_the_rules_and_the_remarks_are_printed(shown, statement, assessment):
    assert [step.points for step in shown.scale] == list("012345")
    assert shown.rules == (*rules(statement.method, ()), *assessment.remarks)


@pytest.mark.parametrize(("value", "width"), [(None, 0), ("0", 0), ("2.5", 99), ("5", BAR), ("9", BAR)])
def test_a_bar_is_to_scale_and_stays_in_its_frame(value, width):
    assert bar(None if value is None else Decimal(value), 5, "").width == str(width)


def test_an_anchor_is_made_of_plain_ids_alone():
    assert anchor("SON-01") == "need-SON-01"
    assert anchor('" onload="') == ""
