from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.descriptors import Kind, Term, about_robustness, descriptors, parse
from conformance.needs import DEFAULT_SCORE


def test_a_condition_is_read():
    condition = parse("must:100% & should:>=80% & robustness:>=90.5%")

    assert condition.terms == (
        Term(Kind.MUST, at_least=True, percent=Decimal(100)),
        Term(Kind.SHOULD, at_least=True, percent=Decimal(80)),
        Term(Kind.ROBUSTNESS, at_least=True, percent=Decimal("90.5")),
    )
    assert parse("<50%").terms == (Term(Kind.ALL, at_least=False, percent=Decimal(50)),)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is no condition"),
        ("must", "is no condition"),
        ("may:100%", "is no condition"),
        ("must:>50%", "is no condition"),
        ("must: 100%", "is no condition"),
        ("must:100% &", "is no condition"),
        ("must:100% and should:100%", "is no condition"),
        ("must:100", "is no condition"),
        ("must:>=-1%", "is no condition"),
        ("must:>=1e2%", "is no condition"),
        ("must:>=101%", "asks for more than all"),
        ("must:80%", "exactly that share"),
        ("must:100% & must:>=50%", "share of must twice"),
    ],
)
def test_what_is_no_condition_is_refused_with_what_to_write(text, says):
    with pytest.raises(ValueError, match=f"(?s){says}.*; ") as refused:
        parse(text)
    assert "80%" not in text or "write 'must:>=80%'" in str(refused.value)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ({6: "must:100%"}, "6 is not on the scale"),
        ({0: ">=10%", 3: "must:100%"}, "0 is for staying below"),
        ({0: "must:<50% & should:>=10%", 3: "must:100%"}, "0 is for staying below"),
        ({3: "<50%"}, "would reward failing"),
        ({0: "<50%"}, "no points above 0"),
        ({}, "no points above 0"),
    ],
)
def test_a_table_in_which_a_failure_could_earn_more_is_refused(written, says):
    with pytest.raises(ValueError, match=says):
        descriptors(written)


def test_the_default_descriptors_are_good():
    assert list(descriptors(DEFAULT_SCORE)) == [0, 2, 3, 4, 5]


@given(st.integers(1, 400), st.data())
def test_a_share_is_compared_without_rounding(of, data):
    held = data.draw(st.integers(0, of))
    percent = data.draw(st.decimals(0, 100, places=2))

    enough = Term(Kind.MUST, at_least=True, percent=percent).holds(held, of)

    assert enough is (Decimal(held) * 100 >= percent * of)
    assert Term(Kind.MUST, at_least=False, percent=percent).holds(held, of) is not enough


@pytest.mark.parametrize("at_least", [True, False])
def test_nothing_of_nothing_shows_nothing(at_least):
    assert Term(Kind.MUST, at_least=at_least, percent=Decimal(0)).holds(0, 0) is not at_least


@pytest.mark.parametrize(
    ("scenario", "about"),
    [
        ("dicom.robustness.cut-in-store", True),
        ("hostile.mllp.endless-frame", True),
        ("dicom.robust.x", True),
        ("dicom.store.robustly", False),
        ("dicom.robustness-like", False),
    ],
)
def test_robustness_is_known_by_a_word_of_the_id(scenario, about):
    assert about_robustness(scenario) is about


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text):
    try:
        condition = parse(text)
    except ValueError:
        return
    assert condition.terms
    assert parse(condition.text) == condition
