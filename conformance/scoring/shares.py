"""Count the scenarios of a need: how many hold a share, of one denominator that is the same for every bidder."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import TYPE_CHECKING

from conformance.descriptors import Kind
from conformance.scoring.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from conformance.descriptors import Condition
    from conformance.scoring.standing import Told

NAMES = {
    Kind.ALL: "scenarios",
    Kind.MUST: "scenarios with MUST clauses",
    Kind.SHOULD: "scenarios with SHOULD clauses",
    Kind.ROBUSTNESS: "robustness scenarios",
}
"""What a share is a share of, as a reader reads it."""


@dataclass(frozen=True, slots=True)
class Share:
    """``held`` of ``of`` scenarios hold it; ``open_`` were not shown and ``undecided`` must be repeated first."""

    kind: Kind
    held: int
    undecided: int
    open_: int
    of: int

    @property
    def percent(self) -> Decimal | None:
        """Return held/of in percent, cut (never rounded up) after one place; None of nothing."""
        if not self.of:
            return None
        return (Decimal(self.held) * 100 / self.of).quantize(Decimal("0.1"), ROUND_DOWN)

    @property
    def text(self) -> str:
        """Return ``3 of 4 scenarios with MUST clauses (75.0 %)``."""
        if self.percent is None:
            return f"no {NAMES[self.kind]} in this need"
        return f"{self.held} of {self.of} {NAMES[self.kind]} ({self.percent} %)"


Shares = dict[Kind, Share]


def shares(scenarios: Iterable[Told]) -> Shares:
    """Return the four shares of a need's scenarios."""
    told = list(scenarios)
    return {kind: _share(kind, [one for one in told if kind in one.asked]) for kind in Kind}


def _share(kind: Kind, told: list[Told]) -> Share:
    held = [one for one in told if kind in one.held]
    failed = [one for one in told if kind in one.failed]
    undecided = [one for one in told if one.standing is Standing.UNDECIDED and kind not in one.failed]
    return Share(kind, len(held), len(undecided), len(told) - len(held) - len(undecided) - len(failed), len(told))


def proven(condition: Condition, counted: Mapping[Kind, Share]) -> bool:
    """Return whether a condition holds by what was shown alone: whatever was not shown counts as not held."""
    return all(term.holds(counted[term.kind].held, counted[term.kind].of) for term in condition.terms)


def once_repeated(condition: Condition, counted: Mapping[Kind, Share]) -> bool:
    """Return whether it could hold once what must be repeated has been."""
    return all(
        term.holds(counted[term.kind].held + counted[term.kind].undecided, counted[term.kind].of)
        for term in condition.terms
    )


def refuted(condition: Condition, counted: Mapping[Kind, Share]) -> bool:
    """Return whether it could not hold even if everything that was not shown turned out well."""
    best = [(term, counted[term.kind]) for term in condition.terms if counted[term.kind].of]
    return any(not term.holds(share.held + share.undecided + share.open_, share.of) for term, share in best)
