"""The pytest plugin: inert without --system; with it, every scenario is told by a supervised worker and logged."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from conformance.attempt import current
from conformance.authoring import MARK, declared
from conformance.files import BadFile
from conformance.judging import note_comparison
from conformance.kits import kits, place
from conformance.model import Outcome

if TYPE_CHECKING:
    from conformance.judging import Judge
    from conformance.model import Finding, Result
    from conformance.session import RunSession
    from conformance.story import Story

SESSION: pytest.StashKey[RunSession] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of a run; none of them does anything unless it is given."""
    group = parser.getgroup("conformance", "conformance of a candidate system")
    group.addoption("--system", type=Path, help="the candidate's profile (TOML); without it this plugin does nothing")
    group.addoption("--needs", type=Path, help="the buyer's statement of needs (TOML)")
    group.addoption("--run-dir", type=Path, help="the run folder to write")
    group.addoption("--seed", help="the run's seed; the same seed sends the same messages")
    group.addoption("--resume", action="store_true", help="go on with the run in --run-dir")
    group.addoption("--isolation", choices=["process", "none"], default="process", help="none: tell stories in process")
    group.addoption("--at-once", action="store_true", help="tell the stories of different kits beside each other")
    group.addoption("--run-status", default="self-test", help="self-test, witnessed or formal")
    group.addoption("--run-by", default="", help="who runs it")
    group.addoption("--run-witness", default="", help="who witnesses it")
    group.addoption("--conformance-worker", action="store_true", help="internal: serve a supervisor")


def pytest_configure(config: pytest.Config) -> None:
    """Register the markers always, the rest only when a candidate is named."""
    config.addinivalue_line("markers", f"{MARK}(scenario): the test tells a conformance scenario")
    worker = config.getoption("--conformance-worker")
    if not worker and not config.getoption("--system"):
        return
    from conformance import worker as workers  # noqa: PLC0415 - nothing is loaded while inert

    for kit in kits():
        config.addinivalue_line("markers", f"{kit.id}: a scenario of the {kit.title} kit")
        pytest.register_assert_rewrite(f"{kit.package}.checks")
        fixtures = kit.fixtures()
        if fixtures:
            config.pluginmanager.import_plugin(fixtures)
    config.pluginmanager.register(workers, "conformance-reports")
    if worker:
        config.pluginmanager.register(workers.Worker(), "conformance-worker")
        return
    if config.pluginmanager.hasplugin("dsession") and config.getoption("numprocesses", None):
        raise pytest.UsageError("a run supervises its own worker process: leave out -n")
    from conformance.session import RunSession  # noqa: PLC0415 - as above

    try:
        config.stash[SESSION] = RunSession.begin(config)
    except BadFile as bad:
        raise pytest.UsageError(str(bad)) from None


@pytest.fixture
def story() -> Story:
    """What this telling has in hand: seed, moment, doors, profile."""
    attempt = current()
    if attempt is None:
        pytest.skip("a scenario needs a candidate: name its profile with --system")
    return attempt.story


@pytest.fixture
def check() -> Judge:
    """What judges this telling: each declared clause, in a with statement around an assert."""
    attempt = current()
    if attempt is None:
        pytest.skip("a scenario needs a candidate: name its profile with --system")
    return attempt.judge


def pytest_assertrepr_compare(op: str, left: object, right: object) -> None:
    """Hand both sides of a failing comparison to the check around it; pytest words the rest."""
    if current() is not None:
        note_comparison(op, left, right)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Name each scenario after its kit and actor, so that -m selects; put last what needs the candidate alone."""
    active = config.getoption("--conformance-worker") or SESSION in config.stash
    for item in items:
        told = declared(item)
        if told is None:
            continue
        item.extra_keyword_matches |= {told.id, told.actor, told.transaction}
        if not active:
            item.add_marker(pytest.mark.skip(reason="a scenario needs a candidate: name its profile with --system"))
            continue
        for name in (told.kit, told.actor.replace("-", "_")):
            config.addinivalue_line("markers", f"{name}: scenarios of {name}")
            item.add_marker(name)
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    told = declared(item)
    return place(told) if told else 0


def pytest_collection_finish(session: pytest.Session) -> None:
    """Begin to tell what can be told beside each other, if that was asked for."""
    run = session.config.stash.get(SESSION, None)
    if run is not None and session.config.getoption("--at-once"):
        run.tell_at_once([told for item in session.items if (told := declared(item)) is not None])


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> bool | None:
    """Have the story told by the worker, log its result, and report it to pytest as one test."""
    session = item.config.stash.get(SESSION, None)
    told = declared(item)
    if session is None or told is None:
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    for result in session.tell(item, told):
        _report(item, result)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


_REPORTED: dict[Outcome, Any] = {
    Outcome.PASSED: "passed",
    Outcome.RESERVATION: "passed",
    Outcome.NOT_APPLICABLE: "skipped",
}


def _worded(finding: Finding) -> str:
    clause = finding.clause
    where = f"\n  where: {finding.where}" if finding.where else ""
    return (
        f"{finding.verdict.value.upper()} {clause.citation} ({clause.edition}): {clause.says}\n"
        f"  expected: {finding.expected}\n  saw: {finding.saw}{where}"
    )


def _report(item: pytest.Item, result: Result) -> None:
    outcome = _REPORTED.get(result.outcome, "failed")
    words = "\n".join(_worded(finding) for finding in result.findings if finding.verdict.value != "passed")
    longrepr: Any = f"{result.scenario}: {result.outcome.value}\n{words}" if outcome == "failed" else None
    if outcome == "skipped":
        longrepr = (str(item.path), item.location[1] or 0, f"not applicable: {result.reason}")
    item.ihook.pytest_runtest_logreport(
        report=pytest.TestReport(
            nodeid=item.nodeid,
            location=item.location,
            keywords=dict.fromkeys(item.keywords, 1),
            outcome=outcome,
            longrepr=longrepr,
            when="call",
            duration=result.seconds,
            user_properties=[("scenario", result.scenario), ("outcome", result.outcome.value)],
        )
    )


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Write the end line, unless the run was cut, by a person or by a fault of ours: then it can be resumed."""
    run = session.config.stash.get(SESSION, None)
    if run is not None:
        cut = exitstatus in {pytest.ExitCode.INTERRUPTED, pytest.ExitCode.INTERNAL_ERROR}
        run.finish(interrupted=cut or bool(session.shouldstop))


def pytest_keyboard_interrupt() -> None:
    """Nothing to save: what was told is on the disk already."""


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the worker, whatever happened."""
    run = config.stash.get(SESSION, None)
    if run is not None:
        run.close()
