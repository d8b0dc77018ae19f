"""Tell the stories of several kits beside each other, in order at each door; those across kits wait for all."""

from __future__ import annotations

from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING

from conformance.kits import kits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from conformance.model import Result, Scenario
    from conformance.supervision import Workers


class Lanes:
    """A thread and a worker process for each kit and part of the profile; stories across kits are told alone, last.

    ``tell`` has one story told by the worker it is given and returns its results; ``worker`` makes one for a kit.
    """

    def __init__(self, tell: Callable[[Scenario, Workers], list[Result]], worker: Callable[[str], Workers]) -> None:
        self._tell = tell
        self._worker = worker
        self._workers: dict[tuple[str, str], Workers] = {}
        self._threads: dict[tuple[str, str], ThreadPoolExecutor] = {}
        self._told: dict[str, Future[list[Result]]] = {}

    def begin(self, scenarios: Iterable[Scenario]) -> None:
        """Begin to tell the stories."""
        chosen, across = list(scenarios), {kit.id for kit in kits() if kit.across}
        for scenario in chosen:
            if scenario.kit not in across:
                self._submit(scenario, self._tell)
        others = tuple(self._told.values())

        def tell_last(scenario: Scenario, workers: Workers) -> list[Result]:
            wait(others, return_when=FIRST_COMPLETED)
            workers.ready()
            wait(others)
            return self._tell(scenario, workers)

        for scenario in chosen:
            if scenario.kit in across:
                self._submit(scenario, tell_last)

    def _submit(self, scenario: Scenario, tell: Callable[[Scenario, Workers], list[Result]]) -> None:
        part = scenario.requires[0].partition(".")[0] if scenario.requires and tell == self._tell else ""
        lane = (scenario.kit, part)
        if lane not in self._threads:
            self._threads[lane] = ThreadPoolExecutor(1, f"stories of {scenario.kit}")
            self._workers[lane] = self._worker(scenario.kit)
        self._told[scenario.id] = self._threads[lane].submit(tell, scenario, self._workers[lane])

    def told(self, scenario: Scenario) -> list[Result]:
        """Wait for a story and return its results."""
        return self._told[scenario.id].result()

    def stop(self) -> None:
        """End every lane: what is being told is cut, what was not begun is not."""
        for thread in self._threads.values():
            thread.shutdown(wait=False, cancel_futures=True)
        for workers in self._workers.values():
            workers.stop(kill=any(not one.done() for one in self._told.values()))
        for thread in self._threads.values():
            thread.shutdown()
        for workers in self._workers.values():
            workers.stop()
