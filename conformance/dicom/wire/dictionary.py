"""Tags, keywords and value representations (PS3.6): names and types of elements, nothing that judges."""

from __future__ import annotations

from functools import cache

from pydicom.datadict import dictionary_VR, keyword_for_tag, tag_for_keyword
from pydicom.uid import UID_dictionary

PIXEL_DATA = 0x7FE00010
SPECIFIC_CHARACTER_SET = 0x00080005
ITEM, ITEM_END, SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD
DATA_SET_TRAILING_PADDING = 0xFFFCFFFC

SHORT = frozenset("AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US".split())  # noqa: SIM905 - PS3.5
LONG = frozenset("OB OD OF OL OV OW SQ SV UC UN UR UT UV".split())  # noqa: SIM905 - 7.1.2 reads as a list of words
WIDTHS = {
    "AT": 2, "US": 2, "SS": 2, "OW": 2, "UL": 4, "SL": 4, "FL": 4, "OF": 4, "OL": 4,
    "FD": 8, "OD": 8, "OV": 8, "SV": 8, "UV": 8,
}  # fmt: skip
"""Octets of one value that change places with the byte order."""

TEXT = frozenset({"LO", "LT", "PN", "SH", "ST", "UC", "UT"})
"""Representations that Specific Character Set governs (PS3.5 6.1.2.2)."""

SINGLE = frozenset({"LT", "ST", "UT", "UR"})
"""Representations in which a backslash separates nothing (PS3.5 6.2)."""


@cache
def representation(tag: int) -> str:
    """Return the VR of a tag by the dictionary; ``UN`` for private and unknown ones.

    Where the dictionary leaves a choice, the words stand for it: 16-bit numbers are US, arrays OW.
    """
    element = tag & 0xFFFF
    if element == 0:
        return "UL"
    if tag >> 16 & 1:
        return "LO" if 0x10 <= element <= 0xFF else "UN"  # noqa: PLR2004 - private creators, PS3.5 7.8.1
    try:
        vr = str(dictionary_VR(tag))
    except KeyError:
        return "UN"
    if len(vr) == 2:  # noqa: PLR2004 - a VR is two letters
        return vr
    return "OW" if "OW" in vr else "US" if "US" in vr else "UN"


@cache
def keyword(tag: int) -> str:
    """Return the dictionary's keyword, or the tag as (GGGG,EEEE)."""
    return str(keyword_for_tag(tag)) or shown(tag)


@cache
def tag(name: str) -> int:
    """Return the tag of a keyword, or of eight hex digits; raise LookupError for anything else."""
    found = tag_for_keyword(name)
    if found is not None:
        return int(found)
    digits = name.strip("()").replace(",", "")
    if len(digits) == 8:  # noqa: PLR2004 - group and element, four digits each
        try:
            return int(digits, 16)
        except ValueError:
            pass
    raise LookupError(f"{name} is no keyword of PS3.6 and no tag")


@cache
def uid_name(uid: str) -> str:
    """Return the dictionary's name of a UID, empty when it has none."""
    return str(UID_dictionary[uid][0]) if uid in UID_dictionary else ""


def shown(number: int) -> str:
    """Return a tag as the standard writes it."""
    return f"({number >> 16:04X},{number & 0xFFFF:04X})"
