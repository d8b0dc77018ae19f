"""The Native DICOM Model in XML (PS3.19 A.1), read by us alone: no DTD, no entity, bounded."""

from __future__ import annotations

import base64
import binascii
import struct
from typing import TYPE_CHECKING

from lxml import etree

from conformance.dicom.web.model import TYPE, UTF_8, Faults, Read
from conformance.dicom.wire import DataSet, Element, SequenceItem, Unreadable, dictionary, element

if TYPE_CHECKING:
    from conformance.limits import Limits

_GROUPS = ("Alphabetic", "Ideographic", "Phonetic")
_PARTS = ("FamilyName", "GivenName", "MiddleName", "NamePrefix", "NameSuffix")
_MOST_VALUES = 10_000


def root_of(octets: bytes, limits: Limits) -> etree._Element:
    """Return the root of an XML text of whatever kind; raise Unreadable for a DOCTYPE, a cap reached, or no XML."""
    if len(octets) > limits.xml_bytes:
        raise Unreadable(f"the XML is over the cap of {limits.xml_bytes} octets")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )  # a value goes on behind a comment
    try:
        root = etree.fromstring(octets, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(f"not readable as XML: {str(error)[:120]}") from None
    if root.getroottree().docinfo.doctype:
        raise Unreadable("the XML has a DOCTYPE, which nothing here needs")
    return root


def read_xml(octets: bytes, limits: Limits) -> Read:
    """Read one object; raise Unreadable when it is none."""
    root = root_of(octets, limits)
    if _name(root) != "NativeDicomModel":
        raise Unreadable(f"the XML is {_name(root)[:40]!r}, not NativeDicomModel")
    reading = Read(DataSet(), {}, Faults())
    return Read(_data_set(root, "", 0, reading, limits), reading.bulk, reading.faults)


def _name(node: etree._Element) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def _children(node: etree._Element, name: str) -> list[etree._Element]:
    return [one for one in node if _name(one) == name]


def _data_set(node: etree._Element, path: str, depth: int, reading: Read, limits: Limits) -> DataSet:
    if depth > limits.nesting:
        raise Unreadable(f"sequences nested over the cap of {limits.nesting}")
    made: dict[int, Element] = {}
    for one in _children(node, "DicomAttribute"):
        written, vr = str(one.get("tag", "")), str(one.get("vr", ""))
        try:
            tag = int(written, 16) if len(written) == 8 else -1  # noqa: PLR2004 - eight digits
        except ValueError:
            tag = -1
        if tag < 0 or vr not in dictionary.SHORT | dictionary.LONG:
            reading.faults.add(TYPE, f"an attribute{' in ' + path if path else ''} has tag {written!r} and vr {vr!r}")
        elif tag != dictionary.SPECIFIC_CHARACTER_SET:
            made[tag] = _attribute(one, Element(tag, vr), f"{path}{tag:08X}", depth, reading, limits)
    return DataSet(tuple(made[tag] for tag in sorted(made)), UTF_8)


def _attribute(  # noqa: PLR0913 - one step of the way down
    node: etree._Element, empty: Element, path: str, depth: int, reading: Read, limits: Limits
) -> Element:
    for bulk in _children(node, "BulkData"):
        reading.bulk[path] = str(bulk.get("uri") or bulk.get("uuid") or "")
        return empty
    for inline in _children(node, "InlineBinary"):
        try:
            octets = base64.b64decode("".join((inline.text or "").split()), validate=True)
        except (binascii.Error, ValueError):
            reading.faults.add(TYPE, f"the InlineBinary of {path} is not base64")
            return empty
        return Element(empty.tag, empty.vr, octets)
    if empty.vr == "SQ":
        items = _children(node, "Item")
        found = (
            _data_set(one, f"{path}[{number}].", depth + 1, reading, limits) for number, one in enumerate(items, 1)
        )
        return Element(empty.tag, "SQ", items=tuple(SequenceItem(one) for one in found))
    values = _values(node, empty.vr, path, reading)
    try:
        return element(empty.tag, values if any(values) else None, empty.vr, UTF_8)
    except (ValueError, struct.error, OverflowError, UnicodeError):
        reading.faults.add(TYPE, f"{path} of VR {empty.vr} has a value it can't hold")
        return empty


def _values(node: etree._Element, vr: str, path: str, reading: Read) -> list[str]:
    """Return the values by their number: one that is not there is empty."""
    found: dict[int, str] = {}
    for one in _children(node, "PersonName" if vr == "PN" else "Value"):
        number = str(one.get("number", ""))
        if not (number.isascii() and number.isdigit() and len(number) < 10 and 0 < int(number) <= _MOST_VALUES):  # noqa: PLR2004 - digits
            reading.faults.add(TYPE, f"a value of {path} has the number {number[:20]!r}")
            continue
        found[int(number)] = _person(one) if vr == "PN" else one.text or ""
    return [found.get(number, "") for number in range(1, max(found, default=0) + 1)]


def _person(node: etree._Element) -> str:
    groups = []
    for group in _GROUPS:
        texts = {_name(part): part.text or "" for one in _children(node, group) for part in one}
        groups.append("^".join(texts.get(part, "") for part in _PARTS).rstrip("^"))
    return "=".join(groups).rstrip("=")
