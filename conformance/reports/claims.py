"""Show each claim of the bid beside what was seen, in the order the comparison gives: contradictions first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import ValidationError

from conformance.reports.view import Jump
from conformance.reports.words import CLAIMS, Mark, counted, transaction_title
from conformance.scoring.claims import ClaimRow, Comparison
from conformance.scoring.claims import Claims as Compared
from conformance.scoring.claims import claims as compared
from conformance.systems import Claim

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.model import Scenario
    from conformance.reports.view import Told
    from conformance.runs import Run

JUMPS = 6
"""Scenarios named in one row; the section on scenarios has them all."""

_MARKS = {
    Comparison.REFUTED: Mark("Claimed, but failed", "cross", "bad"),
    Comparison.NOT_SHOWN: Mark("Claimed, but not shown", "bar", "none"),
    Comparison.UNTESTED: Mark("Claimed, no scenario tests it", "bar", "none"),
    Comparison.BETTER: Mark("Works, though not claimed", "half", "part"),
    Comparison.HELD: Mark("Claimed and confirmed", "tick", "good"),
    Comparison.AGREED: Mark("Not claimed, not seen", "ring", "none"),
}


@dataclass(frozen=True, slots=True)
class Claimed:
    """One transaction: the claim, its place in the bid, and what was seen."""

    transaction: str
    title: str
    claim: str
    source: str
    mark: Mark
    seen: str
    scenarios: tuple[Jump, ...]


@dataclass(frozen=True, slots=True)
class Claims:
    """The rows, and how far the bid could be trusted, as a sentence."""

    rows: tuple[Claimed, ...]
    accuracy: str


def claims(
    run: Run, scenarios: Mapping[str, Scenario], told: Mapping[str, Told], robust: frozenset[str] = frozenset()
) -> Claims:
    """Return the claims of a run's profile against what was seen; none when the profile makes none.

    ``robust`` are the scenarios that the needs ask for as robustness alone.
    """
    stated = stated_in(run)
    if not stated:
        return Claims((), "The supplier's profile makes no claims, so there is nothing to compare.")
    found = compared(stated, run.results, list(scenarios.values()), robust)
    return Claims(tuple(_row(row, told) for row in found.rows), accuracy(found))


def stated_in(run: Run) -> list[Claim]:
    """Return the claims in a run's header; a row that is none is left out."""
    profile = run.header.get("system")
    rows = profile.get("claim", []) if isinstance(profile, dict) else []
    found = []
    for row in rows if isinstance(rows, list) else []:
        try:
            found.append(Claim.model_validate(row))
        except ValidationError:
            continue
    return found


def accuracy(found: Compared) -> str:
    """Return how many claims held, in a sentence."""
    unshown = sum(row.comparison in {Comparison.NOT_SHOWN, Comparison.UNTESTED} for row in found.rows)
    rest = f" {counted(unshown, 'further claim')} could not be shown." if unshown else ""
    if found.accuracy is None:
        return f"No claim could be tested.{rest}"
    return f"{found.held} of {counted(found.tested, 'tested claim')} held ({found.accuracy} %).{rest}"


def _row(row: ClaimRow, told: Mapping[str, Told]) -> Claimed:
    ran = [one.scenario for one in row.scenarios if one.scenario in told]
    if row.comparison is Comparison.REFUTED:
        ran = [one.scenario for one in row.scenarios if one.scenario in told and not one.met]
    due = f"due {row.due}" if row.due else ""
    return Claimed(
        transaction=row.transaction,
        title=transaction_title(row.transaction),
        claim=CLAIMS.get(row.level, row.level) or "Nothing said",
        source="; ".join(part for part in (row.source, due) if part),
        mark=_MARKS[row.comparison],
        seen=row.seen,
        scenarios=tuple(Jump(told[name].anchor, name) for name in ran[:JUMPS]),
    )
