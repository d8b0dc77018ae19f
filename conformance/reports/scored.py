"""What a page shows of an assessment: gates, needs and themes as plain values; nothing is added up here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.reports.rules import gate_rule, plain, rules
from conformance.reports.view import Fact, Jump
from conformance.reports.words import DISPOSITIONS, EVIDENCE_KINDS, Mark
from conformance.scoring.assessment import OUT_OF, GateResult, Status
from conformance.scoring.panel import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from conformance.needs import Needs
    from conformance.reports.view import Told
    from conformance.scoring.assessment import Assessment, Gate, NeedScore, ThemeScore
    from conformance.scoring.panel import GateBeside, Judged, NeedBeside
    from conformance.scoring.standing import Told as Standing

NAMED = 8
"""Scenarios named beside a gate, those not met first; the need has them all."""

BAR = 198
"""Width of a full bar in the units of its drawing."""

GATES = {
    GateResult.NOT_MET: Mark("Not met", "cross", "bad"),
    GateResult.NOT_SHOWN: Mark("Not shown", "bar", "none"),
    GateResult.FOR_PANEL: Mark("For the panel", "ring", "none"),
    GateResult.MET: Mark("Met", "tick", "good"),
}
"""In the order a reader wants them: what is wrong first."""

WITHOUT_PANEL = "kept by the panel, beside this report"
"""What stands for the panel's score when its record was not given."""

NO_POINTS = "no machine points"
"""What stands for the number of a theme or a total that has none: all is for the panel, or was left out for all."""

MOSCOW = {"must": "Must", "should": "Should", "could": "Could", "wont": "Won't, this time"}

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar drawn to scale, with the same in words."""

    width: str
    label: str


@dataclass(frozen=True, slots=True)
class GateView:
    """One gate as a row."""

    id: str
    anchor: str
    text: str
    rule: str
    mark: Mark
    why: str
    scenarios: tuple[Jump, ...]
    more: int
    panel: Mark | None = None
    panel_why: str = ""


@dataclass(frozen=True, slots=True)
class NeedView:
    """One need with its arithmetic."""

    id: str
    anchor: str
    text: str
    weight: str
    gate: Mark | None
    number: str
    bar: Bar | None
    word: str
    reason: str
    facts: tuple[Fact, ...]
    arithmetic: str
    missing: tuple[str, ...]
    proxies: tuple[str, ...]
    scenarios: tuple[Jump, ...]


@dataclass(frozen=True, slots=True)
class ThemeView:
    """One theme with its needs; ``number`` is text, ``NO_POINTS`` when no need of it has points."""

    anchor: str
    title: str
    weight: str
    number: str
    bar: Bar | None
    word: str
    arithmetic: str
    needs: tuple[NeedView, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the published scale."""

    points: str
    says: str


@dataclass(frozen=True, slots=True)
class TotalView:
    """The machine's total."""

    number: str
    word: str
    arithmetic: str


@dataclass(frozen=True, slots=True)
class Scored:
    """Everything scored that a page shows."""

    gates: tuple[GateView, ...]
    themes: tuple[ThemeView, ...]
    total: TotalView
    rules: tuple[str, ...]
    scale: tuple[Step, ...]


def scored(needs: Needs, assessment: Assessment, scenarios: Mapping[str, Told], judged: Judged | None = None) -> Scored:
    """Return the scored parts of a page; ``scenarios`` are those of the run, to jump to.

    ``judged`` puts what the panel found beside the machine's results, which stay as they are.
    """
    said = {one.need: panel_words(one) for one in judged.needs} if judged else {}
    decided = {one.need: one for one in judged.gates if one.stands is not one.machine} if judged else {}
    gates = {gate.need: _gate(gate, scenarios, decided.get(gate.need)) for gate in assessment.gates}
    views = {
        one.need: _need(one, gates.get(one.need), scenarios, said.get(one.need, WITHOUT_PANEL))
        for one in assessment.needs
    }
    order = list(GATES.values())
    return Scored(
        gates=tuple(sorted(gates.values(), key=lambda one: order.index(one.mark))),
        themes=tuple(_theme(number, one, views) for number, one in enumerate(assessment.themes, 1)),
        total=_total(assessment),
        rules=(*rules(needs.method, assessment.excluded), *assessment.remarks),
        scale=tuple(Step(str(points), says) for points, says in sorted(needs.scale.items())),
    )


def anchor(need: str) -> str:
    """Return the anchor of a need; the id is the buyer's, and of letters, digits and hyphens alone."""
    return f"need-{need}" if _ID.fullmatch(need) else ""


