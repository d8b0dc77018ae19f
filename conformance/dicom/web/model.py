"""The DICOM JSON Model (PS3.18 Annex F), read by us alone: what it says as data sets, and what is wrong with it."""

from __future__ import annotations

import base64
import binascii
import json
import re
import struct
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

from conformance.dicom.wire import DataSet, Element, SequenceItem, Unreadable, dictionary, element
from conformance.limits import Limits

UTF_8: Final = ("ISO_IR 192",)
OBJECT, TYPE, NAME, NULL = "object", "type", "name", "null"
"""What a fault is about: objects and their attributes (F.2.2), types by VR (F.2.3), names (F.2.2), empty (F.2.5)."""

_TAG: Final = re.compile(r"[0-9A-F]{8}")
_KINDS: Final = frozenset({"Value", "BulkDataURI", "InlineBinary"})
_BINARY: Final = frozenset({"OB", "OD", "OF", "OL", "OV", "OW", "UN"})
_NUMBER: Final = frozenset({"FL", "FD", "SL", "SS", "UL", "US"})
_EITHER: Final = frozenset({"DS", "IS", "SV", "UV"})
_STRING: Final = frozenset("AE AS AT CS DA DT LO LT SH ST TM UC UI UR UT".split())  # noqa: SIM905 - as table F.2.3-1
_BY_URI: Final = _BINARY | _NUMBER | _EITHER | {"LT", "ST", "UC", "UT"}
_GROUPS: Final = ("Alphabetic", "Ideographic", "Phonetic")
_FORMS: Final = {
    "IS": re.compile(r" *[+-]?[0-9]{1,12} *"),
    "DS": re.compile(r" *[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)? *"),
}
_RANGES: Final = {"US": (0, 0xFFFF), "UL": (0, 0xFFFFFFFF), "SS": (-0x8000, 0x7FFF), "SL": (-0x80000000, 0x7FFFFFFF)}
_MOST_FAULTS: Final = 200


@dataclass(slots=True)
class Faults:
    """What is wrong, by what it is about, the first of many."""

    told: dict[str, list[str]] = field(default_factory=lambda: {OBJECT: [], TYPE: [], NAME: [], NULL: []})

    def add(self, about: str, says: str) -> None:
        """Keep one fault."""
        if len(self.told[about]) < _MOST_FAULTS:
            self.told[about].append(says)


@dataclass(frozen=True, slots=True)
class Read:
    """One object as a data set, its text Unicode; ``bulk`` are the URIs that stand for values, by path.

    A path is the tags of sequences with the number of the item, then the tag: ``00400275[1].00400007``.
    """

    data: DataSet
    bulk: dict[str, str]
    faults: Faults

    def text(self, name: str) -> str:
        """Return an attribute's value as text, empty when absent."""
        return self.data.text(name)

    def names(self, name: str) -> bool:
        """Return whether an attribute is there, with a value or without."""
        return name in self.data


@dataclass(slots=True)
class _Reading:
    """One pass over an object."""

    limits: Limits
    faults: Faults = field(default_factory=Faults)
    bulk: dict[str, str] = field(default_factory=dict)
    count: int = 0


def read_json(octets: bytes, limits: Limits | None = None, *, single: bool = False) -> tuple[Read, ...]:
    """Read an array of objects; raise Unreadable when it is none (F.2.1). ``single`` takes an object alone too."""
    limits = limits or Limits()
    if len(octets) > limits.xml_bytes:
        raise Unreadable(f"the JSON is over the cap of {limits.xml_bytes} octets")
    doubled: list[str] = []
    try:
        whole = json.loads(
            octets.decode("utf-8"),
            object_pairs_hook=lambda pairs: _once(pairs, doubled),
            parse_constant=_no_constant,
        )
    except RecursionError:
        raise Unreadable("the JSON is nested too deep to read") from None
    except ValueError as error:
        raise Unreadable(f"not readable as JSON in UTF-8: {str(error)[:120]}") from None
    if single and isinstance(whole, dict):
        whole = [whole]
    if not isinstance(whole, list):
        raise Unreadable(f"the JSON is {_kind(whole)}, not an array of objects")
    found = []
    for number, one in enumerate(whole, 1):
        if not isinstance(one, dict):
            raise Unreadable(f"number {number} of the array is {_kind(one)}, not an object")
        reading = _Reading(limits)
        for name in doubled:
            reading.faults.add(OBJECT, f"{name[:40]!r} stands twice in one object")
        doubled = []
        found.append(Read(_object(one, "", 0, reading), reading.bulk, reading.faults))
    return tuple(found)


