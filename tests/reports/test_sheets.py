"""Spreadsheets: text stays text, bytes stay bytes, and other readers see the same."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance import sheets as reading
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
    return reading.read(path)


@pytest.mark.parametrize("suffix", sheets.SUFFIXES)
def test_a_table_comes_back_as_it_went_with_every_formula_as_text(tmp_path, suffix):
    (read,) = back(tmp_path, suffix, [TABLE])

    assert read.name == "Findings a b"
    assert read.rows == (TABLE.columns, *TABLE.rows)


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
        assert read.rows[1:-1] == tuple(tuple(reading.unescaped(visible(text)) for text in row) for row in rows)

    law()


def test_a_title_is_one_every_program_takes():
    assert sheets.titled("x" * 40) == "x" * 31
    assert sheets.titled("[]") == "Sheet"


def test_another_format_is_not_written(tmp_path):
    with pytest.raises(BadFile, match=r"\.xlsx or \.ods"):
        sheets.written(tmp_path / "a.csv", [TABLE])
