"""A client of an imaging document source over HTTP: RAD-55 and RAD-107 (PS3.18 9, 10.4). It judges nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from conformance.http import Response, exchange
from conformance.xds.wire.mime import read_media_type, read_multipart
from conformance.xds.wire.unreadable import Unreadable

if TYPE_CHECKING:
    import ssl

    from conformance.story import Story
    from conformance.xds.wire.mime import Part

DICOM_PARTS = 'multipart/related; type="application/dicom"; transfer-syntax=*'
PIXEL_PARTS = 'multipart/related; type="application/octet-stream"'
JSON = "application/dicom+json"
JPEG = "image/jpeg"


@dataclass(frozen=True)
class WadoAnswer:
    """What came back: ``parts`` of a multipart response; ``trouble`` says in words why it can't be read."""

    http: Response
    media_type: str = ""
    parts: tuple[Part, ...] = field(default=())
    trouble: str = ""

    @property
    def evidence(self) -> tuple[str, ...]:
        """Return the ids of the recorded request and response."""
        return self.http.evidence

    @property
    def status(self) -> int:
        """Return the status, 0 when no response came."""
        return self.http.status

    @property
    def body(self) -> bytes:
        """Return the whole body."""
        return self.http.body

    @property
    def said(self) -> str:
        """Return in one line what came, for a person to read."""
        told = f"{self.status} {self.media_type or 'without media type'}, {len(self.body)} octets"
        return f"{told}, {self.trouble}" if self.trouble else told

    def objects(self) -> list[dict[str, object]] | None:
        """Return a JSON array of objects, None when the body is none."""
        try:
            read = json.loads(self.body)
        except (ValueError, RecursionError):
            return None
        return read if isinstance(read, list) and all(isinstance(one, dict) for one in read) else None


class WadoClient:
    """Asks one address by GET for one story."""

    def __init__(self, story: Story, tls: ssl.SSLContext | None = None) -> None:
        self._story = story
        self._tls = tls

    def get(self, url: str, accept: str) -> WadoAnswer:
        """Send one request and read one response; only Unreachable is raised."""
        http = exchange(self._story.doors, "GET", url, [("Accept", accept)], tls=self._tls)
        media_type = http.header("content-type") or ""
        if http.trouble:
            return WadoAnswer(http, media_type, trouble=http.trouble)
        if read_media_type(media_type).name != "multipart/related":
            return WadoAnswer(http, media_type)
        try:
            package = read_multipart(media_type, http.body, self._story.limits.mtom_part_bytes)
        except Unreadable as unreadable:
            return WadoAnswer(http, media_type, trouble=str(unreadable))
        return WadoAnswer(http, media_type, package.parts)

    def uri(self, base: str, accept: str, **parameters: str) -> WadoAnswer:
        """Ask by WADO-URI."""
        return self.get(f"{base}{'&' if '?' in base else '?'}{urlencode(parameters)}", accept)

    def rs(self, base: str, resource: str, accept: str) -> WadoAnswer:
        """Ask by WADO-RS for a resource such as ``studies/1.2/series/1.3``."""
        return self.get(f"{base.rstrip('/')}/{resource}", accept)
