"""Where the elements of an encoded data set lie, so that it is checked and corrected without re-encoding it."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pydicom.datadict import dictionary_VR

from conformance.dicom.samples import syntaxes
from conformance.dicom.simulator.associating import Malformed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LONG: Final = frozenset({b"OB", b"OD", b"OF", b"OL", b"OV", b"OW", b"SQ", b"SV", b"UC", b"UN", b"UR", b"UT", b"UV"})
_SHORT: Final = frozenset(
    {b"AE", b"AS", b"AT", b"CS", b"DA", b"DS", b"DT", b"FD", b"FL", b"IS", b"LO", b"LT", b"PN", b"SH", b"SL", b"SS",
     b"ST", b"TM", b"UI", b"UL", b"US"}
)  # fmt: skip
_UNDEFINED: Final = 0xFFFFFFFF
_ITEM, _ITEM_END, _SEQUENCE_END, _PIXELS = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD, 0x7FE00010
_DEEPEST: Final = 300
_MOST_INFLATED: Final = 256 << 20


@dataclass(frozen=True, slots=True)
class Part:
    """One top-level element: ``octets[start:end]`` is all of it, ``octets[value:end]`` its value with delimiters."""

    tag: int
    vr: str
    start: int
    value: int
    end: int


def plain(octets: bytes, transfer_syntax: str) -> bytes:
    """Return a data set's octets, inflated when they are deflated (PS3.5 A.5); raise Malformed."""
    if transfer_syntax != syntaxes.DeflatedExplicitVRLittleEndian:
        return octets
    try:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        inflated = inflater.decompress(octets, _MOST_INFLATED)
    except zlib.error as error:
        raise Malformed(f"the deflated octets can't be inflated: {error}") from None
    if not inflater.eof or len(inflater.unused_data) > 1:
        raise Malformed("the deflated octets don't end where they should")
    return inflated


def parts(octets: bytes, transfer_syntax: str) -> list[Part]:
    """Return the top-level elements of plain octets; raise Malformed where the structure breaks (PS3.5 7)."""
    return list(_Walk(octets, transfer_syntax).elements(0, len(octets), 0, until=None))


