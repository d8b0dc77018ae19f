"""A run and its assessment as one JSON file whose schema is published: ``conformance schema report`` prints it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from conformance.lines import EvidenceLine, Line
from conformance.model import Level, Outcome, Verdict
from conformance.reports.beside import BaselineLines, PanelLines
from conformance.reports.claims import claims
from conformance.reports.cover import identity
from conformance.reports.rules import gate_rule, plain
from conformance.reports.undisputed import Both, both_ways
from conformance.reports.view import told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.deviations import Register
    from conformance.model import Result, Scenario
    from conformance.needs import Needs
    from conformance.reports.audiences import Audience
    from conformance.runs import Run
    from conformance.scoring.assessment import Assessment

FORMAT: Literal["conformance-report/1"] = "conformance-report/1"


class Judged(Line):
    """One clause judged in one place."""

    id: str
    clause: str
    edition: str
    level: Level
    verdict: Verdict
    says: str
    expected: str
    saw: str
    where: str | None
    evidence: list[str] = Field(description="sha256:... of the messages it rests on; empty where the copy has none")


class Told(Line):
    """One scenario at the attempt that counts."""

    id: str
    kit: str
    actor: str
    transaction: str
    purpose: str
    outcome: Outcome
    reason: str
    attempts: int
    seconds: float
    findings: list[Judged]
    evidence: list[EvidenceLine]


class Gate(Line):
    """One gate."""

    need: str
    text: str
    rule: str
    result: str
    why: str


class Need(Line):
    """One need with its score; figures are decimal text, null where the machine has none."""

    id: str
    text: str
    theme: str
    weight: str
    points: str | None
    out_of: int
    status: str
    arithmetic: str
    scenarios: list[str]


class Theme(Line):
    """One theme with its score."""

    id: str
    title: str
    weight: str
    points: str | None
    arithmetic: str


class Scores(Line):
    """What the statement of needs makes of the run."""

    statement: str
    version: str
    digest: str
    gates: list[Gate]
    needs: list[Need]
    themes: list[Theme]
    total: str | None = Field(description="of 100, decimal text")
    at_most: str | None
    arithmetic: str
    not_run: list[str]
    to_repeat: list[str]


class Deviated(Line):
    """One expected deviation and its state in this run."""

    scenario: str
    clause: str
    reason: str
    author: str
    expires: str
    state: Literal["in force", "expired", "not seen"]


class Report(Line):
    """The whole file."""

    format: Literal["conformance-report/1"]
    audience: Literal["supplier", "panel", "public"]
    blind: bool
    label: str
    title: str
    suite: str
    started: str
    complete: bool
    digest: str = Field(description="SHA-256 of the run's log")
    claims: str
    scores: Scores | None
    panel: PanelLines | None = Field(description="the panel's record, where it was given and may be shown")
    deviations: list[Deviated]
    disputed: list[Both] = Field(description="what is counted with the deviations in force, and without")
    baseline: BaselineLines | None
    scenarios: list[Told]


def exported(  # noqa: PLR0913 - what a report is made of
    run: Run,
    needs: Needs | None,
    assessment: Assessment | None,
    *,
    scenarios: Mapping[str, Scenario],
    audience: Audience,
    blind: bool = False,
    register: Register | None = None,
    panel: PanelLines | None = None,
    baseline: BaselineLines | None = None,
) -> str:
    """Return the file's text for a run already filtered for its audience; the same run gives the same text."""
    who = identity(run.header, blind=blind)
    shown = told(run, scenarios, None)
    latest = {result.scenario: result for result in run.results}
    report = Report(
        format=FORMAT,
        audience=audience.value,
        blind=blind,
        label=who.label,
        title=who.title,
        suite=str(run.header.get("suite", "")),
        started=str(run.header.get("started", "")),
        complete=run.complete,
        digest=run.digest,
        claims=claims(run, scenarios, shown, needs.robust(scenarios) if needs else frozenset()).accuracy,
        scores=_scores(needs, assessment) if needs and assessment else None,
        panel=panel,
        deviations=_deviations(register) if register else [],
        disputed=list(both_ways(run, register, needs, assessment, scenarios)) if register else [],
        baseline=baseline,
        scenarios=[_told(latest[name], one.purpose, len(one.attempts)) for name, one in shown.items()],
    )
    return json.dumps(report.model_dump(mode="json"), indent=1) + "\n"


def _told(result: Result, purpose: str, attempts: int) -> Told:
    return Told(
        id=result.scenario,
        kit=result.kit,
        actor=result.actor,
        transaction=result.transaction,
        purpose=purpose,
        outcome=result.outcome,
        reason=result.reason,
        attempts=attempts,
        seconds=result.seconds,
        findings=[
            Judged(
                id=one.clause.id,
                clause=one.clause.citation,
                edition=one.clause.edition,
                level=one.clause.level,
                verdict=one.verdict,
                says=one.clause.says,
                expected=one.expected,
                saw=one.saw,
                where=one.where,
                evidence=list(one.evidence),
            )
            for one in result.findings
        ],
        evidence=[
            EvidenceLine.model_construct(**{name: getattr(one, name) for name in EvidenceLine.model_fields})
            for one in result.evidence
        ],
    )


def _scores(needs: Needs, assessment: Assessment) -> Scores:
    theme_of = {need.id: need.theme for need in needs.need}
    return Scores(
        statement=assessment.statement,
        version=assessment.version,
        digest=assessment.digest,
        gates=[
            Gate(need=one.need, text=one.text, rule=gate_rule(one), result=one.result.value, why=one.why)
            for one in assessment.gates
        ],
        needs=[
            Need(
                id=one.need,
                text=one.text,
                theme=theme_of[one.need],
                weight=plain(one.weight),
                points=plain(one.value) or None,
                out_of=int(one.out_of),
                status=one.status.value,
                arithmetic=one.arithmetic,
                scenarios=[told_of.scenario for told_of in one.scenarios],
            )
            for one in assessment.needs
        ],
        themes=[
            Theme(
                id=theme.id,
                title=theme.title,
                weight=plain(theme.weight),
                points=plain(one.value) or None,
                arithmetic=one.arithmetic,
            )
            for theme, one in zip(needs.theme, assessment.themes, strict=True)
        ],
        total=plain(assessment.total) or None,
        at_most=plain(assessment.at_most) or None,
        arithmetic=assessment.arithmetic,
        not_run=list(assessment.not_run),
        to_repeat=list(assessment.to_repeat),
    )


def _deviations(register: Register) -> list[Deviated]:
    return [
        Deviated(
            scenario=entry.deviation.scenario,
            clause=entry.deviation.clause,
            reason=entry.deviation.reason,
            author=entry.deviation.author,
            expires=entry.deviation.expires.isoformat(),
            state=entry.state.value,
        )
        for entry in register.entries
    ]
