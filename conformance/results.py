"""A worker's answer and the evidence sealed of it, made the one result that is logged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conformance.model import Finding, Outcome, Result, Verdict, outcome_of
from conformance.supervision import Broken

if TYPE_CHECKING:
    from conformance.attempt import Draft
    from conformance.model import Scenario
    from conformance.sealing import Sealed


def judged(
    scenario: Scenario, number: int, started: str, sealed: Sealed, answer: Draft | Broken | dict[str, Any]
) -> Result:
    """Return the result an answer and its sealed evidence make."""
    if isinstance(answer, Broken) or (isinstance(answer, dict) and "unknown" in answer):
        says = answer.says if isinstance(answer, Broken) else "the worker process does not know this scenario"
        latest = tuple(f"sha256:{item.sha256}" for item in sealed.evidence[-8:])
        findings = tuple(Finding(one, Verdict.ERROR, one.says, says, None, latest) for one in scenario.clauses)
        return result_from(scenario, number, started, findings, sealed, 0.0, says)
    if isinstance(answer, dict):
        clauses = {clause.id: clause for clause in scenario.clauses}
        drafted = tuple(
            Finding(clauses[one[0]], Verdict(one[1]), one[2], one[3], one[4], tuple(one[5]))
            for one in answer["findings"]
        )
        seconds = float(answer["seconds"])
    else:
        drafted, seconds = answer.findings, answer.seconds
    findings = tuple(
        Finding(one.clause, one.verdict, one.expected, one.saw, one.where, sealed.digests(one.evidence))
        for one in drafted
    )
    return result_from(scenario, number, started, findings, sealed, seconds, "")


def result_from(  # noqa: PLR0913 - a result has that many parts
    scenario: Scenario,
    number: int,
    started: str,
    findings: tuple[Finding, ...],
    sealed: Sealed,
    seconds: float,
    reason: str,
) -> Result:
    """Return the result these findings make; without a reason given, the finding that decided says it."""
    outcome = outcome_of(findings)
    if not reason and outcome in {Outcome.BLOCKED, Outcome.ERROR, Outcome.NOT_APPLICABLE}:
        reason = next(one.saw for one in findings if one.verdict.value == outcome.value)
    return Result(
        scenario=scenario.id,
        kit=scenario.kit,
        actor=scenario.actor,
        transaction=scenario.transaction,
        title=scenario.title,
        outcome=outcome,
        findings=findings,
        evidence=sealed.evidence,
        started=started,
        seconds=seconds,
        attempt=number,
        reason=reason,
        transcript=sealed.transcript,
    )
