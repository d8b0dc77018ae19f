"""Show the deviations somebody expects, with their state in this run: the dispute register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.deviations import State
from conformance.reports.dates import long_day
from conformance.reports.view import Jump
from conformance.reports.words import Mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.deviations import Register
    from conformance.reports.undisputed import Both
    from conformance.reports.view import Told

_MARKS = {
    State.SEEN: Mark("Failed as expected", "half", "part"),
    State.EXPIRED: Mark("Expired: counts as unexpected", "cross", "bad"),
    State.NOT_SEEN: Mark("Not seen in this run", "ring", "none"),
}


@dataclass(frozen=True, slots=True)
class Disputed:
    """One row of the register."""

    scenario: Jump
    clause: str
    reason: str
    author: str
    until: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Disputes:
    """The register as a page shows it; always true, also when it has no rows."""

    rows: tuple[Disputed, ...]
    counted: str
    both: tuple[Both, ...]


def disputes(register: Register, told: Mapping[str, Told], both: tuple[Both, ...]) -> Disputes:
    """Return the register's rows in the order of its file, and what was counted with and without them."""
    rows = tuple(
        Disputed(
            scenario=Jump(told[one.scenario].anchor if one.scenario in told else "", one.scenario),
            clause=one.clause,
            reason=one.reason,
            author=one.author,
            until=long_day(one.expires),
            mark=_MARKS[entry.state],
        )
        for entry in register.entries
        for one in (entry.deviation,)
    )
    return Disputes(rows, f"{register.says()}.", both)
