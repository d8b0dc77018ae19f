"""The open format (ISO/IEC 26300) by odfdo: every text is a string cell, one paragraph a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odfdo import Cell, Document, Paragraph, Row, Table

from conformance.files import BadFile
from conformance.sheets import Sheet, Value, escaped, number, worded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_NUMBERS = {"float", "percentage", "currency"}


def write(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write the sheets, the first row of each as its heading."""
    book = Document("spreadsheet")
    book.body.clear()
    for sheet in sheets:
        table = Table(sheet.name)
        for values in sheet.rows:
            row = Row()
            for value in values:
                row.append_cell(_cell(value))
            table.append_row(row)
        book.body.append(table)
    book.save(path)


def _cell(value: Value) -> Cell:
    held = number(value)
    if held is not None:
        return Cell(value=held, text=str(value))
    cell = Cell()
    if value == "":
        return cell
    cell.set_attribute("office:value-type", "string")
    for line in escaped(str(value)).split("\n"):
        paragraph = Paragraph()
        paragraph.append_plain_text(line)
        cell.append(paragraph)
    return cell


def read(path: Path, most: int) -> list[tuple[str, list[list[str]]]]:
    """Return each sheet's name and rows as text, at most ``most`` cells a sheet."""
    found = []
    for table in Document(path).body.tables:
        table.rstrip(aggressive=True)
        name = str(table.name)
        if table.height * table.width > most:
            raise BadFile(path, "", f"sheet {name} has more cells than we ever write", "remove what is not ours")
        found.append((name, [[_text(cell) for cell in row.cells] for row in table.rows]))
    return found


def _text(cell: Cell) -> str:
    """Return the number or date a cell holds, else its text: what a number looks like depends on its style."""
    if cell.type in _NUMBERS:
        return worded(cell.value)
    if cell.type == "date":
        return str(cell.get_attribute("office:date-value") or "")
    if cell.type == "boolean":
        return worded(cell.value)
    return "\n".join(paragraph.inner_text for paragraph in cell.get_elements("text:p"))