def _once(pairs: list[tuple[str, Any]], doubled: list[str]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs) and len(doubled) < _MOST_FAULTS:
        times = Counter(name for name, _ in pairs)
        doubled.append(next(name for name, count in times.items() if count > 1))
    return made


def _no_constant(written: str) -> None:
    """Refuse NaN and the infinities, which Python's reader takes and RFC 8259 6 has not."""
    raise ValueError(f"{written} is no JSON")


def _kind(value: object) -> str:
    kinds = {dict: "an object", list: "an array", str: "a string", bool: "a boolean", type(None): "null"}
    return kinds.get(type(value), "a number")


def _object(told: dict[str, Any], path: str, depth: int, reading: _Reading) -> DataSet:
    if depth > reading.limits.nesting:
        raise Unreadable(f"sequences nested over the cap of {reading.limits.nesting}")
    if list(told) != sorted(told):
        reading.faults.add(OBJECT, f"the attributes{_of(path)} are not in ascending order")
    made = []
    for name in sorted(told):
        reading.count += 1
        if reading.count > reading.limits.elements:
            raise Unreadable(f"more than {reading.limits.elements} attributes")
        if not _TAG.fullmatch(name):
            reading.faults.add(OBJECT, f"{name[:40]!r}{_of(path)} is no tag of eight upper-case hexadecimal digits")
            continue
        one = _attribute(int(name, 16), told[name], f"{path}{name}", depth, reading)
        if one is not None:
            made.append(one)
    return DataSet(tuple(made), UTF_8)


def _of(path: str) -> str:
    return f" in {path.rstrip('.')}" if path else ""


def _attribute(tag: int, told: object, path: str, depth: int, reading: _Reading) -> Element | None:
    faults = reading.faults
    if tag & 0xFFFF == 0:
        faults.add(OBJECT, f"{path} is a group length")
    if tag >> 16 in {0x0000, 0x0002}:
        faults.add(OBJECT, f"{path} is of group {tag >> 16:04X}, which is no part of a data set")
    vr = told.get("vr") if isinstance(told, dict) else None
    if not isinstance(told, dict) or not isinstance(vr, str) or vr not in dictionary.SHORT | dictionary.LONG:
        what = f"the vr {str(vr)[:20]!r}" if vr is not None else "no vr"
        faults.add(OBJECT, f"{path} has {what}" if isinstance(told, dict) else f"{path} is {_kind(told)}, no object")
        return None
    kinds = [kind for kind in sorted(_KINDS) if kind in told]
    if len(kinds) > 1:
        faults.add(OBJECT, f"{path} has {' and '.join(kinds)}")
    if tag == dictionary.SPECIFIC_CHARACTER_SET:
        return None
    if not kinds:
        return Element(tag, vr, items=() if vr == "SQ" else None)
    if kinds[0] == "Value":
        return _valued(Element(tag, vr), told["Value"], path, depth, reading)
    return _elsewhere(Element(tag, vr), kinds[0], told[kinds[0]], path, reading)


def _elsewhere(empty: Element, kind: str, value: object, path: str, reading: _Reading) -> Element:
    """Return an attribute whose value is octets: in base64, or at a URI, which is noted."""
    if not isinstance(value, str) or not value:
        reading.faults.add(TYPE, f"{kind} of {path} is {_kind(value)}{'' if value else ' without content'}")
        return empty
    if kind == "InlineBinary":
        return _inline(empty.tag, empty.vr, value, path, reading.faults)
    if empty.vr not in _BY_URI:
        reading.faults.add(OBJECT, f"{path} of VR {empty.vr} is replaced by a BulkDataURI")
    reading.bulk[path] = value
    return empty


