"""Judgements too long for one assert: what is wrong with an answer, clause by clause, in words."""

from conformance.dicom.checks.acceptances import ACCEPTANCE, acceptance
from conformance.dicom.checks.keeping import KEEPS, clause_of, judge_kept, judge_warnings
from conformance.dicom.checks.matches import FORM, found, identifier, judge_form, same, values
from conformance.dicom.checks.messages import NORMALIZED, RESPONSES, normalized, responses
from conformance.dicom.checks.retrievals import COERCED, coerced, completed, instances, judge_counts, sub_operations
from conformance.dicom.checks.wording import words

__all__ = [
    "ACCEPTANCE",
    "COERCED",
    "FORM",
    "KEEPS",
    "NORMALIZED",
    "RESPONSES",
    "acceptance",
    "clause_of",
    "coerced",
    "completed",
    "found",
    "identifier",
    "instances",
    "judge_counts",
    "judge_form",
    "judge_kept",
    "judge_warnings",
    "normalized",
    "responses",
    "same",
    "sub_operations",
    "values",
    "words",
]
