"""What a need lacks is said in the words of what was asked."""

from __future__ import annotations

from conformance.reports.lacking import lacking


def test_nothing_lacking_is_nothing_said(assessment):
    assert lacking(assessment.need("SON-04").scenarios, {}) == ""


def test_failures_come_before_what_was_not_shown(assessment):
    assert lacking(assessment.need("SON-03").scenarios, {"hl7.adt.a08": "Names are corrected."}) == (
        "Not met in 1 scenario: “Names are corrected.” Not shown in 2 scenarios."
    )


def test_without_a_purpose_the_title_stands_for_it(assessment):
    assert lacking(assessment.need("SON-05").scenarios, {}) == "Not shown in 2 scenarios: “Find documents”"
