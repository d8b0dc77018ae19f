"""Patients, studies, series and images as the query model sees them, made from stored instances (PS3.4 C.6, C.3.4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset
from pydicom.tag import Tag

from conformance.dicom.simulator.matching import texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformance.dicom.simulator.stores import Kept

LEVELS: Final = ("PATIENT", "STUDY", "SERIES", "IMAGE")
UNIQUE: Final = {
    "PATIENT": "PatientID", "STUDY": "StudyInstanceUID", "SERIES": "SeriesInstanceUID", "IMAGE": "SOPInstanceUID",
}  # fmt: skip
KEYS: Final = {
    "PATIENT": {
        "PatientName", "PatientID", "PatientBirthDate", "PatientSex", "OtherPatientNames", "PatientComments",
        "NumberOfPatientRelatedStudies", "NumberOfPatientRelatedSeries", "NumberOfPatientRelatedInstances",
    },
    "STUDY": {
        "StudyDate", "StudyTime", "AccessionNumber", "StudyID", "StudyInstanceUID", "ReferringPhysicianName",
        "StudyDescription", "ModalitiesInStudy", "SOPClassesInStudy", "NumberOfStudyRelatedSeries",
        "NumberOfStudyRelatedInstances",
    },
    "SERIES": {
        "Modality", "SeriesNumber", "SeriesInstanceUID", "SeriesDescription", "Laterality", "BodyPartExamined",
        "RequestAttributesSequence", "NumberOfSeriesRelatedInstances", "Manufacturer", "OperatorsName", "ProtocolName",
        "PerformedProcedureStepStartDate", "PerformedProcedureStepStartTime",
    },
    "IMAGE": {
        "InstanceNumber", "SOPInstanceUID", "SOPClassUID", "Rows", "Columns", "BitsAllocated", "NumberOfFrames",
        "ContentDate", "ContentTime", "ConceptNameCodeSequence", "ImageType",
    },
}  # fmt: skip
"""Keys supported at each level; the required and unique ones are all among them (C.6.1.1, C.6.2.1)."""
_TAGS: Final = {level: [Tag(keyword) for keyword in keywords] for level, keywords in KEYS.items()}


@dataclass(frozen=True, slots=True)
class Entity:
    """One patient, study, series or image: its own attributes, and the instances that belong to it."""

    attributes: Dataset
    instances: tuple[Kept, ...]


def belongs(instance: Kept, level: str) -> tuple[str, ...]:
    """Return what tells entities of a level apart: two patients' studies of one UID stay two."""
    path = (instance.patient_id, instance.study_uid, instance.series_uid, instance.sop_instance)
    return path[: LEVELS.index(level) + 1]


def entities(instances: Iterable[Kept], level: str) -> list[Entity]:
    """Return the entities of a level, in order of arrival."""
    found: dict[tuple[str, ...], list[Kept]] = {}
    for one in instances:
        found.setdefault(belongs(one, level), []).append(one)
    return [_entity(tuple(members), level) for members in found.values()]


def _entity(members: tuple[Kept, ...], level: str) -> Entity:
    """Make an entity, or find the one made before of the same instances: most queries change nothing."""
    before = members[0].shown.get(level)
    if before is not None and before.instances == members:
        return before
    made = members[0].shown[level] = Entity(_attributes(members, level), members)
    return made


def _attributes(members: tuple[Kept, ...], level: str) -> Dataset:
    made = Dataset()
    for upper in LEVELS[: LEVELS.index(level) + 1]:
        for tag in _TAGS[upper]:
            element = members[0].head.get(tag)
            if element is not None:
                made.add(element)
    for keyword, value in _counted(members, level).items():
        setattr(made, keyword, value)
    return made


def _counted(members: tuple[Kept, ...], level: str) -> dict[str, object]:
    """Return the attributes that are counted or collected (C.3.4)."""
    studies, series = {one.study_uid for one in members}, {one.series_uid for one in members}
    if level == "PATIENT":
        return {
            "NumberOfPatientRelatedStudies": str(len(studies)),
            "NumberOfPatientRelatedSeries": str(len(series)),
            "NumberOfPatientRelatedInstances": str(len(members)),
        }
    if level == "STUDY":
        return {
            "ModalitiesInStudy": sorted({str(one.head.get("Modality", "")) for one in members} - {""}),
            "SOPClassesInStudy": sorted({one.sop_class for one in members}),
            "NumberOfStudyRelatedSeries": str(len(series)),
            "NumberOfStudyRelatedInstances": str(len(members)),
        }
    return {"NumberOfSeriesRelatedInstances": str(len(members))} if level == "SERIES" else {}


def projected(key: DataElement, held: DataElement | None) -> DataElement:
    """Return what an entity holds under a key, empty when it holds nothing; of a sequence, the keys of its item."""
    if key.VR == "SQ":
        items = list(held.value) if held is not None and held.VR == "SQ" else []
        asked = key.value[0] if key.value else None
        return DataElement(key.tag, "SQ", [_item(asked, one) for one in items])
    if held is None:
        return DataElement(key.tag, key.VR, None)
    if isinstance(held.value, bytes | int | float) and not isinstance(held.value, str):
        return DataElement(held.tag, held.VR, held.value)
    values = texts(held)
    return DataElement(held.tag, held.VR, values if len(values) > 1 else values[0] if values else None)


def _item(asked: Dataset | None, held: Dataset) -> Dataset:
    made = Dataset()
    for key in held if asked is None or not len(asked) else asked:
        made.add(projected(key, held.get(key.tag)))
    return made


def is_ascii(data_set: Dataset) -> bool:
    """Return whether no text of the data set needs a Specific Character Set."""
    for element in data_set:
        if element.VR == "SQ":
            if not all(is_ascii(one) for one in element.value):
                return False
        elif not all(text.isascii() for text in texts(element)):
            return False
    return True
