"""Our registry, repository and imaging source at a door of the story's, for a candidate that calls by itself.

Plain HTTP, one request on a connection: all of it on the tape. What we answer depends on the story and on what was
asked alone, so that a recording can be judged again.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import h11

from conformance.guarded import Deadline, LinkFault, Silent
from conformance.http import HTTP
from conformance.xds import vocabulary as v
from conformance.xds.simulator.parameters import Refused
from conformance.xds.simulator.registry import Registry
from conformance.xds.wire.ebrim import Objects
from conformance.xds.wire.registry import (
    OBJECT_LIST,
    QueryResponse,
    RegistryError,
    RegistryResponse,
    read_query,
    write_query_response,
    write_registry_response,
)
from conformance.xds.wire.repository import (
    RetrievedDocument,
    RetrieveResponse,
    read_imaging,
    read_retrieve,
    write_retrieve_response,
)
from conformance.xds.wire.soap import (
    Addressing,
    Fault,
    Message,
    read_message,
    simple_type,
    write_envelope,
    write_fault,
    write_mtom,
)
from conformance.xds.wire.unreadable import Unreadable

if TYPE_CHECKING:
    from lxml import etree

    from conformance.asking import Begun
    from conformance.guarded import Connection
    from conformance.story import Story
    from conformance.xds.wire.ebrim import DocumentEntry
    from conformance.xds.wire.mime import Part
    from conformance.xds.wire.registry import QueryRequest
    from conformance.xds.wire.repository import DocumentRequest

CALLS_MOST = 12
"""Calls that one deed may take: who wants more to fetch one document goes in circles."""
SUCCESSFUL = RegistryResponse(v.SUCCESS)


@dataclass(frozen=True)
class Call:
    """One request of the candidate's; ``trouble`` says in words why there is no message in it."""

    method: str = ""
    path: str = ""
    content_type: str = ""
    message: Message | None = None
    trouble: str = ""
    evidence: tuple[str, ...] = ()

    @property
    def action(self) -> str:
        """Return wsa:Action, empty when there is none."""
        return self.message.addressing("Action") if self.message else ""

    @property
    def body(self) -> etree._Element | None:
        """Return what the Body holds."""
        return self.message.body if self.message else None

    @property
    def said(self) -> str:
        """Return in one line what came, for a person to read."""
        return self.trouble or f"{self.method} {self.path}, {self.action or 'no wsa:Action'}"