def _inline(tag: int, vr: str, value: str, path: str, faults: Faults) -> Element:
    if vr not in _BINARY:
        faults.add(OBJECT, f"{path} of VR {vr} has an InlineBinary")
    try:
        return Element(tag, vr, base64.b64decode(value, validate=True))
    except (binascii.Error, ValueError):
        faults.add(TYPE, f"the InlineBinary of {path} is not base64")
        return Element(tag, vr)


def _valued(empty: Element, values: object, path: str, depth: int, reading: _Reading) -> Element:
    faults, vr = reading.faults, empty.vr
    if not isinstance(values, list):
        faults.add(TYPE, f"the Value of {path} is {_kind(values)}, not an array")
        return empty
    if not values:
        faults.add(NULL, f"{path} has a Value without elements; an empty attribute has none")
    if vr in _BINARY:
        faults.add(TYPE, f"{path} of VR {vr} has a Value")
        return empty
    if vr == "SQ":
        return _sequence(empty.tag, values, path, depth, reading)
    parts = [_single(vr, one, path, faults) for one in values]
    try:
        return element(empty.tag, parts if any(parts) else None, vr, UTF_8)
    except (ValueError, struct.error, OverflowError, UnicodeError):
        return empty  # what no element can hold was told already


def _sequence(tag: int, values: list[Any], path: str, depth: int, reading: _Reading) -> Element:
    items = []
    for number, one in enumerate(values, 1):
        if not isinstance(one, dict):
            reading.faults.add(TYPE, f"item {number} of {path} is {_kind(one)}, not an object")
            continue
        items.append(SequenceItem(_object(one, f"{path}[{number}].", depth + 1, reading)))
    return Element(tag, "SQ", items=tuple(items))


def _single(vr: str, value: object, path: str, faults: Faults) -> str:
    """Return one value as text; what does not have the type of its VR is told."""
    if value is None:
        return ""
    if vr == "PN":
        return _name(value, path, faults)
    if value == "":
        faults.add(NULL, f"an empty value of {path} is written as an empty string, not null")
        return ""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    right = (number if vr not in _STRING else False) or (isinstance(value, str) and vr in _STRING | _EITHER)
    if not right:
        faults.add(TYPE, f"a value of {path} of VR {vr} is {_kind(value)}")
        return "" if isinstance(value, dict | list) else str(value)
    text = str(value)
    if vr == "AT" and not _TAG.fullmatch(text):
        faults.add(TYPE, f"{path} of VR AT is {text[:40]!r}, not eight upper-case hexadecimal digits")
    form = _FORMS.get(vr)
    if form and not form.fullmatch(text) and not (vr == "IS" and number and float(text).is_integer()):
        faults.add(TYPE, f"{path} of VR {vr} is {text[:40]!r}")
    low, high = _RANGES.get(vr, (None, None))
    if low is not None and high is not None and isinstance(value, int | float) and not low <= value <= high:
        faults.add(TYPE, f"{path} of VR {vr} is {text[:40]}, out of range")
    return str(int(value)) if isinstance(value, float) and vr in _RANGES and value.is_integer() else text


def _name(value: object, path: str, faults: Faults) -> str:
    if not isinstance(value, dict):
        faults.add(NAME, f"a name in {path} is {_kind(value)}, not an object of component groups")
        return value if isinstance(value, str) else ""
    for group, text in value.items():
        if group not in _GROUPS:
            faults.add(NAME, f"a name in {path} has a group called {group[:40]!r}")
        elif not isinstance(text, str):
            faults.add(NAME, f"a name in {path} has {_kind(text)} as its group {group}")
    return "=".join(str(value.get(group) or "") for group in _GROUPS).rstrip("=")
