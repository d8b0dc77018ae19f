"""What is wrong with the items of a worklist: attributes, values, form, item by item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dicom import clauses
from conformance.dicom.checks.matches import same, values
from conformance.dicom.checks.wording import words
from conformance.dicom.worklist import (
    EITHER,
    STEP_EITHER,
    STEP_TYPE_1,
    STEP_TYPE_2,
    STEPS,
    TYPE_1,
    TYPE_2,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from conformance.dicom.client import Answer
    from conformance.dicom.wire import DataSet
    from conformance.judging import Judge
    from conformance.model import Clause

ITEMS = (
    clauses.FIND_READABLE,
    clauses.FIND_VALUES_FIT,
    clauses.WORKLIST_TYPE_1,
    clauses.WORKLIST_TYPE_2,
    clauses.WORKLIST_ONE_STEP,
    clauses.WORKLIST_ONLY_ASKED,
)
"""What each item of a worklist is judged by."""

ALWAYS_ALLOWED = frozenset({"SpecificCharacterSet", "TimezoneOffsetFromUTC", "HL7StructuredDocumentReferenceSequence"})
"""Attributes a response may hold although nobody asked for them (PS3.4 K.4.1.1.3.2)."""


def judge_items(check: Judge, answer: Answer) -> None:
    """Judge each response of a query that asked for all keys of the model (``WorklistUnderTest.work``)."""
    for number, response in enumerate(answer.pending, 1):
        item = response.identifier(answer.limits)
        steps = item.sequence(STEPS) if item else ()
        step_id = steps[0].text("ScheduledProcedureStepID") if steps else ""
        where = f"step {step_id}" if step_id else f"response {number}"
        for clause, faults in (item_faults(item) if item else {clauses.FIND_READABLE: ["no Identifier"]}).items():
            with check(clause, where=where, evidence=[response.evidence]):
                assert not faults, words(faults)


def item_faults(item: DataSet) -> dict[Clause, list[str]]:
    """Return what is wrong with one item by each clause of ITEMS."""
    steps = item.sequence(STEPS)
    step_keys = (*STEP_TYPE_1, *STEP_TYPE_2, *STEP_EITHER)
    unasked = _unasked(item, (*TYPE_1, *TYPE_2, *EITHER, STEPS))
    return {
        clauses.FIND_READABLE: [str(one) for one in item.problems],
        clauses.FIND_VALUES_FIT: [fault for one in (item, *steps) for fault in values(one)],
        clauses.WORKLIST_TYPE_1: [
            *_empty(item, TYPE_1, EITHER),
            *(fault for one in steps for fault in _empty(one, STEP_TYPE_1, STEP_EITHER)),
        ],
        clauses.WORKLIST_TYPE_2: [
            *(f"{one} is missing" for one in TYPE_2 if one not in item),
            *(f"{one} is missing in the step" for step in steps for one in STEP_TYPE_2 if one not in step),
        ],
        clauses.WORKLIST_ONE_STEP: [] if len(steps) == 1 else [f"{len(steps)} items"],
        clauses.WORKLIST_ONLY_ASKED: unasked + [fault for one in steps for fault in _unasked(one, step_keys)],
    }


def _empty(what: DataSet, keywords: Iterable[str], either: tuple[str, str]) -> list[str]:
    found = [f"{one} is {'empty' if one in what else 'missing'}" for one in keywords if not what.text(one)]
    held = [what.get(one) for one in either]
    if all(one is None or one.empty for one in held):
        found.append(f"neither {either[0]} nor {either[1]} has a value")
    return found


def _unasked(what: DataSet, asked: Iterable[str]) -> list[str]:
    allowed = {*asked, *ALWAYS_ALLOWED}
    return [one.keyword for one in what if one.keyword not in allowed and one.tag & 0xFFFF]


def differing(what: DataSet, expected: Mapping[str, str]) -> list[str]:
    """Return which attributes are not as expected: times by meaning, all else as ``same``."""
    return [
        f"{keyword} is {what.text(keyword)!r}, {wanted!r} is scheduled"
        for keyword, wanted in expected.items()
        if not _as_scheduled(keyword, what.text(keyword), wanted)
    ]


def _as_scheduled(keyword: str, told: str, wanted: str) -> bool:
    if keyword.endswith("Time"):
        digits = [one.partition(".")[0].replace(":", "").ljust(6, "0") for one in (told, wanted)]
        return bool(told) and digits[0] == digits[1]
    if keyword.endswith("Date"):
        return told.replace(".", "") == wanted
    return same(keyword, told, wanted)
