"""The reference modality: everything of this package that opens associations itself."""

from __future__ import annotations

from conformance.dicom.simulator.examining import Examining


class Modality(Examining):
    """An honest modality on loopback: ``with Modality() as modality: modality.profile()``; it acts when asked."""
