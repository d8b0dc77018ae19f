"""Say how one scenario stands: which attempt counts, and which shares of its need it holds, fails or leaves open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from conformance.descriptors import Kind, about_robustness
from conformance.model import Level, Outcome, Verdict, outcome_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.model import Clause, Result, Scenario

DECIDED = frozenset({Outcome.PASSED, Outcome.RESERVATION, Outcome.FAILED})
"""Outcomes that say what the candidate does; after any other a second attempt is allowed."""

JUDGED = frozenset({Verdict.PASSED, Verdict.FAILED, Verdict.NOT_APPLICABLE})
"""What a clause can be found to be in a story that was told to its end."""

UNKNOWN = frozenset({Kind.ALL, Kind.MUST, Kind.SHOULD})
"""The shares in which a scenario counts that was never run and is in no list: nothing is given away."""

REASON = 160
"""Characters of a recorded reason that are repeated in a sentence of ours."""


class Standing(StrEnum):
    """Whether a scenario was decided on the wire, and if not, whose turn it is."""

    SHOWN = "shown"
    NOT_SHOWN = "not shown"
    UNDECIDED = "not decidable until repeated"


@dataclass(frozen=True, slots=True)
class Told:
    """How one scenario counts. It counts once in each share in ``asked``, however many checks it has.

    ``held`` and ``failed`` are the shares it was proven to hold or to fail; what is in neither is open.
    ``attempts`` tells every attempt in words, in order: there is no best-of.
    """

    scenario: str
    title: str
    outcome: Outcome | None
    standing: Standing
    why: str
    attempts: tuple[str, ...]
    asked: frozenset[Kind]
    held: frozenset[Kind] = frozenset()
    failed: frozenset[Kind] = frozenset()

    @property
    def run(self) -> bool:
        """Return whether there was an attempt at all."""
        return bool(self.attempts)

    @property
    def met(self) -> bool:
        """Return whether it was shown and failed no MUST, whatever shares it counts in."""
        return self.standing is Standing.SHOWN and self.outcome is not Outcome.FAILED


def told(scenario_id: str, scenario: Scenario | None, results: Sequence[Result], *, robust: bool | None = None) -> Told:
    """Return how a scenario stands after all its attempts, given in any order.

    ``robust`` says whether it counts as robustness; without it, its id does.

    The first decided attempt counts. When a later one decides otherwise, or an attempt is missing from the
    record or stands in it twice, nothing is held until the scenario is repeated in a new run; what every
    decided attempt failed stays failed.
    """
    tries = sorted(results, key=lambda one: (one.attempt, one.started, one.outcome.value, one.reason))
    asked = _asked(scenario, robust=about_robustness(scenario_id) if robust is None else robust)
    title = scenario.title if scenario else tries[0].title if tries else scenario_id
    attempts = tuple(_attempt(one) for one in tries)

    def stands(outcome: Outcome | None, standing: Standing, why: str) -> Told:
        return Told(scenario_id, title, outcome, standing, why, attempts, asked)

    if not tries:
        return stands(None, Standing.NOT_SHOWN, "it was not run")
    if [one.attempt for one in tries] != list(range(1, len(tries) + 1)):
        numbers = ", ".join(str(one.attempt) for one in tries)
        return stands(None, Standing.UNDECIDED, f"the record of its attempts is not whole (found: {numbers})")
    decided = [one for one in tries if one.outcome in DECIDED]
    marks = [_marks(scenario, one) for one in decided]
    if any(mark != marks[0] for mark in marks):
        always = frozenset(Kind).intersection(asked, *(failed for _, failed in marks))
        differing = stands(None, Standing.UNDECIDED, "its attempts came out differently")
        return replace(differing, failed=always)
    last = decided[0] if decided else tries[-1]
    if outcome_of(last.findings) is not last.outcome:
        return stands(None, Standing.UNDECIDED, f"recorded as {last.outcome.value}, which its findings do not say")
    if decided and any(marks[0]):
        held, failed = (asked & mark for mark in marks[0])
        why = _saw(last) + (_set_aside(last) if asked - held - failed else "")
        return Told(scenario_id, title, last.outcome, Standing.SHOWN, why, attempts, asked, held, failed)
    standing = Standing.UNDECIDED if last.outcome is Outcome.ERROR else Standing.NOT_SHOWN
    return stands(last.outcome, standing, _why_open(last))


def _asked(scenario: Scenario | None, *, robust: bool) -> frozenset[Kind]:
    """Return the shares a scenario counts in, by the pinned list alone: no candidate's answer changes them.

    A robustness scenario counts in its own share and among all, never among MUST and SHOULD: robustness is
    shown apart from conformance. One of MAY clauses alone counts in no other share: what a standard leaves
    free earns and costs nothing.
    """
    if robust:
        return frozenset({Kind.ALL, Kind.ROBUSTNESS})
    if scenario is None:
        return UNKNOWN
    levels = {clause.level for clause in scenario.clauses}
    named = {kind for kind, level in ((Kind.MUST, Level.MUST), (Kind.SHOULD, Level.SHOULD)) if level in levels}
    return frozenset({Kind.ALL, *named} if named else ())


def _marks(scenario: Scenario | None, result: Result) -> tuple[frozenset[Kind], frozenset[Kind]]:
    """Return the shares one decided attempt holds and those it fails, whichever of them will be asked for.

    A failed clause fails its share. A share is held when its clauses passed and nothing in the whole attempt was
    blocked, an error or left unjudged: a story that broke off earns nothing. A clause that was set aside, since the
    standard leaves the choice and the candidate made the other, counts neither way; a share all of whose clauses
    were is open.
    """
    clauses = scenario.clauses if scenario else tuple(dict.fromkeys(one.clause for one in result.findings))
    verdicts: dict[str, set[Verdict]] = {clause.id: set() for clause in clauses}
    for finding in result.findings:
        verdicts.setdefault(finding.clause.id, set()).add(finding.verdict)
    whole = all(seen and seen <= JUDGED for seen in verdicts.values())
    held, failed = set(), set()
    for kind in Kind:
        seen = set().union(*(verdicts[clause.id] for clause in _of_kind(kind, clauses)))
        if Verdict.FAILED in seen:
            failed.add(kind)
        elif whole and Verdict.PASSED in seen:
            held.add(kind)
    return frozenset(held), frozenset(failed)


def _of_kind(kind: Kind, clauses: Sequence[Clause]) -> list[Clause]:
    """Return the clauses that decide a share; among all scenarios and in robustness, those of the strongest level."""
    if kind in {Kind.MUST, Kind.SHOULD}:
        return [clause for clause in clauses if clause.level.value == kind.value]
    levels = {clause.level for clause in clauses}
    strongest = next((level for level in Level if level in levels), None)
    return [clause for clause in clauses if clause.level is strongest]


def _saw(result: Result) -> str:
    """Return the outcome in words, with the first thing that made it so."""
    level = {Outcome.FAILED: Level.MUST, Outcome.RESERVATION: Level.SHOULD}.get(result.outcome)
    for finding in result.findings:
        if finding.verdict is Verdict.FAILED and finding.clause.level is level:
            return f"{level.value.upper()} failed ({finding.clause.citation}: {finding.clause.says})"
    return "passed"


def _set_aside(result: Result) -> str:
    """Return the clauses that were set aside, so that no share is open without its reason."""
    said = dict.fromkeys(
        f"{one.clause.citation}: {one.clause.says}" for one in result.findings if one.verdict is Verdict.NOT_APPLICABLE
    )
    return f"; set aside, since it did not apply: {', '.join(said)}" if said else ""


def _reason(result: Result) -> str:
    """Return the recorded reason on one short line: a candidate's words must not look like lines of ours."""
    line = " ".join(result.reason.split())
    return line if len(line) <= REASON else f"{line[:REASON]}..."


def _why_open(result: Result) -> str:
    reason = f": {_reason(result)}" if result.reason else ""
    if result.outcome is Outcome.ERROR:
        return f"an error of the harness{reason}"
    if result.outcome is Outcome.NOT_APPLICABLE:
        return f"asked for, but not offered by the candidate{reason}"
    if result.outcome is Outcome.BLOCKED:
        return f"it could not be judged{reason}"
    return "it was not judged by every clause it is to be judged by"


def _attempt(result: Result) -> str:
    reason = f" ({_reason(result)})" if result.reason else ""
    return f"attempt {result.attempt}: {result.outcome.value}{reason}"
