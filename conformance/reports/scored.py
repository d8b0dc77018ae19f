"""What a page shows of an assessment: gates, needs and themes as plain values; nothing is added up here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.descriptors import Kind, parse
from conformance.reports.view import Fact, Jump
from conformance.reports.words import DISPOSITIONS, EVIDENCE_KINDS, Mark, sentence
from conformance.scoring.assessment import OUT_OF, GateResult, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from conformance.needs import Method, Needs
    from conformance.reports.view import Told
    from conformance.scoring.assessment import Assessment, Gate, NeedScore, ThemeScore
    from conformance.scoring.standing import Told as Standing

NAMED = 8
"""Scenarios named beside a gate, those not met first; the need has them all."""

ALL = 100
"""Percent."""

BAR = 198
"""Width of a full bar in the units of its drawing."""

GATES = {
    GateResult.NOT_MET: Mark("Not met", "cross", "bad"),
    GateResult.NOT_SHOWN: Mark("Not shown", "bar", "none"),
    GateResult.FOR_PANEL: Mark("For the panel", "ring", "none"),
    GateResult.MET: Mark("Met", "tick", "good"),
}
"""In the order a reader wants them: what is wrong first."""

_SHARES = {
    Kind.ALL: "the scenarios",
    Kind.MUST: "the scenarios with required clauses",
    Kind.SHOULD: "the scenarios with recommended clauses",
    Kind.ROBUSTNESS: "the robustness scenarios",
}

MOSCOW = {"must": "Must", "should": "Should", "could": "Could", "wont": "Won't, this time"}

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
_NOT_TESTED = {
    "zero": "What could not be tested earns zero; it never drops out of the count.",
    "exclude-for-all": "A scenario that was excluded is excluded for every bidder alike, and listed.",
    "panel": "What could not be tested is left to the panel; the machine gives it nothing.",
}


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
    """One theme with its needs; ``number`` is text, "for the panel" when no need of it is shown on the wire."""

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


def scored(needs: Needs, assessment: Assessment, scenarios: Mapping[str, Told]) -> Scored:
    """Return the scored parts of a page; ``scenarios`` are those of the run, to jump to."""
    gates = {gate.need: _gate(gate, scenarios) for gate in assessment.gates}
    views = {one.need: _need(one, gates.get(one.need), scenarios) for one in assessment.needs}
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


def plain(number: Decimal | None) -> str:
    """Return a number as people write it: ``40``, ``2.50`` as given, never ``4E+1``."""
    return "" if number is None else f"{number:f}"


def bar(value: Decimal | None, out_of: int, label: str) -> Bar:
    """Return a bar to scale, cut to whole units."""
    return Bar(str(0 if value is None else max(0, min(BAR, int(value * BAR / out_of)))), label)


def jumps(told: Iterable[Standing], scenarios: Mapping[str, Told]) -> tuple[Jump, ...]:
    """Return a need's scenarios with how each stands."""
    return tuple(
        Jump(scenarios[one.scenario].anchor if one.scenario in scenarios else "", one.scenario, _short(one))
        for one in told
    )


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


def _short(one: Standing) -> str:
    return f"{one.standing.value}: {one.why}" if one.why and one.why != "passed" else one.why


def _gate(gate: Gate, scenarios: Mapping[str, Told]) -> GateView:
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
    )


def _need(one: NeedScore, gate: GateView | None, scenarios: Mapping[str, Told]) -> NeedView:
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
        facts=_facts(one),
        arithmetic=one.arithmetic,
        missing=_missing(one),
        proxies=one.proxies,
        scenarios=jumps(one.scenarios, scenarios),
    )


def _facts(one: NeedScore) -> tuple[Fact, ...]:
    return (
        Fact("Intention", DISPOSITIONS[one.disposition]),
        Fact("How much it is wanted", MOSCOW[one.moscow]),
        Fact("Weight in its theme", plain(one.weight)),
        Fact("Proven by", EVIDENCE_KINDS[one.evidence]),
        Fact("Machine's score", f"{one.points} of {one.out_of}" if one.value is not None else one.status.value),
        Fact("Panel's score", "kept by the panel, beside this report"),
    )


def _missing(one: NeedScore) -> tuple[str, ...]:
    lines = [one.why] if one.why else []
    if one.status is Status.UNDECIDED:
        lines.append(f"Not decidable until repeated; it can become {plain(one.at_most)} of {OUT_OF} at most.")
    return tuple(lines)


def _theme(number: int, one: ThemeScore, needs: Mapping[str, NeedView]) -> ThemeView:
    value = f"{plain(one.value)} of {OUT_OF}" if one.value is not None else "for the panel"
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
    number = f"{plain(assessment.total)} of 100" if assessment.total is not None else "none: all is for the panel"
    word = f"{assessment.word}." if assessment.word else ""
    if assessment.to_repeat and assessment.at_most is not None:
        word += f" Up to {plain(assessment.at_most)} once our own errors have been repeated."
    return TotalView(number, word.strip(), assessment.arithmetic)


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
