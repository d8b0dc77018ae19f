"""The verbs report, diff, run and schema with everything they write beside the page."""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
import zipfile

import pytest
from echoing import conformance, echo_server, profile

DEVIATIONS = """schema = "deviations/1"
[[deviation]]
scenario = "private.echo.a"
clause = "private.echoes"
reason = "the echo is in small letters until its next version"
author = "J. Doe"
expires = {}
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Two runs of one system: well, and with a vice in all it answers."""
    folder = tmp_path_factory.mktemp("runs")
    for name, change in (("good", bytes), ("bad", bytes.lower)):
        with echo_server(change) as port:
            words = ("--only", "private.echo.*", "--out", folder / name, "--fail-on", "never")
            told = conformance("run", profile(folder, port), *words)
            assert told.returncode == 0, told.stderr
    return folder


@pytest.fixture
def expected(tmp_path):
    def expected(day):
        path = tmp_path / "deviations.toml"
        path.write_text(DEVIATIONS.format(day))
        return path

    return expected


def test_every_format_is_written_beside_the_page(made, tmp_path):
    files = {
        option: tmp_path / f"file{suffix}"
        for option, suffix in (
            ("--junit", ".xml"),
            ("--csv", ".csv"),
            ("--sheet", ".xlsx"),
            ("--json", ".json"),
            ("--evidence-zip", ".zip"),
        )
    }
    words = [word for pair in files.items() for word in pair]

    told = conformance("report", made / "bad", "--out", tmp_path / "page.html", *words)

    assert told.returncode == 0, told.stderr
    before = {path: path.read_bytes() for path in (*files.values(), tmp_path / "page.html")}
    conformance("report", made / "bad", "--out", tmp_path / "page.html", *words)
    assert before == {path: path.read_bytes() for path in before}
    assert all(before.values())
    zipfile.ZipFile(tmp_path / "file.zip").extractall(tmp_path / "again")
    assert conformance("verify", tmp_path / "again").returncode == 0


@pytest.mark.parametrize("audience", ["supplier", "panel", "public"])
def test_each_audience_has_its_file(made, audience):
    told = conformance("report", made / "bad", "--for", audience)

    assert told.returncode == 0, told.stderr
    page = (made / "bad" / f"report-{audience}.html").read_text()
    assert ("conformance run SYSTEM.toml" in page) == (audience == "supplier")
    assert ("Recorded messages" in page) == (audience != "public")


def test_what_makes_no_sense_together_is_exit_4(made, tmp_path):
    good, bad, file = made / "good", made / "bad", tmp_path / "f.zip"
    for words in (
        ("report", good, bad, "--for", "public"),
        ("report", good, bad, "--json", file),
        ("report", good, "--evidence-zip", file, "--blind"),
        ("report", good, "--evidence-zip", file, "--for", "panel"),
        ("report", good, "--sheet", file),
        ("report", good, "--for", "nobody"),
        ("diff", good, tmp_path),
        ("schema", "nothing"),
    ):
        told = conformance(*words)
        assert told.returncode == 4, (words, told.stdout, told.stderr)
        assert "Traceback" not in told.stderr


def test_two_runs_are_told_apart(made):
    worse = conformance("diff", made / "good", made / "bad", "--json")
    better = conformance("diff", made / "bad", made / "good")
    same = conformance("diff", made / "bad", made / "bad", "--fail-on", "any")

    assert worse.returncode == 1
    assert "new failure" in {one["kind"] for one in json.loads(worse.stdout)}
    assert better.returncode == 0
    assert "mended" in better.stdout
    assert conformance("diff", made / "bad", made / "good", "--fail-on", "any").returncode == 1
    assert (same.returncode, same.stdout) == (0, "no differences\n")
    assert conformance("diff", made / "good", made / "bad", "--fail-on", "never").returncode == 0
    assert "new failure" in conformance("report", made / "bad", "--baseline", made / "good").stdout


def test_a_build_may_fail_on_what_is_new_alone(made, tmp_path):
    with echo_server(bytes.lower) as port:
        system = profile(tmp_path, port)
        words = ("run", system, "--only", "private.echo.a", "--fail-on", "never")
        old = conformance(*words, "--out", tmp_path / "1", "--baseline", made / "bad", "--fail-on-change", "new")
        new = conformance(*words, "--out", tmp_path / "2", "--baseline", made / "good")
        none = conformance(*words, "--out", tmp_path / "3", "--baseline", tmp_path / "nothing")

    assert old.returncode == 0, old.stdout + old.stderr
    assert new.returncode == 1
    assert "new failure  private.echo.a: passed -> failed" in new.stdout
    assert none.returncode == 4
    assert not (tmp_path / "3").exists()


