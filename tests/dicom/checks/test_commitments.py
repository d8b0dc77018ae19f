"""Each fault of a commitment report breaks its own clause, and whatever a report holds is read without harm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.dicom import checks, clauses, uids
from conformance.dicom.reports import Report
from conformance.dicom.wire import (
    Message,
    Role,
    UserInformation,
    associate,
    command,
    data_set,
    element,
    read_command,
    write_data_set,
)
from conformance.dicom.wire.command import N_EVENT_REPORT
from conformance.dicom.wire.items import proposed
from conformance.dicom.wire.pdu import ASSOCIATE_RQ
from conformance.dicom.wire.syntaxes import EXPLICIT_LITTLE, IMPLICIT_LITTLE
from conformance.judging import Judge
from conformance.model import Verdict

ONE, OTHER = ("1.2.3", "2.25.1"), ("1.2.3", "2.25.2")


def item(reference, **more):
    return data_set(ReferencedSOPClassUID=reference[0], ReferencedSOPInstanceUID=reference[1], **more)


def opened(roles=((0, 1),), syntaxes=(IMPLICIT_LITTLE,), calling="ARCHIVE", called="HARNESS"):
    context = proposed(1, uids.STORAGE_COMMITMENT, syntaxes)
    granted = tuple(Role(uids.STORAGE_COMMITMENT, *one) for one in roles)
    user = UserInformation(16384, "1.2.3", roles=granted)
    return associate(ASSOCIATE_RQ, called=called, calling=calling, contexts=(context,), user=user)


def reported(*done, failed=(), request=None, instance=uids.STORAGE_COMMITMENT_INSTANCE, data=None):
    said = command(
        AffectedSOPClassUID=uids.STORAGE_COMMITMENT, CommandField=N_EVENT_REPORT, MessageID=1, CommandDataSetType=1,
        AffectedSOPInstanceUID=instance, EventTypeID=1,
    )  # fmt: skip
    told = data_set(TransactionUID="2.25.7", ReferencedSOPSequence=list(done), FailedSOPSequence=list(failed))
    octets = write_data_set(told, IMPLICIT_LITTLE) if data is None else data
    return Report(Message(1, read_command(said.encode()), octets), IMPLICIT_LITTLE, "c1.r1", request)


def broken(report):
    return {clause for clause, faults in checks.report_faults(report, "ARCHIVE", "HARNESS").items() if faults}


@pytest.mark.parametrize(
    "request_", [None, opened(), opened(roles=((1, 1),), syntaxes=(EXPLICIT_LITTLE, IMPLICIT_LITTLE))]
)
def test_a_report_in_good_form_breaks_nothing(request_):
    assert broken(reported(item(ONE), request=request_)) == set()


@pytest.mark.parametrize(
    ("report", "clause"),
    [
        (reported(item(ONE), instance="2.25.5"), clauses.COMMIT_WELL_KNOWN),
        (reported(data=b"\x08\x00\x95\x11\xff\xff"), clauses.COMMIT_WELL_FORMED),
        (reported(data=b""), clauses.COMMIT_WELL_FORMED),
        (reported(item(ONE), request=opened(roles=())), clauses.COMMIT_ROLE),
        (reported(item(ONE), request=opened(roles=((1, 0),))), clauses.COMMIT_ROLE),
        (reported(item(ONE), request=opened(syntaxes=(EXPLICIT_LITTLE,))), clauses.COMMIT_DEFAULT_SYNTAX),
        (reported(item(ONE), request=opened(calling="OTHER")), clauses.COMMIT_SAME_TITLE),
        (reported(item(ONE), request=opened(called="OTHER")), clauses.COMMIT_SAME_TITLE),
    ],
)
def test_each_fault_breaks_its_own_clause(report, clause):
    assert broken(report) == {clause}


def test_each_reference_is_to_be_told_once():
    assert checks.unaccounted(reported(item(ONE), failed=[item(OTHER)]), [ONE, OTHER]) == []
    assert checks.unaccounted(reported(item(ONE)), [ONE, OTHER]) == ["2.25.2 is told 0 times"]
    assert checks.unaccounted(reported(item(ONE), failed=[item(ONE)]), [ONE]) == ["2.25.1 is told 2 times"]
    assert checks.unaccounted(reported(item(ONE), item(OTHER)), [ONE]) == ["2.25.2 (1.2.3) was not asked for"]


def test_a_failure_reason_is_told_in_four_digits():
    assert checks.failure_reasons(data_set(FailureReason=0x0119)) == ["0119"]
    assert checks.failure_reasons(data_set(FailureReason=[0x0110, 0x0112])) == ["0110", "0112"]
    assert checks.failure_reasons(data_set()) == []


@given(st.binary(max_size=40), st.sampled_from(["US", "DS", "LO", "SQ", "UN", "OB"]))
def test_any_failure_reason_is_told_somehow(octets, vr):
    told = checks.failure_reasons(data_set().replacing(element("FailureReason", octets, vr)))

    assert all(isinstance(one, str) for one in told)


REFERENCES = write_data_set(
    data_set(ReferencedSOPSequence=[item(ONE)], FailedSOPSequence=[item(OTHER)]), IMPLICIT_LITTLE
)


@given(st.binary(max_size=60), st.integers(0, len(REFERENCES)))
def test_whatever_is_reported_is_judged(octets, at):
    report = reported(data=REFERENCES[:at] + octets)

    faults = checks.report_faults(report, "ARCHIVE", "HARNESS")
    checks.unaccounted(report, [ONE, OTHER])
    judged = Judge((clauses.COMMIT_FAILURE_REASON, clauses.COMMIT_REASON_FITS))
    checks.judge_reasons(judged, report, {OTHER[1]: checks.NO_SUCH_INSTANCE})

    assert set(faults) == set(checks.REPORT_FORM)
    assert {one.verdict for one in judged.findings()} <= {Verdict.FAILED, Verdict.PASSED, Verdict.BLOCKED}
