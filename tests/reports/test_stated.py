"""Limits read as words with units, and every one we have is worded."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from conformance.limits import Limits
from conformance.reports.stated import _LIMITS, limits


def test_every_limit_has_its_words():
    assert {one.name for one in fields(Limits)} == set(_LIMITS)
    assert len(set(_LIMITS.values())) == len(_LIMITS)


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("pdu_bytes", 16 << 20, ("Largest DICOM unit (PDU)", "16 MiB")),
        ("http_head_bytes", 1500, ("Largest HTTP head", "1,500 bytes")),
        ("quiet_s", 0.3, ("Listened for more that should not come", "0.3 s")),
        ("responses", 10_000, ("Answers to one request", "10,000")),
        ("new_limit", "many", ("New limit", "many")),
        ("odd_bytes", None, ("Odd bytes", "None")),
    ],
)
def test_a_limit_reads_as_a_sentence_would(run, name, value, shown):
    (fact,) = limits(replace(run, header={"limits": {name: value}}))

    assert (fact.name, fact.value) == shown


@pytest.mark.parametrize("odd", [{}, {"limits": None}, {"limits": [1]}])
def test_a_header_without_limits_has_none(run, odd):
    assert limits(replace(run, header=odd)) == []
