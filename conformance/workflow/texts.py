"""Documents as text, and what a text says: which words, in which order, what stands beside them; pure."""

from __future__ import annotations

import base64
import binascii
import html
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MARKUP = re.compile(r"<[^<>]*>")
_ENCODED = re.compile(r"<text\b[^<>]*\brepresentation\s*=\s*[\"']B64[\"'][^<>]*>([^<]*)</text>")
_NEAR = 40
"""Characters within which a number's units stand beside it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One document of a patient; ``text`` is None where its kind can't be read as text."""

    mime_type: str
    text: str | None

    def says(self, *words: str) -> bool:
        """Return whether all these words stand in it."""
        return self.text is not None and all(word in self.text for word in words)


def readable(mime_type: str, octets: bytes) -> str | None:
    """Return a document as text: plain, or without its markup (CDA, with text it carries in base64); else None."""
    kind = mime_type.partition(";")[0].strip().lower()
    if kind == "text/plain":
        return octets.decode("utf-8", "replace")
    if kind in {"text/xml", "application/xml", "application/hl7-v3+xml", "text/html"}:
        written = octets.decode("utf-8", "replace")
        carried = " ".join(_carried(one) for one in _ENCODED.findall(written))
        return f"{html.unescape(_MARKUP.sub(' ', written))} {carried}{_attributes(written)}"
    return None


def _carried(encoded: str) -> str:
    try:
        return base64.b64decode("".join(encoded.split())).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def _attributes(written: str) -> str:
    """Return the quantities a document holds as attributes (CDA PQ), as text."""
    found = re.findall(r"<value\b[^<>]*>", written)
    values = [(re.search(r"\bvalue=\"([^\"]*)", one), re.search(r"\bunit=\"([^\"]*)", one)) for one in found]
    return "".join(f" {value[1]} {unit[1]}" for value, unit in values if value and unit)


def current(shown: Iterable[Shown], *words: str) -> str:
    """Return the text of the document that says these words, empty when none does."""
    return next((one.text or "" for one in shown if one.says(*words)), "")


def out_of_order(text: str, words: Sequence[str]) -> str:
    """Return in words where a text leaves the order of these words; one that is missing is told too."""
    places = [text.find(word) for word in words]
    missing = [word for word, place in zip(words, places, strict=True) if place < 0]
    if missing:
        return f"{', '.join(missing)} is missing"
    swapped = [
        f"{after} stands before {before}" for before, after in pairwise(words) if text.find(after) < text.find(before)
    ]
    return "; ".join(swapped)


def run_together(text: str, words: Sequence[str]) -> str:
    """Return which of these words follow one another with nothing between them."""
    return "; ".join(f"{one}{other}" for one, other in pairwise(words) if f"{one}{other}" in text)


def has_units(text: str, value: str, units: str) -> bool:
    """Return whether a number stands in a text with its units beside it, after it or in the heading before it."""
    places = [found.span() for found in re.finditer(re.escape(value), text)]
    return any(units in text[max(0, begin - _NEAR) : end + _NEAR] for begin, end in places)
