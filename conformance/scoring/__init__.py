"""Turn results and a statement of needs into an assessment anyone can recompute by hand; pure, exact, order-free.

Check -> scenario -> need -> theme -> total. The denominator is the needs' own list of scenarios: what was not run,
was blocked or is not offered counts as not held and is named; what went wrong on our side makes the need undecided.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.descriptors import Kind
from conformance.needs import asked
from conformance.scoring.assessment import Assessment, Gate, GateResult, NeedScore, Status, ThemeScore, Weighed
from conformance.scoring.claims import ClaimRow, Claims, Comparison, claims
from conformance.scoring.figures import rounded
from conformance.scoring.points import empty, gate, scored
from conformance.scoring.shares import Share, shares
from conformance.scoring.standing import Standing, Told, told
from conformance.scoring.totals import PERCENT, met_words, theme_score, total_of, total_sum, weighed, with_shares

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal
    from fractions import Fraction

    from conformance.model import Result, Scenario
    from conformance.needs import Need, Needs

__all__ = [
    "Assessment",
    "ClaimRow",
    "Claims",
    "Comparison",
    "Gate",
    "GateResult",
    "Kind",
    "NeedScore",
    "Share",
    "Standing",
    "Status",
    "ThemeScore",
    "Told",
    "Weighed",
    "claims",
    "left_out",
    "not_tested",
    "score",
    "stand",
]


def stand(needs: Needs, results: Iterable[Result], scenarios: Iterable[Scenario]) -> dict[str, dict[str, Told]]:
    """Return, for each need, how each scenario it asks for stands after all its attempts."""
    pinned = {one.id: one for one in scenarios}
    tries: dict[str, list[Result]] = {}
    for result in results:
        tries.setdefault(result.scenario, []).append(result)

    def stands(need: Need) -> dict[str, Told]:
        robust = need.robust(pinned)
        return {
            one: told(one, pinned.get(one), tries.get(one, ()), robust=one in robust) for one in need.resolved(pinned)
        }

    return {need.id: stands(need) for need in needs.need}


def not_tested(needs: Needs, results: Iterable[Result], scenarios: Sequence[Scenario]) -> frozenset[str]:
    """Return what the needs ask for and this run could not test for no fault of the candidate's.

    That is what was never run or must be repeated. A candidate that could not be reached is not among them.
    """
    standing = _once(stand(needs, results, scenarios))
    return frozenset(one for one, how in standing.items() if not how.run or how.standing is Standing.UNDECIDED)


def left_out(needs: Needs, bidders: Sequence[Iterable[Result]], scenarios: Sequence[Scenario]) -> frozenset[str]:
    """Return what a comparison leaves out of everybody's points: what could not be tested for one of them.

    Empty unless the needs publish ``not_tested = "exclude-for-all"``, and for one bidder alone: nobody's own
    gaps may make the list shorter. A bidder of whom nothing at all was tested leaves nothing out, or there would
    be no points for anyone.
    """
    if needs.method.not_tested != "exclude-for-all" or len(bidders) < COMPARED:
        return frozenset()
    whole = frozenset(asked(needs, [one.id for one in scenarios]))
    gaps = (not_tested(needs, results, scenarios) for results in bidders)
    return frozenset().union(*(one for one in gaps if one != whole))


COMPARED = 2
"""Bidders that make a comparison."""


def score(
    needs: Needs, results: Iterable[Result], scenarios: Sequence[Scenario], *, excluded: frozenset[str] = frozenset()
) -> Assessment:
    """Return the assessment of one candidate.

    ``scenarios`` is the pinned list, the same for every bidder: patterns are resolved against it, and its
    clauses are the denominators. ``excluded`` are scenarios left out of the points (never out of a gate) for
    all bidders, as ``left_out`` returns them; raise ValueError when the needs do not publish
    ``not_tested = "exclude-for-all"``.
    """
    if excluded and needs.method.not_tested != "exclude-for-all":
        raise ValueError(f"these needs publish not_tested = {needs.method.not_tested!r}: nothing may be excluded")
    results = list(results)
    by_need = stand(needs, results, scenarios)
    of_need = {need: list(how.values()) for need, how in by_need.items()}
    standing = _once(by_need)
    gates = tuple(gate(need, of_need[need.id]) for need in needs.need if need.gate)
    scores = [
        scored(need, needs, [one for one in of_need[need.id] if one.scenario not in excluded]) for need in needs.need
    ]
    themes = tuple(theme_score(theme, needs, scores) for theme in needs.theme)
    exact = total_of(themes)
    strengths, gaps = weighed(scores, themes, needs)
    return Assessment(
        statement=needs.statement.id,
        version=needs.statement.version,
        digest=needs.digest,
        suite=needs.method.suite,
        gates=gates,
        needs=with_shares(scores, themes, needs),
        themes=themes,
        total=_hundredths(exact, needs),
        at_most=_hundredths(total_of(themes, at_most=True), needs),
        word=met_words(scores),
        exact=exact,
        arithmetic=total_sum(themes, needs, exact),
        strengths=strengths,
        gaps=gaps,
        missing=tuple(
            (one, how.why)
            for one, how in standing.items()
            if how.standing is not Standing.SHOWN and one not in excluded
        ),
        not_run=tuple(one for one, how in standing.items() if not how.run),
        to_repeat=tuple(one for one, how in standing.items() if how.standing is Standing.UNDECIDED),
        excluded=tuple(one for one in standing if one in excluded),
        beside=tuple(sorted({result.scenario for result in results} - set(standing))),
        remarks=(*_remarks(needs, scores, standing, excluded), *_shut(needs, of_need)),
    )


def _once(by_need: Mapping[str, Mapping[str, Told]]) -> dict[str, Told]:
    """Return every scenario asked for, once, in the order of the needs."""
    return {scenario: how for told_of in by_need.values() for scenario, how in told_of.items()}


def _hundredths(exact: Fraction | None, needs: Needs) -> Decimal | None:
    return None if exact is None else rounded(exact * PERCENT, needs.method.rounding)


def _remarks(
    needs: Needs, scores: Sequence[NeedScore], standing: Mapping[str, Told], excluded: frozenset[str]
) -> tuple[str, ...]:
    """Return what a reader must know before the numbers, in sentences."""
    said = []
    repeat = [one for one, how in standing.items() if how.standing is Standing.UNDECIDED]
    not_run = [one for one, how in standing.items() if not how.run]
    if repeat:
        said.append(f"Not decidable until repeated, through no fault of the candidate: {', '.join(repeat)}.")
    if not_run:
        said.append(f"Asked for but not run, and counted as not held: {', '.join(not_run)}.")
    left_out = sorted(excluded & set(standing))
    if left_out:
        said.append(f"Left out of the points for every bidder, though not out of gates: {', '.join(left_out)}.")
    elif needs.method.not_tested == "exclude-for-all" and repeat + not_run:
        said.append(
            "What was not tested counts as not held here; only a comparison can leave it out, for every bidder."
        )
    said += [
        f"Nobody can earn {' or '.join(map(str, one.unreachable))} points for {one.need}: no scenario of it shows them."
        for one in scores
        if one.unreachable
    ]
    return tuple(said)


def _shut(needs: Needs, of_need: Mapping[str, Sequence[Told]]) -> list[str]:
    """Return, for each gate that nobody can pass, a sentence that says so: its rule asks for a share of nothing."""
    return [
        f"Nobody can pass the gate {need.id}: no scenario of it shows what its rule asks for ({need.pass_rule})."
        for need in needs.need
        if need.gate and need.evidence == "wire" and empty(need.rule(), shares(of_need[need.id]))
    ]
