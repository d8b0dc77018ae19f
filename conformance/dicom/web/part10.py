"""The DICOM file format (PS3.10 7): preamble, file meta information, data set; read and written by us alone."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from conformance.dicom.wire import DataSet, Unreadable, element, read_data_set, write_data_set
from conformance.dicom.wire.syntaxes import EXPLICIT_LITTLE

IMPLEMENTATION_CLASS = "2.25.193460812645437618231917263842157092642"
_LONG = frozenset({b"OB", b"OW", b"UN", b"SQ", b"UT", b"UC", b"UR", b"OD", b"OF", b"OL", b"OV"})
_PREAMBLE = 128


@dataclass(frozen=True, slots=True)
class File:
    """A file taken apart: ``meta`` is group 0002, ``data`` the data set's octets in ``transfer_syntax``."""

    meta: DataSet
    transfer_syntax: str
    data: bytes

    @property
    def sop_class(self) -> str:
        """Return Media Storage SOP Class UID."""
        return self.meta.text(0x00020002)

    @property
    def sop_instance(self) -> str:
        """Return Media Storage SOP Instance UID."""
        return self.meta.text(0x00020003)


def read_file(octets: bytes) -> File:
    """Read a file's head; raise Unreadable when it is none (PS3.10 7.1)."""
    if octets[_PREAMBLE : _PREAMBLE + 4] != b"DICM":
        raise Unreadable("no DICM after a preamble of 128 octets: this is no DICOM file", _PREAMBLE)
    at = start = _PREAMBLE + 4
    while octets[at : at + 2] == b"\x02\x00":
        if at + 12 > len(octets):
            raise Unreadable("the file meta information is cut short", at)
        if octets[at + 4 : at + 6] in _LONG:
            size, head = struct.unpack_from("<I", octets, at + 8)[0], 12
        else:
            size, head = struct.unpack_from("<H", octets, at + 6)[0], 8
        at += head + size
        if at > len(octets):
            raise Unreadable("an element of the file meta information runs over the end", at)
    meta = read_data_set(octets[start:at], EXPLICIT_LITTLE)
    syntax = meta.text(0x00020010)
    if not syntax:
        raise Unreadable("the file meta information names no transfer syntax", start)
    return File(meta, syntax, octets[at:])


def write_file(sop_class: str, sop_instance: str, transfer_syntax: str, data: bytes) -> bytes:
    """Return a file around a data set's octets."""
    rest = [
        element(0x00020001, b"\x00\x01", "OB"),
        element(0x00020002, sop_class, "UI"),
        element(0x00020003, sop_instance, "UI"),
        element(0x00020010, transfer_syntax, "UI"),
        element(0x00020012, IMPLEMENTATION_CLASS, "UI"),
    ]
    body = write_data_set(DataSet(tuple(rest)), EXPLICIT_LITTLE)
    head = write_data_set(DataSet((element(0x00020000, len(body), "UL"),)), EXPLICIT_LITTLE)
    return bytes(_PREAMBLE) + b"DICM" + head + body + data
