"""The open format (ISO/IEC 26300): written with the part of it that plain tables need, read by odfdo."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from odfdo import Document

from conformance.files import BadFile
from conformance.sheets import number, worded
from conformance.sheets.archive import put

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from odfdo import Cell

    from conformance.sheets import Sheet, Shown, Value

_NUMBERS = {"float", "percentage", "currency"}
_MIME = "application/vnd.oasis.opendocument.spreadsheet"
_SPACES = {name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "table", "text", "style")}
_MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"

for _prefix, _uri in (*_SPACES.items(), ("manifest", _MANIFEST)):
    ET.register_namespace(_prefix, _uri)


def written(sheets: Sequence[Sheet], shown: Shown) -> bytes:
    """Return the sheets as a file, each text as ``shown`` gives it, the same bytes every time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        put(archive, "mimetype", _MIME.encode(), packed=False)
        put(archive, "content.xml", _octets(_content(sheets, shown)))
        put(archive, "META-INF/manifest.xml", _octets(_manifest()))
    return out.getvalue()


def _name(prefix: str, local: str) -> str:
    return f"{{{_SPACES[prefix]}}}{local}"


def _octets(root: ET.Element) -> bytes:
    octets: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return octets


def _manifest() -> ET.Element:
    root = ET.Element(f"{{{_MANIFEST}}}manifest", {f"{{{_MANIFEST}}}version": "1.3"})
    for path, media_type in (("/", _MIME), ("content.xml", "text/xml")):
        stated = {f"{{{_MANIFEST}}}full-path": path, f"{{{_MANIFEST}}}media-type": media_type}
        ET.SubElement(root, f"{{{_MANIFEST}}}file-entry", stated)
    return root


def _content(sheets: Sequence[Sheet], shown: Shown) -> ET.Element:
    root = ET.Element(_name("office", "document-content"), {_name("office", "version"): "1.3"})
    book = ET.SubElement(ET.SubElement(root, _name("office", "body")), _name("office", "spreadsheet"))
    for sheet in sheets:
        table = ET.SubElement(book, _name("table", "table"), {_name("table", "name"): sheet.name})
        for row in sheet.rows:
            line = ET.SubElement(table, _name("table", "table-row"))
            for value in row:
                _fill(ET.SubElement(line, _name("table", "table-cell")), value, shown)
    return root


def _fill(cell: ET.Element, value: Value, shown: Shown) -> None:
    """Write one cell: a number where nothing of it is lost, else a text, one paragraph a line."""
    held = number(value)
    if held is not None:
        cell.set(_name("office", "value-type"), "float")
        cell.set(_name("office", "value"), str(value))
        ET.SubElement(cell, _name("text", "p")).text = str(value)
    elif value != "":
        cell.set(_name("office", "value-type"), "string")
        for part in shown(str(value)).split("\n"):
            _paragraph(ET.SubElement(cell, _name("text", "p")), part)


def _paragraph(paragraph: ET.Element, text: str) -> None:
    """Write one line; OpenDocument folds runs of spaces, and tabs, unless they are elements."""
    paragraph.text = ""
    last: ET.Element | None = None
    run = ""
    for at, character in enumerate(text):
        kept = character != "\t" and not (
            character == " " and (at == 0 or text[at - 1] in " \t" or at + 1 == len(text))
        )
        if kept:
            run += character
            continue
        _said(paragraph, last, run)
        run = ""
        last = ET.SubElement(paragraph, _name("text", "tab" if character == "\t" else "s"))
    _said(paragraph, last, run)


def _said(paragraph: ET.Element, last: ET.Element | None, run: str) -> None:
    if last is None:
        paragraph.text = run
    else:
        last.tail = run


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
