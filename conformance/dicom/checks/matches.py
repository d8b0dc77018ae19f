"""What is wrong with the matches of a query: attributes, values, form, one by one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from conformance.dicom import clauses
from conformance.dicom.checks.wording import words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from conformance.dicom.client import Answer
    from conformance.dicom.wire import DataSet
    from conformance.judging import Judge
    from conformance.model import Clause


FORM = (
    clauses.FIND_READABLE,
    clauses.FIND_ECHOES_LEVEL,
    clauses.FIND_RETURNS_ONLY_ASKED,
    clauses.FIND_RETURNS_REQUIRED_KEYS,
    clauses.FIND_VALUES_FIT,
    clauses.FIND_NAMES_RETRIEVE_AE,
)
"""What each match of a query is judged by, whatever was asked."""

ALWAYS_ALLOWED = frozenset(
    {
        "SpecificCharacterSet",
        "TimezoneOffsetFromUTC",
        "QueryRetrieveLevel",
        "RetrieveAETitle",
        "InstanceAvailability",
        "StorageMediaFileSetID",
        "StorageMediaFileSetUID",
        "RetrieveURL",
        "RetrieveURI",
    }
)
"""Attributes a C-FIND response may hold although nobody asked for them (PS3.4 C.4.1.1.3.2)."""

_NO_FRACTION = re.compile(r"\.0+$")
_FORMS = {
    "UI": re.compile(r"(?=.{1,64}\Z)(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*))*"),
    "IS": re.compile(r"[+-]?[0-9]{1,11}"),
    "DA": re.compile(r"[0-9]{8}|[0-9]{4}\.[0-9]{2}\.[0-9]{2}"),
    "TM": re.compile(
        r"[0-2][0-9]([0-5][0-9]([0-6][0-9](\.[0-9]{1,6})?)?)?|[0-2][0-9]:[0-5][0-9](:[0-6][0-9](\.[0-9]{1,6})?)?"
    ),
    "CS": re.compile(r"[A-Z0-9 _]{0,16}"),
    "DS": re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?"),
}


class Stored(Protocol):
    """What was stored: a study, a series' instance or an instance of ``samples``."""

    def get(self, keyword: str) -> object:
        """Return a value by keyword, empty text when there is none."""


def identifier(match: DataSet, asked: Iterable[str]) -> list[str]:
    """Return the attributes of a C-FIND response nobody asked for, save those always allowed."""
    allowed = {*asked, *ALWAYS_ALLOWED}
    return [one.keyword for one in match if one.keyword not in allowed and one.tag & 0xFFFF]


def values(match: DataSet) -> list[str]:
    """Return the values of a C-FIND response that do not have the form of their VR (PS3.5 6.2)."""
    wrong = []
    for one in match:
        form = _FORMS.get(one.vr)
        if form is None:
            continue
        wrong += [f"{one.keyword} {text!r}" for text in match.texts(one.tag) if text and not form.fullmatch(text)]
    return wrong


def same(keyword: str, told: str, stored: object) -> bool:
    """Return whether a value told is the value stored.

    Empty components at the end of a person name and a fraction of zero in a time make no other value (PS3.5 6.2).
    """
    if keyword == "PatientName":
        return told.rstrip("^= ") == str(stored).rstrip("^= ")
    if keyword == "StudyTime":
        return _NO_FRACTION.sub("", told) == _NO_FRACTION.sub("", str(stored))
    return told == str(stored)


def found(answer: Answer, keyword: str) -> list[str]:
    """Return the values of a key over all matches, sorted, so that twice shows as twice."""
    return sorted(match.text(keyword) for match in answer.matches)


def judge_form(  # noqa: PLR0913 - one level of the information model has these parts
    check: Judge, answer: Answer, level: str, asked: Collection[str], entities: Mapping[str, Stored], unique: str
) -> None:
    """Judge each response as a data set: readable, of the level, with the keys asked for, of the right values.

    ``entities`` maps the value of the unique key to what was stored, of which ``get`` tells a value by keyword.
    """
    for response in answer.pending:
        match = response.identifier(answer.limits)
        which = match.text(unique) if match else ""
        where, evidence = which or "a match without unique key", [response.evidence]
        problems: Sequence[object] = match.problems if match else ["no Identifier"]
        with check(clauses.FIND_READABLE, where=where, evidence=evidence):
            assert not problems, words(problems)
        if match is None:
            continue
        for clause, (expected, faults) in _form(match, level, asked, entities.get(which)).items():
            with check(clause, where=where, evidence=evidence, expected=expected):
                assert not faults, words(faults)


def _form(
    match: DataSet, level: str, asked: Collection[str], stored: Stored | None
) -> dict[Clause, tuple[str | None, list[str]]]:
    """Return, by clause, what is expected of a match and what is wrong with it."""
    told = match.text("QueryRetrieveLevel")
    places = [match.text(one) for one in ("RetrieveAETitle", "StorageMediaFileSetID", "RetrieveURL")]
    faults: dict[Clause, tuple[str | None, list[str]]] = {
        clauses.FIND_ECHOES_LEVEL: (level, [] if told == level else [told or "no Query/Retrieve Level"]),
        clauses.FIND_RETURNS_ONLY_ASKED: (None, identifier(match, asked)),
        clauses.FIND_VALUES_FIT: (None, values(match)),
        clauses.FIND_NAMES_RETRIEVE_AE: ("Retrieve AE Title, or a file-set", [] if any(places) else ["none of them"]),
    }
    if stored is not None:
        wrong = [
            f"{one} is {match.text(one)!r}, stored was {stored.get(one)!r}" if one in match else f"{one} is missing"
            for one in asked
            if one not in match or not same(one, match.text(one), stored.get(one))
        ]
        faults[clauses.FIND_RETURNS_REQUIRED_KEYS] = (None, wrong)
    return faults
