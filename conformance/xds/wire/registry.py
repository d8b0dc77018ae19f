"""Messages of the registry: submissions, stored queries and their responses (ebRS 3.0; ITI TF-2 3.18, 3.41, 3.42)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from conformance.xds import vocabulary as v
from conformance.xds.vocabulary import LCM, QUERY, RIM, RS, XDS, clark
from conformance.xds.wire.ebrim import Objects, Placement, read_objects, write_objects
from conformance.xds.wire.soap import Message, carry
from conformance.xds.wire.unreadable import Unreadable
from conformance.xds.wire.xml import children, local, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conformance.xds.wire.mime import Part

SUBMIT = clark(LCM, "SubmitObjectsRequest")
PROVIDE = clark(XDS, "ProvideAndRegisterDocumentSetRequest")
QUERY_REQUEST, QUERY_RESPONSE = clark(QUERY, "AdhocQueryRequest"), clark(QUERY, "AdhocQueryResponse")
REGISTRY_RESPONSE = clark(RS, "RegistryResponse")
ERROR_LIST, ERROR = clark(RS, "RegistryErrorList"), clark(RS, "RegistryError")
OBJECT_LIST = clark(RIM, "RegistryObjectList")
LEAF_CLASS, OBJECT_REF = "LeafClass", "ObjectRef"


@dataclass(frozen=True, slots=True)
class RegistryError:
    """One rs:RegistryError; ``severity`` is the whole URN, None when the attribute is absent."""

    code: str
    context: str = ""
    severity: str | None = v.ERROR
    location: str | None = None

    def __str__(self) -> str:
        where = f" at {self.location}" if self.location else ""
        return f"{self.code}{where}{f' ({self.context})' if self.context else ''}"


@dataclass(frozen=True, slots=True)
class RegistryResponse:
    """An rs:RegistryResponse or the same part of a query's response; ``status`` is the whole URN."""

    status: str
    errors: tuple[RegistryError, ...] = ()
    highest: str | None = None
    problems: tuple[str, ...] = ()


def read_registry_response(element: etree._Element) -> RegistryResponse:
    """Read status and errors of an element that carries them; never raises."""
    problems: list[str] = []
    lists = children(element, ERROR_LIST)
    if len(lists) > 1:
        problems.append(f"there are {len(lists)} RegistryErrorLists")
    errors = tuple(_error(one) for listed in lists for one in children(listed, ERROR))
    if lists and not errors:
        problems.append("there is a RegistryErrorList without any RegistryError")
    highest = lists[0].get("highestSeverity") if lists else None
    return RegistryResponse(element.get("status", ""), errors, highest, tuple(problems))


def _error(element: etree._Element) -> RegistryError:
    context = element.get("codeContext", "")
    return RegistryError(element.get("errorCode", ""), context, element.get("severity"), element.get("location"))


def write_registry_response(response: RegistryResponse) -> etree._Element:
    """Return an rs:RegistryResponse."""
    element = etree.Element(REGISTRY_RESPONSE, nsmap={"rs": RS})
    fill_registry_response(element, response)
    return element


def fill_registry_response(element: etree._Element, response: RegistryResponse) -> None:
    """Put status and errors into a response element."""
    element.set("status", response.status)
    if not response.errors:
        return
    listed = etree.SubElement(element, ERROR_LIST, nsmap={"rs": RS})
    if response.highest is not None:
        listed.set("highestSeverity", response.highest)
    for error in response.errors:
        one = etree.SubElement(listed, ERROR)
        one.set("errorCode", error.code)
        one.set("codeContext", error.context)
        if error.severity is not None:
            one.set("severity", error.severity)
        if error.location is not None:
            one.set("location", error.location)


def write_submission(objects: Objects, placement: Placement | None = None) -> etree._Element:
    """Return the lcm:SubmitObjectsRequest of ITI-42."""
    element = etree.Element(SUBMIT, nsmap={"lcm": LCM, "rim": RIM})
    element.append(write_objects(objects, placement))
    return element


def read_submission(element: etree._Element) -> Objects:
    """Read the objects of an lcm:SubmitObjectsRequest, or of the one inside an ITI-41 request."""
    if element.tag == PROVIDE:
        inner = children(element, SUBMIT)
        if len(inner) != 1:
            raise Unreadable(f"the request holds {len(inner)} SubmitObjectsRequest elements")
        element = inner[0]
    if element.tag != SUBMIT:
        raise Unreadable(f"<{local(element)}> is no submission")
    return read_objects(next(iter(children(element, OBJECT_LIST)), None))


@dataclass(frozen=True, slots=True)
class Carried:
    """The octets of one document of a submission, for the entry with ``entry_id``."""

    entry_id: str
    octets: bytes


