"""A run from the outside: exit codes, resuming after a kill, repeating with a seed, judging again."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time

import pytest
from echoing import command, conformance, echo_server, environment, profile

from conformance import runs
from conformance.model import Outcome

ECHOES = [f"private.echo.{letter}" for letter in "abcdefghijkl"]


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sound")
    with echo_server() as port:
        told = conformance("run", profile(folder, port), "--only", "private.*", "--seed", "5", "--out", folder / "run")
        again = conformance(
            "run", profile(folder, port), "--only", "private.*", "--seed", "5", "--out", folder / "again"
        )
    return folder, told, again


def test_a_sound_system_meets_the_threshold(sound):
    folder, told, _ = sound
    run = runs.read(folder / "run")

    assert told.returncode == 0, told.stderr
    assert {name: one.outcome for name, one in run.latest.items()} == {
        **dict.fromkeys(ECHOES, Outcome.PASSED),
        "private.registry": Outcome.NOT_APPLICABLE,
    }
    assert run.complete
    assert runs.problems(folder / "run") == []
    assert (folder / "run" / "report.html").read_text().startswith("<!DOCTYPE html>")


def test_the_same_seed_gives_the_same_canonical_results_and_messages(sound):
    folder, _, _ = sound
    first, second = runs.read(folder / "run"), runs.read(folder / "again")

    assert runs.canonical(first) == runs.canonical(second)
    assert first.digest != second.digest
    for name, one in first.latest.items():
        assert [item.sha256 for item in one.evidence] == [item.sha256 for item in second.latest[name].evidence]


def test_a_recording_judged_again_gives_the_same_verdicts(sound):
    folder, _, _ = sound

    told = conformance("verify", folder / "run", "--rejudge")

    assert told.returncode == 0, told.stdout + told.stderr
    assert "12 of 12 recorded scenarios give the same verdicts again" in told.stdout


def test_an_altered_recording_is_not_believed(sound, tmp_path):
    folder, _, _ = sound
    subprocess.run(["cp", "-r", str(folder / "again"), str(tmp_path / "run")], check=True)
    run = runs.read(tmp_path / "run")
    answer = next(item for item in run.latest["private.echo.a"].evidence if item.direction == "received")
    (tmp_path / "run" / "evidence" / answer.sha256).write_bytes(b"x" * 40)

    told = conformance("verify", tmp_path / "run", "--rejudge")

    assert told.returncode == 1
    assert "was changed" in told.stdout


def test_a_failing_system_fails_with_clause_expected_and_seen(tmp_path):
    with echo_server(bytes.lower) as port:
        told = conformance("run", profile(tmp_path, port), "--only", "private.echo.[ab]", "--out", tmp_path / "run")
    result = runs.read(tmp_path / "run").latest["private.echo.a"]

    assert told.returncode == 1
    assert result.outcome is Outcome.FAILED
    finding = next(one for one in result.findings if one.clause.id == "private.echoes")
    assert finding.saw.lower() in finding.expected.lower()
    assert {runs.read(tmp_path / "run").octets(digest) for digest in finding.evidence} == {
        run_octets(tmp_path, item) for item in result.evidence
    }


def run_octets(folder, item):
    return runs.read(folder / "run").octets(item.sha256)


def test_nobody_there_blocks_every_scenario_and_rewards_none(tmp_path):
    with echo_server() as port:
        path = profile(tmp_path, port)
    told = conformance("run", path, "--only", "private.*", "--out", tmp_path / "run")

    assert told.returncode == 1
    assert {runs.read(tmp_path / "run").latest[name].outcome for name in ECHOES} == {Outcome.BLOCKED}
    assert "not reachable" in runs.read(tmp_path / "run").latest[ECHOES[0]].reason


def test_nothing_to_run_is_said(tmp_path):
    with echo_server() as port:
        told = conformance("run", profile(tmp_path, port), "--only", "private.registry", "--out", tmp_path / "run")
    assert told.returncode == 5


def heed_interrupts():
    """Undo what a shell does to what it runs in the background, whose children would not hear of a Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize(
    ("after", "cut", "more"),
    [
        (1, signal.SIGKILL, []),
        (5, signal.SIGKILL, []),
        (3, signal.SIGKILL, ["--at-once"]),
        (3, signal.SIGINT, []),
        (3, signal.SIGINT, ["--at-once"]),
    ],
)
def test_a_cut_run_loses_no_finished_scenario_and_goes_on(tmp_path, after, cut, more):
    with echo_server(slow) as port:
        words = ("run", profile(tmp_path, port), "--only", "private.echo.*", "--out", tmp_path / "run", "--seed", "1")
        running = subprocess.Popen(
            command(*words, *more),
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=heed_interrupts,  # noqa: PLW1509 - no thread of this process holds a lock a child needs
        )
        log = tmp_path / "run" / "run.jsonl"
        wait_for(lambda: log.exists() and log.read_bytes().count(b'"record":"result"') >= after)
        os.killpg(running.pid, cut)
        running.wait()
        before = runs.read(tmp_path / "run")

        told = conformance(*words, *more, "--resume")
    after_all = runs.read(tmp_path / "run")

    assert len(before.results) >= after
    assert not before.complete
    assert told.returncode == 0, told.stdout + told.stderr
    assert after_all.results[: len(before.results)] == before.results
    assert {one.outcome for one in after_all.latest.values()} == {Outcome.PASSED}
    assert list(after_all.latest) == ECHOES
    assert after_all.complete
    assert runs.problems(tmp_path / "run") == []


def test_a_finished_run_is_gone_on_with_in_vain(sound):
    folder, _, _ = sound
    before = (folder / "again" / "run.jsonl").read_bytes()
    with echo_server() as port:
        port_then = runs.read(folder / "again").header["system"]["hl7v2"]["in"]["port"]
        told = conformance(
            "run", profile(folder, port_then), "--only", "private.*", "--out", folder / "again", "--resume"
        )
        assert port
    assert told.returncode == 0, told.stderr
    assert (folder / "again" / "run.jsonl").read_bytes() == before


def slow(octets):
    threading.Event().wait(0.2)
    return octets


def wait_for(happened):
    end = time.monotonic() + 30
    while not happened():
        assert time.monotonic() < end
        threading.Event().wait(0.02)
