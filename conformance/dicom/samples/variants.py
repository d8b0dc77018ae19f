"""Valid but rare: private and unknown elements, nesting, lengths left open, odd, many and empty values (PS3.5 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dicom.samples.modules import code, item

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydicom.dataset import Dataset

CREATOR = "HARNESS PRIVATE 01"


def private(data_set: Dataset) -> None:
    """Add a private block with text, number, binary and sequence values, and one inside the sequence (PS3.5 7.8)."""
    block = data_set.private_block(0x0011, CREATOR, create=True)
    block.add_new(0x01, "LO", "private text")
    block.add_new(0x02, "DS", ["1.25", "-3"])
    block.add_new(0x03, "OB", bytes(range(32)))
    block.add_new(0x04, "US", 4711)
    inside = item(CodeValue="X1")
    inside.private_block(0x0011, CREATOR, create=True).add_new(0x01, "LO", "private text in an item")
    block.add_new(0x05, "SQ", [inside])


def unknown_vr(data_set: Dataset) -> None:
    """Add a private element of value representation UN (PS3.5 6.2.2)."""
    data_set.private_block(0x0013, "HARNESS UNKNOWN", create=True).add_new(0x01, "UN", b"\x00\x01\xfe\xff1234")


def nested(data_set: Dataset) -> None:
    """Add sequences three deep, with two items, an empty item and an empty sequence (PS3.5 7.5)."""
    region = code("51185008", "SCT", "Chest")
    region.AnatomicRegionModifierSequence = [code("7771000", "SCT", "Left"), code("24028007", "SCT", "Right")]
    protocol = code("P1", "99HARNESS", "Protocol")
    protocol.ProtocolContextSequence = [
        item(
            ValueType="CODE", ConceptNameCodeSequence=[code("C1", "99HARNESS", "Context")], ConceptCodeSequence=[region]
        )
    ]
    data_set.RequestAttributesSequence = [
        item(RequestedProcedureID="RP1", ScheduledProcedureStepID="SPS1", ScheduledProtocolCodeSequence=[protocol]),
        item(RequestedProcedureID="RP2", ScheduledProcedureStepID="SPS2", ScheduledProtocolCodeSequence=[]),
    ]


def deep(levels: int) -> Callable[[Dataset], None]:
    """Return a variant with sequences nested this deep (PS3.5 7.5.2)."""

    def nest(data_set: Dataset) -> None:
        inner = item(TextValue="the innermost item")
        for _ in range(levels - 1):
            inner = item(ContentSequence=[inner])
        data_set.ContentSequence = [inner]

    return nest


def undefined_lengths(data_set: Dataset) -> None:
    """Give every sequence and item an undefined length, ended by delimitation items (PS3.5 7.5.1); put it last."""
    for element in data_set:
        if element.VR == "SQ":
            element.is_undefined_length = True
            for one in element.value:
                one.is_undefined_length_sequence_item = True
                undefined_lengths(one)


def odd_lengths(data_set: Dataset) -> None:
    """Add values of odd length, which are padded to even: spaces for text, NUL for UIDs and octets (PS3.5 6.2)."""
    data_set.StudyDescription = "odd"
    data_set.ProtocolName = "A"
    data_set.FrameOfReferenceUID = "2.25.1234567"
    data_set.RequestAttributesSequence = [item(RequestedProcedureID="R", ScheduledProcedureStepID="ABC")]


def multi_valued(data_set: Dataset) -> None:
    """Add values with several components, one of them empty (PS3.5 6.4)."""
    data_set.OtherPatientNames = ["ZZOTHER^ONE", "ZZOTHER^TWO"]
    data_set.SoftwareVersions = ["1.0", "", "beta"]
    data_set.OperatorsName = ["ZZOPERATOR^A", "ZZOPERATOR^B"]


def empty_type_2(data_set: Dataset) -> None:
    """Leave every type 2 value of patient and study empty that an archive needs not to find its way (PS3.5 7.4.3)."""
    for keyword in ("PatientBirthDate", "PatientSex", "StudyTime", "ReferringPhysicianName", "StudyID", "SeriesNumber"):
        setattr(data_set, keyword, "")
