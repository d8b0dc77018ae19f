"""One run from the supervisor's side: whom to ask what, what needs no asking, and the log of what came."""

from __future__ import annotations

import secrets
import socket
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

import conformance
from conformance.attempt import Draft, Request, tell
from conformance.kits import all_scenarios, kits
from conformance.lanes import Lanes
from conformance.model import Finding, Outcome, Result, Verdict
from conformance.results import judged, result_from
from conformance.runs import EVIDENCE, INFLIGHT, RunLog, read
from conformance.sealing import Sealed, seal
from conformance.story import derived
from conformance.supervision import Broken, Workers, weaker_here
from conformance.systems import SystemProfile
from conformance.systems import read as read_system

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pytest

    from conformance.model import Scenario


class RunSession:
    """The state of one run: profile, needed scenarios, seed, log, workers."""

    def __init__(
        self, profile: SystemProfile, folder: Path, log: RunLog, seed: str, needed: frozenset[str] | None
    ) -> None:
        self._profile = profile
        self._folder = folder
        self._log = log
        self._seed = seed
        self._needed = needed
        self._limits = profile.limits()
        self._workers = self._worker()
        self._lanes: Lanes | None = None
        self._stopping = False
        self._logging = Lock()
        self._reachable: dict[tuple[str, int], str] = {}
        self._told: dict[str, Result] = {}
        self._isolated = True

    @classmethod
    def begin(cls, config: pytest.Config) -> Self:
        """Read the files, open the log; raise BadFile for whatever is wrong with them."""
        path: Path = config.getoption("--system")
        profile = read_system(path)
        needed, needs_digest = _needed(config.getoption("--needs"))
        run_dir: Path = config.getoption("--run-dir") or Path("runs") / f"{profile.system.id}-{_now():%Y%m%dT%H%M%SZ}"
        resume = config.getoption("--resume") and (run_dir / "run.jsonl").exists()
        seed = config.getoption("--seed") or (read(run_dir).header["seed"] if resume else secrets.token_hex(32))
        header = {
            "suite": conformance.__version__,
            "system": profile.model_dump(mode="json", by_alias=True, exclude_none=True),
            "folder": str(path.resolve().parent),
            "needs": needs_digest,
            "status": config.getoption("--run-status"),
            "by": config.getoption("--run-by"),
            "witness": config.getoption("--run-witness"),
            "seed": seed,
            "options": {"isolation": config.getoption("--isolation"), "at_once": config.getoption("--at-once")},
            "limits": asdict(profile.limits()),
            "weaker": weaker_here(),
            "started": f"{_now():%Y-%m-%dT%H:%M:%SZ}",
        }
        log = RunLog.resume(run_dir, header) if resume else RunLog.create(run_dir, header)
        session = cls(profile, path.resolve().parent, log, seed, needed)
        session._isolated = config.getoption("--isolation") == "process"
        if resume:
            session._recover()
        return session

    def _worker(self, only: str = "") -> Workers:
        told = [kit for kit in kits() if kit.scenario_modules() and only in {"", kit.id}]
        return Workers([f"{kit.package}.scenarios" for kit in told], self._limits)

    def tell_at_once(self, scenarios: Iterable[Scenario]) -> None:
        """Begin to tell the stories of different kits beside each other, unless a person is to be asked for deeds."""
        asked = self._profile.asked
        people = asked is not None and any(way.operator for way in (asked, *asked.by.values()))
        if self._isolated and not people:
            self._lanes = Lanes(self._results, self._worker)
            self._lanes.begin(scenarios)

    def _recover(self) -> None:
        """Log what was in flight when the run was cut, as interrupted attempts, with all that was recorded."""
        run = read(self._log.folder)
        self._told = {result.scenario: result for result in run.results}
        known = {one.id: one for one in all_scenarios()}
        for journal in sorted((self._log.folder / INFLIGHT).glob("*.journal")):
            name, _, number = journal.stem.rpartition(".")
            if name in known and name not in self._told:
                says = "the run was interrupted while this scenario was being told"
                self._logged(known[name], int(number), _stamp(), journal, Broken(says))
            else:
                journal.unlink()

    def tell(self, item: pytest.Item, scenario: Scenario) -> Iterator[Result]:
        """Yield the results of one scenario: nothing if it was told before, else each attempt made now."""
        yield from self._lanes.told(scenario) if self._lanes else self._results(scenario, self._workers, item)

    def _results(self, scenario: Scenario, workers: Workers, item: pytest.Item | None = None) -> list[Result]:
        before = self._told.get(scenario.id)
        if before is not None and before.outcome is not Outcome.ERROR:
            return []
        number = before.attempt + 1 if before else 1
        silent = self._needs_no_asking(scenario)
        if silent is not None:
            return [self._unasked(scenario, number, *silent)]
        made = self._asked(scenario, number, workers, item)
        return [made] if made is not None else []

    def _needs_no_asking(self, scenario: Scenario) -> tuple[Verdict, str] | None:
        missing = [part for part in scenario.requires if not self._profile.offers(part)]
        if missing:
            says = f"the profile names no {', no '.join(missing)}"
            if self._needed is not None and scenario.id in self._needed:
                return Verdict.BLOCKED, f"{says}, yet the statement of needs asks for it"
            return Verdict.NOT_APPLICABLE, f"{says}: neither offered nor asked for"
        for part in scenario.requires:
            for place in places(self._profile, part):
                trouble = self._trouble(place)
                if trouble:
                    return Verdict.BLOCKED, trouble
        return None

    def _trouble(self, place: tuple[str, int]) -> str:
        """Return, in words, why a place can't be reached; asked once a run, so that a dead host costs one wait."""
        if place not in self._reachable:
            try:
                socket.create_connection(place, timeout=self._limits.connect_s).close()
                self._reachable[place] = ""
            except OSError as error:
                why = "no answer" if isinstance(error, TimeoutError) else error.strerror or str(error)
                self._reachable[place] = f"{place[0]}:{place[1]} was not reachable when the run began: {why}"
        return self._reachable[place]

    def _unasked(self, scenario: Scenario, number: int, verdict: Verdict, says: str) -> Result:
        findings = tuple(Finding(clause, verdict, clause.says, says) for clause in scenario.clauses)
        result = result_from(scenario, number, _stamp(), findings, Sealed((), ""), 0.0, says)
        self._add(result)
        return result

    def _asked(
        self, scenario: Scenario, number: int, workers: Workers, item: pytest.Item | None = None
    ) -> Result | None:
        """Have a story told and log its result; None when the run was cut meanwhile, and its journal is kept."""
        journal = self._log.folder / INFLIGHT / f"{scenario.id}.{number}.journal"
        journal.touch()
        request = self.request(scenario, number, journal)
        if self._isolated or item is None:
            answer: Draft | Broken | dict[str, Any] = workers.ask(request)
        else:
            from conformance.worker import perform  # noqa: PLC0415 - only where stories are told in process

            answer = tell(scenario, request, lambda attempt: perform(item, attempt), in_process=True)
        if self._stopping:
            return None
        return self._logged(scenario, number, request.started, journal, answer)

    def request(self, scenario: Scenario, number: int, journal: Path) -> Request:
        """Return what the worker is asked: all that varies is in it."""
        return Request(
            scenario=scenario.id,
            attempt=number,
            seed=derived(self._seed, scenario.id, str(number)).hex(),
            started=_stamp(),
            journal=str(journal.resolve()),
            profile=self._profile.model_dump(mode="json", by_alias=True, exclude_none=True),
            folder=str(self._folder),
            limits=asdict(self._limits),
        )

    def _logged(
        self, scenario: Scenario, number: int, started: str, journal: Path, answer: Draft | Broken | dict[str, Any]
    ) -> Result:
        """Seal the evidence, then log the result: the order that loses nothing."""
        with journal.open("rb") as recorded:
            sealed = seal(recorded, self._log.folder / EVIDENCE)
        result = judged(scenario, number, started, sealed, answer)
        self._add(result)
        journal.unlink()
        return result

    def _add(self, result: Result) -> None:
        with self._logging:
            self._log.add(result)
            self._told[result.scenario] = result

    def finish(self, *, interrupted: bool) -> None:
        """End the log, unless there is more to tell."""
        self._stop_lanes()
        if interrupted:
            self._log.close()
        else:
            self._log.finish()

    def _stop_lanes(self) -> None:
        lanes, self._lanes = self._lanes, None
        if lanes is not None:
            self._stopping = True
            lanes.stop()

    def close(self) -> None:
        """Stop the workers."""
        self._stop_lanes()
        self._workers.stop()
        self._log.close()


