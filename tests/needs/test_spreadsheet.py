"""A statement of needs out to a spreadsheet and in again: nothing is lost, and every mistake is named by its cell."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conformance import needs, resources, sheets
from conformance.files import BadFile
from conformance.needs import spreadsheet

SHIPPED = sorted((resources.profiles() / "needs").glob("*.toml"))
KINDS = [".ods", ".xlsx"]
every_kind = pytest.mark.parametrize("kind", KINDS)
written = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12) | st.sampled_from(
    ["=1", '"x', "a\nb", " ", "@"]
)


@pytest.fixture(scope="module")
def national():
    return needs.read(resources.profiles() / "needs" / "national-pacs.toml")


def round_trip(folder, kind, statement):
    table, out = folder / f"needs{kind}", folder / "again.toml"
    table.unlink(missing_ok=True)
    out.unlink(missing_ok=True)
    spreadsheet.export(statement, table)
    spreadsheet.write(spreadsheet.load(table), out, [table.name])
    return needs.read(out)


@every_kind
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_statement_survives_a_spreadsheet(tmp_path, kind, path):
    statement = needs.read(path)

    assert said(round_trip(tmp_path, kind, statement)) == said(statement)


@every_kind
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=written,
    why=st.just("") | written,
    proxies=st.lists(st.just("") | written, max_size=3),
    weight=st.decimals(0, 100, places=3),
    places=st.integers(0, 6),
)
def test_whatever_a_buyer_writes_comes_back(tmp_path, kind, national, text, why, proxies, weight, places):  # noqa: PLR0913 - a law
    changed = {"text": text, "why": why, "proxies": tuple(proxies), "weight": weight}
    pair = [national.need[0].model_copy(update={**changed, "theme": "t"})]
    pair.append(pair[0].model_copy(update={"id": "other", "weight": 100 - weight}))
    theme = national.theme[0].model_copy(update={"id": "t", "weight": Decimal(100), "title": text})
    method = national.method.model_copy(
        update={
            "tie_break": (),
            "rounding": national.method.rounding.model_copy(update={"places": places}),
        }
    )
    statement = national.model_copy(update={"need": tuple(pair), "theme": (theme,), "method": method})

    assert said(round_trip(tmp_path, kind, statement)) == said(statement)


def said(statement):
    return statement.model_dump(mode="json")


def changed(folder, national, sheet, row, column, value):  # noqa: PLR0913 - a cell and its place
    tables = {one.name: [list(line) for line in one.rows] for one in spreadsheet.tables(national)}
    at = tables[sheet][0].index(column) if isinstance(column, str) else column
    tables[sheet][row - 1][at] = value
    path = folder / "changed.ods"
    sheets.write(path, [sheets.Sheet(name, tuple(tuple(line) for line in rows)) for name, rows in tables.items()])
    return path


@pytest.mark.parametrize(
    ("place", "says"),
    [
        (("Needs", 2, "disposition", "buy"), "sheet Needs, row 2, column disposition: Input should be"),
        (("Needs", 3, "gate", "perhaps"), "sheet Needs, row 3, column gate: Input should be a valid boolean"),
        (("Needs", 2, "weight", "41"), "sheet Needs, row 2, column weight: the weights of the needs under theme"),
        (("Needs", 2, "score", "3: all of it"), "column score: 'all of it' is no condition"),
        (("Themes", 2, "weight", ""), "sheet Themes, row 2, column weight"),
        (("Needs", 1, 0, "name"), "sheet Needs: there is no column 'name'"),
        (("Statement", 2, 0, "statement.colour"), "sheet Statement, row 2: there is no key 'statement.colour'"),
        (("Statement", 4, 1, ""), "sheet Statement, statement.version: String should have at least 1 character"),
    ],
)
def test_a_mistake_is_named_by_its_cell(tmp_path, national, place, says):
    with pytest.raises(BadFile) as caught:
        spreadsheet.load(changed(tmp_path, national, *place))

    assert says in str(caught.value)
    assert "changed.ods" in str(caught.value)


def test_a_spreadsheet_without_our_sheets_is_refused(tmp_path):
    sheets.write(tmp_path / "x.xlsx", [sheets.Sheet("Statement", (("key", "value"),))])

    with pytest.raises(BadFile, match="has no sheet 'Themes'"):
        spreadsheet.load(tmp_path / "x.xlsx")


def test_nothing_is_overwritten(tmp_path, national):
    (tmp_path / "n.toml").write_text("mine")

    with pytest.raises(BadFile, match="is there already"):
        spreadsheet.write(national, tmp_path / "n.toml")
    assert (tmp_path / "n.toml").read_text() == "mine"
