"""What is wrong with a data set by the tables: elements missing or empty, of another VR, with too many values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.dicom.validity.table import allowed, asked_of
from conformance.dicom.wire import dictionary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.dicom.validity.table import Asked
    from conformance.dicom.wire import DataSet
    from conformance.dicom.wire.elements import Element

REQUIRED, REPRESENTATION, MULTIPLICITY = "required", "representation", "multiplicity"
_MUST_HAVE_VALUE = 1
_DEEPEST = 16
_SIZES = {"US": 2, "SS": 2, "UL": 4, "SL": 4, "FL": 4, "FD": 8, "UV": 8, "SV": 8, "AT": 4}
_SEVERAL = frozenset("AE AS CS DA DS DT IS LO PN SH TM UC UI".split())  # noqa: SIM905 - as PS3.5 6.2 lists them


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: of which kind, where, and in words."""

    kind: str
    path: str
    says: str

    def __str__(self) -> str:
        return f"{self.path} {self.says}"


def known(sop_class: str) -> bool:
    """Return whether the tables know what instances of a SOP class must have."""
    return asked_of(sop_class) is not None


def faults(data: DataSet, sop_class: str, *, explicit: bool) -> list[Fault]:
    """Return what is wrong with an instance; VRs are judged where the transfer syntax wrote them, ``explicit``.

    Only what holds of every instance is asked: no conditions, no modules that may be left out, no retired or private
    elements. UN is let pass for any VR, as whoever did not know the element writes it (PS3.5 6.2.2).
    """
    asked = asked_of(sop_class)
    found = list(_missing(data, asked, "")) if asked is not None else []
    return found + list(_miswritten(data, "", 0, explicit=explicit))


def new_faults(came: list[Fault], before: list[Fault]) -> list[Fault]:
    """Return the faults that were not there before, by kind and place."""
    had = {(one.kind, one.path) for one in before}
    return [one for one in came if (one.kind, one.path) not in had]


def _missing(data: DataSet, asked: Asked, path: str) -> Iterator[Fault]:
    there = {one.tag: one for one in reversed(data.elements)}
    for tag, what in asked.within.items():
        element, where = there.get(tag), f"{path}{dictionary.keyword(tag)}"
        if what.type and element is None:
            yield Fault(REQUIRED, where, f"is missing, of type {what.type}")
        elif what.type == _MUST_HAVE_VALUE and element is not None and element.empty:
            yield Fault(REQUIRED, where, "is empty, of type 1")
        for number, item in enumerate(element.items or () if element else (), 1):
            yield from _missing(item.data, what, f"{where}[{number}].")


def _miswritten(data: DataSet, path: str, depth: int, *, explicit: bool) -> Iterator[Fault]:
    for one in data:
        rule = allowed(one.tag)
        where = f"{path}{dictionary.keyword(one.tag)}"
        if rule is not None and one.vr != "UN":
            if explicit and one.vr not in rule.vrs:
                yield Fault(REPRESENTATION, where, f"is {one.vr}, not {' or '.join(sorted(rule.vrs))}")
            values = count(one)
            if values and not rule.takes(values):
                yield Fault(MULTIPLICITY, where, f"has {values} values, not {' or '.join(rule.multiplicities)}")
        if depth < _DEEPEST:
            for number, item in enumerate(one.items or (), 1):
                yield from _miswritten(item.data, f"{where}[{number}].", depth + 1, explicit=explicit)


def count(element: Element) -> int:
    """Return how many values an element has (PS3.5 6.4), 0 where there is none or the VR has no count of its own."""
    if element.empty or element.items is not None or element.fragments is not None:
        return 0
    if element.vr in _SIZES:
        return len(element.value) // _SIZES[element.vr]
    if element.vr in _SEVERAL:
        return element.value.count(b"\\") + 1 if element.vr not in dictionary.TEXT else _delimited(element.value)
    return 0


def _delimited(value: bytes) -> int:
    """Return the values of text; 0 where an octet over 7F could hide a backslash in a character (PS3.5 6.1.2.4)."""
    return 0 if b"\x1b" in value or max(value) > 0x7F else value.count(b"\\") + 1  # noqa: PLR2004 - the last of ASCII
