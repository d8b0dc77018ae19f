"""Media types as header fields write them (RFC 9110 8.3, RFC 2045 5.1); reading never raises."""

from __future__ import annotations

import re
from dataclasses import dataclass

DICOM = "application/dicom"
JSON = "application/dicom+json"
XML = "application/dicom+xml"
OCTETS = "application/octet-stream"
JPEG, PNG = "image/jpeg", "image/png"

_PARAMETER = re.compile(
    r"\s*;\s*(?:([!#$%&'*+\-.^_`|~0-9A-Za-z]+)\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^;\"]*)))?", re.DOTALL
)
_MOST = 8 * 1024


@dataclass(frozen=True, slots=True)
class MediaType:
    """``name`` in lower case, parameters by lower-case name, ``rest`` what could not be read."""

    name: str
    parameters: dict[str, str]
    rest: str = ""

    def get(self, name: str) -> str:
        """Return a parameter, empty when absent."""
        return self.parameters.get(name, "")


def read_media_type(field: str) -> MediaType:
    """Read a Content-Type field, or one range of an Accept field; of a parameter given twice the first counts."""
    name, _, _ = field.partition(";")
    parameters: dict[str, str] = {}
    at = len(name)
    while at < min(len(field), _MOST):
        found = _PARAMETER.match(field, at)
        if found is None or found.end() == at:
            break
        if found[1]:
            value = re.sub(r"\\(.)", r"\1", found[2]) if found[2] is not None else found[3].strip()
            parameters.setdefault(found[1].lower(), value)
        at = found.end()
    return MediaType(name.strip().lower(), parameters, field[at:].strip())


def related(part: str, **parameters: str) -> str:
    """Return a multipart media type for an Accept or Content-Type field (PS3.18 8.7.3.5.1)."""
    more = "".join(f"; {name.replace('_', '-')}={value}" for name, value in parameters.items())
    return f'multipart/related; type="{part}"{more}'
