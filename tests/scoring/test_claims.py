from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from weighing import Bench

from conformance.scoring import Comparison, claims
from conformance.scoring.claims import codes
from conformance.systems import Claim


@pytest.fixture
def bid(bench: Bench) -> Bench:
    """Two scenarios of RAD-8 and one of each other transaction."""
    bench.scenario("store.a", "ms", "RAD-8")
    bench.scenario("store.b", "ms", "RAD-8")
    bench.scenario("find", "ms", "RAD-14")
    bench.scenario("order", "ms", "RAD-4 to RAD-5")
    bench.scenario("echo", "m", "C-ECHO")
    bench.scenario("store.robustness.cut", "m", "RAD-8")
    return bench


def claimed(transaction: str, level: str = "yes", **more) -> Claim:
    return Claim(transaction=transaction, level=level, **more)


@pytest.mark.parametrize(
    ("level", "verdicts", "comparison", "seen"),
    [
        ("yes", {"store_a": "PP", "store_b": "PF"}, Comparison.HELD, "2 of 2 scenarios met"),
        ("configurable", {"store_a": "PP", "store_b": "PP"}, Comparison.HELD, "2 of 2 scenarios met"),
        (
            "yes",
            {"store_a": "PP", "store_b": "FP"},
            Comparison.REFUTED,
            "1 of 2 scenarios met; store.b: MUST failed (Standard 0: does m0)",
        ),
        (
            "third-party",
            {"store_a": "FP"},
            Comparison.REFUTED,
            "0 of 2 scenarios met; store.a: MUST failed (Standard 0: does m0); 1 not shown",
        ),
        ("yes", {"store_a": "PP", "store_b": "BB"}, Comparison.NOT_SHOWN, "1 of 2 scenarios met; 1 not shown"),
        ("yes", {}, Comparison.NOT_SHOWN, "0 of 2 scenarios met; 2 not shown"),
        ("roadmap", {"store_a": "PP", "store_b": "PP"}, Comparison.BETTER, "2 of 2 scenarios met"),
        ("no", {"store_a": "PP", "store_b": "NN"}, Comparison.AGREED, "1 of 2 scenarios met; 1 not shown"),
        ("no", {"store_a": "FP"}, Comparison.AGREED, None),
    ],
)
def test_a_claim_is_held_against_what_was_seen(bid, level, verdicts, comparison, seen):
    (row,) = claims([claimed("RAD-8", level)], bid.results(**verdicts), bid.scenarios).rows

    assert row.comparison is comparison
    assert seen is None or row.seen == seen
    assert [one.scenario for one in row.scenarios] == ["store.a", "store.b"]


def test_what_the_needs_take_for_robustness_is_no_part_of_a_claim(bid):
    results = bid.results(store_a="PP", store_b="FP", find="FP")

    store, find = claims(
        [claimed("RAD-8"), claimed("RAD-14")], results, bid.scenarios, frozenset({"store.b", "find"})
    ).rows[::-1]

    assert (store.comparison, store.seen) == (Comparison.HELD, "1 of 1 scenarios met")
    assert find.comparison is Comparison.UNTESTED


def test_a_claim_nothing_tests_is_not_counted(bid):
    found = claims([claimed("RAD-69", source="p. 3", due=date(2027, 6, 30))], [], bid.scenarios)

    (row,) = found.rows
    assert (row.comparison, row.seen) == (Comparison.UNTESTED, "no scenario tests it")
    assert (row.source, row.due) == ("p. 3", "2027-06-30")
    assert (found.held, found.tested) == (0, 0)
    assert (found.accuracy, found.arithmetic) == (None, "No claim was tested, so there is no figure.")


def test_what_contradicts_the_bid_comes_first_and_accuracy_is_a_figure(bid):
    results = bid.results(store_a="PP", store_b="PP", find="FP", order="PP", echo="P")

    found = claims(
        [claimed("RAD-8"), claimed("RAD-14"), claimed("RAD-4"), claimed("RAD-69"), claimed("RAD-1", "no")],
        results,
        bid.scenarios,
    )

    assert [(row.transaction, row.comparison) for row in found.rows] == [
        ("RAD-14", Comparison.REFUTED),
        ("RAD-69", Comparison.UNTESTED),
        ("C-ECHO", Comparison.BETTER),
        ("RAD-5", Comparison.BETTER),
        ("RAD-4", Comparison.HELD),
        ("RAD-8", Comparison.HELD),
        ("RAD-1", Comparison.AGREED),
    ]
    assert (found.held, found.tested, found.accuracy) == (2, 3, Decimal("66.6"))
    assert found.arithmetic == "2 held of 3 claims tested = 66.6 %"


def test_an_undecided_scenario_neither_holds_nor_refutes(bid):
    found = claims([claimed("RAD-14")], bid.results(find="EE"), bid.scenarios)

    assert found.rows[0].comparison is Comparison.NOT_SHOWN


def test_an_earlier_failure_is_not_hidden_by_a_later_pass(bid):
    tries = [bid.result("find", "FP", 1), bid.result("find", "PP", 2)]

    assert claims([claimed("RAD-14")], tries, bid.scenarios).rows[0].comparison is Comparison.NOT_SHOWN


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("RAD-8", ("RAD-8",)),
        ("rad-8", ("RAD-8",)),
        ("RAD-6/7", ("RAD-6", "RAD-7")),
        ("RAD-4 to RAD-5", ("RAD-4", "RAD-5")),
        ("ITI-8, ITI-9 and ITI-8", ("ITI-8", "ITI-9")),
        ("C-ECHO", ("C-ECHO",)),
        ("  ", ()),
        ("TRAD-8X", ("TRAD-8X",)),
    ],
)
def test_a_text_names_its_transactions(text, found):
    assert codes(text) == found


@given(st.permutations([("RAD-8", "yes"), ("RAD-14", "no"), ("RAD-4", "configurable"), ("RAD-99", "yes")]))
def test_the_order_of_claims_changes_nothing(stated):
    bench = Bench()
    for name, transaction in (("a", "RAD-8"), ("b", "RAD-14"), ("c", "RAD-4")):
        bench.scenario(name, "m", transaction)
    results = bench.results(a="F", b="P", c="P")
    usual = claims([claimed(*one) for one in sorted(stated)], results, bench.scenarios)

    assert claims([claimed(*one) for one in stated], results, bench.scenarios) == usual
