"""What is escaped comes back, and what is no escape sequence stays as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.hl7.wire.delimiters import STANDARD, Delimiters, declared

UNUSUAL = Delimiters(b"#", b"*", b"!", b"/", b"%", b"$")


@given(octets=st.binary(max_size=60), delimiters=st.sampled_from([STANDARD, UNUSUAL]))
def test_escaped_text_comes_back_and_holds_no_delimiter(octets, delimiters):
    escaped = delimiters.escaped(octets)

    assert delimiters.unescaped(escaped) == octets
    assert not set(escaped) & set(delimiters.field + delimiters.component + delimiters.repetition + b"\r\n\x0b\x1c")


@given(octets=st.binary(max_size=60))
def test_unescaping_any_octets_never_fails(octets):
    assert isinstance(STANDARD.unescaped(octets), bytes)
    assert Delimiters(escape=b"").unescaped(octets) == octets


@pytest.mark.parametrize("kept", [b"\\.br\\", b"\\H\\x\\N\\", b"\\Zab\\", b"\\C2D41\\", b"\\X0\\", b"a\\b", b"\\"])
def test_what_is_not_known_is_kept(kept):
    assert STANDARD.unescaped(kept) == kept


def test_the_known_sequences_are_resolved():
    assert STANDARD.unescaped(b"\\F\\\\S\\\\R\\\\E\\\\T\\\\X0D0a\\") == b"|^~\\&\r\n"


@pytest.mark.parametrize(
    ("header", "delimiters"),
    [
        (b"MSH|^~\\&|", STANDARD),
        (b"MSH|^~\\&#|", Delimiters(truncation=b"#")),
        (b"MSH|^|", Delimiters(repetition=b"", escape=b"", subcomponent=b"")),
        (b"MSH", STANDARD),
        (b"MSH|^~\r", Delimiters(escape=b"", subcomponent=b"")),
    ],
)
def test_a_header_declares_its_delimiters(header, delimiters):
    assert declared(header) == delimiters
