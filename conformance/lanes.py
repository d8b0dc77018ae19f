"""Tell the stories of several kits beside each other, each kit's in its own order; those across kits wait for all."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING

from conformance.kits import kits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from conformance.model import Result, Scenario
    from conformance.supervision import Workers


class Lanes:
    """A thread and a worker process for each kit; a story across kits is told when nothing else is.

    ``tell`` has one story told by the worker it is given and returns its results; ``worker`` makes a worker.
    """

    def __init__(self, tell: Callable[[Scenario, Workers], list[Result]], worker: Callable[[], Workers]) -> None:
        self._tell = tell
        self._worker = worker
        self._workers: dict[str, Workers] = {}
        self._threads: dict[str, ThreadPoolExecutor] = {}
        self._told: dict[str, Future[list[Result]]] = {}
        self._across = {kit.id for kit in kits() if kit.across}

    def begin(self, scenarios: Iterable[Scenario]) -> None:
        """Begin to tell all stories but those across kits."""
        for scenario in scenarios:
            if scenario.kit in self._across:
                continue
            if scenario.kit not in self._threads:
                self._threads[scenario.kit] = ThreadPoolExecutor(1, f"stories of {scenario.kit}")
                self._workers[scenario.kit] = self._worker()
            workers = self._workers[scenario.kit]
            self._told[scenario.id] = self._threads[scenario.kit].submit(self._tell, scenario, workers)

    def told(self, scenario: Scenario) -> list[Result] | None:
        """Wait for a story and return its results; None says that all others are told and nobody tells this one."""
        if scenario.id in self._told:
            return self._told[scenario.id].result()
        wait(self._told.values())
        return None

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
