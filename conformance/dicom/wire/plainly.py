"""Data sets that have nothing but values, such as the Identifier of a response: octets, and where each value stands."""

from __future__ import annotations

import struct
from typing import NamedTuple

from conformance.dicom.wire import dictionary
from conformance.dicom.wire.elements import ASCII, UNDEFINED, DataSet, Element
from conformance.dicom.wire.likeness import Likeness

_EXPLICIT = struct.Struct("<HH2sH")
_IMPLICIT = struct.Struct("<HHI")
_SHORT = {vr.encode(): vr for vr in dictionary.SHORT}
_ITEM_GROUP = 0xFFFE
_MOST_FORMS = 1_000
_MOST_KNOWN = 4_096
_VALUES = (ASCII | dictionary.TEXT) - dictionary.SINGLE
"""Representations of values as text, whose spaces on either side do not count."""


class Form(NamedTuple):
    """Where in octets the values stand, by tag, and what represents them; ``said`` are those asked for as text."""

    spans: dict[int, slice]
    representations: dict[int, str]
    said: dict[str | int, slice]


_NOTHING: dict[str | int, slice] = {}


class Plain(DataSet):
    """A data set of nothing but values, taken out of its octets when they are asked for."""

    __slots__ = ("_form", "_octets", "_said", "_text")
    inherited = ()
    problems = ()
    rest = b""

    def __init__(self, octets: bytes, form: Form) -> None:
        self._octets = octets
        self._form = form
        if octets.isascii() and b"\\" not in octets and b"\x1b" not in octets:
            self._text, self._said = octets.decode("ascii"), form.said
        else:
            self._text, self._said = "", _NOTHING

    @property
    def elements(self) -> tuple[Element, ...]:
        """Return the elements in the order they stand."""
        try:
            return self._elements
        except AttributeError:
            octets, spans = self._octets, self._form.spans
            made = [Element(tag, vr, octets[spans[tag]]) for tag, vr in self._form.representations.items()]
            self._elements = tuple(made)
            return self._elements

    def get(self, name: str | int) -> Element | None:
        """Return the element of a keyword or tag, None when absent."""
        tag = dictionary.tag(name) if isinstance(name, str) else name
        vr = self._form.representations.get(tag)
        return None if vr is None else Element(tag, vr, self._octets[self._form.spans[tag]])

    def text(self, name: str | int) -> str:
        """Return the whole value as text, as any data set does: characters all sets have need none to be read."""
        try:
            return self._text[self._said[name]].rstrip("\0 ").lstrip(" ")
        except KeyError:
            return self._asked(name)

    def _asked(self, name: str | int) -> str:
        tag = dictionary.tag(name) if isinstance(name, str) else name
        if self._form.representations.get(tag) in _VALUES:
            self._form.said[name] = self._form.spans[tag]
        return super().text(tag)


def like_another(octets: bytes, transfer_syntax: str, most: int) -> Plain | None:
    """Return a data set that differs from others before it in values alone, unless it has over ``most`` elements."""
    known = _KNOWN.get((transfer_syntax, len(octets)))
    if known is None:
        return None
    mask, same, count, form = known
    if int.from_bytes(octets, "little") & mask != same or count > most:
        return None
    return Plain(octets, form)


def plain_data_set(octets: bytes, most: int, transfer_syntax: str, *, explicit: bool) -> Plain | None:
    """Return a little endian data set; None when there is anything that wants a closer look.

    That is a sequence, a representation with a long head, odd or undefined lengths, elements out of order, octets
    left over, or more than ``most`` elements. Others of its form are then found by ``like_another``.
    """
    form = _walked(octets, explicit=explicit)
    if form is None or len(form.spans) > most:
        return None
    if len(octets) <= _MOST_KNOWN:
        _know((transfer_syntax, len(octets)), octets, form)
    return Plain(octets, form)


def _walked(octets: bytes, *, explicit: bool) -> Form | None:
    spans: dict[int, slice] = {}
    representations: dict[int, str] = {}
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
        spans[tag] = slice(start, at)
        representations[tag] = vr
        before = tag
    return Form(spans, representations, {}) if at == size else None


_KNOWN: dict[tuple[str, int], tuple[int, int, int, Form] | None] = {}
"""By transfer syntax and length: the mask of a likeness and what is the same, the count of elements and their form.

That is of the last that was walked, from the second time on; None after the first.
"""


def _know(key: tuple[str, int], octets: bytes, form: Form) -> None:
    """Remember a form by the second of its length: many data sets come alone, and knowing them costs a walk more."""
    if key in _KNOWN:
        like = Likeness(octets, form.spans, tuple(form.spans), {})
        _KNOWN[key] = like.mask, like.same, len(form.spans), form
        return
    if len(_KNOWN) >= _MOST_FORMS:
        _KNOWN.clear()
    _KNOWN[key] = None
