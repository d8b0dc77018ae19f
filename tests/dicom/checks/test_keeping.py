from dataclasses import dataclass

from conformance.dicom import checks, clauses
from conformance.dicom.client import Answer, Asked, Received, Response
from conformance.dicom.wire import Message, command, data_set, write_data_set
from conformance.dicom.wire.command import C_STORE
from conformance.dicom.wire.syntaxes import EXPLICIT_LITTLE, IMPLICIT_LITTLE
from conformance.judging import Judge
from conformance.model import Verdict


@dataclass
class Stored:
    sop_instance: str = "2.25.1"
    sop_class: str = "1.2"
    transfer_syntax: str = IMPLICIT_LITTLE
    data: bytes = b""


def made(**changes):
    values = {"PatientName": "A", "PatientID": "ZZ1", "PixelData": b"\1\2"}
    return data_set(**{**values, **changes})


def judged(came, status=0, clauses_judged=checks.KEEPS, *, warnings=False, **command_fields):
    """Return the clauses that fail when this came back of what was stored."""
    stored = Stored(data=write_data_set(made(), IMPLICIT_LITTLE))
    answer = Answer(Asked(C_STORE, 1, 1, "1.2"), (Response(Message(1, command(Status=status, **command_fields))),))
    received = [
        Received(
            Message(1, command(AffectedSOPInstanceUID="2.25.1"), write_data_set(one, EXPLICIT_LITTLE)), EXPLICIT_LITTLE
        )
        for one in came
    ]
    judge = Judge((*checks.KEEPS, clauses.STORE_WARNING_TRUE))
    if warnings:
        checks.judge_warnings(judge, [stored], [answer], received)
    else:
        checks.judge_kept(judge, [stored], [answer], received, clauses_judged)
    return {one.clause for one in judge.findings() if one.verdict is Verdict.FAILED}


def test_what_came_back_as_it_was_breaks_nothing():
    assert judged([made()]) == set()


def test_each_loss_breaks_its_own_clause():
    assert judged([]) == {clauses.STORE_KEEPS}
    assert judged([made(), made()]) == {clauses.STORE_KEEPS}
    assert judged([made().without("PatientID")]) == {clauses.STORE_KEEPS_ATTRIBUTES}
    assert judged([made(PatientName="B")]) == {clauses.STORE_KEEPS_TEXT}
    assert judged([made(PixelData=b"\1\3")]) == {clauses.STORE_KEEPS_PIXELS}


def test_what_a_story_does_not_judge_alone_counts_as_an_attribute():
    only = (clauses.STORE_KEEPS_ATTRIBUTES,)

    assert judged([made(PatientName="B")], clauses_judged=only) == {clauses.STORE_KEEPS_ATTRIBUTES}


def test_a_coercion_that_was_told_is_no_loss():
    told = {"status": 0xB000, "OffendingElement": b"\x10\0\x10\0"}

    assert judged([made(PatientName="B")], **told) == set()


def test_a_warning_is_true_when_something_changed():
    assert judged([made()], warnings=True) == set()
    assert judged([made()], 0xB000, warnings=True) == {clauses.STORE_WARNING_TRUE}
    assert judged([made(PatientName="B")], warnings=True) == {clauses.STORE_WARNING_TRUE}
    assert judged([made(PatientName="B")], 0xB000, warnings=True) == set()
