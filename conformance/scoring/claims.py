"""Hold each claim of the bid against what was seen, what contradicts the bid first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from conformance.descriptors import about_robustness
from conformance.model import Outcome
from conformance.scoring.standing import Standing, Told, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conformance.model import Result, Scenario
    from conformance.systems import Claim

CLAIMED = frozenset({"yes", "configurable", "third-party"})
"""Levels that say the candidate does it now; ``roadmap`` and ``no`` do not."""

_CODE = re.compile(r"\b([A-Z]{2,})-(\d+)\b((?:\s*/\s*\d+)*)")


class Comparison(StrEnum):
    """What became of a claim, in the order a buyer must ask about it."""

    REFUTED = "claimed, but failed"
    NOT_SHOWN = "claimed, but not shown"
    UNTESTED = "claimed, but no scenario tests it"
    BETTER = "not claimed, but works"
    HELD = "claimed, and held"
    AGREED = "not claimed, and not seen to work"


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim, its place in the bid, what was seen, and the scenarios that showed it."""

    transaction: str
    level: str
    source: str
    due: str
    comparison: Comparison
    seen: str
    scenarios: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Claims:
    """The rows, and the percentage of tested claims that held, cut after one place; None when none was tested."""

    rows: tuple[ClaimRow, ...]
    held: int
    tested: int
    accuracy: Decimal | None
    arithmetic: str


def codes(transaction: str) -> tuple[str, ...]:
    """Return the transactions a text names: ``RAD-6/7`` are RAD-6 and RAD-7; a text without codes is itself."""
    found: list[str] = []
    for prefix, first, more in _CODE.findall(transaction.upper()):
        found += [f"{prefix}-{number}" for number in (first, *re.findall(r"\d+", more))]
    return tuple(dict.fromkeys(found)) or ((transaction.strip().upper(),) if transaction.strip() else ())


def claims(
    stated: Iterable[Claim],
    results: Iterable[Result],
    scenarios: Sequence[Scenario],
    robust: frozenset[str] = frozenset(),
) -> Claims:
    """Compare the claims with the scenarios of their transactions; robustness is shown apart and not counted.

    Of robustness are the scenarios in ``robust``, and those whose id says so.

    A claim held when every scenario of its transaction was shown and met; it is refuted by one that failed
    a MUST. Accuracy is over claims that were tested: held / (held + refuted). A transaction nobody claimed is
    listed when all its scenarios were met.
    """
    by_code = _by_code(results, [one for one in scenarios if one.id not in robust])
    stated = list(stated)
    rows = [_row(one, by_code) for one in stated]
    named = {code for one in stated for code in codes(one.transaction)}
    rows += [
        ClaimRow(code, "", "", "", Comparison.BETTER, _seen(how), tuple(how))
        for code, how in by_code.items()
        if code not in named and _works(how)
    ]
    order = list(Comparison)
    rows.sort(key=lambda row: (order.index(row.comparison), _natural(row.transaction)))
    held = sum(row.comparison is Comparison.HELD for row in rows)
    tested = held + sum(row.comparison is Comparison.REFUTED for row in rows)
    if not tested:
        return Claims(tuple(rows), 0, 0, None, "No claim was tested, so there is no figure.")
    accuracy = (Decimal(held) * 100 / tested).quantize(Decimal("0.1"), ROUND_DOWN)
    return Claims(tuple(rows), held, tested, accuracy, f"{held} held of {tested} claims tested = {accuracy} %")


def _by_code(results: Iterable[Result], scenarios: Sequence[Scenario]) -> dict[str, list[Told]]:
    tries: dict[str, list[Result]] = {}
    for result in results:
        tries.setdefault(result.scenario, []).append(result)
    found: dict[str, list[Told]] = {}
    for scenario in scenarios:
        if about_robustness(scenario.id):
            continue
        how = told(scenario.id, scenario, tries.get(scenario.id, ()))
        for code in codes(scenario.transaction):
            found.setdefault(code, []).append(how)
    return found


def _row(claim: Claim, by_code: dict[str, list[Told]]) -> ClaimRow:
    how = list({one.scenario: one for code in codes(claim.transaction) for one in by_code.get(code, ())}.values())
    due = claim.due.isoformat() if claim.due else ""
    seen = _seen(how)
    return ClaimRow(claim.transaction, claim.level, claim.source, due, _compared(claim, how), seen, tuple(how))


def _compared(claim: Claim, how: Sequence[Told]) -> Comparison:
    if claim.level not in CLAIMED:
        return Comparison.BETTER if _works(how) else Comparison.AGREED
    if any(one.outcome is Outcome.FAILED for one in how):
        return Comparison.REFUTED
    if not how:
        return Comparison.UNTESTED
    return Comparison.HELD if _works(how) else Comparison.NOT_SHOWN


def _works(how: Sequence[Told]) -> bool:
    return bool(how) and all(one.met for one in how)


def _seen(how: Sequence[Told]) -> str:
    if not how:
        return "no scenario tests it"
    met = sum(one.met for one in how)
    failed = [one for one in how if one.standing is Standing.SHOWN and not one.met]
    said = f"{met} of {len(how)} scenarios met"
    if failed:
        said += f"; {failed[0].scenario}: {failed[0].why}"
    open_ = len(how) - met - len(failed)
    return said + (f"; {open_} not shown" if open_ else "")


def _natural(transaction: str) -> tuple[str, int, str]:
    read = _CODE.search(transaction.upper())
    return (read[1], int(read[2]), transaction) if read else (transaction, 0, transaction)
