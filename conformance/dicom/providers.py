"""The services around an examination as a story sees them: who is told of performed steps, who has the worklist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.dicom import uids
from conformance.dicom.candidate import ALSO, ArchiveUnderTest
from conformance.dicom.client import Proposal, create, modify
from conformance.dicom.samples import begun, finished
from conformance.dicom.wire.command import N_CREATE, N_SET
from conformance.model import Blocked

if TYPE_CHECKING:
    from conformance.dicom.client import Answer
    from conformance.dicom.wire import DataSet

TAKEN = frozenset({0x0000, 0x0107, 0x0116})
"""Success, and the warnings that an attribute is not supported or had another value put (PS3.7 10.1.3, 10.1.5)."""


class StepManagerUnderTest(ArchiveUnderTest):
    """Whom a modality tells of its performed procedure steps; ``name`` is one step of the story."""

    def uid(self, name: str) -> str:
        """Return the SOP Instance UID of a step."""
        return self.story.uid(f"performed/{name}")

    def create(self, name: str, attributes: DataSet | None = None) -> Answer:
        """Tell that a step began, by default in progress with all it must say."""
        what = begun(self.story, name) if attributes is None else attributes
        return self._ask(
            N_CREATE,
            [Proposal(uids.PERFORMED_STEP), ALSO],
            lambda association: create(association, uids.PERFORMED_STEP, self.uid(name), what),
        )

    def modify(self, name: str, attributes: DataSet) -> Answer:
        """Tell of a change to a step."""
        return self._ask(
            N_SET,
            [Proposal(uids.PERFORMED_STEP), ALSO],
            lambda association: modify(association, uids.PERFORMED_STEP, self.uid(name), attributes),
        )

    def begins(self, name: str) -> None:
        """Arrange a step in progress, or show as a control that one can be begun; Blocked when it can't."""
        answer = self.create(name)
        if answer.status not in TAKEN:
            raise Blocked(f"a step in progress was not created: {answer.outcome}")

    def finishes(self, name: str, status: str = "COMPLETED") -> None:
        """Arrange that a step is finished, or show as a control that it can be; Blocked when it can't."""
        answer = self.modify(name, finished(self.story, name, status))
        if answer.status not in TAKEN:
            raise Blocked(f"a step in progress was not set to {status}: {answer.outcome}")
