"""Registries with one vice each in what they let in and keep (ITI-42)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.xds import clauses as c
from conformance.xds.saboteurs.naming import vice
from conformance.xds.simulator import AffinityDomain
from conformance.xds.simulator.admission import METADATA
from conformance.xds.simulator.lifecycle import UNRESOLVED, new_id
from conformance.xds.simulator.parameters import Refused
from conformance.xds.simulator.soap_service import sender
from conformance.xds.vocabulary import RIM, SET_NODE, clark

if TYPE_CHECKING:
    from conformance.xds.wire.ebrim import Code, DocumentEntry, Objects
    from conformance.xds.wire.soap import Message

_MOST = 64


class KnowsEverybody(AffinityDomain):
    """Accepts a patient nobody announced."""

    class Registry(AffinityDomain.Registry):
        def knows_patient(self, patient_id: str) -> bool:
            return True


class BlindToPatients(AffinityDomain):
    """Accepts documents of two patients in one submission."""

    class Registry(AffinityDomain.Registry):
        def is_same_patient(self, one: str, other: str) -> bool:
            return True


class BlindToTwins(AffinityDomain):
    """Accepts the same uniqueId twice in one submission."""

    class Registry(AffinityDomain.Registry):
        def unique_ids_differ(self, objects: Objects) -> bool:
            return True


class KeepsTheGood(AffinityDomain):
    """Refuses a submission with a bad entry, but keeps the good one."""

    class Registry(AffinityDomain.Registry):
        def roll_back(self, objects: Objects, refused: Refused) -> None:
            if len(objects.entries) > 1 and refused.code in {METADATA, UNRESOLVED}:
                good = objects.entries[0]
                self.holdings.entries[good.id] = good


class ShowsSubmitted(AffinityDomain):
    """Shows new entries as Submitted instead of Approved."""

    class Registry(AffinityDomain.Registry):
        def shown(self, objects: Objects) -> Objects:
            shown = super().shown(objects)
            status = "urn:oasis:names:tc:ebxml-regrep:StatusType:Submitted"
            return replace(shown, entries=tuple(replace(one, status=status) for one in shown.entries))


class ShortIds(AffinityDomain):
    """Refuses a document whose uniqueId has more than 64 characters."""

    class Registry(AffinityDomain.Registry):
        def examine_entry(self, entry: DocumentEntry) -> None:
            if len(entry.unique_id or "") > _MOST:
                raise Refused(METADATA, "the uniqueId is too long")
            super().examine_entry(entry)


class KeepsSymbols(AffinityDomain):
    """Keeps symbolic ids instead of replacing them by UUIDs."""

    class Registry(AffinityDomain.Registry):
        def id_for(self, submitted: str) -> str:
            fresh = super().id_for(submitted)
            return fresh if fresh == submitted else f"{submitted}-{fresh[-12:]}"


class RenamesEverything(AffinityDomain):
    """Replaces ids that are UUIDs already."""

    class Registry(AffinityDomain.Registry):
        def id_for(self, submitted: str) -> str:
            return new_id()


class TakesAnyCode(AffinityDomain):
    """Accepts codes from outside the affinity domain."""

    class Registry(AffinityDomain.Registry):
        def code_is_allowed(self, attribute: str, code: Code) -> bool:
            return True


class ReadsDisplayNames(AffinityDomain):
    """Refuses a code whose display name is not the one it knows."""

    class Registry(AffinityDomain.Registry):
        def code_is_allowed(self, attribute: str, code: Code) -> bool:
            return any(code == one for one in self.codes.values(attribute))


class Undemanding(AffinityDomain):
    """Accepts entries and submission sets without their required attributes."""

    class Registry(AffinityDomain.Registry):
        def is_required(self, attribute: str) -> bool:
            return attribute in {"unique_id", "patient_id", "object_type"}


class DropsExtraSlots(AffinityDomain):
    """Loses extra metadata without a word."""

    class Registry(AffinityDomain.Registry):
        def accepted(self, objects: Objects) -> Objects:
            kept = super().accepted(objects)
            return replace(kept, entries=tuple(replace(one, slots={}) for one in kept.entries))


class RefusesExtraSlots(AffinityDomain):
    """Refuses extra metadata as an error."""

    class Registry(AffinityDomain.Registry):
        def examine_entry(self, entry: DocumentEntry) -> None:
            if entry.slots:
                raise Refused(METADATA, "there is a Slot nobody knows")
            super().examine_entry(entry)


class DropsAttributes(AffinityDomain):
    """Loses the comments, the legal authenticator and all but the first code of a list."""

    class Registry(AffinityDomain.Registry):
        def accepted(self, objects: Objects) -> Objects:
            kept = super().accepted(objects)
            entries = (
                replace(
                    one,
                    comments=None,
                    legal_authenticator=None,
                    source_patient_info=(),
                    confidentiality_codes=one.confidentiality_codes[:1],
                )
                for one in kept.entries
            )
            return replace(kept, entries=tuple(entries))


class BlindToContents(AffinityDomain):
    """Accepts other content under a uniqueId that is taken."""

    class Registry(AffinityDomain.Registry):
        def examine_same_document(self, entry: DocumentEntry, known: DocumentEntry) -> None:
            """Let anything pass."""


class BlindToSize(AffinityDomain):
    """Accepts another size under a uniqueId that is taken, when the hash is the same."""

    class Registry(AffinityDomain.Registry):
        def examine_same_document(self, entry: DocumentEntry, known: DocumentEntry) -> None:
            super().examine_same_document(replace(entry, size=known.size), known)


class OneOfEach(AffinityDomain):
    """Refuses a uniqueId that is taken even when the content is identical."""

    class Registry(AffinityDomain.Registry):
        def hash_is_identical(self, entry: DocumentEntry, known: DocumentEntry) -> bool:
            return False


class ReusesSetIds(AffinityDomain):
    """Accepts a submission set whose uniqueId is in use."""

    class Registry(AffinityDomain.Registry):
        def package_id_is_free(self, unique_id: str) -> bool:
            return True


class BlindToTime(AffinityDomain):
    """Accepts a service that stopped before it started."""

    class Registry(AffinityDomain.Registry):
        def times_are_in_order(self, entry: DocumentEntry) -> bool:
            return True


class LooksInsideOnly(AffinityDomain):
    """Does not find the classification of a submission set that stands beside it."""

    class Registry(AffinityDomain.Registry):
        def submitted(self, message: Message) -> Objects:
            for one in message.root.iter(clark(RIM, "Classification")):
                parent = one.getparent()
                beside = parent is not None and parent.tag == clark(RIM, "RegistryObjectList")
                if beside and one.get("classificationNode") == SET_NODE:
                    raise sender("there is no submission set")
            return super().submitted(message)


class RefusesSignatures(AffinityDomain):
    """Refuses an entry that names its legal authenticator, with an error that says nothing."""

    class Registry(AffinityDomain.Registry):
        def examine_entry(self, entry: DocumentEntry) -> None:
            if entry.legal_authenticator:
                raise Refused("XDSRegistryError", "internal error")
            super().examine_entry(entry)


class HidesTheSigned(AffinityDomain):
    """Accepts an entry that names its legal authenticator, and shows it to nobody."""

    class Registry(AffinityDomain.Registry):
        def shown(self, objects: Objects) -> Objects:
            shown = super().shown(objects)
            return replace(shown, entries=tuple(one for one in shown.entries if not one.legal_authenticator))


class IgnoresMerges(AffinityDomain):
    """Goes on accepting documents for a patient who was merged away."""

    class Registry(AffinityDomain.Registry):
        def knows_patient(self, patient_id: str) -> bool:
            return super().knows_patient(patient_id) or self.patients.subsumed(patient_id)


_FILTERED = (c.REFERENCE_ID, c.GET_ALL, c.CONTENTS_FILTERED, c.FOLDER_CONTENTS)
REGISTRIES = (
    vice(
        "XR05",
        KnowsEverybody,
        [c.UNKNOWN_PATIENT],
        [c.MERGED_PATIENT_REFUSED, c.REGISTRY_ERROR_RELAYED, c.FOREIGN_AUTHORITY, c.FEED_V3_SUBSUMED],
    ),
    vice("XR06", BlindToPatients, [c.ONE_PATIENT]),
    vice("XR08", BlindToTwins, [c.DUPLICATE_IN_MESSAGE]),
    vice("XR09", KeepsTheGood, [c.ATOMIC]),
    vice(
        "XR12",
        ShowsSubmitted,
        [c.STATUS_APPROVED],
        [
            c.LINK_DEPRECATED,
            c.LINK_VERSION,
            c.REPLACED_DEPRECATED,
            c.MANIFEST_REPLACED,
            c.UPDATE_VERSION,
            c.UPDATE_COUNTED,
            c.UPDATE_AVAILABILITY,
            c.MERGE_AWARE,
            c.TRANSFORMATION_LEAVES_APPROVED,
            c.TRANSFORMED_REPLACED,
            c.SIGNATURE_KEPT,
            c.FAILURE_CHANGES_NOTHING,
        ],
    ),
    vice("XR13", ShortIds, [c.OPAQUE_UNIQUE_ID]),
    vice("XR14", KeepsSymbols, [c.SYMBOLIC_IDS]),
    vice("XR15", TakesAnyCode, [c.CODES_CONSTRAINED], [c.ATTRIBUTE_FORMATS]),
    vice("xds.renames-everything", RenamesEverything, [c.UUIDS_KEPT], [c.UUID_UNUSED]),
    vice("xds.reads-display-names", ReadsDisplayNames, [c.DISPLAY_NAME_FREE]),
    vice("xds.undemanding", Undemanding, [c.REQUIRED_ATTRIBUTES]),
    vice("xds.drops-extra-slots", DropsExtraSlots, [c.EXTRA_METADATA]),
    vice("xds.refuses-extra-slots", RefusesExtraSlots, [c.EXTRA_METADATA]),
    vice("xds.drops-attributes", DropsAttributes, [c.METADATA_KEPT], [c.AND_OR, *_FILTERED]),
    vice(
        "xds.blind-to-contents",
        BlindToContents,
        [c.OTHER_HASH_REFUSED],
        [c.FAILURE_CHANGES_NOTHING, c.OTHER_SIZE_REFUSED],
    ),
    vice("xds.blind-to-size", BlindToSize, [c.OTHER_SIZE_REFUSED]),
    vice("xds.one-of-each", OneOfEach, [c.IDENTICAL_ACCEPTED], [c.IDENTICAL_PROVIDED]),
    vice("xds.reuses-set-ids", ReusesSetIds, [c.SET_ID_UNUSED]),
    vice("xds.blind-to-time", BlindToTime, [c.SERVICE_TIMES]),
    vice("xds.looks-inside-only", LooksInsideOnly, [c.NODE_PLACEMENT]),
    vice("xds.refuses-signatures", RefusesSignatures, [c.REGISTER_ACCEPTED]),
    vice("xds.hides-the-signed", HidesTheSigned, [c.REGISTER_VISIBLE]),
    vice("xds.ignores-merges", IgnoresMerges, [c.MERGED_PATIENT_REFUSED], [c.FEED_V3_SUBSUMED]),
)
