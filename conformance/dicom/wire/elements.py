"""Data sets as values: elements in the order they stand, octets kept, and typed access that never raises."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conformance.dicom.wire import charsets, dictionary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.dicom.wire.octets import Problem

UNDEFINED = 0xFFFFFFFF
_NUMBERS = {"US": "H", "SS": "h", "UL": "I", "SL": "i", "FL": "f", "FD": "d", "UV": "Q", "SV": "q", "OW": "H"}
ASCII = frozenset({"AE", "AS", "CS", "DA", "DS", "DT", "IS", "TM", "UI"})
"""Representations of the default repertoire alone, of which most values are one."""
_OCTETS = frozenset({"OB", "UN", "SQ", "OF", "OD", "OL", "OV"})


@dataclass(frozen=True, slots=True)
class SequenceItem:
    """One item of a sequence; ``undefined`` when it ends with a delimiter (PS3.5 7.5.1)."""

    data: DataSet
    undefined: bool = False


@dataclass(frozen=True, slots=True)
class Element:
    """One data element. ``value`` is little endian whatever the transfer syntax was.

    A sequence has ``items``, encapsulated pixel data ``fragments`` (the first is the offset table);
    ``undefined`` says that the length was. ``length`` and ``raw`` are for writing wrongly on purpose.
    """

    tag: int
    vr: str
    value: bytes = b""
    items: tuple[SequenceItem, ...] | None = None
    fragments: tuple[bytes, ...] | None = None
    undefined: bool = False
    length: int | None = field(default=None, compare=False)
    raw: bytes | None = field(default=None, compare=False)

    @property
    def keyword(self) -> str:
        """Return the dictionary's keyword, or the tag."""
        return dictionary.keyword(self.tag)

    @property
    def empty(self) -> bool:
        """Return whether there is no value at all (PS3.5 7.1: zero length)."""
        return not self.value and not self.items and self.fragments is None


class DataSet:
    """Elements in the order they stand; ``rest`` is what could not be read, ``problems`` why. Never changed."""

    __slots__ = ("_elements", "inherited", "problems", "rest")

    def __init__(
        self,
        elements: tuple[Element, ...] = (),
        inherited: tuple[str, ...] = (),
        problems: tuple[Problem, ...] = (),
        rest: bytes = b"",
    ) -> None:
        self._elements = elements
        self.inherited = inherited
        self.problems = problems
        self.rest = rest

    @property
    def elements(self) -> tuple[Element, ...]:
        """Return the elements in the order they stand."""
        return self._elements

    def __eq__(self, other: object) -> bool:
        return self.elements == other.elements if isinstance(other, DataSet) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.elements)

    def __repr__(self) -> str:
        return f"DataSet({self.elements!r}, {self.inherited!r}, {self.problems!r}, {self.rest!r})"

    def __iter__(self) -> Iterator[Element]:
        return iter(self.elements)

    def __contains__(self, name: str) -> bool:
        return self.get(name) is not None

    def get(self, name: str | int) -> Element | None:
        """Return the first element of a keyword or tag, None when absent."""
        wanted = dictionary.tag(name) if isinstance(name, str) else name
        for one in self.elements:
            if one.tag == wanted:
                return one
        return None

    @property
    def character_sets(self) -> tuple[str, ...]:
        """Return the terms of Specific Character Set here, or of the data set around it."""
        element = self.get(dictionary.SPECIFIC_CHARACTER_SET)
        if element is None:
            return self.inherited
        return tuple(one.strip(" ") for one in element.value.decode("latin-1").rstrip("\0 ").split("\\"))

    def text(self, name: str | int) -> str:
        """Return the whole value as text, several values joined by a backslash; empty when absent."""
        found = self.texts(name)
        return found[0] if len(found) == 1 else "\\".join(found)

    def texts(self, name: str | int) -> tuple[str, ...]:
        """Return the values as text without padding; numbers as written in decimal; none when absent or empty."""
        element = self.get(name)
        if element is None:
            return ()
        return texts(element, self.character_sets if element.vr in dictionary.TEXT else ())

    def numbers(self, name: str | int) -> tuple[float, ...]:
        """Return the values as numbers; those that are none are left out."""
        found = []
        for one in self.texts(name):
            try:
                found.append(float(one))
            except ValueError:
                continue
        return tuple(found)

    def sequence(self, name: str | int) -> tuple[DataSet, ...]:
        """Return the items of a sequence; none when absent or no sequence."""
        element = self.get(name)
        return tuple(item.data for item in element.items) if element is not None and element.items else ()

    def replacing(self, *elements: Element) -> DataSet:
        """Return the data set with these elements put in, each in place of one of the same tag, in order."""
        kept = {one.tag: one for one in self.elements} | {one.tag: one for one in elements}
        return DataSet(tuple(kept[tag] for tag in sorted(kept)), self.inherited)

    def without(self, *names: str | int) -> DataSet:
        """Return the data set without the elements of these keywords or tags."""
        unwanted = {dictionary.tag(name) if isinstance(name, str) else name for name in names}
        return DataSet(tuple(one for one in self.elements if one.tag not in unwanted), self.inherited)


def texts(element: Element, terms: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return an element's values as text, decoded by the character sets ``terms`` where its VR is text."""
    vr, value = element.vr, element.value
    if not value:
        return ()
    if vr in _NUMBERS or vr == "AT":
        return _numbers(vr, value)
    stripped = value.rstrip(b"\0 ")
    if vr in ASCII and stripped.isascii() and b"\x1b" not in stripped and b"\\" not in stripped:
        return (stripped.decode("ascii").strip(" "),)
    if vr in dictionary.SINGLE or vr in _OCTETS:
        return (charsets.decode(stripped, terms if vr in dictionary.TEXT else ()),)
    delimiters = b"\\^=" if vr == "PN" else b"\\"
    text = charsets.decode(stripped, terms if vr in dictionary.TEXT else (), delimiters)
    return tuple(one.strip(" ") for one in text.split("\\"))


def _numbers(vr: str, value: bytes) -> tuple[str, ...]:
    if vr == "AT":
        pairs = struct.iter_unpack("<HH", value[: len(value) // 4 * 4])
        return tuple(f"{group:04X}{number:04X}" for group, number in pairs)
    size = struct.calcsize(_NUMBERS[vr])
    return tuple(str(one) for (one,) in struct.iter_unpack("<" + _NUMBERS[vr], value[: len(value) // size * size]))
