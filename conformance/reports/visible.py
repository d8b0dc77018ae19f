"""Make a candidate's text harmless to a reader: nothing hidden, nothing endless, nothing that can't be written."""

from __future__ import annotations

import hashlib
import unicodedata

SHOWN_BYTES = 4096
"""UTF-8 octets of one text that a page shows; the rest is given by length and digest."""

_KEPT = "\n\t"
_STACKED = 3
"""Combining marks kept on one character; a taller stack is drawn over its neighbours' text."""

_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks that draw nothing, though Unicode does not class them as format characters."""


def visible(text: str, most: int = SHOWN_BYTES) -> str:
    """Return ``text`` with every control, direction, zero-width and unwritable character named as ``[U+202E]``.

    More than ``most`` octets are cut, with the length and SHA-256 of the whole.
    """
    written = text.encode("utf-8", "surrogatepass")
    if len(written) <= most:
        return _named(text)
    digest = hashlib.sha256(written).hexdigest()
    kept = written[:most].decode("utf-8", "ignore")
    return f"{_named(kept)} … [cut here; the whole is {len(written):,} octets, SHA-256 {digest}]"


def one_line(text: str, most: int = SHOWN_BYTES) -> str:
    """Return ``text`` made visible, with its line breaks and tabs as single spaces."""
    return " ".join(visible(text, most).split())


def _named(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    shown: list[str] = []
    stacked = 0
    for character in text:
        stacked = stacked + 1 if unicodedata.combining(character) else 0
        shown.append(f"[U+{ord(character):04X}]" if stacked > _STACKED or _unseen(character) else character)
    return "".join(shown)


def _unseen(character: str) -> bool:
    if character in _KEPT:
        return False
    code = ord(character)
    return (
        unicodedata.category(character) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
        or character in _BLANK
        or 0xFE00 <= code <= 0xFE0F  # noqa: PLR2004 - variation selectors
        or 0xE0000 <= code <= 0xE0FFF  # noqa: PLR2004 - tags and further variation selectors
        or code & 0xFFFE == 0xFFFE  # noqa: PLR2004 - the two noncharacters that end every plane
        or 0xFDD0 <= code <= 0xFDEF  # noqa: PLR2004 - noncharacters
    )
