"""Values of HL7 data types: each check looks at the octets of one value and says what is wrong, or nothing."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from conformance.hl7.wire.delimiters import Delimiters

Kind: TypeAlias = Literal["structure", "cardinality", "type", "length", "table", "charset", "profile"]


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a value, and in which component (and subcomponent) of it, counted from 1."""

    kind: Kind
    reason: str
    inside: tuple[int, ...] = ()


Look: TypeAlias = "Callable[[bytes, Delimiters], tuple[Trouble, ...]]"
"""Takes a value that is neither empty nor null, and the message's delimiters."""
Special: TypeAlias = "Callable[[list[bytes]], tuple[Trouble, ...]]"
"""Takes the components of a value, which can't be judged one by one."""


@dataclass(frozen=True, slots=True)
class Check:
    """How values of a type are judged: ``look`` says what is wrong; ``plain`` spares the look.

    ``plain`` is an expression that, in the standard delimiters, matches only values in which nothing is wrong. It need
    not match all of them: what it leaves out is looked at.
    """

    look: Look
    plain: bytes


NULL = b'""'
_DAY = rb"(?P<year>\d{4})(?:(?P<month>0[1-9]|1[0-2])(?:(?P<day>0[1-9]|[12]\d|3[01])"
_CLOCK = rb"(?:[01]\d|2[0-3])(?:[0-5]\d(?:[0-5]\d(?:\.\d{1,4})?)?)?"
_OFFSET = rb"(?:[+-](?:0\d|1[0-4])[0-5]\d)?"
_WORDS = {
    "DT": "a date YYYY[MM[DD]]",
    "DTM": "a time YYYY[MM[DD[HH[MM[SS[.SSSS]]]]]][+/-ZZZZ]",
    "TM": "a time of day HH[MM[SS[.SSSS]]][+/-ZZZZ]",
    "NM": "a number",
    "SI": "a sequence number",
}
PATTERNS = {
    "DT": re.compile(_DAY + rb")?)?"),
    "DTM": re.compile(_DAY + rb"(?:" + _CLOCK + rb")?)?)?" + _OFFSET),
    "TM": re.compile(_CLOCK + _OFFSET),
    "NM": re.compile(rb"[+-]?(?:\d+(?:\.\d*)?|\.\d+)"),
    "SI": re.compile(rb"\d+"),
}
"""The formats of the simple data types (HL7 v2.5.1, 2.A); the offset from UTC may stand after any precision."""
OID = re.compile(rb"[0-2](?:\.(?:0|[1-9]\d*))+")
MOST_IN_UID = 64
"""Characters of a DICOM UID (PS3.5, 9.1)."""
_SHORTEST_DAY_IN_DOUBT = 28


def shown(value: bytes) -> str:
    """Return a value as it can stand in a sentence."""
    return ascii(value[:40].decode("latin-1")) + ("..." if len(value) > 40 else "")  # noqa: PLR2004 - enough to know it


def uid_trouble(value: bytes) -> str:
    """Return why a value is no DICOM UID, or nothing (PS3.5, 9.1)."""
    if len(value) > MOST_IN_UID:
        return f"a UID has at most {MOST_IN_UID} characters, this has {len(value)}"
    return "" if OID.fullmatch(value) else f"{shown(value)} is no UID"


_PLAIN_DAY = rb"[12]\d{3}(?:(?:0[1-9]|1[0-2])(?:(?:0[1-9]|1\d|2[0-8])"
_PLAIN = {
    "DT": _PLAIN_DAY + rb")?)?",
    "DTM": _PLAIN_DAY + rb"(?:" + _CLOCK + rb")?)?)?" + _OFFSET,
    "TM": _CLOCK + _OFFSET,
    "NM": rb"[+-]?\d+(?:\.\d+)?",
    "SI": rb"\d+",
}
"""As PATTERNS; days from the 29th on need a look at the calendar."""


def formatted(datatype: str) -> Check | None:
    """Return the check of a simple data type's format, or None where any text will do."""
    pattern = PATTERNS.get(datatype)
    if pattern is None:
        return None
    matches, calendar = pattern.fullmatch, datatype in {"DT", "DTM"}

    def look(value: bytes, _: Delimiters) -> tuple[Trouble, ...]:
        found = matches(value)
        if found and not (calendar and found["day"] and _no_such_day(found)):
            return ()
        return (Trouble("type", f"{shown(value)} is not {_WORDS[datatype]}"),)

    return Check(look, _PLAIN[datatype])


def _no_such_day(found: re.Match[bytes]) -> bool:
    day, year = int(found["day"]), int(found["year"])
    return not year or (day > _SHORTEST_DAY_IN_DOUBT and day > monthrange(year, int(found["month"]))[1])


