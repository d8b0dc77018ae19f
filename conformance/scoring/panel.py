"""Lay a panel's record beside the machine's assessment: what each says of every need and gate, and what counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from conformance.panel import failed_items, items
from conformance.scoring.assessment import OUT_OF, GateResult, Status
from conformance.scoring.figures import rounded
from conformance.scoring.totals import PERCENT, met_words, theme_score, total_of, total_sum, with_shares

if TYPE_CHECKING:
    from conformance.needs import Needs
    from conformance.panel import Individual, Moderated, Override, Panel
    from conformance.scoring.assessment import Assessment, Gate, NeedScore


class Source(StrEnum):
    """Whose points count for a need."""

    MACHINE = "the machine's"
    PANEL = "the panel's"
    OVERRIDE = "the panel's override"
    PRICE = "nobody's: the price is weighed apart"
    EXCLUDED = "nobody's: excluded for all bidders"
    OPEN = "nobody's yet"


@dataclass(frozen=True, slots=True)
class NeedBeside:
    """One need: the machine's points in words, the panel's, and the points that count, with whose they are."""

    need: str
    text: str
    machine: str
    individual: tuple[Individual, ...]
    moderated: Moderated | None
    override: Override | None
    counts: Decimal | None
    source: Source


@dataclass(frozen=True, slots=True)
class GateBeside:
    """One gate: the machine's result, what stands after the panel, and why."""

    need: str
    machine: GateResult
    stands: GateResult
    why: str
    override: Override | None


@dataclass(frozen=True, slots=True)
class Judged:
    """Machine and panel side by side.

    ``assessment`` is the machine's with the panel's points and gates in it, to be shown only where that is
    said; its total is None while a need is ``lacking`` its moderated score.
    """

    machine: Assessment
    assessment: Assessment
    needs: tuple[NeedBeside, ...]
    gates: tuple[GateBeside, ...]
    lacking: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Return whether every need that counts has points."""
        return not self.lacking


def judged(needs: Needs, assessment: Assessment, panel: Panel) -> Judged:
    """Return what stands when the panel's record is laid beside the machine's assessment."""
    beside = tuple(_need(one, panel) for one in assessment.needs)
    gates = tuple(_gate(one, panel) for one in assessment.gates)
    lacking = tuple(one.need for one in beside if one.source is Source.OPEN)
    scores = [_counted(one, said) for one, said in zip(assessment.needs, beside, strict=True)]
    themes = tuple(theme_score(theme, needs, scores) for theme in needs.theme)
    exact = None if lacking else total_of(themes)
    most = None if lacking else total_of(themes, at_most=True)
    arithmetic = total_sum(themes, needs, exact) if exact is not None else _no_total(lacking)
    both = replace(
        assessment,
        gates=tuple(replace(one, result=gate.stands) for one, gate in zip(assessment.gates, gates, strict=True)),
        needs=with_shares(scores, themes, needs),
        themes=themes,
        total=None if exact is None else rounded(exact * PERCENT, needs.method.rounding),
        at_most=None if most is None else rounded(most * PERCENT, needs.method.rounding),
        exact=exact,
        word="" if exact is None else met_words(scores),
        arithmetic=arithmetic,
    )
    return Judged(assessment, both, beside, gates, lacking)


def _no_total(lacking: tuple[str, ...]) -> str:
    return f"No total: the panel has not moderated {', '.join(lacking)}." if lacking else "No need has points."


def _need(one: NeedScore, panel: Panel) -> NeedBeside:
    moderated = next((said for said in panel.moderated if said.need == one.need), None)
    override = next((said for said in panel.override if said.need == one.need), None)
    value, source = _counts(one, moderated, override)
    machine = f"{one.points} of {one.out_of}" if one.value is not None else one.status.value
    individual = tuple(said for said in panel.score if said.need == one.need)
    return NeedBeside(one.need, one.text, machine, individual, moderated, override, value, source)


def _counts(one: NeedScore, moderated: Moderated | None, override: Override | None) -> tuple[Decimal | None, Source]:
    """Return the points that count: for a need of the wire the machine's, unless it was left to the panel."""
    if one.evidence == "price":
        return None, Source.PRICE
    if one.status is Status.EXCLUDED:
        return None, Source.EXCLUDED
    if override is not None and override.points is not None:
        return Decimal(override.points), Source.OVERRIDE
    if one.evidence == "wire" and one.status is not Status.FOR_PANEL:
        return one.value, Source.MACHINE
    if moderated is not None and moderated.points is not None:
        return Decimal(moderated.points), Source.PANEL
    return None, Source.OPEN


def _counted(one: NeedScore, said: NeedBeside) -> NeedScore:
    if said.source is Source.MACHINE:
        return one
    if said.counts is None:
        return replace(one, value=None, at_most=None)
    return replace(one, value=said.counts, at_most=said.counts, points=f"{said.counts}", out_of=str(OUT_OF))


def _gate(one: Gate, panel: Panel) -> GateBeside:
    override = next((said for said in panel.override if said.need == one.need and said.gate), None)
    if override is not None:
        stands = GateResult.MET if override.gate == "pass" else GateResult.NOT_MET
        says = f"Overridden by {override.name} on {override.on.isoformat()}: {override.reason}"
        return GateBeside(one.need, one.result, stands, says, override)
    if one.result is not GateResult.FOR_PANEL:
        return GateBeside(one.need, one.result, one.result, "The machine's result stands.", None)
    moderated = next((said for said in panel.moderated if said.need == one.need and said.gate), None)
    failed, looked = failed_items(panel, one.need), items(panel, one.need)
    if failed:
        return GateBeside(one.need, one.result, GateResult.NOT_MET, f"Failed: {'; '.join(failed)}", None)
    if moderated is not None:
        stands = GateResult.MET if moderated.gate == "pass" else GateResult.NOT_MET
        return GateBeside(one.need, one.result, stands, f"The panel: {moderated.reason}", None)
    if looked:
        says = f"All {looked} passed: documents and tasks that were looked at."
        return GateBeside(one.need, one.result, GateResult.MET, says, None)
    return GateBeside(one.need, one.result, GateResult.FOR_PANEL, "The panel has not decided it yet.", None)
