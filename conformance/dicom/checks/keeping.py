"""Whether an archive gives back what it was given, instance by instance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dicom import clauses
from conformance.dicom.checks.retrievals import COERCED, coerced
from conformance.dicom.checks.retrievals import instances as instance_faults
from conformance.dicom.checks.wording import words
from conformance.dicom.equality import differences
from conformance.dicom.instances import contents

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from conformance.dicom.client import Answer, Received
    from conformance.dicom.equality import Difference
    from conformance.dicom.instances import Instance
    from conformance.judging import Judge
    from conformance.model import Clause


KEEPS = (clauses.STORE_KEEPS, clauses.STORE_KEEPS_ATTRIBUTES, clauses.STORE_KEEPS_PIXELS, clauses.STORE_KEEPS_TEXT)
"""What keeping is judged by, where a story does not judge a part of it alone."""

_CLAUSE = {
    "element": clauses.STORE_KEEPS_ATTRIBUTES,
    "pixels": clauses.STORE_KEEPS_PIXELS,
    "text": clauses.STORE_KEEPS_TEXT,
}


def judge_kept(
    check: Judge,
    instances: Sequence[Instance],
    answers: Sequence[Answer],
    received: Sequence[Received],
    judged: Collection[Clause] = KEEPS,
) -> None:
    """Judge that each instance came back once and as it was, save coercions that were told.

    ``answers`` are those to the stores, in the order of ``instances``; ``judged`` are the scenario's clauses of KEEPS.
    """
    expected = [one.sop_instance for one in instances]
    faults = instance_faults(expected, received)
    evidence = [one.evidence for one in received] or [item for answer in answers for item in answer.evidence]
    with check(clauses.STORE_KEEPS, expected=f"{len(expected)} instances, each once", evidence=evidence):
        assert not faults, words(faults)
    back = {one.sop_instance: one for one in received}
    for one, answer in zip(instances, answers, strict=True):
        if one.sop_instance in back:
            came = back[one.sop_instance]
            found = differences(contents(one), contents(came), coerced(answer))
            for clause in judged:
                wrong = [difference for difference in found if clause_of(difference, judged) is clause]
                if clause is not clauses.STORE_KEEPS:
                    with check(clause, where=one.sop_instance, evidence=[came.evidence]):
                        assert not wrong, words(wrong)


def not_kept(instances: Sequence[Instance], answers: Sequence[Answer], received: Sequence[Received]) -> list[str]:
    """Return in words which instances did not come back once and as they were, save coercions that were told."""
    told = {one.sop_instance: coerced(answer) for one, answer in zip(instances, answers, strict=True)}
    return changed_instances(instances, received, told)


def changed_instances(
    instances: Sequence[Instance], received: Sequence[Received], told: Mapping[str, tuple[int, ...]] | None = None
) -> list[str]:
    """Return in words which instances did not come back once, or came back other than they were.

    ``told`` are the tags of the elements that may differ, by SOP instance.
    """
    wanted = {one.sop_instance for one in instances}
    mine = [one for one in received if one.sop_instance in wanted]
    faults = [str(one) for one in instance_faults(sorted(wanted), mine)]
    back = {one.sop_instance: one for one in mine}
    for one in instances:
        if one.sop_instance in back:
            may = (told or {}).get(one.sop_instance, ())
            found = differences(contents(one), contents(back[one.sop_instance]), may)
            faults += [f"{one.sop_instance}: {difference}" for difference in found]
    return faults


def clause_of(difference: Difference, judged: Collection[Clause]) -> Clause:
    """Return the clause a difference breaks: its own where the scenario declares that, else that of attributes."""
    own = _CLAUSE[difference.kind]
    return own if own in judged else clauses.STORE_KEEPS_ATTRIBUTES


def judge_warnings(
    check: Judge, instances: Sequence[Instance], answers: Sequence[Answer], received: Sequence[Received]
) -> None:
    """Judge that a warning of coercion is true: something came back other than it was sent, and only then."""
    back = {one.sop_instance: one for one in received}
    for one, answer in zip(instances, answers, strict=True):
        if one.sop_instance in back:
            came = back[one.sop_instance]
            changed = bool(differences(contents(one), contents(came)))
            warned = answer.status == COERCED
            at = {"where": one.sop_instance, "expected": "B000 if and only if changed"}
            with check(clauses.STORE_WARNING_TRUE, **at, evidence=[came.evidence]):
                assert warned == changed, f"{answer.outcome}, {'changed' if changed else 'nothing changed'}"
