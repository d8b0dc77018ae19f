"""Registries with one vice each in folders and relationships."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.xds import clauses as c
from conformance.xds.saboteurs.naming import stories, vice
from conformance.xds.simulator import AffinityDomain
from conformance.xds.simulator.admission import METADATA
from conformance.xds.simulator.lifecycle import REPLACING, UNRESOLVED
from conformance.xds.simulator.parameters import Refused
from conformance.xds.vocabulary import DEPRECATED, SIGNS, XFRM, XFRM_RPLC

if TYPE_CHECKING:
    from conformance.xds.simulator.holdings import Holdings
    from conformance.xds.wire.ebrim import Association, Objects


class NeedsContents(AffinityDomain):
    """Refuses a folder that is empty."""

    class Registry(AffinityDomain.Registry):
        def examine_associations(self, objects: Objects) -> None:
            super().examine_associations(objects)
            filled = {one.source for one in objects.associations}
            if any(one.id not in filled for one in objects.folders):
                raise Refused(METADATA, "the folder is empty")


class ClosesFolders(AffinityDomain):
    """Takes a document into a folder that is registered, and does not show it there."""

    class Registry(AffinityDomain.Registry):
        def carry_out(self, objects: Objects, staged: Holdings) -> None:
            super().carry_out(objects, staged)
            for one in objects.associations:
                if one.source in self.holdings.folders:
                    staged.associations.pop(one.id, None)


class MixesFolders(AffinityDomain):
    """Puts a document into another patient's folder."""

    class Registry(AffinityDomain.Registry):
        def belongs_in_folder(self, folder_patient: str, entry_patient: str) -> bool:
            return True


class FilesTheDead(AffinityDomain):
    """Puts a Deprecated document into a folder."""

    class Registry(AffinityDomain.Registry):
        def examine_folder_member(self, one: Association, staged: Holdings) -> None:
            folder, entry = staged.folders[one.source], staged.entries[one.target]
            if not self.belongs_in_folder(folder.patient_id or "", entry.patient_id or ""):
                super().examine_folder_member(one, staged)


class BlindToFolders(AffinityDomain):
    """Does not look whose folder it is that comes with a submission."""

    class Registry(AffinityDomain.Registry):
        def examine_patients(self, objects: Objects) -> None:
            super().examine_patients(replace(objects, folders=()))


class TakesNoReferences(AffinityDomain):
    """Refuses a submission that refers to a registered document."""

    class Registry(AffinityDomain.Registry):
        def examine_set_member(self, one: Association, staged: Holdings) -> None:
            if one.set_status == "Reference":
                raise Refused(UNRESOLVED, "only documents of the submission are its members")
            super().examine_set_member(one, staged)


class DeprecatesOriginals(AffinityDomain):
    """Deprecates a document because a transformation was made of it."""

    class Registry(AffinityDomain.Registry):
        def replaces(self, association: Association) -> bool:
            return association.type == XFRM or super().replaces(association)


class KeepsTransformed(AffinityDomain):
    """Leaves a document Approved that a transformation replaces."""

    class Registry(AffinityDomain.Registry):
        def replaces(self, association: Association) -> bool:
            return association.type in REPLACING - {XFRM_RPLC}


class TakesNoSignatures(AffinityDomain):
    """Does not know of signatures."""

    class Registry(AffinityDomain.Registry):
        def examine_relationship(self, one: Association, objects: Objects, staged: Holdings) -> None:
            if one.type == SIGNS:
                raise Refused(METADATA, "this association type is not supported")
            super().examine_relationship(one, objects, staged)


class ForgetsReasons(AffinityDomain):
    """Loses the code that says why there is a relationship."""

    class Registry(AffinityDomain.Registry):
        def accepted(self, objects: Objects) -> Objects:
            kept = super().accepted(objects)
            return replace(kept, associations=tuple(replace(one, documentation=None) for one in kept.associations))


class DeprecatesTooSoon(AffinityDomain):
    """Deprecates what would have been replaced although the submission is refused."""

    class Registry(AffinityDomain.Registry):
        def roll_back(self, objects: Objects, refused: Refused) -> None:
            if refused.code not in {"XDSNonIdenticalHash", "XDSNonIdenticalSize"}:
                return
            for one in objects.associations:
                if self.replaces(one) and one.target in self.holdings.entries:
                    entry = self.holdings.entries[one.target]
                    self.holdings.entries[one.target] = replace(entry, status=DEPRECATED)


class RelatesTheAbsent(AffinityDomain):
    """Accepts a relationship between two documents neither of which is in the submission."""

    class Registry(AffinityDomain.Registry):
        def examine_relationship(self, one: Association, objects: Objects, staged: Holdings) -> None:
            if one.source not in self.holdings.entries:
                super().examine_relationship(one, objects, staged)

        def carry_out(self, objects: Objects, staged: Holdings) -> None:
            own = {entry.id for entry in objects.entries}
            inner = tuple(
                one for one in objects.associations if one.source not in self.holdings.entries or one.source in own
            )
            super().carry_out(replace(objects, associations=inner), staged)


RELATIONSHIPS = (
    vice("xds.needs-contents", NeedsContents, [c.FOLDER_ACCEPTED], told=stories("lifecycle", "empty-folder")),
    vice("xds.closes-folders", ClosesFolders, [c.FOLDER_JOINED], told=stories("lifecycle", "folder-joined")),
    vice("xds.mixes-folders", MixesFolders, [c.FOLDER_PATIENT], told=stories("lifecycle", "folder-of-another")),
    vice("xds.files-the-dead", FilesTheDead, [c.FOLDER_APPROVED], told=stories("lifecycle", "folder-of-another")),
    vice("xds.blind-to-folders", BlindToFolders, [c.ONE_PATIENT], told=stories("lifecycle", "folder-of-another")),
    vice("xds.takes-no-references", TakesNoReferences, [c.REFERENCED], told=stories("lifecycle", "reference")),
    vice(
        "xds.deprecates-originals",
        DeprecatesOriginals,
        [c.TRANSFORMATION_LEAVES_APPROVED],
        told=stories("lifecycle", "transformation"),
    ),
    vice(
        "xds.keeps-transformed",
        KeepsTransformed,
        [c.TRANSFORMED_REPLACED],
        told=stories("lifecycle", "transformed-replacement"),
    ),
    vice("xds.takes-no-signatures", TakesNoSignatures, [c.SIGNATURE_KEPT], told=stories("lifecycle", "signature")),
    vice("xds.forgets-reasons", ForgetsReasons, [c.DOCUMENTATION_KEPT], told=stories("lifecycle", "documentation")),
    vice(
        "xds.deprecates-too-soon",
        DeprecatesTooSoon,
        [c.FAILURE_CHANGES_NOTHING],
        [c.SOURCE_SUBMITTED],
        told=stories("lifecycle", "failed-replacement"),
    ),
    vice(
        "xds.relates-the-absent",
        RelatesTheAbsent,
        [c.SOURCE_SUBMITTED],
        told=stories("lifecycle", "failed-replacement"),
    ),
)
