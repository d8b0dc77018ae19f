"""Run what a profile and a statement of needs ask for, show progress to a person, and name the exit code."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import pytest
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from conformance import runs
from conformance.authoring import declared
from conformance.deviations import NOBODY
from conformance.files import BadFile
from conformance.judging import shown
from conformance.kits import kits
from conformance.model import Level, Outcome, Verdict
from conformance.supervision import INI

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console

    from conformance.deviations import Register
    from conformance.runs import Run


class Exit(IntEnum):
    """What the process says when it ends."""

    MET = 0
    NOT_MET = 1
    INTERRUPTED = 2
    OUR_ERROR = 3
    WRONG_USE = 4
    NOTHING_TO_RUN = 5


class Threshold(StrEnum):
    """What makes a run count as not met."""

    GATE = "gate"
    MUST = "must"
    ANY = "any"
    NEVER = "never"


class Status(StrEnum):
    """Under whose eyes a run is made."""

    SELF_TEST = "self-test"
    WITNESSED = "witnessed"
    FORMAL = "formal"


@dataclass(frozen=True, slots=True)
class Standing:
    """What a run may be used for: its status, who runs it and who witnesses it."""

    status: Status = Status.SELF_TEST
    by: str = ""
    witness: str = ""

    def check(self) -> None:
        """Raise BadFile when a status is claimed that nobody stands for."""
        if self.status is not Status.SELF_TEST and not self.witness.strip():
            raise BadFile("--status", "", f"a {self.status} run has no witness", 'add --witness "NAME"')
        if self.status is Status.FORMAL and not self.by.strip():
            raise BadFile("--status", "", "a formal run says who runs it", 'add --by "NAME"')


@dataclass(frozen=True, slots=True)
class Order:
    """What the user asked for."""

    system: Path
    run_dir: Path
    needs: Path | None = None
    only: Sequence[str] = ()
    skip: Sequence[str] = ()
    seed: str | None = None
    resume: bool = False
    standing: Standing = Standing()
    at_once: bool = False
    """Whether the stories of different kits are told beside each other."""


STYLES = {
    Outcome.PASSED: "green",
    Outcome.RESERVATION: "yellow",
    Outcome.FAILED: "bold red",
    Outcome.BLOCKED: "magenta",
    Outcome.NOT_APPLICABLE: "dim",
    Outcome.ERROR: "bold white on red",
}


@dataclass
class Watcher:
    """A pytest plugin that selects scenarios by id and shows each result to a person as it comes."""

    order: Order
    console: Console
    counts: Counter[Outcome] = field(default_factory=Counter)
    _progress: Progress | None = None

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Keep the scenarios that --only and --skip leave."""
        kept: list[pytest.Item] = []
        dropped: list[pytest.Item] = []
        for item in items:
            told = declared(item)
            wanted = told is not None and (
                (not self.order.only or any(fnmatchcase(told.id, glob) for glob in self.order.only))
                and not any(fnmatchcase(told.id, glob) for glob in self.order.skip)
            )
            (kept if wanted else dropped).append(item)
        if dropped:
            config.hook.pytest_deselected(items=dropped)
        items[:] = kept

    def pytest_runtestloop(self, session: pytest.Session) -> None:
        """Begin to show progress."""
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=self.console,
            transient=True,
        )
        self._progress.start()
        self._progress.add_task("running", total=len(session.items))

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """Say what is being told."""
        if self._progress:
            self._progress.update(self._progress.task_ids[0], description=escape(nodeid.rpartition("::")[2]))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Show one result."""
        told = dict(report.user_properties)
        outcome = Outcome(str(told["outcome"]))
        self.counts[outcome] += 1
        self.console.print(
            f"[{STYLES[outcome]}]{outcome.value:>14}[/] {escape(str(told['scenario']))}", highlight=False
        )
        if report.failed:
            words = shown(str(report.longrepr)).split("\n", 1)[-1]
            self.console.print(escape(words), style="dim", highlight=False)

    def pytest_runtest_logfinish(self) -> None:
        """Count it."""
        if self._progress:
            self._progress.advance(self._progress.task_ids[0])

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A scenario file that can't be read is our error; say which."""
        if report.failed:
            self.console.print(escape(str(report.longrepr)), style="bold red")

    def pytest_sessionfinish(self) -> None:
        """Clear the progress bar."""
        if self._progress:
            self._progress.stop()


def run(order: Order, console: Console) -> int:
    """Run in this process (each story in its worker); return pytest's own exit code."""
    arguments = ["-p", "no:cacheprovider", "-p", "no:terminal", "--noconftest", "-c", str(INI)]
    arguments += ["--rootdir", str(INI.parent)]
    arguments += ["--system", str(order.system), "--run-dir", str(order.run_dir)]
    if order.needs:
        arguments += ["--needs", str(order.needs)]
    if order.seed:
        arguments += ["--seed", order.seed]
    told = order.standing
    arguments += [f"--run-status={told.status}", f"--run-by={told.by}", f"--run-witness={told.witness}"]
    if order.at_once:
        arguments.append("--at-once")
    if order.resume:
        arguments.append("--resume")
    modules = [f"{kit.package}.scenarios" for kit in kits() if kit.scenario_modules()]
    with suppress(SystemExit):
        return int(pytest.main([*arguments, "--pyargs", *modules], plugins=[Watcher(order, console)]))
    return int(pytest.ExitCode.INTERNAL_ERROR)


def verdict_on(run: Run, threshold: Threshold, *, gates_met: bool | None, register: Register = NOBODY) -> Exit:
    """Return the exit code a finished run deserves; ``gates_met`` is None without a statement of needs.

    Failures that ``register`` expects do not count against MUST and ANY; a gate knows no exception.
    """
    results = list(run.latest.values())
    if not results or all(one.outcome is Outcome.NOT_APPLICABLE for one in results):
        return Exit.NOTHING_TO_RUN
    if any(one.outcome is Outcome.ERROR for one in results):
        return Exit.OUR_ERROR
    if not run.complete:
        return Exit.INTERRUPTED
    if threshold is Threshold.NEVER:
        return Exit.MET
    if threshold is Threshold.GATE and gates_met is not None:
        return Exit.MET if gates_met else Exit.NOT_MET
    musts = any(
        finding.clause.level is Level.MUST
        and finding.verdict in {Verdict.FAILED, Verdict.BLOCKED}
        and (one.scenario, finding.clause.id) not in register.expected
        for one in results
        for finding in one.findings
    )
    imperfect = any(
        one.outcome not in {Outcome.PASSED, Outcome.NOT_APPLICABLE} and not register.excuses(one) for one in results
    )
    missed = imperfect if threshold is Threshold.ANY else musts
    return Exit.NOT_MET if missed else Exit.MET


def read_if_there(folder: Path) -> Run | None:
    """Return the run in a folder, or None when the run never began."""
    return runs.read(folder) if (folder / runs.LOG).exists() else None
