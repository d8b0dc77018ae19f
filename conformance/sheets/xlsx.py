"""Excel's format (ECMA-376) by openpyxl: what begins like a formula is written, and marked, as text."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from conformance.files import BadFile
from conformance.sheets import Sheet, escaped, number, worded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

_WIDEST = 60


def write(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write the sheets, the first row of each as its heading."""
    book = Workbook()
    first = book.active
    if first is not None:
        book.remove(first)
    for sheet in sheets:
        _fill(book.create_sheet(sheet.name), sheet)
    book.save(path)


def _fill(page: Worksheet, sheet: Sheet) -> None:
    widths: dict[int, int] = {}
    for at, row in enumerate(sheet.rows, 1):
        for column, value in enumerate(row, 1):
            if value == "":
                continue
            held = number(value)
            cell = page.cell(at, column)
            cell.value = escaped(str(value)) if held is None else held
            if held is None:
                cell.data_type = "s"
                cell.number_format = "@"
                cell.quotePrefix = True
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.font = Font(bold=at == 1)
            widths[column] = max(widths.get(column, 0), *(len(line) for line in str(value).split("\n")))
    for column, wide in widths.items():
        page.column_dimensions[get_column_letter(column)].width = min(wide + 2, _WIDEST)
    page.freeze_panes = "A2"


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
