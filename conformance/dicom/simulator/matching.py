"""Attribute matching of PS3.4 C.2.2.2, on data sets as pydicom reads them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pydicom.dataelem import DataElement
    from pydicom.dataset import Dataset

WILD: Final = frozenset({"AE", "CS", "LO", "LT", "PN", "SH", "ST", "UC", "UR", "UT"})
"""Value representations in which * and ? are wild (C.2.2.2.4)."""
RANGED: Final = frozenset({"DA", "TM", "DT"})


def texts(element: DataElement | None) -> list[str]:
    """Return an element's values as written, without insignificant spaces; none when it is empty."""
    if element is None or element.VR == "SQ" or element.value in (None, "", b""):
        return []
    value = element.value
    if isinstance(value, bytes):
        return [value.hex()]
    many = value if isinstance(value, list | tuple) or type(value).__name__ == "MultiValue" else [value]
    return [_text(one).rstrip(" \0") for one in many]


def _text(value: object) -> str:
    if type(value).__name__ == "PersonName":
        return str(value)
    written = getattr(value, "original_string", None)
    return (written if isinstance(written, str) else str(value)).strip(" ")


class Matching:
    """The questions matching asks, one method each."""

    def matches(self, key: DataElement, stored: DataElement | None) -> bool:
        """Return whether what is stored matches one key."""
        if key.VR == "SQ":
            return self.sequence(key, stored)
        asked = texts(key)
        if self.universal(key.VR, asked):
            return True
        return any(self.value(key.VR, one, held) for one in self.listed(key.VR, asked) for held in texts(stored))

    def universal(self, vr: str, asked: list[str]) -> bool:
        """Match everything by an empty key, or by * alone where it is wild (C.2.2.2.3, C.2.2.2.4 note 1)."""
        return not any(asked) or (vr in WILD and asked == ["*"])

    def listed(self, vr: str, asked: list[str]) -> list[str]:
        """Return the alternatives of a key: a list of UIDs, else the single value (C.2.2.2.2)."""
        return asked if vr == "UI" else ["\\".join(asked)]

    def value(self, vr: str, asked: str, held: str) -> bool:
        """Match one value by range, wild card or as it is."""
        if vr in RANGED and "-" in (asked[1:-1] if vr == "DT" and len(asked) > 10 else asked):  # noqa: PLR2004 - an offset
            return self.in_range(vr, asked, held)
        if vr in WILD and ("*" in asked or "?" in asked):
            return self.wild(vr, asked, held)
        return self.single(vr, asked, held)

    def single(self, vr: str, asked: str, held: str) -> bool:
        """Match a single value: case counts, except in names; numbers and times by meaning (C.2.2.2.1)."""
        if vr == "PN":
            return any(_name(asked) == one for one in _groups(held))
        if vr in {"DS", "IS"}:
            try:
                return float(asked) == float(held)
            except ValueError:
                return asked == held
        if vr == "TM":
            low, high = _times(asked)
            return low <= _times(held)[0] <= high
        return asked == held

    def wild(self, vr: str, asked: str, held: str) -> bool:
        """Match * as any characters and ? as one (C.2.2.2.4)."""
        if vr == "PN":
            return any(_pattern(_name(asked)).fullmatch(one) for one in _groups(held))
        return bool(_pattern(asked).fullmatch(held))

    def in_range(self, vr: str, asked: str, held: str) -> bool:
        """Match a range, open at either end or closed, ends included (C.2.2.2.5)."""
        low, _, high = asked.partition("-")
        if vr == "TM":
            at = _times(held)[0]
            return (not low or _times(low)[0] <= at) and (not high or at <= _times(high)[1])
        width = len(high)
        return (not low or low <= held) and (not high or held[:width] <= high)

    def sequence(self, key: DataElement, stored: DataElement | None) -> bool:
        """Match when one item matches all keys of the key's item; no keys match everything (C.2.2.2.6)."""
        asked: Dataset | None = key.value[0] if key.value else None
        if asked is None or all(self.nothing_asked(one) for one in asked):
            return True
        items = stored.value if stored is not None and stored.VR == "SQ" else []
        return any(all(self.matches(one, item.get(one.tag)) for one in asked) for item in items)

    def nothing_asked(self, key: DataElement) -> bool:
        """Return whether a key of an item is universal."""
        if key.VR == "SQ":
            return not key.value or all(self.nothing_asked(one) for one in key.value[0])
        return self.universal(key.VR, texts(key))


@cache
def _pattern(asked: str) -> re.Pattern[str]:
    wild = {"*": ".*", "?": "."}
    return re.compile("".join(wild.get(one, re.escape(one)) for one in re.sub(r"\*+", "*", asked)), re.DOTALL)


def _name(name: str) -> str:
    """Fold case, and drop trailing separators, which carry no meaning (PS3.5 6.2.1)."""
    return "=".join(group.rstrip("^ ") for group in name.casefold().split("=")).rstrip("=")


def _groups(name: str) -> list[str]:
    """Return a name whole and by component group, each folded."""
    whole = _name(name)
    return [whole, *(group for group in whole.split("=") if group)]


def _times(written: str) -> tuple[str, str]:
    """Return the first and last moment a TM value of any precision means, as digits of one length (PS3.5 6.2)."""
    digits = written.replace(":", "").replace(".", "")
    return digits.ljust(12, "0")[:12], digits + "235959999999"[len(digits) :]
