"""Safe reading of XML that a candidate wrote: no DTD, no network, no entity, bounded in size and depth."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from xml.parsers import expat

from lxml import etree

from conformance.xds.wire.unreadable import Unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conformance.limits import Limits

_LOOK = 64 * 1024
_SMALLEST = 7
"""The octets of an element that holds another: ``<a></a>``."""


class _PrologRead(Exception):  # noqa: N818 - ends the scan, says nothing
    """The root element begins: no DOCTYPE can come any more."""


def read_xml(octets: bytes, limits: Limits) -> etree._Element:
    """Return the root element; raise Unreadable for a DOCTYPE, a cap reached, or what is not XML."""
    if len(octets) > limits.xml_bytes:
        raise Unreadable(f"XML of {len(octets)} octets is over the cap of {limits.xml_bytes}")
    _refuse_doctype(octets)
    try:
        root = etree.fromstring(octets, _parser())
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"not readable as XML: {error.msg}"[:300]) from None
    except ValueError as error:
        raise Unreadable(f"not readable as XML: {error}"[:300]) from None
    if root is None:
        raise Unreadable("no XML element at all")
    _refuse_depth(root, limits.xml_depth, len(octets))
    return root


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )


def _refuse_doctype(octets: bytes) -> None:
    """Read the prolog only, with a second parser that stops at the root element."""
    scan = expat.ParserCreate()

    def doctype(*_: object) -> None:
        raise Unreadable("the XML carries a DOCTYPE, which no SOAP message may", scan.CurrentByteIndex)

    def element(*_: object) -> None:
        raise _PrologRead

    scan.StartDoctypeDeclHandler = doctype
    scan.StartElementHandler = element
    try:
        for start in range(0, len(octets), _LOOK):
            scan.Parse(octets[start : start + _LOOK], False)  # noqa: FBT003 - expat's own signature
    except (_PrologRead, expat.ExpatError, LookupError, ValueError):
        return


def _refuse_depth(root: etree._Element, most: int, octets: int) -> None:
    """Look for what nests too deep, unless the parser has looked: it visits each element of a large answer again."""
    if octets > most * _SMALLEST and not _parser_refuses(most + 1) and _deeper_than(most)(root):
        raise Unreadable(f"XML elements nest deeper than {most}")


@cache
def _parser_refuses(depth: int) -> bool:
    """Return whether the parser itself reads nothing so deep: how deep it goes is each libxml2's own choice."""
    holding = depth - 1
    try:
        etree.fromstring(b"<a>" * holding + b"<a/>" + b"</a>" * holding, _parser())
    except etree.XMLSyntaxError:
        return True
    return False


@cache
def _deeper_than(most: int) -> etree.XPath:
    """Return the question whether an element stands below ``most`` others; no element is visited in Python."""
    return etree.XPath(f"boolean({'/*' * (most + 1)})")


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace; a comment or instruction has none."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def children(element: etree._Element, tag: str | None = None) -> list[etree._Element]:
    """Return the child elements, those called ``tag`` (``{namespace}name``) only when given."""
    return [child for child in element if (child.tag == tag if tag else isinstance(child.tag, str))]


def text(element: etree._Element | None) -> str:
    """Return the text of an element, stripped of white space around it."""
    if element is None:
        return ""
    if not len(element):
        return (element.text or "").strip()
    return str(element.xpath("string()")).strip()


def printed(element: etree._Element) -> bytes:
    """Return the element as UTF-8 octets with an XML declaration."""
    return etree.tostring(element, encoding="UTF-8", xml_declaration=True)


def printed_around(root: etree._Element, inner: Sequence[etree._Element]) -> bytes:
    """Return ``root`` as ``printed`` does, with ``inner`` in the place of ``here()``.

    Elements printed apart need not be moved from tree to tree, which for a large one takes lxml seconds.
    """
    before, _, after = printed(root).partition(b"<?conformance here?>")
    return b"".join((before, *(etree.tostring(one) for one in inner), after))


def here() -> etree._ProcessingInstruction:
    """Return what stands for the elements that ``printed_around`` puts in its place."""
    return etree.ProcessingInstruction("conformance", "here")
