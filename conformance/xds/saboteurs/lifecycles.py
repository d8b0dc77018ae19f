"""Registries with one vice each in what they make of associations and folders (ITI TF-3 4.2.2)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.xds import clauses as c
from conformance.xds.saboteurs.naming import vice
from conformance.xds.simulator import AffinityDomain
from conformance.xds.simulator.lifecycle import DEPENDENT
from conformance.xds.vocabulary import APND, DEPRECATED, RELATIONSHIPS
from conformance.xds.wire.registry import RegistryError

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformance.xds.simulator.holdings import Holdings
    from conformance.xds.wire.ebrim import Association, DocumentEntry, Objects
    from conformance.xds.wire.repository import DocumentRequest, RetrievedDocument


class KeepsTheOld(AffinityDomain):
    """Leaves a replaced document Approved beside its replacement."""

    class Registry(AffinityDomain.Registry):
        def deprecate(self, target: str, staged: Holdings) -> None:
            for entry in staged.related_to(target, DEPENDENT):
                staged.entries[entry.id] = replace(entry, status=DEPRECATED)


class LeavesOrphans(AffinityDomain):
    """Leaves the addenda and transformations of a replaced document Approved."""

    class Registry(AffinityDomain.Registry):
        def dragged_along(self) -> frozenset[str]:
            return frozenset()


class DeprecatesForAddenda(AffinityDomain):
    """Deprecates a document because an addendum was added to it."""

    class Registry(AffinityDomain.Registry):
        def replaces(self, association: Association) -> bool:
            return association.type == APND or super().replaces(association)


class RelatesAnybody(AffinityDomain):
    """Accepts the replacement of another patient's document."""

    class Registry(AffinityDomain.Registry):
        def relates_same_patient(self, source: DocumentEntry, target: DocumentEntry) -> bool:
            return True


class RelatesToNothing(AffinityDomain):
    """Accepts a relationship to a document that is not registered."""

    class Registry(AffinityDomain.Registry):
        def target_must_be_known(self, association: Association) -> bool:
            return False


class RaisesTheDead(AffinityDomain):
    """Accepts a relationship to a Deprecated document."""

    class Registry(AffinityDomain.Registry):
        def is_approved(self, entry: DocumentEntry) -> bool:
            return True


class LosesAssociations(AffinityDomain):
    """Carries a relationship out and does not keep it."""

    class Registry(AffinityDomain.Registry):
        def carry_out(self, objects: Objects, staged: Holdings) -> None:
            super().carry_out(objects, staged)
            for one in objects.associations:
                if one.type in RELATIONSHIPS:
                    staged.associations.pop(one.id, None)


class LosesTheFolder(AffinityDomain):
    """Does not put a replacement in the folders of what it replaces."""

    class Registry(AffinityDomain.Registry):
        def folders_to_follow(self, replaced: str, staged: Holdings) -> list[str]:
            return []


class TimelessFolders(AffinityDomain):
    """Never sets a folder's lastUpdateTime."""

    class Registry(AffinityDomain.Registry):
        def with_times(self, objects: Objects) -> Objects:
            return objects

        def touch_folder(self, folder: str, staged: Holdings) -> None:
            """Leave the folder as it is."""


class FrozenFolders(AffinityDomain):
    """Shows folders with a lastUpdateTime from long ago."""

    class Registry(AffinityDomain.Registry):
        def now(self) -> str:
            return "20010101000000"


class ThrowsAway(AffinityDomain):
    """Does not hand out a document once it is Deprecated."""

    class Repository(AffinityDomain.Repository):
        replaced: frozenset[str] = frozenset()

        def one(self, asked: DocumentRequest) -> RetrievedDocument | RegistryError:
            if asked.document in self.replaced:
                return RegistryError("XDSDocumentUniqueIdError", "it was replaced", location=asked.document)
            return super().one(asked)

    class Registry(AffinityDomain.Registry):
        tell: Callable[[str], None]

        def deprecate(self, target: str, staged: Holdings) -> None:
            super().deprecate(target, staged)
            self.tell(staged.entries[target].unique_id or "")

    registry: Registry
    repository: Repository

    def __init__(self) -> None:
        super().__init__()
        self.registry.tell = self._throw_away

    def _throw_away(self, unique_id: str) -> None:
        self.repository.replaced |= {unique_id}


LIFECYCLES = (
    vice("XL03", RelatesAnybody, [c.OTHER_PATIENT_REFUSED]),
    vice("XL04", LeavesOrphans, [c.DEPENDENTS_DEPRECATED]),
    vice("XL05", RelatesToNothing, [c.UNRESOLVED_REFUSED]),
    vice("XL06", LosesTheFolder, [c.FOLDER_FOLLOWED]),
    vice("XQ14", TimelessFolders, [c.FOLDER_UPDATE_TIME], [c.FIND_FOLDERS]),
    vice("XT11", ThrowsAway, [c.DEPRECATED_RETRIEVABLE], actor="document-repository"),
    vice(
        "xds.keeps-the-old",
        KeepsTheOld,
        [c.REPLACED_DEPRECATED],
        [
            *(c.MANIFEST_REPLACED, c.FOLDER_APPROVED, c.TRANSFORMED_REPLACED, c.MERGE_AWARE, c.STATUS_UNKNOWN),
            *(c.STATUS_FILTER, c.GET_ALL, c.REFERENCE_ID),
        ],
    ),
    vice("xds.deprecates-for-addenda", DeprecatesForAddenda, [c.ADDENDUM_LEAVES_APPROVED]),
    vice("xds.raises-the-dead", RaisesTheDead, [c.DEPRECATED_TARGET_REFUSED], [c.FOLDER_APPROVED]),
    vice(
        "xds.loses-associations",
        LosesAssociations,
        [c.ASSOCIATION_KEPT],
        [
            c.LINK_RELATED,
            c.DEPENDENTS_DEPRECATED,
            c.DOCUMENTATION_KEPT,
            c.SIGNATURE_KEPT,
            c.GET_ASSOCIATIONS,
            c.DOCUMENTS_AND_ASSOCIATIONS,
            c.RELATED_DOCUMENTS,
        ],
    ),
    vice("xds.frozen-folders", FrozenFolders, [c.FOLDER_UPDATE_TIME]),
)