def bar(value: Decimal | None, out_of: int, label: str) -> Bar:
    """Return a bar to scale, cut to whole units."""
    return Bar(str(0 if value is None else max(0, min(BAR, int(value * BAR / out_of)))), label)


def jumps(told: Iterable[Standing], scenarios: Mapping[str, Told]) -> tuple[Jump, ...]:
    """Return a need's scenarios with how each stands."""
    return tuple(
        Jump(scenarios[one.scenario].anchor if one.scenario in scenarios else "", one.scenario, _short(one))
        for one in told
    )


def _short(one: Standing) -> str:
    return f"{one.standing.value}: {one.why}" if one.why and one.why != "passed" else one.why


def _gate(gate: Gate, scenarios: Mapping[str, Told], decided: GateBeside | None) -> GateView:
    wanting = [one for one in gate.scenarios if not one.met] or list(gate.scenarios)
    return GateView(
        id=gate.need,
        anchor=anchor(gate.need),
        text=gate.text,
        rule=gate_rule(gate),
        mark=GATES[gate.result],
        why=gate.why,
        scenarios=tuple(Jump(one.anchor, one.id) for one in jumps(wanting[:NAMED], scenarios)),
        more=max(0, len(wanting) - NAMED),
        panel=GATES[decided.stands] if decided else None,
        panel_why=decided.why if decided else "",
    )


def _need(one: NeedScore, gate: GateView | None, scenarios: Mapping[str, Told], panel: str) -> NeedView:
    number = f"{one.points} of {one.out_of}" if one.value is not None else one.status.value
    return NeedView(
        id=one.need,
        anchor=anchor(one.need),
        text=one.text,
        weight=plain(one.weight),
        gate=gate.mark if gate else None,
        number=number,
        bar=bar(one.value, OUT_OF, f"{one.need}: {number}") if one.value is not None else None,
        word=one.word,
        reason=one.because,
        facts=_facts(one, panel),
        arithmetic=one.arithmetic,
        missing=_missing(one),
        proxies=one.proxies,
        scenarios=jumps(one.scenarios, scenarios),
    )


def _facts(one: NeedScore, panel: str) -> tuple[Fact, ...]:
    return (
        Fact("Intention", DISPOSITIONS[one.disposition]),
        Fact("How much it is wanted", MOSCOW[one.moscow]),
        Fact("Weight in its theme", plain(one.weight)),
        Fact("Proven by", EVIDENCE_KINDS[one.evidence]),
        Fact("Machine's score", f"{one.points} of {one.out_of}" if one.value is not None else one.status.value),
        Fact("Panel's score", panel),
    )


def panel_words(one: NeedBeside) -> str:
    """Return the panel's score of a need in a few words, for beside the machine's."""
    if one.override is not None and one.override.points is not None:
        return f"{one.override.points} of {OUT_OF}, an override by {one.override.name}"
    if one.moderated is not None and one.moderated.points is not None:
        return f"{one.moderated.points} of {OUT_OF}, moderated"
    return "not moderated yet" if one.source is Source.OPEN else "none"


def _missing(one: NeedScore) -> tuple[str, ...]:
    lines = [one.why] if one.why else []
    if one.status is Status.UNDECIDED:
        lines.append(f"Not decidable until repeated; it can become {plain(one.at_most)} of {OUT_OF} at most.")
    return tuple(lines)


def _theme(number: int, one: ThemeScore, needs: Mapping[str, NeedView]) -> ThemeView:
    value = f"{plain(one.value)} of {OUT_OF}" if one.value is not None else NO_POINTS
    return ThemeView(
        anchor=f"theme{number}",
        title=one.title,
        weight=plain(one.weight),
        number=value,
        bar=bar(one.value, OUT_OF, f"{one.title}: {value}") if one.value is not None else None,
        word=f"{one.word}." if one.word else "",
        arithmetic=one.arithmetic,
        needs=tuple(needs[need] for need in (*one.needs, *one.for_panel) if need in needs),
    )


def _total(assessment: Assessment) -> TotalView:
    number = f"{plain(assessment.total)} of 100" if assessment.total is not None else NO_POINTS
    word = f"{assessment.word}." if assessment.word else ""
    if assessment.to_repeat and assessment.at_most is not None:
        word += f" Up to {plain(assessment.at_most)} once our own errors have been repeated."
    return TotalView(number, word.strip(), assessment.arithmetic)
