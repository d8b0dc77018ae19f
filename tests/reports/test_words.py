"""Every verdict has its word, and a reader meets no term unexplained."""

from __future__ import annotations

import pytest

from conformance.model import Level, Outcome, Verdict
from conformance.reports.scored import GATES, MOSCOW
from conformance.reports.words import (
    LEVELS,
    OUTCOMES,
    VERDICTS,
    actor_title,
    counted,
    glossary,
    kit_title,
    sentence,
    transaction_title,
)
from conformance.scoring.assessment import GateResult


@pytest.mark.parametrize(
    ("words", "known"), [(OUTCOMES, Outcome), (VERDICTS, Verdict), (LEVELS, Level), (GATES, GateResult)]
)
def test_every_member_has_its_word(words, known):
    assert set(words) == set(known)


@pytest.mark.parametrize("words", [OUTCOMES, VERDICTS, GATES])
def test_no_two_marks_look_alike(words):
    assert len({mark.word for mark in words.values()}) == len(words)
    assert len({(mark.shape, mark.tone) for mark in words.values()}) == len(words)


def test_every_priority_of_the_needs_is_named():
    assert set(MOSCOW) == {"must", "should", "could", "wont"}


def test_transactions_are_told_by_what_happens():
    assert transaction_title("RAD-14") == "Images searched for"
    assert transaction_title("RAD-4/RAD-5") == "Procedure scheduled; Worklist asked for by a scanner"
    assert transaction_title("ITI-999") == ""
    assert transaction_title("<script>") == ""


def test_unknown_names_stay_as_they_are():
    assert kit_title("fhir") == "fhir"
    assert actor_title("audit-record_repository") == "audit record repository"
    assert actor_title("adt-receiver") == "receiver of patient messages"


def test_the_glossary_stands_in_order():
    terms = [term for term, _ in glossary()]

    assert terms == sorted(terms, key=str.casefold)
    assert {"C-FIND", "gate", "scenario", "registry"} <= set(terms)


def test_numbers_read_as_spoken():
    assert (counted(1, "byte"), counted(2_000, "byte"), counted(2, "was", "were")) == (
        "1 byte",
        "2,000 bytes",
        "2 were",
    )
    assert sentence("") == ""