class OurSide:
    """What the candidate calls. The attributes say how we answer: honestly, until a story says otherwise."""

    packed = frozenset({v.PROVIDE, v.RETRIEVE, v.RETRIEVE_IMAGING})
    """The actions whose answers are packages."""

    def __init__(self, story: Story, port: int | None = None) -> None:
        xds = story.system.xds
        host, own = (xds.listen, xds.listen_port) if xds else ("127.0.0.1", 0)
        self.story = story
        self.door = story.doors.listen(host, own if port is None else port)
        self.registry = Registry(xds.patient_id_root if xds else "1.2")
        self.repository_id = story.uid("our-repository")
        self.calls: list[Call] = []
        self.outcome = SUCCESSFUL
        self.query_outcome: RegistryResponse | None = None
        """What queries are answered; with a Failure nothing is found."""
        self.retrieve_outcome: RegistryResponse | None = None
        """What a retrieval is answered that finds all it asks for."""
        self.most_told = 0
        """How many objects the longest of our answers held."""
        self.documents: dict[str, tuple[str, bytes]] = {}
        self._answered = 0

    def url(self, part: str) -> str:
        """Return the address of ``registry``, ``repository`` or ``imaging-source``."""
        return f"http://{self.door.address}/{part}"

    def holds(self, entry: DocumentEntry, content: bytes) -> None:
        """Have a document, and its entry, Approved."""
        self.registry.holdings.add(Objects((entry,)))
        self.documents[str(entry.unique_id)] = (str(entry.mime_type), content)

    def until(self, action: str, begun: Begun) -> Call:
        """Answer calls until one with that action came; raise Blocked when the candidate does not call at all."""
        for _ in range(CALLS_MOST):
            try:
                link = self.door.accept(begun.within_s)
            except Silent:
                raise begun.nothing_came(self._so_far(action)) from None
            call = self._answer(link)
            if call.action == action or not call.action:
                return call
        raise begun.nothing_came(f"{CALLS_MOST} calls came and none was {action}")

    def rest(self, begun: Begun) -> list[Call]:
        """Answer what still comes until the candidate is quiet; return it."""
        came: list[Call] = []
        for _ in range(CALLS_MOST):
            try:
                link = self.door.accept(begun.quiet_s)
            except Silent:
                break
            came.append(self._answer(link))
        return came

    def _so_far(self, action: str) -> str:
        return f"{len(self.calls)} calls came and none was {action}" if self.calls else ""

    def _answer(self, link: Connection) -> Call:
        call = read_call(link)
        self.calls.append(call)
        self._respond(link, call)
        link.close()
        return call

    def _respond(self, link: Connection, call: Call) -> None:
        content_type, octets = self.response(call)
        head = (
            f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {len(octets)}\r\n"
            "Connection: close\r\n\r\n"
        )
        with suppress(LinkFault):
            link.send(head.encode() + octets, link.limits.http_s)
        link.mark_sent("HTTP response", HTTP)

    # What we answer.

    def response(self, call: Call) -> tuple[str, bytes]:
        """Return the media type and octets of our answer."""
        self._answered += 1
        message_id = f"urn:uuid:{self.story.uuid(f'answer/{self._answered}')}"
        relates = call.message.addressing("MessageID") if call.message else ""
        action = v.RESPONSE_ACTIONS.get(call.action, f"{v.WSA}/fault")
        about = Addressing(action, message_id, reply_to=None, relates_to=relates or None)
        try:
            body, parts = self._body(call)
        except Unreadable as unreadable:
            return simple_type(), write_fault(Fault("Sender", str(unreadable)), about)
        envelope = write_envelope(body, about)
        if call.action in self.packed:
            return write_mtom(envelope, parts, self.story.token(f"answer/{self._answered}", 16), action)
        return simple_type(action), envelope

    def _body(self, call: Call) -> tuple[etree._Element, list[Part]]:
        if call.body is None:
            raise Unreadable(call.trouble or "there is no Body")
        if call.action in {v.PROVIDE, v.REGISTER}:
            return write_registry_response(self.outcome), []
        if call.action == v.STORED_QUERY:
            request = read_query(call.body)
            return self._told(request), []
        if call.action in {v.RETRIEVE, v.CROSS_RETRIEVE}:
            return self._handed_out(list(read_retrieve(call.body)))
        if call.action in {v.RETRIEVE_IMAGING, v.CROSS_RETRIEVE_IMAGING}:
            return self._handed_out([one.asked for one in read_imaging(call.body).instances])
        raise Unreadable(f"the action {call.action!r} is not offered here")

    def _told(self, request: QueryRequest) -> etree._Element:
        """Return the answer to a query, with the status and errors the story wants."""
        outcome = self.query_outcome
        if outcome is None:
            told = self.registry.query_answer(request)
        elif outcome.status == v.FAILURE:
            told = write_query_response(QueryResponse(outcome, Objects()))
        else:
            try:
                told = write_query_response(QueryResponse(outcome, self.registry.found(request)))
            except Refused:
                told = self.registry.query_answer(request)
        self.most_told = max([self.most_told, *(len(one) for one in told.iter(OBJECT_LIST))])
        return told

    def _handed_out(self, asked: list[DocumentRequest]) -> tuple[etree._Element, list[Part]]:
        documents, errors = [], []
        for one in asked:
            held = self.documents.get(one.document)
            if held is None:
                errors.append(RegistryError("XDSDocumentUniqueIdError", "not here", location=one.document))
            else:
                documents.append(RetrievedDocument(one.repository, one.document, *held, home=one.home))
        status = (v.PARTIAL_SUCCESS if documents else v.FAILURE) if errors else v.SUCCESS
        response = RegistryResponse(status, tuple(errors), v.ERROR if errors else None)
        response = response if errors or self.retrieve_outcome is None else self.retrieve_outcome
        token = self.story.token(f"documents/{self._answered}", 16)
        return write_retrieve_response(RetrieveResponse(response, tuple(documents)), token)


def read_call(link: Connection) -> Call:
    """Read one request; a body over the cap or no HTTP at all is trouble."""
    pieces: list[bytes] = []
    head, trouble = _request(link, pieces)
    evidence = (link.mark_received("HTTP request", HTTP),)
    if head is None:
        return Call(trouble=trouble or "no request", evidence=evidence)
    fields = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in head.headers}
    kind = fields.get("content-type", "")
    message: Message | None = None
    try:
        message = None if trouble else read_message(kind, b"".join(pieces), link.limits)
    except Unreadable as unreadable:
        trouble = str(unreadable)
    return Call(head.method.decode("latin-1"), head.target.decode("latin-1"), kind, message, trouble, evidence)


def _request(link: Connection, pieces: list[bytes]) -> tuple[h11.Request | None, str]:
    """Read one request into ``pieces``; return its head and, in words, why reading stopped early."""
    reader = h11.Connection(h11.SERVER, max_incomplete_event_size=link.limits.http_head_bytes)
    deadline = Deadline(link.limits.http_s)
    head: h11.Request | None = None
    size = 0
    try:
        while True:
            event = reader.next_event()
            if event is h11.NEED_DATA:
                if reader.they_are_waiting_for_100_continue:
                    link.send(reader.send(h11.InformationalResponse(status_code=100, headers=[])) or b"")
                reader.receive_data(link.read_some(64 * 1024, deadline))
            elif isinstance(event, h11.Request):
                head = event
            elif isinstance(event, h11.Data):
                pieces.append(bytes(event.data))
                size += len(event.data)
                if size > link.limits.http_body_bytes:
                    return head, f"the body is over the cap of {link.limits.http_body_bytes} octets"
            else:
                return head, ""
    except h11.RemoteProtocolError as error:
        return head, f"not a readable HTTP request: {error}"
    except LinkFault as fault:
        return head, f"no whole request: {fault}"
