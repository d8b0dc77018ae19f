"""The one printed page a panel reads: what is strong, what is missing, what could not be tested, in plain words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from conformance.model import Outcome
from conformance.reports.causes import NOT_OFFERED
from conformance.reports.lacking import lacking
from conformance.reports.view import tallies
from conformance.reports.words import counted, kit_title

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from conformance.reports.view import Tally, Told
    from conformance.scoring.assessment import Assessment, Weighed

NAMED = 3
"""Strengths and gaps named on the summary."""

_OPEN = {Outcome.BLOCKED, Outcome.ERROR}
_HELD = {Outcome.PASSED, Outcome.RESERVATION}


@dataclass(frozen=True, slots=True)
class Point:
    """A strength or a gap: its heading, a number if there is one, and a sentence."""

    head: str
    number: str
    says: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The first page after the cover."""

    lead: str
    tallies: tuple[Tally, ...]
    strengths: tuple[Point, ...]
    gaps: tuple[Point, ...]
    untested: tuple[str, ...]


def summary(scenarios: list[Told], assessment: Assessment | None) -> Summary:
    """Return the summary of a run; without an assessment strengths and gaps are told by topic."""
    decided = sum(one.outcome in _HELD or one.outcome is Outcome.FAILED for one in scenarios)
    lead = f"{counted(len(scenarios), 'scenario')} in this run; {decided} of them gave a verdict on the system."
    if assessment:
        purposes = {one.id: one.purpose for one in scenarios}
        strengths = tuple(_strength(one, assessment) for one in assessment.strengths[:NAMED])
        gaps = tuple(_gap(one, assessment, purposes) for one in assessment.gaps[:NAMED])
    else:
        strengths, gaps = _by_topic(scenarios)
    return Summary(lead, tallies(scenarios), strengths, gaps, _causes(untested(scenarios, assessment), assessment))


def _strength(one: Weighed, assessment: Assessment) -> Point:
    need = assessment.need(one.need)
    met = sum(told.met for told in need.scenarios)
    says = f"{met} of its {counted(len(need.scenarios), 'scenario')} passed."
    return Point(f"{one.need} {one.text}", f"{need.points} of {need.out_of}", says)


def _gap(one: Weighed, assessment: Assessment, purposes: Mapping[str, str]) -> Point:
    need = assessment.need(one.need)
    return Point(
        f"{one.need} {one.text}", f"{need.points} of {need.out_of}", lacking(need.scenarios, purposes) or need.why
    )


def _by_topic(scenarios: list[Told]) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    topics: dict[str, list[Told]] = {}
    for one in scenarios:
        title = one.transaction_title or f"{kit_title(one.kit)}, {one.transaction}"
        topics.setdefault(title, []).append(one)
    return _strengths(topics), _gaps(topics)


def _strengths(topics: dict[str, list[Told]]) -> tuple[Point, ...]:
    whole = {head: told for head, told in topics.items() if all(one.outcome is Outcome.PASSED for one in told)}
    best = _most(whole, len)
    return tuple(
        Point(head, "", f"All that was asked passed: {counted(len(told), 'scenario')}.") for head, told in best
    )


def _gaps(topics: dict[str, list[Told]]) -> tuple[Point, ...]:
    def failed(told: list[Told]) -> list[Told]:
        return [one for one in told if one.outcome is Outcome.FAILED]

    worst = _most({head: told for head, told in topics.items() if failed(told)}, lambda told: len(failed(told)))
    return tuple(
        Point(
            head,
            "",
            f"{len(failed(told))} of {counted(len(told), 'scenario')} failed. Among them: {failed(told)[0].purpose}",
        )
        for head, told in worst
    )


def _most(topics: dict[str, list[Told]], weight: Callable[[list[Told]], int]) -> list[tuple[str, list[Told]]]:
    return sorted(topics.items(), key=lambda pair: -weight(pair[1]))[:NAMED]


def untested(scenarios: Iterable[Told], assessment: Assessment | None) -> list[Told]:
    """Return what gave no verdict, with whose cause it was; also what the needs ask for and was not offered."""
    asked = {one.scenario for need in assessment.needs for one in need.scenarios} if assessment else set()
    found = []
    for one in scenarios:
        if one.outcome in _OPEN:
            found.append(one)
        elif one.outcome is Outcome.NOT_APPLICABLE and one.id in asked:
            found.append(replace(one, cause=NOT_OFFERED))
    return found


def _causes(open_: Iterable[Told], assessment: Assessment | None) -> tuple[str, ...]:
    causes = Counter(one.cause for one in open_)
    lines = [f"{cause}: {counted(number, 'scenario')}." for cause, number in causes.most_common()]
    if assessment and assessment.not_run:
        lines.append(
            f"Asked for by the needs, but not part of this run: {counted(len(assessment.not_run), 'scenario')}."
        )
    return tuple(lines)
