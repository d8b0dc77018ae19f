"""Messages of retrieval, from a repository or an imaging source (ITI TF-2 3.43, RAD TF-3 4.69)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from conformance.xds.vocabulary import IHERAD, RS, XDS, clark
from conformance.xds.wire.registry import REGISTRY_RESPONSE, RegistryResponse, read_registry_response
from conformance.xds.wire.registry import write_registry_response as _response
from conformance.xds.wire.soap import Message, carry
from conformance.xds.wire.unreadable import Unreadable
from conformance.xds.wire.xml import children, local, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.xds.wire.mime import Part

RETRIEVE, RETRIEVE_RESPONSE = (
    clark(XDS, "RetrieveDocumentSetRequest"),
    clark(XDS, "RetrieveDocumentSetResponse"),
)
IMAGING = clark(IHERAD, "RetrieveImagingDocumentSetRequest")
REQUEST, RESPONSE = clark(XDS, "DocumentRequest"), clark(XDS, "DocumentResponse")


@dataclass(frozen=True, slots=True)
class DocumentRequest:
    """One document asked for, by repository and unique id; None leaves the home community out."""

    repository: str
    document: str
    home: str | None = None


@dataclass(frozen=True, slots=True)
class InstanceRequest:
    """One instance asked for: its study, its series and what a DocumentRequest says."""

    study: str
    series: str
    asked: DocumentRequest


@dataclass(frozen=True, slots=True)
class ImagingRequest:
    """The request of RAD-69: instances, and the transfer syntaxes they may come in."""

    instances: tuple[InstanceRequest, ...]
    transfer_syntaxes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RetrievedDocument:
    """One xds:DocumentResponse with its octets exactly; ``problem`` says why there are none."""

    repository: str
    document: str
    mime_type: str
    octets: bytes
    home: str | None = None
    new_repository: str | None = None
    new_document: str | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class RetrieveResponse:
    """An xds:RetrieveDocumentSetResponse."""

    response: RegistryResponse
    documents: tuple[RetrievedDocument, ...] = ()


def _add_request(parent: etree._Element, asked: DocumentRequest) -> None:
    element = etree.SubElement(parent, REQUEST, nsmap={"xds": XDS})
    named = (
        ("HomeCommunityId", asked.home),
        ("RepositoryUniqueId", asked.repository),
        ("DocumentUniqueId", asked.document),
    )
    for name, value in named:
        if value is not None:
            etree.SubElement(element, clark(XDS, name)).text = value


def _read_request(element: etree._Element) -> DocumentRequest:
    home = _optional(element, "HomeCommunityId")
    return DocumentRequest(
        _optional(element, "RepositoryUniqueId") or "", _optional(element, "DocumentUniqueId") or "", home
    )


def _optional(element: etree._Element, name: str) -> str | None:
    found = children(element, clark(XDS, name))
    return text(found[0]) if found else None


def write_retrieve(asked: Sequence[DocumentRequest]) -> etree._Element:
    """Return the xds:RetrieveDocumentSetRequest of ITI-43."""
    element = etree.Element(RETRIEVE, nsmap={"xds": XDS})
    for one in asked:
        _add_request(element, one)
    return element


def read_retrieve(element: etree._Element) -> tuple[DocumentRequest, ...]:
    """Read an xds:RetrieveDocumentSetRequest; raise Unreadable when it is none."""
    if element.tag != RETRIEVE:
        raise Unreadable(f"<{local(element)}> is no RetrieveDocumentSetRequest")
    return tuple(_read_request(one) for one in children(element, REQUEST))


def write_imaging(request: ImagingRequest) -> etree._Element:
    """Return the iherad:RetrieveImagingDocumentSetRequest of RAD-69, instances gathered by study and series."""
    element = etree.Element(IMAGING, nsmap={"iherad": IHERAD, "xds": XDS})
    studies: dict[str, etree._Element] = {}
    series: dict[tuple[str, str], etree._Element] = {}
    for one in request.instances:
        if one.study not in studies:
            studies[one.study] = etree.SubElement(element, clark(IHERAD, "StudyRequest"))
            studies[one.study].set("studyInstanceUID", one.study)
        key = (one.study, one.series)
        if key not in series:
            series[key] = etree.SubElement(studies[one.study], clark(IHERAD, "SeriesRequest"))
            series[key].set("seriesInstanceUID", one.series)
        _add_request(series[key], one.asked)
    listed = etree.SubElement(element, clark(IHERAD, "TransferSyntaxUIDList"))
    for uid in request.transfer_syntaxes:
        etree.SubElement(listed, clark(IHERAD, "TransferSyntaxUID")).text = uid
    return element


def read_imaging(element: etree._Element) -> ImagingRequest:
    """Read an iherad:RetrieveImagingDocumentSetRequest; raise Unreadable when it is none."""
    if element.tag != IMAGING:
        raise Unreadable(f"<{local(element)}> is no RetrieveImagingDocumentSetRequest")
    instances = tuple(
        InstanceRequest(study.get("studyInstanceUID", ""), series.get("seriesInstanceUID", ""), _read_request(one))
        for study in children(element, clark(IHERAD, "StudyRequest"))
        for series in children(study, clark(IHERAD, "SeriesRequest"))
        for one in children(series, REQUEST)
    )
    lists = children(element, clark(IHERAD, "TransferSyntaxUIDList"))
    syntaxes = tuple(text(one) for listed in lists for one in children(listed, clark(IHERAD, "TransferSyntaxUID")))
    return ImagingRequest(instances, syntaxes)


def write_retrieve_response(
    answer: RetrieveResponse, token: str, *, inline: bool = False
) -> tuple[etree._Element, list[Part]]:
    """Return an xds:RetrieveDocumentSetResponse and the parts to send with it."""
    element = etree.Element(RETRIEVE_RESPONSE, nsmap={"xds": XDS, "rs": RS})
    element.append(_response(answer.response))
    parts: list[Part] = []
    for number, document in enumerate(answer.documents, 1):
        part = _add_response(element, document, f"document{number}.{token}@conformance.invalid", inline=inline)
        if part is not None:
            parts.append(part)
    return element, parts


def _add_response(parent: etree._Element, document: RetrievedDocument, name: str, *, inline: bool) -> Part | None:
    element = etree.SubElement(parent, RESPONSE)
    named = (
        ("HomeCommunityId", document.home),
        ("RepositoryUniqueId", document.repository),
        ("DocumentUniqueId", document.document),
        ("NewRepositoryUniqueId", document.new_repository),
        ("NewDocumentUniqueId", document.new_document),
        ("mimeType", document.mime_type),
    )
    for tag, value in named:
        if value is not None:
            etree.SubElement(element, clark(XDS, tag)).text = value
    return carry(etree.SubElement(element, clark(XDS, "Document")), document.octets, name, inline=inline)


def read_retrieve_response(message: Message) -> RetrieveResponse:
    """Read the xds:RetrieveDocumentSetResponse a message carries, each document's octets exactly."""
    body = message.body
    if body is None or body.tag != RETRIEVE_RESPONSE:
        raise Unreadable(f"the Body holds {f'<{local(body)}>' if body is not None else 'nothing'}")
    responses = children(body, REGISTRY_RESPONSE)
    if len(responses) != 1:
        raise Unreadable(f"the response holds {len(responses)} RegistryResponse elements")
    documents = tuple(_document(message, one) for one in children(body, RESPONSE))
    return RetrieveResponse(read_registry_response(responses[0]), documents)


def _document(message: Message, element: etree._Element) -> RetrievedDocument:
    held = children(element, clark(XDS, "Document"))
    octets, problem = message.octets(held[0]) if len(held) == 1 else (b"", f"there are {len(held)} Document elements")
    return RetrievedDocument(
        _optional(element, "RepositoryUniqueId") or "",
        _optional(element, "DocumentUniqueId") or "",
        _optional(element, "mimeType") or "",
        octets,
        _optional(element, "HomeCommunityId"),
        _optional(element, "NewRepositoryUniqueId"),
        _optional(element, "NewDocumentUniqueId"),
        problem,
    )
