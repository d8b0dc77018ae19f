"""Imaging sources and repositories with one vice each in the manifests of studies; some that are only odd."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.uid import CTImageStorage, ImplicitVRLittleEndian

from conformance.xds import clauses as c
from conformance.xds.saboteurs.naming import oddity, vice
from conformance.xds.samples.manifests import part10
from conformance.xds.simulator import AffinityDomain, sample_study
from conformance.xds.vocabulary import KEY_OBJECT_SELECTION

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformance.xds.samples.manifests import Study
    from conformance.xds.simulator.holdings import Holdings
    from conformance.xds.wire.ebrim import DocumentEntry, Objects
    from conformance.xds.wire.registry import QueryRequest

SOURCE = "imaging-document-source"


def _is_manifest(entry: DocumentEntry) -> bool:
    return entry.format_code is not None and entry.format_code.code == KEY_OBJECT_SELECTION


def rewritten(octets: bytes, change: Callable[[Dataset], None]) -> bytes:
    """Return a manifest with its data set changed."""
    read, plain = dcmread(BytesIO(octets)), Dataset()
    plain.update(read)
    change(plain)
    return part10(plain, str(read.file_meta.TransferSyntaxUID))


class KeepsOldManifests(AffinityDomain):
    """Leaves a manifest Approved although another replaces it."""

    class Registry(AffinityDomain.Registry):
        def deprecate(self, target: str, staged: Holdings) -> None:
            if not _is_manifest(staged.entries[target]):
                super().deprecate(target, staged)


class KeepsOneModality(AffinityDomain):
    """Keeps the first modality of a manifest and drops the others."""

    class Registry(AffinityDomain.Registry):
        def accepted(self, objects: Objects) -> Objects:
            kept = super().accepted(objects)
            entries = (
                replace(one, event_codes=one.event_codes[:1]) if _is_manifest(one) else one for one in kept.entries
            )
            return replace(kept, entries=tuple(entries))


class PassesOverReferences(AffinityDomain):
    """Answers a query by reference with every document of the patient."""

    class Registry(AffinityDomain.Registry):
        def found(self, request: QueryRequest) -> Objects:
            asked = [one for one in request.parameters if not one[0].endswith("ReferenceIdList")]
            if len(asked) == len(request.parameters):
                return super().found(request)
            every = "urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d"
            return super().found(replace(request, query_id=every, parameters=tuple(asked)))


class ListsAnotherInstance(AffinityDomain):
    """Lists an instance in its manifest that is not in the study."""

    class Publishing(AffinityDomain.Publishing):
        def study(self) -> Study:
            study = super().study()
            first = study.series[0]
            more = [*first.instances, (CTImageStorage, sample_study.fixed_uid("an instance nobody has"))]
            return study._replace(series=[first._replace(instances=more), *study.series[1:]])


class TitlesItOtherwise(AffinityDomain):
    """Titles its manifest "Of Interest" and not "Manifest"."""

    class Publishing(AffinityDomain.Publishing):
        def content(self) -> bytes:
            def retitle(kos: Dataset) -> None:
                code = kos.ConceptNameCodeSequence[0]
                code.CodeValue, code.CodeMeaning = "113000", "Of Interest"

            return rewritten(super().content(), retitle)


class ShowsFewer(AffinityDomain):
    """Leaves an instance of the evidence out of the content tree."""

    class Publishing(AffinityDomain.Publishing):
        def content(self) -> bytes:
            return rewritten(super().content(), lambda kos: kos.ContentSequence.pop())


class ListsTheFirst(AffinityDomain):
    """Lists only the first instance of each series in its manifest."""

    class Publishing(AffinityDomain.Publishing):
        def study(self) -> Study:
            study = super().study()
            return study._replace(series=[one._replace(instances=one.instances[:1]) for one in study.series])


class SaysNowhere(AffinityDomain):
    """Names no Retrieve AE Title for the series of its manifest."""

    class Publishing(AffinityDomain.Publishing):
        def study(self) -> Study:
            study = super().study()
            return study._replace(series=[one._replace(retrieve_ae="") for one in study.series])


class RegistersItAsBinary(AffinityDomain):
    """Registers its manifest as octets, not as DICOM."""

    class Publishing(AffinityDomain.Publishing):
        def entry(self, patient_id: str) -> DocumentEntry:
            return replace(super().entry(patient_id), mime_type=self.codes.mime_types[0])


class SaysMore(AffinityDomain):
    """Adds a description, an observer and a comment to its manifest, as TID 2010 allows."""

    class Publishing(AffinityDomain.Publishing):
        def content(self) -> bytes:
            def add(kos: Dataset) -> None:
                item = Dataset()
                item.RelationshipType, item.ValueType = "CONTAINS", "TEXT"
                name = Dataset()
                name.CodeValue, name.CodingSchemeDesignator = "113012", "DCM"
                name.CodeMeaning = "Key Object Description"
                item.ConceptNameCodeSequence, item.TextValue = [name], "All images"
                kos.ContentSequence.insert(0, item)

            return rewritten(super().content(), add)


class WritesImplicitly(AffinityDomain):
    """Writes its manifest in Implicit VR Little Endian."""

    class Publishing(AffinityDomain.Publishing):
        def content(self) -> bytes:
            read, plain = dcmread(BytesIO(super().content())), Dataset()
            plain.update(read)
            return part10(plain, ImplicitVRLittleEndian)


MANIFESTS = (
    vice("xds.keeps-old-manifests", KeepsOldManifests, [c.MANIFEST_REPLACED]),
    vice("xds.keeps-one-modality", KeepsOneModality, [c.MANIFEST_EVENTS]),
    vice("xds.passes-over-references", PassesOverReferences, [c.MANIFEST_BY_REFERENCE], [c.REFERENCE_ID]),
    vice(
        "XI01",
        ListsAnotherInstance,
        [c.MANIFEST_RETRIEVABLE],
        [c.STUDY_RETURNED, c.RS_STUDY],
        actor=SOURCE,
    ),
    vice("XI03", TitlesItOtherwise, [c.MANIFEST_CONTENT], actor=SOURCE),
    vice("xds.shows-fewer", ShowsFewer, [c.MANIFEST_EVIDENCE], actor=SOURCE),
    vice("xds.lists-the-first", ListsTheFirst, [c.MANIFEST_COMPLETE], actor=SOURCE),
    vice("xds.says-nowhere", SaysNowhere, [c.MANIFEST_LOCATION], actor=SOURCE),
    vice("xds.registers-it-as-binary", RegistersItAsBinary, [c.MANIFEST_ENTRY], actor=SOURCE),
    oddity("XI04", SaysMore, actor=SOURCE, source="toolkit2#237"),
    oddity("xds.writes-implicitly", WritesImplicitly, actor=SOURCE),
)
