"""Whether instances are what their SOP class asks: differences for an archive, as they are for a sender."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dicom import clauses
from conformance.dicom.checks.initiators import content
from conformance.dicom.checks.wording import words
from conformance.dicom.instances import contents
from conformance.dicom.validity import MULTIPLICITY, REPRESENTATION, REQUIRED, faults, new_faults
from conformance.dicom.wire.syntaxes import IMPLICIT_LITTLE
from conformance.model import Blocked

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conformance.dicom.instances import Instance
    from conformance.dicom.validity import Fault
    from conformance.dicom.visiting import Taken
    from conformance.judging import Judge
    from conformance.model import Clause

OBJECTS = (clauses.OBJECT_REQUIRED, clauses.OBJECT_REPRESENTATION, clauses.OBJECT_MULTIPLICITY)
"""What an archive's objects are judged by."""

SENT_OBJECTS = (clauses.SENT_REQUIRED, clauses.SENT_REPRESENTATION, clauses.SENT_MULTIPLICITY)
"""What a sender's objects are judged by."""

_KINDS = (REQUIRED, REPRESENTATION, MULTIPLICITY)


def judge_objects(
    check: Judge, instances: Iterable[Instance], returned: Iterable[Instance], evidence: Sequence[str]
) -> None:
    """Judge by OBJECTS what each instance that came back lacks, or has wrong, and had right when it was stored.

    Raises Blocked when none of them came back.
    """
    back = {one.sop_instance: one for one in returned}
    pairs = [(one, back[one.sop_instance]) for one in instances if one.sop_instance in back]
    if not pairs:
        raise Blocked("none of the instances came back")
    for one, came in pairs:
        found = new_faults(faults_of(came, one.sop_class), faults_of(one, one.sop_class))
        for kind, clause in zip(_KINDS, OBJECTS, strict=True):
            wrong = [str(fault) for fault in found if fault.kind == kind]
            with check(clause, where=one.sop_instance, expected="nothing lost or rewritten", evidence=evidence):
                assert not wrong, words(wrong)


def faults_of(one: Instance, sop_class: str) -> list[Fault]:
    """Return what is wrong with an instance by the tables."""
    return faults(contents(one), sop_class, explicit=one.transfer_syntax != IMPLICIT_LITTLE)


def sent_faults(images: Iterable[Taken]) -> dict[Clause, list[str]]:
    """Return by SENT_OBJECTS what is wrong with the instances that came, each fault once with one that has it."""
    found: dict[Clause, dict[str, str]] = {clause: {} for clause in SENT_OBJECTS}
    by_kind = dict(zip(_KINDS, SENT_OBJECTS, strict=True))
    for one in images:
        data = content(one)
        for fault in faults(data, data.text("SOPClassUID"), explicit=one.transfer_syntax != IMPLICIT_LITTLE):
            found[by_kind[fault.kind]].setdefault(str(fault), one.text("AffectedSOPInstanceUID"))
    return {clause: [f"{says} ({uid})" for says, uid in each.items()] for clause, each in found.items()}
