"""What is wrong with what a retrieve told and sent, in words."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from conformance.dicom import clauses
from conformance.dicom.checks.wording import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conformance.dicom.client import Answer, Received
    from conformance.judging import Judge
    from conformance.model import Clause


COERCED = 0xB000
_CANCELLED = 0xFE00


def sub_operations(answer: Answer) -> dict[Clause, list[str]]:
    """Return what is wrong with the counts of a C-MOVE or C-GET answer, told ones only (PS3.4 C.4.2.1.6)."""
    faults: dict[Clause, list[str]] = {clauses.RETRIEVE_COUNTS: [], clauses.RETRIEVE_NO_REMAINING: []}
    totals = set()
    for one in answer.responses:
        parts = [one.number(f"NumberOf{part}Suboperations") for part in ("Completed", "Failed", "Warning")]
        remaining = one.number("NumberOfRemainingSuboperations")
        known = [part for part in (*parts, remaining) if part is not None]
        if len(known) == len(parts) + 1 or (not one.pending and None not in parts):
            totals.add(sum(known))
        if not one.pending and one.status != _CANCELLED and remaining is not None:
            faults[clauses.RETRIEVE_NO_REMAINING].append(f"{remaining} remaining with status {one.status:04X}")
    if len(totals) > 1:
        faults[clauses.RETRIEVE_COUNTS].append(f"the counts add up to {sorted(totals)} in turn")
    return faults


def judge_counts(check: Judge, answer: Answer) -> None:
    """Judge the counts of sub-operations, response by response."""
    for clause, faults in sub_operations(answer).items():
        with check(clause, evidence=answer.evidence):
            assert not faults, words(faults)


def completed(answer: Answer) -> int | None:
    """Return how many sub-operations the final response says went well, warnings included; None when not told."""
    if answer.final is None:
        return None
    done = answer.final.number("NumberOfCompletedSuboperations")
    return None if done is None else done + (answer.final.number("NumberOfWarningSuboperations") or 0)


def judge_agreement(
    check: Judge, received: Sequence[Received], answer: Answer, counted: Answer | None = None, where: str | None = None
) -> None:
    """Judge that as many came as the final response says and a query for the study's number of instances told.

    Neither must tell a number (PS3.4 C.4.2.1.6, C.6.2.1.2): where none is told, the clause is set aside.
    """
    done = completed(answer)
    said = set() if done is None else {str(done)}
    evidence = answer.evidence
    if counted is not None:
        evidence = (*evidence, *counted.evidence)
        told = (text.strip() for match in counted.matches for text in match.texts("NumberOfStudyRelatedInstances"))
        said |= {text for text in told if text}
    if not said:
        why = "neither the final response nor a query told how many instances there are, as they may"
        check.sets_aside(clauses.RETRIEVE_AGREES_WITH_QUERY, why, evidence=evidence)
        return
    at = {"where": where, "expected": f"{len(received)}, as many as came"}
    with check(clauses.RETRIEVE_AGREES_WITH_QUERY, **at, evidence=evidence):
        assert counted is None or counted.status == 0, f"the query ended with {counted.outcome}"
        assert said == {str(len(received))}, f"{words(sorted(said))} told, {len(received)} came"


def instances(wanted: Iterable[str], got: Iterable[Received]) -> list[str]:
    """Return which instances are missing, foreign or came twice, in words."""
    missing = dict.fromkeys(wanted)
    seen: dict[str, int] = {}
    for one in got:
        seen[one.sop_instance] = seen.get(one.sop_instance, 0) + 1
    faults = [f"{uid} did not come" for uid in missing if uid not in seen]
    faults += [f"{uid or 'an instance without UID'} came unasked" for uid in seen if uid not in missing]
    faults += [f"{uid} came {times} times" for uid, times in seen.items() if uid in missing and times > 1]
    return faults


def coerced(answer: Answer) -> tuple[int, ...]:
    """Return the tags a C-STORE said it changed: with warning B000, in Offending Element (PS3.4 B.2.3)."""
    raw = answer.final.message.command.raw("OffendingElement") if answer.final else None
    if answer.status != COERCED or raw is None:
        return ()
    whole = len(raw) // 4 * 4
    return tuple(group << 16 | number for group, number in struct.iter_unpack("<HH", raw[:whole]))
