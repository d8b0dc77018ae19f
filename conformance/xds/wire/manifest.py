"""A key object selection manifest as it came: what it lists, and what is not as it should be, in words.

PS3.3 A.35.4 with C.17.6.2.1 (evidence), PS3.16 TID 2010, and what RAD TF-2 4.68.4.1.2.1 adds to them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.xds.vocabulary import KEY_OBJECT_SELECTION
from conformance.xds.wire.dataset import DataSet, read_file
from conformance.xds.wire.unreadable import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

MANIFEST_TITLE, TEMPLATE = ("113030", "DCM"), ("2010", "DCMR")
_SOP_CLASS, _SOP_UID, _MODALITY = 0x00080016, 0x00080018, 0x00080060
_STUDY_UID, _SERIES_UID = 0x0020000D, 0x0020000E
_EVIDENCE, _SERIES, _REFERENCES = 0x0040A375, 0x00081115, 0x00081199
_REF_CLASS, _REF_UID = 0x00081150, 0x00081155
_AE, _LOCATION = 0x00080054, 0x0040E011
_TITLE, _CODE, _SCHEME = 0x0040A043, 0x00080100, 0x00080102
_TEMPLATES, _TEMPLATE, _RESOURCE = 0x0040A504, 0x0040DB00, 0x00080105
_CONTENT, _VALUE_TYPE = 0x0040A730, 0x0040A040
_SHOWN = 3
_COMPOSITES = frozenset({"IMAGE", "COMPOSITE", "WAVEFORM"})


@dataclass(frozen=True, slots=True)
class Listed:
    """One instance the evidence lists, and where it says that it can be had."""

    study: str
    series: str
    sop_class: str
    sop_uid: str
    retrieve_ae: str
    location: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a manifest says; ``problem`` says in words why it can't be read, all else is then empty."""

    sop_class: str = ""
    sop_uid: str = ""
    modality: str = ""
    study: str = ""
    series: str = ""
    title: tuple[str, str] = ("", "")
    template: tuple[str, str] = ("", "")
    listed: tuple[Listed, ...] = ()
    shown: tuple[tuple[str, str], ...] = ()
    problem: str = ""

    @property
    def troubles(self) -> list[str]:
        """Say where it is not the manifest of TID 2010 it should be; what it lists is looked at elsewhere."""
        if self.problem:
            return [self.problem]
        pairs = (
            ("the SOP class", self.sop_class, KEY_OBJECT_SELECTION),
            ("the modality", self.modality, "KO"),
            ("the document title", self.title, MANIFEST_TITLE),
            ("the template", self.template, TEMPLATE),
        )
        found = [f"{name} is {saw!r}, not {right!r}" for name, saw, right in pairs if saw != right]
        if self.series in {one.series for one in self.listed}:
            found.append("it is in a series whose instances it lists, not in one of its own")
        return found

    @property
    def disagreements(self) -> list[str]:
        """Say where evidence and content tree do not list the same instances, each of one study."""
        if self.problem:
            return [self.problem]
        evidence, content = {(one.sop_class, one.sop_uid) for one in self.listed}, set(self.shown)
        found = [] if evidence else ["the evidence lists no instance"]
        found += _told("in the evidence and not in the content tree", evidence - content)
        found += _told("in the content tree and not in the evidence", content - evidence)
        if len({one.sop_uid for one in self.listed}) != len(self.listed):
            found.append("the evidence lists an instance twice")
        if self.listed and self.study not in {one.study for one in self.listed}:
            found.append(f"it belongs to the study {self.study}, of which it lists nothing")
        return found


def _told(where: str, instances: set[tuple[str, str]]) -> list[str]:
    if not instances:
        return []
    named = ", ".join(sorted(uid for _, uid in instances)[:_SHOWN])
    return [f"{len(instances)} instances are {where}: {named}"]


def read_manifest(octets: bytes) -> Manifest:
    """Read a manifest; never raises."""
    try:
        read = read_file(octets)
    except Unreadable as unreadable:
        return Manifest(problem=str(unreadable))
    return Manifest(
        sop_class=read.text(_SOP_CLASS),
        sop_uid=read.text(_SOP_UID),
        modality=read.text(_MODALITY),
        study=read.text(_STUDY_UID),
        series=read.text(_SERIES_UID),
        title=_pair(read, _TITLE, _CODE, _SCHEME),
        template=_pair(read, _TEMPLATES, _TEMPLATE, _RESOURCE),
        listed=tuple(_listed(read)),
        shown=tuple(dict.fromkeys(_shown(read))),
    )


def _pair(read: DataSet, sequence: int, one: int, other: int) -> tuple[str, str]:
    items = read.items(sequence)
    return (items[0].text(one), items[0].text(other)) if items else ("", "")


def _listed(read: DataSet) -> Iterator[Listed]:
    for study in read.items(_EVIDENCE):
        for series in study.items(_SERIES):
            for one in series.items(_REFERENCES):
                yield Listed(
                    study.text(_STUDY_UID),
                    series.text(_SERIES_UID),
                    one.text(_REF_CLASS),
                    one.text(_REF_UID),
                    series.text(_AE),
                    series.text(_LOCATION),
                )


def _shown(read: DataSet) -> Iterator[tuple[str, str]]:
    for item in read.items(_CONTENT):
        if item.text(_VALUE_TYPE) in _COMPOSITES:
            yield from ((one.text(_REF_CLASS), one.text(_REF_UID)) for one in item.items(_REFERENCES))
        yield from _shown(item)
