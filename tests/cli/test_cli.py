"""Every verb from the outside: what it prints, and its exit code."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from echoing import PROFILE, conformance, echo_server, environment, profile

from conformance.kits import kits

BAD = [
    ("colour = 1\n" + PROFILE.format(port=1), "this key is unknown"),
    (PROFILE.format(port=1).replace('environment = "test"', 'environment = "production"'), "is refused"),
    (PROFILE.format(port=1).replace('host = "127.0.0.1"', 'host = "192.0.2.9"'), "not allowed"),
    (PROFILE.format(port=70000), "hl7v2.in.port"),
    ("schema = 'sut/1'", "missing"),
    ("schema = ", "TOML"),
]


@pytest.mark.parametrize(("text", "says"), BAD)
def test_a_bad_profile_is_exit_4_and_says_what_to_write_instead(tmp_path, text, says):
    path = tmp_path / "bad.toml"
    path.write_text(text)

    for words in (["check", path], ["run", path, "--out", tmp_path / "run"]):
        told = conformance(*words)
        assert told.returncode == 4, told.stderr
        assert says in told.stderr
        assert "bad.toml" in told.stderr
    assert not (tmp_path / "run" / "run.jsonl").exists()


def test_wrong_words_are_exit_4():
    for words in (
        ["fly"],
        ["run"],
        ["simulate", "nobody"],
        ["simulate", "archive", "--fault", "none"],
        ["schema", "x"],
    ):
        told = conformance(*words)
        assert told.returncode == 4, (words, told.stdout, told.stderr)
        assert "Traceback" not in told.stderr


def test_the_doctor_tells_well_from_ill(tmp_path):
    with echo_server() as port:
        path = profile(tmp_path, port)
        assert conformance("doctor", path).returncode == 0
    told = conformance("doctor", path)
    assert told.returncode == 1
    assert f"127.0.0.1:{port} is not reachable" in told.stdout


@pytest.mark.parametrize("what", ["scenarios", "clauses", "kits", "needs", "faults"])
def test_lists_are_for_people_and_for_programs(what):
    rows = json.loads(conformance("list", what, "--json").stdout)
    assert rows
    shown = conformance("list", what).stdout
    assert str(rows[0]["id"]) in shown


def test_a_private_kit_is_found_by_its_entry_point():
    ids = {row["id"] for row in json.loads(conformance("list", "scenarios", "--json").stdout)}
    assert "private.echo.a" in ids
    assert "private" not in {kit.id for kit in kits()}


@pytest.mark.parametrize("what", ["run", "system", "needs", "panel", "prices"])
def test_schemas_are_json(what):
    assert json.loads(conformance("schema", what).stdout)["$defs"]


def test_several_runs_are_compared(tmp_path):
    for name, change in (("good", bytes), ("bad", bytes.lower)):
        with echo_server(change) as port:
            conformance("run", profile(tmp_path, port), "--only", "private.echo.a", "--out", tmp_path / name)

    told = conformance("report", tmp_path / "good", tmp_path / "bad", "--out", tmp_path / "both.html")

    assert told.returncode == 0, told.stderr
    assert "private.echo.a" in (tmp_path / "both.html").read_text()


def test_junit_and_csv_have_every_scenario(tmp_path):
    with echo_server(bytes.lower) as port:
        conformance("run", profile(tmp_path, port), "--only", "private.*", "--out", tmp_path / "run")

    words = ("--junit", tmp_path / "junit.xml", "--csv", tmp_path / "findings.csv")
    told = conformance("report", tmp_path / "run", *words)

    assert told.returncode == 0, told.stderr
    assert (tmp_path / "junit.xml").read_text().count("<testcase") == 13
    assert (tmp_path / "findings.csv").read_text().count("private.echoes") == 13
    assert conformance("report", tmp_path / "run", tmp_path / "run", *words).returncode == 4


def test_the_same_through_pytest(tmp_path):
    with echo_server() as port:
        words = [
            "--pyargs",
            "private_kit",
            "--system",
            str(profile(tmp_path, port)),
            "--run-dir",
            str(tmp_path / "run"),
        ]
        words += ["-k", "echo_1 or registry", "-q", "--noconftest", "-p", "no:cacheprovider", "-p", "no:xdist"]
        told = subprocess.run(
            [sys.executable, "-m", "pytest", *words],
            cwd=tmp_path,
            env=environment(),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        alone = subprocess.run(
            [sys.executable, "-m", "pytest", "--pyargs", "private_kit", "-q", "--noconftest"],
            cwd=tmp_path,
            env=environment(),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert "3 passed, 1 skipped" in told.stdout, told.stdout + told.stderr
    assert (tmp_path / "run" / "run.jsonl").exists()
    assert "13 skipped" in alone.stdout, alone.stdout + alone.stderr


def test_a_run_says_under_whose_eyes_it_was_made(tmp_path):
    with echo_server() as port:
        path = profile(tmp_path, port)
        words = ("run", path, "--only", "private.echo.a", "--out", tmp_path / "run")
        assert conformance(*words, "--status", "witnessed").returncode == 4
        assert conformance(*words, "--status", "formal", "--witness", "Cay").returncode == 4
        assert not (tmp_path / "run").exists()
        told = conformance(*words, "--status", "formal", "--by", "-Dee O'x", "--witness", "Cay Chair")
        again = conformance(*words, "--resume")

    assert told.returncode == 0, told.stderr
    header = json.loads((tmp_path / "run" / "run.jsonl").read_text().splitlines()[0])
    assert (header["status"], header["by"], header["witness"]) == ("formal", "-Dee O'x", "Cay Chair")
    assert "formal test under the buyer" in (tmp_path / "run" / "report.html").read_text()
    assert "was started with another status" in again.stderr + again.stdout
