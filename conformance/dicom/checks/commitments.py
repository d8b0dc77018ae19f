"""Whether a report on a storage commitment says what is true, in the form it must have."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from conformance.dicom import clauses, uids
from conformance.dicom.checks.wording import words
from conformance.dicom.wire.syntaxes import IMPLICIT_LITTLE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.dicom.providers import Reference, Transaction
    from conformance.dicom.reports import Report
    from conformance.dicom.wire import DataSet
    from conformance.judging import Judge
    from conformance.model import Clause

COMMITTED, SOME_FAILED = 1, 2
NO_SUCH_INSTANCE, CLASS_CONFLICT = "0112", "0119"
_DIGITS = 5
REASONS = frozenset({"0110", "0112", "0119", "0122", "0131", "0213"})
"""Failure Reasons that are defined (PS3.3 C.14.1.1)."""

REPORTS = (
    clauses.COMMIT_ACCEPTED,
    clauses.COMMIT_REPORTED,
    clauses.COMMIT_SAME_TRANSACTION,
    clauses.COMMIT_EVENT_TYPE,
    clauses.COMMIT_EVERY_REFERENCE,
)
"""What each commitment is judged by, whatever was asked."""

REPORT_FORM = (
    clauses.COMMIT_WELL_KNOWN,
    clauses.COMMIT_WELL_FORMED,
    clauses.COMMIT_ROLE,
    clauses.COMMIT_DEFAULT_SYNTAX,
    clauses.COMMIT_SAME_TITLE,
)
"""What a report is judged by as a message, and the association it came on."""


def judge_commitment(check: Judge, transaction: Transaction, *, failures: bool) -> Report | None:
    """Judge by REPORTS whether all that was asked for is accounted for; return the report if there is one."""
    where, evidence = f"transaction {transaction.uid}", transaction.evidence
    with check(clauses.COMMIT_ACCEPTED, where=where, expected="status 0000", evidence=transaction.answer.evidence):
        assert transaction.answer.status == 0, transaction.answer.outcome
    with check(clauses.COMMIT_REPORTED, where=where, expected="an N-EVENT-REPORT on it", evidence=evidence):
        assert transaction.report is not None, transaction.outcome
    report = transaction.report
    if report is None:
        return None
    with check(clauses.COMMIT_SAME_TRANSACTION, where=where, evidence=evidence):
        assert report.transaction == transaction.uid
    wanted = SOME_FAILED if failures else COMMITTED
    with check(clauses.COMMIT_EVENT_TYPE, where=where, expected=f"event type {wanted}", evidence=evidence):
        assert report.event_type == wanted
    wrong = unaccounted(report, transaction.asked)
    with check(clauses.COMMIT_EVERY_REFERENCE, where=where, evidence=evidence):
        assert not wrong, words(wrong)
    return report


def unaccounted(report: Report, asked: Sequence[Reference]) -> list[str]:
    """Return which references are missing, there twice, or were not asked for."""
    told = Counter(one for name in ("ReferencedSOPSequence", "FailedSOPSequence") for one in report.references(name))
    wrong = [f"{one[1]} is told {told[one]} times" for one in asked if told[one] != 1]
    return wrong + [f"{one[1]} ({one[0]}) was not asked for" for one in sorted(told.keys() - set(asked))]


def failure_reasons(item: DataSet) -> list[str]:
    """Return the values of Failure Reason (0008,1197) as four hex digits, or as they are where they are none."""
    told = item.texts("FailureReason")
    return [f"{int(one):04X}" if one.isdecimal() and len(one) <= _DIGITS else repr(one) for one in told]


def judge_reasons(check: Judge, report: Report, reasons: Mapping[str, str]) -> None:
    """Judge that each failed instance has a reason; ``reasons`` are those that fit, by SOP Instance UID."""
    for item in report.information.sequence("FailedSOPSequence"):
        instance = item.text("ReferencedSOPInstanceUID")
        told = failure_reasons(item)
        saw = ", ".join(told) or "no Failure Reason"
        with check(clauses.COMMIT_FAILURE_REASON, where=instance, evidence=[report.evidence]):
            assert len(told) == 1, saw
            assert told[0] in REASONS, saw
        if instance in reasons:
            with check(clauses.COMMIT_REASON_FITS, where=instance, evidence=[report.evidence]):
                assert saw == reasons[instance]


def judge_report(check: Judge, report: Report, *, asked: str, asking: str) -> None:
    """Judge a report by REPORT_FORM; ``asked`` and ``asking`` are the AE titles of the request."""
    for clause, faults in report_faults(report, asked, asking).items():
        with check(clause, evidence=[report.evidence]):
            assert not faults, words(faults)


def report_faults(report: Report, asked: str, asking: str) -> dict[Clause, list[str]]:
    """Return what is wrong with a report by each clause of REPORT_FORM; the last three only of a new association."""
    command = report.message.command
    named = (command.text("AffectedSOPClassUID"), command.text("AffectedSOPInstanceUID"))
    well_known = (uids.STORAGE_COMMITMENT, uids.STORAGE_COMMITMENT_INSTANCE)
    problems = [*report.message.problems, *command.problems, *report.information.problems]
    missing = [] if report.message.data else ["no event information"]
    faults: dict[Clause, list[str]] = {
        clauses.COMMIT_WELL_KNOWN: [] if named == well_known else [f"class {named[0]}, instance {named[1]}"],
        clauses.COMMIT_WELL_FORMED: missing + [str(one) for one in problems],
        clauses.COMMIT_ROLE: [],
        clauses.COMMIT_DEFAULT_SYNTAX: [],
        clauses.COMMIT_SAME_TITLE: [],
    }
    request = report.request
    if request is None:
        return faults
    roles = [(one.scu, one.scp) for one in request.user.roles if one.sop_class == uids.STORAGE_COMMITMENT]
    if not any(scp == 1 for _, scp in roles):
        faults[clauses.COMMIT_ROLE].append(f"roles proposed: {roles or 'none'} (SCU, SCP)")
    offered = {
        syntax
        for one in request.contexts
        if one.abstract_syntax == uids.STORAGE_COMMITMENT
        for syntax in one.transfer_syntaxes
    }
    if IMPLICIT_LITTLE not in offered:
        faults[clauses.COMMIT_DEFAULT_SYNTAX].append(f"offered: {', '.join(sorted(offered))}")
    if (request.calling_title, request.called_title) != (asked, asking):
        faults[clauses.COMMIT_SAME_TITLE].append(f"from {request.calling_title!r} to {request.called_title!r}")
    return faults
