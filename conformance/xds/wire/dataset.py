"""DICOM data sets as far as manifests and images are judged by them: read, never written (PS3.5 7, PS3.10 7.1)."""

from __future__ import annotations

import hashlib
import struct
import zlib
from dataclasses import dataclass, field

from conformance.xds.wire.part10 import LONG, PREFIX_AT, read_head
from conformance.xds.wire.unreadable import Unreadable

IMPLICIT, EXPLICIT = "1.2.840.10008.1.2", "1.2.840.10008.1.2.1"
DEFLATED, BIG_ENDIAN = "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.2"
PIXELS = 0x7FE00010
_SEQUENCES = frozenset({0x0040A375, 0x00081115, 0x00081199, 0x0040A043, 0x0040A504, 0x0040A730, 0x0040A168, 0x0040A370})
"""The sequences looked into, which Implicit VR does not name as such."""
_ITEM, _ITEM_END, _SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD
_UNDEFINED = 0xFFFFFFFF
_DEPTH_MOST, _ELEMENTS_MOST, _INFLATED_MOST = 24, 500_000, 64 << 20


@dataclass(frozen=True)
class Element:
    """One element: its octets, or the items of a sequence; of encapsulated pixels the fragments, joined."""

    value: bytes = b""
    items: tuple[DataSet, ...] = ()
    encapsulated: bool = False


@dataclass(frozen=True)
class DataSet:
    """Elements by tag (``0x0020000D``)."""

    elements: dict[int, Element] = field(default_factory=dict)

    def text(self, tag: int) -> str:
        """Return a value as text without padding, empty when absent."""
        found = self.elements.get(tag)
        return found.value.decode("utf-8", "replace").strip("\0 ") if found else ""

    def number(self, tag: int) -> int:
        """Return a US value, -1 when absent or of another length."""
        found = self.elements.get(tag)
        return int(struct.unpack("<H", found.value)[0]) if found and len(found.value) == 2 else -1  # noqa: PLR2004 - US

    def items(self, tag: int) -> tuple[DataSet, ...]:
        """Return the items of a sequence, none when absent."""
        found = self.elements.get(tag)
        return found.items if found else ()

    @property
    def pixel_digest(self) -> str:
        """Return the SHA-256 of the pixel data as they are encoded, empty when there are none."""
        found = self.elements.get(PIXELS)
        return hashlib.sha256(found.value).hexdigest() if found else ""


def read_file(octets: bytes) -> DataSet:
    """Read the data set of a DICOM Part 10 file; raise Unreadable saying where it stops being one."""
    head = read_head(octets)
    if head.problem:
        raise Unreadable(head.problem)
    at = _after_meta(octets)
    if head.transfer_syntax == BIG_ENDIAN:
        raise Unreadable("the file is in Explicit VR Big Endian, which is retired")
    if head.transfer_syntax == DEFLATED:
        octets, at = _inflated(octets[at:]), 0
    reader = _Reader(octets, explicit=head.transfer_syntax != IMPLICIT)
    return reader.data_set(at, len(octets), 0)[0]


def _after_meta(octets: bytes) -> int:
    """Return where the file meta information ends, each element of which is of group 0002."""
    at = PREFIX_AT + 4
    while len(octets) - at >= 8 and octets[at : at + 2] == b"\x02\0":  # noqa: PLR2004 - tag, VR, length
        long = octets[at + 4 : at + 6] in LONG
        if long and len(octets) - at < 12:  # noqa: PLR2004 - as above, with the long length
            break
        size = struct.unpack_from("<I", octets, at + 8)[0] if long else struct.unpack_from("<H", octets, at + 6)[0]
        at += (12 if long else 8) + size
    return at


def _inflated(octets: bytes) -> bytes:
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        plain = engine.decompress(octets, _INFLATED_MOST)
    except zlib.error as error:
        raise Unreadable(f"the data set does not inflate: {error}") from None
    if engine.unconsumed_tail:
        raise Unreadable(f"the data set inflates over {_INFLATED_MOST} octets")
    return plain


