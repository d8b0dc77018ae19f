"""Two communities of ours behind the initiating gateway under test, which our consumer asks (ITI-38, 39, RAD-75)."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from conformance.guarded import LinkFault, Silent
from conformance.http import HTTP, begun
from conformance.model import Blocked
from conformance.xds import vocabulary as v
from conformance.xds.called import CALLS_MOST, OurSide
from conformance.xds.client import ImagingSourceClient, RegistryClient, RepositoryClient, Speaker
from conformance.xds.client.registry import parameters
from conformance.xds.simulator.initiating import HOMES
from conformance.xds.vocabulary import RIM, clark
from conformance.xds.wire.ebrim import Objects
from conformance.xds.wire.registry import (
    LEAF_CLASS,
    QueryRequest,
    QueryResponse,
    RegistryResponse,
    read_query,
    write_query_response,
)
from conformance.xds.wire.repository import ImagingRequest, read_imaging, read_retrieve
from conformance.xds.wire.unreadable import Unreadable

if TYPE_CHECKING:
    import ssl
    from collections.abc import Mapping, Sequence

    from lxml import etree

    from conformance.guarded import Connection
    from conformance.story import Story
    from conformance.xds.called import Call
    from conformance.xds.client import Answer, QueryAnswer, RetrieveAnswer
    from conformance.xds.client.registry import Asked
    from conformance.xds.wire.ebrim import DocumentEntry
    from conformance.xds.wire.mime import Part
    from conformance.xds.wire.repository import DocumentRequest, InstanceRequest

ASKING = frozenset({v.CROSS_QUERY, v.CROSS_RETRIEVE, v.CROSS_RETRIEVE_IMAGING})
_SUCCESS = RegistryResponse(v.SUCCESS)
_AWAY = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@dataclass
class Community:
    """One community: what it has, and how it answers a query; with ``outcome`` None it is away."""

    home: str
    entries: list[DocumentEntry] = field(default_factory=list)
    outcome: RegistryResponse | None = _SUCCESS

    def found(self, request: QueryRequest) -> Objects:
        """Return what a query finds: by patient all there is, under the identifier asked for; else what is named."""
        asked = ["".join(values) for name, values in request.parameters if name.endswith(("UniqueId", "EntryUUID"))]
        patient = next(("".join(one) for name, one in request.parameters if name.endswith("PatientId")), "")
        found = [one for one in self.entries if not asked or any(str(one.unique_id) in each for each in asked)]
        found = [replace(one, patient_id=patient.strip("'") or one.patient_id) for one in found]
        if request.return_type != LEAF_CLASS:
            return Objects(refs=tuple(one.id for one in found))
        return Objects(entries=tuple(found))


class Communities(OurSide):
    """The responding gateways of two communities at one door, each at a path of its own."""

    packed = frozenset({v.CROSS_RETRIEVE, v.CROSS_RETRIEVE_IMAGING})

    def __init__(self, story: Story, port: int) -> None:
        super().__init__(story, port)
        self.by = {path: Community(home) for path, home in HOMES.items()}

    def serve(self, calls: int) -> None:
        """Answer as many queries and retrievals, or as many as come; whatever else comes in between counts for none."""
        for _ in range(CALLS_MOST):
            if calls <= 0:
                return
            try:
                link = self.door.accept(self.story.limits.http_s)
            except Silent:
                return
            calls -= self._answer(link).action in ASKING

    def query_of(self, call: Call) -> QueryRequest:
        """Return the query of a call, an empty one when it has none."""
        try:
            return read_query(call.body) if call.body is not None else QueryRequest("")
        except Unreadable:
            return QueryRequest("")

    def documents_of(self, call: Call) -> tuple[DocumentRequest, ...]:
        """Return the documents a call asks for, none when it asks for none."""
        try:
            return read_retrieve(call.body) if call.body is not None else ()
        except Unreadable:
            return ()

    def images_of(self, call: Call) -> ImagingRequest:
        """Return the instances a call asks for, and in what; none when it asks for none."""
        try:
            return read_imaging(call.body) if call.body is not None else ImagingRequest((), ())
        except Unreadable:
            return ImagingRequest((), ())

    def _respond(self, link: Connection, call: Call) -> None:
        community = self.by.get(call.path)
        if community is None or community.outcome is not None:
            super()._respond(link, call)
            return
        with suppress(LinkFault):
            link.send(_AWAY, link.limits.http_s)
        link.mark_sent("HTTP 503", HTTP)

    def _body(self, call: Call) -> tuple[etree._Element, list[Part]]:
        community = self.by.get(call.path)
        if call.body is None or community is None or community.outcome is None:
            raise Unreadable(call.trouble or f"no community is at {call.path}")
        if call.action == v.CROSS_QUERY:
            answer = community.outcome
            found = Objects() if answer.status == v.FAILURE else community.found(read_query(call.body))
            told = write_query_response(QueryResponse(answer, found))
            for one in told.iter(clark(RIM, "ExtrinsicObject"), clark(RIM, "ObjectRef")):
                one.set("home", community.home)
            return told, []
        return super()._body(call)


class _Between(Speaker):
    """Speaks to the initiating gateway, and has the communities answer it before its own answer is read."""

    def __init__(self, story: Story, url: str, name: str, tls: ssl.SSLContext | None, communities: Communities) -> None:
        super().__init__(story, url, name, tls)
        self._communities = communities
        self.calls = len(HOMES)

    def post(self, content_type: str, octets: bytes | tuple[bytes, ...], sent: tuple[str, str] = ("", "")) -> Answer:
        """Send octets, serve so many calls of the gateway's, and read its answer."""
        headers = [("Content-Type", content_type)]
        pending = begun(self._story.doors, "POST", self._url, headers, octets, self._tls)
        self._communities.serve(self.calls)
        return self._read(pending.response(), sent)


