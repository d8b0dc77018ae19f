"""Whether two data sets are the same but for what the standard lets differ: the judgement behind store and retrieve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.dicom.wire import dictionary, read_data_set
from conformance.dicom.wire.elements import Element, texts
from conformance.dicom.wire.syntaxes import IMPLICIT_LITTLE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformance.dicom.wire import DataSet

ORIGINAL_ATTRIBUTES = 0x04000561
_PIXELS = frozenset({dictionary.PIXEL_DATA, 0x7FE00008, 0x7FE00009})
_TRIMMED = frozenset("AE AS CS DA DS DT IS LO LT PN SH ST TM UC UI UR UT".split())  # noqa: SIM905 - as PS3.5 lists them
_NO_VALUE = "nothing"
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Difference:
    """One element that is not as it was: where, and both values in words; ``kind`` is element, pixels or text."""

    path: str
    was: str
    came: str
    kind: str

    def __str__(self) -> str:
        return f"{self.path} was {self.was}, came back as {self.came}"


def differences(stored: DataSet, came: DataSet, coerced: Iterable[int] = ()) -> list[Difference]:
    """Return how ``came`` differs from ``stored``.

    Allowed are another transfer syntax, group lengths, padding, the form of sequence lengths, Data Set Trailing
    Padding, text re-encoded under another true character set, a rebuilt offset table, and changes of the tags in
    ``coerced`` (told by a warning) with the Original Attributes Sequence that records them.
    """
    return _compared(stored, came, "", frozenset({*coerced, ORIGINAL_ATTRIBUTES} if coerced else ()))


def _compared(stored: DataSet, came: DataSet, path: str, coerced: frozenset[int]) -> list[Difference]:
    mine, theirs = _by_tag(stored), _by_tag(came)
    found: list[Difference] = []
    for tag in sorted({*mine, *theirs} - coerced):
        where = f"{path}{dictionary.keyword(tag)}"
        one, other = mine.get(tag), theirs.get(tag)
        if one is None or other is None:
            if tag == dictionary.SPECIFIC_CHARACTER_SET:
                continue
            kind = "pixels" if tag in _PIXELS else "element"
            found.append(Difference(where, _shown(one, stored), _shown(other, came), kind))
        elif one.items is not None or other.items is not None:
            found += _sequences(_items(one), _items(other), where, coerced)
        elif tag != dictionary.SPECIFIC_CHARACTER_SET and not _same(one, stored, other, came):
            vr = one.vr if one.vr != "UN" else other.vr
            found.append(Difference(where, _shown(one, stored), _shown(other, came), _kind(tag, vr)))
    return found


def _by_tag(data_set: DataSet) -> dict[int, Element]:
    """Return what counts: no group lengths and no trailing padding (PS3.5 7.2, 7.1; PS3.10 7.2)."""
    return {
        one.tag: one
        for one in reversed(data_set.elements)
        if one.tag & 0xFFFF and one.tag != dictionary.DATA_SET_TRAILING_PADDING
    }


def _kind(tag: int, vr: str) -> str:
    return "pixels" if tag in _PIXELS else "text" if vr in dictionary.TEXT else "element"


def _items(element: Element) -> tuple[DataSet, ...]:
    """Return a sequence's items, also of one that came as octets of unknown VR (PS3.5 6.2.2)."""
    if element.items is not None:
        return tuple(item.data for item in element.items)
    if not element.value:
        return ()
    length = len(element.value).to_bytes(4, "little")
    octets = b"\x40\x00\x75\x02" + length + element.value  # Request Attributes Sequence, as any sequence would do
    read = read_data_set(octets, IMPLICIT_LITTLE)
    return read.sequence("RequestAttributesSequence")


def _sequences(
    mine: tuple[DataSet, ...], theirs: tuple[DataSet, ...], path: str, coerced: frozenset[int]
) -> list[Difference]:
    if len(mine) != len(theirs):
        return [Difference(path, f"{len(mine)} items", f"{len(theirs)} items", "element")]
    found: list[Difference] = []
    for number, (one, other) in enumerate(zip(mine, theirs, strict=True), 1):
        found += _compared(one, other, f"{path}[{number}].", coerced)
    return found


def _same(one: Element, stored: DataSet, other: Element, came: DataSet) -> bool:
    if one.fragments is not None or other.fragments is not None:
        return _same_fragments(one.fragments, other.fragments)
    if one.value == other.value:
        return one.vr not in dictionary.TEXT or _text(one, stored) == _text(other, came)
    vr = one.vr if one.vr != "UN" else other.vr
    if vr in dictionary.TEXT:
        return _text(_as(one, vr), stored) == _text(_as(other, vr), came)
    if vr in _TRIMMED:
        return _trimmed(one.value) == _trimmed(other.value)
    longer, shorter = sorted((one.value, other.value), key=len, reverse=True)
    return len(longer) - len(shorter) == 1 and longer[:-1] == shorter and longer[-1:] in {b"\0", b" "}


def _same_fragments(mine: tuple[bytes, ...] | None, theirs: tuple[bytes, ...] | None) -> bool:
    if mine is None or theirs is None:
        return False
    tables = not mine[:1] or not theirs[:1] or mine[0] == theirs[0] or b"" in {mine[0], theirs[0]}
    return tables and mine[1:] == theirs[1:]


def _as(element: Element, vr: str) -> Element:
    return Element(element.tag, vr, element.value)


def _text(element: Element, around: DataSet) -> tuple[str, ...]:
    return tuple(one.rstrip(" ") for one in texts(element, around.character_sets))


def _trimmed(value: bytes) -> list[bytes]:
    return [one.strip(b" \0") for one in value.split(b"\\")]


def _shown(element: Element | None, around: DataSet) -> str:
    if element is None:
        return _NO_VALUE
    if element.fragments is not None:
        return f"fragments of {', '.join(str(len(one)) for one in element.fragments)} octets"
    if element.items is not None:
        return f"{len(element.items)} items"
    if element.vr in {"OB", "OW", "UN", "OF", "OD", "OL", "OV"}:
        return f"{len(element.value)} octets {element.value[:16].hex()}"
    text = "\\".join(texts(element, around.character_sets))
    return repr(text[:_SHOWN])
