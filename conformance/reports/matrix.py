"""Which bidders' parts should work together: by pairs, the transactions that both were asked about and both hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.descriptors import about_robustness
from conformance.model import Outcome
from conformance.reports.sidebyside import Cell, Row
from conformance.reports.words import Mark, counted
from conformance.scoring.claims import codes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from conformance.reports.view import Told

NAMED = 6
"""Transactions named in a cell that one of a pair does not hold."""

_HELD = {Outcome.PASSED, Outcome.RESERVATION}
_ALL, _SOME, _NONE = Mark("All", "tick", "good"), Mark("Some", "half", "part"), Mark("None", "cross", "bad")
_APART = Mark("Nothing shared", "bar", "none")


def matrix(
    labels: Sequence[str], ran: Sequence[Mapping[str, Told]], robust: frozenset[str] = frozenset()
) -> tuple[Row, ...]:
    """Return one row a bidder with one cell a bidder; the diagonal is a bidder by itself.

    It is inferred: each was tested against the harness, never against the other. Robustness (``robust``, by the
    needs) is no part of it.
    """
    held = [_by_transaction([one for one in mine.values() if one.id not in robust]) for mine in ran]
    return tuple(
        Row("", label, "", tuple(_cell(ours, theirs) for theirs in held))
        for label, ours in zip(labels, held, strict=True)
    )


def _by_transaction(mine: Iterable[Told]) -> dict[str, bool]:
    """Return each transaction that was asked about, and whether every scenario of it was held."""
    found: dict[str, bool] = {}
    for one in mine:
        if one.outcome is Outcome.NOT_APPLICABLE or about_robustness(one.id):
            continue
        for code in codes(one.transaction):
            if code.startswith(("RAD-", "ITI-")):
                found[code] = found.get(code, True) and one.outcome in _HELD
    return found


def _cell(ours: Mapping[str, bool], theirs: Mapping[str, bool]) -> Cell:
    shared = [code for code in ours if code in theirs]
    lacking = sorted((code for code in shared if not (ours[code] and theirs[code])), key=_natural)
    if not shared:
        return Cell(_APART)
    number = f"{len(shared) - len(lacking)} of {counted(len(shared), 'transaction')}"
    mark = _ALL if not lacking else _NONE if len(lacking) == len(shared) else _SOME
    more = f" and {len(lacking) - NAMED} more" if len(lacking) > NAMED else ""
    return Cell(mark, number, f"Not held by both: {', '.join(lacking[:NAMED])}{more}." if lacking else "")


def _natural(code: str) -> tuple[str, int]:
    prefix, _, number = code.partition("-")
    return prefix, int(number)
