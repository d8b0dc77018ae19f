"""The delimiters a message declares in MSH-1 and MSH-2, and the escape sequences that stand for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

_HEX = re.compile(rb"X((?:[0-9A-Fa-f]{2})+)")
_CONTROL = [bytes([octet]) for octet in (0x0A, 0x0B, 0x0D, 0x1C)]


@dataclass(frozen=True)
class Delimiters:
    """One octet each, or none where the message declares none (HL7 v2.5.1, 2.5.4).

    ``truncation`` is the fifth encoding character of version 2.7 and later.
    """

    field: bytes = b"|"
    component: bytes = b"^"
    repetition: bytes = b"~"
    escape: bytes = b"\\"
    subcomponent: bytes = b"&"
    truncation: bytes = b""

    @property
    def encoding_characters(self) -> bytes:
        """Return MSH-2 as it declares these delimiters."""
        return self.component + self.repetition + self.escape + self.subcomponent + self.truncation

    @cached_property
    def _letters(self) -> dict[bytes, bytes]:
        """Return the octet each one-letter escape sequence stands for."""
        named = {
            b"F": self.field,
            b"S": self.component,
            b"R": self.repetition,
            b"E": self.escape,
            b"T": self.subcomponent,
            b"P": self.truncation,
        }
        return {letter: octet for letter, octet in named.items() if octet}

    @cached_property
    def _special(self) -> dict[int, bytes]:
        hidden = {octet[0]: b"X%02X" % octet[0] for octet in _CONTROL}
        hidden |= {octet[0]: letter for letter, octet in self._letters.items()}
        return {octet: self.escape + letter + self.escape for octet, letter in hidden.items()}

    def escaped(self, octets: bytes) -> bytes:
        """Return ``octets`` as they may stand in a field; without an escape character nothing can be done."""
        if not self.escape:
            return octets
        special = self._special
        return b"".join(special.get(octet) or bytes((octet,)) for octet in octets)

    def unescaped(self, octets: bytes) -> bytes:
        """Return the octets that escape sequences stand for; unknown and unfinished ones are kept as they are."""
        escape = self.escape
        if not escape or escape not in octets:
            return octets
        found: list[bytes] = []
        position = 0
        while (start := octets.find(escape, position)) >= 0 and (end := octets.find(escape, start + 1)) >= 0:
            meaning = self._meaning(octets[start + 1 : end])
            found += octets[position:start], octets[start : end + 1] if meaning is None else meaning
            position = end + 1
        found.append(octets[position:])
        return b"".join(found)

    def _meaning(self, body: bytes) -> bytes | None:
        digits = _HEX.fullmatch(body)
        return bytes.fromhex(digits[1].decode("ascii")) if digits else self._letters.get(body)


STANDARD = Delimiters()
_RECOMMENDED = b"|^~\\&|"


def declared(header: bytes) -> Delimiters:
    """Return what a header segment (MSH) declares; what it leaves out is not split at.

    A segment terminator can't be a delimiter, so it counts as the end of the declaration.
    """
    if header[3:9] == _RECOMMENDED:
        return STANDARD
    field = header[3:4]
    if not field or field in b"\r\n":
        return Delimiters()
    characters = re.split(b"[\r\n]", header[4:].split(field, 1)[0], maxsplit=1)[0]
    one = [characters[place : place + 1] for place in range(5)]
    return Delimiters(field, *one)