def test_expected_failures_turn_no_build_red_until_they_end(made, tmp_path, expected):
    def run(day, name):
        with echo_server(bytes.lower) as port:
            words = ("--only", "private.echo.a", "--fail-on", "must", "--out", tmp_path / name)
            return conformance("run", profile(tmp_path, port), *words, "--deviations", expected(day))

    held, ended = run("2999-01-01", "held"), run("2020-01-01", "ended")

    assert held.returncode == 0, held.stdout + held.stderr
    assert "1 failed clauses, 1 of them expected, 0 not expected" in held.stdout
    assert ended.returncode == 1
    assert "1 failed clauses, 0 of them expected, 1 not expected" in ended.stdout
    page = (tmp_path / "held" / "report.html").read_text()
    assert "Dispute register" in page
    assert "the echo is in small letters until its next version" in page
    assert "Expired: counts as unexpected" in (tmp_path / "ended" / "report.html").read_text()
    told = conformance("diff", made / "good", tmp_path / "held", "--deviations", expected("2999-01-01"))
    assert "private.echo.a: passed" not in told.stdout
    words = ("report", tmp_path / "held", "--junit", tmp_path / "j.xml", "--deviations", expected("2999-01-01"))
    assert conformance(*words).returncode == 0
    assert "expected until 2999-01-01 (J. Doe)" in (tmp_path / "j.xml").read_text()
    assert "<failure" not in (tmp_path / "j.xml").read_text()


def test_a_blind_copy_names_nobody_who_disputes(made, tmp_path, expected):
    path = expected("2999-01-01")
    path.write_text(path.read_text().replace("J. Doe", "J. Doe of Resounding Systems"))
    folder = tmp_path / "bad"
    shutil.copytree(made / "bad", folder)
    log = folder / "run.jsonl"
    log.write_text(log.read_text().replace('"supplier":"None"', '"supplier":"Resounding Systems"'))
    files = {option: tmp_path / f"blind{suffix}" for option, suffix in (("--junit", ".xml"), ("--json", ".json"))}
    words = [word for pair in files.items() for word in pair]

    told = conformance("report", folder, "--blind", "--deviations", path, "--out", tmp_path / "blind.html", *words)

    assert told.returncode == 0, told.stderr
    for file in (*files.values(), tmp_path / "blind.html"):
        assert "J. Doe of [withheld]" in file.read_text()
        assert "Resounding" not in file.read_text()


def test_the_public_learns_of_a_deviation_but_not_by_whom_or_why(made, tmp_path, expected):
    files = {option: tmp_path / f"public{suffix}" for option, suffix in (("--junit", ".xml"), ("--json", ".json"))}
    words = [word for pair in files.items() for word in pair]
    page = tmp_path / "public.html"

    told = conformance(
        "report", made / "bad", "--for", "public", "--deviations", expected("2999-01-01"), "--out", page, *words
    )

    assert told.returncode == 0, told.stderr
    for file in (*files.values(), page):
        text = file.read_text()
        assert "not in the public copy" in text
        assert "J. Doe" not in text
        assert "small letters" not in text


def test_an_unknown_deviation_is_exit_4_before_anything_runs(tmp_path, expected):
    path = expected("2999-01-01")
    assert conformance("check", path).returncode == 0
    path.write_text(path.read_text().replace("private.echo.a", "private.echo.q"))

    told = conformance("run", profile(tmp_path, 1), "--deviations", path, "--out", tmp_path / "run")

    assert told.returncode == 4
    assert "there is no scenario 'private.echo.q'" in told.stderr
    assert conformance("check", path).returncode == 4
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("what", ["deviations", "report"])
def test_the_new_files_have_schemas(what):
    assert json.loads(conformance("schema", what).stdout)["properties"]


def test_no_control_character_reaches_the_terminal(made, tmp_path, expected):
    log = (made / "bad" / "run.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    nasty = json.dumps("\x1b]0;owned\x07\x1b[2J\x9b31m\r\u202e\x00 [red]not markup[/red] \ud800")[1:-1]
    folder = tmp_path / "nasty"
    shutil.copytree(made / "bad", folder)
    lines = [re.sub(r'"(saw|reason|where|title)":"[^"]*"', lambda found: f'"{found[1]}":"{nasty}"', one) for one in log]
    (folder / "run.jsonl").write_text("".join(lines), encoding="utf-8")
    for words in (
        ("diff", made / "good", folder),
        ("diff", folder, made / "good", "--fail-on", "never"),
        ("diff", made / "good", folder, "--json"),
        (
            "report",
            folder,
            "--baseline",
            made / "good",
            "--out",
            tmp_path / "p.html",
            "--deviations",
            expected("2999-01-01"),
        ),
        ("verify", folder),
    ):
        told = conformance(*words)
        assert "Traceback" not in told.stderr, told.stderr
        for text in (told.stdout, told.stderr):
            bad = {one for one in text if one != "\n" and unicodedata.category(one) in {"Cc", "Cf", "Cs"}}
            assert bad == set(), words
    assert "[red]not markup[/red]" in conformance("diff", made / "good", folder).stdout
