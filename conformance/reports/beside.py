"""What stands beside the machine's results in JSON and spreadsheets: a panel's record, and an earlier run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from conformance.deviations import NOBODY
from conformance.differences import differences
from conformance.lines import Line
from conformance.reports.rules import plain
from conformance.sheets import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conformance.deviations import Register
    from conformance.panel import Panel
    from conformance.runs import Run
    from conformance.scoring.panel import Judged, NeedBeside


class Member(Line):
    """One evaluator, with what conflict of interest is declared."""

    id: str
    name: str
    role: str
    conflict: str
    declared: str


class Said(Line):
    """What one voice gave one need, and why; ``who`` is an evaluator's name, or whose decision it was."""

    who: str
    points: str | None
    reason: str


class NeedBoth(Line):
    """One need: the machine's points in words, each voice of the panel, and the points that count, and whose."""

    need: str
    text: str
    machine: str
    individual: list[Said]
    moderated: Said | None
    override: Said | None
    counts: str | None
    source: str


class GateBoth(Line):
    """One gate: the machine's result, and what stands after the panel."""

    need: str
    machine: str
    stands: str
    why: str


class Item(Line):
    """One document that was read, or one task that was timed."""

    need: str
    kind: str = Field(description="document or demonstration")
    title: str
    passed: bool
    measured: str = Field(description="SHA-256 of the document, or the seconds of the task and how many it may take")
    reason: str
    by: str


class PanelLines(Line):
    """A panel's record laid beside the machine's results; nothing in it changes them."""

    digest: str = Field(description="SHA-256 of the record")
    members: list[Member]
    needs: list[NeedBoth]
    gates: list[GateBoth]
    items: list[Item]
    total: str | None = Field(description="of 100 with the panel's scores in it, null while one is lacking")
    lacking: list[str]
    arithmetic: str


class ChangeLine(Line):
    """One scenario that came out otherwise than in the earlier run."""

    scenario: str
    kind: str
    before: str
    after: str
    says: str


class BaselineLines(Line):
    """An earlier run, and what changed since."""

    label: str
    started: str
    suite: str
    digest: str = Field(description="SHA-256 of the earlier run's log")
    changes: list[ChangeLine]


def panel_lines(panel: Panel, judged: Judged, redact: Callable[[str], str] = lambda text: text) -> PanelLines:
    """Return a record beside the machine's results, its texts passed through ``redact``."""
    names = {one.id: redact(one.name) for one in panel.evaluator}
    total = judged.assessment.total
    return PanelLines(
        digest=panel.digest,
        members=[
            Member(
                id=one.id,
                name=names[one.id],
                role=redact(one.role),
                conflict=redact(one.conflict),
                declared=one.declared.isoformat(),
            )
            for one in panel.evaluator
        ],
        needs=[_need(one, names, redact) for one in judged.needs],
        gates=[
            GateBoth(need=one.need, machine=one.machine.value, stands=one.stands.value, why=redact(one.why))
            for one in judged.gates
        ],
        items=list(_items(panel, redact)),
        total=None if total is None else plain(total),
        lacking=list(judged.lacking),
        arithmetic=judged.assessment.arithmetic,
    )


def _need(one: NeedBeside, names: dict[str, str], redact: Callable[[str], str]) -> NeedBoth:
    moderated, override = None, None
    if one.moderated:
        present = ", ".join(names[who] for who in one.moderated.present)
        moderated = _said(present, one.moderated.points, redact(one.moderated.reason))
    if one.override:
        override = _said(redact(one.override.name), one.override.points, redact(one.override.reason))
    return NeedBoth(
        need=one.need,
        text=one.text,
        machine=one.machine,
        individual=[_said(names[said.evaluator], said.points, redact(said.reason)) for said in one.individual],
        moderated=moderated,
        override=override,
        counts=None if one.counts is None else plain(one.counts),
        source=one.source.value,
    )


def _said(who: str, points: int | None, reason: str) -> Said:
    return Said(who=who, points=None if points is None else str(points), reason=reason)


def _items(panel: Panel, redact: Callable[[str], str]) -> Iterator[Item]:
    for read in panel.document:
        yield Item(
            need=read.need,
            kind="document",
            title=redact(read.title),
            passed=read.result == "pass",
            measured=read.sha256,
            reason=redact(read.reason),
            by=redact(read.by),
        )
    for shown in panel.demonstration:
        took = "not finished" if shown.seconds is None else f"{plain(shown.seconds)} s"
        yield Item(
            need=shown.need,
            kind="demonstration",
            title=redact(shown.task),
            passed=shown.passed,
            measured=f"{took}, at most {plain(shown.limit_s)} s",
            reason=redact(shown.reason),
            by=redact(shown.by),
        )


def baseline_lines(before: Run, after: Run, label: str, register: Register | None = None) -> BaselineLines:
    """Return what changed since an earlier run; both runs are already filtered for whom the file is for."""
    return BaselineLines(
        label=label,
        started=str(before.header.get("started", "")),
        suite=str(before.header.get("suite", "")),
        digest=before.digest,
        changes=[
            ChangeLine(scenario=one.scenario, kind=one.kind.value, before=one.before, after=one.after, says=one.says)
            for one in differences(before, after, register or NOBODY)
        ],
    )


def panel_sheets(record: PanelLines) -> list[Sheet]:
    """Return the record as sheets: one row a voice and need, then gates, then documents and tasks."""
    columns = ("need", "text", "machine", "who", "points", "reason")
    voices = tuple(row for one in record.needs for row in _voices(one))
    total = ("Total", "With the panel's scores", "", "", record.total or "", record.arithmetic)
    gates = tuple((one.need, one.machine, one.stands, one.why) for one in record.gates)
    items = tuple(
        (one.need, one.kind, one.title, "pass" if one.passed else "fail", one.measured, one.reason, one.by)
        for one in record.items
    )
    return [
        Sheet("Panel", (columns, *voices, total)),
        Sheet("Panel gates", (("need", "machine", "stands", "why"), *gates)),
        Sheet("Panel evidence", (("need", "kind", "title", "result", "measured", "reason", "by"), *items)),
    ]


def _voices(one: NeedBoth) -> Iterator[tuple[str, ...]]:
    head = (one.need, one.text, one.machine)
    for said in one.individual:
        yield (*head, said.who, said.points or "", said.reason)
    if one.moderated:
        yield (*head, f"moderated ({one.moderated.who})", one.moderated.points or "", one.moderated.reason)
    if one.override:
        yield (*head, f"override ({one.override.who})", one.override.points or "", one.override.reason)
    yield (*head, "what counts", one.counts or "", one.source)


def changes_sheet(baseline: BaselineLines) -> Sheet:
    """Return what changed since the earlier run, which the first row names."""
    earlier = (baseline.label, "earlier run", baseline.started, baseline.suite, baseline.digest)
    rows = tuple((one.scenario, one.kind, one.before, one.after, one.says) for one in baseline.changes)
    return Sheet("Changes", (("scenario", "change", "before", "after", "what is new"), earlier, *rows))
