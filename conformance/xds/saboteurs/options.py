"""Registries and repositories with one vice each in what they offer beyond XDS.b (ITI-57, 61, 62, 86, 51)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.xds import clauses as c
from conformance.xds.saboteurs.naming import vice
from conformance.xds.simulator import AffinityDomain
from conformance.xds.simulator.parameters import Refused
from conformance.xds.vocabulary import APPROVED

if TYPE_CHECKING:
    from conformance.xds.simulator.holdings import Holdings
    from conformance.xds.wire.ebrim import Association, DocumentEntry
    from conformance.xds.wire.repository import DocumentRequest

REGISTRY, REPOSITORY = "document-registry", "document-repository"


class KeepsBothVersions(AffinityDomain):
    """Leaves the version before an update Approved."""

    class Administration(AffinityDomain.Administration):
        def new_version(
            self, entry: DocumentEntry, tie: Association | None, staged: Holdings, versions: dict[str, int]
        ) -> None:
            super().new_version(entry, tie, staged, versions)
            for one in list(staged.entries.values()):
                if one.lid == entry.lid:
                    staged.entries[one.id] = replace(one, status=APPROVED)


class UpdatesNothing(AffinityDomain):
    """Accepts an update and keeps the old attributes."""

    class Administration(AffinityDomain.Administration):
        def new_version(
            self, entry: DocumentEntry, tie: Association | None, staged: Holdings, versions: dict[str, int]
        ) -> None:
            before = next((one for one in staged.entries.values() if entry.lid == (one.lid or one.id)), entry)
            super().new_version(replace(entry, title=before.title), tie, staged, versions)


class KeepsAvailability(AffinityDomain):
    """Accepts an update of the availability and leaves it as it was."""

    class Administration(AffinityDomain.Administration):
        def status_after(self, before: str, asked: str) -> str:
            return before


class TakesAnyVersion(AffinityDomain):
    """Takes an update of whatever version."""

    class Administration(AffinityDomain.Administration):
        def version_is_right(self, said: str, current: int) -> bool:
            return True


class UpdatesNobody(AffinityDomain):
    """Registers an update of an entry it never had."""

    class Administration(AffinityDomain.Administration):
        def new_version(
            self, entry: DocumentEntry, tie: Association | None, staged: Holdings, versions: dict[str, int]
        ) -> None:
            if any(entry.lid == (one.lid or one.id) for one in staged.entries.values()):
                super().new_version(entry, tie, staged, versions)
            else:
                staged.entries[entry.id] = replace(entry, status=APPROVED)


class ChangesIdentifiers(AffinityDomain):
    """Lets an update change the uniqueId."""

    class Administration(AffinityDomain.Administration):
        def may_follow(self, before: DocumentEntry, after: DocumentEntry) -> bool:
            return True


class CountsToOne(AffinityDomain):
    """Takes every version for the first."""

    class Administration(AffinityDomain.Administration):
        def version_is_right(self, said: str, current: int) -> bool:
            return said == str(min(current, 1))


class RegistersTheNameless(AffinityDomain):
    """Registers an update without a logical id as an entry of its own."""

    class Administration(AffinityDomain.Administration):
        def new_version(
            self, entry: DocumentEntry, tie: Association | None, staged: Holdings, versions: dict[str, int]
        ) -> None:
            if entry.lid is None:
                staged.entries[entry.id] = replace(entry, status=APPROVED)
            else:
                super().new_version(entry, tie, staged, versions)


class SaysItGenerally(AffinityDomain):
    """Refuses an update without a logical id as wrong metadata in general."""

    class Administration(AffinityDomain.Administration):
        def new_version(
            self, entry: DocumentEntry, tie: Association | None, staged: Holdings, versions: dict[str, int]
        ) -> None:
            if entry.lid is None:
                raise Refused("XDSRegistryMetadataError", "an update has a logical id", entry.id)
            super().new_version(entry, tie, staged, versions)


class RemovesNothing(AffinityDomain):
    """Says that it removed metadata, and keeps them."""

    class Administration(AffinityDomain.Administration):
        def remove(self, ids: list[str]) -> None:
            held = self.registry.holdings
            super().remove(ids)
            self.registry.holdings = held


class RemovesWhatItFinds(AffinityDomain):
    """Removes the objects it knows and passes over those it does not."""

    class Administration(AffinityDomain.Administration):
        def remove(self, ids: list[str]) -> None:
            super().remove([one for one in ids if one in self.registry.holdings])


class LeavesLooseEnds(AffinityDomain):
    """Removes an entry that associations still refer to."""

    class Administration(AffinityDomain.Administration):
        def holds_on(self, ends: set[str]) -> bool:
            return False


class KeepsDocuments(AffinityDomain):
    """Says that it removed a document, and keeps it."""

    class Administration(AffinityDomain.Administration):
        def drop(self, asked: DocumentRequest) -> None:
            """Leave it on the shelf."""


class RemovesShadows(AffinityDomain):
    """Says that it removed a document that never was there."""

    class Administration(AffinityDomain.Administration):
        def refuse_unknown(self, asked: DocumentRequest) -> None:
            """Say nothing of it."""


class RemovesForOthers(AffinityDomain):
    """Removes a document in the name of another repository."""

    class Administration(AffinityDomain.Administration):
        def remove_documents(self, asked: list[DocumentRequest]) -> None:
            super().remove_documents([replace(one, repository=self.repository.unique_id) for one in asked])


class TellsOfTheFirst(AffinityDomain):
    """Answers a query about several patients for the first of them."""

    class Administration(AffinityDomain.Administration):
        def asked_about(self, patients: list[str]) -> list[str]:
            return patients[:1]


class TellsOfEverybody(AffinityDomain):
    """Answers a query about several patients for all patients it knows."""

    class Administration(AffinityDomain.Administration):
        def asked_about(self, patients: list[str]) -> list[str]:
            held = self.registry.holdings.entries.values()
            return list(dict.fromkeys(one.patient_id or "" for one in held))


OPTIONS = (
    vice(
        "xds.keeps-both-versions",
        KeepsBothVersions,
        [c.UPDATE_VERSION],
        [c.UPDATE_CONTENT, c.UPDATE_COUNTED, c.UPDATE_PROPAGATED],
        actor=REGISTRY,
    ),
    vice(
        "xds.updates-nothing",
        UpdatesNothing,
        [c.UPDATE_CONTENT],
        [c.UPDATE_COUNTED, c.UPDATE_PROPAGATED],
        actor=REGISTRY,
    ),
    vice(
        "xds.keeps-availability",
        KeepsAvailability,
        [c.UPDATE_AVAILABILITY],
        [c.UPDATE_RESTORED, c.UPDATE_ASSOCIATION_ENDS],
        actor=REGISTRY,
    ),
    vice("xds.takes-any-version", TakesAnyVersion, [c.UPDATE_WRONG_VERSION], actor=REGISTRY),
    vice("XL08", CountsToOne, [c.UPDATE_COUNTED], actor=REGISTRY),
    vice("XL09", SaysItGenerally, [c.UPDATE_NO_LOGICAL_ID_CODE], actor=REGISTRY, source="oehf/ipf 261"),
    vice("xds.registers-the-nameless", RegistersTheNameless, [c.UPDATE_NO_LOGICAL_ID], actor=REGISTRY),
    vice("xds.updates-nobody", UpdatesNobody, [c.UPDATE_NOTHING], [c.UPDATE_NO_LOGICAL_ID], actor=REGISTRY),
    vice("xds.changes-identifiers", ChangesIdentifiers, [c.UPDATE_IDENTIFIER], actor=REGISTRY),
    vice("xds.removes-nothing", RemovesNothing, [c.REMOVED], actor=REGISTRY),
    vice("xds.removes-what-it-finds", RemovesWhatItFinds, [c.REMOVE_UNKNOWN], actor=REGISTRY),
    vice("XL10", LeavesLooseEnds, [c.REMOVE_REFERENCED], actor=REGISTRY),
    vice("xds.keeps-documents", KeepsDocuments, [c.DOCUMENT_REMOVED], actor=REPOSITORY),
    vice("xds.removes-shadows", RemovesShadows, [c.REMOVE_NO_DOCUMENT], actor=REPOSITORY),
    vice("xds.removes-for-others", RemovesForOthers, [c.REMOVE_ELSEWHERE], actor=REPOSITORY),
    vice("xds.tells-of-the-first", TellsOfTheFirst, [c.MULTI_ALL], actor=REGISTRY),
    vice("xds.tells-of-everybody", TellsOfEverybody, [c.MULTI_NO_OTHERS], actor=REGISTRY),
)
