"""Files put into a zip archive so that equal contents give equal bytes, whenever and wherever it is written."""

from __future__ import annotations

import io
import zipfile

_FIRST = (1980, 1, 1, 0, 0, 0)


def put(archive: zipfile.ZipFile, name: str, octets: bytes, *, packed: bool = True) -> None:
    """Add one file, with the same moment and mode every time."""
    entry = zipfile.ZipInfo(name, _FIRST)
    entry.external_attr = 0o644 << 16
    entry.create_system = 3
    entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    archive.writestr(entry, octets)


def steady(packed: bytes) -> bytes:
    """Return a whole archive with every moment in it the same."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as given, zipfile.ZipFile(out, "w") as made:
        for one in given.infolist():
            put(made, one.filename, given.read(one))
    return out.getvalue()
