"""Recorded HTTP that carries DICOM, as lines a person reads: header fields, objects by keyword, parts listed."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from conformance.dicom.web import media
from conformance.dicom.web.media import read_media_type
from conformance.dicom.web.model import read_json
from conformance.dicom.web.multipart import read_multipart
from conformance.dicom.web.part10 import read_file
from conformance.dicom.wire import Unreadable, dictionary
from conformance.limits import MIB, Limits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.dicom.web.media import MediaType
    from conformance.dicom.wire import DataSet

HTTP = "application/http"
_SINGLE = frozenset({media.DICOM, media.JSON, media.XML, media.JPEG, media.PNG})
_OURS = re.compile(r"^[A-Z]+ [^ ]*(/studies|/series|/instances|requestType=WADO)")
_MOST, _SHOWN = 4 * MIB, 70
_SMALL = Limits(xml_bytes=_MOST, elements=5_000)


def explain_http(octets: bytes) -> Iterator[str] | None:
    """Return the lines of a request or response of DICOMweb, None when it is of another kind."""
    head, _, body = octets[:_MOST].partition(b"\r\n\r\n")
    lines = head[: 64 * 1024].decode("latin-1").split("\r\n")
    fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    kind = read_media_type(fields.get("content-type", ""))
    if not (_carries_dicom(kind) or (not kind.name and _OURS.match(lines[0]))):
        return None
    if "chunked" in fields.get("transfer-encoding", "").lower():
        body = _unchunked(body)
    return _lines(lines, kind, fields.get("content-type", ""), body)


def _carries_dicom(kind: MediaType) -> bool:
    if kind.name == "multipart/related":
        return kind.get("type").lower() in {*_SINGLE, media.OCTETS} or kind.get("type").startswith("image/")
    return kind.name in _SINGLE


def _unchunked(body: bytes) -> bytes:
    """Return a chunked body put together, as far as it is whole (RFC 9112 7.1)."""
    pieces, at = [], 0
    while (end := body.find(b"\r\n", at)) >= 0:
        size = body[at:end].partition(b";")[0].strip()
        if not re.fullmatch(rb"[0-9A-Fa-f]{1,8}", size) or not int(size, 16):
            break
        pieces.append(body[end + 2 : end + 2 + int(size, 16)])
        at = end + 4 + int(size, 16)
    return b"".join(pieces)


def _lines(head: list[str], kind: MediaType, field: str, body: bytes) -> Iterator[str]:
    yield from head
    if not body:
        return
    yield ""
    try:
        if kind.name == "multipart/related":
            for number, part in enumerate(read_multipart(field, body).parts, 1):
                yield f"part {number}: {_sized(part.body)}"
                yield from (f"  {name}: {value}" for name, value in part.headers)
                yield from _file(part.body)
        elif kind.name == media.JSON:
            for number, one in enumerate(read_json(body, _SMALL, single=True), 1):
                yield f"object {number}"
                yield from _data_set(one.data, "  ")
                yield from (f"  {path} at {uri}" for path, uri in one.bulk.items())
                yield from (f"  ! {fault}" for faults in one.faults.told.values() for fault in faults)
        else:
            yield _sized(body)
            yield from _file(body)
    except Unreadable as error:
        yield f"unreadable: {error.says}"
        yield body[:200].decode("utf-8", "backslashreplace")


def _sized(body: bytes) -> str:
    return f"{len(body)} octets, SHA-256 {hashlib.sha256(body).hexdigest()}"


def _file(octets: bytes) -> Iterator[str]:
    try:
        file = read_file(octets)
    except Unreadable:
        return
    yield f"  DICOM file of {file.sop_instance}, {file.transfer_syntax} ({dictionary.uid_name(file.transfer_syntax)})"


def _data_set(data: DataSet, indent: str) -> Iterator[str]:
    for one in data:
        text = data.text(one.tag) if one.items is None else f"{len(one.items)} items"
        shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
        yield f"{indent}{dictionary.shown(one.tag)} {one.vr} {one.keyword} {shown!r}"
        for number, item in enumerate(one.items or (), 1):
            yield f"{indent}  item {number}"
            yield from _data_set(item.data, indent + "    ")
