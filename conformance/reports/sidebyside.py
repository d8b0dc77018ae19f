"""Set the scored parts of several assessments side by side: gates, needs, what differs most, themes, totals."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from conformance.reports.lacking import lacking
from conformance.reports.rules import gate_rule, plain, rules
from conformance.reports.scored import GATES, NO_POINTS, Bar, Step, bar
from conformance.reports.words import Mark
from conformance.scoring.assessment import OUT_OF, GateResult, Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from conformance.needs import Needs
    from conformance.scoring.assessment import Assessment, Gate, NeedScore

MEETS = 3
"""Points from which a need is met, by the published scale."""

_FOR_PANEL = Mark("For the panel", "ring", "none")
_UNDECIDED = Mark("Undecided", "triangle", "ours")
_NO_POINTS = {
    Status.EXCLUDED: Mark("Excluded", "ring", "none"),
    Status.PRICE: Mark("With the price", "ring", "none"),
}
_POINTS = (Mark("No points", "cross", "bad"), Mark("Short of it", "half", "part"), Mark("Meets it", "tick", "good"))


@dataclass(frozen=True, slots=True)
class Cell:
    """What one bidder has in a row: a word with its shape, and a number or an explanation."""

    mark: Mark
    number: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One need or scenario across the bidders."""

    id: str
    text: str
    note: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """One theme, or the total, across the bidders."""

    title: str
    note: str
    cells: tuple[tuple[str, Bar | None], ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """The scored rows of a comparison."""

    gates: tuple[Row, ...]
    needs: tuple[Row, ...]
    differing: tuple[Row, ...]
    themes: tuple[Measured, ...]
    totals: Measured
    rules: tuple[str, ...]
    scale: tuple[Step, ...]


def side_by_side(needs: Needs, assessed: Sequence[Assessment], purposes: Mapping[str, str]) -> Scores:
    """Return the scored rows, each with one cell per assessment, in the order given.

    ``purposes`` says by scenario id what was asked of the system.
    """
    rows = {need.id: _need_row(need.id, assessed, purposes) for need in needs.need}
    apart = {need.id: _spread(need.id, assessed) for need in needs.need}
    return Scores(
        gates=_gates(assessed, purposes),
        needs=tuple(rows.values()),
        differing=tuple(rows[need] for need in sorted(rows, key=lambda need: -apart[need]) if apart[need]),
        themes=_themes(assessed),
        totals=_totals(assessed),
        rules=rules(needs.method, assessed[0].excluded),
        scale=tuple(Step(str(points), says) for points, says in sorted(needs.scale.items())),
    )


def _gates(assessed: Sequence[Assessment], purposes: Mapping[str, str]) -> tuple[Row, ...]:
    """Return the gates, those somebody does not meet first."""
    order = list(GATES)
    rows = []
    for across in zip(*(one.gates for one in assessed), strict=True):
        cells = tuple(_gate_cell(gate, purposes) for gate in across)
        worst = min(order.index(gate.result) for gate in across)
        rows.append((worst, Row(across[0].need, across[0].text, gate_rule(across[0]), cells)))
    return tuple(row for _, row in sorted(rows, key=lambda pair: pair[0]))


def _gate_cell(gate: Gate, purposes: Mapping[str, str]) -> Cell:
    wanting = gate.result in {GateResult.NOT_MET, GateResult.NOT_SHOWN}
    return Cell(GATES[gate.result], "", lacking(gate.scenarios, purposes) or gate.why if wanting else "")


def _need_row(need: str, assessed: Sequence[Assessment], purposes: Mapping[str, str]) -> Row:
    across = [one.need(need) for one in assessed]
    weight = f"Weight {plain(across[0].weight)} in its theme"
    return Row(need, across[0].text, weight, tuple(_need_cell(one, purposes) for one in across))


def _need_cell(one: NeedScore, purposes: Mapping[str, str]) -> Cell:
    if one.value is None:
        return Cell(_NO_POINTS.get(one.status, _FOR_PANEL))
    says = lacking(one.scenarios, purposes)
    if one.status is Status.UNDECIDED:
        return Cell(_UNDECIDED, f"{plain(one.value)} to {plain(one.at_most)} of {one.out_of}", says)
    return Cell(_POINTS[(one.value > 0) + (one.value >= MEETS)], f"{one.points} of {one.out_of}", says)


def _spread(need: str, assessed: Sequence[Assessment]) -> Fraction:
    """Return how far the bidders lie apart on a need, weighed by what it can decide of the total."""
    across = [one.need(need) for one in assessed]
    points = [Fraction(one.value) for one in across if one.value is not None]
    return (max(points) - min(points)) * Fraction(max(one.share_of_total for one in across)) if points else Fraction(0)


def _themes(assessed: Sequence[Assessment]) -> tuple[Measured, ...]:
    rows = []
    for across in zip(*(one.themes for one in assessed), strict=True):
        cells = tuple(_measured(theme.value, OUT_OF, theme.title) for theme in across)
        rows.append(Measured(across[0].title, f"Weight {plain(across[0].weight)}", cells))
    return tuple(rows)


def _totals(assessed: Sequence[Assessment]) -> Measured:
    return Measured("Total", "Machine's scores alone", tuple(_measured(one.total, 100, "Total") for one in assessed))


def _measured(value: Decimal | None, out_of: int, title: str) -> tuple[str, Bar | None]:
    if value is None:
        return NO_POINTS, None
    number = f"{plain(value)} of {out_of}"
    return number, bar(value, out_of, f"{title}: {number}")
