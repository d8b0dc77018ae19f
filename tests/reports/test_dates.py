"""Moments read the same everywhere."""

from __future__ import annotations

import pytest

from conformance.reports.dates import clock, from_to, long_date


def test_a_moment_is_written_out_in_utc():
    assert long_date("2026-11-24T01:05:09.250+02:00") == "23 November 2026, 23:05 UTC"
    assert clock("2026-11-24T10:00:00.007Z") == "10:00:00.007"


@pytest.mark.parametrize("junk", ["", "yesterday", "2026-99-99T00:00:00Z", "0001-01-01T00:00:00+23:00"])
def test_junk_comes_back_as_it_is(junk):
    assert long_date(junk) == junk
    assert clock(junk) == junk


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-11-24T10:00:00Z", "2026-11-24T10:00:30Z", "24 November 2026, 10:00 UTC"),
        ("2026-11-24T10:00:00Z", "2026-11-24T11:30:00Z", "24 November 2026, 10:00 to 11:30 UTC"),
        ("2026-11-24T23:50:00Z", "2026-11-25T00:10:00Z", "24 November 2026, 23:50 UTC to 25 November 2026, 00:10 UTC"),
        ("2026-11-24T10:00:00Z", "junk", "24 November 2026, 10:00 UTC"),
    ],
)
def test_the_second_day_is_named_only_when_it_is_another(first, last, said):
    assert from_to(first, last) == said
