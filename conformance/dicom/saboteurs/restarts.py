"""Archives that are not after a restart what they were before it; and one that only takes its time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dicom import clauses as c
from conformance.dicom.saboteurs.entries import vice
from conformance.dicom.simulator import Archive

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

    from conformance.dicom.simulator.entities import Entity

_SLOWLY_S = 0.4


class VolatileArchive(Archive):
    """Keeps in memory what it was sent last, and loses that in a restart."""

    def restarted(self) -> None:
        """Lose the newest half."""
        every = self.instances.all()
        self.instances.remove(one.sop_instance for one in every[len(every) // 2 :])


class UnindexedArchive(Archive):
    """Keeps its images over a restart, and forgets how to find them."""

    unindexed: frozenset[str] = frozenset()

    def restarted(self) -> None:
        """Lose the index of what there is."""
        self.unindexed = frozenset(one.sop_instance for one in self.instances.all())

    def matches(self, identifier: Dataset, entity: Entity) -> bool:
        """Match what came since."""
        known = any(one.sop_instance not in self.unindexed for one in entity.instances)
        return known and super().matches(identifier, entity)


class ForgetfulArchive(Archive):
    """Forgets over a restart which reports on commitment it owes."""

    def restarted(self) -> None:
        """Forget them."""
        self.undelivered = []


class SlowStarterArchive(Archive):
    """Takes a while to come up again."""

    def come_up(self) -> None:
        """Wait first."""
        self._waiting.wait(_SLOWLY_S)
        super().come_up()


SABOTEURS = (
    vice("dicom.restart-volatile", VolatileArchive, c.RESTART_KEEPS, also=[c.RESTART_FINDS]),
    vice("dicom.restart-unindexed", UnindexedArchive, c.RESTART_FINDS),
    vice("SC11", ForgetfulArchive, c.RESTART_REPORTS),
    vice("dicom.restart-slow", SlowStarterArchive),
)
