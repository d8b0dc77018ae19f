"""Search for studies, series and instances (PS3.18 8.3.4, 10.6)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from pydicom.datadict import dictionary_VR, keyword_for_tag, tag_for_keyword
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset
from pydicom.tag import Tag

from conformance.dicom.simulator.entities import KEYS, LEVELS, UNIQUE, Entity, entities
from conformance.dicom.simulator.web.negotiating import Refused
from conformance.dicom.simulator.web.service import Service
from conformance.dicom.simulator.web.site import Asked, Told

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

RETURNED: Final = {
    "STUDY": (
        "StudyDate", "StudyTime", "AccessionNumber", "InstanceAvailability", "ModalitiesInStudy",
        "ReferringPhysicianName", "PatientName", "PatientID", "PatientBirthDate", "PatientSex", "StudyInstanceUID",
        "StudyID", "NumberOfStudyRelatedSeries", "NumberOfStudyRelatedInstances",
    ),
    "SERIES": (
        "Modality", "SeriesDescription", "SeriesInstanceUID", "SeriesNumber", "NumberOfSeriesRelatedInstances",
        "RequestAttributesSequence",
    ),
    "IMAGE": (
        "SOPClassUID", "SOPInstanceUID", "InstanceAvailability", "InstanceNumber", "Rows", "Columns", "BitsAllocated",
        "NumberOfFrames",
    ),
}  # fmt: skip
"""What is returned of each match without being asked for (PS3.18 tables 10.6.3-3 to 10.6.3-5)."""
_OPTIONAL: Final = frozenset({
    "RequestAttributesSequence", "Rows", "Columns", "BitsAllocated", "NumberOfFrames", "SeriesDescription",
})  # fmt: skip
_FORMS: Final = {
    "DA": re.compile(r"\d{8}|\d{8}-|-\d{8}|\d{8}-\d{8}"),
    "TM": re.compile(r"(\d{2,6}(\.\d{1,6})?)?-?(\d{2,6}(\.\d{1,6})?)?"),
    "IS": re.compile(r"[+-]?\d{1,12}"),
}
_CONTROL: Final = frozenset(
    {"includefield", "limit", "offset", "fuzzymatching", "emptyvaluematching", "multiplevaluematching"}
)


class Searching(Service):
    """Answers searches, one small method per question."""

    def search(self, asked: Asked, level: str, upper: Mapping[str, str]) -> Told:
        """Answer a search below the entities ``upper`` names (unique keys by keyword)."""
        accepted = self.accepted(asked)
        parameters = self.parameters(asked)
        keys = self.keys(parameters)
        fields = self.fields(parameters)
        limit, offset = self.number(parameters, "limit"), self.number(parameters, "offset")
        found = [one for one in self.found(level) if self.below(one, upper) and self.matches(keys, one)]
        page = self.page(self.ordered(found), limit, offset or 0)
        warnings = self.warnings(parameters, len(found) - (offset or 0) - len(page))
        headers = tuple(("Warning", f"299 {self.base}: {one}") for one in warnings)
        if not page:
            told = self.nothing_found()
            return Told(told.status, told.body, told.media_type, headers)
        shown = [self.shown(one, level, [*self.default(level, upper), *fields, *_names(keys)]) for one in page]
        told = self.objects_told(accepted, shown)
        return Told(told.status, told.body, told.media_type, headers, told.chunked)

    def found(self, level: str) -> list[Entity]:
        """Return every entity of a level."""
        return entities(self.archive.instances.all(), level)

    def below(self, entity: Entity, upper: Mapping[str, str]) -> bool:
        """Return whether an entity belongs to those the path names."""
        return all(str(entity.attributes.get(keyword, "")) == uid for keyword, uid in upper.items())

    def keys(self, parameters: Iterable[tuple[str, str]]) -> Dataset:
        """Return the matching keys; raise Refused for what is no attribute, or named twice (PS3.18 8.3.4.1)."""
        keys = Dataset()
        seen: set[tuple[int, ...]] = set()
        for name, value in parameters:
            if name in _CONTROL:
                continue
            path = self.path(name)
            if path in seen:
                raise Refused(400, f"{name[:80]} is given twice")
            seen.add(path)
            _put(keys, path, self.key(path[-1], name, value))
        return keys

    def path(self, name: str) -> tuple[int, ...]:
        """Return the tags a name leads to, by tags or keywords (PS3.18 8.3.4.1)."""
        found = []
        for part in name.split("."):
            tag = int(part, 16) if re.fullmatch(r"[0-9A-Fa-f]{8}", part) else tag_for_keyword(part)
            if tag is None or not keyword_for_tag(tag):
                raise Refused(400, f"{part[:80]} is no attribute")
            found.append(int(tag))
        return tuple(found)

    def key(self, tag: int, name: str, raw: str) -> DataElement:
        """Return one key; raise Refused when its value does not have the form of its VR."""
        vr = dictionary_VR(tag).partition(" ")[0]
        values = [unquote(one) for one in raw.split(",")] if vr == "UI" else [unquote(raw)]
        if len(values) == 1 and not values[0]:
            return DataElement(tag, vr, None)
        form = _FORMS.get(vr)
        if vr == "SQ" or (form and not all(form.fullmatch(one) for one in values)):
            raise Refused(400, f"{values[0][:80]!r} is no value of {name[:80]}")
        if vr in {"US", "UL", "SS", "SL"}:
            if not re.fullmatch(r"-?\d{1,10}", values[0]):
                raise Refused(400, f"{values[0][:80]!r} is no value of {name[:80]}")
            return DataElement(tag, vr, int(values[0]))
        return DataElement(tag, vr, values if len(values) > 1 else values[0])

    def fields(self, parameters: Iterable[tuple[str, str]]) -> list[str]:
        """Return the keywords of includefield, ``all`` as it is (PS3.18 8.3.4.3)."""
        listed = (one for name, value in parameters if name == "includefield" for one in unquote(value).split(","))
        return ["all" if one == "all" else keyword_for_tag(self.path(one)[0]) for one in listed]

    def number(self, parameters: Iterable[tuple[str, str]], name: str) -> int | None:
        """Return an unsigned integer; raise Refused for anything else."""
        told = [value for key, value in parameters if key == name]
        if not told:
            return None
        if len(told) > 1 or not re.fullmatch(r"\d{1,9}", told[0]):
            raise Refused(400, f"{name} is no unsigned integer")
        return int(told[0])

    def matches(self, keys: Dataset, entity: Entity) -> bool:
        """Return whether an entity matches every key (PS3.18 8.3.4.1.1)."""
        return all(self.match(key, entity) for key in keys)

    def match(self, key: DataElement, entity: Entity) -> bool:
        """Return whether an entity matches one key."""
        return self.archive.matching.matches(key, entity.attributes.get(key.tag))

    def ordered(self, found: list[Entity]) -> list[Entity]:
        """Return matches in the order they are told: that of arrival (PS3.18 8.3.4.4.1 wants one that stays)."""
        return found

    def page(self, found: list[Entity], limit: int | None, offset: int) -> list[Entity]:
        """Return the results of one page."""
        return found[offset : None if limit is None else offset + limit]

    def warnings(self, parameters: Iterable[tuple[str, str]], remaining: int) -> list[str]:
        """Return what the Warning header fields tell (PS3.18 8.3.4.2, 8.3.4.4.1)."""
        told = []
        if ("fuzzymatching", "true") in parameters:
            told.append("The fuzzymatching parameter is not supported. Only literal matching has been performed.")
        if remaining > 0:
            told.append(f"There are {remaining} additional results that can be requested")
        return told

    def nothing_found(self) -> Told:
        """Answer that nothing matches (PS3.18 8.3.4.4.1)."""
        return Told(204)

    def default(self, level: str, upper: Mapping[str, str]) -> list[str]:
        """Return the keywords returned unasked, those of upper levels too where the path names none."""
        place = LEVELS.index(level)
        above = [one for one in LEVELS[1:place] if UNIQUE[one] not in upper]
        unique = [UNIQUE[one] for one in LEVELS[1:place]]
        return [*unique, *(keyword for one in above for keyword in RETURNED[one]), *RETURNED[level]]

    def shown(self, entity: Entity, level: str, wanted: Iterable[str]) -> dict[str, Any]:
        """Return a match as an object."""
        return self.writer().written(self.result(entity, level, wanted))

    def result(self, entity: Entity, level: str, wanted: Iterable[str]) -> Dataset:
        """Return a match as a data set: what is held of what is wanted, empty where nothing is."""
        made = Dataset()
        known = set().union(*(KEYS[one] for one in LEVELS[: LEVELS.index(level) + 1]))
        for keyword in known & set(wanted) if "all" not in wanted else known:
            tag = Tag(keyword)
            held = entity.attributes.get(tag)
            if held is not None:
                made.add(held)
            elif keyword not in _OPTIONAL:
                made.add(DataElement(tag, dictionary_VR(tag), None))
        made.InstanceAvailability = "ONLINE"
        made.RetrieveURL = self.retrieve_url(entity, level)
        return made

    def retrieve_url(self, entity: Entity, level: str) -> str:
        """Return where a match can be retrieved (PS3.18 10.6.3.3)."""
        one = entity.instances[0]
        path = (one.study_uid, one.series_uid, one.sop_instance)[: LEVELS.index(level)]
        return self.instance_url(*path)


def _put(keys: Dataset, path: tuple[int, ...], key: DataElement) -> None:
    """Put a key where its path leads, through sequences of one item; raise Refused where it can't go."""
    for tag in path[:-1]:
        if dictionary_VR(tag) != "SQ":
            raise Refused(400, f"{keyword_for_tag(tag)} is no sequence")
        if tag not in keys:
            keys.add(DataElement(tag, "SQ", [Dataset()]))
        keys = keys[tag].value[0]
    keys.add(key)


def _names(keys: Dataset) -> list[str]:
    return [key.keyword for key in keys]
