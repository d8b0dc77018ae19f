"""Judgements too long for one assert: what is wrong with an answer, clause by clause, in words."""

from conformance.dicom.checks.acceptances import ACCEPTANCE, acceptance
from conformance.dicom.checks.commitments import (
    CLASS_CONFLICT,
    NO_SUCH_INSTANCE,
    REPORT_FORM,
    REPORTS,
    failure_reasons,
    judge_commitment,
    judge_reasons,
    judge_report,
    report_faults,
    unaccounted,
)
from conformance.dicom.checks.keeping import KEEPS, changed_instances, clause_of, judge_kept, judge_warnings, not_kept
from conformance.dicom.checks.matches import FORM, found, identifier, judge_form, same, values
from conformance.dicom.checks.messages import NORMALIZED, RESPONSES, normalized, responses
from conformance.dicom.checks.retrievals import COERCED, coerced, completed, instances, judge_counts, sub_operations
from conformance.dicom.checks.wording import words
from conformance.dicom.checks.worklists import ITEMS, differing, item_faults, judge_items

__all__ = [
    "ACCEPTANCE",
    "CLASS_CONFLICT",
    "COERCED",
    "FORM",
    "ITEMS",
    "KEEPS",
    "NORMALIZED",
    "NO_SUCH_INSTANCE",
    "REPORTS",
    "REPORT_FORM",
    "RESPONSES",
    "acceptance",
    "changed_instances",
    "clause_of",
    "coerced",
    "completed",
    "differing",
    "failure_reasons",
    "found",
    "identifier",
    "instances",
    "item_faults",
    "judge_commitment",
    "judge_counts",
    "judge_form",
    "judge_items",
    "judge_kept",
    "judge_reasons",
    "judge_report",
    "judge_warnings",
    "normalized",
    "not_kept",
    "report_faults",
    "responses",
    "same",
    "sub_operations",
    "unaccounted",
    "values",
    "words",
]
