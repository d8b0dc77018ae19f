"""Identifiers and codes of the NHS, right and wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.hl7 import british


@pytest.mark.parametrize("number", ["9434765919", "943 476 5919", "9990000018"])
def test_a_right_nhs_number_passes(number):
    assert british.nhs_number(number) == ""


@pytest.mark.parametrize("number", ["9434765918", "943476591", "94347659190", "943476591X", "0000000000", ""])
def test_a_wrong_nhs_number_is_told(number):
    assert british.nhs_number(number)


@pytest.mark.parametrize("code", ["22298006", "303653007", "138875005", "77477000"])
def test_a_right_snomed_ct_identifier_passes(code):
    assert british.sctid(code) == ""


@pytest.mark.parametrize("code", ["22298007", "00000", "022298006", "1" * 19, "CT"])
def test_a_wrong_snomed_ct_identifier_is_told(code):
    assert british.sctid(code)


@given(st.sampled_from(["22298006", "303653007", "138875005"]), st.data())
def test_any_one_digit_changed_is_noticed(code, data):
    at = data.draw(st.integers(1, len(code) - 1))
    digit = data.draw(st.sampled_from([one for one in "0123456789" if one != code[at]]))

    assert british.sctid(code[:at] + digit + code[at + 1 :])


def test_codes_are_told_apart_by_their_form():
    assert (british.ods_code("RXX"), british.ods_code("RA2"), british.nicip_code("CSKUH")) == ("", "", "")
    assert british.ods_code("St. Elsewhere")
    assert british.nicip_code("CT HEAD 1")
