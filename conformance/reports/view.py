"""What a page shows of a run's scenarios, as plain values: a template only has to set them."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.descriptors import about_robustness
from conformance.model import ALLOWED, Level, Outcome, Verdict
from conformance.reports.causes import cause
from conformance.reports.dates import long_date
from conformance.reports.evidence import Decoder, Message, located, messages
from conformance.reports.words import (
    LEVELS,
    OUTCOMES,
    VERDICTS,
    Mark,
    actor_title,
    counted,
    kit_title,
    sentence,
    transaction_title,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.model import Finding, Result, Scenario
    from conformance.runs import Run

DECIDED = frozenset({Outcome.PASSED, Outcome.RESERVATION, Outcome.FAILED})
"""Outcomes that say what the system does."""

ROBUSTNESS = "robustness"
"""The group of the scenarios that are about faults rather than conformance."""

_OURS = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")
_RECOMMENDED = Mark("Not done", "half", "part")
_ALLOWED = Mark("Allowed if documented", "ring", "none")
_WORST_FIRST = (Verdict.FAILED, Verdict.ERROR, Verdict.BLOCKED, Verdict.NOT_APPLICABLE, Verdict.PASSED)


@dataclass(frozen=True, slots=True)
class Jump:
    """A scenario named elsewhere on the page; ``anchor`` is empty when the run does not hold it."""

    anchor: str
    id: str
    says: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and a value; ``wide`` takes a whole line, ``code`` is set as code."""

    name: str
    value: str
    wide: bool = False
    code: bool = False


@dataclass(frozen=True, slots=True)
class Pointer:
    """A message by its number; ``anchor`` is empty when the page does not list it."""

    number: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Observed:
    """One finding: the clause in our words, its place in the standard, and what was expected and seen."""

    mark: Mark
    says: str
    citation: str
    edition: str
    level: str
    expected: str
    saw: str
    where: str
    messages: tuple[Pointer, ...]


@dataclass(frozen=True, slots=True)
class Attempted:
    """One attempt at a scenario; none is ever left out."""

    number: int
    mark: Mark
    started: str
    seconds: str
    reason: str


