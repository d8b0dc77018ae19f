"""Machine and panel side by side: whose points count is said, and nothing of the machine's is replaced unseen."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from recorded import document, moderated, override, panel_of, scored, task
from weighing import Bench, a_need, needs_of

from conformance.scoring import GateResult, score
from conformance.scoring.panel import Source, judged

EVERY = {"0": "<50%", "2": ">=50%", "3": "must:100%", "5": "must:100% & should:100%"}
NEEDS = needs_of(
    [
        a_need("W", weight=40, gate=True, score=EVERY),
        a_need("P", weight=20, evidence="panel", scenarios=[]),
        a_need("D", weight=20, evidence="document", scenarios=[], gate=True),
        a_need("T", weight=10, evidence="demonstration", scenarios=[], gate=True),
        a_need("M", weight=10, evidence="price", scenarios=[]),
    ]
)
BENCH = Bench()
for name in "ab":
    BENCH.scenario(name)
WHOLE = score(NEEDS, BENCH.results(a="PP", b="PF"), BENCH.scenarios)
AGREED = [moderated("P", 4), moderated("D", 5), moderated("T", 2)]


def test_the_sum_of_machine_and_panel_can_be_repeated_by_hand():
    found = judged(NEEDS, WHOLE, panel_of(moderated=AGREED))

    # (40 x 3 + 20 x 4 + 20 x 5 + 10 x 2) / 90 = 320/90 = 3.5555... of 5 = 71.11 of 100; the price need is in no sum
    assert found.complete
    assert found.assessment.exact == Fraction(32, 9)
    assert found.assessment.total == Decimal("71.11")
    assert "P: weight 20 x 4 points = 80" in found.assessment.themes[0].arithmetic
    assert [one.source for one in found.needs] == [
        Source.MACHINE,
        Source.PANEL,
        Source.PANEL,
        Source.PANEL,
        Source.PRICE,
    ]
    assert found.machine is WHOLE
    assert WHOLE.total == Decimal("60.00")


def test_what_our_errors_leave_open_stays_open_beside_a_panel():
    open_ = score(NEEDS, BENCH.results(a="PP", b="EE"), BENCH.scenarios)

    found = judged(NEEDS, open_, panel_of(moderated=AGREED)).assessment

    # a alone gives 2 points, a and b 5: (40 x 2 + 80 + 100 + 20) / 90 and (40 x 5 + 80 + 100 + 20) / 90
    assert (found.total, found.at_most) == (Decimal("62.22"), Decimal("88.89"))
    assert judged(NEEDS, open_, panel_of()).assessment.at_most is None


def test_without_a_moderated_score_there_is_no_total():
    found = judged(NEEDS, WHOLE, panel_of(score=[scored("P", 5)], moderated=AGREED[1:]))

    assert (found.lacking, found.assessment.total) == (("P",), None)
    assert found.assessment.arithmetic == "No total: the panel has not moderated P."
    assert found.needs[1].individual[0].points == 5


def test_a_panel_does_not_change_what_the_wire_has_shown_without_a_name():
    found = judged(NEEDS, WHOLE, panel_of(moderated=[*AGREED, moderated("W", 5)]))

    assert (found.needs[0].counts, found.needs[0].source) == (3, Source.MACHINE)


def test_an_override_stands_beside_the_machines_result():
    changed = [override("W", points=1, gate="fail")]
    found = judged(NEEDS, WHOLE, panel_of(moderated=AGREED, override=changed))

    assert (found.needs[0].machine, found.needs[0].counts, found.needs[0].source) == ("3 of 5", 1, Source.OVERRIDE)
    assert (found.gates[0].machine, found.gates[0].stands) == (GateResult.MET, GateResult.NOT_MET)
    assert found.gates[0].why == "Overridden by Cay Chair on 2027-01-12: shown at another site"
    assert found.machine.gates[0].result is GateResult.MET


def test_what_was_left_to_the_panel_by_the_published_choice_is_the_panels():
    needs = NEEDS.model_copy(update={"method": NEEDS.method.model_copy(update={"not_tested": "panel"})})
    left = score(needs, BENCH.results(a="PP", b="BB"), BENCH.scenarios)

    open_, agreed = (judged(needs, left, panel_of(moderated=more)) for more in (AGREED, [*AGREED, moderated("W", 4)]))

    assert open_.lacking == ("W",)
    assert (agreed.needs[0].counts, agreed.needs[0].source) == (4, Source.PANEL)


@pytest.mark.parametrize(
    ("tables", "result"),
    [
        ({}, GateResult.FOR_PANEL),
        ({"document": [document("D")]}, GateResult.MET),
        ({"document": [document("D"), document("D", "fail")]}, GateResult.NOT_MET),
        ({"moderated": [moderated("D", gate="fail")], "document": [document("D")]}, GateResult.NOT_MET),
        ({"moderated": [moderated("D", gate="pass")]}, GateResult.MET),
        ({"document": [document("D", "fail")], "override": [override("D", gate="pass")]}, GateResult.MET),
    ],
)
def test_a_gate_of_documents_is_decided_by_what_was_read(tables, result):
    assert judged(NEEDS, WHOLE, panel_of(**tables)).gates[1].stands is result


@pytest.mark.parametrize(("seconds", "result"), [(60, "met"), (61, "not met"), (None, "not met")])
def test_a_timed_task_must_be_done_within_its_limit(seconds, result):
    assert judged(NEEDS, WHOLE, panel_of(demonstration=[task("T", seconds)])).gates[2].stands == result


points = st.integers(0, 5)


@given(agreed=st.tuples(points, points, points), better=st.integers(0, 2))
def test_more_points_of_a_panel_never_make_less(agreed, better):
    def total(given_points):
        rows = [moderated(need, mine) for need, mine in zip("PDT", given_points, strict=True)]
        return judged(NEEDS, WHOLE, panel_of(moderated=rows)).assessment.exact

    more = [min(5, one + (at == better)) for at, one in enumerate(agreed)]
    assert total(more) >= total(agreed)
    assert 0 <= total(agreed) <= 5


@given(st.permutations([*AGREED, moderated("W", 1)]), st.permutations([scored("P", 1), scored("P", 5, "e2")]))
def test_the_order_in_the_record_decides_nothing(rows, individual):
    found = judged(NEEDS, WHOLE, panel_of(moderated=rows, score=individual))

    assert (found.assessment.total, found.machine.total) == (Decimal("71.11"), Decimal("60.00"))
