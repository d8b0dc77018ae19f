"""Data sets as DICOM JSON Model objects and as Native DICOM Model XML (PS3.18 Annex F, PS3.19 A.1), from pydicom's."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape, quoteattr

from pydicom.datadict import keyword_for_tag

from conformance.dicom.simulator.matching import texts

if TYPE_CHECKING:
    from pydicom.dataelem import DataElement
    from pydicom.dataset import Dataset

BINARY: Final = frozenset({"OB", "OD", "OF", "OL", "OV", "OW", "UN"})
NUMBERS: Final = frozenset({"FL", "FD", "SL", "SS", "SV", "UL", "US", "UV"})
_GROUPS: Final = ("Alphabetic", "Ideographic", "Phonetic")
_WIDE: Final = {"OW": 2, "OF": 4, "OL": 4, "OD": 8, "OV": 8}


class ObjectWriter:
    """Writes one data set as an object, one small method per question; ``big`` when its octets are big endian.

    ``bulk_uri(tag)`` gives the URI that stands for a value at the top level, or None to write it inline.
    """

    def __init__(self, *, big: bool = False) -> None:
        self.big = big

    def bulk_uri(self, _element: DataElement) -> str | None:
        """Leave nothing out."""
        return None

    def written(self, data_set: Dataset, *, top: bool = True) -> dict[str, Any]:
        """Return an object, its attributes in order, without group lengths (F.2.2)."""
        made: dict[str, Any] = {}
        for element in data_set:
            if element.tag.element == 0:
                continue
            made[f"{element.tag:08X}"] = self.attribute(element, top=top)
        return made

    def attribute(self, element: DataElement, *, top: bool) -> dict[str, Any]:
        """Return one attribute: its VR, and its value where it has one (F.2.5)."""
        told: dict[str, Any] = {"vr": str(element.VR)}
        if element.tag == 0x00080005:  # noqa: PLR2004 - Specific Character Set: what is written here is UTF-8
            return told | {"Value": ["ISO_IR 192"]}
        uri = self.bulk_uri(element) if top else None
        if uri is not None:
            return told | {"BulkDataURI": uri}
        if element.VR == "SQ":
            return told | ({"Value": [self.written(one, top=False) for one in element.value]} if element.value else {})
        if element.VR in BINARY:
            octets = turned(bytes(element.value or b""), str(element.VR), big=self.big)
            return told | ({"InlineBinary": base64.b64encode(octets).decode("ascii")} if octets else {})
        values = self.values(element)
        return told | ({"Value": values} if values else {})

    def values(self, element: DataElement) -> list[Any]:
        """Return the values of an attribute, none when it is empty, null for an empty one among others."""
        if element.VR in NUMBERS:
            value = element.value
            if value is None or value == "":
                return []
            many = value if isinstance(value, list | tuple) or type(value).__name__ == "MultiValue" else [value]
            return list(many)
        written = texts(element)
        if not any(written):
            return []
        return [self.value(str(element.VR), one) if one else self.nothing() for one in written]

    def nothing(self) -> Any:  # noqa: ANN401 - a JSON value
        """Return what stands for an empty value among others (F.2.5)."""
        return None

    def value(self, vr: str, text: str) -> Any:  # noqa: ANN401 - a JSON value
        """Return one value that is not empty (F.2.3)."""
        if vr == "PN":
            return self.name(text)
        if vr == "AT":
            return f"{int(text.strip('()').replace(',', ''), 16):08X}"
        return self.decimal(vr, text) if vr in {"DS", "IS"} else text

    def decimal(self, vr: str, text: str) -> Any:  # noqa: ANN401 - a JSON value
        """Return a number in text as a number."""
        try:
            return int(text) if vr == "IS" else float(text)
        except ValueError:
            return text

    def name(self, text: str) -> Any:  # noqa: ANN401 - a JSON value
        """Return a person name by component groups (F.2.2)."""
        return {group: part for group, part in zip(_GROUPS, text.split("="), strict=False) if part}


def turned(octets: bytes, vr: str, *, big: bool) -> bytes:
    """Return a value of words in little endian order."""
    width = _WIDE.get(vr, 1)
    if not big or width == 1 or len(octets) % width:
        return octets
    made = bytearray(len(octets))
    for place in range(width):
        made[place::width] = octets[width - 1 - place :: width]
    return bytes(made)


def as_xml(told: dict[str, Any]) -> bytes:
    """Return an object as Native DICOM Model XML (F.3.1)."""
    inner = "".join(_attribute(tag, one) for tag, one in told.items())
    space = ' xmlns="http://dicom.nema.org/PS3.19/models/NativeDICOM" xml:space="preserve"'
    return f'<?xml version="1.0" encoding="UTF-8"?><NativeDicomModel{space}>{inner}</NativeDicomModel>'.encode()


def _attribute(tag: str, told: dict[str, Any]) -> str:
    keyword = keyword_for_tag(int(tag, 16))
    named = f" keyword={quoteattr(keyword)}" if keyword else ""
    vr = told.get("vr", "UN")
    inner = "".join(_value(number, one, vr) for number, one in enumerate(told.get("Value", []), 1))
    if "InlineBinary" in told:
        inner = f"<InlineBinary>{told['InlineBinary']}</InlineBinary>"
    if "BulkDataURI" in told:
        inner = f"<BulkData uri={quoteattr(told['BulkDataURI'])}/>"
    return f'<DicomAttribute tag="{tag}" vr="{vr}"{named}>{inner}</DicomAttribute>'


def _value(number: int, value: Any, vr: str) -> str:  # noqa: ANN401 - a JSON value
    if value is None:
        return ""
    if vr == "SQ":
        return f'<Item number="{number}">{"".join(_attribute(tag, one) for tag, one in value.items())}</Item>'
    if vr == "PN" and isinstance(value, dict):
        parts = ("FamilyName", "GivenName", "MiddleName", "NamePrefix", "NameSuffix")
        groups = ""
        for group, text in value.items():
            named = zip(parts, text.split("^"), strict=False)
            inner = "".join(f"<{part}>{escape(one)}</{part}>" for part, one in named if one)
            groups += f"<{group}>{inner}</{group}>"
        return f'<PersonName number="{number}">{groups}</PersonName>'
    return f'<Value number="{number}">{escape(str(value))}</Value>'
