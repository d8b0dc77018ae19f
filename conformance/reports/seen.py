"""What a system said of itself on the wire, read from the recorded octets: implementation, server, software."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conformance.files import BadFile
from conformance.reports.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformance.model import Evidence
    from conformance.runs import Run

MESSAGES = 40
"""Messages of one kind that are looked into; a system says the same each time."""

LARGEST = 1 << 20
"""Octets of a message that is looked into."""

LONGEST = 100
"""Octets of one name that are shown."""

_PDU, _MLLP, _HTTP = "application/vnd.dicom.pdu", "application/vnd.hl7.mllp", "application/http"
_SERVER = re.compile(rb"\r\n(?i:server):[ \t]*([^\r\n]{1,200})")
_FIXED = 74
_USER_INFORMATION, _CLASS, _NAME = 0x50, 0x52, 0x55


def seen(run: Run) -> tuple[str, ...]:
    """Return, in the order first seen, each thing the system said of itself, with where; nothing when it is silent."""
    found: dict[str, None] = {}
    for item in _looked_into(run):
        try:
            octets = run.octets(item.sha256)
        except BadFile:
            continue
        found.update(dict.fromkeys(_said(item.media_type, octets)))
    return tuple(found)


def _looked_into(run: Run) -> Iterator[Evidence]:
    """Yield messages the system sent that may name it: of each kind the first few, each distinct one once."""
    counts = dict.fromkeys((_PDU, _MLLP, _HTTP), 0)
    known: set[str] = set()
    for result in run.results:
        for item in result.evidence:
            kind = item.media_type
            if item.direction != "received" or kind not in counts or item.sha256 in known or item.size > LARGEST:
                continue
            if kind == _PDU and not item.summary.startswith("A-ASSOCIATE"):
                continue
            known.add(item.sha256)
            counts[kind] += 1
            if counts[kind] <= MESSAGES:
                yield item


def _said(kind: str, octets: bytes) -> list[str]:
    if kind == _PDU:
        return _association(octets)
    if kind == _HTTP:
        head = octets.partition(b"\r\n\r\n")[0]
        return [f"HTTP server {_shown(name)}" for name in _SERVER.findall(head)[:1]]
    return _message(octets)


def _association(octets: bytes) -> list[str]:
    """Return implementation class UID and version name of an association request or acceptance (PS3.7 D.3.3.2)."""
    if octets[:1] not in {b"\x01", b"\x02"}:
        return []
    names = dict(_items(octets[_FIXED:]))
    inner = dict(_items(names.get(_USER_INFORMATION, b"")))
    said = []
    if inner.get(_NAME):
        said.append(f"DICOM implementation version {_shown(inner[_NAME])}")
    if inner.get(_CLASS):
        said.append(f"DICOM implementation class {_shown(inner[_CLASS])}")
    return said


def _items(octets: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield items of one octet type, one reserved, two of length (PS3.8 9.3); what is cut short ends it."""
    at = 0
    while at + 4 <= len(octets):
        size = int.from_bytes(octets[at + 2 : at + 4], "big")
        yield octets[at], octets[at + 4 : at + 4 + size]
        at += 4 + size


def _message(octets: bytes) -> list[str]:
    """Return sending application and software segments of an HL7 v2 message (2.14.9, 2.14.12)."""
    said = []
    for segment in octets.strip(b"\x0b\x1c\r\n").split(b"\r"):
        mark = segment[3:4]
        fields = segment.split(mark) if mark else []
        if segment.startswith(b"MSH") and len(fields) > 2 and fields[2]:  # noqa: PLR2004 - MSH-3
            said.append(f"HL7 sending application {_shown(fields[2])}")
        if segment.startswith(b"SFT") and len(fields) > 3:  # noqa: PLR2004 - SFT-2 and SFT-3
            said.append(f"HL7 software {_shown(fields[3])}, version {_shown(fields[2])}")
    return said


def _shown(name: bytes) -> str:
    return one_line(name.decode("utf-8", "replace").strip(" \x00"), LONGEST)
