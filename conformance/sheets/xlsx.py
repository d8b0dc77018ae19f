"""Excel's format (ECMA-376) by openpyxl: what begins like a formula is written, and marked, as text."""

from __future__ import annotations

import io
import warnings
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from conformance.files import BadFile
from conformance.sheets import number, worded
from conformance.sheets.archive import steady

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from openpyxl.cell import Cell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from conformance.sheets import Sheet, Shown, Value

_MOMENT = datetime(1980, 1, 1)  # noqa: DTZ001 - the formats' first moment; no clock goes into a file
_WIDEST = 60
_TOP = Alignment(vertical="top", wrap_text=True)
_BOLD, _PLAIN = Font(bold=True), Font()


def written(sheets: Sequence[Sheet], shown: Shown) -> bytes:
    """Return the sheets as a file, each text as ``shown`` gives it, the same bytes every time; heads stay in sight."""
    book = Workbook(write_only=True)
    book.properties.creator = "imaging-conformance"
    book.properties.created = book.properties.modified = _MOMENT
    for sheet in sheets:
        page: WriteOnlyWorksheet = book.create_sheet(sheet.name)
        page.freeze_panes = "A2"
        for column, wide in _widths(sheet).items():
            page.column_dimensions[get_column_letter(column)].width = min(wide + 2, _WIDEST)  # type: ignore[attr-defined]
        for at, row in enumerate(sheet.rows):
            page.append([_cell(page, value, shown, _PLAIN if at else _BOLD) for value in row])
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).write_data()
    return steady(packed.getvalue())


def _widths(sheet: Sheet) -> dict[int, int]:
    widths: dict[int, int] = {}
    for row in sheet.rows:
        for column, value in enumerate(row, 1):
            widths[column] = max(widths.get(column, 0), *(len(line) for line in str(value).split("\n")))
    return widths


def _cell(page: WriteOnlyWorksheet, value: Value, shown: Shown, font: Font) -> Cell | None:
    """Return a number where nothing of it is lost, else text whatever it begins with, also once somebody edits it."""
    if value == "":
        return None
    held = number(value)
    cell: Cell = WriteOnlyCell(page, shown(str(value)) if held is None else held)
    if held is None:
        cell.data_type = "s"
        cell.number_format = "@"
        cell.quotePrefix = True
    cell.alignment = _TOP
    cell.font = font
    return cell


def read(path: Path, most: int) -> list[tuple[str, list[list[str]]]]:
    """Return each sheet's name and rows as text, at most ``most`` cells a sheet; of a formula its last result."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(path, data_only=True, read_only=False, keep_links=False)
    found = []
    for page in book.worksheets:
        if page.max_row * page.max_column > most:
            raise BadFile(path, "", f"sheet {page.title} has more cells than we ever write", "remove what is not ours")
        found.append((page.title, [[worded(value) for value in row] for row in page.iter_rows(values_only=True)]))
    return found
