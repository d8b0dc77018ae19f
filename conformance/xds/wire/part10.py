"""The head of a DICOM Part 10 file, as far as a retrieval is judged by it (PS3.10 7.1)."""

from __future__ import annotations

import struct
from dataclasses import dataclass

PREFIX_AT = 128
LONG = frozenset({b"OB", b"OD", b"OF", b"OL", b"OV", b"OW", b"SQ", b"SV", b"UC", b"UN", b"UR", b"UT", b"UV"})
"""The value representations with a length of four octets in Explicit VR (PS3.5 7.1.2)."""
_ELEMENTS_MOST = 64


@dataclass(frozen=True, slots=True)
class FileHead:
    """What the file meta information says; ``problem`` says in words why it can't be read."""

    sop_class: str = ""
    sop_instance: str = ""
    transfer_syntax: str = ""
    problem: str = ""


def read_head(octets: bytes) -> FileHead:
    """Read the file meta information, which is always Explicit VR Little Endian; never raises."""
    if octets[PREFIX_AT : PREFIX_AT + 4] != b"DICM":
        return FileHead(problem=f"no DICOM file: DICM does not stand at octet 128 of {len(octets)}")
    found: dict[tuple[int, int], str] = {}
    at = PREFIX_AT + 4
    for _ in range(_ELEMENTS_MOST):
        if len(octets) - at < 8:  # noqa: PLR2004 - tag, VR and a short length
            break
        group, element = struct.unpack_from("<HH", octets, at)
        if group != 0x0002:  # noqa: PLR2004 - the group of the file meta information
            break
        if octets[at + 4 : at + 6] in LONG:
            if len(octets) - at < 12:  # noqa: PLR2004 - tag, VR, two reserved octets, a long length
                return FileHead(problem=f"the file meta information is cut short at octet {at}")
            start, size = at + 12, struct.unpack_from("<I", octets, at + 8)[0]
        else:
            start, size = at + 8, struct.unpack_from("<H", octets, at + 6)[0]
        if start + size > len(octets):
            return FileHead(problem=f"the file meta information is cut short at octet {at}")
        if size <= 64:  # noqa: PLR2004 - the longest UID (PS3.5 9.1)
            found[group, element] = octets[start : start + size].decode("latin-1").rstrip("\0 ")
        at = start + size
    return FileHead(found.get((2, 2), ""), found.get((2, 3), ""), found.get((2, 0x10), ""))