class _Walk:
    """One pass over a data set."""

    def __init__(self, octets: bytes, transfer_syntax: str) -> None:
        order = "<" if syntaxes.is_little(transfer_syntax) else ">"
        self._octets = octets
        self._implicit = syntaxes.is_implicit(transfer_syntax)
        self._tag = struct.Struct(f"{order}HH").unpack_from
        self._u16 = struct.Struct(f"{order}H").unpack_from
        self._u32 = struct.Struct(f"{order}L").unpack_from

    def _need(self, at: int, size: int, end: int, what: str) -> None:
        if at + size > end:
            raise Malformed(f"{what} at octet {at} runs over the end")

    def elements(
        self, at: int, end: int, depth: int, until: int | None, *, implicit: bool | None = None
    ) -> Iterator[Part]:
        """Yield elements up to ``end``, or to the delimiter ``until``, which is yielded as a part of no VR."""
        if depth > _DEEPEST:
            raise Malformed(f"sequences nested deeper than {_DEEPEST}")
        implicit = self._implicit if implicit is None else implicit
        last = -1
        while at < end:
            self._need(at, 8, end, "an element")
            group, element = self._tag(self._octets, at)
            tag = group << 16 | element
            if tag == until:
                yield Part(tag, "", at, at + 8, at + 8)
                return
            if tag <= last or group == 0xFFFE or (depth == 0 and group < 8):  # noqa: PLR2004 - item tags, meta groups
                raise Malformed(f"element {tag:08X} at octet {at} is out of order")
            last = tag
            part = self._element(at, end, depth, tag, implicit=implicit)
            yield part
            at = part.end
        if until is not None:
            raise Malformed(f"no delimiter before octet {end}")

    def _head(self, at: int, end: int, tag: int, *, implicit: bool) -> tuple[str, int, int]:
        """Return VR, length and offset of the value."""
        if implicit:
            return _looked_up(tag), self._u32(self._octets, at + 4)[0], at + 8
        vr = self._octets[at + 4 : at + 6]
        if vr in _SHORT:
            return vr.decode(), self._u16(self._octets, at + 6)[0], at + 8
        if vr not in _LONG:
            raise Malformed(f"{vr!r} at octet {at + 4} is no value representation")
        self._need(at, 12, end, "an element")
        return vr.decode(), self._u32(self._octets, at + 8)[0], at + 12

    def _element(self, at: int, end: int, depth: int, tag: int, *, implicit: bool) -> Part:
        vr, size, value = self._head(at, end, tag, implicit=implicit)
        if size != _UNDEFINED:
            self._need(value, size, end, f"the value of {tag:08X}")
            if size % 2:
                raise Malformed(f"the value of {tag:08X} has an odd length")
            if vr == "SQ":
                self._items(value, value + size, depth, implicit=implicit, open_ended=False)
            return Part(tag, vr, at, value, value + size)
        if tag == _PIXELS and vr in {"OB", "OW"}:
            return Part(tag, vr, at, value, self._fragments(value, end))
        if vr not in {"SQ", "UN"}:
            raise Malformed(f"{tag:08X} of VR {vr} has an undefined length")
        unknown = vr == "UN"  # written as implicit little endian whatever the syntax (PS3.5 6.2.2 note 2)
        return Part(tag, vr, at, value, self._items(value, end, depth, implicit=implicit or unknown, open_ended=True))

    def _items(self, at: int, end: int, depth: int, *, implicit: bool, open_ended: bool) -> int:
        """Walk a sequence's items; return where it ends."""
        while at < end or open_ended:
            self._need(at, 8, end, "an item")
            group, element = self._tag(self._octets, at)
            size = self._u32(self._octets, at + 4)[0]
            tag = group << 16 | element
            if open_ended and tag == _SEQUENCE_END:
                return at + 8
            if tag != _ITEM:
                raise Malformed(f"{tag:08X} at octet {at} where an item was due")
            at += 8
            if size == _UNDEFINED:
                *_, last = self.elements(at, end, depth + 1, _ITEM_END, implicit=implicit)
                at = last.end
            else:
                self._need(at, size, end, "an item's value")
                for _ in self.elements(at, at + size, depth + 1, None, implicit=implicit):
                    pass
                at += size
        return at

    def _fragments(self, at: int, end: int) -> int:
        """Walk encapsulated pixel data: items of defined length up to the delimiter (PS3.5 A.4)."""
        while True:
            self._need(at, 8, end, "a fragment")
            group, element = self._tag(self._octets, at)
            size = self._u32(self._octets, at + 4)[0]
            tag = group << 16 | element
            if tag == _SEQUENCE_END:
                return at + 8
            if tag != _ITEM or size == _UNDEFINED:
                raise Malformed(f"{tag:08X} at octet {at} where a fragment was due")
            self._need(at + 8, size, end, "a fragment")
            at += 8 + size


def _looked_up(tag: int) -> str:
    try:
        return str(dictionary_VR(tag))
    except KeyError:
        return "UN"


def changed(octets: bytes, transfer_syntax: str, change: Callable[[int, bytes], bytes | None]) -> bytes:
    """Return a data set whose top-level values went through ``change``; None leaves the element as it lies.

    ``change`` gets tag and value octets, of all but sequences, and returns a value of even length.
    """
    clear = plain(octets, transfer_syntax)
    made = bytearray()
    order = "<" if syntaxes.is_little(transfer_syntax) else ">"
    for part in parts(clear, transfer_syntax):
        new = None if part.vr == "SQ" else change(part.tag, clear[part.value : part.end])
        if new is None:
            made += clear[part.start : part.end]
            continue
        short = not syntaxes.is_implicit(transfer_syntax) and part.vr.encode() in _SHORT
        size = 2 if short else 4
        made += clear[part.start : part.value - size] + struct.pack(f"{order}{'H' if short else 'L'}", len(new)) + new
    if transfer_syntax != syntaxes.DeflatedExplicitVRLittleEndian:
        return bytes(made)
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    squeezed = squeezer.compress(bytes(made)) + squeezer.flush()
    return squeezed + b"\0" * (len(squeezed) % 2)
