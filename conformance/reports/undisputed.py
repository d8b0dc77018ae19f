"""What a run would come to if every dispute in force were upheld: the same sums, for comparison alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.lines import Line
from conformance.model import Outcome, Verdict, outcome_of
from conformance.reports.rules import plain
from conformance.scoring import GateResult, score

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.deviations import Register
    from conformance.model import Result, Scenario
    from conformance.needs import Needs
    from conformance.runs import Run
    from conformance.scoring.assessment import Assessment


class Both(Line):
    """One figure as it is published, with every dispute counted against the system, and as it would be without."""

    name: str
    counted: str
    without: str


def upheld(run: Run, register: Register) -> Run:
    """Return the run as if each clause that is expected to fail, and did, had been met."""
    return replace(run, results=tuple(_upheld(one, register) for one in run.results))


def _upheld(result: Result, register: Register) -> Result:
    if result.outcome is Outcome.ERROR:
        return result
    findings = tuple(
        replace(one, verdict=Verdict.PASSED)
        if one.verdict is Verdict.FAILED and (result.scenario, one.clause.id) in register.expected
        else one
        for one in result.findings
    )
    return result if findings == result.findings else replace(result, findings=findings, outcome=outcome_of(findings))


def both_ways(
    run: Run,
    register: Register,
    needs: Needs | None,
    assessment: Assessment | None,
    scenarios: Mapping[str, Scenario],
) -> tuple[Both, ...]:
    """Return failed clauses and scenarios, and with needs the gates and the total, with the disputes and without."""
    other = upheld(run, register)
    rows = [
        _both("Failed clauses", str(register.failed), str(register.unexpected)),
        _both("Failed scenarios", _failures(run), _failures(other)),
    ]
    if needs and assessment:
        known = list(scenarios.values())
        again = score(needs, other.results, known, excluded=frozenset(assessment.excluded))
        rows.append(_both("Gates not met", _gates(assessment), _gates(again)))
        rows.append(_both("Total of the machine's scores", _total(assessment), _total(again)))
    return tuple(rows)


def _both(name: str, counted: str, without: str) -> Both:
    return Both(name=name, counted=counted, without=without)


def _failures(run: Run) -> str:
    return str(sum(one.outcome is Outcome.FAILED for one in run.latest.values()))


def _gates(assessment: Assessment) -> str:
    return ", ".join(one.need for one in assessment.gates if one.result is GateResult.NOT_MET) or "none"


def _total(assessment: Assessment) -> str:
    return "none" if assessment.total is None else f"{plain(assessment.total)} of 100"
