"""The buyer's verbs from the outside: spreadsheets out and in, evaluator sheets out and records in."""

from __future__ import annotations

import json
import shutil

import pytest
import tomlkit
from echoing import conformance, echo_server, profile
from recorded import a_record, an_offer, moderated, prices_of
from typer.testing import CliRunner

from conformance import needs, panel, resources, sheets
from conformance.cli import app
from conformance.files import BadFile

RUNNER = CliRunner()
NATIONAL = resources.profiles() / "needs" / "national-pacs.toml"


def here(*words):
    """Run one verb in this process, which saves what starting costs; a bad file is exit 4, as the program says."""
    told = RUNNER.invoke(app, [str(word) for word in words])
    told.code = 4 if isinstance(told.exception, BadFile) else told.exit_code
    return told


@pytest.mark.parametrize("kind", ["ods", "xlsx"])
def test_needs_go_to_a_spreadsheet_and_come_back(tmp_path, kind):
    out, again = tmp_path / f"needs.{kind}", tmp_path / "again.toml"

    assert here("needs", "export", NATIONAL, out).code == 0
    assert here("needs", "import", out, again).code == 0

    assert needs.read(again).model_dump() == needs.read(NATIONAL).model_dump()
    assert here("check", again).code == 0
    assert here("needs", "import", out, again).code == 4
    assert here("needs", "export", NATIONAL, tmp_path / "needs.csv").code == 4


def test_sheets_are_filled_in_and_collected(tmp_path):
    words = ("--needs", NATIONAL, "--bidder", "bidder-a", "--bidder", "bidder-b", "--evaluator", "e1")
    made = here("panel", "sheets", *words, "--out", tmp_path, "--format", "xlsx")
    assert made.code == 0, made.output
    book = {one.name: [list(row) for row in one.rows] for one in sheets.read(tmp_path / "evaluator-e1.xlsx")}
    said = {"name": "Ada", "conflict": "none", "declared": "2027-01-04"}
    book["Declaration"] = [[key, said.get(key, value)] for key, value in book["Declaration"]]
    for row in book["Scores"][1:]:
        row[5:] = ["3", "as shown"]
    filled = tmp_path / "filled.ods"
    sheets.write(filled, [sheets.Sheet(name, tuple(map(tuple, rows))) for name, rows in book.items()])

    words = ("--needs", NATIONAL, "--out", tmp_path / "records")
    told = here("panel", "collect", filled, tmp_path / "moderation.xlsx", *words)

    assert told.code == 0, str(told.exception)
    record = panel.read(tmp_path / "records" / "panel-bidder-b.toml")
    assert {one.need for one in record.score} >= {"SON-10", "SON-11", "SON-14", "SON-16"}
    assert here("check", record.path, "--needs", NATIONAL).code == 0
    assert here("panel", "sheets", *words[:2], "--bidder", "a", "--evaluator", "b", "--format", "csv").code == 4


def test_a_pinned_list_is_refused_where_it_is_another(tmp_path):
    pinned = tmp_path / "pinned.toml"
    shutil.copy(NATIONAL, pinned)

    line = here("needs", "pin", NATIONAL).output.strip()
    written = here("needs", "pin", "--write", pinned)
    text = pinned.read_text(encoding="utf-8")

    assert written.code == 0
    assert text.count(line) == 1
    assert here("check", pinned).code == 0
    assert here("needs", "pin", "--write", pinned).code == 0
    assert pinned.read_text(encoding="utf-8") == text
    pinned.write_text(text.replace('"xds.imaging.*"', '"xds.imaging.un*"'), encoding="utf-8")
    told = here("check", pinned)
    assert told.code == 4
    assert "pin another list of scenarios" in str(told.exception)


def test_what_no_scenario_shows_and_what_no_need_asks_for_is_listed(tmp_path):
    lot = resources.profiles() / "needs" / "primary-care.toml"
    rows = {row["id"]: row for row in json.loads(here("list", "needs", lot, "--json").output)}

    assert rows["SON-16"]["covered"] == "no scenario: for document"
    assert rows["SON-07"]["covered"] == "yes"
    assert rows["dicom.echo.answered"]["covered"] == "no need asks for it"
    assert "needs have no scenario" in here("list", "needs").output


