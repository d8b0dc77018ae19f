"""How the visits of a candidate that opens associations itself are judged, whatever they were for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dicom import clauses
from conformance.dicom.checks.wording import words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from conformance.dicom.visiting import Visit
    from conformance.judging import Judge
    from conformance.model import Clause

_NEWEST = 24


def shown(visits: Sequence[Visit]) -> tuple[str, ...]:
    """Return the newest evidence of these visits."""
    return tuple(one for visit in visits for one in visit.evidence if one)[-_NEWEST:]


def judge_visits(
    check: Judge,
    faults: Mapping[Clause, Sequence[str]],
    visits: Sequence[Visit],
    judged: Collection[Clause] | None = None,
) -> None:
    """Judge each clause by its faults, or those ``judged`` alone."""
    for clause, wrong in faults.items():
        if judged is None or clause in judged:
            with check(clause, evidence=shown(visits)):
                assert not wrong, words(wrong)


def judge_end(check: Judge, visits: Sequence[Visit]) -> None:
    """Judge that each association was ended by whoever had opened it."""
    with check(clauses.ENDS_IN_ORDER, expected="released", evidence=shown(visits)):
        assert not [one.ended for one in visits if not one.in_order], words(one.ended for one in visits)
