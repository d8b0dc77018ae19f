"""The fourteen stored queries of a registry, each a small method over what it holds (ITI TF-2 3.18.4.1.2.3.7)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from conformance.xds.simulator.parameters import Asking, Refused
from conformance.xds.vocabulary import APPROVED, DEPRECATED, HAS_MEMBER, STABLE
from conformance.xds.wire.ebrim import Association, Code, DocumentEntry, Folder, Objects, SubmissionSet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from conformance.xds.simulator.holdings import Holdings
    from conformance.xds.simulator.patients import Patients

Item = TypeVar("Item", DocumentEntry, SubmissionSet, Folder)
_ENTRY, _SET, _FOLDER = "$XDSDocumentEntry", "$XDSSubmissionSet", "$XDSFolder"
_STATUSES = frozenset({APPROVED, DEPRECATED})
_FIRST_MOMENT = "00000101000000"


class StoredQueries:
    """Answers a query by the method its name gives: FindDocuments by ``find_documents``.

    What is found is shown as it is now: a merged patient's objects carry the surviving identifier.
    """

    holdings: Holdings
    patients: Patients

    def ask(self, asking: Asking) -> Objects:
        """Return what one stored query finds."""
        name = re.sub(r"(?<!^)(?=[A-Z])", "_", asking.form.name).lower()
        answer: Callable[[Asking], Objects] = getattr(self, name)
        return self.shown(answer(asking))

    # Queries about a patient.

    def find_documents(self, asking: Asking) -> Objects:
        """.7.1: the entries of a patient that every filter lets pass."""
        patient = asking.one(f"{_ENTRY}PatientId") or ""
        entries = self.of_patient(self.holdings.entries.values(), patient)
        statuses = self.statuses(asking, f"{_ENTRY}Status")
        return Objects(entries=tuple(one for one in entries if one.status in statuses and self.matches(asking, one)))

    def find_documents_by_reference_id(self, asking: Asking) -> Objects:
        """.7.14: FindDocuments, of which only the entries with these reference ids."""
        lists = asking.all_of(f"{_ENTRY}ReferenceIdList")
        found = self.find_documents(asking).entries
        return Objects(entries=tuple(one for one in found if self.in_every_list(lists, set(one.reference_ids))))

    def find_submission_sets(self, asking: Asking) -> Objects:
        """.7.2: the submission sets of a patient that every filter lets pass."""
        sets = self.of_patient(self.holdings.sets.values(), asking.one(f"{_SET}PatientId") or "")
        statuses = self.statuses(asking, f"{_SET}Status")
        return Objects(
            submission_sets=tuple(one for one in sets if one.status in statuses and self.matches_set(asking, one))
        )

    def find_folders(self, asking: Asking) -> Objects:
        """.7.3: the folders of a patient that every filter lets pass."""
        folders = self.of_patient(self.holdings.folders.values(), asking.one(f"{_FOLDER}PatientId") or "")
        statuses = self.statuses(asking, f"{_FOLDER}Status")
        lists = asking.all_of(f"{_FOLDER}CodeList")
        kept = (
            one
            for one in folders
            if one.status in statuses
            and self.in_range(asking, f"{_FOLDER}LastUpdateTime", one.last_update_time)
            and self.codes_match(lists, one.codes)
        )
        return Objects(folders=tuple(kept))

    def get_all(self, asking: Asking) -> Objects:
        """.7.4: all that is held of a patient, with every association at either end of it."""
        patient = asking.one("$patientId") or ""
        status = {kind: self.statuses(asking, f"{kind}Status") for kind in (_ENTRY, _SET, _FOLDER)}
        entries = [
            one for one in self.of_patient(self.holdings.entries.values(), patient) if one.status in status[_ENTRY]
        ]
        sets = [one for one in self.of_patient(self.holdings.sets.values(), patient) if one.status in status[_SET]]
        folders = [
            one for one in self.of_patient(self.holdings.folders.values(), patient) if one.status in status[_FOLDER]
        ]
        kept = [one for one in entries if self.matches_content(asking, one)]
        found = Objects(tuple(kept), tuple(sets), tuple(folders))
        return replace(found, associations=tuple(self.holdings.touching(found.ids)))

    # Queries about objects that are already known.

    def get_documents(self, asking: Asking) -> Objects:
        """.7.5: entries by their ids or uniqueIds, whatever their status."""
        return Objects(entries=self.named(asking, _ENTRY, self.holdings.entries))

    def get_folders(self, asking: Asking) -> Objects:
        """.7.6: folders by their ids or uniqueIds."""
        return Objects(folders=self.named(asking, _FOLDER, self.holdings.folders))

    def get_associations(self, asking: Asking) -> Objects:
        """.7.7: the associations at either end of these objects."""
        return Objects(associations=tuple(self.holdings.touching(set(asking.any_of("$uuid") or ()))))

    def get_documents_and_associations(self, asking: Asking) -> Objects:
        """.7.8: entries with the associations at either end of them."""
        entries = self.named(asking, _ENTRY, self.holdings.entries)
        return Objects(entries, associations=tuple(self.holdings.touching({one.id for one in entries})))

    def get_submission_sets(self, asking: Asking) -> Objects:
        """.7.9: the submission sets these objects came in, with the associations that say so."""
        wanted = set(asking.any_of("$uuid") or ())
        ties = [
            one
            for one in self.holdings.associations.values()
            if one.type == HAS_MEMBER and one.target in wanted and one.source in self.holdings.sets
        ]
        sets = dict.fromkeys(one.source for one in ties)
        return Objects(submission_sets=tuple(self.holdings.sets[one] for one in sets), associations=tuple(ties))

    def get_submission_set_and_contents(self, asking: Asking) -> Objects:
        """.7.10: a submission set, what came in it, and the associations among them."""
        found = self.named(asking, _SET, self.holdings.sets)
        ties = [tie for one in found for tie in self.holdings.members(one.id)]
        entries, folders = self.members(asking, ties)
        ids = {*(one.id for one in entries), *(one.id for one in folders)}
        among = [self.holdings.associations[tie.target] for tie in ties if tie.target in self.holdings.associations]
        among = [one for one in among if one.target in ids or one.target not in self.holdings.entries]
        among += [one for one in self.holdings.associations.values() if {one.source, one.target} <= ids]
        kept = ids | {one.id for one in among}
        associations = dict.fromkeys([*(tie for tie in ties if tie.target in kept), *among])
        return Objects(entries, found, folders, tuple(associations))

    def get_folder_and_contents(self, asking: Asking) -> Objects:
        """.7.11: a folder, the documents in it, and the associations between them."""
        found = self.named(asking, _FOLDER, self.holdings.folders)
        ties = [tie for one in found for tie in self.holdings.members(one.id)]
        entries, _ = self.members(asking, ties)
        ids = {one.id for one in entries}
        return Objects(entries, folders=found, associations=tuple(tie for tie in ties if tie.target in ids))

    def get_folders_for_document(self, asking: Asking) -> Objects:
        """.7.12: the folders a document is in."""
        entries = self.named(asking, _ENTRY, self.holdings.entries)
        folders = {folder.id: folder for one in entries for folder in self.holdings.folders_of(one.id)}
        return Objects(folders=tuple(folders.values()))

    def get_related_documents(self, asking: Asking) -> Objects:
        """.7.13: a document, those related to it by these associations, and the associations; or nothing."""
        ids = {one.id for one in self.named(asking, _ENTRY, self.holdings.entries)}
        types = set(asking.any_of("$AssociationTypes") or ())
        among = self.holdings.entries
        ties = [
            one
            for one in self.holdings.touching(ids)
            if one.type in types and one.source in among and one.target in among
        ]
        related = dict.fromkeys(end for one in ties for end in (one.source, one.target))
        entries = [among[one] for one in related]
        kept = [one for one in entries if one.id in ids or self.matches_type(asking, one)]
        return Objects(tuple(kept), associations=tuple(ties)) if ties else Objects()

    # The questions they share.

    def of_patient(self, items: Iterable[Item], patient: str) -> list[Item]:
        """Return the items of a patient: none under an identifier merged away, all of both under the surviving one."""
        return [one for one in items if self.belongs_to(one.patient_id or "", patient)]

    def belongs_to(self, held: str, asked: str) -> bool:
        """Return whether what is held under one identifier is found under another (3.18.4.1.2.3.9)."""
        return self.patients.survivor(held) == asked

    def statuses(self, asking: Asking, name: str) -> frozenset[str]:
        """Return the availability statuses asked for; those nobody knows are ignored."""
        asked = frozenset(asking.any_of(name) or ()) & _STATUSES
        if not asked:
            raise Refused("XDSRegistryError", f"{name} names no availability status")
        return asked

    def matches(self, asking: Asking, entry: DocumentEntry) -> bool:
        """Return whether an entry passes every filter of FindDocuments but patient and status."""
        coded = (
            ("ClassCode", entry.class_code),
            ("TypeCode", entry.type_code),
            ("PracticeSettingCode", entry.practice_code),
            ("HealthcareFacilityTypeCode", entry.facility_code),
        )
        times = (
            ("CreationTime", entry.creation_time),
            ("ServiceStartTime", entry.service_start),
            ("ServiceStopTime", entry.service_stop),
        )
        return (
            all(self.codes_match(asking.all_of(f"{_ENTRY}{name}"), (code,) if code else ()) for name, code in coded)
            and self.codes_match(asking.all_of(f"{_ENTRY}EventCodeList"), entry.event_codes)
            and all(self.in_range(asking, f"{_ENTRY}{name}", time) for name, time in times)
            and self.author_matches(asking.any_of(f"{_ENTRY}AuthorPerson"), [one.person or "" for one in entry.authors])
            and self.matches_content(asking, entry)
        )

    def matches_content(self, asking: Asking, entry: DocumentEntry) -> bool:
        """Return whether an entry passes the filters by format, confidentiality and type."""
        formats = (entry.format_code,) if entry.format_code else ()
        return (
            self.codes_match(asking.all_of(f"{_ENTRY}FormatCode"), formats)
            and self.codes_match(asking.all_of(f"{_ENTRY}ConfidentialityCode"), entry.confidentiality_codes)
            and self.matches_type(asking, entry)
        )

    def matches_type(self, asking: Asking, entry: DocumentEntry) -> bool:
        """Return whether an entry is of a type asked for; none asked for means stable documents."""
        return entry.object_type in (asking.any_of(f"{_ENTRY}Type") or [STABLE])

    def matches_set(self, asking: Asking, one: SubmissionSet) -> bool:
        """Return whether a submission set passes every filter of FindSubmissionSets but patient and status."""
        sources = asking.any_of(f"{_SET}SourceId")
        kinds = (one.content_type,) if one.content_type else ()
        return (
            (sources is None or one.source_id in sources)
            and self.in_range(asking, f"{_SET}SubmissionTime", one.submission_time)
            and self.author_matches(
                asking.any_of(f"{_SET}AuthorPerson"), [author.person or "" for author in one.authors]
            )
            and self.codes_match(asking.all_of(f"{_SET}ContentType"), kinds)
        )

    def codes_match(self, lists: list[list[str]], codes: Iterable[Code]) -> bool:
        """Return whether the codes of an object satisfy every list (AND) by one of its alternatives (OR)."""
        return self.in_every_list(lists, {self.written(code) for code in codes})

    def in_every_list(self, lists: list[list[str]], held: set[str]) -> bool:
        """Return whether each list has something of what is held."""
        return all(held & {self.compared(one) for one in alternatives} for alternatives in lists)

    def written(self, code: Code) -> str:
        """Return a code as it is compared: with its scheme."""
        return code.asked()

    def compared(self, value: str) -> str:
        """Return a value asked for as it is compared."""
        return value

    def in_range(self, asking: Asking, name: str, time: str | None) -> bool:
        """Return whether a time is in the range asked for; an object without that time passes."""
        begin, end = asking.one(f"{name}From"), asking.one(f"{name}To")
        if time is None or (begin is None and end is None):
            return True
        return self.is_between(filled(begin) if begin else "", filled(time), filled(end) if end else "~")

    def is_between(self, begin: str, time: str, end: str) -> bool:
        """Return whether a time is not before ``begin`` and before ``end``, which is no longer in the range."""
        return begin <= time < end

    def author_matches(self, patterns: list[str] | None, persons: list[str]) -> bool:
        """Return whether an author's person is like one of the patterns."""
        return patterns is None or any(self.is_like(pattern, one) for pattern in patterns for one in persons)

    def is_like(self, pattern: str, text: str) -> bool:
        """Return whether text fits an SQL LIKE pattern: ``%`` is any text, ``_`` any one character."""
        words = {"%": ".*", "_": "."}
        expression = "".join(words.get(char, re.escape(char)) for char in pattern)
        return re.fullmatch(expression, text, re.DOTALL) is not None

    def named(self, asking: Asking, prefix: str, among: dict[str, Item]) -> tuple[Item, ...]:
        """Return the items with these ids, or with these uniqueIds."""
        ids, unique = asking.any_of(f"{prefix}EntryUUID"), asking.any_of(f"{prefix}UniqueId")
        if ids is not None:
            return tuple(among[one] for one in dict.fromkeys(ids) if one in among)
        return tuple(one for one in among.values() if one.unique_id in (unique or ()))

    def members(self, asking: Asking, ties: list[Association]) -> tuple[tuple[DocumentEntry, ...], tuple[Folder, ...]]:
        """Return the entries that the filters let pass and the folders at the far end of memberships."""
        targets = dict.fromkeys(tie.target for tie in ties)
        entries = [self.holdings.entries[one] for one in targets if one in self.holdings.entries]
        folders = [self.holdings.folders[one] for one in targets if one in self.holdings.folders]
        return tuple(one for one in entries if self.matches_content(asking, one)), tuple(folders)

    def shown(self, objects: Objects) -> Objects:
        """Return objects as they are shown: of a merged patient, with the surviving identifier."""

        def now(item: Item) -> Item:
            survivor = self.patients.survivor(item.patient_id or "")
            return replace(item, patient_id=survivor) if survivor != item.patient_id else item

        return replace(
            objects,
            entries=tuple(now(one) for one in objects.entries),
            submission_sets=tuple(now(one) for one in objects.submission_sets),
            folders=tuple(now(one) for one in objects.folders),
        )


def filled(time: str) -> str:
    """Return a DTM of whatever precision as its first moment, to the second."""
    return time + _FIRST_MOMENT[len(time) :]
