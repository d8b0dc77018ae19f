"""What a UID may look like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.dicom.uids import is_uid

components = st.one_of(st.just("0"), st.integers(1, 10**9).map(str))


@given(st.lists(components, min_size=2, max_size=6))
def test_what_is_built_as_the_standard_says_is_a_uid(parts):
    assert is_uid(".".join(parts))


@pytest.mark.parametrize("value", ["", "1", "1.02", "1..2", ".1", "1.", "1.a", "1.2 ", "1." + "2" * 63, "-1.2"])
def test_what_is_not_is_none(value):
    assert not is_uid(value)
