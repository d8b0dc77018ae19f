"""Nothing from a candidate is hidden, endless or unwritable."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.reports.visible import SHOWN_BYTES, one_line, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("Grüße, 山田 שלום", "Grüße, 山田 שלום"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("\x00\x1b[31mred", "[U+0000][U+001B][31mred"),
        ("FAIL\u202eDESSAP", "FAIL[U+202E]DESSAP"),
        ("PA\u200bSS\ufeff", "PA[U+200B]SS[U+FEFF]"),
        ("lone \ud800 half", "lone [U+D800] half"),
        ("\ufffe\U0001ffff\ufdd0", "[U+FFFE][U+1FFFF][U+FDD0]"),
        ("blank \u3164 \u2800 \U000e0041", "blank [U+3164] [U+2800] [U+E0041]"),
        ("line\u2028and\rreturn", "line[U+2028]and[U+000D]return"),
        ("o\u0301" + "\u0301" * 3, "o\u0301\u0301\u0301[U+0301]"),
    ],
)
def test_what_draws_nothing_is_named(text, shown):
    assert visible(text) == shown


def test_a_long_text_is_cut_with_its_length_and_digest():
    shown = visible("x" * 10_000_000)

    assert shown.startswith("x" * SHOWN_BYTES + " … [cut here; the whole is 10,000,000 octets, SHA-256 ")
    assert len(shown) < SHOWN_BYTES + 200


def test_a_cut_never_splits_a_letter():
    assert visible("é" * 3, most=3).startswith("é … [cut here; the whole is 6 octets")


def test_one_line_is_one_line():
    assert one_line(" a\n\n b\tc ") == "a b c"


@given(st.text(st.characters(exclude_categories=[]), max_size=400))
def test_anything_becomes_writable_text_without_hidden_characters(text):
    shown = visible(text)

    shown.encode("utf-8")
    assert not {one for one in shown if unicodedata.category(one) in {"Cc", "Cf", "Cs"}} - {"\n", "\t"}


@given(st.text(st.characters(exclude_categories=[]), max_size=200))
def test_what_is_visible_stays_as_it_is(text):
    assert visible(visible(text)) == visible(text)
