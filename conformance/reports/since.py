"""Show what changed since an earlier run of the same system: the section of ``--baseline``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.deviations import NOBODY
from conformance.differences import Kind, differences
from conformance.model import Outcome
from conformance.reports.cover import identity
from conformance.reports.dates import long_date
from conformance.reports.view import Fact, Jump, Tally
from conformance.reports.words import OUTCOMES, Mark, counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conformance.deviations import Register
    from conformance.differences import Change
    from conformance.model import Result
    from conformance.reports.view import Told
    from conformance.runs import Run

MARKS = {
    Kind.NEW_FAILURE: Mark("New failure", "cross", "bad"),
    Kind.NOT_TESTED: Mark("No longer tested", "bar", "none"),
    Kind.MENDED: Mark("Mended", "tick", "good"),
    Kind.NEWLY_TESTED: Mark("Newly tested", "tick", "good"),
    Kind.CHANGED: Mark("Seen otherwise", "ring", "none"),
}
"""In the order a reader wants them: what is wrong first."""

_NOT_RUN = Mark("Not run", "bar", "none")


@dataclass(frozen=True, slots=True)
class Changed:
    """One scenario that differs, with its outcome then and now."""

    scenario: Jump
    purpose: str
    mark: Mark
    before: Mark
    after: Mark
    says: str


@dataclass(frozen=True, slots=True)
class Since:
    """The section; always true, also when nothing changed."""

    lead: str
    facts: tuple[Fact, ...]
    cautions: tuple[str, ...]
    tallies: tuple[Tally, ...]
    rows: tuple[Changed, ...]


def since(before: Run, after: Run, told: Mapping[str, Told], register: Register | None, *, blind: bool) -> Since:
    """Return what changed; both runs are already filtered for the audience, and so are the texts of the changes."""
    changes = differences(before, after, register or NOBODY)
    counts = [(mark, sum(one.kind is kind for one in changes)) for kind, mark in MARKS.items()]
    return Since(
        lead=f"{counted(len(changes), 'scenario')} of {len({*before.latest, *after.latest})} came out otherwise.",
        facts=(
            Fact("Earlier run", long_date(str(before.header.get("started", "")))),
            Fact("Its system", identity(before.header, blind=blind).title),
            Fact("Its test suite", str(before.header.get("suite", ""))),
            Fact("Digest of its log (SHA-256)", before.digest, wide=True, code=True),
        ),
        cautions=tuple(_cautions(before, after)),
        tallies=tuple(Tally(mark, count, "scenario" if count == 1 else "scenarios") for mark, count in counts if count),
        rows=tuple(_row(one, before, after, told) for one in changes),
    )


def _row(one: Change, before: Run, after: Run, told: Mapping[str, Told]) -> Changed:
    known = told.get(one.scenario)
    return Changed(
        scenario=Jump(known.anchor if known else "", one.scenario),
        purpose=known.purpose if known else "",
        mark=MARKS[one.kind],
        before=_mark(before.latest.get(one.scenario)),
        after=_mark(after.latest.get(one.scenario)),
        says=one.says,
    )


def _mark(result: Result | None) -> Mark:
    return OUTCOMES[result.outcome] if result else _NOT_RUN


def _cautions(before: Run, after: Run) -> Iterator[str]:
    """Yield what makes the two runs less alike than they look."""
    ours, theirs = (identity(run.header, blind=True).label for run in (after, before))
    if ours != theirs:
        yield "The earlier run is of another system by its label: what differs need not be a change."
    for key, says in (
        ("suite", "The two were made with different versions of the test suite, so what is asked may differ."),
        ("needs", "The two were planned with different statements of needs, so what was run may differ."),
    ):
        if before.header.get(key) != after.header.get(key):
            yield says
    if not before.complete:
        yield "The earlier run was cut before its end."
    if any(one.outcome is Outcome.ERROR for one in before.latest.values()):
        yield "In the earlier run some scenarios gave no verdict, through no fault of the system."
