"""The hand calculation of the docs: every line is worked out again, and is what the tool says."""

from __future__ import annotations

import ast
import importlib.util
import operator
import re
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from conformance import needs, scoring
from conformance.descriptors import Kind
from conformance.needs import Method, Rounding, Split
from conformance.scoring.figures import rounded
from conformance.scoring.panel import judged
from conformance.scoring.price import Offer, offer, placed

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden"
TEXT = (ROOT / "docs" / "hand-calculation.md").read_text(encoding="utf-8")
LINE = re.compile(r"(.+): (.+) ([=~]) (\d+(?:\.\d+)?)")
SUMS = [line for block in re.findall(r"```text\n(.*?)```", TEXT, re.DOTALL) for line in block.splitlines()]
LINES = {read[1]: (read[2], read[3], read[4]) for line in SUMS if (read := LINE.fullmatch(line))}
STEPS = {ast.Add: operator.add, ast.Mult: operator.mul, ast.Div: operator.truediv}


def worth(sum_):
    """Return what a sum of numbers, +, * and / comes to, exactly."""

    def of(node):
        if isinstance(node, ast.BinOp):
            return STEPS[type(node.op)](of(node.left), of(node.right))
        return Fraction(ast.get_source_segment(sum_, node))

    return of(ast.parse(sum_, mode="eval").body)


@pytest.fixture(scope="module")
def told():
    """The first bidder of the golden tender, and the statement."""
    loaded = []
    for name in ("invented", "regenerate"):
        if name not in sys.modules:
            spec = importlib.util.spec_from_file_location(name, GOLDEN / f"{name}.py")
            sys.modules[name] = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(sys.modules[name])
        loaded.append(sys.modules[name])
    statement = needs.read(GOLDEN / "needs.toml")
    bidders, prices = loaded[1].tender(statement)
    return statement, bidders[0], prices.offer[0]


def test_no_line_of_the_sums_is_left_out():
    assert len(LINES) == len(SUMS) == 17


@pytest.mark.parametrize("name", LINES)
def test_each_line_is_right_to_the_last_digit(name):
    sum_, sign, result = LINES[name]

    exact = worth(sum_)
    if sign == "=":
        assert exact == Fraction(result)
    else:
        assert str(rounded(exact, Rounding())) == result
        assert exact != Fraction(result) or result.endswith("0")


def stated(name):
    return Decimal(LINES[name][2])


def test_the_machines_figures_are_those(told):
    _, bidder, _ = told
    found = bidder.assessment
    shares = {share.kind: share.percent for share in found.need("SON-01").shares}

    assert {need.need: need.points for need in found.needs if need.value is not None} == {
        "SON-01": "3",
        "SON-04": "3",
        "SON-03": "3",
        "SON-05": "2",
    }
    assert shares == {
        Kind.ALL: stated("scenarios of SON-01 held, in percent"),
        Kind.MUST: stated("MUST of SON-01 held, in percent"),
        Kind.SHOULD: stated("SHOULD of SON-01 held, in percent"),
        Kind.ROBUSTNESS: stated("robustness of SON-01 held, in percent"),
    }
    assert [one.exact for one in found.themes] == [
        Fraction(stated("theme archive")),
        Fraction(stated("theme integration")),
    ]
    assert found.themes[1].value == stated("printed integration")
    assert (found.exact, found.total) == (Fraction(stated("total of 5")), stated("total of 100"))
    assert next(gate for gate in found.gates if gate.need == "SON-01").result is scoring.GateResult.MET
    assert {told.scenario for told in found.need("SON-01").scenarios} == set(
        re.findall(r"\| `(dicom\.[a-z.-]+)`", TEXT)
    )


def test_the_panels_figures_are_those(told):
    statement, bidder, _ = told
    both = judged(statement, bidder.assessment, bidder.panel).assessment

    assert both.themes[1].exact == Fraction(stated("panel integration"))
    assert both.total == stated("panel total of 100")


def test_the_place_in_the_tender_is_that(told):
    statement, bidder, asked = told
    both = judged(statement, bidder.assessment, bidder.panel).assessment
    [place] = placed(statement.method, [offer("bidder-a", both, asked.total)])

    assert (place.price_points, place.combined) == (stated("price points"), stated("combined"))


def test_a_lost_offer_flips_the_order_as_it_says():
    split = Split(quality=Decimal(50), price=Decimal(50))
    method = Method(split=split, price="relative-to-lowest", suite="2026.12")
    offers = [
        Offer(name, Fraction(quality), Decimal(price), {}) for name, quality, price in (("A", 60, 50), ("B", 90, 80))
    ]

    two = {one.bidder: one.combined for one in placed(method, offers)}
    three = {one.bidder: one.combined for one in placed(method, [*offers, Offer("C", Fraction(20), Decimal(30), {})])}

    assert (two["A"], two["B"]) == (stated("A of two"), stated("B of two"))
    assert (three["A"], three["B"]) == (stated("A of three"), stated("B of three"))
