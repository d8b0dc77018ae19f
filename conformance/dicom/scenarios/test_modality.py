"""What a modality says beside its images: that they are valid, what it performed, what it wants answered for."""

from __future__ import annotations

from conformance.authoring import scenario
from conformance.dicom import checks
from conformance.dicom.initiator import SEND
from conformance.dicom.validity import known
from conformance.model import Blocked, NotApplicable


def shown(visits):
    """Return the newest evidence of these visits."""
    return tuple(one for visit in visits for one in visit.evidence if one)[-24:]


def judge(check, faults, visits):
    """Judge each clause by its faults."""
    for clause, wrong in faults.items():
        with check(clause, evidence=shown(visits)):
            assert not wrong, checks.words(wrong)


@scenario(
    "dicom.initiator.objects",
    actor="initiator",
    transaction="RAD-8",
    clauses=checks.SENT_OBJECTS,
    requires=["dicom_out", f"asked.{SEND}"],
)
def test_what_is_sent_is_what_its_kind_must_be(initiator, check):
    """Every image has the elements its kind must have, in the representations and numbers that the standard gives."""
    visits = initiator.asked(SEND)
    images = [one for one in checks.sent(visits) if one.transfer_syntax and not checks.content(one).problems]

    if not images:
        raise Blocked(f"the candidate was asked to send a study and sent no instance to read: {visits[-1].ended}")
    if not any(known(checks.content(one).text("SOPClassUID")) for one in images):
        raise NotApplicable("the candidate sent instances of SOP classes alone that our tables do not know")
    judge(check, checks.sent_faults(images), visits)
