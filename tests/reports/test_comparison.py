"""Bidders side by side: gates first, differences first, totals last."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import html as reader
from weighing import a_need, needs_of

from conformance import runs, scoring
from conformance.reports import Bidder, comparison_page
from conformance.reports.sidebyside import side_by_side


@pytest.fixture(scope="module")
def bidders(golden, run, statement, invented):
    told = list(invented.TOLD.values())
    other = runs.read(golden / "run-a")
    return [Bidder(one, scoring.score(statement, one.results, told)) for one in (other, run)]


@pytest.fixture(scope="module")
def rows(bidders, statement, invented):
    purposes = {one.id: one.purpose for one in invented.TOLD.values()}
    return side_by_side(statement, [one.assessment for one in bidders], purposes)


def test_a_gate_somebody_fails_comes_first(rows):
    assert [row.id for row in rows.gates] == ["SON-01", "SON-03", "SON-16", "SON-04"]
    assert [cell.mark.word for cell in rows.gates[0].cells] == ["Met", "Not met"]
    purpose = "Asked for one patient's studies, the archive returns those and no others."
    assert rows.gates[0].cells[0].says == ""
    assert rows.gates[0].cells[1].says == (
        f"Not met in 1 scenario: “{purpose}” A recommendation was not followed in 1 scenario."
    )


def test_the_greatest_difference_comes_first(rows, bidders):
    assert [[row.id, *(cell.number for cell in row.cells)] for row in rows.differing] == [
        ["SON-03", "3 of 5", "0 of 5"],
        ["SON-01", "3 of 5", "2 of 5"],
        ["SON-05", "2 of 5", "0 to 2 of 5"],
    ]


def test_every_cell_has_a_word_beside_its_number(rows, statement):
    assert [row.id for row in rows.needs] == [need.id for need in statement.need]
    assert all(cell.mark.word and cell.mark.shape for row in rows.needs for cell in row.cells)
    undecided = next(row for row in rows.needs if row.id == "SON-05").cells[1]
    assert (undecided.mark.word, undecided.number) == ("Undecided", "0 to 2 of 5")


def test_what_nobody_has_points_for_is_said_to_be_whose_it_is():
    needs = needs_of(
        [
            a_need("W", weight=50, scenarios=["a"]),
            a_need("P", weight=25, evidence="panel", scenarios=[]),
            a_need("M", weight=25, evidence="price", scenarios=[]),
        ],
        not_tested="exclude-for-all",
    )
    rows = side_by_side(needs, [scoring.score(needs, [], [], excluded=frozenset("a"))], {})

    assert [row.cells[0].mark.word for row in rows.needs] == ["Excluded", "For the panel", "With the price"]
    assert [one.cells[0] for one in (*rows.themes, rows.totals)] == [("no machine points", None)] * 2


def test_totals_stand_last(bidders, statement, invented):
    tree = reader.document_fromstring(comparison_page(bidders, statement, scenarios=invented.TOLD))
    sections = [one.get("id") for one in tree.iter("section")]

    assert sections == ["cover", "gates", "differing", "needs", "matrix", "scenarios", "runs", "themes", "firm"]
    last = list(tree.iter("table"))[-1]
    assert [cell.text_content() for cell in last.iter("strong")] == [
        f"{one.assessment.total} of 100" for one in bidders
    ]


def test_scenarios_that_differ_are_listed_and_the_rest_counted(bidders, statement, invented):
    tree = reader.document_fromstring(comparison_page(bidders, statement, scenarios=invented.TOLD))
    text = " ".join(tree.text_content().split())

    assert "Asked for one patient's studies" in text
    assert "An image that was stored comes back whole" not in text
    assert "Passed 4 scenarios" in text


def test_without_needs_scenarios_alone_are_compared(bidders, invented):
    plain = [replace(one, assessment=None) for one in bidders]
    tree = reader.document_fromstring(comparison_page(plain, scenarios=invented.TOLD))

    assert [one.get("id") for one in tree.iter("section")] == ["cover", "matrix", "scenarios", "runs"]


def test_each_total_has_its_own_arithmetic(bidders, statement, invented):
    text = reader.document_fromstring(comparison_page(bidders, statement, scenarios=invented.TOLD)).text_content()

    for one in bidders:
        assert one.assessment.arithmetic in text
    assert bidders[1].assessment.remarks[0] in text


def test_two_runs_of_one_system_are_told_apart(run, invented):
    text = comparison_page([Bidder(run), Bidder(run)], scenarios=invented.TOLD)

    assert "bidder-b (run 1)" in text
    assert "bidder-b (run 2)" in text
    assert "Every scenario came out the same for all." in text


def test_before_prices_the_order_by_quality_is_said_and_who_is_out_of_it(bidders, statement, invented):
    def firm(compared):
        page = reader.fromstring(comparison_page(compared, statement, scenarios=invented.TOLD))
        return [" ".join(one.text_content().split()) for one in page.xpath("//section[@id='firm']")]

    ungated = tuple(one.model_copy(update={"gate": False}) for one in statement.need)
    told = list(invented.TOLD.values())
    open_ = statement.model_copy(update={"need": ungated})
    scores = [replace(scoring.score(open_, one.run.results, told), to_repeat=()) for one in bidders]
    free = [replace(one, assessment=score) for one, score in zip(bidders, scores, strict=True)]

    (alone,), (both,) = firm(bidders), firm(free)
    assert "Not in it: bidder-b (gates not met:" in alone
    assert "The nearest flip" not in alone
    assert "By quality the order is: bidder-a, then bidder-b." in both
    assert "Quality, out of 100, by these weights" in both
    assert "price formula" not in both
    assert firm([bidders[0], bidders[0]]) == []


def test_unequal_suites_and_cut_runs_are_warned_of(run, invented):
    other = replace(run, header=run.header | {"suite": "2025.1"}, end=None)
    text = comparison_page([Bidder(run), Bidder(other)], scenarios=invented.TOLD)

    assert "Different suites." in text
    assert "bidder-b (run 2) is not complete." in text


def test_a_comparison_takes_all_assessments_or_none(bidders, run, statement, invented):
    for some, needs in (([Bidder(run)], statement), ([*bidders, Bidder(run)], statement), (bidders, None), ([], None)):
        with pytest.raises(ValueError, match="one assessment for each bidder"):
            comparison_page(some, needs, scenarios=invented.TOLD)
