"""The published rules as sentences: how gates are decided, how points come about, how figures are rounded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.descriptors import Kind, parse
from conformance.reports.words import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from conformance.needs import Method
    from conformance.scoring.assessment import Gate

ALL = 100
"""Percent."""

_SHARES = {
    Kind.ALL: "the scenarios",
    Kind.MUST: "the scenarios with required clauses",
    Kind.SHOULD: "the scenarios with recommended clauses",
    Kind.ROBUSTNESS: "the robustness scenarios",
}

_NOT_TESTED = {
    "zero": "What could not be tested earns zero; it never drops out of the count.",
    "exclude-for-all": "A scenario that was excluded is excluded for every bidder alike, and listed.",
    "panel": "What could not be tested is left to the panel; the machine gives it nothing.",
}


def plain(number: Decimal | None) -> str:
    """Return a number as people write it: ``40``, ``2.50`` as given, never ``4E+1``."""
    return "" if number is None else f"{number:f}"


def gate_rule(gate: Gate) -> str:
    """Return how a gate is decided."""
    return rule_words(gate.rule) if gate.evidence == "wire" else "The panel records pass or fail"


def rule_words(rule: str) -> str:
    """Return a published condition as a sentence a buyer reads, with the condition itself."""
    said = [
        f"{'at least' if term.at_least else 'fewer than'} {plain(term.percent)} % of {_SHARES[term.kind]}"
        if term.percent < ALL or not term.at_least
        else f"every one of {_SHARES[term.kind]}"
        for term in parse(rule).terms
    ]
    return f"{sentence(' and '.join(said))} must pass ({rule})"


def rules(method: Method, left_out: Sequence[str]) -> tuple[str, ...]:
    """Return the published arithmetic as sentences; ``left_out`` are the scenarios excluded for all bidders."""
    when = "once, at the end" if method.rounding.when == "final" else "at each theme, and the total from those"
    ties = ", then ".join(entry.replace("need:", "need ").replace("theme:", "theme ") for entry in method.tie_break)
    split = f"Quality counts {plain(method.split.quality)} and price {plain(method.split.price)} of 100"
    price = f"; price is set {method.price.replace('-', ' ')}." if method.split.price else "."
    excluded = f"Excluded for all bidders: {', '.join(left_out)}." if left_out else ""
    lines = (
        "A scenario counts once in each need, however many checks it has.",
        "Each need earns 0 to 5 points by its published conditions.",
        "Each theme is the weighted mean of its needs, and the total that of the themes, out of 100.",
        _NOT_TESTED[method.not_tested],
        f"Figures are rounded {when}, to {method.rounding.places} places, {method.rounding.mode.replace('-', ' ')}.",
        f"Ties are broken by {ties}." if ties else "",
        split + price,
        f"The scenario list is pinned to suite {method.suite}: one denominator for every bidder.",
        excluded,
    )
    return tuple(line for line in lines if line)
