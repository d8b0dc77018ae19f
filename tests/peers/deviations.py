"""What a real system is known to do otherwise: read from its file, and held against what was seen."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from conformance.model import Outcome, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformance.model import Result

FOLDER = Path(__file__).parent
REQUIRED = "CONFORMANCE_REQUIRE_PEERS"


@dataclass(frozen=True)
class Comparison:
    """What was seen and not listed, listed and not seen, and what went wrong on our side."""

    unlisted: dict[tuple[str, str], str]
    unseen: set[tuple[str, str]]
    errors: dict[str, str]


def load(name: str, *, always: bool = False) -> set[tuple[str, str]]:
    """Return the known deviations of a peer, as scenario and clause; each must give its reason.

    ``always`` leaves out those that show ``now_and_then``, by who is quicker.
    """
    listed = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8")).get("deviation", [])
    unreasoned = [one for one in listed if not one.get("reason", "").strip()]
    if unreasoned:
        raise ValueError(f"{name}.toml lists deviations without a reason: {unreasoned}")
    wanted = [one for one in listed if not (always and one.get("now_and_then"))]
    return {(one["scenario"], clause) for one in wanted for clause in one["clauses"]}


def compare(results: Iterable[Result], name: str) -> Comparison:
    """Hold what a peer did against what it is known to do."""
    told = list(results)
    seen = {
        (result.scenario, finding.clause.id): f"{finding.where or ''} expected {finding.expected}; saw {finding.saw}"
        for result in told
        for finding in result.findings
        if finding.verdict is Verdict.FAILED
    }
    listed = load(name)
    unlisted = {place: words for place, words in seen.items() if place not in listed}
    errors = {result.scenario: result.reason for result in told if result.outcome is Outcome.ERROR}
    return Comparison(unlisted, load(name, always=True) - seen.keys(), errors)


def missing(reason: str) -> NoReturn:
    """Skip where a peer is not installed; fail where the environment says that peers are required."""
    if os.environ.get(REQUIRED) == "1":
        pytest.fail(f"{reason}, and {REQUIRED} is 1")
    pytest.skip(reason)
