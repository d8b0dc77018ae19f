"""What a request says it accepts, most wanted first (PS3.18 8.7.5 to 8.7.8, RFC 9110 12.5.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from conformance.dicom.web.media import MediaType, read_media_type

_COMMA = re.compile(r",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")


class Refused(Exception):  # noqa: N818 - an answer, not an accident
    """The request is answered with a status of the client's fault, and words for people."""

    def __init__(self, status: int, says: str) -> None:
        super().__init__(says)
        self.status = status
        self.says = says


@dataclass(frozen=True, slots=True)
class Range:
    """One media range: ``name`` is that of the parts when it is ``related``; ``syntax`` as told, or empty."""

    name: str
    related: bool
    syntax: str
    weight: float

    def matches(self, name: str) -> bool:
        """Return whether a media type is in the range."""
        return self.name in {"*/*", name} or (self.name.endswith("/*") and name.startswith(self.name[:-1]))


def ranges(field: str) -> list[Range]:
    """Return the ranges of an Accept field, most wanted first; what is not readable is left out (8.7.7)."""
    found = [_range(read_media_type(one.strip())) for one in _COMMA.split(field) if one.strip()]
    return sorted((one for one in found if one.weight > 0), key=lambda one: -one.weight)


def _range(one: MediaType) -> Range:
    try:
        weight = float(one.get("q") or 1)
    except ValueError:
        weight = 0.0
    related = one.name == "multipart/related"
    return Range(one.get("type").lower() if related else one.name, related, one.get("transfer-syntax"), weight)
