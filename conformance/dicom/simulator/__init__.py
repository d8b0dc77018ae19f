"""Honest DICOM actors on loopback that stand in for a candidate, or serve one as a peer.

``Archive`` is composed of one class per service; every question it must answer is one small method, so that a
saboteur overrides exactly one. ``InstanceStore`` and ``Worklist`` are what it keeps, and may be shared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydicom import config

from conformance.dicom.simulator.archive import Archive
from conformance.dicom.simulator.modality import Modality
from conformance.dicom.simulator.stores import InstanceStore, Kept, Worklist
from conformance.dicom.simulator.workstation import Workstation
from conformance.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Callable

# A simulator reads whatever a peer sends; what pydicom would warn of is for its own checks to find, not for stderr.
config.settings.reading_validation_mode = config.IGNORE
config.settings.writing_validation_mode = config.IGNORE

SIMULATORS: dict[str, Callable[[], Archive | Modality | Workstation]] = {
    "archive": Archive,
    "modality": Modality,
    "workstation": Workstation,
}

__all__ = ["SIMULATORS", "Archive", "InstanceStore", "Kept", "Modality", "Worklist", "Workstation", "free_port"]
