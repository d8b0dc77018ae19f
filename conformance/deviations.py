"""Read the deviations somebody expects (TOML), each with a reason and an end, and hold a run against them."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from conformance.files import BadFile, Part, load
from conformance.model import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from conformance.model import Result, Scenario
    from conformance.runs import Run

Text = Annotated[str, Field(min_length=1)]


class Deviation(Part):
    """One clause that is expected to fail in one scenario, who expects it, why, and until which day."""

    scenario: Text
    clause: Text
    reason: Text
    author: Text
    expires: date


class Deviations(Part):
    """A whole file."""

    schema_: Literal["deviations/1"] = Field(alias="schema")
    deviation: tuple[Deviation, ...] = ()


class State(StrEnum):
    """What became of an expected deviation in one run."""

    SEEN = "in force"
    EXPIRED = "expired"
    NOT_SEEN = "not seen"


@dataclass(frozen=True, slots=True)
class Entry:
    """One deviation with its state."""

    deviation: Deviation
    state: State


@dataclass(frozen=True, slots=True)
class Register:
    """The deviations of one run: ``expected`` are the failed (scenario, clause) that are in force."""

    entries: tuple[Entry, ...]
    expected: frozenset[tuple[str, str]]
    failed: int

    @property
    def unexpected(self) -> int:
        """Return how many failed clauses nobody expects."""
        return self.failed - len(self.expected)

    def says(self) -> str:
        """Return the count with and without the deviations."""
        return f"{self.failed} failed clauses, {len(self.expected)} of them expected, {self.unexpected} not expected"

    def worded(self, word: Callable[[str], str]) -> Register:
        """Return the register with every text of its authors passed through ``word``, for a blind copy."""
        return replace(
            self,
            entries=tuple(
                Entry(
                    one.deviation.model_copy(
                        update={name: word(getattr(one.deviation, name)) for name in ("reason", "author")}
                    ),
                    one.state,
                )
                for one in self.entries
            ),
        )

    def excuses(self, result: Result) -> bool:
        """Return whether all that did not pass in a result failed as expected."""
        wrong = [one for one in result.findings if one.verdict not in {Verdict.PASSED, Verdict.NOT_APPLICABLE}]
        return bool(wrong) and all(
            one.verdict is Verdict.FAILED and (result.scenario, one.clause.id) in self.expected for one in wrong
        )


NOBODY = Register((), frozenset(), 0)
"""The register of a run nobody expects anything of."""


def read(path: Path, scenarios: Iterable[Scenario]) -> Deviations:
    """Read a file of deviations; raise BadFile for a scenario or clause that does not exist, and for repetitions."""
    found = load(path, Deviations)
    known = {one.id: one for one in scenarios}
    seen: set[tuple[str, str]] = set()
    for at, one in enumerate(found.deviation):
        if one.scenario not in known:
            problem = f"there is no scenario {one.scenario!r}"
            raise BadFile(path, f"deviation.{at}.scenario", problem, _closest(one.scenario, known))
        clauses = [clause.id for clause in known[one.scenario].clauses]
        if one.clause not in clauses:
            problem = f"{one.scenario} is not judged by a clause {one.clause!r}"
            raise BadFile(path, f"deviation.{at}.clause", problem, f"choose one of {', '.join(clauses)}")
        if (one.scenario, one.clause) in seen:
            raise BadFile(path, f"deviation.{at}", "this deviation is listed twice", "remove one of them")
        seen.add((one.scenario, one.clause))
    return found


def _closest(name: str, known: Mapping[str, Scenario]) -> str:
    close = difflib.get_close_matches(name, list(known), n=1)
    return f"write {close[0]!r}" if close else 'name one that "conformance list scenarios" shows'


def register(run: Run, deviations: Deviations) -> Register:
    """Hold a run against the deviations; one is expired when its last day was before the day the run began."""
    failed = {
        (result.scenario, one.clause.id)
        for result in run.latest.values()
        for one in result.findings
        if one.verdict is Verdict.FAILED
    }
    today = _day(str(run.header.get("started", "")))
    entries = []
    for one in deviations.deviation:
        state = State.SEEN if (one.scenario, one.clause) in failed else State.NOT_SEEN
        entries.append(Entry(one, State.EXPIRED if one.expires < today else state))
    expected = frozenset((e.deviation.scenario, e.deviation.clause) for e in entries if e.state is State.SEEN)
    return Register(tuple(entries), expected, len(failed))


def _day(iso: str) -> date:
    """Return the day of a moment; a run that does not say when it began lets nothing be in force."""
    try:
        return datetime.fromisoformat(iso).date()
    except ValueError:
        return date.max
