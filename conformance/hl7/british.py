"""Identifiers and codes of the NHS: what is wrong with one, or nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conformance.hl7.arrival import Arrival

_DIGITS = re.compile(r"[0-9]{10}")
_SCTID = re.compile(r"[1-9][0-9]{5,17}")
_ODS = re.compile(r"[A-Z0-9]{3,9}")
_NICIP = re.compile(r"[A-Z]{1,6}")
_NHS = frozenset({"NHS", "2.16.840.1.113883.2.1.4.1"})
SNOMED = frozenset({"SCT", "SNOMED-CT", "SNOMEDCT", "SNM-CT", "2.16.840.1.113883.6.96"})
NICIP = frozenset({"NICIP", "NICIP-CODES", "2.16.840.1.113883.2.1.3.2.4.21"})

_TIMES = (
    "0123456789",
    "1234067895",
    "2340178956",
    "3401289567",
    "4012395678",
    "5987604321",
    "6598710432",
    "7659821043",
    "8765932104",
    "9876543210",
)
_TURNED = (
    "0123456789",
    "1576283094",
    "5803796142",
    "8916043527",
    "9453126870",
    "4286573901",
    "2793806415",
    "7046913258",
)


def nhs_number(text: str) -> str:
    """Return what is wrong with an NHS number (modulus 11, weights 10 to 2)."""
    digits = text.replace(" ", "")
    if not _DIGITS.fullmatch(digits):
        return f"{text!r} has not ten digits"
    if len(set(digits)) == 1:
        return f"{text!r} is one digit ten times"
    wanted = (11 - sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9])) % 11) % 11
    return "" if wanted == int(digits[9]) else f"{text!r} has the check digit {digits[9]}, which is wrong"


def sctid(text: str) -> str:
    """Return what is wrong with a SNOMED CT identifier (Verhoeff's check digit over all its digits)."""
    if not _SCTID.fullmatch(text):
        return f"{text!r} is no SNOMED CT identifier of 6 to 18 digits"
    check = 0
    for place, digit in enumerate(reversed(text)):
        check = int(_TIMES[check][int(_TURNED[place % 8][int(digit)])])
    return "" if check == 0 else f"{text!r} has a wrong check digit"


def ods_code(text: str) -> str:
    """Return what is wrong with an ODS code: three to nine capital letters and digits."""
    return "" if _ODS.fullmatch(text) else f"{text!r} is no ODS code"


def nicip_code(text: str) -> str:
    """Return what is wrong with a NICIP short code: up to six letters."""
    return "" if _NICIP.fullmatch(text) else f"{text!r} is no NICIP code of up to six letters"


def identifiers(arrival: Arrival) -> list[tuple[str, str, str]]:
    """Return the identifiers of PID-3: value, authority (namespace or OID), type."""
    pid = arrival.message.segment("PID") if arrival.message else None
    if pid is None:
        return []
    count = len(pid.repetitions(3))
    told = [f"3[{number}]" for number in range(1, count + 1)]
    return [(pid[f"{at}.1"], pid[f"{at}.4.1"] or pid[f"{at}.4.2"], pid[f"{at}.5"]) for at in told]


def is_nhs(identifier: tuple[str, str, str], told: str) -> bool:
    """Return whether an identifier is an NHS number: by its authority, its type, or being the one that was told."""
    value, authority, kind = identifier
    return authority in _NHS or kind in {"NH", "NHS"} or value.replace(" ", "") == told


def is_marked(identifier: tuple[str, str, str]) -> bool:
    """Return whether an identifier is marked as an NHS number, by authority or type."""
    return identifier[1] in _NHS or identifier[2] in {"NH", "NHS"}


def services(arrival: Arrival) -> list[tuple[str, str]]:
    """Return the codes of OBR-4 with their systems, both triplets."""
    found = [(arrival.field(f"OBR-4.{at}"), arrival.field(f"OBR-4.{at + 2}").upper()) for at in (1, 4)]
    return [(code, system) for code, system in found if code]
