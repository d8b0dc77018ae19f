"""HL7 character sets (table 0211) as codecs, and decoding that never raises."""

from __future__ import annotations

import re
from functools import lru_cache

_CODECS = {
    "": "ascii",
    "ASCII": "ascii",
    "UNICODE UTF-8": "utf-8",
    "UNICODE": "utf-8",
    "GB 18030-2000": "gb18030",
    "BIG-5": "big5",
    "KS X 1001": "euc_kr",
    "ISO IR6": "ascii",
    "ISO IR14": "iso2022_jp",
    "ISO IR87": "iso2022_jp",
    "ISO IR159": "iso2022_jp_1",
}
UNCHECKED = frozenset({"JAS2020", "JIS X 0202", "CNS 11643-1992", "UNICODE UTF-16", "UNICODE UTF-32"})
"""Names of table 0211 for which there is no codec here."""

_LATIN = re.compile(r"8859/([1-9]|1[013456])")


@lru_cache(256)
def codec(name: str) -> str | None:
    """Return Python's codec for the first repetition of MSH-18, or None when the name is unknown.

    An empty MSH-18 means 7-bit ASCII (HL7 v2.5.1, 2.15.9.18).
    """
    name = name.strip().upper()
    latin = _LATIN.fullmatch(name)
    return f"iso8859-{latin[1]}" if latin else _CODECS.get(name)


def decoded(octets: bytes, name: str) -> str:
    """Return ``octets`` as text; what the character set does not allow is shown by its hex digits."""
    return octets.decode(codec(name) or "ascii", "backslashreplace")


def undeclared(octets: bytes, name: str) -> int | None:
    """Return where ``octets`` first leave the character set ``name``, or None when they keep to it."""
    known = codec(name)
    if known is None:
        return None
    try:
        octets.decode(known)
    except UnicodeDecodeError as error:
        return error.start
    return None
