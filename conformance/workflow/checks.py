"""Judgements about manifests and the instances they lead to; pure functions on recorded values."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.dicom import equality
from conformance.dicom.wire import DataSet, read_data_set
from conformance.dicom.wire.syntaxes import EXPLICIT_LITTLE
from conformance.workflow import clauses
from conformance.xds.wire.repository import DocumentRequest, InstanceRequest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformance.dicom.samples import Study
    from conformance.model import Clause
    from conformance.xds.client import RetrieveAnswer
    from conformance.xds.wire.ebrim import DocumentEntry
    from conformance.xds.wire.repository import RetrievedDocument

_META_AT = 132
_TRANSFER_SYNTAX = 0x00020010
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class File:
    """A DICOM Part 10 file (PS3.10 7.1): its data set, in the transfer syntax its meta information names."""

    sop_instance: str
    data: DataSet
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Referred:
    """One instance a manifest refers to, and where to ask for it."""

    study: str
    series: str
    sop: str
    location: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a Key Object Selection Document says; ``trouble`` says why it can't be read."""

    sop_class: str = ""
    sop_instance: str = ""
    title: tuple[str, str] = ("", "")
    studies: frozenset[str] = frozenset()
    instances: tuple[Referred, ...] = ()
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """A document in the registry that may be a manifest: its entry, its octets if they came, what they say."""

    entry: DocumentEntry
    document: RetrievedDocument | None
    manifest: Manifest

    @property
    def lists(self) -> frozenset[str]:
        """Return the instances it refers to, by SOP Instance UID."""
        return frozenset(one.sop for one in self.manifest.instances)

    def may_be_of(self, study_uid: str) -> bool:
        """Return whether it says it is of a study, or can't be read though it should be a DICOM file."""
        if self.manifest.trouble:
            return self.entry.mime_type == "application/dicom"
        return study_uid in self.manifest.studies


def opened(octets: bytes) -> File:
    """Read a Part 10 file; never raises."""
    if octets[_META_AT - 4 : _META_AT] != b"DICM":
        return File("", DataSet(), f"no DICOM file: DICM does not stand at octet 128 of {len(octets)}")
    length = read_data_set(octets[_META_AT : _META_AT + 12], EXPLICIT_LITTLE).numbers(0x00020000)
    if not length or not 0 < length[0] <= len(octets) - _META_AT - 12:
        return File("", DataSet(), "the file meta information does not begin with its length")
    begins = _META_AT + 12 + int(length[0])
    meta = read_data_set(octets[_META_AT:begins], EXPLICIT_LITTLE)
    data = read_data_set(octets[begins:], meta.text(_TRANSFER_SYNTAX))
    return File(data.text("SOPInstanceUID"), data, data.problems[0].says if data.problems else "")


def manifest(document: RetrievedDocument | None) -> Manifest:
    """Return what a retrieved document says as a manifest."""
    if document is None:
        return Manifest(trouble="the repository did not return it")
    file = opened(document.octets)
    if file.trouble:
        return Manifest(trouble=file.trouble)
    kos = file.data
    evidence = kos.sequence("CurrentRequestedProcedureEvidenceSequence")
    found = tuple(
        Referred(
            study.text("StudyInstanceUID"),
            series.text("SeriesInstanceUID"),
            instance.text("ReferencedSOPInstanceUID"),
            series.text("RetrieveLocationUID"),
        )
        for study in evidence
        for series in study.sequence("ReferencedSeriesSequence")
        for instance in series.sequence("ReferencedSOPSequence")
    )
    titles = kos.sequence("ConceptNameCodeSequence") or (DataSet(),)
    title = (titles[0].text("CodeValue"), titles[0].text("CodingSchemeDesignator"))
    studies = frozenset({kos.text("StudyInstanceUID"), *(one.study for one in found)})
    return Manifest(kos.text("SOPClassUID"), file.sop_instance, title, studies, found)


def published(entry: DocumentEntry, document: RetrievedDocument | None) -> Published:
    """Return a document with what it says as a manifest."""
    return Published(entry, document, manifest(document))


def requests(what: Manifest) -> list[InstanceRequest]:
    """Return the requests for all instances of a manifest (RAD-69)."""
    return [InstanceRequest(one.study, one.series, DocumentRequest(one.location, one.sop)) for one in what.instances]


def instances(answer: RetrieveAnswer) -> list[File]:
    """Return the instances that came, each as it was read."""
    return [opened(one.octets) for one in answer.documents]


def set_apart(wanted: Iterable[str], got: Iterable[str]) -> str:
    """Return in words how what came differs from what was wanted, each once; nothing when it does not."""
    missing, counted = set(wanted), Counter(got)
    faults = [f"{one} is missing" for one in sorted(missing - counted.keys())]
    faults += [f"{one or 'something without UID'} is not of the study" for one in sorted(counted.keys() - missing)]
    faults += [f"{one} is there {times} times" for one, times in sorted(counted.items()) if times > 1]
    return "; ".join(faults[:_SHOWN]) + (f"; and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else "")


def described_wrongly(entry: DocumentEntry, document: RetrievedDocument) -> str:
    """Return in words where a document is not of the hash and size its entry says; nothing when it is."""
    digest = hashlib.sha1(document.octets, usedforsecurity=False).hexdigest()
    if entry.hash is None or entry.hash.lower() != digest:
        return f"hash {digest}"
    return "" if entry.size == str(len(document.octets)) else f"size {len(document.octets)}"


def differences(stored: Study, came: File) -> dict[Clause, str]:
    """Return how a retrieved instance differs from the one that was stored, in words, elements and pixels apart."""
    source = next((one for one in stored.instances if one.sop_instance == came.sop_instance), None)
    if source is None or came.trouble:
        return {clauses.ELEMENTS_SAME: came.trouble or "an instance that was not stored"}
    found = equality.differences(read_data_set(source.data, source.transfer_syntax), came.data)
    pixels = [str(one) for one in found if one.kind == "pixels"]
    others = [str(one) for one in found if one.kind != "pixels"]
    return {clauses.ELEMENTS_SAME: "; ".join(others[:_SHOWN]), clauses.PIXELS_SAME: "; ".join(pixels[:_SHOWN])}
