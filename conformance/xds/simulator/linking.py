"""How a registry moves documents to another patient: Notify XAD-PID Link Change (ITI-64; ITI TF-2 3.64.4.1.3)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from conformance.xds.simulator.lifecycle import new_id
from conformance.xds.simulator.patients import normalised
from conformance.xds.vocabulary import APPROVED, DEPRECATED, HAS_MEMBER, RELATIONSHIPS
from conformance.xds.wire.ebrim import Association, DocumentEntry, SubmissionSet

if TYPE_CHECKING:
    from conformance.xds.simulator.holdings import Holdings
    from conformance.xds.simulator.registry import Registry
    from conformance.xds.simulator.updating import Updating
    from conformance.xds.wire.ebrim import Folder


@dataclass(frozen=True, slots=True)
class LinkChange:
    """What a message says: ``local`` is now linked to ``new``; ``subsumed``, if any, was merged into ``local``."""

    new: str
    local: str
    previous: str
    subsumed: str
    sender: str

    @property
    def sources(self) -> set[str]:
        """Return the local identifiers whose documents change."""
        merged = {self.subsumed} if self.subsumed else set()
        return merged if self.new == self.previous else {self.local, *merged}


class Linking:
    """Carries out link changes of a registry, and counts the versions that it makes with those of updates."""

    def __init__(self, registry: Registry, updating: Updating) -> None:
        self.registry = registry
        self.updating = updating

    def link(self, change: LinkChange) -> str:
        """Carry out one change; return why not, or nothing when it is done."""
        patients = self.registry.patients
        if not (patients.knows(change.new) and patients.knows(change.previous)):
            return f"{change.new} or {change.previous} is not a patient that is known here"
        staged = self.registry.holdings.copy()
        made = SubmissionSet(
            new_id(),
            f"2.25.{uuid.uuid4().int}",
            change.sender,
            change.new,
            self.registry.now(),
            self.registry.codes.code("contentTypeCode"),
            APPROVED,
        )
        staged.sets[made.id] = made
        moved = {one.id: self.move(one, change, made, staged) for one in self.concerned(change, staged)}
        for folder in list(staged.folders.values()):
            if self.moves_whole(folder, change, moved, staged):
                self.move_folder(folder, change, made, moved, staged)
        self.relate(moved, made, staged)
        self.registry.holdings = staged
        return ""

    def concerned(self, change: LinkChange, staged: Holdings) -> list[DocumentEntry]:
        """Return the entries that move: the Approved ones of the local patient under the previous one."""
        return [one for one in staged.entries.values() if self.is_of(one, change) and self.may_change(one)]

    def is_of(self, entry: DocumentEntry, change: LinkChange) -> bool:
        """Return whether an entry is of the local patient, and of the previous one."""
        patient = self.registry.patients.survivor(entry.patient_id or "")
        return patient == change.previous and normalised(entry.source_patient_id or "") in change.sources

    def may_change(self, entry: DocumentEntry) -> bool:
        """Return whether an entry may change at all (3.64.4.1.3.1.3)."""
        return entry.status == APPROVED

    def move(self, entry: DocumentEntry, change: LinkChange, made: SubmissionSet, staged: Holdings) -> str:
        """Put a new version in the place of an entry; return its id (3.64.4.1.3.1.4)."""
        lid = entry.lid or entry.id
        after = replace(
            entry, id=new_id(), lid=lid, patient_id=change.new, source_patient_id=self.source(entry, change)
        )
        staged.entries[entry.id] = replace(entry, status=DEPRECATED, lid=lid)
        staged.entries[after.id] = replace(after, status=APPROVED)
        self.tie(made, after.id, self.updating.counted(lid), staged)
        return after.id

    def source(self, entry: DocumentEntry, change: LinkChange) -> str | None:  # noqa: ARG002 - a variant keeps it
        """Return the sourcePatientId of the new version of an entry."""
        return change.local

    def moves_whole(self, folder: Folder, change: LinkChange, moved: dict[str, str], staged: Holdings) -> bool:
        """Return whether a folder moves: when all that is in it does (3.64.4.1.3.1.6)."""
        inside = [one.target for one in staged.members(folder.id)]
        of_it = self.registry.patients.survivor(folder.patient_id or "") == change.previous
        return folder.status == APPROVED and of_it and bool(inside) and all(one in moved for one in inside)

    def move_folder(
        self, folder: Folder, change: LinkChange, made: SubmissionSet, moved: dict[str, str], staged: Holdings
    ) -> None:
        """Put a new version in the place of a folder, with the new versions of its documents in it."""
        lid = folder.lid or folder.id
        after = replace(folder, id=new_id(), lid=lid, patient_id=change.new, last_update_time=self.registry.now())
        members = staged.members(folder.id)
        staged.folders[folder.id] = replace(folder, status=DEPRECATED, lid=lid)
        staged.folders[after.id] = after
        self.tie(made, after.id, self.updating.counted(lid), staged)
        for one in members:
            self.join(Association(new_id(), HAS_MEMBER, after.id, moved[one.target], status=APPROVED), made, staged)

    def relate(self, moved: dict[str, str], made: SubmissionSet, staged: Holdings) -> None:
        """Relate again what was related and moved together (3.64.4.1.3.1.5)."""
        for one in staged.touching(moved):
            if one.type in RELATIONSHIPS and one.source in moved and one.target in moved:
                again = replace(one, id=new_id(), source=moved[one.source], target=moved[one.target])
                self.join(again, made, staged)

    def join(self, one: Association, made: SubmissionSet, staged: Holdings) -> None:
        """Take in a new association, as part of the new submission set."""
        tie = Association(new_id(), HAS_MEMBER, made.id, one.id, status=APPROVED)
        staged.associations |= {one.id: one, tie.id: tie}

    def tie(self, made: SubmissionSet, target: str, version: str, staged: Holdings) -> None:
        """Make an object a member of the new submission set, which says of which version it was made."""
        tie = Association(
            new_id(), HAS_MEMBER, made.id, target, "Original", APPROVED, slots={"PreviousVersion": (version,)}
        )
        staged.associations[tie.id] = tie
