"""Registries and repositories with one vice each in attributes and merges."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.xds import clauses as c
from conformance.xds.saboteurs.naming import stories, vice
from conformance.xds.simulator import AffinityDomain
from conformance.xds.simulator.feed import Ruling, field
from conformance.xds.simulator.parameters import Refused
from conformance.xds.simulator.patients import normalised

if TYPE_CHECKING:
    import re

    from conformance.xds.simulator.holdings import Holdings
    from conformance.xds.wire.ebrim import Association, DocumentEntry, Objects


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


REPOSITORY = "document-repository"
_AGAIN = stories("provide", "identical-again")

KEEPERS = (
    vice(
        "xds.undemanding-of-packages",
        UndemandingOfPackages,
        [c.REQUIRED_ATTRIBUTES],
        told=stories("register", "required-of-packages"),
    ),
    vice("xds.reads-loosely", ReadsLoosely, [c.ATTRIBUTE_FORMATS], told=stories("register", "malformed-attributes")),
    vice("xds.takes-any-media", TakesAnyMedia, [c.MIME_TYPE_CONSTRAINED], told=stories("register", "foreign-codes")),
    vice(
        "xds.looks-at-classes-only",
        LooksAtClassesOnly,
        [c.CODES_CONSTRAINED],
        told=stories("register", "foreign-codes"),
    ),
    vice("xds.speaks-latin", SpeaksLatin, [c.METADATA_KEPT], told=stories("register", "any-script")),
    vice("xds.believes-statuses", BelievesStatuses, [c.STATUS_APPROVED], told=stories("register", "submitted-status")),
    vice("xds.overwrites-objects", OverwritesObjects, [c.UUID_UNUSED], told=stories("register", "submitted-status")),
    vice("xds.merges-once", MergesOnce, [c.MERGE_CHAIN], told=stories("register", "merge-chain")),
    vice("xds.shows-the-gone", ShowsTheGone, [c.SUBSUMED_EMPTY], told=stories("register", "merge-chain")),
    vice("xds.forgets-who-merged", ForgetsWhoMerged, [c.MERGE_AWARE], told=stories("register", "merged-relation")),
    vice(
        "xds.knows-all-domains", KnowsAllDomains, [c.FOREIGN_AUTHORITY], told=stories("register", "foreign-authority")
    ),
    vice("xds.takes-nothing-twice", TakesNothingTwice, [c.IDENTICAL_PROVIDED], told=_AGAIN, actor=REPOSITORY),
    vice("xds.reads-lower-case", ReadsLowerCase, [c.HASH_CASE], told=_AGAIN, actor=REPOSITORY),
)
