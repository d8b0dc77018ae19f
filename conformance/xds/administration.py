"""The options of a registry, a repository and a gateway under test, as a story meets them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from conformance.model import Blocked
from conformance.xds import vocabulary as v
from conformance.xds.client import RepositoryClient, Speaker
from conformance.xds.client.administration import (
    AdministrationClient,
    GatewayQueryClient,
    GatewayRetrieveClient,
    MultiPatientClient,
)
from conformance.xds.later import LaterSpeaker
from conformance.xds.wire.ebrim import Association, Objects
from conformance.xds.wire.registry import QueryRequest, quoted, single
from conformance.xds.wire.repository import DocumentRequest

if TYPE_CHECKING:
    from conformance.story import Story
    from conformance.systems import Gateway, Xds
    from conformance.xds.actors import Arranging
    from conformance.xds.client import Answer, QueryAnswer
    from conformance.xds.samples import Submission
    from conformance.xds.wire.ebrim import DocumentEntry, Folder
    from conformance.xds.wire.ebrim.model import Slots


def _xds(story: Story) -> Xds:
    if story.system.xds is None:
        raise Blocked("the profile has no xds section")
    return story.system.xds


def _speaker(story: Story, group: str, part: str) -> Speaker:
    xds = _xds(story)
    url = getattr(getattr(xds, group), part, None)
    if url is None:
        raise Blocked(f"the profile names no xds.{group}.{part}")
    return Speaker(story, url, part, xds.tls.context(story.folder) if xds.tls else None)


class Administrator:
    """What a document administrator does, and how updates are written (XDS Metadata Update 3.57.4.1.2)."""

    def __init__(self, story: Story, arranging: Arranging) -> None:
        self._story = story
        self.arrange = arranging

    def at(self, option: str) -> AdministrationClient:
        """Return who speaks to the address of one option."""
        return AdministrationClient(_speaker(self._story, "options", option))

    def new_version(
        self,
        name: str,
        held: DocumentEntry,
        version: str = "1",
        propagates: str = "",
        **changes: Any,  # noqa: ANN401 - of an entry
    ) -> Objects:
        """Return the update that puts ``held``, with some attributes changed, in its own place.

        ``propagates`` yes or no says whether its associations go over to the new version; unsaid they do.
        """
        entry = replace(
            held,
            id=f"urn:uuid:{self._story.uuid(name)}",
            lid=held.lid or held.id,
            status=None,
            slots={},
            **changes,
        )
        made = self.arrange.submission(name, patient=held.patient_id).objects
        return replace(made, entries=(entry,), associations=(_tie(name, made, entry.id, version, propagates),))

    def new_folder(self, name: str, held: Folder, version: str = "1", **changes: Any) -> Objects:  # noqa: ANN401 - of a folder
        """Return the update that puts a folder, with some attributes changed, in its own place."""
        id_ = f"urn:uuid:{self._story.uuid(name)}"
        folder = replace(held, id=id_, lid=held.lid or held.id, status=None, last_update_time=None, slots={}, **changes)
        made = self.arrange.submission(name, patient=held.patient_id).objects
        return replace(made, folders=(folder,), associations=(_tie(name, made, id_, version, ""),))

    def new_association(self, name: str, type_: str, source: DocumentEntry | Folder, target: DocumentEntry) -> Objects:
        """Return the update that brings an association of two objects that are registered."""
        made = self.arrange.submission(name, patient=source.patient_id).objects
        tie = Association(f"urn:uuid:{self._story.uuid(name)}", type_, source.id, target.id)
        owner = made.submission_sets[0].id
        return replace(made, associations=(tie, Association(f"brings-{name}", v.SUBMIT_ASSOCIATION, owner, tie.id)))

    def new_status(self, name: str, held: DocumentEntry, before: str | None, after: str | None) -> Objects:
        """Return the update of the availability of an entry; None leaves a status out."""
        made = self.arrange.submission(name, patient=held.patient_id).objects
        said = {"OriginalStatus": before, "NewStatus": after}
        slots: Slots = {slot: (status,) for slot, status in said.items() if status is not None}
        update = Association(f"status-{name}", v.UPDATE_STATUS, made.submission_sets[0].id, held.id, slots=slots)
        return replace(made, associations=(update,))

    def done(self, answer: Answer, what: str) -> None:
        """Raise Blocked when what a story needs was not done."""
        if not answer.succeeded:
            raise Blocked(f"could not {what}: {answer.said}")

    def of_patients(self, *patients: str, **filters: tuple[str, ...]) -> QueryAnswer:
        """Ask for the Approved documents of several patients (ITI-51)."""
        asked = [
            ("$XDSDocumentEntryPatientId", (quoted(*patients),)),
            ("$XDSDocumentEntryStatus", (quoted(v.APPROVED),)),
        ]
        asked += [(f"$XDSDocumentEntry{name}", (quoted(*values),)) for name, values in filters.items()]
        client = MultiPatientClient(_speaker(self._story, "options", "multi_patient_query"))
        return client.put(QueryRequest(v.MULTI_PATIENT_DOCUMENTS, tuple(asked)))


def _tie(name: str, made: Objects, target: str, version: str, propagates: str) -> Association:
    slots: Slots = {"PreviousVersion": (version,)}
    if propagates:
        slots = {**slots, "AssociationPropagation": (propagates,)}
    owner = made.submission_sets[0].id
    return Association(f"tie-{name}", v.HAS_MEMBER, owner, target, set_status="Original", slots=slots)


class OnDemandSource(RepositoryClient):
    """The on-demand document source under test, and the document its profile says it makes."""

    def __init__(self, story: Story) -> None:
        super().__init__(_speaker(story, "on_demand", "url"))
        about = _xds(story).on_demand
        if about is None:
            raise Blocked("the profile names no xds.on_demand")
        self.request = DocumentRequest(about.repository_unique_id, about.unique_id)


class DocumentReceiver(RepositoryClient):
    """The document recipient under test: what ITI-41 brings, it takes, and registers nowhere (XDR)."""

    def __init__(self, story: Story, arranging: Arranging) -> None:
        super().__init__(_speaker(story, "recipient", "url"))
        self.arrange = arranging

    def takes(self, submission: Submission) -> Answer:
        """Provide a submission; raise Blocked when its patient is not one the recipient can place."""
        answer = self.provide(submission.objects, submission.carried)
        if answer.codes == {"XDSUnknownPatientId"}:
            raise Blocked(f"the recipient can't place the patient: {answer.said}")
        return answer


class RespondingGateway:
    """The gateway under test, asked by another community."""

    def __init__(self, story: Story) -> None:
        self._story = story

    @property
    def about(self) -> Gateway:
        """Return what the profile says of the gateway."""
        gateway = _xds(self._story).gateway
        if gateway is None:
            raise Blocked("the profile names no xds.gateway")
        return gateway

    @property
    def home(self) -> str:
        """Return the identifier of its community."""
        return self.about.home

    def find(self, patient: str, home: str | None = None) -> QueryAnswer:
        """Ask FindDocuments."""
        asked = (
            ("$XDSDocumentEntryPatientId", (single(patient),)),
            ("$XDSDocumentEntryStatus", (quoted(v.APPROVED),)),
        )
        return self._query(QueryRequest(v.QUERIES["FindDocuments"], asked, home=home))

    def get(self, unique_id: str, home: str | None) -> QueryAnswer:
        """Ask GetDocuments by uniqueId, of a community."""
        asked = (("$XDSDocumentEntryUniqueId", (quoted(unique_id),)),)
        return self._query(QueryRequest(v.QUERIES["GetDocuments"], asked, home=home))

    def ask(self, name: str, slots: tuple[tuple[str, tuple[str, ...]], ...], home: str | None = None) -> QueryAnswer:
        """Ask a stored query, by its name or an identifier of none, with slots as they are written."""
        return self._query(QueryRequest(v.QUERIES.get(name, name), slots, home=home))

    def _query(self, request: QueryRequest) -> QueryAnswer:
        return GatewayQueryClient(_speaker(self._story, "gateway", "query")).put(request)

    def later(self, part: str) -> LaterSpeaker:
        """Return who asks ``query`` or ``retrieve`` and takes the response at an address of ours."""
        xds, url = _xds(self._story), getattr(self.about, part)
        if url is None:
            raise Blocked(f"the profile names no xds.gateway.{part}")
        tls = xds.tls.context(self._story.folder) if xds.tls else None
        return LaterSpeaker(self._story, url, f"{part}-later", tls, (xds.listen, xds.listen_port))

    @property
    def documents(self) -> GatewayRetrieveClient:
        """Return who retrieves documents."""
        return GatewayRetrieveClient(_speaker(self._story, "gateway", "retrieve"))

    @property
    def images(self) -> GatewayRetrieveClient:
        """Return who retrieves instances."""
        return GatewayRetrieveClient(_speaker(self._story, "gateway", "retrieve_imaging"))
