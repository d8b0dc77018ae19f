"""What a conformance statement claims, made into something to store and to ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conformance.dicom import samples
from conformance.dicom.samples import Patient
from conformance.dicom.validity.table import standard
from conformance.dicom.wire import dictionary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from conformance.dicom.samples import Instance, Study
    from conformance.story import Story

NAMES: Mapping[str, str] = {
    "ISO_IR 100": "ZZBUC^JÉRÔME", "ISO_IR 101": "ZZWAŁĘSA^STANISŁAW", "ISO_IR 109": "ZZĠORĠ^ŻAĦRA",
    "ISO_IR 110": "ZZBĒRZIŅŠ^JĀNIS", "ISO_IR 144": "ZZЛЮДМИЛА^ИВАНОВА", "ISO_IR 126": "ZZΔΙΟΝΥΣΙΟΣ^ΑΝΝΑ",  # noqa: RUF001 - letters of their own scripts
    "ISO_IR 138": "ZZשרון^דבורה", "ISO_IR 148": "ZZÇAVUŞ^AYŞE", "ISO_IR 166": "ZZสมชาย^ใจดี",  # noqa: RUF001 - as above
    "ISO_IR 192": "ZZŁUKASZ^ΩΜΈΓΑ=王^小東", "GB18030": "ZZWANG^XIAODONG=王^小东", "GBK": "ZZWANG^XIAODONG=王^小东",
    "ISO 2022 IR 87": "ZZYAMADA^TAROU=山田^太郎=やまだ^たろう", "ISO 2022 IR 149": "ZZHONG^GILDONG=洪^吉洞=홍^길동",
}  # fmt: skip
"""A name that needs each character set, by its defined term (PS3.3 C.12.1.1.2)."""

WRITTEN = frozenset(
    {
        samples.ImplicitVRLittleEndian,
        samples.ExplicitVRLittleEndian,
        samples.ExplicitVRBigEndian,
        samples.DeflatedExplicitVRLittleEndian,
        *samples.ENCAPSULATED,
    }
)
"""The transfer syntaxes there are samples in."""

_CHOICES: Mapping[str, tuple[str, str]] = {
    "Modality": ("CT", "MR"), "PatientSex": ("M", "F"), "Laterality": ("L", "R"), "BodyPartExamined": ("CHEST", "HEAD"),
}  # fmt: skip
_PATTERNS: Mapping[str, str] = {
    "PN": "ZZCLAIM{letter}^TEST", "DA": "2021030{number}", "TM": "08150{number}", "IS": "70{number}",
    "AS": "03{number}Y", "LO": "ZZCLAIM {letter}", "SH": "ZZCLAIM{letter}", "CS": "ZZCLAIM{letter}",
    "AE": "ZZCLAIM{letter}",
}  # fmt: skip
_FIXED = frozenset({"ModalitiesInStudy", "SOPClassUID", "SOPClassesInStudy", "InstanceAvailability", "RetrieveAETitle"})


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entities that differ in one key: ``values`` of it lead to their UIDs, ``around`` is asked for beside it."""

    keyword: str
    around: Mapping[str, str | list[str]]
    values: Mapping[str, str]
    instances: tuple[Instance, ...]


def unclaimed(claimed: Iterable[str]) -> list[str]:
    """Return the storage classes our tables know and nobody claims."""
    return sorted(set(standard().classes) - set(claimed))


def named_in(story: Story, term: str) -> Patient | None:
    """Return a patient whose name needs a character set, None where there is no such name."""
    name = NAMES.get(term)
    if name is None:
        return None
    terms = ("", term) if term.startswith("ISO 2022") else (term,)
    return Patient(story.patient_id(f"in {term}"), name, character_set=terms)


def by_key(story: Story, level: str, keywords: Iterable[str]) -> list[Pair]:
    """Return a pair for each key of a level whose value is ours to choose: none that is counted or told anew."""
    ours = [one for one in keywords if one not in _FIXED and not one.startswith("NumberOf")]
    return [_pair(story, level, one) for one in ours if _values(one)]


def _values(keyword: str) -> tuple[str, str] | None:
    try:
        pattern = _PATTERNS.get(dictionary.representation(dictionary.tag(keyword)))
    except LookupError:
        return None
    if keyword in _CHOICES or pattern is None:
        return _CHOICES.get(keyword)
    return pattern.format(letter="A", number=1), pattern.format(letter="B", number=2)


def _pair(story: Story, level: str, keyword: str) -> Pair:
    values = _values(keyword)
    assert values is not None
    name = f"{keyword} {level}"
    context = samples.study(story, f"{name} context", series=1, images=1)
    series = story.uid(f"{name}/series")
    found: dict[str, str] = {}
    studies: list[Study] = []
    for number, value in enumerate(values):
        changes: dict[str, Any] = {keyword: value} | ({"SeriesInstanceUID": series} if level == "IMAGE" else {})
        of = None if level == "STUDY" else context
        study = samples.study(story, f"{name} {number}", series=1, images=1, of=of, **changes)
        studies.append(study)
        found[value] = _uid(study, level)
    instances = tuple(one for study in studies for one in study.instances)
    return Pair(keyword, _around(level, studies, series), found, instances)


def _uid(study: Study, level: str) -> str:
    if level == "STUDY":
        return study.study_uid
    return study.series[0].series_uid if level == "SERIES" else study.instances[0].sop_instance


def _around(level: str, studies: list[Study], series: str) -> dict[str, str | list[str]]:
    if level == "STUDY":
        return {"StudyInstanceUID": [one.study_uid for one in studies]}
    above: dict[str, str | list[str]] = {"StudyInstanceUID": studies[0].study_uid}
    return above | ({"SeriesInstanceUID": series} if level == "IMAGE" else {})


def combinations(story: Story, sop_classes: Iterable[str], syntaxes: Iterable[str], context: Study) -> list[Instance]:
    """Return an instance of each class in each transfer syntax that it can have."""
    made: list[Instance] = []
    for sop_class in sop_classes:
        for syntax in syntaxes:
            if sop_class in samples.SOP_CLASSES:
                made += _one(story, sop_class, syntax, context)
    return made


def _one(story: Story, sop_class: str, syntax: str, context: Study) -> tuple[Instance, ...]:
    title = f"{samples.SOP_CLASSES[sop_class].title} {syntax}"
    try:
        study = samples.study(
            story, title, series=1, images=1, sop_class=sop_class, transfer_syntax=syntax, of=context
        )  # fmt: skip
    except ValueError:  # a picture of these bits does not go with this syntax
        return ()
    return study.instances
