"""What every DICOMweb service of the archive stands on: the archive, its address, and how an answer is made."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from conformance.dicom.simulator.web.negotiating import Range, Refused, ranges
from conformance.dicom.simulator.web.objects import ObjectWriter, as_xml
from conformance.dicom.simulator.web.site import Asked, Told
from conformance.dicom.web import media
from conformance.dicom.web.multipart import Part, write_multipart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydicom.dataset import Dataset

    from conformance.dicom.simulator.archive import Archive

BASE = "/dicom-web"
_BOUNDARY = "conformance-simulator-boundary"


class Service:
    """The small questions every service asks."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.origin = ""

    @property
    def base(self) -> str:
        """Return the base URI of the service."""
        return self.origin + BASE

    def refused(self, status: int, says: str) -> Told:
        """Answer with a failure and words for people."""
        return Told(status, says.encode(), "text/plain; charset=utf-8")

    def accepted(self, asked: Asked) -> list[Range]:
        """Return what the request accepts; one that does not say is refused (PS3.18 8.7.5)."""
        if "accept" not in asked.headers:
            raise Refused(406, "the request has no Accept header field")
        return ranges(asked.headers["accept"])

    def parameters(self, asked: Asked) -> list[tuple[str, str]]:
        """Return the query's parameters; raise Refused when one has no name."""
        found = []
        for pair in asked.query.split("&") if asked.query else []:
            name, _, value = pair.partition("=")
            if not name:
                raise Refused(400, "a query parameter has no name")
            found.append((unquote(name), value))
        return found

    def instance_url(self, study: str, series: str = "", sop: str = "") -> str:
        """Return the address of a study, series or instance (PS3.18 table 10.4.1-1)."""
        return f"{self.base}/studies/{study}" + (f"/series/{series}" if series else "") + (
            f"/instances/{sop}" if sop else ""
        )  # fmt: skip

    def writer(self) -> ObjectWriter:
        """Return what writes the objects of search results and store responses."""
        return ObjectWriter()

    def objects_told(self, accepted: Sequence[Range], objects: list[dict[str, Any]]) -> Told:
        """Answer with objects in JSON or XML, whichever is wanted more (PS3.18 10.4.4, 10.6.4)."""
        for one in accepted:
            if not one.related and one.matches(media.JSON):
                return Told(200, self.json(objects), self.json_type())
            if one.related and one.matches(media.XML):
                parts = [Part((("Content-Type", media.XML),), as_xml(told)) for told in objects]
                return self.package(parts, media.XML)
        raise Refused(406, f"only {media.JSON} and multipart/related of {media.XML} can be had")

    def json(self, objects: list[dict[str, Any]]) -> bytes:
        """Return objects as one array (PS3.18 F.2.1)."""
        return json.dumps(objects, ensure_ascii=False).encode()

    def json_type(self) -> str:
        """Return the media type JSON is sent under (PS3.18 8.7.3.2)."""
        return media.JSON

    def module(self, data_set: Dataset) -> dict[str, Any]:
        """Return a response module as an object."""
        return self.writer().written(data_set)

    def package(self, parts: Sequence[Part], kind: str) -> Told:
        """Answer with several parts."""
        return Told(200, self.packed(parts), self.package_type(kind))

    def packed(self, parts: Sequence[Part]) -> bytes:
        """Return the payload of several parts."""
        return write_multipart(parts, _BOUNDARY)

    def package_type(self, kind: str) -> str:
        """Return the media type of a multipart payload."""
        return f'multipart/related; type="{kind}"; boundary={_BOUNDARY}'
