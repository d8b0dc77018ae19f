"""Modalities with one vice each in what their images are as objects."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance.dicom import clauses as c
from conformance.dicom.saboteurs.callers import modality
from conformance.dicom.simulator import Modality
from conformance.dicom.wire import DataSet, element, read_data_set, write_data_set

if TYPE_CHECKING:
    from conformance.dicom.samples import Instance


class _MakingModality(Modality):
    """Makes images of its own kind: subclasses change the data set before it is written."""

    def changed(self, data: DataSet) -> DataSet:
        """Return the data set as it is sent."""
        return data

    def written(self, one: Instance, syntax: str) -> bytes:
        """Write what was changed."""
        return write_data_set(self.changed(read_data_set(one.data, one.transfer_syntax)), syntax)


class OmittingModality(_MakingModality):
    """Leaves out when the study began, as it was not told."""

    def changed(self, data: DataSet) -> DataSet:
        """Leave it out."""
        return data.without("StudyDate", "StudyTime")


class MistypingModality(_MakingModality):
    """Writes code strings as long strings."""

    def changed(self, data: DataSet) -> DataSet:
        """Call them LO."""
        return DataSet(tuple(replace(one, vr="LO" if one.vr == "CS" else one.vr) for one in data))


class ListingModality(_MakingModality):
    """Lists two descriptions where one is allowed."""

    def changed(self, data: DataSet) -> DataSet:
        """List them."""
        return data.replacing(element(0x0008103E, "AXIAL\\SAGITTAL", "LO"))


SABOTEURS = (
    modality("omitting", OmittingModality, c.SENT_REQUIRED),
    modality("mistyping", MistypingModality, c.SENT_REPRESENTATION),
    modality("listing", ListingModality, c.SENT_MULTIPLICITY),
)
