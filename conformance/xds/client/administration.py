"""Clients of what is offered beyond XDS.b: administration of a registry and repository, and a responding gateway."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformance.xds import vocabulary as v
from conformance.xds.client.registry import RegistryClient, with_response
from conformance.xds.client.repository import retrieved
from conformance.xds.wire.registry import write_submission
from conformance.xds.wire.removal import write_document_removal, write_removal
from conformance.xds.wire.repository import ImagingRequest, write_imaging, write_retrieve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.xds.client.answers import Answer, RetrieveAnswer
    from conformance.xds.client.speaking import Speaker
    from conformance.xds.wire.ebrim import Objects
    from conformance.xds.wire.repository import DocumentRequest, InstanceRequest


class AdministrationClient:
    """Updates, removes and registers on demand, for one story."""

    def __init__(self, speaker: Speaker) -> None:
        self.speaker = speaker

    def update(self, objects: Objects) -> Answer:
        """Send an update (ITI-57)."""
        return with_response(self.speaker.ask(v.UPDATE, write_submission(objects)))

    def register_on_demand(self, objects: Objects) -> Answer:
        """Register on-demand entries (ITI-61)."""
        return with_response(self.speaker.ask(v.REGISTER_ON_DEMAND, write_submission(objects)))

    def remove_metadata(self, *ids: str) -> Answer:
        """Remove objects from the registry (ITI-62)."""
        return with_response(self.speaker.ask(v.REMOVE_METADATA, write_removal(ids)))

    def remove_document(self, asked: DocumentRequest) -> Answer:
        """Remove a document from the repository (ITI-86)."""
        return with_response(self.speaker.ask(v.REMOVE_DOCUMENTS, write_document_removal(asked)))


class MultiPatientClient(RegistryClient):
    """Asks about several patients at once (ITI-51)."""

    query_action = v.MULTI_PATIENT_QUERY


class GatewayQueryClient(RegistryClient):
    """Asks another community (ITI-38)."""

    query_action = v.CROSS_QUERY


class GatewayRetrieveClient:
    """Retrieves documents and instances from another community (ITI-39, RAD-75)."""

    def __init__(self, speaker: Speaker) -> None:
        self.speaker = speaker

    def retrieve(self, *asked: DocumentRequest) -> RetrieveAnswer:
        """Ask for documents."""
        return retrieved(self.speaker.ask(v.CROSS_RETRIEVE, write_retrieve(asked), ()))

    def retrieve_images(self, instances: Sequence[InstanceRequest], syntaxes: Sequence[str]) -> RetrieveAnswer:
        """Ask for instances in any of the listed transfer syntaxes."""
        request = ImagingRequest(tuple(instances), tuple(syntaxes))
        return retrieved(self.speaker.ask(v.CROSS_RETRIEVE_IMAGING, write_imaging(request), ()))