def write_provide(
    objects: Objects,
    carried: Sequence[Carried],
    token: str,
    *,
    inline: bool = False,
    placement: Placement | None = None,
) -> tuple[etree._Element, list[Part]]:
    """Return the request of ITI-41 and the parts to send with it; ``inline`` writes base64 instead of parts."""
    element = etree.Element(PROVIDE, nsmap={"xds": XDS, "lcm": LCM, "rim": RIM})
    element.append(write_submission(objects, placement))
    parts: list[Part] = []
    for number, document in enumerate(carried, 1):
        held = etree.SubElement(element, clark(XDS, "Document"))
        held.set("id", document.entry_id)
        part = carry(held, document.octets, f"document{number}.{token}@conformance.invalid", inline=inline)
        if part is not None:
            parts.append(part)
    return element, parts


def read_provided(message: Message) -> tuple[list[Carried], list[str]]:
    """Return the documents of an ITI-41 request, and in words which could not be read."""
    carried: list[Carried] = []
    problems: list[str] = []
    body = message.body
    for held in children(body, clark(XDS, "Document")) if body is not None else ():
        octets, problem = message.octets(held)
        if problem:
            problems.append(f"Document {held.get('id', '')!r}: {problem}")
        else:
            carried.append(Carried(held.get("id", ""), octets))
    return carried, problems


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """A stored query: each parameter with the text of each of its rim:Value elements, in order.

    The same name may come twice, as the AND of two lists wants it (ITI TF-2 3.18.4.1.2.3.5).
    """

    query_id: str
    parameters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    return_type: str = LEAF_CLASS
    composed: str = "true"
    home: str | None = None

    def lists(self, name: str) -> list[tuple[str, ...]]:
        """Return the value lists of a parameter: one for each Slot of that name."""
        return [values for key, values in self.parameters if key == name]


def write_query(request: QueryRequest) -> etree._Element:
    """Return the query:AdhocQueryRequest of ITI-18."""
    element = etree.Element(QUERY_REQUEST, nsmap={"query": QUERY, "rim": RIM})
    option = etree.SubElement(element, clark(QUERY, "ResponseOption"))
    option.set("returnComposedObjects", request.composed)
    option.set("returnType", request.return_type)
    query = etree.SubElement(element, clark(RIM, "AdhocQuery"))
    query.set("id", request.query_id)
    if request.home is not None:
        query.set("home", request.home)
    for name, values in request.parameters:
        slot = etree.SubElement(query, clark(RIM, "Slot"))
        slot.set("name", name)
        listed = etree.SubElement(slot, clark(RIM, "ValueList"))
        for value in values:
            etree.SubElement(listed, clark(RIM, "Value")).text = value
    return element


def read_query(element: etree._Element) -> QueryRequest:
    """Read a query:AdhocQueryRequest; raise Unreadable when it is none."""
    queries = children(element, clark(RIM, "AdhocQuery"))
    if element.tag != QUERY_REQUEST or len(queries) != 1:
        raise Unreadable(f"<{local(element)}> with {len(queries)} AdhocQuery elements is no stored query")
    options = children(element, clark(QUERY, "ResponseOption"))
    option: Mapping[str, str] = {str(name): str(value) for name, value in options[0].items()} if options else {}
    parameters = tuple(
        (
            slot.get("name", ""),
            tuple(text(one) for one in slot.iterfind(f"{clark(RIM, 'ValueList')}/{clark(RIM, 'Value')}")),
        )
        for slot in children(queries[0], clark(RIM, "Slot"))
    )
    return QueryRequest(
        queries[0].get("id", ""),
        parameters,
        option.get("returnType", "RegistryObject"),
        option.get("returnComposedObjects", "false"),
        queries[0].get("home"),
    )


def quoted(*values: str) -> str:
    """Return values as a multi-valued parameter writes them: ``('a','b')``, quotes inside doubled."""
    return "(" + ",".join(single(value) for value in values) + ")"


def single(value: str) -> str:
    """Return a value as a single-valued parameter writes it: ``'a'``."""
    return "'" + value.replace("'", "''") + "'"


@dataclass(frozen=True, slots=True)
class QueryResponse:
    """A query:AdhocQueryResponse; ``listed`` says whether the RegistryObjectList was there at all."""

    response: RegistryResponse
    objects: Objects
    listed: bool = True


def write_query_response(answer: QueryResponse) -> etree._Element:
    """Return a query:AdhocQueryResponse."""
    element = etree.Element(QUERY_RESPONSE, nsmap={"query": QUERY, "rim": RIM, "rs": RS})
    fill_registry_response(element, answer.response)
    if answer.listed:
        element.append(write_objects(answer.objects))
    return element


def read_query_response(element: etree._Element) -> QueryResponse:
    """Read a query:AdhocQueryResponse; never raises."""
    listed = children(element, OBJECT_LIST)
    objects = read_objects(listed[0] if listed else None)
    return QueryResponse(read_registry_response(element), objects, bool(listed))