class InitiatingGateway:
    """The initiating gateway under test, asked by a consumer of its own community."""

    def __init__(self, story: Story) -> None:
        xds = story.system.xds
        if xds is None or xds.initiating_gateway is None:
            raise Blocked("the profile names no xds.initiating_gateway")
        about = xds.initiating_gateway
        self.story = story
        self.communities = Communities(story, about.port)
        tls = xds.tls.context(story.folder) if xds.tls else None
        self._queries = _Between(story, about.query or "", "initiating-query", tls, self.communities)
        self._retrievals = _Between(story, about.retrieve or "", "initiating-retrieve", tls, self.communities)
        self._images = _Between(story, about.retrieve_imaging or "", "initiating-images", tls, self.communities)

    @property
    def first(self) -> Community:
        """Return the first community."""
        return self.communities.by["/community/1"]

    @property
    def second(self) -> Community:
        """Return the second community."""
        return self.communities.by["/community/2"]

    def asked(self) -> list[Call]:
        """Return the queries and retrievals of the gateway so far."""
        return [one for one in self.communities.calls if one.action in ASKING]

    def query(self, name: str, asked: Mapping[str, Asked], *, calls: int, home: str | None = None) -> QueryAnswer:
        """Ask a stored query (ITI-18), of which the gateway is to make so many calls."""
        self._queries.calls = calls
        client = RegistryClient(self._queries)
        return client.put(replace(client.written(name, parameters(asked)), home=home))

    def retrieve(self, *asked: DocumentRequest, calls: int) -> RetrieveAnswer:
        """Ask for documents (ITI-43), of which the gateway is to make so many calls."""
        self._retrievals.calls = calls
        return RepositoryClient(self._retrievals).retrieve(*asked)

    def retrieve_images(self, *asked: InstanceRequest, syntaxes: Sequence[str], calls: int) -> RetrieveAnswer:
        """Ask for instances (RAD-69), of which the gateway is to make so many calls."""
        self._images.calls = calls
        return ImagingSourceClient(self._images).retrieve(asked, syntaxes)
