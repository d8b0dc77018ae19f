"""Modalities that are odd and right: to be let pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dicom import samples, uids
from conformance.dicom.client import Proposal, echo
from conformance.dicom.saboteurs.callers import modality
from conformance.dicom.saboteurs.modalities.requests import AskingModality
from conformance.dicom.simulator import Modality
from conformance.dicom.wire import Item

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.dicom.client import Association
    from conformance.dicom.samples import Instance
    from conformance.dicom.wire import UserInformation


class OneByOneModality(Modality):
    """Opens an association for every image."""

    def send_study(self, values: Mapping[str, str]) -> None:
        """Send them one by one."""
        every_one = self.instances
        for one in every_one:
            self.instances = (one,)
            super().send_study(values)
        self.instances = every_one


class AbortingModality(Modality):
    """Aborts where others release, as it may."""

    def finish(self, association: Association) -> None:
        """Abort."""
        association.abort()


class ChattyModality(AskingModality):
    """Proposes much that it does not use, verifies first, and adds items nobody knows."""

    def told(self, user: UserInformation) -> Item:
        """Add an item of a type to come."""
        return user.item([Item(0x5E, b"to come")])

    def associated(self, values: Mapping[str, str], *proposals: Proposal) -> Association:
        """Propose more."""
        more = (Proposal(uids.VERIFICATION), Proposal(samples.MR), Proposal("1.2.840.10008.5.1.4.34.7"))
        return super().associated(values, *proposals, *more)

    def deliver(self, association: Association) -> None:
        """Verify, then send."""
        echo(association)
        super().deliver(association)


class UnicodeModality(Modality):
    """Writes names in three scripts in UTF-8, and the Patient ID empty."""

    def made(self) -> tuple[Instance, ...]:
        """Write them."""
        patient = samples.patient(self.story, "scanned", script="utf-8")
        return samples.study(self.story, "scanned", patient=patient, series=2, images=2, PatientID="").instances


class JapaneseModality(Modality):
    """Writes names in Japanese by ISO 2022."""

    def made(self) -> tuple[Instance, ...]:
        """Write them."""
        patient = samples.patient(self.story, "scanned", script="japanese")
        return samples.study(self.story, "scanned", patient=patient, series=1, images=3).instances


SABOTEURS = (
    modality("one-by-one", OneByOneModality),
    modality("aborting", AbortingModality),
    modality("chatty", ChattyModality),
    modality("unicode", UnicodeModality),
    modality("japanese", JapaneseModality),
)
