"""Read a data set in a transfer syntax (PS3.5): bounded in depth, count and expansion, whatever the octets."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field

from conformance.dicom.wire import dictionary
from conformance.dicom.wire.elements import UNDEFINED, DataSet, Element, SequenceItem
from conformance.dicom.wire.octets import Problem
from conformance.dicom.wire.plainly import like_another, plain_data_set
from conformance.dicom.wire.syntaxes import Layout, layout
from conformance.limits import MIB, Limits

_STEP = 1 << 20
_PLAIN = 1 << 16
_USUAL = Limits()
_IMPLICIT = Layout(explicit=False)
_HEADER = 8
_ITEMS = {dictionary.ITEM, dictionary.ITEM_END, dictionary.SEQUENCE_END}


class _Stopped(Exception):  # noqa: N818 - the reader's own way out of the loop
    """Reading cannot go on behind this octet."""


@dataclass(slots=True)
class _Open:
    """A data set or a sequence being read; ``end`` is the octet it must end at, None when a delimiter tells."""

    layout: Layout
    end: int | None
    bound: int
    tag: int = 0
    vr: str = ""
    terms: tuple[str, ...] = ()
    is_sequence: bool = False
    elements: list[Element] = field(default_factory=list)
    items: list[SequenceItem] = field(default_factory=list)


def read_data_set(octets: bytes, transfer_syntax: str, limits: Limits | None = None) -> DataSet:
    """Read a whole data set; what is wrong is in ``problems``, what could not be read in ``rest``."""
    limits = limits or _USUAL
    plain = like_another(octets, transfer_syntax, limits.elements)
    if plain is not None:
        return plain
    how = layout(transfer_syntax)
    if not how.deflated and not how.big and len(octets) <= _PLAIN:
        plain = plain_data_set(octets, limits.elements, transfer_syntax, explicit=how.explicit)
        if plain is not None:
            return plain
    if not how.deflated:
        return _Reader(octets, how, limits).read()
    inflated, problem = inflate(octets, limits)
    found = _Reader(inflated, how, limits).read()
    if problem is None:
        return found
    return DataSet(found.elements, (), (problem, *found.problems), found.rest)


def inflate(octets: bytes, limits: Limits) -> tuple[bytes, Problem | None]:
    """Inflate a deflated data set (PS3.5 A.5) in steps; stop at the cap on size or on ratio."""
    engine, out, left = zlib.decompressobj(-zlib.MAX_WBITS), bytearray(), octets
    try:
        while left and not engine.eof:
            out += engine.decompress(left, _STEP)
            left = engine.unconsumed_tail
            if len(out) > limits.inflate_bytes:
                return b"", Problem(0, f"the deflated data set expands over {limits.inflate_bytes} octets")
            if len(out) > MIB and len(out) > limits.inflate_ratio * len(octets):
                return b"", Problem(0, f"the deflated data set expands over {limits.inflate_ratio} times")
    except zlib.error as error:
        return bytes(out), Problem(len(octets) - len(left), f"the deflated data set can't be inflated: {error}")
    if not engine.eof:
        return bytes(out), Problem(len(octets), "the deflated data set ends too early")
    return bytes(out), None


class _Reader:
    """One pass over the octets with a stack of what is open, so that depth costs no recursion."""

    def __init__(self, octets: bytes, how: Layout, limits: Limits) -> None:
        self._octets = octets
        self._limits = limits
        self._at = 0
        self._count = 0
        self._problems: list[Problem] = []
        self._stack = [_Open(how, len(octets), len(octets))]

    def read(self) -> DataSet:
        """Return what can be read; a structure that ends reading leaves the rest as octets."""
        try:
            while True:
                top = self._stack[-1]
                if top.end is not None and self._at >= top.end:
                    if len(self._stack) == 1:
                        break
                    self._close()
                elif top.is_sequence:
                    self._item(top)
                else:
                    self._element(top)
        except _Stopped:
            pass
        while len(self._stack) > 1:
            self._close()
        rest = self._octets[self._at :]
        return DataSet(tuple(self._stack[0].elements), (), tuple(self._problems), rest)

    def _stop(self, says: str) -> _Stopped:
        self._problems.append(Problem(self._at, says))
        return _Stopped()

    def _wrong(self, says: str) -> None:
        if len(self._problems) < 1000:  # noqa: PLR2004 - enough to be sure, few enough to print
            self._problems.append(Problem(self._at, says))

    def _close(self) -> None:
        done = self._stack.pop()
        above = self._stack[-1]
        if done.is_sequence:
            items, undefined = tuple(done.items), done.end is None
            above.elements.append(Element(done.tag, done.vr, items=items, undefined=undefined))
        else:
            inherited = above.terms
            above.items.append(SequenceItem(DataSet(tuple(done.elements), inherited), undefined=done.end is None))

    def _head(self, top: _Open) -> tuple[int, int]:
        """Return a tag and where the octets after it begin."""
        if top.bound - self._at < _HEADER:
            raise self._stop(f"{top.bound - self._at} octets are too few for an element")
        group, element = struct.unpack_from(top.layout.order + "HH", self._octets, self._at)
        self._count += 1
        if self._count > self._limits.elements:
            raise self._stop(f"more than {self._limits.elements} elements")
        return group << 16 | element, self._at + 4

    def _length(self, top: _Open, at: int) -> int:
        return int(struct.unpack_from(top.layout.order + "I", self._octets, at)[0])

    def _item(self, top: _Open) -> None:
        tag, at = self._head(top)
        length = self._length(top, at)
        if tag == dictionary.SEQUENCE_END:
            if length or top.end is not None:
                self._wrong("a sequence delimiter with a length, or in a sequence of defined length")
            self._at += _HEADER
            if top.end is None:
                self._close()
            return
        if tag != dictionary.ITEM:
            raise self._stop(f"{dictionary.shown(tag)} stands where an item of {dictionary.shown(top.tag)} should")
        if len(self._stack) > 2 * self._limits.nesting:
            raise self._stop(f"nesting over the cap of {self._limits.nesting}")
        self._at += _HEADER
        end = None if length == UNDEFINED else self._bounded(self._at + length, top.bound, "an item")
        self._stack.append(_Open(top.layout, end, top.bound if end is None else end, terms=top.terms))

    def _bounded(self, end: int, bound: int, what: str) -> int:
        if end > bound:
            self._wrong(f"short element: {what} claims {end - self._at} octets, {bound - self._at} are there")
        return min(end, bound)

    def _element(self, top: _Open) -> None:
        tag, at = self._head(top)
        if tag in _ITEMS:
            self._delimiter(top, tag, at)
            return
        if top.elements and tag <= top.elements[-1].tag:
            self._wrong(f"{dictionary.shown(tag)} stands after {dictionary.shown(top.elements[-1].tag)}")
        vr, length, start = self._described(top, tag, at)
        if length != UNDEFINED:
            self._defined(top, tag, vr, length, start)
        elif tag == dictionary.PIXEL_DATA or vr in {"OB", "OW"}:
            self._fragments(top, tag, vr, start)
        elif vr in {"SQ", "UN"} or not top.layout.explicit:
            self._at = start
            inner = _IMPLICIT if vr == "UN" else top.layout
            self._stack.append(_Open(inner, None, top.bound, tag, vr, top.terms, is_sequence=True))
        else:
            raise self._stop(f"{dictionary.shown(tag)} of VR {vr} has undefined length")

    def _delimiter(self, top: _Open, tag: int, at: int) -> None:
        length = self._length(top, at)
        if tag != dictionary.ITEM_END or len(self._stack) == 1:
            raise self._stop(f"{dictionary.shown(tag)} stands where an element should")
        if length or top.end is not None:
            self._wrong("an item delimiter with a length, or in an item of defined length")
        self._at += _HEADER
        if top.end is None:
            self._close()

    def _described(self, top: _Open, tag: int, at: int) -> tuple[str, int, int]:
        """Return the VR, the length, and where the value begins."""
        if not top.layout.explicit:
            return dictionary.representation(tag), self._length(top, at), at + 4
        letters = self._octets[at : at + 2]
        if not (letters.isalpha() and letters.isupper() and letters.isascii()):
            raise self._stop(f"{dictionary.shown(tag)} has no value representation but {letters!r}")
        vr = letters.decode()
        if vr in dictionary.SHORT:
            return vr, int(struct.unpack_from(top.layout.order + "H", self._octets, at + 2)[0]), at + 4
        if vr not in dictionary.LONG:
            self._wrong(f"{dictionary.shown(tag)} has the unknown value representation {vr}")
        if self._octets[at + 2 : at + 4] != b"\0\0":
            self._wrong(f"{dictionary.shown(tag)} has reserved octets that are not zero")
        if top.bound - at < _HEADER:
            raise self._stop(f"{top.bound - self._at} octets are too few for an element of VR {vr}")
        return vr, self._length(top, at + 4), at + 8

    def _defined(self, top: _Open, tag: int, vr: str, length: int, start: int) -> None:
        self._at = start
        end = self._bounded(start + length, top.bound, dictionary.shown(tag))
        if vr == "SQ":
            self._stack.append(_Open(top.layout, end, end, tag, vr, top.terms, is_sequence=True))
            return
        value = self._octets[start:end]
        if len(value) % 2:
            self._wrong(f"{dictionary.shown(tag)} has the odd length {len(value)}")
        element = Element(tag, vr, ordered(value, vr) if top.layout.big else value)
        if tag == dictionary.SPECIFIC_CHARACTER_SET:
            top.terms = DataSet((element,)).character_sets
        top.elements.append(element)
        self._at = end

    def _fragments(self, top: _Open, tag: int, vr: str, start: int) -> None:
        self._at = start
        found: list[bytes] = []
        while True:
            mark, at = self._head(top)
            length = self._length(top, at)
            self._at += _HEADER
            if mark == dictionary.SEQUENCE_END:
                break
            if mark != dictionary.ITEM or length == UNDEFINED:
                raise self._stop(f"{dictionary.shown(mark)} stands where a fragment should")
            end = self._bounded(self._at + length, top.bound, "a fragment")
            found.append(self._octets[self._at : end])
            self._at = end
        top.elements.append(Element(tag, vr, fragments=tuple(found), undefined=True))


def ordered(value: bytes, vr: str) -> bytes:
    """Return a value with the octets of each number turned round (PS3.5 7.3), where its VR has numbers."""
    width = dictionary.WIDTHS.get(vr, 1)
    if width == 1 or len(value) % width:
        return value
    turned = bytearray(len(value))
    for place in range(width):
        turned[place::width] = value[width - 1 - place :: width]
    return bytes(turned)
