"""Write data sets in a transfer syntax (PS3.5), rightly, or wrongly where an element says so."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from conformance.dicom.wire import charsets, dictionary
from conformance.dicom.wire.elements import UNDEFINED, DataSet, Element, SequenceItem
from conformance.dicom.wire.octets import padded
from conformance.dicom.wire.reading import ordered
from conformance.dicom.wire.syntaxes import Layout, layout

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Value = str | int | float | bytes | DataSet | Sequence[str | int | float | DataSet] | None

_IMPLICIT = Layout(explicit=False)
_FORMATS = {"US": "H", "SS": "h", "UL": "I", "SL": "i", "FL": "f", "FD": "d", "UV": "Q", "SV": "q", "OW": "H"}
_SHORT_MOST = 0xFFFF


def element(
    name: str | int, value: Value, vr: str | None = None, terms: tuple[str, ...] = (), *, undefined: bool = False
) -> Element:
    """Return an element of a keyword or tag; text is encoded in the character sets ``terms``.

    ``value`` is text, a number, octets, data sets for a sequence, or several of them. ``undefined``
    writes a sequence and its items with delimiters.
    """
    tag = dictionary.tag(name) if isinstance(name, str) else name
    vr = vr or dictionary.representation(tag)
    if isinstance(value, bytes):
        return Element(tag, vr, padded(value, b"\0" if vr in dictionary.LONG or vr == "UI" else b" "))
    parts: list[str | int | float | DataSet] = (
        [] if value is None else [value] if isinstance(value, str | int | float | DataSet) else list(value)
    )
    if vr == "SQ":
        items = tuple(SequenceItem(one, undefined) for one in parts if isinstance(one, DataSet))
        return Element(tag, vr, items=items, undefined=undefined)
    return Element(tag, vr, _value(vr, parts, terms))


def _value(vr: str, parts: list[str | int | float | DataSet], terms: tuple[str, ...]) -> bytes:
    if vr in _FORMATS:
        numbers = [float(str(one)) if vr in {"FL", "FD"} else int(str(one)) for one in parts]
        return struct.pack(f"<{len(numbers)}{_FORMATS[vr]}", *numbers)
    if vr == "AT":
        tags = [int(str(one), 16) if isinstance(one, str) else int(str(one)) for one in parts]
        return b"".join(struct.pack("<HH", tag >> 16, tag & 0xFFFF) for tag in tags)
    text = "\\".join(str(one) for one in parts)
    octets = charsets.encode(text, terms) if vr in dictionary.TEXT else text.encode("ascii", "replace")
    return padded(octets, b"\0" if vr == "UI" else b" ")


def data_set(values: Mapping[str | int, Value] | None = None, **keywords: Value) -> DataSet:
    """Return a data set of keywords (and tags in ``values``) in ascending order.

    A SpecificCharacterSet among them governs how the text of all of them is encoded.
    """
    given: dict[str | int, Value] = dict(values or {})
    given.update(keywords)
    terms: tuple[str, ...] = ()
    charset = given.get("SpecificCharacterSet")
    if isinstance(charset, str):
        terms = tuple(charset.split("\\"))
    made = [element(name, value, None, terms) for name, value in given.items()]
    return DataSet(tuple(sorted(made, key=lambda one: one.tag)))


def write_data_set(what: DataSet, transfer_syntax: str) -> bytes:
    """Return the data set as octets in a transfer syntax; elements in the order they stand."""
    how = layout(transfer_syntax)
    octets = _written(what, how)
    if not how.deflated:
        return octets
    engine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return padded(engine.compress(octets) + engine.flush())


def _written(what: DataSet, how: Layout) -> bytes:
    return b"".join(_element(one, how) for one in what.elements)


def _element(one: Element, how: Layout) -> bytes:
    if one.raw is not None:
        return one.raw
    if one.items is not None:
        inner = _IMPLICIT if one.vr == "UN" else how
        body = b"".join(_item(item, inner) for item in one.items)
    elif one.fragments is not None:
        body = b"".join(_mark(dictionary.ITEM, len(piece), how) + piece for piece in one.fragments)
    else:
        body = ordered(one.value, one.vr) if how.big else one.value
    length = UNDEFINED if one.undefined else len(body)
    if one.undefined:
        body += _mark(dictionary.SEQUENCE_END, 0, _IMPLICIT if one.vr == "UN" else how)
    return _head(one, length if one.length is None else one.length, how) + body


def _head(one: Element, length: int, how: Layout) -> bytes:
    tag = struct.pack(how.order + "HH", one.tag >> 16, one.tag & 0xFFFF)
    if not how.explicit:
        return tag + struct.pack("<I", length)
    vr = one.vr
    if vr in dictionary.SHORT and length > _SHORT_MOST:
        vr = "UN"  # PS3.5 6.2.2: a value too long for the short form
    if vr in dictionary.SHORT:
        return tag + vr.encode() + struct.pack(how.order + "H", length)
    return tag + vr.encode() + b"\0\0" + struct.pack(how.order + "I", length)


def _item(item: SequenceItem, how: Layout) -> bytes:
    body = _written(item.data, how)
    if not item.undefined:
        return _mark(dictionary.ITEM, len(body), how) + body
    return _mark(dictionary.ITEM, UNDEFINED, how) + body + _mark(dictionary.ITEM_END, 0, how)


def _mark(tag: int, length: int, how: Layout) -> bytes:
    return struct.pack(how.order + "HHI", tag >> 16, tag & 0xFFFF, length)
