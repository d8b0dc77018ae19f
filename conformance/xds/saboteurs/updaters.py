"""Registries with one vice each in updates of statuses, folders and associations (ITI-57)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.xds import clauses as c
from conformance.xds.saboteurs.naming import stories, vice
from conformance.xds.simulator import AffinityDomain
from conformance.xds.vocabulary import APPROVED, DEPRECATED

if TYPE_CHECKING:
    from conformance.xds.simulator.holdings import Holdings
    from conformance.xds.wire.ebrim import Association, Folder, Objects

REGISTRY = "document-registry"


class WithdrawsForGood(AffinityDomain):
    """Leaves an entry Deprecated that is to be Approved again, and says that it was done."""

    class Administration(AffinityDomain.Administration):
        def status_after(self, before: str, asked: str) -> str:
            return DEPRECATED


class TakesAnyStatus(AffinityDomain):
    """Takes an update of the availability whatever statuses it names."""

    class Administration(AffinityDomain.Administration):
        def examine_status(self, before: str, after: str, id_: str) -> None:
            """Look at none of them."""

        def status_fits(self, held: str, said: str) -> bool:
            return True

        def status_after(self, before: str, asked: str) -> str:
            return asked or before


class EmptiesFolders(AffinityDomain):
    """Leaves a new version of a folder empty."""

    class Administration(AffinityDomain.Administration):
        def new_folder(
            self, folder: Folder, tie: Association | None, staged: Holdings, versions: dict[str, int]
        ) -> None:
            held = dict(staged.associations)
            super().new_folder(folder, tie, staged, versions)
            staged.associations = held


class LeavesVersionsOutside(AffinityDomain):
    """Leaves a new version out of the folders of the one before."""

    class Administration(AffinityDomain.Administration):
        def follow(self, before: str, after: str, owner: str, staged: Holdings) -> None:
            """Put it nowhere."""


class AlwaysPropagates(AffinityDomain):
    """Puts a new version in the folders of the one before, even when it is not to be there."""

    class Administration(AffinityDomain.Administration):
        def is_propagated(self, tie: Association | None) -> bool:
            return True


class DropsAssociations(AffinityDomain):
    """Accepts an association and does not keep it."""

    class Administration(AffinityDomain.Administration):
        def new_association(self, one: Association, objects: Objects, staged: Holdings) -> None:
            held = dict(staged.associations)
            super().new_association(one, objects, staged)
            staged.associations = held


class TiesAnything(AffinityDomain):
    """Takes an association of whatever ends."""

    class Administration(AffinityDomain.Administration):
        def examine_ends(self, made: Association, staged: Holdings) -> None:
            """Look at no end."""


class TakesBothVersions(AffinityDomain):
    """Takes two versions of one entry in one submission, the second over the first."""

    class Administration(AffinityDomain.Administration):
        def update(self, objects: Objects) -> None:
            last = {one.lid: one for one in objects.entries}
            super().update(replace(objects, entries=tuple(last.values())))


class RegistersVersions(AffinityDomain):
    """Registers a new version of an entry like any other document."""

    class Registry(AffinityDomain.Registry):
        def examine_associations(self, objects: Objects) -> None:
            plain = tuple(replace(one, slots={}) for one in objects.associations)
            super().examine_associations(replace(objects, associations=plain))

        def accepted(self, objects: Objects) -> Objects:
            told = super().accepted(objects)
            return replace(told, entries=tuple(replace(one, status=APPROVED) for one in told.entries))


def _told(name: str) -> tuple[str, ...]:
    return stories("update", name)


UPDATERS = (
    vice("xds.withdraws-for-good", WithdrawsForGood, [c.UPDATE_RESTORED], told=_told("restored")),
    vice("xds.takes-any-status", TakesAnyStatus, [c.UPDATE_STATUS_FITS], told=_told("restored")),
    vice("xds.empties-folders", EmptiesFolders, [c.UPDATE_FOLDER], told=_told("folder")),
    vice(
        "xds.leaves-versions-outside",
        LeavesVersionsOutside,
        [c.UPDATE_PROPAGATED],
        told=_told("propagated"),
    ),
    vice("xds.always-propagates", AlwaysPropagates, [c.UPDATE_PROPAGATED], told=_told("propagated")),
    vice("xds.drops-associations", DropsAssociations, [c.UPDATE_ASSOCIATED], told=_told("association")),
    vice("xds.ties-anything", TiesAnything, [c.UPDATE_ASSOCIATION_ENDS], told=_told("association")),
    vice("xds.takes-both-versions", TakesBothVersions, [c.UPDATE_ONCE], told=_told("out-of-place")),
    vice("xds.registers-versions", RegistersVersions, [c.UPDATE_ELSEWHERE], told=_told("out-of-place")),
)
