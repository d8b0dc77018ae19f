"""The price file: totals that add up, one offer a route, and quality that was locked before."""

from __future__ import annotations

import pytest
from pydantic import ValidationError
from recorded import DIGEST, an_offer, prices_of
from weighing import a_need, needs_of

from conformance import prices
from conformance.files import BadFile

NEEDS = needs_of([a_need()])


def test_items_must_make_the_total():
    items = [{"name": "licences", "amount": "600.50"}, {"name": "interfaces", "amount": "399.50"}]

    assert prices_of(an_offer("a", "1000", item=items)).offer[0].total == 1000
    with pytest.raises(ValidationError, match=r"the items make 1000\.00, the total says 1001"):
        prices_of(an_offer("a", "1001", item=items))


@pytest.mark.parametrize("total", ["0", "-1", "NaN", "Infinity", "1.005"])
def test_a_price_is_money_and_more_than_nothing(total):
    with pytest.raises(ValidationError):
        prices_of(an_offer("a", total))


def test_a_bidder_offers_once_by_each_route():
    assert len(prices_of(an_offer("a"), an_offer("a", route="central")).offer) == 2
    with pytest.raises(ValidationError, match="offers by route local twice"):
        prices_of(an_offer("a"), an_offer("a"))
    with pytest.raises(ValidationError, match="route"):
        prices_of(an_offer("a", route="abroad"))


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (prices_of(an_offer("a"), needs="other"), "these prices are for other 1, not for test 1"),
        (prices_of(an_offer("a"), an_offer("c")), "no run is c's"),
        (prices_of(an_offer("a", run=DIGEST), an_offer("b")), "was locked by another run"),
        (prices_of(an_offer("a")), "there is no price of b"),
    ],
)
def test_prices_must_fit_needs_and_runs(found, says):
    with pytest.raises(BadFile, match=says):
        prices.check(found, NEEDS, {"a": "1" * 64, "b": "2" * 64})


def test_prices_are_read_from_a_file(tmp_path):
    path = tmp_path / "prices.toml"
    path.write_text(
        'schema = "prices/1"\n[prices]\nneeds = "test"\nversion = "1"\ncurrency = "GBP"\nyears = 10\n'
        'quality_locked = 2027-01-13\nlocked_by = "Cay Chair"\n[[offer]]\nbidder = "a"\nroute = "local"\ntotal = 10.5\n'
    )
    found = prices.read(path)

    assert (str(found.offer[0].total), len(found.digest)) == ("10.5", 64)
    prices.check(found, NEEDS, {"a": "1" * 64})
