"""The part of OpenDocument (ISO/IEC 26300) a spreadsheet of plain text needs, the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from conformance.reports.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MIME = "application/vnd.oasis.opendocument.spreadsheet"
_FIRST = (1980, 1, 1, 0, 0, 0)
_SPACES = {name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "table", "text", "style")}
_MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"

for _prefix, _uri in (*_SPACES.items(), ("manifest", _MANIFEST)):
    ET.register_namespace(_prefix, _uri)


def put(archive: zipfile.ZipFile, name: str, octets: bytes, *, packed: bool = True) -> None:
    """Add one file to an archive, with the same moment and mode whenever and wherever it is written."""
    entry = zipfile.ZipInfo(name, _FIRST)
    entry.external_attr = 0o644 << 16
    entry.create_system = 3
    entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    archive.writestr(entry, octets)


def written(pages: Iterable[tuple[str, Sequence[Sequence[str]]]]) -> bytes:
    """Return the pages (title, rows of text) as an ``.ods`` file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        put(archive, "mimetype", _MIME.encode(), packed=False)
        put(archive, "content.xml", _octets(_content(pages)))
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


def _content(pages: Iterable[tuple[str, Sequence[Sequence[str]]]]) -> ET.Element:
    root = ET.Element(_name("office", "document-content"), {_name("office", "version"): "1.3"})
    sheet = ET.SubElement(ET.SubElement(root, _name("office", "body")), _name("office", "spreadsheet"))
    for title, rows in pages:
        table = ET.SubElement(sheet, _name("table", "table"), {_name("table", "name"): title})
        for row in rows:
            line = ET.SubElement(table, _name("table", "table-row"))
            for text in row:
                cell = ET.SubElement(line, _name("table", "table-cell"), {_name("office", "value-type"): "string"})
                for part in visible(text).split("\n"):
                    _paragraph(ET.SubElement(cell, _name("text", "p")), part)
    return root


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
