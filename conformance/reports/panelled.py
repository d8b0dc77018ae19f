"""What a page shows of a panel's record: who judged, what each said and why, and what stands beside the machine's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.reports.rules import plain
from conformance.reports.scored import GATES
from conformance.reports.words import Mark
from conformance.scoring.assessment import OUT_OF

if TYPE_CHECKING:
    from conformance.panel import Demonstration, Document, Panel
    from conformance.scoring.panel import Judged, NeedBeside

_PASSED, _FAILED = Mark("Passed", "tick", "good"), Mark("Failed", "cross", "bad")
_NONE, _CONFLICT = Mark("None declared", "tick", "good"), Mark("Declared", "triangle", "part")


@dataclass(frozen=True, slots=True)
class Member:
    """One evaluator, with what conflict of interest is declared."""

    name: str
    role: str
    mark: Mark
    conflict: str
    declared: str


@dataclass(frozen=True, slots=True)
class Said:
    """One evaluator's points for one need, and why."""

    name: str
    points: str
    reason: str


@dataclass(frozen=True, slots=True)
class Beside:
    """One need: the machine's points, each evaluator's, the moderated ones, and which of them count."""

    id: str
    text: str
    machine: str
    individual: tuple[Said, ...]
    moderated: str
    reason: str
    counts: str


@dataclass(frozen=True, slots=True)
class Looked:
    """One document that was read, or one task that was timed."""

    need: str
    title: str
    mark: Mark
    measured: str
    digest: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Overridden:
    """One override: the machine's result, the panel's, by whom and why; both are shown."""

    need: str
    machine: tuple[str, ...]
    panel: tuple[str, ...]
    name: str
    on: str
    reason: str


@dataclass(frozen=True, slots=True)
class PanelView:
    """A whole record as a section; ``total`` is the sum with the panel's scores in it, in words."""

    members: tuple[Member, ...]
    needs: tuple[Beside, ...]
    looked: tuple[Looked, ...]
    overrides: tuple[Overridden, ...]
    total: str
    arithmetic: str
    digest: str


def panelled(panel: Panel, judged: Judged) -> PanelView:
    """Return a record laid beside the machine's assessment."""
    names = {one.id: one.name for one in panel.evaluator}
    return PanelView(
        members=tuple(
            Member(one.name, one.role, _CONFLICT if one.conflicted else _NONE, one.conflict, one.declared.isoformat())
            for one in panel.evaluator
        ),
        needs=tuple(_beside(one, names) for one in judged.needs if one.individual or one.moderated or one.override),
        looked=(*map(_document, panel.document), *map(_task, panel.demonstration)),
        overrides=_overrides(judged),
        total=total_words(judged),
        arithmetic="\n".join((*(one.arithmetic for one in judged.assessment.themes), judged.assessment.arithmetic)),
        digest=panel.digest,
    )


def total_words(judged: Judged) -> str:
    """Return the total with the panel's moderated scores in it, or what it waits for."""
    if judged.assessment.total is None:
        return f"none yet: {judged.assessment.arithmetic.removeprefix('No total: ')}"
    return f"{plain(judged.assessment.total)} of 100"


def _beside(one: NeedBeside, names: dict[str, str]) -> Beside:
    individual = tuple(
        Said(names[said.evaluator], f"{said.points} of {OUT_OF}", said.reason) for said in one.individual
    )
    agreed = one.moderated
    points = "none" if agreed is None or agreed.points is None else f"{agreed.points} of {OUT_OF}"
    reason = "" if agreed is None else f"{agreed.reason} (present: {', '.join(names[who] for who in agreed.present)})"
    counts = one.source.value if one.counts is None else f"{plain(one.counts)} of {OUT_OF}, {one.source.value}"
    return Beside(one.need, one.text, one.machine, individual, points, reason, counts)


def _document(one: Document) -> Looked:
    mark = _PASSED if one.result == "pass" else _FAILED
    title = f"{one.title} ({one.place})" if one.place else one.title
    return Looked(one.need, title, mark, "a document", one.sha256, one.reason, one.by)


def _task(one: Demonstration) -> Looked:
    took = "not finished" if one.seconds is None else f"{plain(one.seconds)} s"
    mark = _PASSED if one.passed else _FAILED
    return Looked(one.need, one.task, mark, f"{took}, at most {plain(one.limit_s)} s", "", one.reason, one.by)


def _overrides(judged: Judged) -> tuple[Overridden, ...]:
    gates = {one.need: one for one in judged.gates}
    rows = []
    for one in judged.needs:
        if one.override is None:
            continue
        machine, panel = [], []
        if one.override.points is not None:
            machine.append(one.machine)
            panel.append(f"{one.override.points} of {OUT_OF}")
        if one.override.gate is not None:
            machine.append(f"gate {GATES[gates[one.need].machine].word.lower()}")
            panel.append(f"gate {GATES[gates[one.need].stands].word.lower()}")
        rows.append(
            Overridden(
                one.need,
                tuple(machine),
                tuple(panel),
                one.override.name,
                one.override.on.isoformat(),
                one.override.reason,
            )
        )
    return tuple(rows)
