"""What associations mean to a registry: membership, replacement, addenda, transformations (ITI TF-3 4.2.2)."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from conformance.xds.simulator.admission import METADATA, NO_MATCH, Admission
from conformance.xds.simulator.parameters import Refused
from conformance.xds.vocabulary import APND, APPROVED, DEPRECATED, HAS_MEMBER, RELATIONSHIPS, RPLC, XFRM, XFRM_RPLC
from conformance.xds.wire.ebrim import Association

if TYPE_CHECKING:
    from conformance.xds.simulator.holdings import Holdings
    from conformance.xds.wire.ebrim import DocumentEntry, Objects

REPLACING = frozenset({RPLC, XFRM_RPLC})
DEPENDENT = frozenset({XFRM, APND})
UNRESOLVED = "UnresolvedReferenceException"


class Lifecycle(Admission):
    """Looks at the associations of a submission and carries out what they ask for."""

    def examine_associations(self, objects: Objects) -> None:
        """Raise Refused for the first association that can't stand (TF-2 3.42.4.1.3.4, .5)."""
        staged = self.holdings.copy()
        staged.add(objects)
        for one in objects.associations:
            if one.type == HAS_MEMBER:
                self.examine_membership(one, objects, staged)
            elif one.type in RELATIONSHIPS:
                self.examine_relationship(one, objects, staged)
            else:
                raise Refused(METADATA, f"the association type {one.type} is not known here", one.id)
            if "PreviousVersion" in one.slots:
                raise Refused(METADATA, "a new version is no matter of this transaction", one.id)
        self.examine_completeness(objects)

    def examine_membership(self, one: Association, objects: Objects, staged: Holdings) -> None:
        """Refuse a membership of what is not there, or in what may not have it."""
        here = objects.submission_sets[0].id
        if one.source == here:
            self.examine_set_member(one, staged)
        elif one.source in staged.sets:
            raise Refused(METADATA, "nothing is added to a submission set that is registered", one.id)
        elif one.source not in staged.folders or one.target not in staged.entries:
            raise Refused(UNRESOLVED, f"{one.source} or {one.target} is neither here nor registered", one.id)
        else:
            self.examine_folder_member(one, staged)

    def examine_set_member(self, one: Association, staged: Holdings) -> None:
        """Refuse a member that is not there, or an entry without a right SubmissionSetStatus (TF-3 4.2.2.1.2)."""
        if one.target not in staged or one.target in staged.sets:
            raise Refused(UNRESOLVED, f"{one.target} is neither here nor registered", one.id)
        if one.target in staged.entries:
            own = one.target not in self.holdings.entries
            if one.set_status != ("Original" if own else "Reference"):
                raise Refused(METADATA, f"the SubmissionSetStatus is {one.set_status}", one.id)

    def examine_folder_member(self, one: Association, staged: Holdings) -> None:
        """Refuse a deprecated document, or another patient's, in a folder (TF-2 3.42.4.1.3.4)."""
        folder, entry = staged.folders[one.source], staged.entries[one.target]
        if not self.is_approved(entry):
            raise Refused("XDSRegistryDeprecatedDocumentError", f"{entry.id} is deprecated", one.id)
        if not self.belongs_in_folder(folder.patient_id or "", entry.patient_id or ""):
            raise Refused(NO_MATCH, "the folder is another patient's", one.id)

    def examine_relationship(self, one: Association, objects: Objects, staged: Holdings) -> None:
        """Refuse a relationship whose ends are unknown, deprecated or of different patients (TF-3 4.2.2.2)."""
        source = next((entry for entry in objects.entries if entry.id == one.source), None)
        if source is None:
            raise Refused(UNRESOLVED, f"the source {one.source} is not in the submission", one.id)
        among = self.holdings if one.type in REPLACING else staged
        target = among.entries.get(one.target)
        if target is None:
            if self.target_must_be_known(one):
                raise Refused(UNRESOLVED, f"the target {one.target} is not registered", one.id)
            return
        if not self.is_approved(target):
            raise Refused("XDSRegistryDeprecatedDocumentError", f"the target {one.target} is deprecated", one.id)
        if not self.relates_same_patient(source, target):
            raise Refused(NO_MATCH, "the related documents are of different patients", one.id)
        transformed = any(tie.source == target.id and tie.type == XFRM for tie in staged.associations.values())
        if one.type == APND and transformed:
            raise Refused(METADATA, "nothing is appended to a transformation", one.id)

    def examine_completeness(self, objects: Objects) -> None:
        """Refuse an object that no HasMember ties to the submission set (TF-3 4.2.1)."""
        here = objects.submission_sets[0].id
        tied = {one.target for one in objects.associations if one.source == here and one.type == HAS_MEMBER}
        folders = self.holdings.folders.keys() | {one.id for one in objects.folders}
        memberships = [one for one in objects.associations if one.type == HAS_MEMBER and one.source in folders]
        wanted = [*(one.id for one in objects.entries), *(one.id for one in objects.folders)]
        wanted += [one.id for one in memberships]
        for id_ in wanted:
            if id_ not in tied:
                raise Refused(METADATA, f"{id_} is not tied to the submission set", id_)

    def is_approved(self, entry: DocumentEntry) -> bool:
        """Return whether an entry may still take part in new associations."""
        return entry.status == APPROVED

    def belongs_in_folder(self, folder_patient: str, entry_patient: str) -> bool:
        """Return whether a document may be put in a folder: both are of one patient, counting merges."""
        return self.patients.survivor(folder_patient) == self.patients.survivor(entry_patient)

    def target_must_be_known(self, association: Association) -> bool:  # noqa: ARG002 - a variant may answer by it
        """Return whether a relationship to nothing is refused."""
        return True

    def relates_same_patient(self, source: DocumentEntry, target: DocumentEntry) -> bool:
        """Return whether both documents are of one patient, counting merges (TF-2 3.42.4.1.3.5)."""
        return self.patients.survivor(source.patient_id or "") == self.patients.survivor(target.patient_id or "")

    def carry_out(self, objects: Objects, staged: Holdings) -> None:
        """Change ``staged`` as the associations of the submission want it."""
        for one in objects.associations:
            if one.type == HAS_MEMBER and one.source in staged.folders:
                self.touch_folder(one.source, staged)
            elif self.replaces(one) and one.target in staged.entries:
                self.deprecate(one.target, staged)
                self.follow_into_folders(one, objects.submission_sets[0].id, staged)

    def replaces(self, association: Association) -> bool:
        """Return whether the target of an association gives way to its source."""
        return association.type in REPLACING

    def deprecate(self, target: str, staged: Holdings) -> None:
        """Deprecate a replaced document and what hangs on it (TF-3 4.2.2.2.3)."""
        staged.entries[target] = replace(staged.entries[target], status=DEPRECATED)
        for entry in staged.related_to(target, self.dragged_along()):
            staged.entries[entry.id] = replace(entry, status=DEPRECATED)

    def dragged_along(self) -> frozenset[str]:
        """Return the associations by which a document shares the fate of its parent."""
        return DEPENDENT

    def follow_into_folders(self, one: Association, submission: str, staged: Holdings) -> None:
        """Put the new document in each folder of the old, with both associations that takes (TF-2 3.42.4.1.3.5)."""
        for folder in self.folders_to_follow(one.target, staged):
            membership = Association(new_id(), HAS_MEMBER, folder, one.source, status=APPROVED)
            tie = Association(new_id(), HAS_MEMBER, submission, membership.id, status=APPROVED)
            staged.associations |= {membership.id: membership, tie.id: tie}
            self.touch_folder(folder, staged)

    def folders_to_follow(self, replaced: str, staged: Holdings) -> list[str]:
        """Return the approved folders a replaced document is in."""
        return [folder.id for folder in staged.folders_of(replaced) if folder.status == APPROVED]

    def touch_folder(self, folder: str, staged: Holdings) -> None:
        """Move a folder's lastUpdateTime to now (TF-3 4.2.3.4.6)."""
        staged.folders[folder] = replace(staged.folders[folder], last_update_time=self.now())

    def now(self) -> str:
        """Return this moment as DTM to the second, UTC."""
        return datetime.now(UTC).strftime("%Y%m%d%H%M%S")


def new_id() -> str:
    """Return a new UUID URN."""
    return f"urn:uuid:{uuid.uuid4()}"
