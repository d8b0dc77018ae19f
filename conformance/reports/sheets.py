"""Results as xlsx and ods files: every cell is text and never a formula, and equal tables give equal bytes."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from openpyxl import Workbook
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

_MOMENT = datetime(1980, 1, 1)  # noqa: DTZ001 - the formats' first moment; no clock goes into a file
_TITLE = 31
_NOT_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its title, the heads of its columns, and its rows of text."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


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
