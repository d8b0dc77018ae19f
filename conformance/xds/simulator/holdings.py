"""What a registry holds: entries, sets, folders and associations by id; a copy is changed, then put in its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conformance.xds.vocabulary import HAS_MEMBER
from conformance.xds.wire.ebrim import DocumentEntry, Folder, SubmissionSet

if TYPE_CHECKING:
    from collections.abc import Collection

    from conformance.xds.wire.ebrim import Association, Objects

Described = DocumentEntry | SubmissionSet | Folder
"""The objects that have a patient and a uniqueId: all but associations."""


def described(objects: Objects) -> list[Described]:
    """Return all objects but the associations: submission sets, folders, entries."""
    return [*objects.submission_sets, *objects.folders, *objects.entries]


@dataclass(slots=True)
class Holdings:
    """The four kinds of objects by id, in the order they came."""

    entries: dict[str, DocumentEntry] = field(default_factory=dict)
    sets: dict[str, SubmissionSet] = field(default_factory=dict)
    folders: dict[str, Folder] = field(default_factory=dict)
    associations: dict[str, Association] = field(default_factory=dict)

    def copy(self) -> Holdings:
        """Return holdings that can be changed without these being touched."""
        return Holdings(dict(self.entries), dict(self.sets), dict(self.folders), dict(self.associations))

    def add(self, objects: Objects) -> None:
        """Take in all objects of a submission."""
        self.entries |= {one.id: one for one in objects.entries}
        self.sets |= {one.id: one for one in objects.submission_sets}
        self.folders |= {one.id: one for one in objects.folders}
        self.associations |= {one.id: one for one in objects.associations}

    def __contains__(self, id_: str) -> bool:
        return id_ in self.entries or id_ in self.sets or id_ in self.folders or id_ in self.associations

    def entries_called(self, unique_id: str) -> list[DocumentEntry]:
        """Return the entries with a uniqueId; several may share one."""
        return [one for one in self.entries.values() if one.unique_id == unique_id]

    def unique_ids(self) -> set[str | None]:
        """Return every uniqueId in use, of whatever kind of object."""
        held: list[Described] = [*self.entries.values(), *self.sets.values(), *self.folders.values()]
        return {one.unique_id for one in held}

    def touching(self, ids: Collection[str]) -> list[Association]:
        """Return the associations that have one of the ids at either end."""
        return [one for one in self.associations.values() if one.source in ids or one.target in ids]

    def related_to(self, target: str, types: Collection[str]) -> list[DocumentEntry]:
        """Return the entries that are tied to ``target`` by an association of these types."""
        found = (one for one in self.associations.values() if one.target == target and one.type in types)
        return [self.entries[one.source] for one in found if one.source in self.entries]

    def members(self, package: str) -> list[Association]:
        """Return the HasMember associations of a submission set or folder."""
        return [one for one in self.associations.values() if one.source == package and one.type == HAS_MEMBER]

    def folders_of(self, entry: str) -> list[Folder]:
        """Return the folders an entry is in."""
        ties = (one for one in self.associations.values() if one.target == entry and one.type == HAS_MEMBER)
        return [self.folders[one.source] for one in ties if one.source in self.folders]
