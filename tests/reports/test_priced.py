"""Price beside quality: shown only when its basis is said, and never without saying how firm the order is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from recorded import an_offer, moderated, panel_of, prices_of
from weighing import Bench, a_need, needs_of

from conformance.reports.priced import priced
from conformance.scoring import score
from conformance.scoring.panel import judged

EVERY = {"0": "<50%", "2": ">=50%", "3": "must:100%", "5": "must:100% & should:100%"}


@pytest.fixture
def tender():
    """Two bidders of quality 60 and 100 by the machine; the panel's points go the other way."""
    bench = Bench()
    for name in "ab":
        bench.scenario(name)
    method = {"split": {"quality": 60, "price": 40}, "price": "relative-to-benchmark", "benchmark": 1000}
    needs = needs_of(
        [a_need("W", weight=50, score=EVERY), a_need("P", weight=50, evidence="panel", scenarios=[])], **method
    )
    found = {
        "x": score(needs, bench.results(a="PP", b="PF"), bench.scenarios),
        "y": score(needs, bench.results(a="PP", b="PP"), bench.scenarios),
    }
    return needs, found


LABELS = {"x": "bidder-x", "y": "bidder-y"}


def records(needs, found, x, y):
    points = {"x": x, "y": y}
    return {
        name: judged(needs, one, panel_of(bidder=name, moderated=[moderated("P", points[name])]))
        for name, one in found.items()
    }


def test_by_the_machine_alone(tender):
    needs, found = tender
    view = priced(needs, prices_of(an_offer("x", "1000"), an_offer("y", "2000")), LABELS, found, {})

    # x: 60 % x 60 + 40 % x 100 = 76; y: 60 % x 100 + 40 % x 50 = 80
    assert [(one.place, one.offer, one.combined) for one in view.lines] == [
        ("1", "bidder-y", "80.00"),
        ("2", "bidder-x", "76.00"),
    ]
    assert "the machine's score alone: no panel record" in view.basis
    assert view.machine_order == ""
    assert [(one.place, one.offer) for one in view.firm.movable] == [("1", "bidder-y"), ("2", "bidder-x")]


def test_with_the_panel_the_machines_own_order_stands_beside(tender):
    needs, found = tender
    prices = prices_of(an_offer("x", "1000"), an_offer("y", "2000"))
    view = priced(needs, prices, LABELS, found, records(needs, found, 5, 1))

    # x: (3 + 5) / 2 = 4 of 5, 60 % x 80 + 40 = 88; y: (5 + 1) / 2 = 3, 60 % x 60 + 20 = 56
    assert [(one.offer, one.quality, one.combined) for one in view.lines] == [
        ("bidder-x", "80.00", "88.00"),
        ("bidder-y", "60.00", "56.00"),
    ]
    assert view.machine_order == "bidder-y, then bidder-x"


def test_a_record_of_one_bidder_alone_changes_nothing(tender):
    needs, found = tender
    prices = prices_of(an_offer("x", "1000"), an_offer("y", "2000"))
    half = {"x": records(needs, found, 5, 1)["x"]}

    view = priced(needs, prices, LABELS, found, half)

    assert "not every bidder has a record" in view.basis
    assert [one.combined for one in view.lines] == ["80.00", "76.00"]


def test_routes_are_laid_side_by_side(tender):
    needs, found = tender
    prices = prices_of(an_offer("x", "1000"), an_offer("x", "800", "central"), an_offer("y", "2000"))
    view = priced(needs, prices, LABELS, found, {})

    assert [(one.route.split()[0], one.offers, one.best) for one in view.routes] == [
        ("Local", "2 offers", "bidder-y, in place 1"),
        ("Local,", "no offer", ""),
        ("Central", "1 offer", "bidder-x (central), in place 2"),
    ]
    assert view.routes[0].price == "GBP 1,000 to GBP 2,000"


def test_how_the_order_flips_is_said(tender):
    needs, found = tender
    prices = prices_of(an_offer("x", "1000"), an_offer("y", "2200"))
    view = priced(needs, prices, LABELS, found, {})

    assert view.firm.nearest.startswith(
        "bidder-x draws level when the share of quality against price goes from 60.00 to"
    )
    tried = {one.change for one in (*view.firm.flips, *view.firm.steady)}
    assert tried >= {"W weighs a tenth more", "without the offer of bidder-x", "price relative-to-lowest"}
    assert len(view.firm.flips) + len(view.firm.steady) == 2 + 2 + 2 + 3


@pytest.mark.parametrize(
    ("formula", "says"),
    [
        ("relative-to-lowest", "withdrawing one offer can change the order of the others"),
        ("fixed-ceiling", "at or above it earns no price points"),
        ("price-per-quality-point", "a cheap offer of little quality can come first"),
        ("relative-to-benchmark", "nothing is won by going lower"),
    ],
)
def test_each_formula_has_its_warning(tender, formula, says):
    needs, found = tender
    method = needs.method.model_copy(update={"price": formula, "ceiling": 5000})
    needs = needs.model_copy(update={"method": method})
    view = priced(needs, prices_of(an_offer("x", "1000"), an_offer("y", "2000")), LABELS, found, {})

    assert says in view.warnings[0]
    assert bool(view.firm.movable) is (formula != "price-per-quality-point")


def test_where_one_offer_stands_nothing_can_flip(tender):
    needs, found = tender
    out = replace(found["x"], to_repeat=("a",))
    view = priced(needs, prices_of(an_offer("x"), an_offer("y")), LABELS, {**found, "x": out}, {})

    assert view.firm.nearest == "Fewer than two offers stand in the order, so there is nothing that could flip."
    assert (view.firm.flips, view.firm.steady) == ((), ())


def test_gates_left_to_a_panel_are_warned_of(tender):
    needs, _ = tender
    gated = needs.need[1].model_copy(update={"gate": True})
    needs = needs.model_copy(update={"need": (needs.need[0], gated)})
    found = {"x": score(needs, [], []), "y": score(needs, [], [])}
    view = priced(needs, prices_of(an_offer("x"), an_offer("y")), LABELS, found, {})

    assert "Gates of bidder-x, bidder-y that the panel has still to decide: P." in view.warnings
