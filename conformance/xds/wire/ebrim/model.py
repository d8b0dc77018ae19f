"""Metadata objects as values: text as it stands on the wire, None where an attribute is absent.

Because every attribute is optional here, a message that leaves one out or gives it a wrong value is
written with ``dataclasses.replace``. ``slots`` holds further Slots by name, kept as they came.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Slots = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Code:
    """A coded value (ITI TF-3 4.2.3.1.2): ``scheme`` None leaves its Slot out."""

    code: str
    scheme: str | None = None
    display: str | None = None

    @property
    def key(self) -> tuple[str, str | None]:
        """Return what identifies it: code and scheme, never the display name."""
        return self.code, self.scheme

    def asked(self) -> str:
        """Return it as a query names it: ``code^^scheme``."""
        return f"{self.code}^^{self.scheme or ''}"


@dataclass(frozen=True, slots=True)
class Author:
    """An author (ITI TF-3 4.2.3.1.4): XCN, XON, roles, specialties and XTN as text."""

    person: str | None = None
    institutions: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    specialties: tuple[str, ...] = ()
    telecoms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A DocumentEntry (ITI TF-3 4.2.3.2). ``size`` is text, octets in decimal; ``hash`` SHA-1 in hex."""

    id: str
    unique_id: str | None = None
    patient_id: str | None = None
    mime_type: str | None = None
    object_type: str | None = None
    status: str | None = None
    home: str | None = None
    lid: str | None = None
    title: str | None = None
    comments: str | None = None
    authors: tuple[Author, ...] = ()
    class_code: Code | None = None
    type_code: Code | None = None
    format_code: Code | None = None
    facility_code: Code | None = None
    practice_code: Code | None = None
    confidentiality_codes: tuple[Code, ...] = ()
    event_codes: tuple[Code, ...] = ()
    creation_time: str | None = None
    service_start: str | None = None
    service_stop: str | None = None
    hash: str | None = None
    size: str | None = None
    language: str | None = None
    legal_authenticator: str | None = None
    repository_unique_id: str | None = None
    source_patient_id: str | None = None
    source_patient_info: tuple[str, ...] = ()
    uri: tuple[str, ...] = ()
    reference_ids: tuple[str, ...] = ()
    limited: bool = False
    """Whether it is marked as having limited metadata."""
    slots: Slots = field(default_factory=dict, hash=False)
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SubmissionSet:
    """A SubmissionSet (ITI TF-3 4.2.3.3)."""

    id: str
    unique_id: str | None = None
    source_id: str | None = None
    patient_id: str | None = None
    submission_time: str | None = None
    content_type: Code | None = None
    status: str | None = None
    home: str | None = None
    lid: str | None = None
    title: str | None = None
    comments: str | None = None
    authors: tuple[Author, ...] = ()
    recipients: tuple[str, ...] = ()
    limited: bool = False
    """As of an entry."""
    slots: Slots = field(default_factory=dict, hash=False)
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Folder:
    """A Folder (ITI TF-3 4.2.3.4)."""

    id: str
    unique_id: str | None = None
    patient_id: str | None = None
    codes: tuple[Code, ...] = ()
    last_update_time: str | None = None
    status: str | None = None
    home: str | None = None
    lid: str | None = None
    title: str | None = None
    comments: str | None = None
    slots: Slots = field(default_factory=dict, hash=False)
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Association:
    """An Association (ITI TF-3 4.2.2): ``type`` is the whole URN, ``set_status`` Original, Reference or None."""

    id: str
    type: str
    source: str
    target: str
    set_status: str | None = None
    status: str | None = None
    documentation: Code | None = None
    home: str | None = None
    lid: str | None = None
    slots: Slots = field(default_factory=dict, hash=False)
    problems: tuple[str, ...] = ()


Item = DocumentEntry | SubmissionSet | Folder | Association


@dataclass(frozen=True, slots=True)
class Objects:
    """A RegistryObjectList. ``refs`` are the ids of ObjectRefs; ``others`` packages that are neither set nor folder."""

    entries: tuple[DocumentEntry, ...] = ()
    submission_sets: tuple[SubmissionSet, ...] = ()
    folders: tuple[Folder, ...] = ()
    associations: tuple[Association, ...] = ()
    refs: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Item]:
        yield from self.submission_sets
        yield from self.folders
        yield from self.entries
        yield from self.associations

    def __len__(self) -> int:
        return (
            len(self.submission_sets) + len(self.folders) + len(self.entries) + len(self.associations) + len(self.refs)
        )

    @property
    def ids(self) -> frozenset[str]:
        """Return the id of every object and ObjectRef."""
        return frozenset((*(item.id for item in self), *self.refs))

    def entry(self, unique_id: str | None) -> DocumentEntry | None:
        """Return the first document entry with that uniqueId."""
        return next((entry for entry in self.entries if entry.unique_id == unique_id), None)

    def unique_ids(self) -> set[str | None]:
        """Return the uniqueIds of the document entries."""
        return {entry.unique_id for entry in self.entries}

    def renamed(self, names: Mapping[str, str]) -> Objects:
        """Return the same objects with ids, and every reference to them, replaced as ``names`` says."""

        def new(id_: str) -> str:
            return names.get(id_, id_)

        def linked(one: Association) -> Association:
            return replace(one, id=new(one.id), source=new(one.source), target=new(one.target))

        return replace(
            self,
            entries=tuple(replace(one, id=new(one.id)) for one in self.entries),
            submission_sets=tuple(replace(one, id=new(one.id)) for one in self.submission_sets),
            folders=tuple(replace(one, id=new(one.id)) for one in self.folders),
            associations=tuple(linked(one) for one in self.associations),
            refs=tuple(new(one) for one in self.refs),
        )
