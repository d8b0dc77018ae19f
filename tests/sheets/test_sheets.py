"""Spreadsheets: what goes out comes in again, and no cell of ours is ever a formula."""

from __future__ import annotations

import zipfile
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from conformance import sheets
from conformance.files import BadFile
from conformance.sheets import Sheet, escaped, number, unescaped

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    '=HYPERLINK("http://x.invalid")',
    "#N/A",
    "=cmd|' /C calc'!A0",
]
AWKWARD = ["", " ", "  two  ", "a\nb", "\n", "a\n\n", "tab\tin", "12", "007", "1e5", "yes", "TRUE", "2026-11-24"]
ODD = ["\x00", "\x0b", "\r\n", "[U+0041]", "_x0041_", "_x005F_x0041_", "\ufffe", "𝄞", "\u202eDESSAP", "ünï"]
KINDS = [".ods", ".xlsx"]
every_kind = pytest.mark.parametrize("kind", KINDS)
texts = st.text(st.characters(codec="utf-8"), max_size=20) | st.sampled_from(FORMULAS + AWKWARD + ODD)


def through(folder, kind, rows):
    path = folder / f"t{kind}"
    path.unlink(missing_ok=True)
    sheets.write(path, [Sheet("One", (("heading", "x" * 3, "end"), *rows))])
    return sheets.read(path)[0].rows[1:]


@every_kind
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(texts, texts, texts.map(lambda one: one or "x")), min_size=1, max_size=4))
def test_every_text_comes_back_as_it_was(tmp_path, kind, rows):
    assert through(tmp_path, kind, rows) == tuple(rows)


@given(st.text())
def test_what_xml_can_not_hold_is_written_so_that_it_comes_back(text):
    assert unescaped(escaped(text)) == text


@every_kind
def test_numbers_are_numbers_where_nothing_is_lost(tmp_path, kind):
    values = [Decimal(x) for x in ("40", "12.5", "0", "0.1", "100.0", "0.12345678901234567890", "1E+2")]

    back = through(tmp_path, kind, [(one, str(number(one) is not None), "x") for one in values])

    assert [row[0] for row in back] == [str(one) for one in values]
    assert [row[1] for row in back] == ["True", "True", "True", "True", "False", "False", "False"]


def test_no_cell_is_a_formula_in_the_file_itself(tmp_path):
    rows = [(one, one, "x") for one in FORMULAS + AWKWARD + ODD]
    for kind, part in ((".ods", "content.xml"), (".xlsx", "xl/worksheets/sheet1.xml")):
        through(tmp_path, kind, rows)
        with zipfile.ZipFile(tmp_path / f"t{kind}") as packed:
            text = packed.read(part).decode()
        assert "HYPERLINK" in text
        for mark in ("<f>", "<f ", "table:formula", 't="e"'):
            assert mark not in text


def test_a_column_is_as_wide_as_its_longest_line_up_to_a_limit(tmp_path):
    sheets.write(tmp_path / "a.xlsx", [Sheet("One", (("a", "b"), ("x" * 20 + "\nyy", "z" * 99)))])

    page = load_workbook(tmp_path / "a.xlsx").active
    assert [page.column_dimensions[one].width for one in "AB"] == [22, 60]
    assert page.freeze_panes == "A2"


@every_kind
def test_what_a_spreadsheet_program_leaves_at_the_end_is_left_out(tmp_path, kind):
    path = tmp_path / f"t{kind}"
    sheets.write(path, [Sheet("One", (("a", "b"), ("1", ""), ("", ""))), Sheet("Two", ())])

    assert [(one.name, one.rows) for one in sheets.read(path)] == [("One", (("a", "b"), ("1", ""))), ("Two", ())]


def test_a_formula_of_somebody_elses_is_read_as_its_last_result(tmp_path):
    book = Workbook()
    book.active["A1"] = "=1+1"
    book.active["B1"] = 3.0
    book.save(tmp_path / "theirs.xlsx")

    assert sheets.read(tmp_path / "theirs.xlsx")[0].rows == (("", "3"),)


@every_kind
def test_nothing_is_overwritten_and_nothing_is_cut(tmp_path, kind):
    path = tmp_path / f"t{kind}"
    with pytest.raises(BadFile, match="more than 32,767 characters"):
        sheets.write(path, [Sheet("One", (("x" * 32_768,),))])
    sheets.write(path, [Sheet("One", (("x" * 32_767,),))])
    with pytest.raises(BadFile, match="is there already"):
        sheets.write(path, [])

    assert sheets.read(path)[0].rows == (("x" * 32_767,),)


def test_what_is_no_spreadsheet_is_refused_with_what_to_do(tmp_path):
    plain, empty, hostile, torn = (tmp_path / name for name in ("a.ods", "b.xlsx", "c.ods", "d.ods"))
    plain.write_text("a,b")
    with zipfile.ZipFile(empty, "w") as packed:
        packed.writestr("x", "y")
    with zipfile.ZipFile(hostile, "w") as packed:
        packed.writestr("content.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    with zipfile.ZipFile(torn, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("content.xml", bytes(range(256)) * 40)
    torn.write_bytes(_torn(torn.read_bytes()))
    for path, says in (
        (torn, "is no spreadsheet inside"),
        (plain, "is no spreadsheet inside"),
        (empty, "is no xlsx file that can be read"),
        (hostile, "declares a document type"),
        (tmp_path / "none.ods", "can't be read"),
        (tmp_path / "x.csv", "is no spreadsheet by its name"),
    ):
        with pytest.raises(BadFile, match=says):
            sheets.read(path)


def _torn(octets):
    """Return an archive whose first packed octets (behind 30 of header, APPNOTE 4.3.7, and the name) are no deflate."""
    at = 30 + len("content.xml")
    return octets[:at] + b"\xff" * 8 + octets[at + 8 :]


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    bomb = tmp_path / "bomb.ods"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("content.xml", b" " * (65 << 20))

    with pytest.raises(BadFile, match="unpacks to more than 64 MiB"):
        sheets.read(bomb)


@every_kind
def test_a_table_of_more_cells_than_ours_is_refused(tmp_path, kind, monkeypatch):
    path = tmp_path / f"t{kind}"
    sheets.write(path, [Sheet("One", (("a", "b"),) * 10)])
    monkeypatch.setattr(sheets, "_CELLS", 19)

    with pytest.raises(BadFile, match="more cells than we ever write"):
        sheets.read(path)
