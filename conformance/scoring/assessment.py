"""The frozen answer of scoring: gates, needs, themes and total with their arithmetic as text, ready for any report."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from conformance.model import Score

if TYPE_CHECKING:
    from fractions import Fraction

    from conformance.scoring.shares import Share
    from conformance.scoring.standing import Told

OUT_OF = 5
"""Points a need can earn at most."""


class Status(StrEnum):
    """What the machine can say of a need."""

    SCORED = "scored"
    UNDECIDED = "not decidable until repeated"
    FOR_PANEL = "for the panel"
    PRICE = "weighed apart, with the price"
    EXCLUDED = "excluded for all"


class GateResult(StrEnum):
    """What became of a gate; only a panel decides one that the wire can't show."""

    MET = "met"
    NOT_MET = "not met"
    NOT_SHOWN = "not shown"
    FOR_PANEL = "for the panel"


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate: it stands before any number and is never averaged or waived."""

    need: str
    text: str
    rule: str
    evidence: str
    result: GateResult
    why: str
    scenarios: tuple[Told, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedScore(Score):
    """One need. ``points`` is text ("3", or "for the panel"); ``value`` the same as a number, when there is one.

    ``value`` counts only what was shown; ``at_most`` is what it can become when our own errors have been
    repeated. ``because`` is the buyer's reason, ``why`` says why it is not higher. ``share_of_total`` is the
    percentage of the machine's total this need can decide.
    """

    text: str
    theme: str
    because: str
    disposition: str
    moscow: str
    gate: bool
    weight: Decimal
    evidence: str
    status: Status
    value: Decimal | None = None
    at_most: Decimal | None = None
    word: str = ""
    share_of_total: Decimal = Decimal(0)
    scenarios: tuple[Told, ...] = ()
    shares: tuple[Share, ...] = ()
    descriptors: tuple[tuple[int, str], ...] = ()
    unreachable: tuple[int, ...] = ()
    proxies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ThemeScore:
    """One theme: the weighted mean of its wire needs, 0 to 5 and in percent, rounded; None when it has none."""

    theme: str
    title: str
    weight: Decimal
    value: Decimal | None
    percent: Decimal | None
    at_most: Decimal | None
    word: str
    arithmetic: str
    exact: Fraction | None
    exact_most: Fraction | None
    needs: tuple[str, ...]
    for_panel: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """One need as a strength or a gap: the percentage points of the total it brings or costs, in a sentence."""

    need: str
    text: str
    counts: Decimal
    says: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """The machine's assessment: evidence offered to a panel, never mixed with panel scores or price.

    ``total`` is 0 to 100 over the wire needs, None when there are none. ``missing`` names every scenario the
    needs ask for that was not shown, with the reason; ``to_repeat`` those of our own errors and ``not_run``
    those never told: with either the assessment is not ``complete``. ``beside`` was run but is not asked for.
    """

    statement: str
    version: str
    digest: str
    suite: str
    gates: tuple[Gate, ...]
    needs: tuple[NeedScore, ...]
    themes: tuple[ThemeScore, ...]
    total: Decimal | None
    at_most: Decimal | None
    word: str
    exact: Fraction | None
    arithmetic: str
    strengths: tuple[Weighed, ...]
    gaps: tuple[Weighed, ...]
    missing: tuple[tuple[str, str], ...]
    not_run: tuple[str, ...]
    to_repeat: tuple[str, ...]
    excluded: tuple[str, ...]
    beside: tuple[str, ...]
    remarks: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Return whether every scenario asked for was told and none must be repeated."""
        return not self.not_run and not self.to_repeat

    @property
    def gates_met(self) -> bool:
        """Return whether every gate the wire can show is met; those for the panel are not counted."""
        return all(gate.result in {GateResult.MET, GateResult.FOR_PANEL} for gate in self.gates)

    @property
    def gates_failed(self) -> bool:
        """Return whether a gate is proven not met."""
        return any(gate.result is GateResult.NOT_MET for gate in self.gates)

    def need(self, identifier: str) -> NeedScore:
        """Return one need's score; raise KeyError when there is no such need."""
        for one in self.needs:
            if one.need == identifier:
                return one
        raise KeyError(identifier)
