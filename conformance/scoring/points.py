"""Turn the shares of one need into points by its published descriptors, and say in words how and why not more."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from conformance.scoring.assessment import OUT_OF, Gate, GateResult, NeedScore, Status
from conformance.scoring.shares import NAMES, Shares, once_repeated, proven, refuted, shares
from conformance.scoring.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from conformance.descriptors import Condition
    from conformance.needs import Need, Needs
    from conformance.scoring.standing import Told

NAMED = 5
"""Scenarios named in a sentence; the report lists them all."""


def points(conditions: Mapping[int, Condition], holds: Callable[[Condition], bool]) -> int:
    """Return the points of the highest descriptor whose condition holds; the descriptor of 0 stops them all."""
    if 0 in conditions and holds(conditions[0]):
        return 0
    return max((earned for earned, condition in conditions.items() if earned and holds(condition)), default=0)


def scored(need: Need, needs: Needs, scenarios: Sequence[Told]) -> NeedScore:
    """Return the score of a need; ``scenarios`` are those that count, in order."""
    if need.evidence != "wire":
        status = Status.PRICE if need.evidence == "price" else Status.FOR_PANEL
        return _described(need, status, f"judged by {need.evidence}, not by the machine", _panel(need))
    if not scenarios:
        why = "every scenario of this need is excluded for all bidders"
        return _described(
            need, Status.EXCLUDED, why, "Every scenario is excluded for all bidders: no points for anyone."
        )
    counted = shares(scenarios)
    conditions = need.conditions()
    value = points(conditions, lambda condition: proven(condition, counted))
    most = points(conditions, lambda condition: once_repeated(condition, counted))
    missing = tuple(one.scenario for one in scenarios if one.standing is not Standing.SHOWN)
    stopped = 0 in conditions and all(not counted[term.kind].of for term in conditions[0].terms)
    unreachable = tuple(earned for earned, one in conditions.items() if earned and (stopped or empty(one, counted)))
    why = _why_not_higher(conditions, counted, scenarios, value)
    return replace(
        _described(need, _status(needs, scenarios), why, _arithmetic(conditions, counted, scenarios, value)),
        points=str(value),
        value=Decimal(value),
        at_most=Decimal(most),
        word=needs.scale[value],
        missing=missing,
        scenarios=tuple(scenarios),
        shares=tuple(counted.values()),
        descriptors=tuple((earned, condition.text) for earned, condition in conditions.items()),
        unreachable=unreachable,
    )


def _described(need: Need, status: Status, why: str, arithmetic: str) -> NeedScore:
    """Return the need as the buyer wrote it, without points."""
    return NeedScore(
        need=need.id,
        points=status.value,
        out_of=str(OUT_OF),
        arithmetic=arithmetic,
        why=why,
        text=need.text,
        theme=need.theme,
        because=need.why,
        disposition=need.disposition,
        moscow=need.moscow,
        gate=need.gate,
        weight=need.weight,
        evidence=need.evidence,
        status=status,
        proxies=need.proxies,
    )


def _status(needs: Needs, scenarios: Sequence[Told]) -> Status:
    if any(one.standing is Standing.UNDECIDED for one in scenarios):
        return Status.UNDECIDED
    if needs.method.not_tested == "panel" and any(one.standing is Standing.NOT_SHOWN for one in scenarios):
        return Status.FOR_PANEL
    return Status.SCORED


def _panel(need: Need) -> str:
    asked = f" Signs to look for: {'; '.join(need.proxies)}." if need.proxies else ""
    return f"No machine points: judged by {need.evidence}.{asked}"


def empty(condition: Condition, counted: Shares) -> bool:
    """Return whether a condition asks for a share of nothing, which no candidate can show."""
    return any(not counted[term.kind].of for term in condition.terms)


def _arithmetic(conditions: Mapping[int, Condition], counted: Shares, scenarios: Sequence[Told], value: int) -> str:
    lines = [f"{share.text[0].upper()}{share.text[1:]}." for share in counted.values()]
    unproven = [one for one in scenarios if one.standing is not Standing.SHOWN]
    if unproven:
        lines.append(f"Counted as not held, since not shown: {_named(unproven)}.")
    for earned, condition in conditions.items():
        lines.append(f"{earned} points for {condition.text}: {'yes' if proven(condition, counted) else 'no'}.")
    if 0 in conditions and proven(conditions[0], counted):
        lines.append(f"The condition of 0 holds, so {value} of {OUT_OF}.")
    elif value:
        lines.append(f"The highest that holds gives {value} of {OUT_OF}.")
    else:
        lines.append(f"None above 0 holds, so 0 of {OUT_OF}.")
    return "\n".join(lines)


def _why_not_higher(conditions: Mapping[int, Condition], counted: Shares, scenarios: Sequence[Told], value: int) -> str:
    higher = [earned for earned in conditions if earned > value]
    if not higher:
        return "This is the highest descriptor of this need."
    if 0 in conditions and proven(conditions[0], counted):
        return f"{_lacking(conditions[0], counted, scenarios)}: below the share under which nothing is earned."
    earned = higher[0]
    return f"{earned} points ask for {conditions[earned].text}; {_lacking(conditions[earned], counted, scenarios)}."


def _lacking(condition: Condition, counted: Shares, scenarios: Sequence[Told]) -> str:
    """Return, for each term that keeps the points down, its share and the scenarios that do not hold it."""
    said = []
    for term in condition.terms:
        share = counted[term.kind]
        if not share.of:
            said.append(f"there are no {NAMES[term.kind]} in this need, so nobody can be given more")
        elif term.holds(share.held, share.of) is not term.at_least:
            lacking = [one for one in scenarios if term.kind in one.asked and term.kind not in one.held]
            said.append(f"only {share.text} hold: not {_named(lacking)}")
    return "; ".join(said)


def _named(scenarios: Sequence[Told]) -> str:
    named = ", ".join(f"{one.scenario} ({one.why})" for one in scenarios[:NAMED])
    return named + (f" and {len(scenarios) - NAMED} more" if len(scenarios) > NAMED else "")


def gate(need: Need, scenarios: Sequence[Told]) -> Gate:
    """Return what became of a need's gate. All its scenarios count, also those excluded from points.

    Met: the rule holds by what was shown. Not met: it could not hold even if all that was not shown turned
    out well. Else not shown.
    """
    if need.evidence != "wire":
        why = f"Judged by {need.evidence}: the panel records pass or fail, with its reason."
        return Gate(need.id, need.text, "panel: pass", need.evidence, GateResult.FOR_PANEL, why, ())
    rule, counted = need.rule(), shares(scenarios)
    result = _gate_result(rule, counted)
    why = _held(rule, counted) if result is GateResult.MET else _lacking(rule, counted, scenarios)
    return Gate(
        need.id, need.text, need.pass_rule, need.evidence, result, f"{why[0].upper()}{why[1:]}.", tuple(scenarios)
    )


def _gate_result(rule: Condition, counted: Shares) -> GateResult:
    if proven(rule, counted):
        return GateResult.MET
    return GateResult.NOT_MET if refuted(rule, counted) else GateResult.NOT_SHOWN


def _held(rule: Condition, counted: Shares) -> str:
    return " and ".join(counted[term.kind].text for term in rule.terms) + " hold"
