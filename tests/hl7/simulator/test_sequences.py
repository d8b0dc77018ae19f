"""A stream of numbered messages is followed number by number, whatever the numbers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from conformance.hl7.simulator.sequences import Sequences, number
from conformance.hl7.wire.message import parse


def told(sequence, sender="A"):
    return parse(f"MSH|^~\\&|{sender}|H|R|H|2026||ADT^A04|1|P|2.5.1|{sequence}\r".encode())


def take(sequences, message):
    fault = sequences.fault(message)
    if fault is None:
        sequences.accepted(message)
    return fault


@given(st.integers(1, 10**9), st.lists(st.booleans(), max_size=8))
def test_the_next_number_is_taken_and_every_gap_refused_until_it_is_filled(first, gaps):
    sequences, expected = Sequences(), first
    for gap in (False, *gaps):
        if gap:
            assert take(sequences, told(expected + 1)).code == "AE"
            assert sequences.expected(told(0)) == expected
        assert take(sequences, told(expected)) is None
        expected += 1
    assert sequences.expected(told(0)) == expected


def test_streams_are_kept_apart_and_one_can_begin_anew():
    sequences = Sequences()
    take(sequences, told(7))
    take(sequences, told(3, "B"))

    assert take(sequences, told(4, "B")) is None
    assert take(sequences, told(9)) is not None
    assert take(sequences, told(-1)) is None
    assert take(sequences, told(900)) is None


def test_who_uses_no_numbers_is_not_asked_for_any():
    assert [number(told(text)) for text in ("", "x", "-2", "1.5", "0", "12")] == [None, None, None, None, 0, 12]
