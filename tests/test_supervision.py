"""Scenarios that misbehave are recorded as such, and the next one runs."""

from __future__ import annotations

import importlib
from dataclasses import asdict
from pathlib import Path

import pytest
from arena import profile_of

from conformance.attempt import Request
from conformance.authoring import declared
from conformance.limits import MIB, Limits
from conformance.model import Outcome, Verdict
from conformance.results import judged
from conformance.sealing import seal
from conformance.supervision import Broken, Workers

# Wall-clock time enough that the processor limit comes first on a machine that is busy with other things.
LIMITS = Limits(scenario_s=90, scenario_cpu_s=4, scenario_bytes=1024 * MIB)
STORIES = {
    told.id: told
    for value in vars(importlib.import_module("vices.test_vices")).values()
    if callable(value) and (told := declared(value))
}


@pytest.fixture(scope="module")
def workers():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parent))
        made = Workers(["vices"], LIMITS)
        yield made
        made.stop()


@pytest.fixture
def tell(workers, tmp_path):
    def told(name):
        journal = tmp_path / f"{name}.journal"
        journal.touch()
        request = Request(
            scenario=f"vice.{name}",
            attempt=1,
            seed="00",
            started="2026-11-24T10:00:00.000Z",
            journal=str(journal),
            profile=profile_of({}),
            folder=str(tmp_path),
            limits=asdict(LIMITS),
        )
        answer = workers.ask(request)
        with journal.open("rb") as recorded:
            sealed = seal(recorded, tmp_path / "evidence")
        return judged(STORIES[request.scenario], 1, request.started, sealed, answer)

    return told


def test_a_sound_scenario_passes(tell):
    assert tell("none").outcome is Outcome.PASSED


def test_a_failing_comparison_tells_both_sides_and_the_place(tell):
    result = tell("says-no")

    failed = next(one for one in result.findings if one.verdict is Verdict.FAILED)
    assert result.outcome is Outcome.FAILED
    assert (failed.saw, failed.where) == ("9", "here")
    assert "42" in failed.expected


@pytest.mark.parametrize(("name", "verdict"), [("blocked", Verdict.BLOCKED), ("raises", Verdict.ERROR)])
def test_a_story_that_breaks_off_leaves_no_pass_behind(tell, name, verdict):
    assert {one.verdict for one in tell(name).findings} == {verdict}


def test_an_undeclared_clause_is_our_error(tell):
    result = tell("undeclared")

    assert result.outcome is Outcome.ERROR
    assert "vice.third" in result.reason


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("hangs", "s of processor time"),
        ("eats-memory", "MemoryError"),
        ("dies", "SIGABRT"),
    ],
)
def test_what_breaks_a_limit_is_an_error_of_ours_and_the_next_scenario_runs(tell, name, says):
    result = tell(name)

    assert result.outcome is Outcome.ERROR
    assert says in result.reason
    assert tell("none").outcome is Outcome.PASSED


def test_the_wall_clock_stops_what_the_processor_limit_does_not(tmp_path):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parent))
        workers = Workers(["vices"], Limits(scenario_s=1))
        journal = tmp_path / "journal"
        journal.touch()
        request = Request(
            "vice.hangs", 1, "00", "2026-11-24T10:00:00Z", str(journal), profile_of({}), ".", asdict(LIMITS)
        )

        answer = workers.ask(request)

    assert isinstance(answer, Broken)
    assert "1 s of wall-clock time" in answer.says


def test_nothing_printed_passes_for_an_answer(tell):
    assert [one.verdict for one in tell("prints").findings] == [Verdict.PASSED] * 2
