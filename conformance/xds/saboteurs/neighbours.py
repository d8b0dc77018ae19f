"""Registries with one vice each in a single stored query of objects already known, or of all there is (ITI-18)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.xds import clauses as c
from conformance.xds.saboteurs.naming import asked, vice
from conformance.xds.simulator import AffinityDomain
from conformance.xds.simulator.parameters import FORMS
from conformance.xds.wire.ebrim import Objects

if TYPE_CHECKING:
    from conformance.xds.simulator.parameters import Asking
    from conformance.xds.wire.registry import QueryRequest

_ENTRY = "$XDSDocumentEntry"


class AlmostAll(AffinityDomain):
    """Leaves the folders and their associations out of all there is of a patient."""

    class Registry(AffinityDomain.Registry):
        def get_all(self, asking: Asking) -> Objects:
            found = super().get_all(asking)
            folders = {one.id for one in found.folders}
            ties = tuple(one for one in found.associations if one.source not in folders)
            return replace(found, folders=(), associations=ties)


class OneFolderOnly(AffinityDomain):
    """Returns only the first of several folders named."""

    class Registry(AffinityDomain.Registry):
        def get_folders(self, asking: Asking) -> Objects:
            return Objects(folders=super().get_folders(asking).folders[:1])


class LooksAtSources(AffinityDomain):
    """Finds associations only from their source."""

    class Registry(AffinityDomain.Registry):
        def get_associations(self, asking: Asking) -> Objects:
            asked = set(asking.any_of("$uuid") or ())
            found = super().get_associations(asking).associations
            return Objects(associations=tuple(one for one in found if one.source in asked))


class DocumentsAlone(AffinityDomain):
    """Returns documents without the associations that were asked for with them."""

    class Registry(AffinityDomain.Registry):
        def get_documents_and_associations(self, asking: Asking) -> Objects:
            return replace(super().get_documents_and_associations(asking), associations=())


class SetsWithoutTies(AffinityDomain):
    """Returns submission sets without the associations by which they were found."""

    class Registry(AffinityDomain.Registry):
        def get_submission_sets(self, asking: Asking) -> Objects:
            return replace(super().get_submission_sets(asking), associations=())


class ContentsUnfiltered(AffinityDomain):
    """Passes over the filters when the contents of a submission set or folder are asked for."""

    class Registry(AffinityDomain.Registry):
        def completed(self, request: QueryRequest) -> list[tuple[str, list[str]]]:
            contents = FORMS[request.query_id].name.endswith("AndContents")
            kept = super().completed(request)
            return [one for one in kept if not (contents and one[0].startswith(_ENTRY))]


class OneFolderPerDocument(AffinityDomain):
    """Knows of only one folder a document is in."""

    class Registry(AffinityDomain.Registry):
        def get_folders_for_document(self, asking: Asking) -> Objects:
            return Objects(folders=super().get_folders_for_document(asking).folders[:1])


class NeverLonely(AffinityDomain):
    """Returns the document itself when nothing is related to it."""

    class Registry(AffinityDomain.Registry):
        def get_related_documents(self, asking: Asking) -> Objects:
            found = super().get_related_documents(asking)
            return found if len(found) else Objects(entries=self.named(asking, _ENTRY, self.holdings.entries))


class ForgetsReferences(AffinityDomain):
    """Keeps no reference ids, and finds nothing by them."""

    class Registry(AffinityDomain.Registry):
        def accepted(self, objects: Objects) -> Objects:
            kept = super().accepted(objects)
            return replace(kept, entries=tuple(replace(one, reference_ids=()) for one in kept.entries))


class MixesAround(AffinityDomain):
    """Returns whole objects of two patients in one answer, except entries by GetDocuments."""

    class Registry(AffinityDomain.Registry):
        def is_of_one_patient(self, objects: Objects) -> bool:
            alone = objects.entries and not (objects.associations or objects.folders)
            return super().is_of_one_patient(objects) if alone else True


NEIGHBOURS = (
    vice("xds.almost-all", AlmostAll, [c.GET_ALL], told=asked("get-all")),
    vice("xds.one-folder-only", OneFolderOnly, [c.GET_FOLDERS], told=asked("get-folders")),
    vice("xds.looks-at-sources", LooksAtSources, [c.GET_ASSOCIATIONS], told=asked("associations", "either-identifier")),
    vice("xds.documents-alone", DocumentsAlone, [c.DOCUMENTS_AND_ASSOCIATIONS], told=asked("associations")),
    vice(
        "xds.sets-without-ties",
        SetsWithoutTies,
        [c.GET_SUBMISSION_SETS],
        [c.LINK_SET],
        told=asked("sets-of-objects"),
    ),
    vice(
        "xds.contents-unfiltered",
        ContentsUnfiltered,
        [c.CONTENTS_FILTERED, c.FOLDER_CONTENTS],
        told=asked("contents", "every-content-filter"),
    ),
    vice(
        "xds.one-folder-per-document",
        OneFolderPerDocument,
        [c.FOLDERS_FOR_DOCUMENT],
        told=asked("folders-of-document"),
    ),
    vice("xds.never-lonely", NeverLonely, [c.RELATED_DOCUMENTS], told=asked("related-documents")),
    vice(
        "xds.forgets-references",
        ForgetsReferences,
        [c.REFERENCE_ID],
        [c.MANIFEST_BY_REFERENCE],
        told=asked("reference-id", "reference-id-filters"),
    ),
    vice("xds.mixes-around", MixesAround, [c.SINGLE_PATIENT], told=asked("single-patient-around", "single-patient")),
)
