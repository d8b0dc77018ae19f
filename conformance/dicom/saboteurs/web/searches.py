"""Archives with one vice in how they search over the web."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from conformance.dicom.simulator import Archive
from conformance.dicom.simulator.matching import Matching
from conformance.dicom.simulator.web import Asked, Told, Web
from conformance.dicom.simulator.web.negotiating import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydicom.dataelem import DataElement
    from pydicom.dataset import Dataset

    from conformance.dicom.simulator.entities import Entity


class _Unpaged(Web):
    def page(self, found: list[Entity], _limit: int | None, _offset: int) -> list[Entity]:
        return found


class UnpagedArchive(Archive):
    """Ignores limit and offset of a search over the web."""

    web = _Unpaged


class _Fickle(Web):
    turn = 0

    def ordered(self, found: list[Entity]) -> list[Entity]:
        self.turn += 1
        return found[self.turn % len(found) :] + found[: self.turn % len(found)] if found else found


class FickleArchive(Archive):
    """Tells the results of a search over the web in another order each time."""

    web = _Fickle


class _Ignorant(Web):
    def match(self, key: DataElement, entity: Entity) -> bool:
        return key.keyword == "StudyID" or super().match(key, entity)


class IgnorantArchive(Archive):
    """Ignores a required matching key over the web, and returns what does not have its value."""

    web = _Ignorant


class _Terse(Web):
    def result(self, entity: Entity, level: str, wanted: Iterable[str]) -> Dataset:
        made = super().result(entity, level, wanted)
        for keyword in ("NumberOfStudyRelatedInstances", "NumberOfSeriesRelatedInstances", "RetrieveURL"):
            if keyword in made:
                del made[keyword]
        return made


class TerseArchive(Archive):
    """Leaves counts and Retrieve URL out of the results of a search over the web."""

    web = _Terse


class _Forgetful(Web):
    def result(self, entity: Entity, level: str, wanted: Iterable[str]) -> Dataset:
        made = super().result(entity, level, wanted)
        for keyword in ("StudyID", "SeriesNumber", "InstanceNumber"):
            if keyword in made:
                del made[keyword]
        return made


class ForgetfulArchive(Archive):
    """Leaves identifying numbers out of the results of a search over the web."""

    web = _Forgetful


class _Nullish(Web):
    def retrieve_url(self, entity: Entity, level: str) -> str:
        return super().retrieve_url(entity, level).replace("/studies/", "/null/studies/") + "/null"


class NullishArchive(Archive):
    """Tells a Retrieve URL with null in it."""

    web = _Nullish


class _WildUids(Matching):
    def value(self, vr: str, asked: str, held: str) -> bool:
        return self.wild(vr, asked, held) if "*" in asked and vr == "UI" else super().value(vr, asked, held)


class _WildInUids(Web):
    def match(self, key: DataElement, entity: Entity) -> bool:
        return _WildUids().matches(key, entity.attributes.get(key.tag))


class WildUidArchive(Archive):
    """Honours wild cards in UIDs over the web."""

    web = _WildInUids


class _Leaky(Web):
    def matches(self, _keys: Dataset, _entity: Entity) -> bool:
        return True


class LeakyWebArchive(Archive):
    """Tells everybody's studies to whoever searches over the web."""

    web = _Leaky


class _WordsOnly(Web):
    def path(self, name: str) -> tuple[int, ...]:
        if re.match(r"[0-9A-Fa-f]{8}", name):
            raise Refused(400, f"{name} is no keyword")
        return super().path(name)


class WordsOnlyArchive(Archive):
    """Knows attributes by keyword alone, not by tag."""

    web = _WordsOnly


class _FirstUid(Web):
    def key(self, tag: int, name: str, raw: str) -> DataElement:
        return super().key(tag, name, raw.partition(",")[0])


class FirstUidArchive(Archive):
    """Looks at the first UID of a list alone, over the web."""

    web = _FirstUid


class _LiteralValues(Matching):
    def wild(self, vr: str, asked: str, held: str) -> bool:
        return self.single(vr, asked, held)


class _LiteralWeb(Web):
    def match(self, key: DataElement, entity: Entity) -> bool:
        return _LiteralValues().matches(key, entity.attributes.get(key.tag))


class LiteralWebArchive(Archive):
    """Takes wild cards for themselves, over the web."""

    web = _LiteralWeb


class _OpenRanges(Matching):
    def in_range(self, vr: str, asked: str, held: str) -> bool:
        return super().in_range(vr, asked, held) and held not in asked.split("-")


class _ExclusiveWeb(Web):
    def match(self, key: DataElement, entity: Entity) -> bool:
        return _OpenRanges().matches(key, entity.attributes.get(key.tag))


class ExclusiveWebArchive(Archive):
    """Leaves out the ends of a range, over the web."""

    web = _ExclusiveWeb


class _Flat(Web):
    def match(self, key: DataElement, entity: Entity) -> bool:
        return key.VR == "SQ" or super().match(key, entity)


class FlatArchive(Archive):
    """Ignores matching keys inside sequences, over the web."""

    web = _Flat


class _Hierarchical(Web):
    def answer(self, asked: Asked) -> Told:
        if asked.path in {"/dicom-web/series", "/dicom-web/instances"}:
            return self.refused(404, "no such resource")
        return super().answer(asked)


class HierarchicalArchive(Archive):
    """Searches series and instances below a study alone."""

    web = _Hierarchical


class _Excluding(Web):
    def fields(self, _parameters: Iterable[tuple[str, str]]) -> list[str]:
        return []


class ExcludingArchive(Archive):
    """Ignores includefield."""

    web = _Excluding


class _Wordy(Web):
    def nothing_found(self) -> Told:
        return Told(200, b"[]", self.json_type())


class WordyArchive(Archive):
    """Answers a search without results with 200 and an empty array."""

    web = _Wordy


class _Unwarned(Web):
    def warnings(self, _parameters: Iterable[tuple[str, str]], _remaining: int) -> list[str]:
        return []


class UnwarnedArchive(Archive):
    """Never warns: neither of results that remain, nor of matching it does not do."""

    web = _Unwarned


class _Lenient(Web):
    def number(self, parameters: Iterable[tuple[str, str]], name: str) -> int | None:
        try:
            return super().number(parameters, name)
        except Refused:
            return None


class LenientArchive(Archive):
    """Takes a limit that is no number for none."""

    web = _Lenient


class _AnyDay(Web):
    def key(self, tag: int, name: str, raw: str) -> DataElement:
        try:
            return super().key(tag, name, raw)
        except Refused:
            return super().key(tag, name, "")


class AnyDayArchive(Archive):
    """Takes a date that is none for any."""

    web = _AnyDay


class _Lagging(Web):
    def found(self, level: str) -> list[Entity]:
        return super().found(level)[:-1]


class LaggingArchive(Archive):
    """Does not find over the web what came last."""

    web = _Lagging


class _Encoded(Web):
    def key(self, tag: int, name: str, raw: str) -> DataElement:
        return super().key(tag, name, raw.replace("%", "%25"))


class EncodedArchive(Archive):
    """Does not decode what is percent-encoded."""

    web = _Encoded


class _Unordered(Web):
    def shown(self, entity: Entity, level: str, wanted: Iterable[str]) -> dict[str, Any]:
        told = super().shown(entity, level, wanted)
        return {tag: told[tag] for tag in reversed(told)}


class UnorderedArchive(Archive):
    """Writes the attributes of an object in no order."""

    web = _Unordered