def _needed(path: Path | None) -> tuple[frozenset[str] | None, str]:
    """Return the scenario ids a statement of needs asks for, and the file's digest."""
    if path is None:
        return None, ""
    from conformance import needs  # noqa: PLC0415 - most runs of a kit's author have none

    statement = needs.read(path)
    needs.check(statement, [one.id for one in all_scenarios()], conformance.__version__)
    return frozenset(needs.asked(statement, [one.id for one in all_scenarios()])), statement.digest


def places(profile: SystemProfile, part: str) -> list[tuple[str, int]]:
    """Return where a part of the profile is reached; nothing for parts that reach us."""
    value: object = profile
    for name in part.split("."):
        value = getattr(value, "in_" if name == "in" else name, None)
    if isinstance(value, str) and value.startswith(("http", "ws")):
        url = urlsplit(value)
        return [(url.hostname or "", url.port or (443 if url.scheme in {"https", "wss"} else 80))]
    ours = part.endswith((".out", ".store_back"))
    host, port = getattr(value, "host", None), getattr(value, "port", None)
    return [(host, port)] if isinstance(host, str) and isinstance(port, int) and not ours else []


def _now() -> datetime:
    return datetime.now(UTC)


def _stamp() -> str:
    return _now().isoformat(timespec="milliseconds").replace("+00:00", "Z")
