"""What varies comes from the seed alone."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from conformance.story import Story, derived, moment

texts = st.text(min_size=1, max_size=20)


def told(seed):
    return Story("a.story", seed, datetime(2026, 11, 24, tzinfo=UTC), None, None, None)


@given(texts, texts, texts)
def test_the_same_seed_and_name_give_the_same_and_others_differ(seed, name, other):
    story = told(seed)
    assert story.uid(name) == told(seed).uid(name)
    assert story.token(name, 12) == told(seed).token(name, 12)
    if name != other:
        assert story.uid(name) != story.uid(other)
    if seed != other:
        assert story.uuid(name) != told(other).uuid(name)


@given(texts, texts)
def test_identifiers_have_the_form_of_their_standard(seed, name):
    story = told(seed)
    assert re.fullmatch(r"2\.25\.(0|[1-9]\d*)", story.uid(name))
    assert len(story.uid(name)) <= 64
    assert re.fullmatch(r"ZZ[0-9A-F]{10}", story.patient_id(name))
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", story.uuid(name))


def test_derivation_keeps_its_names_apart():
    assert derived("s", "ab", "c") != derived("s", "a", "bc")


def test_a_moment_is_read_in_utc():
    assert moment("2026-11-24T10:00:00.500Z") == datetime(2026, 11, 24, 10, 0, 0, 500_000, tzinfo=UTC)
