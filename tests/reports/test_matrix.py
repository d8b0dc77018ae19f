"""Who fits whom: by pairs, what both were asked about and both hold."""

from __future__ import annotations

from types import SimpleNamespace

from conformance.model import Outcome
from conformance.reports.matrix import matrix


def told(**outcomes):
    return {
        f"{code}-{at}": SimpleNamespace(id=f"{code}.{at}", transaction=code.replace("_", "-"), outcome=Outcome(one))
        for code, many in outcomes.items()
        for at, one in enumerate(many.split())
    }


def test_each_pair_has_what_both_hold():
    ours = told(RAD_8="passed reservation", RAD_14="passed failed", ITI_18="not-applicable", RAD_5="blocked")
    theirs = told(RAD_8="passed", RAD_14="passed", ITI_18="passed", MLLP="passed")

    rows = matrix(["a", "b"], [ours, theirs])

    assert [[(cell.mark.word, cell.number) for cell in row.cells] for row in rows] == [
        [("Some", "1 of 3 transactions"), ("Some", "1 of 2 transactions")],
        [("Some", "1 of 2 transactions"), ("All", "3 of 3 transactions")],
    ]
    assert rows[0].cells[0].says == "Not held by both: RAD-5, RAD-14."


def test_robustness_is_no_part_of_fitting():
    (row,) = matrix(["a"], [told(RAD_8="passed failed", RAD_14="failed")], frozenset({"RAD_8.1", "RAD_14.0"}))

    assert [(cell.mark.word, cell.number) for cell in row.cells] == [("All", "1 of 1 transaction")]


def test_who_has_nothing_in_common_shares_nothing():
    rows = matrix(["a", "b"], [told(RAD_8="failed"), told(ITI_18="passed")])

    assert rows[0].cells[1].mark.word == "Nothing shared"
    assert rows[0].cells[0].mark.word == "None"