def listed(table: str, codes: frozenset[bytes]) -> Check:
    """Return the check of a coded value against a table that HL7 defines."""

    def look(value: bytes, _: Delimiters) -> tuple[Trouble, ...]:
        if value in codes:
            return ()
        return (Trouble("table", f"{shown(value)} is not in HL7 table {table}"),)

    return Check(look, b"(?:" + b"|".join(re.escape(code) for code in sorted(codes, reverse=True)) + b")")


def alone(datatype: str, check: Check | None) -> Check:
    """Return the check of a field of a simple data type: it has no components."""

    def look(value: bytes, delimiters: Delimiters) -> tuple[Trouble, ...]:
        if delimiters.component and delimiters.component in value:
            return (Trouble("type", f"{shown(value)} holds components, and {datatype} has none"),)
        return check.look(value, delimiters) if check else ()

    return Check(look, check.plain if check else rb"[^|^~]*")


def composed(datatype: str, parts: Sequence[Check | None], special: Special | None, *, nested: bool) -> Check | None:
    """Return the check of a composite value; ``nested`` ones stand inside a component and hold subcomponents."""
    plan = tuple((place, check.look) for place, check in enumerate(parts) if check)
    if not plan and special is None:
        return None

    def look(value: bytes, delimiters: Delimiters) -> tuple[Trouble, ...]:
        delimiter = delimiters.subcomponent if nested else delimiters.component
        pieces = value.split(delimiter) if delimiter else [value]
        count = len(pieces)
        found: tuple[Trouble, ...] = ()
        for place, part in plan:
            if place >= count:
                break
            piece = pieces[place]
            if piece and piece != NULL:
                inner = part(piece, delimiters)
                if inner:
                    found += tuple(Trouble(one.kind, one.reason, (place + 1, *one.inside)) for one in inner)
        return found + special(pieces) if special else found

    return Check(look, _plainly(datatype if special else "", parts, nested=nested))


_BLOCK = 4
"""Components that stand together in an expression; a value that ends before them is not tried against each."""


def _plainly(special: str, parts: Sequence[Check | None], *, nested: bool) -> bytes:
    """Return the expression of composite values without fault: what is not said of a component may be anything."""
    between, text, rest = (rb"&", rb"[^|~^&]*", rb"[^|~^]*") if nested else (rb"\^", rb"[^|~^]*", rb"[^|~]*")
    end = rb"(?=[|~^]|\Z)" if nested else rb"(?=[|~]|\Z)"
    universal = between + rb"[0-2](?:\.(?:0|[1-9]\d*))+" + between + rb"ISO"
    if special == "HD":
        return text + rb"(?:" + universal + rb")?"
    if special == "EI":
        return text + rb"(?:" + between + text + rb"(?:" + universal + rb")?)?"
    last = max((place for place, check in enumerate(parts) if check), default=-1)
    pieces = [rb"(?:" + check.plain + rb")?" if check else text for check in parts[: last + 1]]
    whole = b"(?:" + between + rest + b")?"
    for start in range((len(pieces) - 2) // _BLOCK * _BLOCK + 1, 0, -_BLOCK):
        block = b"".join(b"(?:" + between + one + b"|" + end + b")" for one in pieces[start : start + _BLOCK])
        whole = b"(?:" + end + b"|" + block + whole + b")"
    identified = rb"(?=[^|~^&])" if nested else rb"(?=[^|~^])"
    return (identified if special == "CX" else b"") + b"".join(pieces[:1]) + whole


def _qualified(identifier: int, kind: int) -> Special:
    """Return the check of a universal identifier and its kind, by place: both or none, and for ISO an OID."""

    def check(pieces: list[bytes]) -> tuple[Trouble, ...]:
        if len(pieces) <= identifier or pieces[identifier] in {b"", NULL}:
            return ()
        value = pieces[identifier]
        named = pieces[kind] if len(pieces) > kind else b""
        if not named:
            return (Trouble("type", f"{shown(value)} is a universal identifier of no kind", (kind + 1,)),)
        if named == b"ISO" and not OID.fullmatch(value):
            return (Trouble("type", f"{shown(value)} is no OID, and its kind is ISO", (identifier + 1,)),)
        return ()

    return check


def _identified(pieces: list[bytes]) -> tuple[Trouble, ...]:
    return () if pieces[0] else (Trouble("type", "the identifier itself is empty", (1,)),)


SPECIAL: dict[str, Special] = {"HD": _qualified(1, 2), "EI": _qualified(2, 3), "CX": _identified}
"""HL7 v2.5.1, 2.A: what HD, EI and CX say of their components together."""
