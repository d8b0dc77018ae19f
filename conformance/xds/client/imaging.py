"""A client of an imaging document source: RAD-69 (RAD TF-3 4.69). It records and judges nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.xds import vocabulary as v
from conformance.xds.client.repository import retrieved
from conformance.xds.client.speaking import PLAIN, Manner, Speaker
from conformance.xds.wire.repository import ImagingRequest, InstanceRequest, write_imaging

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.xds.client.answers import RetrieveAnswer


class ImagingSourceClient:
    """Retrieves instances for one story."""

    def __init__(self, speaker: Speaker) -> None:
        self.speaker = speaker

    def retrieve(
        self, instances: Sequence[InstanceRequest], transfer_syntaxes: Sequence[str], manner: Manner = PLAIN
    ) -> RetrieveAnswer:
        """Ask for instances in any of the listed transfer syntaxes."""
        request = ImagingRequest(tuple(instances), tuple(transfer_syntaxes))
        return retrieved(self.speaker.ask(v.RETRIEVE_IMAGING, write_imaging(request), (), manner))
