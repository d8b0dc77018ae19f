"""Registries and repositories with one vice each in folders, relationships, attributes and merges."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.xds import clauses as c
from conformance.xds.saboteurs.naming import vice
from conformance.xds.simulator import AffinityDomain
from conformance.xds.simulator.admission import METADATA
from conformance.xds.simulator.feed import Ruling, field
from conformance.xds.simulator.lifecycle import REPLACING, UNRESOLVED
from conformance.xds.simulator.parameters import Refused
from conformance.xds.simulator.patients import normalised
from conformance.xds.vocabulary import DEPRECATED, SIGNS, XFRM, XFRM_RPLC

if TYPE_CHECKING:
    import re

    from conformance.xds.simulator.holdings import Holdings
    from conformance.xds.wire.ebrim import Association, DocumentEntry, Objects


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


class UndemandingOfPackages(AffinityDomain):
    """Accepts submission sets and folders without a time, a title or codes."""

    class Registry(AffinityDomain.Registry):
        def is_required(self, attribute: str) -> bool:
            return attribute not in {"submission_time", "title", "codes"}


class ReadsLoosely(AffinityDomain):
    """Accepts attributes however they are written."""

    class Registry(AffinityDomain.Registry):
        def _formed(self, form: re.Pattern[str], where: str, **values: str | None) -> None:
            """Let anything pass."""


class TakesAnyMedia(AffinityDomain):
    """Accepts media types from outside the affinity domain."""

    class Registry(AffinityDomain.Registry):
        def mime_type_is_allowed(self, entry: DocumentEntry) -> bool:
            return True


class LooksAtClassesOnly(AffinityDomain):
    """Constrains the class code, and no other coded attribute."""

    class Registry(AffinityDomain.Registry):
        def code_is_allowed(self, attribute: str, code: object) -> bool:
            return attribute != "classCode" or super().code_is_allowed(attribute, code)  # type: ignore[arg-type]


class SpeaksLatin(AffinityDomain):
    """Keeps of a text only the characters of Latin-1."""

    class Registry(AffinityDomain.Registry):
        def accepted(self, objects: Objects) -> Objects:
            kept = super().accepted(objects)
            narrowed = (replace(one, title=_latin(one.title), comments=_latin(one.comments)) for one in kept.entries)
            return replace(kept, entries=tuple(narrowed))


def _latin(text: str | None) -> str | None:
    return None if text is None else text.encode("latin-1", "replace").decode("latin-1")


class BelievesStatuses(AffinityDomain):
    """Takes the status of an entry from whoever submits it."""

    class Registry(AffinityDomain.Registry):
        def accepted(self, objects: Objects) -> Objects:
            kept = super().accepted(objects)
            pairs = zip(kept.entries, objects.entries, strict=True)
            return replace(kept, entries=tuple(replace(one, status=given.status or one.status) for one, given in pairs))


class OverwritesObjects(AffinityDomain):
    """Puts a new object in the place of one with the same UUID."""

    class Registry(AffinityDomain.Registry):
        def id_is_free(self, id_: str) -> bool:
            return True

        def examine_set_member(self, one: Association, staged: Holdings) -> None:
            if one.target not in self.holdings.entries:
                super().examine_set_member(one, staged)


class MergesOnce(AffinityDomain):
    """Follows a merge by one step only."""

    class Registry(AffinityDomain.Registry):
        def belongs_to(self, held: str, asked: str) -> bool:
            merged = self.patients._merged  # noqa: SLF001 - a vice may look where an honest registry does not
            return not self.patients.subsumed(asked) and asked in {held, merged.get(held)}


class ShowsTheGone(AffinityDomain):
    """Answers a query about a subsumed patient with the survivor's documents."""

    class Registry(AffinityDomain.Registry):
        def belongs_to(self, held: str, asked: str) -> bool:
            return self.patients.survivor(held) == self.patients.survivor(asked)


class ForgetsWhoMerged(AffinityDomain):
    """Takes the documents of two patients who were merged for those of two."""

    class Registry(AffinityDomain.Registry):
        def relates_same_patient(self, source: DocumentEntry, target: DocumentEntry) -> bool:
            return source.patient_id == target.patient_id


class KnowsAllDomains(AffinityDomain):
    """Takes a patient of any assigning authority for one of its own."""

    class Registry(AffinityDomain.Registry):
        strangers: frozenset[str] = frozenset()

        def knows_patient(self, patient_id: str) -> bool:
            return patient_id in self.strangers or super().knows_patient(patient_id)

    class Feed(AffinityDomain.Feed):
        registry: KnowsAllDomains.Registry

        def announced(self, message: list[list[str]]) -> Ruling:
            told = {normalised(one) or "" for one in field(message, "PID", 3).split("~")}
            self.registry.strangers |= told
            super().announced(message)
            return Ruling("AA")

    registry: Registry
    feed: Feed

    def __init__(self) -> None:
        super().__init__()
        self.feed.registry = self.registry


