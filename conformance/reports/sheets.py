"""Tables as xlsx and ods files and back: every cell is text and never a formula, and equal tables give equal bytes."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.writer.excel import ExcelWriter

from conformance.files import BadFile
from conformance.reports import opendocument
from conformance.reports.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from openpyxl.cell import Cell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

SUFFIXES = (".xlsx", ".ods")

LARGEST = 16 << 20
"""Octets of the largest file that is read."""

UNPACKED = 256 << 20
"""Octets it may unpack to."""

WIDEST = 256
"""Columns that are read."""

_MOMENT = datetime(1980, 1, 1)  # noqa: DTZ001 - the formats' first moment; no clock goes into a file
_TITLE = 31
_NOT_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its title, the heads of its columns, and its rows of text."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def records(self) -> list[dict[str, str]]:
        """Return each row by the heads of its columns; a short row has empty text for what it lacks."""
        width = len(self.columns)
        return [dict(zip(self.columns, (*row, *[""] * width)[:width], strict=True)) for row in self.rows]


def titled(title: str) -> str:
    """Return a title every spreadsheet accepts: at most 31 characters, none of them a bracket, colon, star or slash."""
    return " ".join(visible(title).translate(_NOT_IN_TITLES).split())[:_TITLE].strip() or "Sheet"


def xlsx(sheets: Iterable[Sheet]) -> bytes:
    """Return the tables as an Office Open XML workbook; heads are bold and stay in sight."""
    book = Workbook(write_only=True)
    book.properties.creator = "imaging-conformance"
    book.properties.created = book.properties.modified = _MOMENT
    for sheet in sheets:
        page: WriteOnlyWorksheet = book.create_sheet(titled(sheet.title))
        page.freeze_panes = "A2"
        page.append([_cell(page, head, bold=True) for head in sheet.columns])
        for row in sheet.rows:
            page.append([_cell(page, text) for text in row])
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).write_data()
    return _steady(packed)


def ods(sheets: Iterable[Sheet]) -> bytes:
    """Return the tables as an OpenDocument spreadsheet."""
    return opendocument.written([(titled(one.title), [one.columns, *one.rows]) for one in sheets])


def written(path: Path, sheets: Sequence[Sheet]) -> bytes:
    """Return the tables in the format the name of ``path`` asks for; raise BadFile when it asks for another."""
    if path.suffix.lower() not in SUFFIXES:
        raise BadFile(str(path), "", "is no spreadsheet we write", "end its name in .xlsx or .ods")
    return xlsx(sheets) if path.suffix.lower() == ".xlsx" else ods(sheets)


def read(path: Path) -> list[Sheet]:
    """Return the tables of a spreadsheet; a formula counts as the text it was written as. Raise BadFile for no such."""
    packed = _octets(path)
    try:
        pages = _xlsx_pages(packed) if path.suffix.lower() == ".xlsx" else opendocument.read(packed, WIDEST)
    except Exception as error:  # noqa: BLE001 - whatever another program wrote, the reader says which file
        raise BadFile(path, "", f"can't be read as a spreadsheet: {error}"[:300], "save it again as .xlsx") from None
    return [_sheet(title, rows) for title, rows in pages]


def _octets(path: Path) -> bytes:
    if path.suffix.lower() not in SUFFIXES:
        raise BadFile(path, "", "is no spreadsheet we read", "save it as .xlsx or .ods")
    try:
        if path.stat().st_size > LARGEST:
            raise BadFile(path, "", "is larger than 16 MiB", "send the sheet without pictures")
        packed = path.read_bytes()
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            unpacked = sum(one.file_size for one in archive.infolist())
    except (OSError, zipfile.BadZipFile) as error:
        raise BadFile(path, "", f"can't be read: {error}", "save it again as .xlsx or .ods") from None
    if unpacked > UNPACKED:
        raise BadFile(path, "", "unpacks to more than 256 MiB", "send the sheet without pictures")
    return packed


def _xlsx_pages(packed: bytes) -> list[tuple[str, list[list[str]]]]:
    book = load_workbook(io.BytesIO(packed), read_only=True, data_only=False, keep_links=False)
    try:
        return [
            (
                page.title,
                [
                    ["" if one is None else str(one) for one in row]
                    for row in page.iter_rows(max_col=WIDEST, values_only=True)
                ],
            )
            for page in book.worksheets
        ]
    finally:
        book.close()


def _sheet(title: str, rows: list[list[str]]) -> Sheet:
    """Return a page without the empty cells and rows at its ends."""
    trimmed: list[tuple[str, ...]] = []
    for row in rows:
        width = max((at for at, text in enumerate(row, 1) if text.strip()), default=0)
        trimmed.append(tuple(row[:width]))
    while trimmed and not trimmed[-1]:
        trimmed.pop()
    return Sheet(title, trimmed[0] if trimmed else (), tuple(trimmed[1:]))


def _cell(page: WriteOnlyWorksheet, text: str, *, bold: bool = False) -> Cell:
    """Return a cell whose type is text whatever it begins with, and that stays text when somebody edits it."""
    cell: Cell = WriteOnlyCell(page, visible(text))
    cell.data_type = "s"
    cell.number_format = "@"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _steady(packed: io.BytesIO) -> bytes:
    """Return the archive with every moment in it the same."""
    out = io.BytesIO()
    with zipfile.ZipFile(packed) as given, zipfile.ZipFile(out, "w") as steady:
        for one in given.infolist():
            opendocument.put(steady, one.filename, given.read(one))
    return out.getvalue()
