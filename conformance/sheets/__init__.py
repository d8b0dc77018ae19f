"""Tables out to a spreadsheet and in again (ods, xlsx): every cell is text or a number, none is ever a formula."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from conformance.files import BadFile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Value = str | Decimal
Shown = Callable[[str], str]

SUFFIXES = (".xlsx", ".ods")

LONGEST = 32_767
"""Characters a cell holds in either format; what is longer is refused, never cut."""

_UNPACKED = 64 << 20
"""Octets a spreadsheet may unpack to; whoever sent it."""

_CELLS = 200_000
"""Cells of one table that are read."""

_DIGITS = 15
"""Significant digits that a spreadsheet keeps of a number."""

_UNWRITABLE = re.compile(
    "[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\\[(?=U\\+[0-9A-F]{4,6}\\])|_(?=x[0-9A-Fa-f]{4}_)"
)
_WRITTEN = re.compile(r"\[U\+([0-9A-F]{4,6})\]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its name, and its rows of values; read back, every value is text and short rows are filled."""

    name: str
    rows: tuple[tuple[Value, ...], ...]


def write(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write the sheets so that they come back as they are; raise BadFile as ``written`` does, or when it is there."""
    _kind(path)
    if path.exists():
        raise BadFile(path, "", "is there already, and nothing is overwritten", "name another file, or remove it")
    octets = written(path, sheets)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(octets)


def written(path: Path, sheets: Sequence[Sheet], shown: Shown | None = None) -> bytes:
    """Return the sheets as the kind of file the name of ``path`` says, the first row of each as its heading.

    ``shown`` makes of a text what a cell may hold, usually ``escaped``. Equal sheets give equal bytes. Raise BadFile
    for another kind of file, and for a text that no cell holds.
    """
    from conformance.sheets import ods, xlsx  # noqa: PLC0415 - two libraries few verbs need

    kind = {".ods": ods.written, ".xlsx": xlsx.written}[_kind(path)]
    shown = shown or escaped
    for sheet in sheets:
        for at, row in enumerate(sheet.rows, 1):
            if any(len(shown(str(value))) > LONGEST for value in row):
                problem = f"row {at} of {sheet.name} has a text of more than {LONGEST:,} characters"
                raise BadFile(path, "", problem, "shorten it: no spreadsheet holds more in a cell")
    return kind(sheets, shown)


def read(path: Path) -> tuple[Sheet, ...]:
    """Read every sheet; raise BadFile when it is no spreadsheet, or larger than any of ours could be."""
    from conformance.sheets import ods, xlsx  # noqa: PLC0415 - as above

    kind = _kind(path)
    reader = {".ods": ods.read, ".xlsx": xlsx.read}[kind]
    _guarded(path)
    try:
        return tuple(Sheet(name, _trimmed(rows)) for name, rows in reader(path, _CELLS))
    except BadFile:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a library makes of a broken file is a fact about the file
        problem = f"is no {kind[1:]} file that can be read: {type(error).__name__}"
        raise BadFile(path, "", problem, "save it again from the spreadsheet program") from None


def _kind(path: Path) -> str:
    kind = path.suffix.lower()
    if kind not in SUFFIXES:
        raise BadFile(path, "", "is no spreadsheet by its name", "name a file that ends in .ods or .xlsx")
    return kind


def _guarded(path: Path) -> None:
    """Refuse what unpacks to too much or declares entities, before any library looks at it."""
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(one.file_size for one in packed.infolist()) > _UNPACKED:
                raise BadFile(path, "", f"unpacks to more than {_UNPACKED >> 20} MiB", "send the tables alone")
            for one in packed.infolist():
                if one.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in packed.read(one):
                    raise BadFile(path, "", "declares a document type, as no spreadsheet does", "do not open this file")
    except OSError as error:
        raise BadFile(path, "", f"can't be read: {error.strerror or error}", "name a file that exists") from None
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError):
        # RuntimeError: encrypted, and (as its subclass) packed in a way zipfile does not know.
        raise BadFile(path, "", "is no spreadsheet inside", "save it as .ods or .xlsx, without password") from None


def _trimmed(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Return the rows without empty ones at the end, all of one width, with what was escaped as it was."""
    kept = [[unescaped(value) for value in row] for row in rows]
    while kept and not any(kept[-1]):
        kept.pop()
    width = max((at for row in kept for at, value in enumerate(row, 1) if value), default=0)
    return tuple(tuple((row + [""] * width)[:width]) for row in kept)


def escaped(text: str) -> str:
    """Return text as XML can hold it: another character is written ``[U+0001]``, and what looks like that too."""
    return _UNWRITABLE.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def unescaped(text: str) -> str:
    """Return the text that ``escaped`` was given."""
    return _WRITTEN.sub(lambda found: chr(int(found[1], 16)) if int(found[1], 16) <= 0x10FFFF else found[0], text)  # noqa: PLR2004 - the last character there is


def number(value: Value) -> float | int | None:
    """Return the number a cell may hold in place of ``value`` without a change of its text, else None."""
    if not isinstance(value, Decimal) or len(value.as_tuple().digits) > _DIGITS:
        return None
    held = int(value) if value == value.to_integral_value() else float(value)
    return held if worded(held) == str(value) else None


def number_or_text(value: Decimal) -> float | int | str:
    """Return the number that stands for ``value`` without a change of its text, else the text."""
    held = number(value)
    return str(value) if held is None else held


def worded(value: object) -> str:
    """Return what a cell holds as text: a whole number without point, a date as ISO 8601, nothing as nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float | Decimal):
        return str(int(value)) if value == int(value) else str(value)
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)