@dataclass(frozen=True, slots=True)
class Told:
    """One scenario as it stands at the attempt that counts. ``anchor`` is made of our own ids and counters alone."""

    anchor: str
    id: str
    purpose: str
    kit: str
    actor: str
    transaction: str
    transaction_title: str
    outcome: Outcome
    mark: Mark
    tally: str
    reason: str
    cause: str
    started: str
    seconds: str
    attempts: tuple[Attempted, ...]
    wrong: tuple[Observed, ...]
    right: tuple[Observed, ...]
    right_words: str
    messages: tuple[Message, ...]
    more_messages: int
    decoded: bool
    repeat: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many scenarios had one outcome."""

    mark: Mark
    count: int
    scenarios: str


@dataclass(frozen=True, slots=True)
class Group:
    """The scenarios of one kit."""

    anchor: str
    title: str
    tallies: tuple[Tally, ...]
    scenarios: tuple[Told, ...]


def told(run: Run, scenarios: Mapping[str, Scenario], decoder: Decoder | None) -> dict[str, Told]:
    """Return every scenario of a run by id, in the order they first ran; no messages are opened without a decoder."""
    attempts: dict[str, list[Result]] = {}
    for result in run.results:
        attempts.setdefault(result.scenario, []).append(result)
    anchors = _anchors(list(attempts), scenarios)
    return {
        name: _told(tries, anchors[name], scenarios.get(name), str(run.header.get("seed", "")), decoder)
        for name, tries in attempts.items()
    }


def _anchors(names: list[str], scenarios: Mapping[str, Scenario]) -> dict[str, str]:
    """Return an anchor for each scenario: its id if it is one of ours, else its place in the run."""
    return {
        name: f"s-{name.replace('.', '-')}" if name in scenarios and _OURS.fullmatch(name) else f"s{number}"
        for number, name in enumerate(names, 1)
    }


def _told(tries: list[Result], anchor: str, scenario: Scenario | None, seed: str, decoder: Decoder | None) -> Told:
    last = counting(tries)
    met = len({one.clause.id for one in last.findings if one.verdict is Verdict.PASSED})
    findings = sorted(last.findings, key=lambda one: (_WORST_FIRST.index(one.verdict), one.clause.level.value))
    opened = last.outcome not in {Outcome.PASSED, Outcome.NOT_APPLICABLE}
    shown, more = messages(last, decoder if opened else None)
    listed = {message.number: f"{anchor}-m{message.number}" for message in shown}
    return Told(
        anchor=anchor,
        id=last.scenario,
        purpose=scenario.purpose if scenario and scenario.purpose else sentence(last.title),
        kit=last.kit,
        actor=actor_title(last.actor),
        transaction=last.transaction,
        transaction_title=transaction_title(last.transaction),
        outcome=last.outcome,
        mark=OUTCOMES[last.outcome],
        tally=tally_words(last) if last.outcome in DECIDED else "",
        reason="" if last.reason == cause(last) else last.reason,
        cause=cause(last),
        started=long_date(last.started),
        seconds=f"{last.seconds:.2f} s",
        attempts=tuple(
            Attempted(one.attempt, OUTCOMES[one.outcome], long_date(one.started), f"{one.seconds:.2f} s", one.reason)
            for one in tries
        ),
        wrong=tuple(_observed(one, last, listed) for one in findings if one.verdict is not Verdict.PASSED),
        right=tuple(_observed(one, last, listed) for one in findings if one.verdict is Verdict.PASSED),
        right_words=counted(met, "clause"),
        messages=shown,
        more_messages=more,
        decoded=any(message.lines for message in shown),
        repeat=repeat(last.scenario, seed) if seed else "",
    )


def counting(tries: list[Result]) -> Result:
    """Return the attempt that counts: the first that was decided, else the last."""
    decided = (one for one in tries if one.outcome in DECIDED)
    return next(decided, tries[-1])


def _observed(finding: Finding, result: Result, listed: Mapping[int, str]) -> Observed:
    clause = finding.clause
    return Observed(
        mark=_mark(finding),
        says=clause.says,
        citation=clause.citation,
        edition=clause.edition,
        level=LEVELS[clause.level],
        expected=finding.expected,
        saw=finding.saw,
        where=finding.where or "",
        messages=tuple(Pointer(index + 1, listed.get(index + 1, "")) for index in located(finding, result)),
    )


def _mark(finding: Finding) -> Mark:
    """Return the column a finding stands in: met or not, recommended, or left to each who documents it."""
    if finding.verdict is Verdict.FAILED and finding.clause.level is not Level.MUST:
        return _RECOMMENDED
    if finding.verdict is Verdict.NOT_APPLICABLE and finding.saw.startswith(ALLOWED):
        return _ALLOWED
    return VERDICTS[finding.verdict]


def tally_words(result: Result) -> str:
    """Return ``7 of 9 clauses met``: clauses, not places, are counted, and the worst finding decides each."""
    worst: dict[str, Verdict] = {}
    for finding in result.findings:
        known = worst.get(finding.clause.id, Verdict.PASSED)
        worst[finding.clause.id] = min(known, finding.verdict, key=_WORST_FIRST.index)
    met = sum(verdict is Verdict.PASSED for verdict in worst.values())
    return f"{met} of {counted(len(worst), 'clause')} met"


def repeat(scenario: str, seed: str) -> str:
    """Return the command that tells just this story again, or nothing when the id is not one a shell may see."""
    if not _OURS.fullmatch(scenario):
        return ""
    return f"conformance run SYSTEM.toml --only {scenario}" + (f" --seed {shlex.quote(seed)}" if seed else "")


def tallies(scenarios: list[Told]) -> tuple[Tally, ...]:
    """Return how many had each outcome, what is wrong first; outcomes nobody had are left out."""
    counts = Counter(one.outcome for one in scenarios)
    return tuple(
        Tally(mark, counts[outcome], "scenario" if counts[outcome] == 1 else "scenarios")
        for outcome, mark in OUTCOMES.items()
        if counts[outcome]
    )


def groups(scenarios: Mapping[str, Told], robust: frozenset[str] = frozenset()) -> tuple[Group, ...]:
    """Return the scenarios by kit, what is wrong first: in each, and among kits, else in the order they first ran.

    Robustness under faults (``robust``, by the needs, and what says so by its id) stands apart, last.
    """
    order = list(OUTCOMES)
    kits: dict[str, list[Told]] = {}
    for one in scenarios.values():
        kits.setdefault(ROBUSTNESS if one.id in robust or about_robustness(one.id) else one.kit, []).append(one)
    ranked = sorted(
        kits.items(), key=lambda pair: (pair[0] == ROBUSTNESS, min(order.index(one.outcome) for one in pair[1]))
    )
    return tuple(
        Group(
            anchor=f"kit{number}",
            title=kit_title(kit),
            tallies=tallies(members),
            scenarios=tuple(sorted(members, key=lambda one: order.index(one.outcome))),
        )
        for number, (kit, members) in enumerate(ranked, 1)
    )
