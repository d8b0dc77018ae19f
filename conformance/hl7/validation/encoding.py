"""Whether the octets of a message are what its header says: delimiters, character set, escapes, segment ends."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from conformance.hl7.structures import Trouble
from conformance.hl7.structures.values import shown
from conformance.hl7.wire.charsets import UNCHECKED, codec, undeclared

if TYPE_CHECKING:
    from conformance.hl7.validation.faults import Findings
    from conformance.hl7.wire.message import Message

_CONTROL = re.compile(rb"[\x00-\x0c\x0e-\x1a\x1c-\x1f\x7f]|\x1b(?![$(])")
"""Control characters, which are escaped in hexadecimal if they must be sent (2.7); ESC shifts in ISO 2022."""
_PRINTABLE = bytes(octet for octet in range(0x20, 0x100) if octet != 0x7F)  # noqa: PLR2004 - DEL
_SEQUENCE = re.compile(
    rb"[FSRETHNP]|X(?:[0-9A-Fa-f]{2})+|C[0-9A-Fa-f]{4}|M[0-9A-Fa-f]{4}(?:[0-9A-Fa-f]{2})?|Z.*"
    rb"|\.(?:br|fi|nf|ce|sp[+]?\d*|sk[+]?\d*|in[+-]?\d+|ti[+-]?\d+)",
    re.DOTALL,
)
"""What may stand between two escape characters (HL7 v2.5.1, 2.7.1 to 2.7.7)."""
_CHARSET = 18


def check(found: Findings) -> None:
    """Note faults of the encoding; where a message is plain ASCII without escapes there is little to look at."""
    _delimiters(found)
    charset = found.message.charset.strip().upper()
    known = codec(charset) or charset in UNCHECKED
    if not known:
        found.field(0, _CHARSET, Trouble("table", f"{charset!a} is not in HL7 table 0211"))
    escape = found.message.delimiters.escape
    if known and _glanced(found.message, charset, escape):
        return
    for index, segment in enumerate(found.message.segments_in_order):
        octets = segment.octets
        if known and charset not in UNCHECKED and not (octets.isascii() and b"\x1b" not in octets):
            _undeclared(found, index, octets, charset)
        if _CONTROL.search(octets):
            _control(found, index, octets)
        if escape and escape in octets:
            _escapes(found, index, octets, escape)
        if segment.end not in {b"\r", b""} or (not segment.end and index + 1 == len(found.names)):
            _end(found, index, segment.end)
            return


def _glanced(message: Message, charset: str, escape: bytes) -> bool:
    """Return whether the whole message is seen at once to be what it declares, without one look at its segments."""
    octets = b"".join([one.octets + one.end for one in message.segments_in_order])
    if octets.translate(None, _PRINTABLE) != b"\r" * len(message.segments_in_order) or octets[-1:] != b"\r":
        return False
    if escape and octets.count(escape) != (escape in octets[4:8]):
        return False
    return octets.isascii() or charset in UNCHECKED or undeclared(octets, charset) is None


def _delimiters(found: Findings) -> None:
    delimiters = found.message.delimiters
    declared = [delimiters.field, *(bytes((one,)) for one in delimiters.encoding_characters)]
    least = 3
    if len(declared) < least or not delimiters.component:
        found.field(0, 2, Trouble("structure", f"MSH-2 declares only {len(declared) - 1} encoding characters"))
    elif len(set(declared)) < len(declared):
        found.field(0, 2, Trouble("structure", "MSH-1 and MSH-2 declare one character for two purposes"))


def _undeclared(found: Findings, index: int, octets: bytes, charset: str) -> None:
    at = undeclared(octets, charset)
    if at is not None:
        named = f"MSH-18 is {charset}" if charset else "MSH-18 is empty, which means ASCII"
        found.octet(index, at, "charset", f"octet 0x{octets[at]:02X}, and {named}")


def _control(found: Findings, index: int, octets: bytes) -> None:
    for match in _CONTROL.finditer(octets):
        found.octet(index, match.start(), "charset", f"control character 0x{match[0][0]:02X} is not escaped")
        if found.full:
            return


@cache
def _between(escape: bytes) -> re.Pattern[bytes]:
    one = re.escape(escape)
    return re.compile(one + rb"([^" + one + rb"\r]*)(" + one + rb")?")


def _escapes(found: Findings, index: int, octets: bytes, escape: bytes) -> None:
    start = 9 if found.names[index] in {"MSH", "FHS", "BHS"} else 0
    for match in _between(escape).finditer(octets, start):
        if found.full:
            return
        if match[2] is None:
            found.octet(index, match.start(), "type", f"an escape sequence that is not ended: {shown(match[0])}")
        elif not _SEQUENCE.fullmatch(match[1]):
            found.octet(index, match.start(), "type", f"{shown(match[0])} is no escape sequence")


def _end(found: Findings, index: int, end: bytes) -> None:
    says = f"segments end with {end!r} instead of a carriage return" if end else "nothing ends the last segment"
    found.octet(index, len(found.message.segments_in_order[index].octets), "structure", says)
