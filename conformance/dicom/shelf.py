"""The studies we have for a candidate that searches and retrieves: which match its keys, and what is told of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conformance.dicom import uids
from conformance.dicom.wire import DataSet, data_set, dictionary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from conformance.dicom.samples import Instance, Study
    from conformance.dicom.wire.writing import Value

LEVELS = ("PATIENT", "STUDY", "SERIES", "IMAGE")
UNIQUE = {
    "PATIENT": "PatientID", "STUDY": "StudyInstanceUID", "SERIES": "SeriesInstanceUID", "IMAGE": "SOPInstanceUID",
}  # fmt: skip
ROOTS = {
    **{one["study"]: LEVELS[1:] for one in (uids.FIND, uids.MOVE, uids.GET)},
    **{one["patient"]: LEVELS for one in (uids.FIND, uids.MOVE, uids.GET)},
}
"""The levels of each query and retrieve model, by its SOP class (PS3.4 C.6.1.1, C.6.2.1)."""
NO_KEYS = frozenset({"SpecificCharacterSet", "QueryRetrieveLevel", "TimezoneOffsetFromUTC", "QueryRetrieveView"})
"""What an identifier holds that is nothing to match by."""
_RANGES = frozenset({"DA", "TM", "DT"})


@dataclass(frozen=True, slots=True)
class Match:
    """What is told of one entity; ``whole`` unless a key was not supported, which is then left out (C.2.2.1.3)."""

    identifier: DataSet
    whole: bool


class Shelf:
    """The studies we have, and the AE title they are retrieved from.

    ``copies`` is how often each match is told, under UIDs of their own, as of a patient with very many studies.
    """

    def __init__(self, studies: Iterable[Study] = (), aet: str = "HARNESS", *, copies: int = 1) -> None:
        self.studies = tuple(studies)
        self._aet = aet
        self._copies = copies

    def matches(self, asked: DataSet) -> list[Match]:
        """Return what is told of each entity that matches an identifier, at its level; none at no known level."""
        level = asked.text("QueryRetrieveLevel")
        if level not in LEVELS:
            return []
        found = [one for one in self._entities(level) if _fits(asked, one)]
        unique = UNIQUE[level]
        return [
            self._told(asked, one | {unique: f"{str(one[unique])[:58]}.{number}"} if number else one)
            for number in range(self._copies)
            for one in found
        ]

    def wanted(self, asked: DataSet) -> list[Instance]:
        """Return the instances that an identifier of a retrieval names; none where it names nothing at its level."""
        level = asked.text("QueryRetrieveLevel")
        if level not in LEVELS or not asked.texts(UNIQUE[level]):
            return []
        given = {keyword: asked.texts(keyword) for keyword in UNIQUE.values() if asked.texts(keyword)}
        return [
            one
            for study in self.studies
            for one in study.instances
            if all(str(one.get(keyword)) in values for keyword, values in given.items())
        ]

    def _entities(self, level: str) -> list[dict[str, Any]]:
        """Return the attributes of every entity of a level, with those of the levels above it."""
        path = [UNIQUE[one] for one in LEVELS[: LEVELS.index(level) + 1]]
        found: dict[tuple[str, ...], list[Instance]] = {}
        for study in self.studies:
            for one in study.instances:
                found.setdefault(tuple(str(one.get(keyword)) for keyword in path), []).append(one)
        return [_attributes(members, level) for members in found.values()]

    def _told(self, asked: DataSet, entity: Mapping[str, Any]) -> Match:
        values: dict[str | int, Value] = {}
        keys = [one for one in asked if one.keyword not in NO_KEYS and one.tag & 0xFFFF]
        for one in keys:
            value = entity.get(one.keyword)
            if isinstance(value, str | int | float) or _plain(value):
                values[one.tag] = value
            elif one.vr == "SQ" and one.keyword in entity:
                values[one.tag] = []
        whole = all(one.tag in values for one in keys)
        told: dict[str | int, Value] = {
            "QueryRetrieveLevel": asked.text("QueryRetrieveLevel"),
            dictionary.tag("RetrieveAETitle"): self._aet,
        }
        terms = entity.get("SpecificCharacterSet", "")
        if terms and not all(str(value).isascii() for value in values.values()):
            told["SpecificCharacterSet"] = terms if isinstance(terms, str) else "\\".join(terms)
        return Match(data_set(values | told), whole)


def _plain(value: object) -> bool:
    return isinstance(value, tuple) and all(isinstance(one, str | int | float) for one in value)


def _attributes(members: Sequence[Instance], level: str) -> dict[str, Any]:
    series = {str(one.get("SeriesInstanceUID")) for one in members}
    kinds = tuple(dict.fromkeys(str(one.get("Modality")) for one in members))
    counted: dict[str, dict[str, Any]] = {
        "PATIENT": {
            "NumberOfPatientRelatedStudies": len({str(one.get("StudyInstanceUID")) for one in members}),
            "NumberOfPatientRelatedSeries": len(series),
            "NumberOfPatientRelatedInstances": len(members),
        },
        "STUDY": {
            "ModalitiesInStudy": kinds,
            "SOPClassesInStudy": tuple(dict.fromkeys(one.sop_class for one in members)),
            "NumberOfStudyRelatedSeries": len(series),
            "NumberOfStudyRelatedInstances": len(members),
        },
        "SERIES": {"NumberOfSeriesRelatedInstances": len(members)},
    }
    of_level: dict[str, Any] = dict(members[0].attributes)
    if level in {"PATIENT", "STUDY"}:
        del of_level["Modality"]
    of_level["InstanceAvailability"] = "ONLINE"
    of_level["RetrieveAETitle"] = ""
    return of_level | counted.get(level, {})


def _fits(asked: DataSet, entity: Mapping[str, Any]) -> bool:
    """Return whether an entity matches every key that it has something to be matched by (PS3.4 C.2.2.2)."""
    for one in asked:
        values = asked.texts(one.tag)
        if one.keyword in NO_KEYS or one.vr == "SQ" or one.keyword not in entity or not any(values):
            continue
        held = entity[one.keyword]
        held = [str(each) for each in held] if isinstance(held, tuple) else [str(held)]
        if not any(_matches(one.vr, values, each) for each in held):
            return False
    return True


def _matches(vr: str, values: Sequence[str], held: str) -> bool:
    if vr == "UI":
        return held in values
    wanted = "\\".join(values)
    if vr in _RANGES:
        first, dash, last = wanted.partition("-")
        first, last = first.strip(), last.strip()
        if not dash:
            return held.startswith(first) or first.startswith(held)
        return (not first or held[: len(first)] >= first) and (not last or held[: len(last)] <= last)
    pattern = "".join({"*": ".*", "?": "."}.get(letter, re.escape(letter)) for letter in _plainly(wanted, vr))
    return re.fullmatch(pattern, _plainly(held, vr), re.DOTALL) is not None


def _plainly(text: str, vr: str) -> str:
    """Return a value without what does not count: spaces around it, and in a name case and empty components."""
    if vr == "PN":
        return text.casefold().strip().rstrip("^=")
    return text.strip()
