"""How a registry takes updates: new versions, statuses and associations (ITI-57; XDS Metadata Update 3.57.4.1.3.3)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.xds.simulator.lifecycle import UNRESOLVED, new_id
from conformance.xds.simulator.parameters import Refused
from conformance.xds.vocabulary import (
    APPROVED,
    DEPRECATED,
    HAS_MEMBER,
    RELATIONSHIPS,
    SUBMIT_ASSOCIATION,
    UPDATE_STATUS,
)
from conformance.xds.wire.ebrim import Association, DocumentEntry, Folder

if TYPE_CHECKING:
    from conformance.xds.simulator.holdings import Holdings
    from conformance.xds.simulator.registry import Registry
    from conformance.xds.wire.ebrim import Objects

WRONG_UPDATE, WRONG_VERSION, WRONG_OPERATION = (
    "XDSMetadataUpdateError",
    "XDSMetadataVersionError",
    "XDSMetadataUpdateOperationError",
)
WRONG_PATIENT = "XDSPatientIDReconciliationError"
STATUSES = frozenset({APPROVED, DEPRECATED})


class Updating:
    """Carries out the updates of a registry."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self._versions: dict[str, int] = {}

    def update(self, objects: Objects) -> None:
        """Carry out every update of a submission, or none."""
        registry = self.registry
        named = registry.with_ids(objects)
        registry.examine_form(named)
        registry.examine_set(named.submission_sets[0])
        self.examine_once(named)
        staged = registry.holdings.copy()
        versions = dict(self._versions)
        done = 0
        for entry in named.entries:
            self.new_version(entry, tie_of(named, entry), staged, versions)
            done += 1
        for folder in named.folders:
            self.new_folder(folder, tie_of(named, folder), staged, versions)
            done += 1
        for one in named.associations:
            if one.type == UPDATE_STATUS:
                self.new_status(one, staged)
            elif one.type == SUBMIT_ASSOCIATION:
                self.new_association(one, named, staged)
            done += one.type in {UPDATE_STATUS, SUBMIT_ASSOCIATION}
        if not done:
            raise Refused(WRONG_OPERATION, "the submission asks for no update")
        staged.sets |= {one.id: replace(one, status=APPROVED) for one in named.submission_sets}
        kept = (one for one in named.associations if one.type == HAS_MEMBER)
        staged.associations |= {one.id: replace(one, status=APPROVED) for one in kept}
        registry.holdings, self._versions = staged, versions

    def examine_once(self, objects: Objects) -> None:
        """Refuse two versions of one object in a submission."""
        versions: list[DocumentEntry | Folder] = [*objects.entries, *objects.folders]
        times = Counter(one.lid for one in versions)
        if any(lid and count > 1 for lid, count in times.items()):
            raise Refused("XDSRegistryDuplicateUniqueIdInMessage", "one object is updated twice in one submission")

    # Versions (3.57.4.1.3.3.1, .3.3.3).

    def new_version(
        self, entry: DocumentEntry, tie: Association | None, staged: Holdings, versions: dict[str, int]
    ) -> None:
        """Put a new version of an entry in the place of the one before."""
        lid = entry.lid or ""
        before = next(
            (one for one in staged.entries.values() if lid == (one.lid or one.id) and self.is_latest(one)), None
        )
        if before is None or lid == entry.id:
            raise Refused(WRONG_UPDATE, f"there is no Approved entry of logical id {lid}", entry.id)
        if not self.may_follow(before, entry):
            raise Refused(WRONG_UPDATE, "uniqueId and objectType do not change", entry.id)
        self.count(lid, tie, versions, entry.id)
        staged.entries[before.id] = replace(before, status=DEPRECATED, lid=lid)
        staged.entries[entry.id] = replace(
            entry,
            status=APPROVED,
            hash=before.hash,
            size=before.size,
            repository_unique_id=before.repository_unique_id,
        )
        if self.is_propagated(tie):
            self.follow(before.id, entry.id, tie.source if tie else "", staged)

    def new_folder(self, folder: Folder, tie: Association | None, staged: Holdings, versions: dict[str, int]) -> None:
        """Put a new version of a folder in the place of the one before, with all that is in it."""
        lid = folder.lid or ""
        before = next(
            (one for one in staged.folders.values() if lid == (one.lid or one.id) and one.status == APPROVED), None
        )
        if before is None or lid == folder.id or before.unique_id != folder.unique_id:
            raise Refused(WRONG_UPDATE, f"there is no Approved folder of logical id {lid} and that uniqueId", folder.id)
        self.count(lid, tie, versions, folder.id)
        staged.folders[before.id] = replace(before, status=DEPRECATED, lid=lid)
        staged.folders[folder.id] = replace(folder, status=APPROVED, last_update_time=self.registry.now())
        if self.is_propagated(tie):
            for one in staged.members(before.id):
                self.join(folder.id, one.target, tie.source if tie else "", staged)

    def count(self, lid: str, tie: Association | None, versions: dict[str, int], id_: str) -> None:
        """Count one version more; refuse an update that was made of another than the latest."""
        slots = tie.slots.get("PreviousVersion") if tie else None
        said = (slots or ("",))[0]
        if not self.version_is_right(said, versions.get(lid, 1)):
            raise Refused(WRONG_VERSION, f"the version before is {versions.get(lid, 1)}, not {said}", id_)
        versions[lid] = versions.get(lid, 1) + 1

    def counted(self, lid: str) -> str:
        """Count one version more, made by the registry itself; return the number of the one before."""
        before = self._versions.get(lid, 1)
        self._versions[lid] = before + 1
        return str(before)

    def is_propagated(self, tie: Association | None) -> bool:
        """Return whether the associations of the version before become those of the new one (3.57.4.1.3.3.1.5)."""
        return (tie.slots.get("AssociationPropagation") if tie else None) != ("no",)

    def follow(self, before: str, after: str, owner: str, staged: Holdings) -> None:
        """Put the new version of an entry in each folder of the one before."""
        for folder in staged.folders_of(before):
            if folder.status == APPROVED:
                self.join(folder.id, after, owner, staged)

    def join(self, folder: str, entry: str, owner: str, staged: Holdings) -> None:
        """Put an entry in a folder."""
        member = Association(new_id(), HAS_MEMBER, folder, entry, status=APPROVED)
        tie = Association(new_id(), HAS_MEMBER, owner, member.id, status=APPROVED)
        staged.associations |= {member.id: member, tie.id: tie}
        self.registry.touch_folder(folder, staged)

    def is_latest(self, entry: DocumentEntry) -> bool:
        """Return whether an entry is the version that may be updated."""
        return entry.status == APPROVED

    def may_follow(self, before: DocumentEntry, after: DocumentEntry) -> bool:
        """Return whether a new version leaves alone what no update may change."""
        return (before.unique_id, before.object_type) == (after.unique_id, after.object_type)

    def version_is_right(self, said: str, current: int) -> bool:
        """Return whether an update names the version it was made of."""
        return said == str(current)

    # Statuses (3.57.4.1.3.3.2).

    def new_status(self, one: Association, staged: Holdings) -> None:
        """Change the availability of an entry."""
        entry = staged.entries.get(one.target)
        before, after = (one.slots.get(name) or ("",) for name in ("OriginalStatus", "NewStatus"))
        self.examine_status(before[0], after[0], one.id)
        if entry is None or not self.status_fits(entry.status or "", before[0]):
            raise Refused(WRONG_UPDATE, f"{one.target} is not {before[0]}", one.id)
        staged.entries[entry.id] = replace(entry, status=self.status_after(before[0], after[0]))

    def examine_status(self, before: str, after: str, id_: str) -> None:
        """Refuse statuses that are not there, that nobody knows, or that are the same."""
        if {before, after} != STATUSES:
            raise Refused(WRONG_OPERATION, f"no status goes from {before!r} to {after!r}", id_)

    def status_fits(self, held: str, said: str) -> bool:
        """Return whether an object has the status an update says it has."""
        return held == said

    def status_after(self, before: str, asked: str) -> str:  # noqa: ARG002 - a variant may answer by both
        """Return the status an entry has after it was asked to change."""
        return asked

    # Associations.

    def new_association(self, one: Association, objects: Objects, staged: Holdings) -> None:
        """Take in the association that another one submits."""
        made = next((tie for tie in objects.associations if tie.id == one.target), None)
        if made is None:
            raise Refused(WRONG_UPDATE, f"{one.target} is no association of the submission", one.id)
        self.examine_ends(made, staged)
        staged.associations[made.id] = replace(made, status=APPROVED)
        if made.source in staged.folders:
            self.registry.touch_folder(made.source, staged)

    def examine_ends(self, made: Association, staged: Holdings) -> None:
        """Refuse an association whose ends are not there, Approved, and of one patient."""
        held: dict[str, DocumentEntry | Folder] = {**staged.entries, **staged.folders}
        ends = [held.get(made.source), held.get(made.target)]
        if made.type not in {HAS_MEMBER, *RELATIONSHIPS}:
            raise Refused("XDSRegistryMetadataError", f"the association type {made.type} is not known here", made.id)
        if None in ends:
            raise Refused(UNRESOLVED, f"{made.source} or {made.target} is not registered", made.id)
        if any(one is not None and one.status != APPROVED for one in ends):
            raise Refused(WRONG_UPDATE, f"{made.source} or {made.target} is not Approved", made.id)
        if len({one.patient_id for one in ends if one is not None}) > 1:
            raise Refused(WRONG_PATIENT, "the ends are of different patients", made.id)


def tie_of(objects: Objects, item: DocumentEntry | Folder) -> Association | None:
    """Return the HasMember by which an object came."""
    return next((one for one in objects.associations if one.target == item.id and one.type == HAS_MEMBER), None)