class _Reader:
    """Reads Little Endian data sets, Implicit or Explicit VR, within bounds of depth and number."""

    def __init__(self, octets: bytes, *, explicit: bool) -> None:
        self._octets = octets
        self._explicit = explicit
        self._read = 0

    def data_set(self, at: int, end: int, depth: int) -> tuple[DataSet, int]:
        """Return the elements up to ``end`` or an item delimiter, and where reading stopped."""
        if depth > _DEPTH_MOST:
            raise Unreadable(f"sequences nest deeper than {_DEPTH_MOST}", at)
        found: dict[int, Element] = {}
        while at < end:
            tag, vr, size, at = self._head(at, end)
            if tag == _ITEM_END:
                return DataSet(found), at
            found[tag], at = self._value(tag, vr, size, at, end, depth)
        return DataSet(found), at

    def _head(self, at: int, end: int) -> tuple[int, bytes, int, int]:
        self._read += 1
        if end - at < 8 or self._read > _ELEMENTS_MOST:  # noqa: PLR2004 - tag and length
            raise Unreadable("an element is cut short" if end - at < 8 else "too many elements", at)  # noqa: PLR2004 - as above
        group, number = struct.unpack_from("<HH", self._octets, at)
        tag = group << 16 | number
        vr = self._octets[at + 4 : at + 6]
        if not self._explicit or tag in {_ITEM, _ITEM_END, _SEQUENCE_END}:
            return tag, b"", struct.unpack_from("<I", self._octets, at + 4)[0], at + 8
        if vr in LONG:
            if end - at < 12:  # noqa: PLR2004 - tag, VR, two reserved octets, a long length
                raise Unreadable("an element is cut short", at)
            return tag, vr, struct.unpack_from("<I", self._octets, at + 8)[0], at + 12
        return tag, vr, struct.unpack_from("<H", self._octets, at + 6)[0], at + 8

    def _value(self, tag: int, vr: bytes, size: int, at: int, end: int, depth: int) -> tuple[Element, int]:  # noqa: PLR0913 - what an element is
        if size != _UNDEFINED and at + size > end:
            raise Unreadable(f"the element {tag:08X} of {size} octets goes beyond its end", at)
        if tag == PIXELS and size == _UNDEFINED:
            return self._fragments(at, end)
        if vr == b"UN" and size == _UNDEFINED:
            # Whoever wrote it did not know the sequence and passed it on in Implicit VR, as it came (PS3.5 6.2.2).
            return self._items_implicitly(at, end, depth)
        if vr == b"SQ" or size == _UNDEFINED or (not self._explicit and tag in _SEQUENCES):
            return self._items(at, end if size == _UNDEFINED else at + size, depth)
        return Element(self._octets[at : at + size]), at + size

    def _items(self, at: int, end: int, depth: int) -> tuple[Element, int]:
        items: list[DataSet] = []
        while at < end:
            tag, _, size, at = self._head(at, end)
            if tag == _SEQUENCE_END:
                break
            if tag != _ITEM or (size != _UNDEFINED and at + size > end):
                raise Unreadable(f"{tag:08X} stands where an item of a sequence should", at)
            item, at = self.data_set(at, end if size == _UNDEFINED else at + size, depth + 1)
            items.append(item)
        return Element(items=tuple(items)), at

    def _items_implicitly(self, at: int, end: int, depth: int) -> tuple[Element, int]:
        explicit, self._explicit = self._explicit, False
        try:
            return self._items(at, end, depth)
        finally:
            self._explicit = explicit

    def _fragments(self, at: int, end: int) -> tuple[Element, int]:
        pieces: list[bytes] = []
        while at < end:
            tag, _, size, at = self._head(at, end)
            if tag == _SEQUENCE_END:
                break
            if tag != _ITEM or at + size > end:
                raise Unreadable(f"{tag:08X} stands where a fragment of the pixel data should", at)
            pieces.append(self._octets[at : at + size])
            at += size
        return Element(b"".join(pieces[1:]), encapsulated=True), at
