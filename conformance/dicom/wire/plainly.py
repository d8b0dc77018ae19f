"""Read a data set that has nothing but values, such as the Identifier of a response, in one short loop."""

from __future__ import annotations

import struct

from conformance.dicom.wire import dictionary
from conformance.dicom.wire.elements import UNDEFINED, Element

_EXPLICIT = struct.Struct("<HH2sH")
_IMPLICIT = struct.Struct("<HHI")
_SHORT = {vr.encode(): vr for vr in dictionary.SHORT}
_ITEM_GROUP = 0xFFFE


def plain_elements(octets: bytes, most: int, *, explicit: bool) -> tuple[Element, ...] | None:
    """Return the elements of a little endian data set; None when there is anything that wants a closer look.

    That is a sequence, a representation with a long head, odd or undefined lengths, elements out of order, octets
    left over, or more than ``most`` elements.
    """
    found: list[Element] = []
    at, size, before = 0, len(octets), -1
    unpack = (_EXPLICIT if explicit else _IMPLICIT).unpack_from
    while size - at >= 8:  # noqa: PLR2004 - the head of an element
        if explicit:
            group, element, letters, length = unpack(octets, at)
            vr = _SHORT.get(letters)
        else:
            group, element, length = unpack(octets, at)
            vr = dictionary.representation(group << 16 | element) if length != UNDEFINED else None
        tag = group << 16 | element
        start = at + 8
        at = start + length
        if vr is None or vr == "SQ" or tag <= before or length & 1 or at > size or group == _ITEM_GROUP:
            return None
        found.append(Element(tag, vr, octets[start:at]))
        before = tag
    return tuple(found) if at == size and len(found) <= most else None
