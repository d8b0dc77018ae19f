"""What changed between two runs: new failures, mended ones, what is no longer tested or seen otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from conformance.deviations import NOBODY
from conformance.model import Outcome, Verdict
from conformance.runs import steady

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.deviations import Register
    from conformance.model import Result
    from conformance.runs import Run

_HELD = {Outcome.PASSED, Outcome.RESERVATION}
_OPEN = {Outcome.BLOCKED, Outcome.ERROR, Outcome.NOT_APPLICABLE}


class Kind(StrEnum):
    """How a scenario differs, what a reader wants first."""

    NEW_FAILURE = "new failure"
    NOT_TESTED = "newly not tested"
    MENDED = "mended"
    NEWLY_TESTED = "newly tested"
    CHANGED = "changed sighting"


class FailOn(StrEnum):
    """Which differences make the exit code 1."""

    NEW = "new"
    NOT_TESTED = "not-tested"
    ANY = "any"
    NEVER = "never"


_COUNTS = {
    FailOn.NEW: {Kind.NEW_FAILURE},
    FailOn.NOT_TESTED: {Kind.NEW_FAILURE, Kind.NOT_TESTED},
    FailOn.ANY: set(Kind),
    FailOn.NEVER: set(),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One scenario that differs; ``before`` and ``after`` are outcomes, or "not run"."""

    kind: Kind
    scenario: str
    before: str
    after: str
    says: str


def differences(before: Run, after: Run, register: Register = NOBODY) -> tuple[Change, ...]:
    """Return what changed from one run to the other; failures that ``register`` expects of the later are no news."""
    changes: list[Change] = []
    for name in dict.fromkeys((*after.latest, *before.latest)):
        then, now = before.latest.get(name), after.latest.get(name)
        kind = _kind(then, now)
        if kind is Kind.NEW_FAILURE and now is not None and register.excuses(now):
            continue
        if kind is not None:
            changes.append(Change(kind, name, _word(then), _word(now), _says(kind, then, now)))
    return tuple(sorted(changes, key=lambda one: list(Kind).index(one.kind)))


def exceeds(changes: tuple[Change, ...], fail_on: FailOn) -> bool:
    """Return whether a change is among those that count."""
    return any(one.kind in _COUNTS[fail_on] for one in changes)


def _word(result: Result | None) -> str:
    return result.outcome.value if result else "not run"


def _kind(then: Result | None, now: Result | None) -> Kind | None:
    """Return how two tellings of one scenario differ; the first that fits, what a reader wants first."""
    before, after = (one.outcome if one else None for one in (then, now))
    worse = set(_failed(now)) - set(_failed(then) if before is Outcome.FAILED else ())
    fits = {
        Kind.NEW_FAILURE: after is Outcome.FAILED and bool(worse),
        Kind.NOT_TESTED: (after is None or after in _OPEN) and before is not None and before not in _OPEN,
        Kind.MENDED: before is Outcome.FAILED and after in _HELD,
        Kind.NEWLY_TESTED: after in _HELD and before not in _HELD,
        Kind.CHANGED: then is not None and now is not None and _sightings(then) != _sightings(now),
    }
    return next((kind for kind, fit in fits.items() if fit), None)


def _failed(result: Result | None) -> Iterator[str]:
    for one in result.findings if result else ():
        if one.verdict is Verdict.FAILED:
            yield one.clause.id


def _sightings(result: Result) -> list[tuple[str, ...]]:
    """Return what was seen, without what differs between repetitions for no fault of anybody's."""
    return sorted(
        (one.clause.id, one.verdict.value, steady(one.saw), steady(one.where or "")) for one in result.findings
    )


def _says(kind: Kind, then: Result | None, now: Result | None) -> str:
    if kind is Kind.NEW_FAILURE and now:
        known = set(_failed(then)) if then and then.outcome is Outcome.FAILED else set()
        fresh = [one for one in now.findings if one.verdict is Verdict.FAILED and one.clause.id not in known]
        return "; ".join(f"{one.clause.id}: saw {one.saw}" for one in fresh[:3])
    if kind is Kind.NOT_TESTED:
        return now.reason if now else "it is not in the later run"
    if kind is Kind.CHANGED and then and now:
        fresh_ = [one for one in _sightings(now) if one not in _sightings(then)] or _sightings(now)
        return "; ".join(f"{name}: saw {saw}" for name, _, saw, _ in fresh_[:1])
    return ""
