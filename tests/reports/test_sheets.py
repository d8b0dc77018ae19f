"""Spreadsheets: text stays text, bytes stay bytes, and other readers see the same."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.files import BadFile
from conformance.reports import sheets
from conformance.reports.sheets import Sheet
from conformance.reports.visible import visible

FORMULAS = ("=1+1", "=cmd|'/c calc'!A1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://127.0.0.1:9")', "#N/A")
TABLE = Sheet("Findings: [a/b]*", ("id", "saw"), tuple((f"r{at}", text) for at, text in enumerate(FORMULAS)))
TEXT = st.text(max_size=40).filter(lambda text: "\r" not in text)


def back(tmp_path, suffix, tables):
    path = tmp_path / f"table{suffix}"
    path.write_bytes(sheets.written(path, tables))
    return sheets.read(path)


@pytest.mark.parametrize("suffix", sheets.SUFFIXES)
def test_a_table_comes_back_as_it_went_with_every_formula_as_text(tmp_path, suffix):
    (read,) = back(tmp_path, suffix, [TABLE])

    assert read.title == "Findings a b"
    assert read.columns == TABLE.columns
    assert read.rows == TABLE.rows
    assert read.records()[0] == {"id": "r0", "saw": "=1+1"}


def test_a_spreadsheet_program_finds_no_formula_and_no_number():
    book = openpyxl.load_workbook(io.BytesIO(sheets.xlsx([TABLE])))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]

    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}
    content = zipfile.ZipFile(io.BytesIO(sheets.ods([TABLE]))).read("content.xml")
    assert b"formula" not in content
    assert content.count(b'value-type="string"') == content.count(b"<table:table-cell")


@pytest.mark.parametrize("write", [sheets.xlsx, sheets.ods])
def test_equal_tables_give_equal_bytes(write):
    assert write([TABLE]) == write([TABLE])
    times = {one.date_time for one in zipfile.ZipFile(io.BytesIO(write([TABLE]))).infolist()}
    assert times == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("suffix", sheets.SUFFIXES)
def test_any_text_comes_back_made_visible(tmp_path_factory, suffix):
    folder = tmp_path_factory.mktemp("law")

    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.tuples(TEXT, TEXT), max_size=4))
    def law(rows):
        (read,) = back(folder, suffix, [Sheet("t", ("a", "b"), (*rows, ("x", "end")))])
        want = [dict(zip(("a", "b"), map(visible, row), strict=True)) for row in rows]
        strip = [{key: "" if not text.strip() else text for key, text in row.items()} for row in want]
        assert [
            {key: "" if not text.strip() else text for key, text in row.items()} for row in read.records()[:-1]
        ] == strip

    law()


def test_a_title_is_one_every_program_takes():
    assert sheets.titled("x" * 40) == "x" * 31
    assert sheets.titled("[]") == "Sheet"


@pytest.mark.parametrize(
    ("name", "octets", "says"),
    [
        ("a.csv", b"", "no spreadsheet we read"),
        ("a.xlsx", b"no zip", "can't be read"),
        ("a.ods", b"", "can't be read"),
        ("none.xlsx", None, "can't be read"),
    ],
)
def test_what_is_no_spreadsheet_is_refused(tmp_path, name, octets, says):
    path = tmp_path / name
    if octets is not None:
        path.write_bytes(octets)

    with pytest.raises(BadFile, match=says):
        sheets.read(path)


def archive(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, octets in files.items():
            packed.writestr(name, octets)
    return path


def test_a_bomb_is_not_unpacked(tmp_path):
    bomb = archive(tmp_path / "bomb.xlsx", {str(at): bytes(60 << 20) for at in range(5)})
    with pytest.raises(BadFile, match="256 MiB"):
        sheets.read(bomb)
    entities = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    with pytest.raises(BadFile, match="document type"):
        sheets.read(archive(tmp_path / "bomb.ods", {"content.xml": entities}))
    with pytest.raises(BadFile, match="can't be read as a spreadsheet"):
        sheets.read(archive(tmp_path / "empty.xlsx", {"a": b""}))


def test_repeated_cells_and_empty_ends_are_read_as_a_person_sees_them(tmp_path):
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    names = " ".join(f'xmlns:{one}="{space}{one}:1.0"' for one in ("office", "table", "text"))
    head = (
        "<table:table-row><table:table-cell><text:p>a<text:line-break/>b</text:p></table:table-cell></table:table-row>"
    )
    row = (
        '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="3">'
        '<text:p>x<text:s text:c="2"/>y</text:p></table:table-cell>'
        '<table:table-cell table:number-columns-repeated="16381"/></table:table-row>'
    )
    end = '<table:table-row table:number-rows-repeated="1048573"><table:table-cell/></table:table-row>'
    content = f'<office:document {names}><table:table table:name="T">{head}{row}{end}</table:table></office:document>'

    (read,) = sheets.read(archive(tmp_path / "t.ods", {"content.xml": content}))

    assert read == Sheet("T", ("a\nb",), (("x  y",) * 3,) * 2)


def test_another_format_is_not_written(tmp_path):
    with pytest.raises(BadFile, match=r"\.xlsx or \.ods"):
        sheets.written(tmp_path / "a.csv", [TABLE])
