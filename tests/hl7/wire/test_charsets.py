"""Character sets are known by their HL7 names, and no octets are lost in reading them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.hl7.wire.charsets import codec, decoded, undeclared

NAMES = ["", "ASCII", "8859/1", "8859/15", "UNICODE UTF-8", "GB 18030-2000", "ISO IR87", "KS X 1001"]


@given(octets=st.binary(max_size=50), name=st.sampled_from([*NAMES, "KLINGON", "8859/12"]))
def test_any_octets_are_shown(octets, name):
    assert isinstance(decoded(octets, name), str)
    assert undeclared(octets, name) is None or undeclared(octets, name) < len(octets)


@pytest.mark.parametrize("name", NAMES)
def test_known_names_have_a_codec(name):
    assert codec(name)
    assert undeclared(b"plain text", name) is None


def test_what_leaves_the_character_set_is_found_where_it_is():
    assert undeclared(b"REN\xe9", "UNICODE UTF-8") == 3
    assert undeclared(b"REN\xe9", "8859/1") is None
    assert undeclared(b"REN\xe9", "") == 3
    assert undeclared(b"REN\xe9", "KLINGON") is None
    assert decoded(b"REN\xe9", "") == "REN\\xe9"
