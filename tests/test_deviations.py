"""Deviations somebody expects: read with care, counted with and without, and ended by their day."""

from __future__ import annotations

import pytest

from conformance import deviations
from conformance.deviations import State
from conformance.files import BadFile
from conformance.model import Clause, Finding, Level, Outcome, Result, Scenario, Verdict
from conformance.runs import Run

CLAUSES = tuple(Clause(f"c.{name}", "S", "1", name, name, Level.MUST) for name in "ab")
SCENARIOS = [Scenario(f"s.{name}", name, "k", "a", "t", CLAUSES, ()) for name in "xyz"]
ONE = '[[deviation]]\nscenario = "s.x"\nclause = "c.a"\nreason = "known"\nauthor = "me"\nexpires = {}\n'
SCHEMA = 'schema = "deviations/1"\n'


def result(name, **verdicts):
    findings = tuple(Finding(one, Verdict(verdicts.get(one.id[2:], "passed")), "x", "y") for one in CLAUSES)
    failed = any(one.verdict is Verdict.FAILED for one in findings)
    return Result(name, "k", "a", "t", name, Outcome.FAILED if failed else Outcome.PASSED, findings, (), "", 0.0)


def run(*results, started="2026-11-24T10:00:00Z"):
    return Run(None, {"started": started}, results, {}, "")


def read(tmp_path, text):
    path = tmp_path / "deviations.toml"
    path.write_text(SCHEMA + text)
    return deviations.read(path, SCENARIOS)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (ONE.replace("s.x", "s.xx").format("2027-01-01"), "write 's.x'"),
        (ONE.replace("s.x", "other").format("2027-01-01"), "conformance list scenarios"),
        (ONE.replace("c.a", "c.q").format("2027-01-01"), "choose one of c.a, c.b"),
        (ONE.format("2027-01-01") * 2, "listed twice"),
        (ONE.format('"soon"'), "expires"),
        (ONE.replace('"known"', '""').format("2027-01-01"), "reason"),
        (ONE.replace("author", "autor").format("2027-01-01"), "write 'author'"),
    ],
)
def test_a_mistake_is_named_with_its_remedy(tmp_path, text, says):
    with pytest.raises(BadFile, match=says) as raised:
        read(tmp_path, text)
    assert "deviations.toml, line" in str(raised.value)


def test_failures_are_counted_with_and_without(tmp_path):
    held = deviations.register(
        run(result("s.x", a="failed", b="failed"), result("s.y")), read(tmp_path, ONE.format("2026-11-24"))
    )

    assert [one.state for one in held.entries] == [State.SEEN]
    assert held.expected == {("s.x", "c.a")}
    assert (held.failed, held.unexpected) == (2, 1)
    assert held.says() == "2 failed clauses, 1 of them expected, 1 not expected"


def test_one_that_ended_before_the_run_counts_as_unexpected(tmp_path):
    held = deviations.register(run(result("s.x", a="failed")), read(tmp_path, ONE.format("2026-11-23")))

    assert [one.state for one in held.entries] == [State.EXPIRED]
    assert held.unexpected == 1


def test_one_that_was_not_seen_is_said_to_be_so(tmp_path):
    held = deviations.register(run(result("s.x")), read(tmp_path, ONE.format("2027-01-01")))

    assert [one.state for one in held.entries] == [State.NOT_SEEN]
    assert held.expected == frozenset()


def test_a_run_without_a_day_lets_nothing_be_in_force(tmp_path):
    held = deviations.register(run(result("s.x", a="failed"), started="?"), read(tmp_path, ONE.format("9999-12-30")))

    assert [one.state for one in held.entries] == [State.EXPIRED]


def test_a_result_is_excused_only_when_all_that_failed_is_expected(tmp_path):
    held = deviations.register(run(result("s.x", a="failed")), read(tmp_path, ONE.format("2027-01-01")))

    assert held.excuses(result("s.x", a="failed"))
    assert not held.excuses(result("s.x", a="failed", b="failed"))
    assert not held.excuses(result("s.x", a="failed", b="blocked"))
    assert not held.excuses(result("s.x"))
    assert not held.excuses(result("s.y", a="failed"))