class TakesNothingTwice(AffinityDomain):
    """Refuses a document it has already, although it is the same."""

    class Repository(AffinityDomain.Repository):
        def examine_same_document(self, entry: DocumentEntry, content: bytes) -> None:
            if (entry.unique_id or "") in self.documents:
                raise Refused("XDSNonIdenticalHash", "there is a document of this name", entry.id)


class ReadsLowerCase(AffinityDomain):
    """Compares hashes letter for letter."""

    class Repository(AffinityDomain.Repository):
        def hash_is_right(self, entry: DocumentEntry, content: bytes) -> bool:
            return super().hash_is_right(entry, content) and (entry.hash or "") == (entry.hash or "").lower()


def _told(family: str, *names: str) -> tuple[str, ...]:
    return tuple(f"xds.{family}.{name}" for name in names)


REPOSITORY = "document-repository"
_AGAIN = _told("provide", "identical-again")

KEEPERS = (
    vice("xds.needs-contents", NeedsContents, [c.FOLDER_ACCEPTED], told=_told("lifecycle", "empty-folder")),
    vice("xds.closes-folders", ClosesFolders, [c.FOLDER_JOINED], told=_told("lifecycle", "folder-joined")),
    vice("xds.mixes-folders", MixesFolders, [c.FOLDER_PATIENT], told=_told("lifecycle", "folder-of-another")),
    vice("xds.files-the-dead", FilesTheDead, [c.FOLDER_APPROVED], told=_told("lifecycle", "folder-of-another")),
    vice("xds.blind-to-folders", BlindToFolders, [c.ONE_PATIENT], told=_told("lifecycle", "folder-of-another")),
    vice("xds.takes-no-references", TakesNoReferences, [c.REFERENCED], told=_told("lifecycle", "reference")),
    vice(
        "xds.deprecates-originals",
        DeprecatesOriginals,
        [c.TRANSFORMATION_LEAVES_APPROVED],
        told=_told("lifecycle", "transformation"),
    ),
    vice(
        "xds.keeps-transformed",
        KeepsTransformed,
        [c.TRANSFORMED_REPLACED],
        told=_told("lifecycle", "transformed-replacement"),
    ),
    vice("xds.takes-no-signatures", TakesNoSignatures, [c.SIGNATURE_KEPT], told=_told("lifecycle", "signature")),
    vice("xds.forgets-reasons", ForgetsReasons, [c.DOCUMENTATION_KEPT], told=_told("lifecycle", "documentation")),
    vice(
        "xds.deprecates-too-soon",
        DeprecatesTooSoon,
        [c.FAILURE_CHANGES_NOTHING],
        [c.SOURCE_SUBMITTED],
        told=_told("lifecycle", "failed-replacement"),
    ),
    vice(
        "xds.relates-the-absent", RelatesTheAbsent, [c.SOURCE_SUBMITTED], told=_told("lifecycle", "failed-replacement")
    ),
    vice(
        "xds.undemanding-of-packages",
        UndemandingOfPackages,
        [c.REQUIRED_ATTRIBUTES],
        told=_told("register", "required-of-packages"),
    ),
    vice("xds.reads-loosely", ReadsLoosely, [c.ATTRIBUTE_FORMATS], told=_told("register", "malformed-attributes")),
    vice("xds.takes-any-media", TakesAnyMedia, [c.MIME_TYPE_CONSTRAINED], told=_told("register", "foreign-codes")),
    vice(
        "xds.looks-at-classes-only", LooksAtClassesOnly, [c.CODES_CONSTRAINED], told=_told("register", "foreign-codes")
    ),
    vice("xds.speaks-latin", SpeaksLatin, [c.METADATA_KEPT], told=_told("register", "any-script")),
    vice("xds.believes-statuses", BelievesStatuses, [c.STATUS_APPROVED], told=_told("register", "submitted-status")),
    vice("xds.overwrites-objects", OverwritesObjects, [c.UUID_UNUSED], told=_told("register", "submitted-status")),
    vice("xds.merges-once", MergesOnce, [c.MERGE_CHAIN], told=_told("register", "merge-chain")),
    vice("xds.shows-the-gone", ShowsTheGone, [c.SUBSUMED_EMPTY], told=_told("register", "merge-chain")),
    vice("xds.forgets-who-merged", ForgetsWhoMerged, [c.MERGE_AWARE], told=_told("register", "merged-relation")),
    vice("xds.knows-all-domains", KnowsAllDomains, [c.FOREIGN_AUTHORITY], told=_told("register", "foreign-authority")),
    vice("xds.takes-nothing-twice", TakesNothingTwice, [c.IDENTICAL_PROVIDED], told=_AGAIN, actor=REPOSITORY),
    vice("xds.reads-lower-case", ReadsLowerCase, [c.HASH_CASE], told=_AGAIN, actor=REPOSITORY),
)
