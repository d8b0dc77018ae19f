"""How firm an order by quality is, before any price is known."""

from __future__ import annotations

import pytest
from recorded import moderated, panel_of
from weighing import Bench, a_need, needs_of

from conformance.reports.firm import of_quality
from conformance.scoring import score
from conformance.scoring.panel import judged

EVERY = {"0": "<50%", "2": ">=50%", "3": "must:100%", "5": "must:100% & should:100%"}
LABELS = {"x": "bidder-x", "y": "bidder-y"}


@pytest.fixture
def tender():
    """Two bidders of quality 50 and 60 by the machine, each the better one in one of two needs."""
    bench = Bench()
    for name in "abc":
        bench.scenario(name)
    needs = needs_of(
        [
            a_need("N", weight=50, score=EVERY, scenarios=["a"]),
            a_need("M", weight=50, score=EVERY, scenarios=["b"]),
            a_need("P", theme="u", evidence="panel", scenarios=[]),
        ],
        themes=[("t", 60), ("u", 40)],
        split={"quality": 60, "price": 40},
        price="relative-to-lowest",
        tie_break=["price"],
    )
    found = {
        "x": score(needs, bench.results(a="PP", b="FP"), bench.scenarios),
        "y": score(needs, bench.results(a="PF", b="PF"), bench.scenarios),
    }
    return needs, found


def test_the_order_is_said_with_its_basis_and_what_moves_it(tender):
    needs, found = tender

    view = of_quality(needs, LABELS, found, {})

    # x: (5 + 0) / 2 of 5 = 50; y: (3 + 3) / 2 of 5 = 60
    assert view.lead == (
        "Quality is the machine's score alone: no panel record was given.",
        "By quality the order is: bidder-y, then bidder-x.",
    )
    assert {one.change for one in view.flips} == {"without M"}
    assert {one.change for one in view.steady} >= {"N weighs a tenth more", "without the offer of bidder-x"}
    assert not any("price" in one.change for one in (*view.flips, *view.steady))
    # level where 5n = 3: n = 60 %
    assert view.nearest == "bidder-x draws level when the share of M goes from 50.00 to 40.00 %."
    assert view.share == ""
    assert [(one.place, one.offer, one.themes, one.published) for one in view.movable] == [
        ("1", "bidder-y", ("60.000000",), "60.00"),
        ("2", "bidder-x", ("50.000000",), "50.00"),
    ]


def test_the_panels_points_are_in_it_when_every_record_is_whole(tender):
    needs, found = tender
    records = {
        name: judged(needs, one, panel_of(bidder=name, moderated=[moderated("P", points)]))
        for (name, one), points in zip(found.items(), (5, 1), strict=True)
    }

    both = of_quality(needs, LABELS, found, records)
    half = of_quality(needs, LABELS, found, {"x": records["x"]})

    # x: 60 % of 50 + 40 % of 100 = 70; y: 60 % of 60 + 40 % of 20 = 44
    assert both.lead[1] == "By quality the order is: bidder-x, then bidder-y."
    assert half.lead[1] == "By quality the order is: bidder-y, then bidder-x."
    assert "not every bidder has a record" in half.lead[0]


def test_who_is_level_with_the_first_already_needs_no_change(tender):
    needs, found = tender
    same = {"x": found["x"], "y": found["x"]}

    view = of_quality(needs, LABELS, same, {})

    assert view.nearest == "Nothing has to change: bidder-y has the first's figure."
    three = of_quality(needs, {**LABELS, "z": "bidder-z"}, {**same, "z": found["x"]}, {})
    assert three.nearest == "Nothing has to change: bidder-y and bidder-z have the first's figure."


def test_who_is_out_is_said_and_one_offer_is_no_order(tender):
    needs, found = tender
    gated = needs.model_copy(update={"need": (needs.need[0].model_copy(update={"gate": True}), *needs.need[1:])})
    bench = Bench()
    for name in "abc":
        bench.scenario(name)
    found["z"] = score(gated, bench.results(a="FP", b="PP"), bench.scenarios)
    labels = {**LABELS, "z": "bidder-z"}

    assert of_quality(gated, labels, found, {}).lead[2] == "Not in it: bidder-z (gates not met: N)."
    alone = of_quality(gated, labels, {"x": found["x"], "z": found["z"]}, {})
    assert "Fewer than two offers stand" in alone.lead[1]
    assert (alone.nearest, alone.flips, alone.movable) == ("", (), ())