@pytest.fixture(scope="module")
def two_runs(tmp_path_factory):
    """Two bidders' short runs, and a statement of one need for them."""
    folder = tmp_path_factory.mktemp("tender")
    statement = folder / "needs.toml"
    scale = "\n".join(f'{points} = "word {points}"' for points in range(6))
    statement.write_text(f"""schema = "needs/1"
[statement]
id = "test"
title = "Test"
version = "1"
[scale]
{scale}
[method]
suite = "2026.12"
split = {{ quality = 50, price = 50 }}
benchmark = 100
[[theme]]
id = "t"
title = "All"
weight = 100
[[need]]
id = "SON-01"
theme = "t"
text = "It echoes"
disposition = "keep"
moscow = "must"
weight = 50
evidence = "wire"
scenarios = ["private.echo.a"]
score = {{ 5 = "must:100%" }}
[[need]]
id = "SON-10"
theme = "t"
text = "It is nice"
disposition = "keep"
moscow = "must"
weight = 50
evidence = "panel"
""")
    for name, change in (("bidder-a", bytes), ("bidder-b", bytes.lower)):
        with echo_server(change) as port:
            path = profile(folder, port)
            path.write_text(path.read_text().replace('"echo"', f'"{name}"', 1))
            words = ("--only", "private.echo.a", "--out", folder / name, "--fail-on", "never", "--needs", statement)
            assert conformance("run", path, *words).returncode == 0
    return folder


def record(folder, bidder):
    path = folder / f"panel-{bidder}.toml"
    path.write_text(tomlkit.dumps(a_record(bidder, moderated=[moderated("SON-10", 3)])), encoding="utf-8")
    return path


def test_panel_and_prices_reach_the_comparison(two_runs):
    prices = two_runs / "prices.toml"
    offers = [an_offer("bidder-a", "120"), an_offer("bidder-b", "100", "central")]
    found = prices_of(*offers).model_dump(mode="json", by_alias=True, exclude_none=True)
    prices.write_text(tomlkit.dumps(found))
    a, b = (record(two_runs, name) for name in ("bidder-a", "bidder-b"))
    runs = (two_runs / "bidder-a", two_runs / "bidder-b")
    words = ("--needs", two_runs / "needs.toml", "--out", two_runs / "c.html")

    told = conformance("report", *runs, *words, "--panel", a, "--panel", b, "--prices", prices)

    assert told.returncode == 0, told.stderr
    # a: (5 + 3) / 2 = 4 of 5 = 80; 80 / 2 + (100 / 120 * 100) / 2 = 81.67; b: (0 + 3) / 2 = 30; 30 / 2 + 50 = 65
    text = (two_runs / "c.html").read_text()
    assert "81.67" in text
    assert "65.00" in text
    for wrong, says in (
        (("--prices", prices, "--panel", a, "--panel", a), "there are two records of bidder-a"),
        (("--panel", record(two_runs, "bidder-x")), "no run is bidder-x's"),
    ):
        told = conformance("report", *runs, *words, *wrong)
        assert told.returncode == 4
        assert says in told.stderr
    assert "is for the comparison alone" in conformance("report", runs[0], *words, "--prices", prices).stderr
    assert here("report", *runs, "--prices", prices).code == 4
    prices.write_text(prices.read_text().replace("bidder-b", "bidder-q"))
    assert "no run is bidder-q" in conformance("report", *runs, *words, "--prices", prices).stderr


def test_one_bidders_report_has_its_record_and_the_draft(two_runs):
    words = ("--needs", two_runs / "needs.toml", "--out", two_runs / "a.html")
    a = record(two_runs, "bidder-a")

    also = ("--assessment-summary", two_runs / "s.html")
    told = conformance("report", two_runs / "bidder-a", *words, "--panel", a, *also)

    assert told.returncode == 0, told.stderr
    assert "Ada Example" in (two_runs / "a.html").read_text()
    assert "Draft assessment summary" in (two_runs / "s.html").read_text()
    assert here("report", two_runs / "bidder-a", *also).code == 4


@pytest.mark.parametrize("audience", ["panel", "public"])
def test_the_public_gets_no_record_in_any_file_and_a_blind_copy_a_label(two_runs, tmp_path, audience):
    """What stands beside the results is left out where the page leaves it out, of the earlier run too."""
    file, sheet = tmp_path / "a.json", tmp_path / "a.xlsx"
    words = ("--needs", two_runs / "needs.toml", "--out", tmp_path / "a.html", "--panel", record(two_runs, "bidder-a"))
    beside = ("--baseline", two_runs / "bidder-b", "--json", file, "--sheet", sheet)

    made = conformance("report", two_runs / "bidder-a", *words, *beside, "--for", audience, "--blind")

    assert made.returncode == 0, made.stderr
    told = json.loads(file.read_text(encoding="utf-8"))
    names = {one.name for one in sheets.read(sheet)}
    assert (told["panel"] is None) is (audience == "public")
    assert ("Ada Example" in file.read_text(encoding="utf-8")) is (audience == "panel")
    assert ("Panel" in names) is (audience == "panel")
    assert told["baseline"]["label"] == "bidder-b"
    assert [one["kind"] for one in told["baseline"]["changes"]] == ["mended"]
    assert "Changes" in names
