"""Evaluator sheets: what each evaluator and the moderation write comes back as the record they mean."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from recorded import EVALUATORS, document, moderated, override, panel_of, scored, task
from weighing import a_need, needs_of

from conformance import panel, sheets
from conformance.files import BadFile
from conformance.panel import evaluating

NEEDS = needs_of(
    [
        a_need("W", weight=40, gate=True),
        a_need("P", weight=30, evidence="panel", scenarios=[], proxies=["speed of answers"]),
        a_need("D", weight=30, evidence="document", scenarios=[], gate=True),
    ]
)
FULL = {
    "score": [scored("P", 4), scored("D", 2), scored("P", 1, "e2", "=1+1")],
    "moderated": [moderated("P", 3), moderated("D", None, gate="pass")],
    "document": [document("D", place="annex 4")],
    "demonstration": [task("P"), task("P", None)],
    "override": [override("W", points=2, gate="fail")],
}
KINDS = [".ods", ".xlsx"]


def through(folder, kind, records):
    books = {name: evaluating.evaluator_book(NEEDS, list(records), name, records) for name in ("e1", "e2")}
    books["moderation"] = evaluating.moderation_book(NEEDS, list(records), records)
    paths = []
    for name, book in books.items():
        paths.append(folder / f"{name}{kind}")
        paths[-1].unlink(missing_ok=True)
        sheets.write(paths[-1], book)
    return evaluating.collect(paths, NEEDS)


def said(records):
    rows = {bidder: one.model_dump(mode="json") for bidder, one in records.items()}
    for one in rows.values():
        one["score"].sort(key=lambda row: (row["evaluator"], row["need"]))
    return rows


@pytest.mark.parametrize("kind", KINDS)
def test_records_survive_the_sheets_and_the_file(tmp_path, kind):
    records = {name: panel_of(bidder=name, **FULL) for name in ("a", "b")}

    back = through(tmp_path, kind, records)
    written = evaluating.write(back, tmp_path / "out")

    assert said(back) == said(records)
    assert said({path.stem.removeprefix("panel-"): panel.read(path) for path in written}) == said(records)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    points=st.lists(st.integers(0, 5), min_size=2, max_size=2),
    reason=st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip),
)
def test_whatever_an_evaluator_writes_comes_back(tmp_path, points, reason):
    mine = [scored("P", points[0], reason=reason), scored("D", points[1], "e2", reason)]
    records = {"a": panel_of(bidder="a", score=mine, moderated=[moderated("P", points[1])])}

    assert said(through(tmp_path, ".ods", records)) == said(records)


@pytest.mark.parametrize("seconds", ["1.50", "1E+2", "0.12345678901234567890", "50", "12.5"])
def test_seconds_are_written_as_they_were_given(seconds):
    record = panel_of(demonstration=[task("P", seconds, 500)])

    back = panel.Panel.model_validate(tomllib.loads(evaluating.dumps(record)))

    assert str(back.demonstration[0].seconds) == seconds
    assert back == record


def test_a_blank_book_names_bidders_by_label_and_says_what_to_look_at():
    book = {one.name: one.rows for one in evaluating.evaluator_book(NEEDS, ["a", "b"], "e1")}

    assert [row[:5] for row in book["Scores"][1:3]] == [
        ("a", "P", "text of P", "speed of answers", "panel"),
        ("a", "D", "text of D", "", "document"),
    ]
    assert len(book["Scale"]) == 7
    assert dict(book["Declaration"])["conflict"] == ""


def test_needs_of_the_wire_are_for_evaluators_where_that_is_published():
    needs = NEEDS.model_copy(update={"method": NEEDS.method.model_copy(update={"not_tested": "panel"})})

    assert [one.id for one in evaluating.left_to_people(needs)] == ["W", "P", "D"]


def changed(folder, sheet, row, column, value):
    records = {"a": panel_of(bidder="a", **FULL)}
    book = evaluating.evaluator_book(NEEDS, ["a"], "e1", records)
    tables = {one.name: [list(line) for line in one.rows] for one in book}
    tables[sheet][row - 1][column] = value
    path = folder / "e1.xlsx"
    sheets.write(path, [sheets.Sheet(name, tuple(map(tuple, rows))) for name, rows in tables.items()])
    return path


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        (("Scores", 2, 5, "6"), "sheet Scores, row 2, points: Input should be less than or equal to 5"),
        (("Scores", 2, 5, "good"), "sheet Scores, row 2, points"),
        (("Scores", 2, 5, "2.5"), "sheet Scores, row 2, points"),
        (("Scores", 3, 6, ""), "sheet Scores, row 3, reason: this key is missing"),
        (("Scores", 2, 1, "X"), "there is no need 'X'"),
        (("Scores", 1, 0, "who"), "sheet Scores has no column 'bidder'"),
        (("Declaration", 7, 1, ""), "sheet Declaration, conflict: this key is missing"),
        (("Declaration", 2, 1, "other"), "is for other 1, not for test 1"),
    ],
)
def test_a_mistake_is_named_by_its_row(tmp_path, cell, says):
    with pytest.raises(BadFile) as caught:
        evaluating.collect([changed(tmp_path, *cell)], NEEDS)

    assert says in str(caught.value)


def test_a_book_of_something_else_is_refused(tmp_path):
    sheets.write(tmp_path / "x.ods", [sheets.Sheet("Sheet1", (("a",),))])

    with pytest.raises(BadFile, match="has no sheet 'Declaration'"):
        evaluating.collect([tmp_path / "x.ods"], NEEDS)


def test_blank_books_make_no_record_and_that_is_said(tmp_path):
    path = tmp_path / "e1.ods"
    path.write_bytes(sheets.written(path, evaluating.evaluator_book(NEEDS, ["bidder-b"], "e1")))

    with pytest.raises(BadFile, match=r"nobody has filled in a row.*\n.*collect again"):
        evaluating.collect([path], NEEDS)


def test_no_record_is_overwritten(tmp_path):
    records = {name: panel_of(bidder=name) for name in ("a", "b")}
    (tmp_path / "panel-b.toml").write_text("mine")

    with pytest.raises(BadFile, match="is there already"):
        evaluating.write(records, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["panel-b.toml"]
    assert len(EVALUATORS) == 2
