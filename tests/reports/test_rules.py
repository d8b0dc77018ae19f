"""Published rules read as sentences."""

from __future__ import annotations

from decimal import Decimal

import pytest

from conformance.reports.rules import plain, rule_words, rules

SENTENCE = (
    "Every one of the scenarios with required clauses and at least 90 % of the robustness scenarios must pass "
    "(must:100% & robustness:>=90%)"
)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (">=50%", "At least 50 % of the scenarios must pass (>=50%)"),
        (
            "must:100% & robustness:>=90%",
            SENTENCE,
        ),
    ],
)
def test_a_rule_reads_as_a_sentence(rule, said):
    assert rule_words(rule) == said


def test_the_method_is_told_with_its_numbers(statement):
    said = " ".join(rules(statement.method, ["dicom.echo"]))

    for words in ("to 2 places, half up", "quality, then need SON-05, then price", "counts 60", "price 40", "2026.12"):
        assert words in said
    assert "earns zero" in said
    assert "Excluded for all bidders: dicom.echo." in said
    assert "Excluded" not in " ".join(rules(statement.method, ()))


def test_a_number_is_never_written_with_an_exponent():
    assert plain(Decimal("4E+1")) == "40"
    assert plain(None) == ""
