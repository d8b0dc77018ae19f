"""Messages of removal: Remove Metadata (ITI-62) and Remove Documents (ITI-86; IHE supplement RMD)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from conformance.xds.vocabulary import LCM, RIM, RMD, XDS, clark
from conformance.xds.wire.repository import DocumentRequest
from conformance.xds.wire.xml import children, text

if TYPE_CHECKING:
    from collections.abc import Sequence

REMOVE_OBJECTS, REMOVE_DOCUMENTS = clark(LCM, "RemoveObjectsRequest"), clark(RMD, "RemoveDocumentsRequest")
_REQUEST = clark(XDS, "DocumentRequest")


def write_removal(ids: Sequence[str]) -> etree._Element:
    """Return an lcm:RemoveObjectsRequest for objects by their ids."""
    element = etree.Element(REMOVE_OBJECTS, nsmap={"lcm": LCM, "rim": RIM})
    listed = etree.SubElement(element, clark(RIM, "ObjectRefList"))
    for one in ids:
        etree.SubElement(listed, clark(RIM, "ObjectRef")).set("id", one)
    return element


def read_removal(element: etree._Element) -> list[str]:
    """Return the ids of an lcm:RemoveObjectsRequest; never raises."""
    return [one.get("id", "") for one in element.iter(clark(RIM, "ObjectRef"))]


def write_document_removal(asked: DocumentRequest) -> etree._Element:
    """Return an rmd:RemoveDocumentsRequest for one document."""
    element = etree.Element(REMOVE_DOCUMENTS, nsmap={"rmd": RMD, "xds": XDS})
    one = etree.SubElement(element, _REQUEST)
    etree.SubElement(one, clark(XDS, "RepositoryUniqueId")).text = asked.repository
    etree.SubElement(one, clark(XDS, "DocumentUniqueId")).text = asked.document
    return element


def read_document_removal(element: etree._Element) -> list[DocumentRequest]:
    """Return the documents an rmd:RemoveDocumentsRequest names; never raises."""
    found = []
    for one in children(element, _REQUEST):
        said = {str(part.tag): text(part) for part in children(one)}
        names = (clark(XDS, "RepositoryUniqueId"), clark(XDS, "DocumentUniqueId"))
        found.append(DocumentRequest(*(said.get(name, "") for name in names)))
    return found
