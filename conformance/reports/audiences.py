"""One copy per audience, made by leaving data out before anything is written: what a copy lacks is nowhere in it."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conformance.model import Outcome, Verdict
from conformance.reports.blind import names, ordinary, withholding
from conformance.reports.causes import cause
from conformance.reports.evidence import located
from conformance.reports.seen import seen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from conformance.deviations import Register
    from conformance.model import Finding, Result, Scenario
    from conformance.needs import Needs
    from conformance.runs import Run

    Redact = Callable[[str], str]


class Audience(StrEnum):
    """Who a copy is for."""

    SUPPLIER = "supplier"
    PANEL = "panel"
    PUBLIC = "public"


SAYS = {
    Audience.SUPPLIER: "the supplier: everything recorded, and the command that repeats each scenario",
    Audience.PANEL: "the panel: the messages that decided, without addresses, seed and commands",
    Audience.PUBLIC: "the public: verdicts by clause, without any recorded message or what it said",
}

NOT_PUBLIC = "not in the public copy"
"""What a finding saw, in the public's words: what a system answered is evidence."""

_HEADER = ("record", "format", "suite", "needs", "limits", "weaker", "started", "status", "by", "witness", "options")
_IDENTITY = ("id", "supplier", "product", "version")


def redaction(run: Run, needs: Needs | None, scenarios: Mapping[str, Scenario], *, blind: bool) -> Redact:
    """Return what withholds the supplier's names in a text; nothing is withheld unless the copy is blind."""
    return withholding(named(run) if blind else (), ordinary(needs, scenarios))


def named(run: Run) -> tuple[tuple[str, bool], ...]:
    """Return what a run's profile names its system by; a filtered run still knows, though it shows none of it."""
    kept = run.header.get("names")
    return tuple(kept) if isinstance(kept, tuple) else tuple(names(run.header.get("system")))


def filtered(run: Run, audience: Audience, redact: Redact = lambda text: text, *, blind: bool = False) -> Run:
    """Return the run with only what this audience may have; filtering twice changes nothing more.

    Verdicts, clauses and times are never touched, so every copy is scored alike.
    """
    copy = {Audience.SUPPLIER: _whole, Audience.PANEL: _decisive, Audience.PUBLIC: _verdicts}[audience]
    if audience is Audience.SUPPLIER and not blind:
        return run
    header = dict(run.header) if audience is Audience.SUPPLIER else _header(run.header, audience)
    if blind:
        header.pop("by", None)
        header["names"] = named(run)
        header["system"] = _unnamed(header.get("system"), redact)
    elif audience is Audience.PANEL:
        header["seen"] = run.header.get("seen") or seen(run)
    if audience is Audience.PUBLIC:
        header = {key: value for key, value in header.items() if key not in {"by", "witness"}}
    results = tuple(_redacted(copy(one), redact) for one in run.results)
    folder = Path("no-evidence-in-this-copy") if audience is Audience.PUBLIC else run.folder
    return replace(run, folder=folder, header=header, results=results)


def permitted(register: Register, audience: Audience, redact: Redact) -> Register:
    """Return the register of deviations as this audience may have it: the public learns of each, not by whom or why.

    A reason quotes what a system answered and an author is a person; states and counts stay.
    """
    return register.worded((lambda _: NOT_PUBLIC) if audience is Audience.PUBLIC else redact)


def _header(header: Mapping[str, Any], audience: Audience) -> dict[str, Any]:
    profile = header.get("system")
    kept = {key: header[key] for key in _HEADER if key in header}
    if not isinstance(profile, dict):
        return kept
    stated = profile.get("system")
    system = {key: stated[key] for key in _IDENTITY if key in stated} if isinstance(stated, dict) else {}
    rows = profile.get("claim")
    claims = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    if audience is Audience.PUBLIC:
        claims = [{key: value for key, value in row.items() if key != "source"} for row in claims]
    return {**kept, "system": {"system": system, "claim": claims}}


def _unnamed(profile: object, redact: Redact) -> object:
    if not isinstance(profile, dict):
        return {}
    system = profile.get("system")
    label = system.get("id", "") if isinstance(system, dict) else ""
    rows = profile.get("claim")
    claims = [
        {key: redact(value) if isinstance(value, str) else value for key, value in row.items()}
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, dict)
    ]
    return {"system": {"id": label}, "claim": claims}


def _whole(result: Result) -> Result:
    return result


def _decisive(result: Result) -> Result:
    """Return a result with the messages that a finding not passed points at, and nobody's address."""
    wrong = [one for one in result.findings if one.verdict is not Verdict.PASSED]
    kept = sorted({index for one in wrong for index in located(one, result)}) or range(len(result.evidence))[-1:]
    evidence = tuple(replace(result.evidence[index], peer="") for index in kept)
    return replace(result, evidence=evidence, transcript="")


def _verdicts(result: Result) -> Result:
    reason = cause(result) if result.outcome in {Outcome.BLOCKED, Outcome.ERROR} else ""
    if result.outcome is Outcome.NOT_APPLICABLE:
        reason = "neither offered nor asked for"
    findings = tuple(_verdict(one) for one in result.findings)
    return replace(result, findings=findings, evidence=(), transcript="", reason=reason)


def _verdict(finding: Finding) -> Finding:
    saw = "" if finding.verdict is Verdict.PASSED else NOT_PUBLIC
    return replace(finding, expected=finding.clause.says, saw=saw, where=None, evidence=())


def _redacted(result: Result, redact: Redact) -> Result:
    findings = tuple(
        replace(one, expected=redact(one.expected), saw=redact(one.saw), where=one.where and redact(one.where))
        for one in result.findings
    )
    evidence = tuple(replace(one, peer=redact(one.peer), summary=redact(one.summary)) for one in result.evidence)
    return replace(
        result, title=redact(result.title), reason=redact(result.reason), findings=findings, evidence=evidence
    )
