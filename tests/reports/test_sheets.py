"""Spreadsheets: text stays text, bytes stay bytes, and other readers see the same."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance import sheets
from conformance.files import BadFile
from conformance.reports.visible import visible
from conformance.sheets import Sheet

FORMULAS = ("=1+1", "=cmd|'/c calc'!A1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://127.0.0.1:9")', "#N/A")
TABLE = Sheet("Findings", (("id", "saw"), *((f"r{at}", text) for at, text in enumerate(FORMULAS))))
TEXT = st.text(max_size=40).filter(lambda text: "\r" not in text)


def back(tmp_path, suffix, tables):
    path = tmp_path / f"table{suffix}"
    path.write_bytes(sheets.written(path, tables, visible))
    return sheets.read(path)


def written(suffix, tables):
    return sheets.written(Path(f"a{suffix}"), tables, visible)


@pytest.mark.parametrize("suffix", sheets.SUFFIXES)
def test_a_table_comes_back_as_it_went_with_every_formula_as_text(tmp_path, suffix):
    (read,) = back(tmp_path, suffix, [TABLE])

    assert read.name == "Findings"
    assert read.rows == TABLE.rows


def test_a_spreadsheet_program_finds_no_formula_and_no_number():
    book = openpyxl.load_workbook(io.BytesIO(written(".xlsx", [TABLE])))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]

    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}
    content = zipfile.ZipFile(io.BytesIO(written(".ods", [TABLE]))).read("content.xml")
    assert b"formula" not in content
    assert content.count(b'value-type="string"') == content.count(b"<table:table-cell")


@pytest.mark.parametrize("suffix", sheets.SUFFIXES)
def test_equal_tables_give_equal_bytes(suffix):
    assert written(suffix, [TABLE]) == written(suffix, [TABLE])
    times = {one.date_time for one in zipfile.ZipFile(io.BytesIO(written(suffix, [TABLE]))).infolist()}
    assert times == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("suffix", sheets.SUFFIXES)
def test_any_text_comes_back_made_visible(tmp_path_factory, suffix):
    folder = tmp_path_factory.mktemp("law")

    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.tuples(TEXT, TEXT), max_size=4))
    def law(rows):
        (read,) = back(folder, suffix, [Sheet("t", (("a", "b"), *rows, ("x", "end")))])
        assert read.rows[1:-1] == tuple(tuple(sheets.unescaped(visible(text)) for text in row) for row in rows)

    law()


def test_another_format_is_not_written(tmp_path):
    with pytest.raises(BadFile, match=r"\.ods or \.xlsx"):
        sheets.written(tmp_path / "a.csv", [TABLE])
